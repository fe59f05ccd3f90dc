"""The glossary of the demo: whole in both languages, without a clash, and used by its maps."""

from django.contrib.auth import get_user_model

from wagtail_parcours.models import GlossaryTerm, TermUse


def test_every_term_is_there_in_both_languages(demo):
    terms = GlossaryTerm.objects.all()
    assert terms.filter(locale__language_code="en").count() == 8
    assert terms.filter(locale__language_code="fr").count() == 8
    assert terms.values("translation_key").distinct().count() == 8
    french = terms.get(locale__language_code="fr", term="obstacle")
    assert "barrière" in french.synonyms_to_avoid
    for term in terms:
        term.full_clean()


def test_the_maps_use_terms_and_show_what_a_word_to_avoid_looks_like(client, demo):
    used = TermUse.objects.filter(avoid=False).values("term").distinct()
    assert used.count() >= 8
    assert TermUse.objects.filter(avoid=True).exists()
    client.force_login(get_user_model().objects.get(username="admin"))
    use = TermUse.objects.filter(avoid=False).select_related("wording__page").first()
    content = client.get(use.wording.page.url).content.decode()
    assert "parcours-terms" in content

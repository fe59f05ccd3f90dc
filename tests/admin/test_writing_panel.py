"""Terms, words to avoid and plain language beside the text: who sees it, and what it says."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail_localize.operations import translate_object

from tests.factories import default_locale, make_map, stage, stage_table
from tests.governance.routes import translate_home
from tests.governance.workflows import make_editor, make_group, make_person
from wagtail_parcours.models import GlossaryTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def worded_map():
    GlossaryTerm.objects.create(
        term="client",
        definition="Who asks <b>us</b>.",
        forbidden_synonyms="customer",
        locale=default_locale(),
    )
    table = stage_table([stage("Aware", actions="The <i>customer</i> calls")], ["actions"])
    return make_map(body=[table], introduction="A client.")


def content(page):
    return reverse("wagtail_parcours:writing", args=[page.pk])


def test_only_those_who_may_edit_the_map_read_its_draft(client, worded_map):
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_person("nina"))
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_person("rita", make_group("Readers of the admin")))
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_editor())
    assert client.get(content(worded_map)).status_code == 200


def test_other_pages_have_none(admin_client, worded_map):
    home = worded_map.get_parent()
    assert admin_client.get(content(home)).status_code == 404
    assert admin_client.get(reverse("wagtail_parcours:writing", args=[99999])).status_code == 404
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert "parcours-writing" not in edit.content.decode()


def test_the_editor_of_a_map_has_it_among_its_side_panels(admin_client, worded_map):
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[worded_map.pk]))
    text = edit.content.decode()
    assert 'data-side-panel="parcours-writing"' in text
    assert "The &lt;i&gt;<mark>customer</mark>&lt;/i&gt; calls" in text
    assert "Who asks &lt;b&gt;us&lt;/b&gt;." in text


def test_it_reads_the_draft_not_what_is_live(admin_client, worded_map):
    worded_map.introduction = "A customer, another customer."
    worded_map.save_revision()
    text = admin_client.get(content(worded_map)).content.decode()
    assert 'data-count="3"' in text


def test_words_to_avoid_lead_to_their_cells(admin_client, worded_map):
    (table,) = worded_map.get_journey().tables
    path = f"body.{table.id}.stages.{table.stages[0].id}.actions"
    text = admin_client.get(content(worded_map)).content.decode()
    assert f'data-parcours-jump="{path}"' in text
    assert "Stage “Aware” › Client actions" in text


def test_plain_language_can_be_switched_off(admin_client, worded_map, settings):
    assert "Reading level" in admin_client.get(content(worded_map)).content.decode()
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": {}}
    assert "Reading level" not in admin_client.get(content(worded_map)).content.decode()


# -- the translation editor


@pytest.fixture
def translated(locale_fr, django_capture_on_commit_callbacks):
    """An English map with a term, and its French draft in wagtail-localize's editor."""
    term = GlossaryTerm.objects.create(
        term="obstacle", definition="What stops a client.", locale=default_locale()
    )
    GlossaryTerm.objects.create(
        term="embûche",
        definition="Ce qui arrête.",
        forbidden_synonyms="barrière",
        locale=locale_fr,
        translation_key=term.translation_key,
    )
    translate_home(locale_fr)
    table = stage_table([stage("Aware", actions="Meets an obstacle")], ["actions"])
    source = make_map(body=[table], introduction="")
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(source, [locale_fr])
    return source.get_translation(locale_fr)


def translators_panel(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    document = BeautifulSoup(response.content.decode(), "html.parser")
    return document.select_one(".parcours-writing-panel")


def test_translators_see_what_a_term_is_called(admin_client, translated):
    text = " ".join(translators_panel(admin_client, translated).get_text(" ").split())
    assert "obstacle embûche Avoid: barrière What stops a client." in text


def test_translators_are_told_what_has_no_translation(admin_client, translated, locale_fr):
    GlossaryTerm.objects.filter(locale=locale_fr).delete()
    panel = translators_panel(admin_client, translated)
    assert "This term has no translation yet." in panel.get_text()


def test_translators_are_told_of_words_to_avoid_in_what_they_wrote(admin_client, translated):
    translated.introduction = "Une barrière."
    translated.save_revision()
    panel = translators_panel(admin_client, translated)
    link = panel.find("a", attrs={"data-parcours-jump": "introduction"})
    assert link.get_text() == "Introduction"
    assert panel.find("del").get_text() == "barrière"

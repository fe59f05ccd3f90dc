"""Terms on a published map, linked and explained; hints on hard texts in a preview."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    PersonaFactory,
    child,
    default_locale,
    home_page,
    make_future_map,
    make_map,
    sign_as_it_is,
    stage,
    stage_table,
)
from wagtail_parcours.admin.plain_language import hint_in_checks
from wagtail_parcours.models import GlossaryTerm
from wagtail_parcours.rendering.glossary import TermLinks
from wagtail_parcours.rendering.pages import map_view
from wagtail_parcours.translation.glossary import glossary_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def make_term(term="obstacle", definition="What stops or slows a client.", **values):
    values.setdefault("locale", default_locale())
    return GlossaryTerm.objects.create(term=term, definition=definition, **values)


def table(*cells, lane="actions"):
    stages = [stage(f"Stage {n}", **{lane: text}) for n, text in enumerate(cells, start=1)]
    return stage_table(stages, [lane], title="What happens")


def map_with(*cells, introduction="A map.", **values):
    return make_map(body=[table(*cells)], introduction=introduction, **values)


@pytest.fixture
def term():
    return make_term(other_forms="obstacles")


def links(document):
    return document.select("a.parcours-term")


def test_a_term_leads_to_its_meaning_and_back(read, term):
    document = read(map_with("Meets many Obstacles.", "One more obstacle."))
    (link,) = links(document)
    assert link.get_text() == "Obstacles"
    meaning = document.select_one(link["href"])
    assert meaning.dfn.get_text() == "obstacle"
    assert "stops or slows" in document.find(id=link["aria-describedby"]).get_text()
    (back,) = document.select(".parcours-terms__back")
    assert document.select_one(back["href"]) is link


def test_the_list_comes_after_everything_else_and_is_in_alphabetical_order(read, term):
    make_term("Écart", "A gap.")
    make_term("zone", "A place.")
    document = read(map_with("A zone, an écart, an obstacle."))
    assert [dfn.get_text() for dfn in document.select("dfn")] == ["Écart", "obstacle", "zone"]
    parts = document.select(".parcours-part")
    assert "parcours-part--glossary" in parts[-1]["class"]


def test_the_introduction_comes_first(read, term):
    document = read(map_with("An obstacle.", introduction="One obstacle.\n\nThen <b>another</b>."))
    (link,) = links(document)
    assert link.find_parent(class_="parcours-lead")
    assert "<b>another</b>" in document.select_one(".parcours-lead").get_text()


def test_titles_labels_and_links_are_left_alone(read, term):
    make_term("Client actions")
    make_term("canada")
    body = [
        child("text", '<h2>The obstacle</h2><p><a href="https://canada.ca/">canada</a></p>'),
        stage_table([stage("The obstacle", actions="See https://canada.ca/obstacle")], ["actions"]),
        child("text", "<p><code>obstacle</code> is the <b>obstacle</b> &amp; more</p>"),
    ]
    document = read(make_map(body=body, title="An obstacle"))
    (link,) = links(document)
    assert link.parent.name == "b"
    assert "&amp; more" in str(link.find_parent("p"))


def test_only_the_language_of_the_map_counts(read, term, locale_fr):
    make_term("irritant", locale=locale_fr)
    document = read(map_with("An irritant."))
    assert not links(document)
    assert not document.select(".parcours-terms")


def test_nothing_changes_without_terms(read):
    document = read(map_with("An obstacle."))
    assert not links(document)
    assert not document.select(".parcours-terms")


def test_hostile_words_stay_words(read):
    make_term("<script>", "<script>alert(1)</script>", other_forms="R&D")
    document = read(map_with('R&D says <!--parcours-term 1-->"hello"<!--/parcours-term-->'))
    (link,) = links(document)
    assert link.get_text() == "R&D"
    assert "<!--parcours-term 1-->" in document.select_one("td p").get_text()
    assert not document.select(".parcours-terms script")


def test_a_changed_term_is_seen_at_once(read, term):
    page = map_with("An obstacle and a hurdle.")
    assert [link.get_text() for link in links(read(page))] == ["obstacle"]
    term.other_forms, term.definition = "hurdle", "Another meaning."
    term.term = "barrier"
    term.save()
    document = read(page)
    assert [link.get_text() for link in links(document)] == ["hurdle"]
    assert "Another meaning." in document.select_one(".parcours-terms").get_text()
    term.delete()
    assert not links(read(page))


def test_the_second_view_asks_nothing_about_terms(client, term):
    page = map_with("An obstacle.")
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        assert b"parcours-term" in client.get(page.url).content
    assert not [query for query in captured if "glossaryterm" in query["sql"]]


def test_a_map_shown_as_it_was_signed_has_its_terms_too(read, term):
    persona = PersonaFactory(name="Ana")
    card = child(
        "callout", {"kind": "note", "title": "Note", "text": "The obstacle that Ana meets."}
    )
    profile = child("persona_profile", {"persona": persona.pk, "realities": []})
    page = make_future_map(body=[profile, card])
    sign_as_it_is(page)
    persona.name = "Bea"
    persona.save()
    document = read(page)
    assert document.find("h2", string="Ana")
    (link,) = links(document)
    assert document.select_one(link["href"])


def test_it_is_valid_html(read, term, nu_check):
    make_term("client", "Who asks for a service: https://canada.ca/services")
    page = map_with("The client meets an obstacle.\nAnother client.", introduction="A client.")
    document = read(page)
    assert len(links(document)) == 2
    assert nu_check(str(document)) == []


def test_texts_in_another_language_are_left_alone(term):
    links = TermLinks(glossary_of(term.locale_id))
    mark = f"<!--parcours-term {term.pk}-->obstacle<!--/parcours-term-->"
    settled = links.settled(f'<p lang="fr"><b>{mark}</b></p><p>{mark}</p>')
    assert settled.startswith('<p lang="fr"><b>obstacle</b></p><p><a class="parcours-term"')


def test_what_a_site_does_not_print_is_not_taken_for_the_first_use(term):
    page = map_with("An obstacle.", introduction="An obstacle.")
    assert "parcours-term" in "".join(part.html for part in map_view(page).parts)
    view = map_view(page)
    assert "parcours-term" in view.introduction
    assert "parcours-term" not in view.parts[0].html


# -- hints on hard texts


LONG = " ".join(["Somebody waits"] * 12)


def html_of(page, *, is_preview):
    request = RequestFactory().get("/")
    request.user, request.is_preview = AnonymousUser(), is_preview
    view = map_view(page, request)
    return view.introduction + "".join(part.html for part in view.parts)


def test_only_a_preview_marks_hard_texts_whatever_is_in_the_cache():
    page = map_with("Short.", LONG, LONG, introduction=LONG)
    for _time in range(2):
        preview = html_of(page, is_preview=True)
        names = ("introduction", "Stage-2-Client-actions", "Stage-3-Client-actions")
        for name in names:
            assert f'data-parcours-plain="long" id="{name}"' in preview
        assert preview.count("data-parcours-plain") == 3
        assert "data-parcours-plain" not in html_of(page, is_preview=False)


class Item:
    """A user bar item of a site's own."""

    def __init__(self, chosen):
        self.chosen = chosen

    def get_axe_configuration(self, request):
        options = {"runOnly": self.chosen} if self.chosen else {}
        return {"context": {}, "options": options, "messages": {"own": "x"}, "spec": {"rules": []}}


@pytest.mark.parametrize(
    ("chosen", "then"),
    [
        (["link-name"], ["link-name", "parcours-long-sentence", "parcours-hard-text"]),
        (["wcag2a", "best-practice"], ["wcag2a", "best-practice", "plain-language"]),
        (None, None),
    ],
)
def test_the_checks_of_a_site_keep_their_own_rules(chosen, then):
    item, other = Item(chosen), object()
    hint_in_checks(None, [other, item], map_with("Short."))
    configuration = item.get_axe_configuration(None)
    assert configuration["options"].get("runOnly") == then
    assert configuration["messages"]["own"] == "x"
    assert "20 words" in configuration["messages"]["parcours-long-sentence"]["help_text"]
    assert len(configuration["spec"]["rules"]) == 2


def test_other_pages_and_languages_have_no_hints(locale_fr, settings):
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": {"en": {"level": "plain"}}}
    for page in (map_with("Court.", locale=locale_fr), home_page(), None):
        item = Item(["link-name"])
        hint_in_checks(None, [item], page)
        assert item.get_axe_configuration(None)["options"]["runOnly"] == ["link-name"]

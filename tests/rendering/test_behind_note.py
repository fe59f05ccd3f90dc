"""The note on a translated map: what readers find newer in the language of the source."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.governance.routes import translate_home
from tests.translation.copies import change, copied, draft, make_source
from wagtail_parcours.models import CurrentStateMapPage
from wagtail_parcours.rendering.behind import make_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(locale_en):
    return make_source()


@pytest.fixture
def page(source, locale_fr):
    """The French map: live, all of it translated."""
    translate_home(locale_fr)
    page = copied(source, locale_fr)
    draft(
        page,
        "Demander",
        aware_name="Connaître",
        aware_actions="Lit la lettre",
        apply_name="Demander",
        apply_actions="Remplit",
    ).publish()
    return CurrentStateMapPage.objects.get(pk=page.pk)


def note(document):
    return document.select_one(".parcours-behind")


def said(document):
    return " ".join(note(document).summary.get_text().split())


def test_a_map_in_step_says_nothing(page, read):
    assert note(read(page)) is None


def test_newer_cells_are_counted_and_linked(page, source, read):
    change(source, aware_actions="Opens the letter", middle_new="Inform")
    document = read(page)
    assert "2" in said(document)
    new, changed = note(document).select("a")
    assert changed["href"] == f"{source.url}#stage-aware"
    assert changed.get_text().startswith("Aware: ")
    assert changed.span.get_text() == "Aware"
    assert changed.span["lang"] == "en"
    assert new["href"] == f"{source.url}#stage-middle"
    anchors = {element["id"] for element in read(source).select("[id]")}
    assert {"stage-aware", "stage-middle"} <= anchors


def test_the_sentence_counts_in_the_singular_and_in_the_plural():
    wording = {"title": "Applying", "introduction": "Who and when"}
    one, two = (make_note(paths, wording, "/", "en") for paths in (["title"], list(wording)))
    assert one.sentence == "1 cell is newer in English."
    assert two.sentence == "2 cells are newer in English."
    with translation.override("fr"):
        assert "anglais" in make_note(["title"], wording, "/", "en").sentence


def test_a_cell_that_the_source_dropped_is_not_newer(page, source, read):
    change(source, apply_findings=[])
    assert note(read(page)) is None


def test_many_links_are_cut_short_and_that_is_said():
    wording = {f"body.t.stages.s{number}.actions": "Calls" for number in range(33)}
    note = make_note(list(wording), wording, "/", "en")
    assert len(note.links) == 30
    assert note.more == "And 3 more."


def test_what_is_shown_in_english_is_not_newer_in_english(source, locale_fr, read):
    translate_home(locale_fr)
    page = copied(source, locale_fr)
    page.get_latest_revision().publish()
    change(source, aware_actions="Opens the letter")
    assert note(read(CurrentStateMapPage.objects.get(pk=page.pk))) is None


def test_nothing_is_said_of_a_private_source(page, source, read):
    change(source, aware_actions="Opens the letter")
    PageViewRestriction.objects.create(page=source, restriction_type="login")
    assert note(read(page)) is None


def test_nothing_is_said_of_a_source_that_is_not_live(page, source, read):
    source = change(source, aware_actions="Opens the letter")
    source.unpublish()
    assert note(read(page)) is None


def test_a_preview_says_nothing(page, source):
    change(source, aware_actions="Opens the letter")
    response = page.make_preview_request()
    assert b"parcours-behind" not in response.content


def test_a_map_in_step_costs_no_query_for_the_note(page, source, client):
    client.get(page.url)
    with CaptureQueriesContext(connection) as in_step:
        client.get(page.url)
    change(source, aware_actions="Opens the letter")
    client.get(page.url)
    with CaptureQueriesContext(connection) as behind:
        client.get(page.url)
    assert len(behind) <= len(in_step) + 1


def test_words_of_the_source_are_escaped(page, source, read):
    change(source, aware_name="<b>Aware</b>", aware_actions="Opens")
    assert "<b>" not in str(note(read(page)))

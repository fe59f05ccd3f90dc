"""The way from a stage to the map that shows it in detail, and from there back to the whole."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import add_page, make_future_map, make_map
from tests.families import detail, french_home, hide, in_french, journey, table, words
from tests.testapp.models import AnyPage, WideMapPage
from wagtail_parcours.models import CurrentStateMapPage
from wagtail_parcours.rendering import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def way_up(document):
    """The text and the address of each level above a map."""
    return [(words(link), link["href"]) for link in document.select("nav.parcours-part-of a")]


def ways_down(document):
    """By the name of the stage: the text and the address of each link in the head of its column."""
    return {
        words(head.select_one(".parcours-name")): [
            (words(link), link["href"]) for link in head.select("a.parcours-detail")
        ]
        for head in document.select("th[scope=col]")
        if head.select("a.parcours-detail")
    }


def header_links(document):
    return [words(entry) for entry in document.select(".parcours-more-detail p")]


def reader_of(client):
    client.force_login(get_user_model().objects.create_user("reader"))


# -- down


def test_a_stage_leads_to_the_maps_that_show_it_in_detail(read):
    whole = journey()
    form = detail(whole, "apply", "In the form")
    counter = make_future_map(
        title="At the counter", slug="counter", detailed_map=whole, detailed_stage="apply", body=[]
    )
    wide = detail(whole, "aware", "In the letter", page_class=WideMapPage)
    assert ways_down(read(whole)) == {
        "Aware": [("In detail: In the letter", wide.url)],
        "Apply": [
            ("In detail: In the form", form.url),
            ("In detail: At the counter", counter.url),
        ],
    }


def test_a_stage_keeps_its_short_name_for_the_cells_below_it(read):
    whole = journey()
    detail(whole)
    heads = read(whole).select("th[scope=col]")
    assert [head.get("abbr") for head in heads] == [None, None, "Apply"]


def test_maps_of_no_stage_in_particular_stand_in_the_header(read):
    whole = journey()
    detail(whole, "", "What people say")
    detail(whole, "long-gone", "An old form", slug="old")
    document = read(whole)
    assert ways_down(document) == {}
    assert header_links(document) == [
        "In detail: What people say",
        "In detail: An old form",
        "All maps of this journey",
    ]


def test_a_map_on_its_own_says_nothing_of_all_this(read):
    document = read(journey())
    assert document.select(".parcours-part-of, .parcours-detail, .parcours-more-detail") == []


def test_drafts_are_not_named(read):
    whole = journey()
    detail(whole, live=False)
    assert ways_down(read(whole)) == {}


def test_a_link_shows_at_once_and_goes_at_once(read):
    whole = journey()
    assert ways_down(read(whole)) == {}
    form = detail(whole)
    assert list(ways_down(read(whole))) == ["Apply"]
    CurrentStateMapPage.objects.filter(pk=form.pk).update(title="On paper")
    assert ways_down(read(whole)) == {"Apply": [("In detail: On paper", form.url)]}
    form.unpublish()
    assert ways_down(read(whole)) == {}


def test_the_cached_table_of_one_reader_is_not_shown_to_another(read, client):
    whole = journey()
    hide(detail(whole, title="For insiders"))
    reader_of(client)
    assert list(ways_down(read(whole))) == ["Apply"]
    client.logout()
    assert "For insiders" not in str(read(whole))
    assert header_links(read(whole)) == []


def test_a_private_section_hides_the_details_in_it(read, client):
    whole, section = journey(), add_page(AnyPage(title="Section", slug="section"))
    detail(whole, title="For insiders", parent=section)
    hide(section)
    assert "For insiders" not in str(read(whole))
    reader_of(client)
    assert list(ways_down(read(whole))) == ["Apply"]


def test_the_second_view_builds_no_table(client, monkeypatch):
    whole = journey()
    detail(whole)
    first = client.get(whole.url).content
    monkeypatch.setattr(pages, "part_view", None)
    assert client.get(whole.url).content == first


def test_an_alias_shows_the_details_of_its_source_once(read):
    whole, section = journey(), add_page(AnyPage(title="Section", slug="section"))
    form = detail(whole)
    alias = whole.create_alias(parent=section, update_slug="alias")
    form.create_alias(parent=section, update_slug="again")
    for page in (whole, alias):
        assert ways_down(read(page)) == {"Apply": [("In detail: In the form", form.url)]}


def test_a_table_in_any_other_page_asks_for_no_details(client, channels):
    whole = journey()
    detail(whole, "aware")
    page = add_page(AnyPage(title="Any", slug="any", body=[table("Aware")]))
    with CaptureQueriesContext(connection) as captured:
        html = client.get(page.url).content.decode()
    assert "In detail" not in html
    assert not any("detailed_map" in query["sql"] for query in captured)


# -- up


def test_a_detailed_map_says_where_it_belongs_on_all_levels(read):
    whole = journey()
    form = detail(whole, "apply", "In the form")
    field = detail(form, "inform", "In a field", page_class=WideMapPage)
    assert way_up(read(field)) == [
        ("Whole journey › Apply", "/whole-journey/#stage-apply"),
        ("In the form › Inform", "/in-the-form/#stage-inform"),
    ]
    nav = read(field).select_one("nav.parcours-part-of")
    assert nav["aria-label"] == "Larger journey"
    assert way_up(read(form)) == [("Whole journey › Apply", "/whole-journey/#stage-apply")]


def test_a_stage_that_is_gone_or_not_chosen_leads_to_the_map(read):
    whole = journey()
    for number, stage_id in enumerate(("", "long-gone")):
        page = detail(whole, stage_id, slug=f"d{number}")
        assert way_up(read(page)) == [("Whole journey", "/whole-journey/")]


def test_the_way_up_ends_below_a_map_that_a_reader_may_not_see(read, client):
    whole = journey()
    form = detail(whole)
    field = detail(form, "inform", "In a field")
    rule = hide(form)
    document = read(field)
    assert way_up(document) == []
    assert header_links(document) == []
    assert "Whole journey" not in str(document)
    reader_of(client)
    assert len(way_up(read(field))) == 2
    client.logout()
    rule.delete()
    form.unpublish()
    assert way_up(read(field)) == []


def test_a_circle_of_links_is_walked_once(read):
    """Nobody can save one, but two drafts published at the same moment may make one."""
    whole = journey()
    form = detail(whole)
    rows = CurrentStateMapPage.objects.filter(pk=whole.pk)
    rows.update(detailed_map=form, detailed_stage="aware")
    assert way_up(read(whole)) == [("In the form › Aware", "/in-the-form/#stage-aware")]
    assert way_up(read(form)) == [("Whole journey › Apply", "/whole-journey/#stage-apply")]
    rows.update(detailed_map=whole)
    assert way_up(read(whole)) == []
    assert ways_down(read(whole)) == {"Apply": [("In detail: In the form", form.url)]}


def test_a_preview_shows_the_link_of_the_draft(admin_client, read):
    whole, form = journey(), journey("In the form")
    form.detailed_map, form.detailed_stage = whole, "apply"
    form.save_revision()
    assert way_up(read(form)) == []
    preview = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[form.pk]))
    assert "Whole journey" in preview.content.decode()


# -- in two languages


@pytest.fixture
def bilingual():
    """Three levels in English; the first and the third in French as well, by English links."""
    whole = journey()
    form = detail(whole, "apply", "In the form")
    field = detail(form, "inform", "In a field")
    tout = in_french(whole, "Tout le parcours")
    champ = in_french(field, "Dans un champ")
    return whole, form, field, tout, champ


def test_each_language_leads_to_its_own_maps_where_they_exist(read, bilingual):
    whole, form, _field, tout, champ = bilingual
    document = read(champ)
    assert way_up(document) == [
        ("Tout le parcours › Demander", f"{tout.url}#stage-apply"),
        ("In the form › Inform", f"{form.url}#stage-inform"),
    ]
    spans = document.select("nav.parcours-part-of a span:not([aria-hidden])")
    assert [span.get("lang") for span in spans] == [None, None, "en", "en"]
    down = ways_down(read(tout))
    assert down == {"Demander": [("En détail : In the form", form.url)]}
    assert read(tout).select_one(".parcours-detail span")["lang"] == "en"
    formulaire = in_french(form, "Dans le formulaire")
    assert ways_down(read(tout)) == {
        "Demander": [("En détail : Dans le formulaire", formulaire.url)]
    }
    assert ways_down(read(whole)) == {"Apply": [("In detail: In the form", form.url)]}


def test_a_translation_that_gave_up_its_link_is_not_a_detail(read, bilingual):
    _whole, form, _field, tout, _champ = bilingual
    formulaire = in_french(form, "Dans le formulaire")
    CurrentStateMapPage.objects.filter(pk=formulaire.pk).update(detailed_map=None)
    assert ways_down(read(tout)) == {}


def test_a_mirror_in_another_language_says_in_which_language_it_is(read):
    whole, home = journey(), french_home()
    form = detail(whole)
    tout = in_french(whole, "Tout le parcours")
    form.copy_for_translation(home.locale, alias=True)
    link = read(tout).select_one(".parcours-detail")
    assert link["href"] == "/fr/in-the-form/"
    assert link.span["lang"] == "en"


# -- what it costs


def queries(client, page):
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    return len(captured)


def test_it_costs_one_query_down_and_one_up_however_many_maps_there_are(client):
    alone = make_map(body=[table("Aware", "Apply")], slug="alone")
    base = queries(client, alone)
    whole = journey()
    details = [detail(whole, "apply", f"Form {number}") for number in range(3)]
    assert queries(client, whole) == base
    inner = details[0]
    for number in range(4):
        inner = detail(inner, "apply", f"Level {number}")
    assert [queries(client, page) for page in (details[0], inner)] == [base + 1, base + 1]


def test_privacy_costs_the_same_for_one_map_and_for_many(client):
    whole = journey()
    hide(detail(whole, title="Hidden 0"))
    few = queries(client, whole)
    section = add_page(AnyPage(title="Section", slug="section"))
    hide(section)
    for number in range(1, 6):
        detail(whole, title=f"Hidden {number}", parent=section)
    assert queries(client, whole) == few

"""The stage table as a table: headers, anchors, empty cells, lanes, and what stands in them."""

import pytest
from wagtail.models import Locale

from tests.factories import (
    evidence,
    experience,
    finding,
    full_stage,
    home_page,
    make_map,
    stage,
    stage_table,
    touchpoint,
)
from tests.testapp.models import WideMapPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def words(element):
    return " ".join(element.get_text(" ").split())


def row(document, lane):
    for found in document.select("div.parcours-scroll tbody tr"):
        if words(found.th).startswith(lane):
            return found
    raise AssertionError(f"no row is called {lane}")


def test_stages_are_columns_and_lanes_are_rows(read):
    document = read(make_map(6, 4))
    table = document.select_one("div.parcours-scroll > table")
    assert [words(th) for th in table.thead.select("th[scope=col]")] == [
        "1 Aware",
        "2 Inform Service point",
        "3 Advise",
        "4 Determine",
        "5 Apply Service point",
        "6 Manage",
    ]
    assert [words(th) for th in table.tbody.select("th[scope=row]")] == [
        "Client actions",
        "Interactions",
        "Barriers and findings",
        "Client experience",
    ]
    assert {len(found.find_all("td")) for found in table.tbody.find_all("tr")} == {6}


def test_the_scroll_region_is_named_and_can_be_reached_by_keyboard(read):
    document = read(make_map())
    region = document.select_one("[role=region]")
    assert region["tabindex"] == "0"
    name = document.find(id=region["aria-labelledby"])
    assert "Amina applies for the benefit" in words(name)


def test_an_empty_cell_is_a_dash_for_eyes_and_words_for_ears(read):
    document = read(make_map([stage("Aware"), full_stage(1)]))
    cell = row(document, "Client actions").td
    assert cell.select_one("[aria-hidden=true]").get_text() == "—"
    assert words(cell.select_one(".parcours-hidden")) == "nothing noted"


def test_points_become_a_list_and_addresses_become_links(read):
    body = [stage_table([stage(actions="Reads https://example.org/form\nCalls")], 1)]
    cell = row(read(make_map(body=body)), "Client actions").td
    assert [words(li) for li in cell.find_all("li")] == [
        "Reads https://example.org/form",
        "Calls",
    ]
    assert cell.a["href"] == "https://example.org/form"


def test_a_touchpoint_names_its_channel_and_an_unknown_one_stays_readable(read):
    entries = [touchpoint("Calls", "telephone"), touchpoint("Faxes", "old-fax")]
    document = read(make_map([stage(touchpoints=entries)]))
    found = [words(li) for li in row(document, "Interactions").find_all("li")]
    assert found == ["Telephone Calls", "Old fax Faxes"]


def test_a_finding_says_its_kind_weight_and_evidence_in_words(read):
    entries = [
        finding("No ramp", kind="barrier", severity="3", evidence="Site visit"),
        finding("Kind agent", kind="bright_spot", severity="", evidence=""),
    ]
    document = read(make_map([stage(findings=entries)]))
    barrier, spot = row(document, "Barriers").find_all("li")
    assert words(barrier) == "Barrier Stops the client Telephone No ramp Evidence: Site visit"
    assert words(spot) == "Bright spot Telephone Kind agent Assumption (no evidence yet)"


def test_experience_shows_level_moment_of_truth_emotions_and_words(read):
    lived = experience("-2", "angry\nlost", "Nobody told me.", True)
    document = read(make_map([stage(experience=lived)]))
    text = words(row(document, "Client experience").td)
    assert text == "−2 Very frustrated Moment of truth angry, lost Nobody told me."


def test_every_stage_and_finding_can_be_linked_to(read):
    stages = [stage("One", "stage-1", findings=[finding("No ramp", "barrier-1")])]
    document = read(make_map(stages))
    assert document.find(id="stage-stage-1").name == "th"
    assert document.find(id="finding-barrier-1").name == "li"


def test_anchors_are_unique_and_safe_whatever_is_stored(read):
    stages = [
        stage("One", 'x" onclick="alert(1)', findings=[finding("A", "same"), finding("B", "same")]),
        stage("Two", "same"),
        stage("Three", "same"),
    ]
    document = read(make_map(stages))
    names = [element["id"] for element in document.find_all(id=True)]
    assert len(names) == len(set(names))
    assert not [element for element in document.find_all() if element.has_attr("onclick")]


def test_only_the_lanes_switched_on_are_shown(read):
    document = read(make_map([full_stage(0)], ["actions", "experience"]))
    assert "A letter arrives" not in document.get_text()
    assert "Waits 0 minutes" not in document.get_text()
    assert len(document.select("div.parcours-scroll tbody tr")) == 2


def test_lanes_of_several_sides_say_their_side(read):
    document = read(make_map(2, 12, page_class=WideMapPage))
    assert words(row(document, "People").th) == "People Backstage"
    assert words(row(document, "Client actions").th) == "Client actions Client side"
    alone = read(make_map(2, 4, slug="alone"))
    assert words(row(alone, "Client actions").th) == "Client actions"


def test_a_table_without_stages_says_what_belongs_there(read):
    document = read(make_map([], 4))
    assert document.select_one("table") is None
    assert "No stage yet" in document.get_text()


def test_a_map_without_content_says_what_belongs_there(read):
    assert "This map has no content yet" in read(make_map(body=[])).get_text()


def test_two_tables_of_the_same_title_have_regions_of_different_names(read):
    document = read(make_map(body=[stage_table(2, title="Apply"), stage_table(2, title="Apply")]))
    regions = document.select("[role=region]")
    names = {words(document.find(id=region["aria-labelledby"])) for region in regions}
    assert len(names) == 2


def test_a_page_of_many_parts_begins_with_links_to_them(read):
    tables = [stage_table(1, title=title) for title in ("First", "Second", "Third")]
    document = read(make_map(body=tables))
    links = document.select(".parcours-contents a")
    assert [words(link) for link in links] == ["First", "Second", "Third"]
    assert all(document.find(id=link["href"][1:]) for link in links)


def test_dates_and_labels_follow_the_language_of_the_page(client):
    french = Locale.objects.create(language_code="fr")
    home = home_page().copy_for_translation(french)
    home.save_revision().publish()
    entry = evidence("Vu", date="2026-03-10")
    page = make_map([stage(evidence=[entry])], ["evidence"], parent=home, locale=french)
    html = client.get(page.url).content.decode()
    assert "10 mars 2026" in html

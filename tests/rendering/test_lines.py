"""The lines of a service blueprint, and the rows of interactions of each channel."""

import pytest

from tests.factories import ChannelFactory, full_stage, make_map, stage, stage_table, touchpoint
from tests.other_sides import whole_stage
from tests.table_headers import Grid
from wagtail_parcours.frameworks import all_lanes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]

BLUEPRINT = ["actions", "sees", "serving", "people", "processes", "data_handlers"]


def words(element):
    return " ".join(element.get_text(" ").split())


def row_names(document):
    return [words(th) for th in document.select(".parcours-scroll tbody th[scope=row]")]


def with_channel_rows(stages, lanes):
    table = stage_table(stages, lanes)
    table["value"]["channel_rows"] = True
    return make_map(body=[table])


def test_the_lines_stand_between_the_sides_that_they_divide(read):
    document = read(make_map([whole_stage()], BLUEPRINT))
    assert row_names(document) == [
        "Client actions Client side",
        "What the client sees Client side",
        "Line of interaction",
        "Who serves, and how Employee side",
        "Line of visibility",
        "People Backstage",
        "Line of internal interaction",
        "Processes Backstage",
        "Who handles the data Data",
    ]


def test_two_lines_are_crossed_where_no_employee_is_shown(read):
    document = read(make_map([whole_stage()], ["actions", "people"]))
    assert row_names(document)[1:3] == ["Line of interaction", "Line of visibility"]


def test_a_map_of_the_client_alone_has_no_line(read):
    document = read(make_map(6, 4))
    assert document.select(".parcours-line") == []


def test_each_cell_has_its_stage_and_its_lane_for_headers_and_nothing_else(read):
    lanes = [lane.key for lane in all_lanes()]
    table = stage_table([whole_stage(number) for number in range(3)], lanes)
    table["value"]["channel_rows"] = True
    page = read(make_map(body=[table]))
    grid = Grid(page.select_one(".parcours-scroll > table"))
    cells = [cell for cell in grid.cells if not cell.is_header and cell.y > 0]
    # Twenty lanes, one of them in two rows, at three stages.
    assert len(cells) == 63
    stages = page.select(".parcours-scroll thead th")
    for cell in cells:
        lane = cell.tag.find_parent("tr").th
        assert [header.tag for header in grid.headers(cell)] == [lane, stages[cell.x - 1]]


def test_a_header_of_a_group_would_join_those_of_every_cell_below_it(read):
    """What the test above is for: it tells a line that heads cells from one that does not."""
    page = read(make_map([whole_stage()], ["actions", "people"]))
    table = page.select_one(".parcours-scroll > table")
    for line in table.select(".parcours-line th"):
        line["scope"] = "rowgroup"
    grid = Grid(table)
    assert [words(header.tag) for header in grid.headers(grid.cells[-1])] == [
        "People Backstage",
        "1 Aware",
        "Line of interaction",
        "Line of visibility",
    ]


def test_interactions_have_a_row_for_each_channel_in_the_order_of_channels(read):
    stages = [
        stage("One", touchpoints=[touchpoint("Calls", "telephone"), touchpoint("Asks", "")]),
        stage("Two", touchpoints=[touchpoint("Reads", "online"), touchpoint("Faxes", "old-fax")]),
    ]
    document = read(with_channel_rows(stages, ["touchpoints"]))
    rows = document.select(".parcours-scroll tbody tr")
    assert [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["Interactions: Online", "— nothing noted", "Reads"],
        ["Interactions: Telephone", "Calls", "— nothing noted"],
        ["Interactions: Old fax", "— nothing noted", "Faxes"],
        ["Interactions: channel not stated", "Asks", "— nothing noted"],
    ]


@pytest.mark.parametrize("other", ["telephone", ""])
def test_one_channel_needs_no_row_of_its_own(read, other):
    stages = [stage(touchpoints=[touchpoint("Calls", "telephone"), touchpoint("Asks", other)])]
    assert row_names(read(with_channel_rows(stages, ["touchpoints"]))) == ["Interactions"]


def test_without_being_asked_for_all_interactions_stand_in_one_row(read):
    document = read(make_map([full_stage(0)], ["touchpoints"]))
    assert row_names(document) == ["Interactions"]


def test_another_order_of_channels_shows_at_once(read):
    page = with_channel_rows([full_stage(0)], ["touchpoints"])
    assert row_names(read(page)) == ["Interactions: Online", "Interactions: Telephone"]
    telephone = ChannelFactory(slug="telephone")
    telephone.sort_order = 0
    telephone.name = "Phone"
    telephone.save()
    online = ChannelFactory(slug="online")
    online.sort_order = 9
    online.save()
    assert row_names(read(page)) == ["Interactions: Phone", "Interactions: Online"]

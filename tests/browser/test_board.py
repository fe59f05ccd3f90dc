"""The board as an editor uses it: it lines up, it takes text, stages come, go and move."""

import pytest
from playwright.sync_api import expect

from tests.browser.boards import (
    cell,
    columns,
    go_to,
    is_saving,
    make_administrator,
    make_map,
    open_editor,
    save_draft,
    stages_of,
    stop_moving,
    stored,
)
from tests.browser.waiting import eventual
from tests.testapp.content import SMALL_LANES, stage_table
from wagtail_parcours.models import CurrentStateMapPage


@pytest.fixture
def small_map():
    return make_map([stage_table(6, SMALL_LANES)], cls=CurrentStateMapPage)


@pytest.fixture
def board(page, login):
    """Return a function that opens a map in the editor, in a window of 1440 pixels."""

    def open_board(map_page, width=1440, height=900):
        page.set_viewport_size({"width": width, "height": height})
        login(page, make_administrator())
        return open_editor(page, map_page)

    return open_board


def box(locator):
    place = locator.bounding_box()
    assert place, locator
    return place


def test_six_stages_stand_side_by_side(board, small_map):
    page = board(small_map)
    expect(columns(page)).to_have_count(6)

    @eventual
    def expect_side_by_side():
        frame = box(page.locator(".parcours-stages"))
        last = box(columns(page).nth(5))
        assert last["x"] + last["width"] <= frame["x"] + frame["width"] + 1
        assert len({box(columns(page).nth(index))["y"] for index in range(6)}) == 1

    expect_side_by_side()


@pytest.mark.parametrize("lane", SMALL_LANES)
def test_the_cells_of_a_lane_line_up_with_its_name(board, small_map, lane):
    page = board(small_map)
    expect(cell(page, 6, "actions").locator("textarea")).to_be_visible()

    @eventual
    def expect_in_line():
        name = box(page.locator(f".parcours-lanes__name[data-parcours-lane='{lane}']"))
        for number in range(1, 7):
            place = box(cell(page, number, lane))
            assert place["y"] == pytest.approx(name["y"], abs=1)
            assert place["height"] == pytest.approx(name["height"], abs=1)

    expect_in_line()


def test_names_stay_in_sight(board):
    page = board(make_map([stage_table(12)]))
    frame = page.locator(".parcours-stages")
    lane = page.locator(".parcours-lanes__name").first
    go_to(page, 9)

    @eventual
    def expect_in_sight():
        # As far as the stages that are open by now allow it.
        scrolled = frame.evaluate("element => [element.scrollLeft, element.scrollTop = 600]")
        assert scrolled[0] > 500
        assert frame.evaluate("element => element.scrollTop") > 300
        assert box(lane)["x"] == pytest.approx(box(frame)["x"], abs=1)
        assert box(frame)["y"] <= box(cell(page, 9, "name"))["y"] <= box(frame)["y"] + 60

    expect_in_sight()


def test_every_field_keeps_its_label(board, small_map):
    page = board(small_map)
    area = cell(page, 2, "actions").locator("textarea")
    assert area.evaluate("element => element.labels[0].textContent") == "Client actions"
    group = cell(page, 2, "findings")
    expect(group).to_have_attribute("role", "group")
    expect(group).to_have_attribute("aria-label", "Barriers and findings")


# Wagtail takes the form's first state some time after loading, once for each time that its
# script was started before, and again after each save. What is typed earlier counts as having
# been there: after a save, wait for `statesTaken` to grow before typing on.
WATCH = """
    let starts = 0, states = 0;
    document.addEventListener("w-unsaved:ready", () => { starts += states ? 0 : 1; });
    document.addEventListener("w-unsaved:watch-edits", () => {
        states += 1;
        window.statesTaken = states;
        window.isWatched = states >= starts;
    });
"""


@pytest.fixture
def watched_board(page, board, saving_by_itself):
    """Return a function that opens a map on a board that is about to save it by itself."""
    page.add_init_script(WATCH)
    saving_by_itself()

    def open_board(map_page):
        board(map_page)
        page.wait_for_function("() => window.isWatched")
        return page

    return open_board


def test_typed_text_is_saved_by_itself(watched_board, small_map):
    page = watched_board(small_map)
    with page.expect_response(is_saving) as saved:
        cell(page, 3, "actions").locator("textarea").fill("Asks a neighbour\nCalls back")
    assert saved.value.json()["success"]
    assert stages_of(small_map)[2]["value"]["actions"] == "Asks a neighbour\nCalls back"
    page.reload()
    expect(cell(page, 3, "actions").locator("textarea")).to_have_value(
        "Asks a neighbour\nCalls back"
    )


def test_looking_at_a_map_is_not_an_edit(watched_board):
    page = watched_board(make_map([stage_table(12)]))
    requests = []
    page.on(
        "request",
        lambda request: "/edit/" in request.url and requests.append(request.method),
    )
    for number in (6, 12, 1):
        go_to(page, number)
    page.wait_for_timeout(1_500)
    assert "POST" not in requests


def test_a_stage_is_added_where_its_button_stands(board, small_map):
    page = board(small_map)
    page.get_by_role("button", name="Add a stage here").nth(1).click()
    expect(columns(page)).to_have_count(7)
    name = cell(page, 2, "name").locator("input")
    expect(name).to_be_focused()
    name.fill("Decide")
    save_draft(page)
    names = [stage["value"]["name"] for stage in stages_of(small_map)]
    assert names == ["Aware", "Decide", "Inform", "Advise", "Determine", "Apply", "Manage"]


def control(page, number, action):
    column = columns(page).nth(number - 1)
    return column.locator(f"> .w-panel > .w-panel__header [data-streamfield-action='{action}']")


def ids(value):
    if isinstance(value, list):
        return {found for item in value for found in ids(item)}
    if isinstance(value, dict):
        own = {value["id"]} if "id" in value else set()
        return own.union(*(ids(item) for item in value.values()))
    return set()


def test_a_duplicated_stage_has_the_words_and_ids_of_its_own(board, small_map):
    page = board(small_map)
    control(page, 2, "DUPLICATE").click()
    expect(columns(page)).to_have_count(7)
    expect(columns(page).nth(2)).to_be_visible()
    stop_moving(page)
    save_draft(page)
    _, original, copy, *_rest = stages_of(small_map)
    assert copy["value"]["name"] == original["value"]["name"] == "Inform"
    assert copy["value"]["actions"] == original["value"]["actions"]
    finding, found = copy["value"]["findings"][0], original["value"]["findings"][0]
    assert finding["value"] == found["value"]
    assert not ids(copy) & ids(original)


def test_stages_move_and_go(board, small_map):
    page = board(small_map)
    before = {stage["id"]: stage for stage in stages_of(small_map)}
    control(page, 4, "MOVE_UP").click()
    control(page, 1, "DELETE").click()
    expect(columns(page)).to_have_count(5)
    stop_moving(page)
    save_draft(page)
    after = stages_of(small_map)
    names = [stage["value"]["name"] for stage in after]
    assert names == ["Inform", "Determine", "Advise", "Apply", "Manage"]
    assert all(before[stage["id"]] == stage for stage in after)


def test_a_lane_switched_off_hides_and_loses_nothing(board, small_map):
    page = board(small_map)
    before = stages_of(small_map)
    actions = cell(page, 1, "actions")
    expect(actions.locator("textarea")).to_be_visible()
    page.get_by_role("checkbox", name="Client actions").uncheck()
    expect(actions).to_be_hidden()
    expect(page.locator(".parcours-lanes__name[data-parcours-lane='actions']")).to_be_hidden()
    save_draft(page)
    (table,) = stored(small_map)
    assert set(table["value"]["lanes"]) == {"touchpoints", "findings", "experience"}
    assert table["value"]["stages"] == before
    expect(cell(page, 1, "actions")).to_be_hidden()
    page.get_by_role("checkbox", name="Client actions").check()
    expect(cell(page, 1, "actions").locator("textarea")).to_have_value(
        before[0]["value"]["actions"]
    )


def test_an_empty_table_says_how_to_start(board):
    page = board(make_map([stage_table(0)], cls=CurrentStateMapPage))
    expect(page.get_by_text("A journey starts with its first stage.")).to_be_visible()
    page.get_by_role("button", name="Add a stage").click()
    expect(cell(page, 1, "name").locator("input")).to_be_focused()
    expect(page.get_by_text("A journey starts with its first stage.")).to_be_hidden()


def test_guidance_stands_under_the_name_of_a_framework_stage(board, small_map):
    page = board(small_map)
    guidance = columns(page).nth(1).locator("details")
    guidance.locator("summary").click()
    expect(guidance.locator("p")).to_contain_text("Which service mode does the client choose")


def test_a_phone_shows_one_stage_at_a_time(board, small_map):
    page = board(small_map, width=360, height=780)
    frame = page.locator(".parcours-stages")

    @eventual
    def expect_to_fill_the_frame(number):
        place, window = box(columns(page).nth(number - 1)), box(frame)
        assert place["width"] == pytest.approx(window["width"], abs=4)
        assert place["x"] == pytest.approx(window["x"], abs=4)
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0

    expect_to_fill_the_frame(1)
    columns(page).nth(0).scroll_into_view_if_needed()
    expect(cell(page, 1, "actions").locator("label")).to_be_visible()
    page.get_by_role("button", name="Next stage").click()
    expect(page.get_by_text("Stage 2 of 6")).to_be_visible()
    expect_to_fill_the_frame(2)

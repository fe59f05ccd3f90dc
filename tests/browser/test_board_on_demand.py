"""Stages out of sight stay closed: nothing of them is lost, and what concerns them opens them."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Comment

from tests.browser.boards import (
    cell,
    columns,
    go_to,
    is_saving,
    make_administrator,
    make_map,
    open_editor,
    posted_form,
    save_draft,
    stages_of,
    stop_moving,
    stored,
)
from tests.testapp.content import SMALL_LANES, stage_table

FAR = 28


@pytest.fixture
def board(page, login):
    """Return a function that opens a map in the editor, in a window of 1440 pixels."""

    def open_board(map_page):
        page.set_viewport_size({"width": 1440, "height": 900})
        login(page, make_administrator())
        return open_editor(page, map_page)

    return open_board


@pytest.fixture
def large_map():
    return make_map([stage_table(30)])


def is_open(page, number, child="actions"):
    return cell(page, number, child).locator("textarea").count() > 0


def test_only_stages_near_sight_are_open(board, large_map):
    page = board(large_map)
    expect(cell(page, 6, "actions").locator("textarea")).to_be_visible()
    assert not is_open(page, FAR)
    expect(cell(page, FAR, "actions")).to_contain_text(f"First point of actions at stage {FAR}")
    columns(page).nth(FAR - 1).scroll_into_view_if_needed()
    expect(cell(page, FAR, "actions").locator("textarea")).to_be_visible()


def test_a_map_saved_untouched_is_the_same_to_the_letter(board, large_map):
    before = stored(large_map)
    page = board(large_map)
    expect(cell(page, 1, "actions").locator("textarea")).to_be_visible()
    save_draft(page)
    assert stored(large_map) == before


def test_opening_every_stage_changes_nothing_that_is_posted(board, large_map):
    before = stored(large_map)
    page = board(large_map)
    posted = posted_form(page)
    for number in range(1, 31, 5):
        go_to(page, number)
        for near in range(number, number + 5):
            expect(cell(page, near, "data").locator("textarea")).to_be_attached()
    assert posted_form(page) == posted
    save_draft(page)
    assert stored(large_map) == before


def test_an_edit_of_one_cell_leaves_all_others_as_they_were(board, large_map):
    expected = stages_of(large_map)
    expected[FAR - 1]["value"]["people"] = "Two agents"
    page = board(large_map)
    go_to(page, FAR)
    cell(page, FAR, "people").locator("textarea").fill("Two agents")
    save_draft(page)
    assert stages_of(large_map) == expected


def test_a_closed_stage_is_duplicated_moved_and_deleted_whole(board):
    map_page = make_map([stage_table(30)])
    before = stages_of(map_page)
    page = board(map_page)
    # As the buttons do it, without the pointer that would open the stage first.
    act = """(column, action) => column.querySelector(
        `:scope > .w-panel > .w-panel__header [data-streamfield-action=${action}]`).click()"""
    columns(page).nth(FAR - 1).evaluate(act, "DUPLICATE")
    expect(columns(page)).to_have_count(31)
    columns(page).nth(19).evaluate(act, "DELETE")
    columns(page).nth(14).evaluate(act, "MOVE_UP")
    expect(columns(page)).to_have_count(30)
    expect(columns(page).nth(FAR - 1)).to_be_visible()
    stop_moving(page)
    assert not is_open(page, 14)
    save_draft(page)
    after = stages_of(map_page)
    copy = after.pop(FAR - 1)
    expected = [*before[:13], before[14], before[13], *before[15:19], *before[20:]]
    assert after == expected
    original = before[FAR - 1]
    assert copy["value"]["actions"] == original["value"]["actions"]
    assert copy["value"]["experience"] == original["value"]["experience"]
    for lane in ("touchpoints", "findings", "evidence"):
        (entry,), (copied,) = original["value"][lane], copy["value"][lane]
        assert copied["value"] == entry["value"]
        assert copied["id"] != entry["id"]


def test_a_lane_switched_on_opens_with_what_it_held(board):
    body = [stage_table(3)]
    body[0]["value"]["lanes"] = ["actions"]
    page = board(make_map(body))
    assert not is_open(page, 2, "people")
    page.get_by_role("checkbox", name="People").check()
    expect(cell(page, 2, "people").locator("textarea")).to_have_value(
        "First point of people at stage 2\nSecond point"
    )


def test_a_problem_in_a_closed_stage_opens_it_and_shows(board):
    body = [stage_table(30)]
    (finding,) = body[0]["value"]["stages"][FAR - 1]["value"]["findings"]
    finding["value"]["text"] = ""
    map_page = make_map(body)
    page = board(map_page)
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    problem = cell(page, FAR, "findings").locator(".error-message")
    expect(problem).to_have_text("This field is required.")
    expect(problem).to_be_visible()
    page.locator(".parcours-stages").scroll_into_view_if_needed()
    expect(problem).to_be_in_viewport()
    assert stored(map_page)[0]["value"]["stages"][FAR - 1]["value"]["findings"] == [finding]


def test_a_problem_in_a_lane_switched_off_is_shown_too(board):
    body = [stage_table(3, SMALL_LANES)]
    body[0]["value"]["lanes"] = ["actions"]
    (finding,) = body[0]["value"]["stages"][1]["value"]["findings"]
    finding["value"]["text"] = ""
    page = board(make_map(body))
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish").click()
    expect(cell(page, 2, "findings").locator(".error-message")).to_be_visible()
    expect(page.locator(".parcours-lanes__name[data-parcours-lane='findings']")).to_be_visible()


def test_a_comment_on_a_closed_stage_opens_its_cell(board, large_map):
    (table,) = stored(large_map)
    stage = table["value"]["stages"][FAR - 1]
    (finding,) = stage["value"]["findings"]
    administrator = make_administrator()
    for path in ("actions", f"findings.{finding['id']}.text"):
        Comment.objects.create(
            page=large_map,
            user=administrator,
            text=f"About {path.partition('.')[0]}",
            contentpath=f"body.{table['id']}.stages.{stage['id']}.{path}",
        )
    page = board(large_map)
    for child in ("actions", "findings"):
        marker = cell(page, FAR, child).locator(".w-field__comment-button--reveal").first
        expect(marker).to_be_attached()
    assert not is_open(page, FAR, "people")
    page.get_by_role("button", name="Toggle comments").click()
    expect(page.get_by_text("About actions")).to_be_visible()
    save_draft(page)
    assert Comment.objects.filter(page=large_map, resolved_at=None).count() == 2


def test_an_unreadable_stage_is_refused_and_the_rest_stays(board, saving_by_itself):
    map_page = make_map([stage_table(6, SMALL_LANES)])
    before = stored(map_page)
    page = board(map_page)
    page.evaluate(
        """() => document.addEventListener("formdata", ({ formData }) => {
            const [name] = [...formData.keys()].filter((key) => key.endsWith(":on-demand"));
            if (name) formData.set(name, "{");
        })"""
    )
    cell(page, 3, "actions").locator("textarea").fill("Kept in the form")
    # The form is shown again with that stage empty: saving by itself must not store it so.
    saving_by_itself()
    with page.expect_response(
        lambda response: is_saving(response) and "json" in response.headers["content-type"]
    ) as saved:
        save_draft(page)
        expect(page.get_by_text("This stage could not be read")).to_be_visible()
    assert not saved.value.json()["success"]
    assert stored(map_page) == before
    expect(cell(page, 3, "actions").locator("textarea")).to_have_value("Kept in the form")

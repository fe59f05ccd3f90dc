"""The board by keyboard and for assistive technology, in both languages and both themes."""

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.browser.boards import (
    cell,
    columns,
    comment_on,
    go_to,
    make_administrator,
    make_map,
    open_editor,
    save_draft,
    stored,
)
from tests.testapp.content import SMALL_LANES, child, stage, stage_table
from tests.testapp.models import AnyPage
from wagtail_parcours.models import CurrentStateMapPage


@pytest.fixture
def board(page, login):
    """Return a function that opens a map in the editor."""

    def open_board(map_page, width=1440, height=900):
        page.set_viewport_size({"width": width, "height": height})
        login(page, make_administrator())
        return open_editor(page, map_page)

    return open_board


def area(page, number, lane):
    return cell(page, number, lane).locator("textarea").first


def test_alt_and_arrows_move_between_cells(board):
    page = board(make_map([stage_table(9, ("trigger", "actions", "people"))]))
    area(page, 2, "actions").click()
    page.keyboard.press("Alt+ArrowRight")
    expect(area(page, 3, "actions")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(area(page, 3, "trigger")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(cell(page, 3, "name").locator("input")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(cell(page, 2, "name").locator("input")).to_be_focused()
    for _step in range(3):
        page.keyboard.press("Alt+ArrowDown")
    expect(area(page, 2, "people")).to_be_focused()
    # At the edge nothing moves. Above all, the browser does not take the keys for "back".
    page.evaluate(
        """() => {
            window.left = 0;
            addEventListener("keydown", (event) => { window.left += !event.defaultPrevented; });
        }"""
    )
    page.keyboard.press("Alt+ArrowDown")
    for _step in range(3):
        page.keyboard.press("Alt+ArrowLeft")
    expect(area(page, 1, "people")).to_be_focused()
    # Alone, Alt itself is left to the browser: once for each of the four presses.
    assert page.evaluate("() => window.left") == 4


def test_the_keys_open_what_they_reach(board):
    page = board(make_map([stage_table(30)]))
    area(page, 1, "actions").click()
    for _step in range(14):
        page.keyboard.press("Alt+ArrowRight")
    expect(area(page, 15, "actions")).to_be_focused()
    expect(area(page, 15, "actions")).to_be_in_viewport()


def test_plain_arrows_stay_in_the_text(board):
    page = board(make_map([stage_table(3, ("actions",))]))
    area(page, 1, "actions").click()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(area(page, 1, "actions")).to_be_focused()


def test_the_keys_are_told_on_the_board(board):
    page = board(make_map([stage_table(3)]))
    expect(page.get_by_text("Move between cells: Alt + arrow keys")).to_be_visible()


def test_an_entry_opens_by_keyboard_and_is_saved(board):
    map_page = make_map([stage_table(3, SMALL_LANES)])
    page = board(map_page)
    toggle = cell(page, 1, "findings").locator("[data-panel-toggle]")
    toggle.press("Enter")
    text = cell(page, 1, "findings").locator("textarea").first
    text.fill("Cannot hear the menu")
    save_draft(page)
    (finding,) = stored(map_page)[0]["value"]["stages"][0]["value"]["findings"]
    assert finding["value"]["text"] == "Cannot hear the menu"


def test_a_comment_is_made_on_a_cell_and_kept(board):
    map_page = make_map([stage_table(12)])
    page = board(map_page)
    go_to(page, 9)
    comment_on(page, cell(page, 9, "actions"), "Is this so?")
    save_draft(page)
    (comment,) = map_page.wagtail_admin_comments.all()
    assert comment.text == "Is this so?"
    assert comment.contentpath.endswith(".actions")


def test_one_stage_alone_works_in_any_page(board):
    """Outside a table a stage is a plain list of labelled fields, whatever else the page holds."""
    body = [
        child("single_stage", stage(1, SMALL_LANES)["value"], "alone"),
        {"type": "heading", "value": "Our service", "id": "heading"},
        stage_table(2, SMALL_LANES),
    ]
    map_page = make_map(body, cls=AnyPage)
    before = stored(map_page)
    page = board(map_page)
    alone = page.locator("[data-streamfield-child]:not(:has(.parcours-table))")
    expect(alone.get_by_label("Client actions").first).to_be_visible()
    save_draft(page)
    assert stored(map_page) == before
    alone.get_by_label("Client actions").first.fill("Asks")
    save_draft(page)
    assert stored(map_page)[0]["value"]["actions"] == "Asks"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_board(board, axe, language, theme, width):
    UserProfile.objects.create(user=make_administrator(), preferred_language=language, theme=theme)
    map_page = make_map([stage_table(4, SMALL_LANES)], cls=CurrentStateMapPage)
    # As high as the page: what Wagtail's bars half cover has no target size of its own.
    page = board(map_page, width=width, height=3_000)
    columns(page).nth(0).scroll_into_view_if_needed()
    cell(page, 1, "findings").locator("[data-panel-toggle]").press("Enter")
    expect(cell(page, 1, "findings").locator("select").first).to_be_visible()
    assert axe(page, ".parcours-table") == []

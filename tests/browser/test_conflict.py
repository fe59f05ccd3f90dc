"""Two people, two browsers, one map: nothing that either wrote is lost."""

import json

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect
from wagtail.models import Comment

from tests.browser.boards import (
    cell,
    comment_on,
    expect_ready,
    go_to,
    is_saving,
    make_map,
    open_editor,
    stages_of,
)
from tests.browser.test_board import WATCH
from tests.testapp.content import stage_table

SIZES = [(1440, 900), (360, 740)]
BODY = [stage_table(6, ("actions", "touchpoints", "findings", "experience"))]


@pytest.fixture
def meet(new_context, login, live_server):
    """Return a function that gives a page in the browser of a new person."""

    def sign_in(name, **options):
        user = get_user_model().objects.create_superuser(name.lower(), f"{name}@x.org", "pw")
        user.first_name = name
        user.save()
        page = new_context(**options).new_page()
        login(page, user)
        return page

    return sign_in


@pytest.fixture
def map_page():
    return make_map(BODY)


def actions(page, number):
    return cell(page, number, "actions").locator("textarea")


def write(page, number, text):
    go_to(page, number)
    actions(page, number).fill(text)


def press_save(page):
    with page.expect_navigation():
        page.locator("button.action-save").first.click()


def save(page):
    press_save(page)
    expect_ready(page)


def expect_conflict(page):
    expect(page.get_by_role("heading", name="Where the versions differ")).to_be_visible()


def go_on(page, button):
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
    expect_ready(page)


def row(page, place):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=place))


def history(map_page):
    return [
        stage["value"]["actions"]
        for revision in map_page.revisions.order_by("pk")
        for stage in json.loads(revision.content["body"])[0]["value"]["stages"][:1]
    ]


def test_keep_mine_has_mine_and_theirs_stays_in_the_history(meet, map_page):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 1, "Ada calls\n\nand “waits” <b>")
    write(ada, 6, "Ada is glad")
    press_save(ada)
    expect_conflict(ada)
    expect(row(ada, "Aware › Client actions")).to_contain_text("Ben waits")
    expect(row(ada, "Aware › Client actions")).to_contain_text("Both, differently")
    expect(row(ada, "Manage › Client actions")).to_contain_text("Only you")
    assert history(map_page)[-1] == "Ben waits"
    go_on(ada, "Keep my version")
    go_to(ada, 1)
    expect(actions(ada, 1)).to_have_value("Ada calls\n\nand “waits” <b>")
    assert history(map_page)[-2:] == ["Ben waits", "Ada calls\n\nand “waits” <b>"]


def test_keeping_mine_stores_what_a_save_without_a_conflict_stores(meet, map_page):
    twin = make_map(BODY, title="Twin")
    ada, ben = meet("Ada"), meet("Ben")
    for one in (map_page, twin):
        open_editor(ada, one)
        if one is map_page:
            write(open_editor(ben, one), 2, "Ben waits")
            save(ben)
        write(ada, 3, " Ada\n\tcalls ")
        press_save(ada)
        if one is map_page:
            expect_conflict(ada)
            go_on(ada, "Keep my version")
        expect_ready(ada)
    bodies = [one.revisions.order_by("pk").last().content["body"] for one in (map_page, twin)]
    assert "Ada\\n\\tcalls" in bodies[0]
    assert bodies[0] == bodies[1]


def test_merging_makes_one_draft_of_both(meet, map_page):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    press_save(ada)
    expect_conflict(ada)
    go_on(ada, "Merge both into a draft")
    expect(ada.get_by_text("Both versions are in this draft.")).to_be_visible()
    go_to(ada, 1)
    expect(actions(ada, 1)).to_have_value("Ben waits")
    go_to(ada, 6)
    expect(actions(ada, 6)).to_have_value("Ada is glad")
    stored = [stage["value"]["actions"] for stage in stages_of(map_page)]
    assert (stored[0], stored[5]) == ("Ben waits", "Ada is glad")


def test_who_discards_can_take_a_copy_along(meet, map_page, tmp_path):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    press_save(ada)
    expect_conflict(ada)
    discard = ada.get_by_role("link", name="Discard my version")
    expect(discard).to_be_hidden()
    ada.get_by_text("Keep theirs and discard mine").click()
    for button in ("Download my text", "Download everything (JSON)"):
        with ada.expect_download() as file:
            ada.get_by_role("button", name=button).click()
        file.value.save_as(tmp_path / "mine")
        assert "Ada is glad" in (tmp_path / "mine").read_text("utf-8")
    with ada.expect_popup() as popup:
        ada.get_by_role("link", name="Open the other version").click()
    expect(popup.value.get_by_text("Ben waits").first).to_be_attached()
    discard.click()
    expect_ready(ada)
    expect(actions(ada, 1)).to_have_value("Ben waits")


def test_a_save_over_a_third_version_is_held_up_again(meet, map_page):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    press_save(ada)
    expect_conflict(ada)
    write(ben, 2, "Ben goes home")
    save(ben)
    with ada.expect_navigation():
        ada.get_by_role("button", name="Keep my version").click()
    expect_conflict(ada)
    expect(row(ada, "Inform › Client actions")).to_contain_text("Ben goes home")
    go_on(ada, "Keep my version")
    assert stages_of(map_page)[5]["value"]["actions"] == "Ada is glad"


def test_by_keyboard_alone(meet, map_page):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    with ada.expect_navigation():
        ada.keyboard.press("Control+s")
    expect_conflict(ada)
    keep = ada.get_by_role("button", name="Keep my version")
    for _step in range(60):
        ada.keyboard.press("Tab")
        if keep.evaluate("(button) => button === document.activeElement"):
            break
    expect(keep).to_be_focused()
    with ada.expect_navigation():
        ada.keyboard.press("Enter")
    expect_ready(ada)
    assert stages_of(map_page)[5]["value"]["actions"] == "Ada is glad"


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_accessible_and_fits(meet, map_page, axe, size):
    width, height = size
    ada = open_editor(meet("Ada", viewport={"width": 1440, "height": 900}), map_page)
    ben = open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    write(ben, 2, "Ben goes home")
    save(ben)
    write(ada, 1, "Ada calls")
    write(ada, 6, "Ada is glad")
    ada.locator("[name=title]").fill("Ana tomorrow")
    press_save(ada)
    expect_conflict(ada)
    ada.set_viewport_size({"width": width, "height": height})
    ada.get_by_text("Keep theirs and discard mine").click()
    assert axe(ada) == []
    assert ada.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_page_works_without_scripts(meet, map_page, new_context, live_server):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    with ada.expect_response(is_saving) as answer:
        press_save(ada)
    html = answer.value.body()
    bare = new_context(java_script_enabled=False)
    bare.add_cookies(ada.context.cookies())
    page = bare.new_page()
    address = answer.value.url
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html"), times=1)
    page.goto(address)
    expect_conflict(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep my version").click()
    assert stages_of(map_page)[5]["value"]["actions"] == "Ada is glad"


# -- drafts that save themselves


def is_autosave(response):
    return is_saving(response) and "json" in response.headers.get("content-type", "")


@pytest.fixture
def open_watched(meet, map_page, saving_by_itself):
    """Return a function that opens the map for a new person, whose draft saves itself."""
    saving_by_itself()

    def open_page(name):
        page = meet(name)
        page.add_init_script(WATCH)
        open_editor(page, map_page)
        page.wait_for_function("() => window.isWatched")
        return page

    return open_page


def write_and_wait(page, number, text):
    taken = page.evaluate("() => window.statesTaken")
    with page.expect_response(is_autosave) as answer:
        write(page, number, text)
    told = answer.value.json()
    if told["success"]:
        # Until the page has taken the answer in, more text would count as saved.
        page.wait_for_function("(taken) => window.statesTaken > taken", arg=taken)
    return told


def texts(map_page):
    return [stage["value"]["actions"] for stage in stages_of(map_page)]


def test_a_refused_draft_leads_to_the_page_with_all_that_was_typed(open_watched, map_page):
    ben, ada = open_watched("Ben"), open_watched("Ada")
    assert write_and_wait(ben, 1, "Ben waits")["success"]
    assert write_and_wait(ada, 6, "Ada is glad")["error_code"] == "invalid_revision"
    write(ada, 5, "Ada goes on typing")
    press_save(ada)
    expect_conflict(ada)
    expect(row(ada, "Apply › Client actions")).to_contain_text("Ada goes on typing")
    expect(row(ada, "Aware › Client actions")).to_contain_text("Only the other version")
    go_on(ada, "Merge both into a draft")
    assert [texts(map_page)[0], *texts(map_page)[4:]] == [
        "Ben waits",
        "Ada goes on typing",
        "Ada is glad",
    ]


def test_a_draft_that_goes_on_saving_itself_does_not_hide_where_others_began(
    open_watched, map_page
):
    ben = open_watched("Ben")
    assert write_and_wait(ben, 1, "Ben waits")["success"]
    ada = open_watched("Ada")
    assert write_and_wait(ben, 2, "Ben goes home")["success"]
    assert write_and_wait(ada, 6, "Ada is glad")["error_code"] == "invalid_revision"
    press_save(ada)
    expect_conflict(ada)
    expect(row(ada, "Inform › Client actions")).to_contain_text("Only the other version")
    expect(row(ada, "Manage › Client actions")).to_contain_text("Only you")
    expect(row(ada, "Aware › Client actions")).to_have_count(0)


def test_saving_while_drafts_save_themselves_is_no_conflict(open_watched, map_page):
    ada = open_watched("Ada")
    for text in ("One", "Two", "Three"):
        assert write_and_wait(ada, 1, text)["success"]
    write(ada, 2, "At the last moment")
    save(ada)
    expect(ada.get_by_text("has been updated")).to_be_visible()
    assert texts(map_page)[:2] == ["Three", "At the last moment"]


def test_an_editor_that_was_only_opened_has_nothing_unsaved(open_watched, map_page):
    """The name that its script adds to the form is no change."""
    ada = open_watched("Ada")
    changes = ada.evaluate(
        """() => new Promise((resolve) => {
            let changes = 0;
            document.addEventListener("w-unsaved:add", () => { changes += 1; });
            setTimeout(() => resolve(changes), 2000);
        })"""
    )
    assert changes == 0
    assert map_page.revisions.count() == 1


def test_a_comment_that_was_typed_comes_along(meet, map_page):
    ada, ben = open_editor(meet("Ada"), map_page), open_editor(meet("Ben"), map_page)
    write(ben, 1, "Ben waits")
    save(ben)
    write(ada, 6, "Ada is glad")
    comment_on(ada, cell(ada, 6, "actions"), "Is this still so?")
    press_save(ada)
    expect_conflict(ada)
    assert not Comment.objects.exists()
    go_on(ada, "Keep my version")
    (comment,) = Comment.objects.filter(page=map_page)
    assert (comment.text, comment.user.first_name) == ("Is this still so?", "Ada")

"""The approver's way in a real browser: from the notification to a map that is live."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.admin.reviews import CALLS_BACK, waiting_map
from tests.browser.waiting import eventual
from tests.governance.workflows import fresh, make_group, sign_step, waiting_step
from wagtail_parcours.governance.steps import review_address
from wagtail_parcours.models import SignOff

MOST_KEYS = 400


def prefers(person, language):
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save()


def mailed_address(person):
    """The address of the review page in the notification of a person, without its host."""
    message = next(message for message in mail.outbox if person.email in message.to)
    found = re.search(r"https?://\S+/sign/\d+/", message.body)
    return urlsplit(found[0]).path


def tab_to(page, selector):
    """Move the focus as a person without a mouse does, in the page and in its frames."""
    for _key in range(MOST_KEYS):
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector!r} cannot be reached with the Tab key")


class Keys:
    """A keyboard that counts what it activates."""

    def __init__(self, page):
        self.page = page
        self.activations = 0

    def activate(self, selector, key="Enter"):
        tab_to(self.page, selector)
        self.page.keyboard.press(key)
        self.activations += 1


def test_from_the_notification_to_a_live_map_by_keyboard(page, login):
    case = waiting_map()
    login(page, case.approver)
    keys = Keys(page)

    # The link in the mail.
    page.goto(mailed_address(case.approver))
    keys.activations += 1
    changes = page.locator("#changes-section")
    expect(changes.locator("ins", has_text="day")).to_be_visible()
    expect(changes.locator("del", has_text="week")).to_be_visible()
    expect(changes.get_by_role("row").filter(has_text="Changed Age")).to_contain_text("58")
    expect(page.locator("#open-points-section")).to_contain_text("Who pays for this?")

    # Past both versions, which are there to be read.
    keys.activate("a[href='#reading-section']")
    before, after = (page.frame_locator(f"iframe >> nth={number}") for number in (0, 1))
    expect(before.get_by_text("within a week")).to_be_attached()
    expect(after.get_by_text(CALLS_BACK)).to_be_attached()

    keys.activate("#sign_accepted", "Space")
    expect(page.locator("#sign_accepted")).to_be_checked()
    keys.activate("button[value=sign]")

    message = page.locator(".messages")
    expect(message).to_contain_text("“Applying tomorrow” is live.")
    assert keys.activations <= 4
    assert not fresh(case.page).has_unpublished_changes
    page.goto(fresh(case.page).url)
    expect(page.get_by_text(CALLS_BACK)).to_be_visible()


@eventual
def expect_side_by_side(page, expected):
    first, second = (page.locator("iframe").nth(number).bounding_box() for number in (0, 1))
    assert (first["y"] == second["y"] and first["x"] < second["x"]) is expected


def press(page, value):
    with page.expect_navigation():
        page.locator(f"button[value={value}]").click()


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("fr", 1440, "dark"), ("en", 360, "dark"), ("fr", 360, "light")],
)
def test_every_screen_is_for_everybody(new_context, login, axe, language, width, scheme):
    case = waiting_map(sign_step("Content", signatures=2))
    prefers(case.approver, language)
    context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    login(page, case.approver)
    problems = {}

    def look(name, scope=None):
        found = axe(page, scope)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or too_wide > 0:
            problems[name] = (found, too_wide)

    page.goto(reverse("wagtailadmin_home"))
    expect(page.locator(".parcours-waiting__map")).to_be_visible()
    look("home")
    page.locator(".parcours-waiting [data-w-dropdown-target=toggle]").click()
    page.locator("[data-workflow-action-url*=approve]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[name=accepted]")).to_be_visible()
    look("dialog")

    page.goto(review_address(case.state))
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("#reading-section iframe").first.scroll_into_view_if_needed()
    expect_side_by_side(page, width > 1000)
    look("review")
    press(page, "sign")
    expect(page.locator("#sign_accepted-error")).to_be_visible()
    look("with an error")

    page.locator("#sign_accepted").check()
    press(page, "sign")
    expect(page.locator(".messages")).to_be_visible()
    look("signed")
    page.locator("#changes_comment").fill("Who pays?")
    press(page, "changes")
    expect(page.locator(".parcours-review__outcome")).to_be_visible()
    look("sent back")
    assert problems == {}


def test_the_review_page_works_without_scripts(new_context, login):
    case = waiting_map()
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    login(page, case.approver)
    page.goto(review_address(case.state))
    expect(page.locator("#changes-section ins")).to_be_visible()
    expect(page.frame_locator("iframe >> nth=1").get_by_text(CALLS_BACK)).to_be_attached()

    page.locator("#sign_comment").fill("Read on a locked-down machine")
    press(page, "sign")
    expect(page.locator("#sign_accepted-error")).to_be_visible()
    expect(page.locator("#sign_comment")).to_have_value("Read on a locked-down machine")

    page.locator("#sign_accepted").check()
    press(page, "sign")
    expect(page.locator(".messages")).to_contain_text("“Applying tomorrow” is live.")
    assert SignOff.objects.last().comment == "Read on a locked-down machine"


def test_changes_are_requested_without_scripts(new_context, login):
    case = waiting_map()
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    login(page, case.approver)
    page.goto(review_address(case.state))
    page.locator("#changes_comment").fill("Who pays?")
    press(page, "changes")
    expect(page.locator(".messages")).to_contain_text("went back to its authors")
    assert waiting_step(case.page) is None


def test_wagtails_dialog_signs_and_sends_back(page, login):
    directors = make_group("Directors")
    case = waiting_map(sign_step("Content"), sign_step("Direction", directors))
    case.approver.groups.add(directors)
    login(page, case.approver)

    def open_dialog(action):
        page.goto(reverse("wagtailadmin_home"))
        page.locator(".parcours-waiting [data-w-dropdown-target=toggle]").click()
        page.locator(f"[data-workflow-action-url*={action}]").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_have_count(1)
        return dialog

    dialog = open_dialog("approve")
    expect(dialog).to_contain_text("3 changes")
    dialog.get_by_role("button", name="Sign").click()
    expect(dialog.locator(".error-message")).to_have_text("Accept the statement to sign.")
    dialog.locator("[name=accepted]").check()
    with page.expect_navigation():
        dialog.get_by_role("button", name="Sign").click()
    assert waiting_step(case.page).task.name == "Direction"

    # One person cannot sign both steps: what is left to them is to send the map back.
    expect(page.locator(".parcours-waiting")).to_have_count(0)
    page.locator("#awaiting-review-section [data-w-dropdown-target=toggle]").click()
    page.locator("[data-workflow-action-url*=reject]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=comment]").fill("Who pays?")
    with page.expect_navigation():
        dialog.get_by_role("button", name="Request changes").click()
    assert waiting_step(case.page) is None


def test_the_locked_editor_leads_to_the_review_page(page, login):
    case = waiting_map()
    login(page, case.author)
    page.goto(reverse("wagtailadmin_pages:edit", args=[case.page.pk]))
    page.locator(".messages").get_by_role("link", name="See the review page").click()
    expect(page.locator(".parcours-review__title")).to_have_text("Applying tomorrow")
    expect(page.locator("button[value=sign]")).to_have_count(0)

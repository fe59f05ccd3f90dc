"""A translation from its translator to its readers: written, submitted, signed, live."""

import time

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from tests.admin.translating import say, translated_map
from tests.browser.waiting import finish_drawing
from tests.governance.routes import count_on_from_what_is_there
from tests.governance.workflows import edit_address, fresh, submit, waiting_step
from wagtail_parcours.governance.steps import review_address

#: What we put above the editor.
OURS = ".parcours-translation-panel"
#: Seconds from the open editor to the live page, on a busy machine.
LONGEST = 60


@pytest.fixture(autouse=True)
def _keys(transactional_db):
    count_on_from_what_is_there()


@pytest.fixture
def case(locale_fr):
    return translated_map(locale_fr)


def prefers(person, language):
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save()


def press(page, button):
    with page.expect_navigation():
        button.click()


def panel(page):
    return page.locator("section[aria-labelledby=parcours-approval-heading]")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1440, "light"), ("fr", 1440, "dark"), ("fr", 360, "light")],
)
def test_a_translator_submits_and_an_approver_signs(
    new_context, login, axe, case, language, width, scheme
):
    say(case)
    StringTranslation.objects.filter(context__path="title").update(translation_type="machine")
    for person in (case.translator, case.approver):
        prefers(person, language)
    problems = {}

    def opened(person):
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        login(page, person)
        return page

    def look(page, name, scope=None):
        finish_drawing(page)
        found = axe(page, scope)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or too_wide > 0:
            problems[name] = (found, too_wide)

    # The translator confirms what the machine wrote, and submits.
    page = opened(case.translator)
    page.goto(edit_address(case.page))
    expect(page.locator("html")).to_have_attribute("lang", language)
    started = time.monotonic()
    machine = page.locator("section[aria-labelledby=parcours-machine-heading]")
    machine.locator("summary").click()
    expect(machine.get_by_text("Présenter une demande").first).to_be_visible()
    look(page, "the machine's texts", OURS)
    press(page, machine.locator("button[name=all]"))
    expect(machine).to_have_count(0)
    press(page, panel(page).locator("button").first)
    expect(panel(page)).to_contain_text("Sign-off")
    expect(page.locator(".js-translation-editor").get_by_text("Nous appelle")).to_be_visible()
    look(page, "the editor", OURS)

    # The approver reads both languages, and signs.
    page = opened(case.approver)
    page.goto(review_address(waiting_step(case.page)))
    both = page.locator("#both-section")
    expect(both.get_by_role("cell", name="Nous appelle")).to_be_visible()
    source, translation = (both.frame_locator(f"iframe >> nth={number}") for number in (0, 1))
    both.locator("iframe").first.scroll_into_view_if_needed()
    expect(source.get_by_role("heading", level=1)).to_have_text("Applying")
    both.locator("iframe").last.scroll_into_view_if_needed()
    expect(translation.get_by_role("heading", level=1)).to_have_text("Présenter une demande")
    look(page, "the review")
    page.locator("#sign_accepted").check()
    press(page, page.locator("button[value=sign]"))
    expect(page.locator(".messages")).to_contain_text("Présenter une demande")
    assert time.monotonic() - started < LONGEST
    look(page, "signed")

    page.goto(fresh(case.page).url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Présenter une demande")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert problems == {}


def test_a_locked_translation_offers_nothing_to_change(page, login, case):
    say(case)
    login(page, case.translator)
    page.goto(edit_address(case.page))
    editor = page.locator(".js-translation-editor")
    expect(editor.get_by_role("button", name="Edit").first).to_be_visible()
    # Somebody else submits it while this editor is open.
    case.translation.save_target(publish=False)
    submit(case.page, case.translator)
    editor.get_by_role("button", name="Edit").first.click()
    text = editor.locator("textarea").first
    text.fill("Écrit entre-temps")
    editor.get_by_role("button", name="Save").click()
    expect(editor.get_by_text("Server error")).to_be_visible()
    # Nothing is lost: what was written stands there still.
    expect(editor.get_by_text("Écrit entre-temps")).to_be_visible()
    assert not StringTranslation.objects.filter(data="Écrit entre-temps").exists()
    page.reload()
    expect(panel(page)).to_contain_text("This waits for signatures in “Sign-off”.")
    expect(editor.get_by_text("Nous appelle")).to_be_visible()
    expect(editor.get_by_role("button", name="Edit")).to_have_count(0)


def test_without_script_it_is_submitted_and_signed_too(new_context, login, case):
    say(case)
    page = new_context(java_script_enabled=False).new_page()
    login(page, case.translator)
    page.goto(edit_address(case.page))
    press(page, panel(page).get_by_role("button", name="Submit to Map approval"))
    expect(panel(page)).to_contain_text("In review")
    login(page, case.approver)
    page.goto(review_address(waiting_step(case.page)))
    expect(page.locator("#both-section")).to_contain_text("Nous appelle")
    page.locator("#sign_accepted").check()
    press(page, page.locator("button[value=sign]"))
    assert fresh(case.page).live

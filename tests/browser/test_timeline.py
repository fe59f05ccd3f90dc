"""The timeline of a map, and the approval on its page, in a real browser."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests.browser.waiting import eventual
from tests.factories import (
    PersonaFactory,
    home_page,
    improvement_card,
    make_channels,
    make_future_map,
    make_signer,
    persona_profile,
    sign_as_it_is,
    stage_table,
)
from tests.governance.workflows import (
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_workflow,
    sign_now,
    submit,
    waiting_step,
)
from wagtail_parcours.governance.steps import request_changes
from wagtail_parcours.models import LiveVersion, Persona

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def story():
    """A map with a past: sent back, signed, live, and its persona changed since."""
    make_channels()
    Locale.objects.get_or_create(language_code="en")
    editor = make_editor("emile", last_name="Gagnon")
    approver = make_approver("alma", last_name="Okafor-Desrochers")
    make_workflow()
    ana = PersonaFactory(name="Ana")
    body = [persona_profile(ana), stage_table(3, 3), improvement_card("telephone")]
    page = make_draft(editor, body=body, title="Applying, as it should be")
    submit(page, editor)
    request_changes(waiting_step(page), approver, "Name the service point.\n\nAnd its hours.")
    fresh(page).save_revision(user=editor, log_action=True)
    fresh(page).current_workflow_state.resume(user=editor)
    sign_now(page, approver, comment="Ready for the pilot.")
    ana = Persona.objects.get(pk=ana.pk)
    ana.age, ana.quote, ana.condition = 59, "I would rather ask a person.", "Low vision"
    ana.save()
    return fresh(page)


def administrator(language="en"):
    boss = get_user_model().objects.create_superuser("boss", "boss@example.org", "pw")
    profile = UserProfile.get_for_user(boss)
    profile.preferred_language = language
    profile.save()
    return boss


@eventual
def expect_no_overflow(tab):
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"),
    [("en", "light", DESKTOP), ("fr", "dark", DESKTOP), ("en", "dark", PHONE)],
)
def test_nobody_is_left_out(new_context, login, axe, story, language, scheme, viewport):
    tab = new_context(color_scheme=scheme, viewport=viewport).new_page()
    login(tab, administrator(language))
    timeline = reverse("wagtail_parcours:timeline", args=[story.pk])
    problems = {}
    for address in (timeline, f"{timeline}changed/", f"{timeline}?until=2000-01-01"):
        tab.goto(address)
        expect(tab.locator("main h2").first).to_be_visible()
        expect_no_overflow(tab)
        problems[address] = axe(tab)
    assert {name: found for name, found in problems.items() if found} == {}


def test_from_the_editor_to_a_new_sign_off(page, login, story):
    login(page, get_user_model().objects.get(username="emile"))
    page.goto(reverse("wagtailadmin_pages:edit", args=[story.pk]))
    message = page.get_by_text("Changed since approval: Persona “Ana”.")
    expect(message).to_be_visible()
    page.get_by_role("link", name="See what changed").click()
    expect(page.get_by_role("heading", name="Persona “Ana”")).to_be_visible()
    expect(page.get_by_role("row", name="Age")).to_contain_text("59")
    page.get_by_role("button", name="Ask for a new sign-off").click()
    expect(page.get_by_text("waits to be signed as it is now")).to_be_visible()
    expect(page.locator(".parcours-event__title").first).to_contain_text("started")


def test_without_script_one_filters_and_reads(new_context, login, story):
    tab = new_context(java_script_enabled=False).new_page()
    login(tab, get_user_model().objects.get(username="emile"))
    tab.goto(reverse("wagtail_parcours:timeline", args=[story.pk]))
    tab.get_by_label("What").select_option("sign_off")
    tab.get_by_role("button", name="Show these events").click()
    expect(tab.locator(".parcours-event__title")).to_have_text(["Signed at “Sign-off”"])
    expect(tab.get_by_text("Ready for the pilot.")).to_be_visible()


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE), ("light", PHONE)]
)
def test_the_approval_is_readable_by_all(new_context, axe, story, scheme, viewport):
    tab = new_context(color_scheme=scheme, viewport=viewport).new_page()
    tab.goto(story.url)
    line = tab.locator(".parcours-approval")
    expect(line).to_contain_text("Approved by Alma Okafor-Desrochers (Approvers of maps) on")
    expect(tab.locator(".parcours-staff")).to_have_count(0)
    expect_no_overflow(tab)
    assert axe(tab, context=".parcours-header") == []


def test_who_works_on_it_sees_more_and_paper_does_not(page, login, axe, story):
    login(page, administrator())
    page.goto(story.url)
    box = page.locator(".parcours-staff")
    expect(box).to_contain_text("Changed since approval")
    assert axe(page, context=".parcours-header") == []
    page.emulate_media(media="print")
    expect(box).to_be_hidden()
    expect(page.locator(".parcours-approval")).to_be_visible()


def test_a_map_without_approval_says_so_in_words_and_shape(page, story):
    LiveVersion.objects.filter(page_id=story.pk).update(standing="emergency", signatures=[])
    page.goto(story.url)
    line = page.locator(".parcours-approval--without")
    expect(line).to_contain_text("Published without approval on")
    expect(line.locator("svg")).to_be_visible()


def test_right_to_left_the_mark_is_on_the_right(new_context):
    make_channels()
    arabic = Locale.objects.create(language_code="ar")
    home = home_page().copy_for_translation(arabic)
    home.save_revision().publish()
    page = make_future_map(parent=home, locale=arabic, live=False)
    sign_as_it_is(page, make_signer())
    page.live = True
    page.save()
    with translation.override("ar"):
        tab = new_context(viewport=PHONE).new_page()
        tab.goto(page.url)
    line = tab.locator(".parcours-approval")
    expect(line).to_contain_text("Sasha Roy")
    mark, words = line.locator("svg").bounding_box(), line.locator("span").first.bounding_box()
    assert mark["x"] > words["x"]
    expect_no_overflow(tab)

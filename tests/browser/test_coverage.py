"""The report of coverage, hints beside the editor and the review, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.admin.coverage import BAKER, REPORT, make_organisation
from tests.browser.test_board import WATCH
from tests.browser.waiting import eventual
from tests.factories import PersonaFactory

NAMES = "wagtailsnippets_wagtail_parcours_persona"


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@eventual
def expect_no_overflow(page):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize(("language", "width"), [("fr", 1440), ("en", 360)])
def test_from_what_is_missing_to_mending_it(new_context, login, axe, boss, language, width):
    """Each screen on the way is for everyone, and the review leads back to the report."""
    people = make_organisation()["people"]
    type(people["Bo"]).objects.filter(pk=people["Bo"].pk).update(reviewed_on="2024-05-04")
    profile = UserProfile.get_for_user(boss)
    profile.preferred_language = language
    profile.save()
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)

    def expect_for_everyone():
        expect(page.locator(".sidebar-loading")).to_have_count(0)
        assert axe(page) == []
        expect_no_overflow(page)

    page.goto(REPORT)
    expect(page.get_by_role("row")).to_have_count(4)
    expect_for_everyone()
    page.goto(reverse(f"{NAMES}:shown", args=[people["Ana"].pk]))
    expect(page.get_by_role("row")).to_have_count(3)
    expect_for_everyone()
    page.goto(REPORT)
    again = page.locator("section:has(#list-reviews)").get_by_role("link", name="Bo", exact=True)
    again.click()
    expect_for_everyone()
    page.locator(".parcours-again__form button").click()
    page.wait_for_url(f"**{REPORT}")
    expect(again).to_have_count(0)


def test_hints_follow_the_draft_that_saves_itself(page, login, boss, saving_by_itself, axe):
    blank = {"quote": "", "needs": "", "goals": ""}
    PersonaFactory(name="Bo", narrative=BAKER, symptoms="Tires", **blank)
    ana = PersonaFactory(name="Ana", narrative="", live=False, **blank)
    ana.save_revision().publish()
    saving_by_itself()
    page.add_init_script(WATCH)
    login(page, boss)
    page.goto(reverse(f"{NAMES}:edit", args=[ana.pk]))
    page.wait_for_function("() => window.isWatched")
    page.get_by_role("button", name="Toggle hints on this persona").click()
    panel = page.locator(".parcours-hints")
    counter = page.locator(
        '[data-side-panel-toggle="parcours-hints"] [data-side-panel-toggle-counter]'
    )
    expect(panel.get_by_text("No difficulty is named")).to_be_visible()
    expect(counter).to_have_text("1")
    assert axe(page, ".parcours-hints") == []
    taken = page.evaluate("() => window.statesTaken")
    page.get_by_role("textbox", name="Narrative").fill(BAKER)
    expect(panel.get_by_text("Nearly the same text as “Bo”")).to_be_visible()
    expect(counter).to_have_text("2")
    page.wait_for_function("(taken) => window.statesTaken > taken", arg=taken)
    page.get_by_role("tab", name="Sensitive").click()
    page.get_by_role("textbox", name="Symptoms").fill("Cannot read small print")
    expect(panel.get_by_text("No difficulty is named")).to_have_count(0)
    expect(counter).to_have_text("1")

"""The report of maps and the sign-off policy in a real browser, for everyone."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.browser.waiting import eventual
from tests.factories import make_future_map, make_map
from tests.governance.workflows import (
    edit,
    make_editor,
    make_group,
    make_person,
    make_workflow,
    sign_step,
    submit,
)
from wagtail_parcours.models import LiveVersion, SignOffPolicy

REPORT = "/admin/parcours/reports/maps/"


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def maps():
    """One of each kind that looks different."""
    editor = make_editor()
    make_workflow(sign_step("Sign", make_group("Directors"), signatures=2))
    waiting = make_future_map(title="Applying for the benefit", owner=editor)
    edit(waiting, editor, introduction="New")
    submit(waiting, editor)
    ended = make_future_map(title="Renewing by telephone", slug="ended", owner=editor)
    LiveVersion.objects.filter(page=ended).update(
        review_by=timezone.localdate() - datetime.timedelta(days=4)
    )
    make_future_map(title="A draft", slug="draft", live=False)
    make_map(title="Today at the counter", slug="today")
    return waiting


def speak(user, language):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


@eventual
def expect_no_overflow(page):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("fr", 1440), ("en", 360)])
def test_nobody_is_left_out_of_the_report(new_context, login, axe, boss, maps, language, width):
    speak(boss, language)
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)
    page.goto(REPORT)
    expect(page.get_by_role("link", name="Applying for the benefit", exact=True)).to_be_visible()
    expect(page.locator(".sidebar-loading")).to_have_count(0)
    assert axe(page) == []
    expect_no_overflow(page)


def test_on_a_telephone_every_column_can_be_reached(new_context, login, boss, maps):
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    login(page, boss)
    page.goto(REPORT)
    last = page.get_by_role("columnheader", name="Waits for")
    last.scroll_into_view_if_needed()

    @eventual
    def expect_in_the_window():
        assert 0 <= last.bounding_box()["x"] < 360

    expect_in_the_window()
    title = page.get_by_role("link", name="Applying for the benefit", exact=True)
    assert title.bounding_box()["width"] > 60


def test_filters_narrow_the_list_without_leaving_the_page(page, login, boss, maps):
    login(page, boss)
    page.goto(REPORT)
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="State", exact=True).click()
    page.get_by_role("checkbox", name="Sign-off expired").check()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Renewing by telephone", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="In review").check()
    expect(page.get_by_role("row")).to_have_count(3)


def test_search_finds_a_title_as_it_is_typed(page, login, boss, maps):
    login(page, boss)
    page.goto(REPORT)
    page.locator("#id_q").fill("telepho")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Renewing by telephone", exact=True)).to_be_visible()


def test_a_director_goes_from_the_menu_to_what_waits_by_keyboard(page, login, maps):
    director = make_person("dora", Group.objects.get(name="Directors"))
    login(page, director)
    page.goto(REPORT)
    expect(page.get_by_role("row")).to_have_count(2)
    link = page.get_by_role("link", name="Review: Applying for the benefit")
    link.focus()
    page.keyboard.press("Enter")
    state = maps.current_workflow_task_state
    page.wait_for_url(f"**{reverse('wagtail_parcours:review', args=[state.pk])}")


def test_the_report_can_be_downloaded(page, login, boss, maps):
    login(page, boss)
    page.goto(REPORT)
    page.get_by_role("button", name="Actions").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    assert started.value.suggested_filename == "journey-maps.csv"


# -- the policy


def policy_address():
    site = Site.objects.get(is_default_site=True)
    return reverse("wagtailsettings:edit", args=["wagtail_parcours", "signoffpolicy", site.pk])


def test_an_administrator_writes_a_rule_and_reads_it_in_words(page, login, axe, boss):
    directors = make_group("Directors")
    for name in ("dora", "denis"):
        make_person(name, directors)
    login(page, boss)
    page.goto(policy_address())
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_label("Type of map").select_option(label="Future-state map")
    page.get_by_label("Valid for how many months").fill("12")
    steps = page.locator("[data-contentpath='steps']")
    steps.get_by_role("button", name="Insert a block").click()
    page.get_by_label("Group").select_option(label="Directors")
    page.get_by_label("How many of them sign").fill("2")
    assert axe(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    words = page.get_by_text("Need, in this order, the signatures of 2 people of “Directors”.")
    expect(words).to_be_visible()
    expect(page.get_by_text("A signature is valid for 12 months")).to_be_visible()
    (rule,) = SignOffPolicy.objects.get().rules
    assert rule.value["months"] == 12

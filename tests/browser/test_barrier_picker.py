"""Editors tick the barriers that an improvement removes, and nothing they ticked is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from tests.browser.boards import save_draft
from wagtail_parcours.models import Channel, CurrentStateMapPage, FutureStateMapPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINDINGS = [("f-1", "No video in sign language"), ("f-2", "The form cannot be saved")]


def current_map(title, slug, findings):
    stage = {
        "name": "Inform",
        "findings": [
            {"type": "finding", "id": key, "value": {"kind": "barrier", "text": text}}
            for key, text in findings
        ],
    }
    table = {"lanes": ["findings"], "stages": [{"type": "stage", "id": "s-1", "value": stage}]}
    page = CurrentStateMapPage(
        title=title, slug=slug, body=[{"type": "stage_table", "id": "t-1", "value": table}]
    )
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision().publish()
    return page


def future_map(current=None, barriers=()):
    improvement = {
        "kind": "technology",
        "text": "Film the guide",
        "barriers": list(barriers),
        "responsible": "",
        "due": None,
    }
    card = {
        "channel": "online",
        "limitations": "",
        "behaviours": "",
        "improvements": [{"type": "improvement", "id": "i-1", "value": improvement}],
        "satisfaction": "",
        "experience": "",
    }
    page = FutureStateMapPage(
        title="Tomorrow",
        slug="tomorrow",
        live=False,
        current_map=current,
        body=[{"type": "channel_improvement", "id": "c-1", "value": card}],
    )
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def open_editor(page, login, live_server, admin_user, locale_en):
    Channel.objects.create(locale=locale_en, name="Online", slug="online")
    login(page, admin_user)

    def open_page(future):
        page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=(future.pk,)))
        return page.locator(".parcours-barriers")

    return open_page


def stored_barriers(future):
    future.refresh_from_db()
    body = future.get_latest_revision_as_object().body.raw_data
    return body[0]["value"]["improvements"][0]["value"]["barriers"]


def test_a_barrier_is_chosen_by_keyboard_and_stored_by_its_id(page, open_editor):
    future = future_map(current_map("Today", "today", FINDINGS))
    picker = open_editor(future)
    summary = picker.locator("summary")
    expect(summary).to_have_text("No barrier chosen")
    summary.focus()
    page.keyboard.press("Enter")
    box = picker.get_by_role("checkbox", name="The form cannot be saved")
    expect(box).to_be_visible()
    box.focus()
    page.keyboard.press("Space")
    expect(summary).to_have_text("1 barrier chosen")
    save_draft(page)
    assert stored_barriers(future) == ["f-2"]


def test_a_barrier_that_left_the_map_is_shown_and_kept_until_it_is_unticked(page, open_editor):
    future = future_map(current_map("Today", "today", FINDINGS), ["f-1", "lost-1"])
    picker = open_editor(future)
    picker.locator("summary").click()
    expect(picker.get_by_role("checkbox", name="lost-1")).to_be_checked()
    expect(picker.get_by_text("Chosen before, but not in this map")).to_be_visible()
    save_draft(page)
    assert stored_barriers(future) == ["f-1", "lost-1"]


def test_without_a_current_state_map_the_list_says_what_to_do(page, open_editor):
    picker = open_editor(future_map())
    picker.locator("summary").click()
    expect(
        picker.get_by_text("Choose the current-state map at the top of this page")
    ).to_be_visible()


def test_a_list_that_cannot_be_loaded_says_so_and_loses_nothing(page, open_editor):
    future = future_map(current_map("Today", "today", FINDINGS), ["f-1"])
    page.route("**/parcours/barriers/**", lambda route: route.abort())
    picker = open_editor(future)
    picker.locator("summary").click()
    retry = picker.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    expect(picker.locator("summary")).to_have_text("1 barrier chosen")
    page.unroute("**/parcours/barriers/**")
    retry.click()
    expect(picker.get_by_role("checkbox", name="No video in sign language")).to_be_checked()
    save_draft(page)
    assert stored_barriers(future) == ["f-1"]


def test_the_open_list_has_no_accessibility_problem(page, open_editor, axe):
    picker = open_editor(future_map(current_map("Today", "today", FINDINGS), ["f-1"]))
    picker.locator("summary").click()
    expect(picker.get_by_role("checkbox").first).to_be_visible()
    assert axe(page, ".parcours-barriers") == []

"""Editors choose a stage of a larger map; readers go down from a stage, and up again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.boards import save_draft
from tests.families import detail, in_french, journey, table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link_of(page):
    version = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    return (version.detailed_map_id, version.detailed_stage)


def choose(page, title):
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=title, exact=True).click()
    expect(dialog).to_have_count(0)


def test_the_stages_of_a_map_are_offered_as_soon_as_it_is_chosen(
    page, login, admin_user, live_server, axe
):
    whole, other = journey(), journey("Other", body=[table("Inform")])
    form = detail(whole, "apply")
    form.save_revision()
    login(page, admin_user)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[form.pk]))
    stages = page.get_by_label("Stage shown in detail")
    expect(stages).to_have_value("apply")
    chooser = page.locator("#id_detailed_map-chooser")

    # A list that cannot be loaded says so, and loses nothing.
    page.route("**/parcours/stages/**", lambda route: route.abort())
    chooser.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Choose another map").click()
    choose(page, "Other")
    retry = page.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    expect(stages).to_have_value("apply")
    page.unroute("**/parcours/stages/**")
    retry.click()
    expect(stages.locator("option")).to_have_text(["No stage in particular", "1. Inform"])
    expect(stages).to_have_value("")
    stages.select_option("1. Inform")
    assert axe(page, "section:has(> .w-panel__content #id_detailed_stage)") == []
    save_draft(page)
    assert link_of(form) == (other.pk, "inform")


@pytest.mark.parametrize("width", [360, 1440])
def test_readers_find_their_way_down_and_up_without_script(new_context, width, axe):
    whole = journey()
    form = detail(whole, "apply", "In the form")
    detail(form, "inform", "A field with a rather long name that has to wrap somewhere")
    detail(whole, "", "What people say")
    tout = in_french(whole, "Tout le parcours")
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{whole.url}#stage-apply")
    assert axe(page) == []
    page.get_by_role("link", name="In detail: In the form").click()
    up = page.get_by_role("navigation", name="Larger journey").get_by_role("link")
    expect(up).to_have_text(["Whole journey › Apply"])
    assert axe(page) == []
    page.get_by_role("link", name="All maps of this journey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All maps of this journey")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    page.get_by_role("link", name="Apply").first.click()
    expect(page.locator("#stage-apply")).to_be_visible()
    page.goto(f"{tout.url}family/")
    assert axe(page) == []

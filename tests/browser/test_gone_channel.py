"""A channel that was removed stays in the maps that use it until somebody chooses another."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from tests.browser.boards import save_draft
from wagtail_parcours.models import Channel, CurrentStateMapPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CARD = {
    "channel": "fax",
    "limitations": "",
    "behaviours": "",
    "improvements": [],
    "satisfaction": "",
    "experience": "",
}


def test_the_editor_shows_and_keeps_a_channel_that_is_not_offered_any_more(
    page, login, live_server, admin_user, locale_en
):
    Channel.objects.create(locale=locale_en, name="Online", slug="online")
    journey_map = CurrentStateMapPage(
        title="Map",
        slug="map",
        live=False,
        body=[{"type": "channel_improvement", "id": "c-1", "value": CARD}],
    )
    Page.objects.get(depth=2).add_child(instance=journey_map)
    journey_map.save_revision()
    login(page, admin_user)
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=(journey_map.pk,)))
    select = page.locator('select[name$="-channel"]')
    expect(select).to_have_value("fax")
    expect(select).to_contain_text("fax (no longer offered)")
    page.locator('[name$="-experience"]').fill("Quick")
    save_draft(page)
    journey_map.refresh_from_db()
    draft = journey_map.get_latest_revision_as_object()
    stored = draft.body.raw_data[0]["value"]
    assert (stored["channel"], stored["experience"]) == ("fax", "Quick")

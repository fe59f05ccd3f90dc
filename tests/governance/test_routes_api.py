"""Wagtail's two APIs that write: none of their requests puts a map live that nobody signed."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Page

from tests.factories import home_page, make_index, make_map
from tests.governance.routes import (
    UNSIGNED,
    draft_on,
    logged_in,
    make_lax_site,
    make_legacy,
    make_signed,
    make_superuser,
    make_unsigned,
    sign_latest,
    standing,
    translate_home,
    unsigned_live,
)
from tests.governance.workflows import fresh
from wagtail_parcours.models import FutureStateMapPage, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.governance.api_urls")]

MAP = "wagtail_parcours.FutureStateMapPage"


@pytest.fixture
def root(locale_en):
    return make_superuser()


@pytest.fixture
def call(client, root):
    """Send a request of API v3 with the token of a superuser."""
    _token, key = APIToken.create_token(user=root, name="tests")

    def send(method, path, **data):
        return client.generic(
            method,
            f"/api/v3/pages/{path}",
            json.dumps(data) if data else "",
            content_type="application/json",
            headers={"authorization": f"Bearer {key}"},
        )

    return send


@pytest.fixture
def press(root):
    """Ask the admin API for an action on a page."""
    browser = logged_in(root)

    def send(page, action, **data):
        address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        return browser.post(address, data, content_type="application/json")

    return send


@pytest.fixture
def draft(locale_en):
    return make_unsigned()


@pytest.fixture
def signed(locale_en):
    return make_signed()


@pytest.fixture
def other_site(locale_en):
    return make_lax_site()


def refused(response):
    """A refused permission with the reason; readers see nothing new."""
    assert response.status_code == 403, response.content
    assert "needs a sign-off before it goes live" in response.json()["detail"]
    assert unsigned_live() == []
    return True


# -- API v3


def test_v3_publish(call, draft):
    assert refused(call("POST", f"{draft.pk}/actions/publish/"))
    sign_latest(draft)
    assert call("POST", f"{draft.pk}/actions/publish/").status_code == 200
    assert standing(draft) == Standing.SIGNED


def test_v3_patch_with_publish(call, signed):
    before = signed.introduction
    change = {"meta": {"type": MAP, "action": "publish"}, "title": UNSIGNED}
    assert refused(call("PATCH", f"{signed.pk}/", **change))
    assert (fresh(signed).title, fresh(signed).introduction) == (signed.title, before)
    assert standing(signed) == Standing.SIGNED


def test_v3_patch_of_a_draft(call, draft):
    change = {"meta": {"type": MAP, "action": "publish"}, "title": UNSIGNED}
    assert refused(call("PATCH", f"{draft.pk}/", **change))
    assert fresh(draft).title != UNSIGNED
    del change["meta"]["action"]
    assert call("PATCH", f"{draft.pk}/", **change).status_code == 200
    assert fresh(draft).get_latest_revision_as_object().title == UNSIGNED
    assert unsigned_live() == []


def test_v3_create_with_publish(call, draft):
    meta = {"type": MAP, "parent_id": home_page().pk, "action": "publish"}
    assert refused(call("POST", "", title="New", slug="new", meta=meta))
    assert not FutureStateMapPage.objects.filter(slug="new").exists()


def test_v3_copies_nothing_by_half(call, locale_en):
    tree = make_index()
    make_map(parent=tree)
    make_signed(parent=tree)
    before = Page.objects.count()
    assert refused(call("POST", f"{tree.pk}/actions/copy/", recursive=True, keep_live=True))
    assert Page.objects.count() == before
    response = call("POST", f"{tree.pk}/actions/copy/", recursive=True, keep_live=False)
    assert response.status_code == 201
    assert Page.objects.count() == before + 3
    assert unsigned_live() == []


def test_v3_alias_of_what_nobody_signed(call, locale_en):
    legacy = make_legacy()
    assert call("POST", f"{legacy.pk}/actions/create_alias/").status_code == 403
    assert FutureStateMapPage.objects.count() == 1


def test_v3_alias(call, signed):
    assert call("POST", f"{signed.pk}/actions/create_alias/").status_code == 201
    assert standing(FutureStateMapPage.objects.get(alias_of=signed)) == Standing.SIGNED


def test_v3_convert_alias(call, signed):
    alias = signed.create_alias(update_slug="repeated")
    assert refused(call("POST", f"{alias.pk}/actions/convert_alias/"))
    assert fresh(alias).alias_of_id == signed.pk


def test_v3_revert_makes_a_draft(call, signed):
    first = signed.live_revision
    draft_on(signed)
    sign_latest(signed)
    fresh(signed).get_latest_revision().publish()
    response = call("POST", f"{signed.pk}/actions/revert/", revision_id=first.pk)
    assert response.status_code == 200
    assert fresh(signed).introduction == UNSIGNED
    assert refused(call("POST", f"{signed.pk}/actions/publish/"))


def test_v3_move(call, locale_en, other_site):
    page = make_unsigned(parent=other_site.root_page)
    page.get_latest_revision().publish()
    response = call(
        "POST",
        f"{page.pk}/actions/move/",
        destination_id=home_page().pk,
        position="last-child",
    )
    assert refused(response)
    assert fresh(page).get_parent().pk == other_site.root_page.pk


def test_v3_a_refused_publication_leaves_the_schedule_of_the_signed_one(call, draft):
    """Wagtail clears it first, outside any transaction."""
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    planned = fresh(draft)
    planned.go_live_at = tomorrow
    revision = planned.save_revision()
    sign_latest(draft)
    revision.publish()
    later = fresh(draft).get_latest_revision_as_object()
    later.go_live_at, later.introduction = None, UNSIGNED
    later.save_revision()
    assert refused(call("POST", f"{draft.pk}/actions/publish/"))
    assert fresh(draft).scheduled_revision.pk == revision.pk


# -- the admin API


def test_admin_publish(press, draft):
    assert refused(press(draft, "publish"))
    sign_latest(draft)
    assert press(draft, "publish").status_code == 200
    assert standing(draft) == Standing.SIGNED


def test_admin_copy(press, signed):
    assert refused(press(signed, "copy", keep_live=True))
    assert press(signed, "copy", keep_live=False).status_code == 201
    assert FutureStateMapPage.objects.filter(live=True).count() == 1


def test_admin_alias_of_what_nobody_signed(press, locale_en):
    legacy = make_legacy()
    assert press(legacy, "create_alias", update_slug="one").status_code == 403
    assert FutureStateMapPage.objects.count() == 1


def test_admin_alias(press, signed):
    assert press(signed, "create_alias", update_slug="two").status_code == 201
    alias = FutureStateMapPage.objects.get(slug="two")
    assert standing(alias) == Standing.SIGNED
    assert refused(press(alias, "convert_alias"))


def test_admin_revert(press, signed):
    first = signed.live_revision
    draft_on(signed)
    sign_latest(signed)
    fresh(signed).get_latest_revision().publish()
    assert press(signed, "revert_to_page_revision", revision_id=first.pk).status_code == 200
    assert refused(press(signed, "publish"))


def test_admin_copy_for_translation(press, signed, locale_fr):
    translate_home(locale_fr)
    assert press(signed, "copy_for_translation", locale="fr").status_code == 201
    french = FutureStateMapPage.objects.get(locale=locale_fr)
    assert not french.live
    assert refused(press(french, "publish"))

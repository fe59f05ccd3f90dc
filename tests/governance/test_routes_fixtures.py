"""Fixtures: what was signed comes back live, what was not comes back as a draft."""

import json

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page

from tests.factories import improvement_card, make_future_map, make_index, make_map
from tests.governance.routes import (
    UNSIGNED,
    count_on_from_what_is_there,
    make_legacy,
    make_signed,
    standing,
    unsigned_live,
)
from tests.governance.workflows import fresh
from wagtail_parcours.models import FutureStateMapPage, LiveVersion, Standing

# Real transactions: what a fixture brings is judged when it is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keys(transactional_db):
    count_on_from_what_is_there()


def pages_of(page):
    """The two rows of a map, as a fixture holds them; its revisions are left behind."""
    rows = json.loads(serializers.serialize("json", [Page.objects.get(pk=page.pk), page]))
    rows[0]["fields"] |= {"latest_revision": None, "live_revision": None}
    return rows


def load(tmp_path, rows):
    path = tmp_path / "fixture.json"
    path.write_text(json.dumps(rows))
    call_command("loaddata", str(path), verbosity=0)


def test_a_live_map_that_nobody_signed_is_loaded_as_a_draft(locale_en, tmp_path, caplog):
    legacy = make_legacy()
    rows = pages_of(legacy)
    legacy.delete()
    load(tmp_path, rows)
    page = FutureStateMapPage.objects.get(pk=rows[0]["pk"])
    assert not page.live
    assert page.has_unpublished_changes
    assert "It was loaded as a draft." in caplog.text
    assert unsigned_live() == []


def test_a_signed_map_comes_back_live(locale_en, tmp_path):
    page = make_signed()
    seal = LiveVersion.objects.get(page=page.pk).seal
    rows = pages_of(page)
    page.delete()
    load(tmp_path, rows)
    assert standing(page) == Standing.SIGNED
    assert LiveVersion.objects.get(page=page.pk).seal == seal
    assert unsigned_live() == []


def test_a_whole_site_moves_to_another_database(locale_en, tmp_path):
    page, current = make_signed(), make_map()
    path = str(tmp_path / "site.json")
    call_command(
        "dumpdata",
        "contenttypes",
        "auth.user",
        *(f"wagtailcore.{model}" for model in ("locale", "page", "site", "revision")),
        "wagtail_parcours",
        output=path,
        verbosity=0,
    )
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert not Page.objects.exists()
    call_command("loaddata", path, verbosity=0)
    assert standing(page) == Standing.SIGNED
    assert fresh(page).live_revision_id == page.live_revision_id
    assert standing(current) == Standing.FREE
    assert unsigned_live() == []


def test_a_page_whose_type_comes_later_is_held_back_until_then(locale_en):
    """As in a fixture whose rows are in another order."""
    page, plain = make_legacy(), make_index()
    for found in (page, plain):
        base = Page.objects.get(pk=found.pk)
        real, base.content_type_id = base.content_type_id, 987654
        with transaction.atomic():
            base.save_base(raw=True)
            assert not Page.objects.get(pk=found.pk).live
            Page.objects.filter(pk=found.pk).update(content_type=real)
    assert fresh(plain).live
    assert not fresh(page).live


def test_other_words_do_not_slip_into_a_live_map(locale_en, tmp_path):
    """Only the row of the map's own columns is in the fixture; its base row is live."""
    page = make_signed()
    rows = pages_of(page)[1:]
    rows[0]["fields"]["introduction"] = UNSIGNED
    load(tmp_path, rows)
    page = fresh(page)
    assert page.introduction == UNSIGNED
    assert not page.live
    assert not LiveVersion.objects.exists()
    assert unsigned_live() == []


def test_the_same_words_leave_it_live(locale_en, tmp_path):
    page = make_signed()
    load(tmp_path, pages_of(page)[1:])
    assert standing(page) == Standing.SIGNED


def test_a_row_that_is_written_by_hand_as_it_is(locale_en):
    """Outside a fixture and any transaction, too."""
    page = make_future_map(live=False)
    page.live = True
    base = Page.objects.get(pk=page.pk)
    base.live = True
    base.save_base(raw=True)
    assert not fresh(page).live
    signed = make_signed(slug="signed")
    signed.body = [improvement_card("online")]
    signed.save_base(raw=True)
    assert unsigned_live() == []

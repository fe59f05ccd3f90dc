"""The command that makes good what no signal told."""

import io
import uuid

import pytest
from django.core.management import call_command

from tests.factories import make_future_map
from tests.governance.workflows import fresh
from tests.roadmap.plans import card, item, items, make_plan, promise
from wagtail_parcours.management.commands import rebuild_roadmap
from wagtail_parcours.models import RoadmapItem

pytestmark = pytest.mark.django_db


def rebuild(**options):
    out = io.StringIO()
    call_command("rebuild_roadmap", stdout=out, **options)
    return out.getvalue()


def make_maps(number):
    return [
        make_future_map(body=[card(promise("a"))], title=f"Map {place}", slug=f"map-{place}")
        for place in range(number)
    ]


def test_maps_that_are_older_than_the_roadmap_get_their_items():
    make_maps(3)
    make_future_map(live=False, body=[card(promise("z"))], slug="draft")
    assert items() == {}
    assert rebuild() == "3 maps: 3 items made, 0 brought up to date, 0 withdrawn.\n"
    assert rebuild() == "3 maps: 0 items made, 0 brought up to date, 0 withdrawn.\n"
    assert RoadmapItem.objects.count() == 3


def test_what_left_past_every_signal_is_marked():
    page = make_plan(promise("a"))
    type(page).objects.filter(pk=page.pk).update(live=False)
    rebuild()
    assert not item("a").map_live
    gone = make_plan(promise("b"), slug="gone")
    fresh(gone).delete()
    rebuild()
    assert not item("b").map_live


def test_it_shows_how_far_it_is_and_goes_on_from_there(monkeypatch):
    monkeypatch.setattr(rebuild_roadmap, "BATCH", 2)
    keys = sorted(page.translation_key for page in make_maps(5))
    lines = rebuild().splitlines()
    assert lines[:2] == [f"2 maps, the last one {keys[1]}", f"4 maps, the last one {keys[3]}"]
    RoadmapItem.objects.all().delete()
    assert rebuild(after=keys[3]).startswith("1 maps: 1 items made")
    assert set(RoadmapItem.objects.values_list("map_key", flat=True)) == {keys[4]}
    assert rebuild(after=uuid.UUID(int=2**128 - 1)).startswith("0 maps")


def test_it_is_silent_when_asked_to_be():
    make_maps(1)
    assert rebuild(verbosity=0) == ""

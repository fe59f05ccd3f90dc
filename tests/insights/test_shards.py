"""What adds up is kept by parts of the maps: a publication costs one part, and no part is told of
maps that say something else by now."""

import uuid

import pytest
from django.core.cache import cache

from tests.factories import finding, make_future_map, make_map, stage, stage_table
from wagtail_parcours.insights import matrix
from wagtail_parcours.insights.matrix import cross_matrix
from wagtail_parcours.insights.scope import Scope
from wagtail_parcours.insights.shards import SHARDS, added_up, shard_of
from wagtail_parcours.models import InsightEntry, InsightMap


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


class Counting:
    """Rows of parts, and which parts they were asked of."""

    def __init__(self, rows):
        self.rows = rows
        self.asked = []

    def __call__(self, shards):
        self.asked.append(sorted(shards))
        return [row for row in self.rows if row["shard"] in shards]


ROWS = [
    {"shard": 1, "channel": "online", "found": 2, "weight": 5},
    {"shard": 1, "channel": "counter", "found": 1, "weight": 1},
    {"shard": 9, "channel": "online", "found": 3, "weight": 4},
]


def test_the_numbers_of_all_parts_add_up():
    rows = Counting(ROWS)
    found = added_up(("q",), {1: ("a",), 9: ("b",), 30: ("c",)}, ("channel",), rows)
    assert found == [
        {"channel": "online", "found": 5, "weight": 9},
        {"channel": "counter", "found": 1, "weight": 1},
    ]
    assert rows.asked == [[1, 9, 30]]


def test_only_a_part_that_changed_is_asked_again():
    rows = Counting(ROWS)
    words = {1: ("a",), 9: ("b",), 30: ("c",)}
    added_up(("q",), words, ("channel",), rows)
    again = added_up(("q",), words, ("channel",), rows)
    assert rows.asked == [[1, 9, 30]]
    assert again[0]["found"] == 5
    rows.rows = [*ROWS[:2], {"shard": 9, "channel": "online", "found": 30, "weight": 4}]
    changed = added_up(("q",), {**words, 9: ("new",)}, ("channel",), rows)
    assert rows.asked[1:] == [[9]]
    assert changed[0]["found"] == 32


def test_another_question_and_other_maps_beside_are_other_answers():
    rows = Counting(ROWS)
    added_up(("q",), {1: ("a", "x")}, ("channel",), rows)
    added_up(("another",), {1: ("a", "x")}, ("channel",), rows)
    added_up(("q",), {1: ("a", "y")}, ("channel",), rows)
    assert rows.asked == [[1]] * 3


def test_a_part_without_a_stamp_is_never_kept():
    rows = Counting(ROWS)
    for _ in range(2):
        added_up(("q",), {1: ("",), 9: ("b",)}, ("channel",), rows)
    assert rows.asked == [[1, 9], [1]]


def test_a_part_that_lost_its_maps_is_told_no_more():
    rows = Counting(ROWS)
    added_up(("q",), {1: ("a",), 9: ("b",)}, ("channel",), rows)
    assert [row["found"] for row in added_up(("q",), {9: ("b",)}, ("channel",), rows)] == [3]


# -- maps


@pytest.fixture
def ask(rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    return lambda: Scope(request, language="en")


def hurts(number):
    findings = [finding(block_id=f"f{place}") for place in range(number)]
    return [stage_table([stage(block_id="s", findings=findings)])]


@pytest.mark.django_db
def test_all_maps_of_a_journey_are_in_one_part():
    today = make_map(body=hurts(1))
    tomorrow = make_future_map(today, body=hurts(1))
    part = shard_of(today.translation_key)
    assert 0 <= part < SHARDS
    assert set(InsightMap.objects.values_list("page_id", "shard")) == {
        (today.pk, part),
        (tomorrow.pk, part),
    }
    assert set(InsightEntry.objects.values_list("shard", flat=True)) == {part}


@pytest.mark.django_db
def test_a_publication_has_its_own_part_counted_and_no_other(ask, monkeypatch):
    pages = [make_map(body=hurts(number + 1), slug=f"m{number}") for number in range(3)]
    for place, page in enumerate(pages):
        page.translation_key = uuid.UUID(int=place)
        page.save()
    asked = []
    real = matrix.effects_of

    def watched(findings):
        asked.append(set(findings.values_list("shard", flat=True)))
        return real(findings)

    monkeypatch.setattr(matrix, "effects_of", watched)
    assert cross_matrix(ask()).total == 6
    pages[1].body = hurts(5)
    pages[1].save_revision().publish()
    assert cross_matrix(ask()).total == 9
    assert asked == [{0, 1, 2}, {1}]

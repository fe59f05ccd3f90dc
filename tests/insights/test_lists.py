"""The first page of a long list: the same rows as if all were sorted, whatever was kept before."""

import random
import uuid

import pytest
from django.core.cache import cache

from tests.factories import finding, make_map, stage, stage_table
from wagtail_parcours.insights import lists
from wagtail_parcours.insights.lists import kept_first
from wagtail_parcours.insights.matrix import findings_in
from wagtail_parcours.insights.scope import Scope

pytestmark = pytest.mark.django_db
SIZE = 5


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def ask(rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    return lambda: Scope(request, language="en")


def hurts(*severities):
    findings = [
        finding(block_id=f"f{place}", severity=severity)
        for place, severity in enumerate(severities)
    ]
    return [stage_table([stage(block_id="s", findings=findings)])]


@pytest.fixture
def pages():
    pick = random.Random(3)
    made = []
    for number in range(6):
        severities = [pick.choice([None, 1, 2, 3]) for _ in range(pick.randint(1, 6))]
        page = make_map(body=hurts(*severities), slug=f"m{number}", title=f"Map {number}")
        # Two maps in each of three parts.
        page.translation_key = uuid.UUID(int=number % 3 + 64 * number)
        page.save()
        made.append(page)
    return made


def first(scope):
    rows = findings_in(scope)
    found = kept_first(("test",), scope.words(), rows, SIZE)
    assert [row.pk for row in found] == [row.pk for row in rows[:SIZE]]
    return [(row.page_id, row.entry) for row in found]


def test_first_rows_of_all_parts_are_the_first_rows(ask, pages):
    assert len(first(ask())) == SIZE
    # As they are kept now.
    assert len(first(ask())) == SIZE


def test_what_is_published_takes_its_place_and_what_goes_leaves_it(ask, pages):
    first(ask())
    worst = pages[0]
    worst.body = hurts(3, 3, 3)
    worst.save_revision().publish()
    assert [page for page, _entry in first(ask())].count(worst.pk) == 3
    worst.body = hurts(None)
    worst.save_revision().publish()
    assert worst.pk not in {page for page, _entry in first(ask())}
    gone = first(ask())[0][0]
    next(page for page in pages if page.pk == gone).unpublish()
    assert gone not in {page for page, _entry in first(ask())}


def test_only_a_part_that_changed_is_sorted_again(ask, pages, monkeypatch):
    asked = []
    real = lists.first_of_parts

    def watched(rows, shards, stop):
        asked.append(sorted(shards))
        return real(rows, shards, stop)

    monkeypatch.setattr(lists, "first_of_parts", watched)
    first(ask())
    first(ask())
    pages[1].body = hurts(3)
    pages[1].save_revision().publish()
    first(ask())
    assert asked == [[0, 1, 2], [1]]


def test_a_list_of_nothing_is_empty(ask):
    assert kept_first(("test",), ask().words(), findings_in(ask()), SIZE) == []

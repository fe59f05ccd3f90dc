"""Two publications of one map at the same moment give one item for each improvement."""

import threading

import pytest
from django.db import connections

from tests.factories import make_future_map
from tests.governance.routes import count_on_from_what_is_there
from tests.roadmap.plans import card, promise
from wagtail_parcours.models import RoadmapItem
from wagtail_parcours.roadmap import renew_map

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = [promise(f"p{number}") for number in range(5)]


def at_once(count, work):
    """Run `work` in so many threads that start together; gives the errors."""
    gate, errors = threading.Barrier(count), []

    def run():
        try:
            gate.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_two_renewals_make_each_item_once(transactional_db):
    count_on_from_what_is_there()
    page = make_future_map(body=[card(*ENTRIES)])
    facts = RoadmapItem.history
    for _round in range(4):
        RoadmapItem.objects.all().delete()
        facts.all().delete()
        assert at_once(3, lambda: renew_map(page.translation_key)) == []
        assert RoadmapItem.objects.count() == 5
        assert facts.count() == 5


def test_publishing_really_makes_the_items(transactional_db):
    """With real transactions, as a site has them: nothing is captured here."""
    count_on_from_what_is_there()
    page = make_future_map(body=[card(*ENTRIES)])
    assert RoadmapItem.objects.filter(map_key=page.translation_key).count() == 5
    page.unpublish()
    assert RoadmapItem.objects.filter(map_live=False).count() == 5
    page.delete()
    assert RoadmapItem.objects.filter(page=None).count() == 5

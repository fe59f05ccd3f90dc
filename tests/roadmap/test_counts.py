"""The numbers that dashboards and projects take from the roadmap."""

import datetime

import pytest
from wagtail.models import Page

from tests.governance.routes import translate_home
from tests.governance.workflows import fresh
from tests.roadmap.plans import make_plan, promise, publish_signed
from tests.roadmap.screens import update
from wagtail_parcours.models import FutureStateMapPage, RoadmapItem
from wagtail_parcours.roadmap import items_of_keys, items_of_pages, renew_items, roadmap_counts

pytestmark = pytest.mark.django_db


def test_the_numbers_of_a_hand_made_plan():
    page = make_plan(*(promise(key, due="2099-01-31") for key in "abcdefg"))
    past = datetime.date(2020, 1, 31)
    update("b", state="under_way", due=past)
    update("c", state="blocked", due=past)
    update("d", state="done", due=past)
    update("e", state="dropped", due=past)
    update("f", withdrawn=True, due=past)
    assert roadmap_counts(items_of_pages(FutureStateMapPage.objects.filter(pk=page.pk))) == {
        "planned": 2,
        "under_way": 1,
        "blocked": 1,
        "done": 1,
        "dropped": 1,
        "total": 6,
        "open": 4,
        "overdue": 2,
        "withdrawn": 1,
    }
    assert roadmap_counts(RoadmapItem.objects.none())["total"] == 0


def test_pages_have_the_items_of_their_map_once(locale_fr):
    translate_home(locale_fr)
    page = make_plan(promise("a"), promise("b"))
    make_plan(promise("c"), slug="other")
    french = publish_signed(page.copy_for_translation(locale_fr), promise("a"), promise("b"))
    renew_items(french)
    alias = fresh(page).create_alias(update_slug="alias")
    for pages in ([page], [french], [alias], [page, french, alias]):
        found = items_of_pages(Page.objects.filter(pk__in=[one.pk for one in pages]))
        assert sorted(found.values_list("improvement", flat=True)) == ["a", "b"]
    assert items_of_keys([page.translation_key]).count() == 2
    assert not items_of_pages(Page.objects.none()).exists()


def test_what_is_live_can_be_told_from_what_was(committed):
    page = make_plan(promise("a"), promise("b"))
    renew_items(publish_signed(page, promise("a")))
    assert [item.improvement for item in RoadmapItem.objects.current()] == ["a"]
    with committed():
        fresh(page).unpublish()
    assert not RoadmapItem.objects.current().exists()
    assert RoadmapItem.objects.open().count() == 1


def test_it_is_one_query(django_assert_num_queries):
    make_plan(*(promise(f"p{number}") for number in range(30)))
    with django_assert_num_queries(1):
        assert roadmap_counts(items_of_pages(Page.objects.live()))["total"] == 30

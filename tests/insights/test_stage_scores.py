"""The ratings that are kept: from when until when each of them was what readers saw."""

import datetime

import pytest

from tests.factories import experience, make_map, stage, stage_table
from wagtail_parcours.models import StageScore

pytestmark = pytest.mark.django_db

MARCH = datetime.datetime(2026, 3, 10, 9, tzinfo=datetime.UTC)


def rated(satisfaction, reference=""):
    return stage("Apply", "apply", framework_stage=reference, experience=experience(satisfaction))


def publish(page, *stages, lanes=("experience",)):
    page.body = [stage_table(stages, lanes)]
    page.save_revision().publish()


def periods(page):
    """(rating, whether it is today's) from the first to the last."""
    scores = StageScore.objects.filter(page=page).order_by("published_at", "position")
    return [(score.level, score.until is None) for score in scores]


@pytest.fixture
def page():
    reference = "accessible-service/apply"
    return make_map([rated("-2", reference)], ["experience"], last_published_at=MARCH)


def test_ratings_date_from_the_publication_and_name_the_stage(page):
    score = StageScore.objects.get(page=page)
    assert score.published_at == MARCH
    assert score.framework_stage == "accessible-service/apply"


def test_a_new_rating_ends_the_one_before(page):
    publish(page, rated("1"))
    first, second = StageScore.objects.filter(page=page).order_by("published_at")
    assert (first.level, first.until) == (-2, second.published_at)
    assert (second.level, second.until) == (1, None)


def test_the_same_rating_again_is_the_same_version(page):
    publish(page, rated("-2", "accessible-service/apply"))
    assert periods(page) == [(-2, True)]


def test_a_version_without_ratings_ends_them_too(page):
    publish(page, rated("-2"), lanes=["actions"])
    assert periods(page) == [(-2, False)]


def test_a_map_that_leaves_and_comes_back_was_away(page):
    page.unpublish()
    assert periods(page) == [(-2, False)]
    page.refresh_from_db()
    page.save_revision().publish()
    assert periods(page) == [(-2, False), (-2, True)]
    first, second = StageScore.objects.filter(page=page).order_by("published_at")
    assert first.until < second.published_at

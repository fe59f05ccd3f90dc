"""Ratings over time, against months written out by hand."""

import datetime

import pytest

from tests.factories import experience, make_map, stage, stage_table
from wagtail_parcours.insights.ratings import ratings_by_month
from wagtail_parcours.models import InsightMap, StageScore

pytestmark = pytest.mark.django_db

APPLY, AWARE = "accessible-service/apply", "accessible-service/aware"
TODAY = datetime.date(2026, 6, 15)


def moment(month, day, hour=12):
    return datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC)


def a_map(title):
    page = make_map(
        body=[stage_table([stage("Apply", "apply", experience=experience("0"))], ["experience"])],
        title=title,
        slug=title.lower(),
    )
    StageScore.objects.filter(page=page).delete()
    return page


def score(page, came, went, level, ease=None, reference=APPLY):
    StageScore.objects.create(
        page=page,
        published_at=came,
        until=went,
        stage=f"{reference}-{came:%m%d%H}",
        framework_stage=reference,
        level=level,
        ease=ease,
    )


@pytest.fixture
def maps():
    first, second = a_map("First"), a_map("Second")
    # First: −2 from March 10, −1 from April 20, +1 from April 25.
    score(first, moment(3, 10), moment(4, 20), -2, ease=-1)
    score(first, moment(4, 20), moment(4, 25), -1)
    score(first, moment(4, 25), None, 1, ease=0)
    score(first, moment(3, 10), moment(4, 20), 1, reference=AWARE)
    # Second: from the last evening of April on, as people in Toronto see it; away in May.
    score(second, moment(5, 1, 2), moment(5, 20), -2)
    return InsightMap.objects.all()


def told(rows):
    return [(row.month.month, row.level_sum, row.levels, row.ease_sum, row.eases) for row in rows]


def test_each_month_ends_with_the_version_that_was_published_then(maps):
    ratings = ratings_by_month(maps, today=TODAY)
    assert told(ratings.months) == [
        (3, -1, 2, -1, 1),
        # +1 of the first map, −2 of the second; Aware is gone.
        (4, -1, 2, 0, 1),
        (5, 1, 1, 0, 1),
        (6, 1, 1, 0, 1),
    ]


def test_each_stage_of_a_framework_has_a_line_of_its_own(maps):
    ratings = ratings_by_month(maps, today=TODAY)
    assert {name: [row[1:3] for row in told(rows)] for name, rows in ratings.by_stage.items()} == {
        APPLY: [(-2, 1), (-1, 2), (1, 1), (1, 1)],
        AWARE: [(1, 1), (0, 0), (0, 0), (0, 0)],
    }


def test_a_year_is_told_and_what_came_before_still_counts(maps):
    late = datetime.date(2027, 5, 1)
    ratings = ratings_by_month(maps, today=late)
    assert len(ratings.months) == 12
    assert ratings.months[0].month == datetime.date(2026, 6, 1)
    assert told(ratings.months)[0] == (6, 1, 1, 0, 1)


def test_one_stage_and_some_maps(maps, django_assert_num_queries):
    with django_assert_num_queries(1):
        ratings = ratings_by_month(maps.filter(page__slug="second"), APPLY, today=TODAY)
    # Nothing is left of it after it went away.
    assert told(ratings.months) == [(4, -2, 1, 0, 0), (5, 0, 0, 0, 0), (6, 0, 0, 0, 0)]


def test_without_ratings_there_are_no_months():
    assert ratings_by_month(InsightMap.objects.none(), today=TODAY).months == ()

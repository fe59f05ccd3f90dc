"""Indicators are found by slug in every language; their readings are common to all of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.measured import IndicatorFactory, ReadingFactory, add_readings
from wagtail_parcours.journeys.measures import main_series, meets_target
from wagtail_parcours.models import (
    INDICATOR_FACTS,
    Indicator,
    IndicatorReading,
    current_indicator_choices,
    indicators_by_slug,
    readings_by_indicator,
)
from wagtail_parcours.models.indicators import latest_readings, readings_of

pytestmark = pytest.mark.django_db


def french(indicator, locale_fr, **values):
    copy = indicator.copy_for_translation(locale_fr)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def test_they_are_found_in_the_readers_language_in_one_query(locale_fr, django_assert_num_queries):
    calls = IndicatorFactory(slug="calls", name="Calls answered")
    IndicatorFactory(slug="delay", name="Delay")
    french(calls, locale_fr, name="Appels répondus")
    with django_assert_num_queries(1):
        found = indicators_by_slug("fr")
        names = {slug: indicator.name for slug, indicator in found.items()}
    assert names == {"calls": "Appels répondus", "delay": "Delay"}


def test_choices_come_in_order_and_follow_each_change(locale_fr):
    IndicatorFactory(slug="b", name="Second", sort_order=2)
    first = IndicatorFactory(slug="a", name="First", sort_order=1)
    assert current_indicator_choices() == [("a", "First"), ("b", "Second")]
    french(first, locale_fr, name="Premier")
    with translation.override("fr"):
        assert current_indicator_choices() == [("a", "Premier"), ("b", "Second")]
    first.delete()
    assert current_indicator_choices()[-1] == ("b", "Second")


def test_two_indicators_of_a_language_have_two_identifiers():
    IndicatorFactory(slug="calls")
    with pytest.raises(ValidationError, match="already has this identifier"):
        IndicatorFactory.build(slug="calls", locale=IndicatorFactory().locale).full_clean()


def test_what_is_sealed_are_fields_of_the_model():
    assert {f.name for f in Indicator._meta.fields} > set(INDICATOR_FACTS)
    assert Indicator(direction="down").get_direction_display() == "Lower is better"


def test_all_languages_are_judged_by_one_target(locale_fr):
    calls = IndicatorFactory(target="80", direction="up")
    copy = french(calls, locale_fr)
    calls.target, calls.direction = "90", "down"
    calls.save()
    copy.refresh_from_db()
    assert (copy.target, copy.direction) == (Decimal(90), "down")
    assert copy.history.count() == 2
    copy.target = None
    copy.save()
    calls.refresh_from_db()
    assert calls.target is None


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("value", ["79.9999", "80", "80.0001"])
def test_the_database_judges_as_the_rule_does(direction, value):
    calls = IndicatorFactory(direction=direction)
    IndicatorFactory(target=None)
    ReadingFactory(indicator=calls, value=value)
    ReadingFactory(indicator=IndicatorFactory(target=None))
    calls.refresh_from_db()
    met = meets_target(calls, Decimal(value))
    judged = Indicator.objects.with_latest()
    assert list(judged.meeting_target(met)) == [calls]
    assert not judged.meeting_target(not met).exists()


def test_a_day_has_one_reading_of_each_channel():
    calls = IndicatorFactory()
    ReadingFactory(indicator=calls, day=date(2026, 3, 1))
    ReadingFactory(indicator=calls, day=date(2026, 3, 1), channel="telephone")
    ReadingFactory(indicator=IndicatorFactory(), day=date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingFactory(indicator=calls, day=date(2026, 3, 1))


def test_readings_of_many_come_in_one_query_oldest_first(django_assert_num_queries):
    calls, delay, unread = (IndicatorFactory() for _number in range(3))
    add_readings(calls, {"2026-03-01": "62", "2025-12-01": "60", "2026-09-01": "71"})
    add_readings(delay, {"2026-01-15": "5.25"})
    keys = [one.translation_key for one in (calls, delay, unread)]
    with django_assert_num_queries(1):
        found = readings_by_indicator(keys)
    assert [str(r.value.normalize()) for r in found[calls.translation_key]] == ["6E+1", "62", "71"]
    assert found[delay.translation_key][0].value == Decimal("5.25")
    assert unread.translation_key not in found

    with django_assert_num_queries(1):
        since = readings_by_indicator(keys, since=date(2026, 3, 1))
    assert [r.day.month for r in since[calls.translation_key]] == [3, 9]
    assert delay.translation_key not in since


def test_the_last_few_of_each_channel():
    calls = IndicatorFactory()
    for channel in ("", "telephone"):
        add_readings(calls, {"2026-01-01": 1, "2026-02-01": 2, "2026-03-01": 3}, channel=channel)
    found = readings_by_indicator([calls.translation_key], last=2)[calls.translation_key]
    assert [(r.channel, r.day.month) for r in found] == [
        ("", 2),
        ("telephone", 2),
        ("", 3),
        ("telephone", 3),
    ]


@pytest.mark.parametrize(
    ("rows", "latest"),
    [
        ({"": 1, "telephone": 5}, ""),
        ({"telephone": 5, "online": 4}, "telephone"),
        ({"telephone": 5, "online": 5}, "online"),
    ],
)
def test_the_database_and_the_rule_name_the_same_reading(rows, latest):
    calls = IndicatorFactory()
    start = date(2026, 1, 1)
    for channel, days in rows.items():
        for number in range(days):
            day = start + timedelta(days=number)
            ReadingFactory(indicator=calls, day=day, channel=channel, value=number)
    expected = main_series(readings_of(calls))[-1]
    annotated = Indicator.objects.with_latest().get(pk=calls.pk)
    assert expected.channel == annotated.latest_channel == latest
    assert expected.day == annotated.latest_day
    assert expected.value == annotated.latest_value
    assert latest_readings([calls.translation_key]) == {calls.translation_key: expected}


def test_readings_outlive_a_translation_and_go_with_the_last_language(locale_fr):
    calls = IndicatorFactory()
    copy = french(calls, locale_fr)
    reading = ReadingFactory(indicator=calls)
    other = ReadingFactory(indicator=IndicatorFactory())
    copy.delete()
    assert IndicatorReading.objects.count() == 2
    calls.delete()
    assert list(IndicatorReading.objects.all()) == [other]
    assert [row.history_type for row in IndicatorReading.history.filter(id=reading.pk)] == [
        "-",
        "+",
    ]


def test_a_reading_remembers_what_it_was():
    reading = ReadingFactory(value="62")
    reading.value = "64.5"
    reading.save()
    assert [str(row.value.normalize()) for row in reading.history.all()] == ["64.5", "62"]
    reading.value = "64.5000"
    reading.save()
    assert reading.history.count() == 2

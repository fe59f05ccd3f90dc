"""Importing readings: planned row by row, carried out as it was shown, or not at all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, ReadingFactory, add_readings
from wagtail_parcours.exchange.cell_values import day_of, value_of
from wagtail_parcours.exchange.readings_csv import read_readings
from wagtail_parcours.exchange.readings_import import import_readings, plan_readings
from wagtail_parcours.models import IndicatorReading

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls():
    ChannelFactory(slug="telephone", name="Telephone")
    return IndicatorFactory(slug="calls", name="Calls answered")


@pytest.fixture
def maya():
    return get_user_model().objects.create_user("maya", "maya@example.org", "pw")


def rows_of(*lines, heading="indicator,day,value,channel,source,note"):
    return read_readings("\n".join([heading, *lines]).encode()).rows


def plan_of(*lines, **kwargs):
    return plan_readings(rows_of(*lines, **kwargs), "en")


def states(plan):
    return [str(planned.state) for planned in plan.rows]


def reasons(plan):
    return [" ".join(planned.reasons) for planned in plan.rows]


def carry_out(rows, user=None):
    return import_readings(rows, plan_readings(rows, "en").fingerprint, "en", user)


# -- one cell


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("62", "62"),
        ("62.5", "62.5"),
        ("62,5", "62.5"),
        ("-3,25", "-3.25"),
        ("\u22123", "-3"),
        ("+4", "4"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u202f234", "1234"),
        ("0,125", "0.125"),
        ("1.250", "1.25"),
        ("12,3456", "12.3456"),
        ("12.34560000", "12.3456"),
        ("-0", "0"),
        ("99999999999.9999", "99999999999.9999"),
    ],
)
def test_numbers_that_are_understood(text, value):
    assert value_of(text) == Decimal(value)
    assert str(value_of(text)).startswith("-") == (value.startswith("-"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is missing"),
        ("n/a", "is not a number"),
        ("62 %", "is not a number"),
        ("1E5", "is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("١٢", "is not a number"),
        ("1,234,567", "is not a number"),
        ("1,234.5", "is not a number"),
        ("12 34", "is not a number"),
        ("1,250", "can be read in two ways"),
        ("-12,500", "can be read in two ways"),
        ("1.23456", "is too long"),
        ("100000000000", "is too long"),
    ],
)
def test_numbers_that_are_refused_with_a_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        value_of(text)


def test_a_day_has_its_year_first():
    assert day_of("2026-03-01") == date(2026, 3, 1)
    assert day_of("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is missing"),
        ("03/04/2026", "can be read in several ways"),
        ("31/12/2026", "can be read in several ways"),
        ("31.12.2026", "can be read in several ways"),
        ("2026/03/01", "can be read in several ways"),
        ("2026-02-30", "is not a day"),
        ("2026-3-1", "can be read in several ways"),
        ("20260301", "is not a day"),
        ("2026-03-01T00:00", "is not a day"),
        ("March 2026", "is not a day"),
        ("٢٠٢٦-٠٣-٠١", "is not a day"),
    ],
)
def test_days_that_are_refused_with_a_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        day_of(text)


# -- the plan


def test_each_row_says_what_it_would_do(calls):
    add_readings(calls, {"2026-01-01": "60", "2026-02-01": "61"}, source="Survey", note="By hand")
    plan = plan_of(
        "calls,2026-01-01,60.0,,Survey,By hand",
        'calls,2026-02-01,"61,5",,Survey,By hand',
        "calls,2026-03-01,62,,Survey,",
        "calls,2026-03-01,55,telephone,,",
        "answers,2026-03-01,62,,,",
    )
    assert states(plan) == ["unchanged", "changed", "new", "new", "refused"]
    assert plan.writes == 3
    assert plan.rows[1].before.value == Decimal(61)


def test_everything_that_is_wrong_with_a_row_is_said_at_once(calls):
    plan = plan_of("answers,03/04/2026,many,post,,")
    (said,) = reasons(plan)
    assert "No indicator has the identifier “answers”" in said
    assert "“03/04/2026” can be read in several ways" in said
    assert "“many” is not a number" in said
    assert "No channel has the identifier “post”" in said


def test_every_wrong_row_is_said_at_once(calls):
    plan = plan_of(",2026-03-01,62,,,", "calls,,62,,,", "calls,2026-03-01,,,,")
    assert reasons(plan) == [
        "The indicator is missing.",
        "The day is missing.",
        "The value is missing.",
    ]


def test_a_day_to_come_or_long_gone_and_long_texts_are_refused(calls):
    tomorrow = timezone.localdate() + timedelta(days=1)
    plan = plan_of(
        f"calls,{tomorrow},62,,,",
        "calls,0206-03-01,62,,,",
        f"calls,2026-03-01,62,,{'x' * 201},{'y' * 501}",
    )
    assert states(plan) == ["refused"] * 3
    said = reasons(plan)
    assert said[0] == "Day: This day has not come yet."
    assert said[1] == "Day: Write a year after 1899."
    assert "Source: " in said[2]
    assert "Note: Ensure this value has at most 500 characters" in said[2]


def test_a_row_that_repeats_another_does_nothing(calls):
    plan = plan_of("calls,2026-03-01,62,,,", "calls,2026-03-01,62.0,,,")
    assert states(plan) == ["new", "unchanged"]
    assert reasons(plan)[1] == "It repeats line 2."


def test_rows_that_contradict_each_other_are_all_refused(calls):
    plan = plan_of(
        "calls,2026-03-01,62,,,", "calls,2026-03-01,63,,,", "calls,2026-03-01,62,telephone,,"
    )
    assert states(plan) == ["refused", "refused", "new"]
    assert reasons(plan)[0] == "Lines 2, 3 say different things of the same day."


def test_a_column_that_is_absent_changes_nothing(calls, maya):
    add_readings(calls, {"2026-03-01": "62"}, source="Survey", note="By hand")
    rows = rows_of("calls,2026-03-01,62", heading="indicator,day,value")
    assert states(plan_readings(rows, "en")) == ["unchanged"]
    rows = rows_of("calls,2026-03-01,63", heading="indicator,day,value")
    carry_out(rows, maya)
    reading = IndicatorReading.objects.get()
    assert (reading.value, reading.source, reading.note) == (Decimal(63), "Survey", "By hand")


def test_an_empty_cell_empties(calls):
    add_readings(calls, {"2026-03-01": "62"}, source="Survey", note="By hand")
    carry_out(rows_of("calls,2026-03-01,62,,,"))
    reading = IndicatorReading.objects.get()
    assert (reading.source, reading.note) == ("", "")


def test_a_plan_costs_three_queries(calls, django_assert_num_queries):
    lines = [f"calls,2026-01-{day:02},{day},,," for day in range(1, 29)]
    for many in (lines[:1], lines):
        rows = rows_of(*many)
        with django_assert_num_queries(3):
            plan_readings(rows, "en")


# -- carried out


def test_what_was_planned_is_written_with_who_did_it(calls, maya):
    add_readings(calls, {"2026-01-01": "60"})
    plan, done = carry_out(
        rows_of("calls,2026-01-01,61,,,", "calls,2026-02-01,62,telephone,Survey,Note"), maya
    )
    assert done
    assert plan.writes == 2
    first, second = IndicatorReading.objects.all()
    assert (first.value, second.value) == (Decimal(61), Decimal(62))
    assert (second.channel, second.source, second.note) == ("telephone", "Survey", "Note")
    assert [row.history_type for row in first.history.all()] == ["~", "+"]
    assert first.history.first().history_user == maya
    assert [(row.history_type, row.history_user) for row in second.history.all()] == [("+", maya)]


def test_refused_rows_are_left_out_and_the_others_written(calls):
    _plan, done = carry_out(rows_of("calls,2026-01-01,61,,,", "gone,2026-01-01,61,,,"))
    assert done
    assert IndicatorReading.objects.count() == 1


def test_confirming_twice_writes_once(calls):
    rows = rows_of("calls,2026-01-01,61,,,")
    fingerprint = plan_readings(rows, "en").fingerprint
    assert import_readings(rows, fingerprint, "en", None)[1]
    plan, done = import_readings(rows, fingerprint, "en", None)
    assert not done
    assert states(plan) == ["unchanged"]
    assert IndicatorReading.history.count() == 1


@pytest.mark.parametrize("what", ["value", "indicator", "channel", "new"])
def test_nothing_is_written_that_nobody_saw(calls, what):
    reading = ReadingFactory(indicator=calls, day=date(2026, 1, 1), value="60")
    rows = rows_of("calls,2026-01-01,61,,,", "calls,2026-02-01,62,telephone,,")
    fingerprint = plan_readings(rows, "en").fingerprint
    if what == "value":
        reading.value = "60.5"
        reading.save()
    elif what == "indicator":
        calls.slug = "other"
        calls.save()
    elif what == "channel":
        ChannelFactory(slug="telephone").delete()
    else:
        add_readings(calls, {"2026-02-01": "62.5"}, channel="telephone")
    before = list(IndicatorReading.objects.values())
    plan, done = import_readings(rows, fingerprint, "en", None)
    assert not done
    assert plan.fingerprint != fingerprint
    assert list(IndicatorReading.objects.values()) == before


def test_an_error_in_the_middle_leaves_nothing(calls, monkeypatch):
    add_readings(calls, {"2026-01-01": "60"})
    rows = rows_of("calls,2026-01-01,61,,,", "calls,2026-02-01,62,,,")
    fingerprint = plan_readings(rows, "en").fingerprint

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("wagtail_parcours.exchange.readings_import.bulk_update_with_history", fail)
    with pytest.raises(RuntimeError):
        import_readings(rows, fingerprint, "en", None)
    assert [str(r.value.normalize()) for r in IndicatorReading.objects.all()] == ["6E+1"]
    assert IndicatorReading.history.count() == 1


def test_many_rows_cost_few_queries(calls, django_assert_max_num_queries):
    start = date(2020, 1, 1)
    lines = [f"calls,{start + timedelta(days=number)},{number},,," for number in range(900)]
    add_readings(calls, {"2020-01-01": "7", "2020-01-02": "7"})
    rows = rows_of(*lines)
    fingerprint = plan_readings(rows, "en").fingerprint
    with django_assert_max_num_queries(30):
        assert import_readings(rows, fingerprint, "en", None)[1]
    assert IndicatorReading.objects.count() == 900

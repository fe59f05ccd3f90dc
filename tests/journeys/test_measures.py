"""What readings say: against the target, over time, by channel."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from wagtail_parcours.journeys.measures import (
    by_channel,
    main_series,
    meets_target,
    progress,
    trend,
)


@dataclass
class Measure:
    direction: str = "up"
    target: Decimal | None = Decimal(80)


@dataclass
class Reading:
    day: date
    value: Decimal
    channel: str = ""


def series(*values, channel=""):
    """One reading a month, from January 2026."""
    return [
        Reading(date(2026, month, 1), Decimal(value), channel)
        for month, value in enumerate(values, start=1)
    ]


@pytest.mark.parametrize(
    ("direction", "value", "met"),
    [
        ("up", "80", True),
        ("up", "79.9999", False),
        ("up", "95", True),
        ("down", "80", True),
        ("down", "80.0001", False),
        ("down", "12", True),
    ],
)
def test_the_target_is_met_at_the_target_and_beyond_it(direction, value, met):
    assert meets_target(Measure(direction), Decimal(value)) is met


def test_nothing_is_said_without_a_target_or_a_value():
    assert meets_target(Measure(target=None), Decimal(5)) is None
    assert meets_target(Measure(), None) is None


def test_zero_is_a_target_and_a_value():
    assert meets_target(Measure("down", Decimal(0)), Decimal(0)) is True
    assert meets_target(Measure("up", Decimal(0)), Decimal(-1)) is False


@pytest.mark.parametrize(
    ("direction", "values", "said"),
    [
        ("up", ("62", "71"), "better"),
        ("up", ("71", "62"), "worse"),
        ("down", ("71", "62"), "better"),
        ("down", ("62", "71"), "worse"),
        ("up", ("62", "90", "62"), "steady"),
        ("up", ("70", "70.6"), "steady"),
        ("up", ("70", "70.7"), "better"),
        ("up", ("-70", "-70.6"), "steady"),
        ("up", ("-5", "-2"), "better"),
        ("up", ("0", "0"), "steady"),
        ("down", ("0", "0.1"), "worse"),
    ],
)
def test_the_trend_is_judged_by_the_direction(direction, values, said):
    assert trend(Measure(direction), series(*values)) == said


def test_one_reading_is_no_trend():
    assert trend(Measure(), series("5")) is None
    assert trend(Measure(), []) is None


@pytest.mark.parametrize(
    ("direction", "values", "done"),
    [
        ("up", ("60", "65"), "0.25"),
        ("up", ("60", "80"), "1"),
        ("up", ("60", "99"), "1"),
        ("up", ("60", "50"), "0"),
        ("up", ("90", "85"), "1"),
        ("up", ("90", "70"), "0"),
        ("down", ("120", "90"), "0.75"),
        ("up", ("80",), "1"),
        ("up", ("60",), "0"),
    ],
)
def test_progress_is_the_part_of_the_way_that_is_done(direction, values, done):
    assert progress(Measure(direction), series(*values)) == Decimal(done)


def test_no_progress_without_target_or_readings():
    assert progress(Measure(target=None), series("1", "2")) is None
    assert progress(Measure(), []) is None


def test_the_whole_speaks_before_its_channels():
    phone, whole = series("1", "2", "3", channel="telephone"), series("9")
    found = by_channel([*phone, *whole])
    assert list(found) == ["", "telephone"]
    assert main_series([*phone, *whole]) == whole


def test_without_a_whole_the_channel_read_last_speaks():
    phone, online = series("1", "2", channel="telephone"), series("7", channel="online")
    assert main_series([*online, *phone]) == phone
    assert list(by_channel([*phone, *series("7", "8", channel="online")])) == [
        "online",
        "telephone",
    ]


def test_a_series_comes_oldest_first():
    readings = series("1", "2", "3")
    assert main_series(reversed(readings)) == readings
    assert main_series([]) == []

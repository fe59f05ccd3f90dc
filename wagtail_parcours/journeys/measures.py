"""What the readings of an indicator say: against the target, over time, by channel.

Numbers are :class:`~decimal.Decimal`; nothing here knows a unit or a language.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

#: A change of less than this share of the earlier value is no change.
STEADY_SHARE = Decimal("0.01")


class Direction(StrEnum):
    """Which way an indicator should go."""

    UP = "up"
    DOWN = "down"


class Trend(StrEnum):
    """Which way it went, judged by which way it should go."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"


class Measured(Protocol):
    """An indicator, as far as judging its readings needs it: ``"up"`` or ``"down"``, a target."""

    @property
    def direction(self) -> str: ...

    @property
    def target(self) -> Decimal | None: ...


class Read(Protocol):
    """A reading: its day, its value, and the channel that it is about (``""``: all of them)."""

    @property
    def day(self) -> date: ...

    @property
    def value(self) -> Decimal: ...

    @property
    def channel(self) -> str: ...


Reading = TypeVar("Reading", bound=Read)


def meets_target(indicator: Measured, value: Decimal | None) -> bool | None:
    """Whether `value` is at the target or beyond it. None without a value or a target."""
    if value is None or indicator.target is None:
        return None
    if indicator.direction == Direction.DOWN:
        return value <= indicator.target
    return value >= indicator.target


def trend(indicator: Measured, readings: Sequence[Read]) -> Trend | None:
    """From the first to the last of `readings` (of one channel, oldest first).

    None when there are fewer than two of them.
    """
    if len(readings) < 2:
        return None
    first, last = readings[0].value, readings[-1].value
    change = last - first
    if change == 0 or abs(change) < abs(first) * STEADY_SHARE:
        return Trend.STEADY
    wanted = change < 0 if indicator.direction == Direction.DOWN else change > 0
    return Trend.BETTER if wanted else Trend.WORSE


def progress(indicator: Measured, readings: Sequence[Read]) -> Decimal | None:
    """How much of the way from the first reading to the target is done, from 0 to 1.

    None without a target or a reading. An indicator that meets its target has done all of it;
    one that started beyond it and fell back has done nothing.
    """
    if not readings or indicator.target is None:
        return None
    first, last = readings[0].value, readings[-1].value
    if meets_target(indicator, last):
        return Decimal(1)
    if meets_target(indicator, first):
        return Decimal(0)
    done = (last - first) / (indicator.target - first)
    return min(max(done, Decimal(0)), Decimal(1))


def by_channel(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    """The readings of each channel, oldest first; the main series comes first.

    The main series is that of all channels together (``""``). Where nobody measured that, it is
    that of the channel that was read last, the first by name of several: values of different
    channels are never mixed, because no rule says how to add them up.
    """
    series: dict[str, list[Reading]] = {}
    for reading in sorted(readings, key=lambda one: one.day):
        series.setdefault(reading.channel, []).append(reading)
    if not series:
        return {}
    newest = max(own[-1].day for own in series.values())
    main = "" if "" in series else min(c for c, own in series.items() if own[-1].day == newest)
    return {main: series[main], **{c: series[c] for c in sorted(series) if c != main}}


def main_series(readings: Iterable[Reading]) -> list[Reading]:
    """The series that speaks for the indicator, oldest first; see :func:`by_channel`."""
    return next(iter(by_channel(readings).values()), [])

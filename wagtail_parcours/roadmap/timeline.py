"""Where things stand on a timeline of months: arithmetic only, in percent of its width.

Every month is equally wide, as its column is, so a day of February takes a little more room than
one of March. A bar begins where its first day begins and ends where its last day ends.
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

#: Months shown at once, at least and at most.
FEWEST, MOST = 6, 24
#: Months before the present one where a long plan is opened.
BEFORE_TODAY = 3
#: Months by which a long plan is turned over.
TURN = 12
#: The last month that a date can have, as :func:`month_index` counts them.
LAST = 9999 * 12 + 11


def month_index(day: datetime.date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def month_start(index: int) -> datetime.date:
    return datetime.date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """The months of a drawing: `count` of them, from the month `first` on.

    `earliest` and `latest` are the months that there is something to see in.
    """

    first: int
    count: int
    earliest: int
    latest: int

    @property
    def months(self) -> list[datetime.date]:
        """The first day of each month."""
        return [month_start(index) for index in range(self.first, self.first + self.count)]

    @property
    def earlier(self) -> datetime.date | None:
        """The first month of the period before; None when there is nothing to see."""
        if self.first <= self.earliest:
            return None
        return month_start(max(self.first - TURN, self.earliest))

    @property
    def later(self) -> datetime.date | None:
        if self.first + self.count > self.latest:
            return None
        return month_start(min(self.first + TURN, self.latest - self.count + 1))

    def place(self, day: datetime.date, *, end: bool = False) -> float:
        """Where a day begins, or ends: 0 to 100 inside the period, beyond it outside."""
        length = calendar.monthrange(day.year, day.month)[1]
        part = (day.day if end else day.day - 1) / length
        return (month_index(day) - self.first + part) * 100 / self.count


def period_of(
    days: Iterable[datetime.date], today: datetime.date, asked: datetime.date | None = None
) -> Period:
    """The months that show all these days and today.

    Where they are more than :data:`MOST`, so many of them: from the month `asked` on, else from a
    little before today.
    """
    months = [month_index(today), *map(month_index, days)]
    earliest, latest = min(months), max(months)
    count = latest - earliest + 1
    if count < FEWEST:
        first = min(earliest, LAST - FEWEST + 1)
        return Period(first, FEWEST, first, first + FEWEST - 1)
    if count <= MOST:
        return Period(earliest, count, earliest, latest)
    wanted = month_index(asked) if asked is not None else month_index(today) - BEFORE_TODAY
    first = max(earliest, min(wanted, latest - MOST + 1))
    return Period(first, MOST, earliest, latest)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn for an item, all in percent of the width.

    `kind` is ``"bar"``; ``"open"`` for one that has a start only, drawn to the end of the
    period; ``"milestone"`` for one that has a target date only, at the end of that day; or
    ``"none"``. `before` and `after` say that it goes on outside the period, where a milestone
    and a whole bar can be as well: then nothing is drawn.
    """

    kind: str
    start: float = 0.0
    width: float = 0.0
    before: bool = False
    after: bool = False

    @property
    def is_drawn(self) -> bool:
        return self.kind != "none" and not (self.width <= 0 and self.kind != "milestone")

    @property
    def x(self) -> str:
        """An attribute of a drawing is 12.5% in every language, never 12,5%."""
        return percent(self.start)

    @property
    def length(self) -> str:
        return percent(self.width)

    @property
    def end_x(self) -> str:
        return percent(self.start + self.width)


def bar_of(start: datetime.date | None, due: datetime.date | None, period: Period) -> Bar:
    """The bar of an item with these dates."""
    if start is None:
        if due is None:
            return Bar("none")
        at = period.place(due, end=True)
        if at <= 0 or at > 100:
            return Bar("none", before=at <= 0, after=at > 100)
        return Bar("milestone", at)
    begins = period.place(start)
    ends = 100.0 if due is None else period.place(due, end=True)
    if begins >= 100 or ends <= 0:
        return Bar("none", before=ends <= 0, after=begins >= 100)
    shown = max(begins, 0.0)
    return Bar(
        "open" if due is None else "bar",
        shown,
        min(ends, 100.0) - shown,
        before=begins < 0,
        after=ends > 100,
    )


def percent(number: float) -> str:
    return f"{number:.3f}%"


def read_month(text: str) -> datetime.date | None:
    """The first day of a month written ``YYYY-MM``; None for anything else."""
    year, dash, month = text[:7].partition("-")
    if len(text) != 7 or not dash or not (year + month).isascii():
        return None
    try:
        return datetime.date(int(year), int(month), 1)
    except ValueError:
        return None

"""Dates that follow the day on which the demo is loaded, so that it does not age.

The demo's files were written as of `WRITTEN`. Target dates of improvements move by whole months
from there: what was late then is late now, and what was two months ahead is two months ahead.
"""

import calendar
import datetime
from dataclasses import replace

from django.utils import timezone

from wagtail_parcours.journeys import ImprovementCard, Journey, Part

#: The first day of the month that the files speak of as now.
WRITTEN = datetime.date(2026, 12, 1)


def loading_day() -> datetime.date:
    """Today where the Office is."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def moved(day: str, today: datetime.date) -> str:
    """A day of the files as of `today`, both as ``YYYY-MM-DD``; the end of a month stays one."""
    if not day:
        return day
    written = datetime.date.fromisoformat(day)
    place = _months(written) + _months(today) - _months(WRITTEN)
    year, month = divmod(place, 12)
    last = calendar.monthrange(year, month + 1)[1]
    ends_a_month = written.day == calendar.monthrange(written.year, written.month)[1]
    return datetime.date(
        year, month + 1, last if ends_a_month else min(written.day, last)
    ).isoformat()


def end_of_month(today: datetime.date, months_ago: int) -> datetime.date:
    """The last day of the month that lies `months_ago` before that of `today`."""
    year, month = divmod(_months(today) - months_ago, 12)
    return datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def start_of_month(today: datetime.date, months_ago: int) -> datetime.date:
    """The first day of that month."""
    return end_of_month(today, months_ago).replace(day=1)


def as_of(journey: Journey, today: datetime.date) -> Journey:
    """The journey with the target dates of its improvements moved."""

    def planned(part: Part) -> Part:
        if not isinstance(part, ImprovementCard):
            return part
        items = (replace(item, due=moved(item.due, today)) for item in part.improvements)
        return replace(part, improvements=tuple(items))

    return replace(journey, parts=tuple(map(planned, journey.parts)))


def _months(day: datetime.date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1

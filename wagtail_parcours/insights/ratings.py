"""How stages were rated over time: each published version of a map keeps its ratings.

At the end of a month the ratings of the version that readers saw then count, for each map of the
scope; in the running month those of today. A rating counts from the month in which it came to the
month before it went, so the sums of a month are those that came until then, less those that went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from ..models.insights import InsightMap, StageScore

#: Months that are told, the running one included.
MONTHS = 12

#: What tells changes of ratings apart: what comes in a month, and what goes.
CHANGE = ("framework_stage", "month", "sign")

#: Sum and number of the levels, sum and number of the eases.
Sums = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Rated:
    """The ratings of one month: sums and numbers of satisfaction and of ease."""

    month: date
    level_sum: int = 0
    levels: int = 0
    ease_sum: int = 0
    eases: int = 0


@dataclass(frozen=True, slots=True)
class Ratings:
    """The months from the first with a rating on, at most :data:`MONTHS`: of all stages, and of
    each stage of a framework (by reference)."""

    months: tuple[Rated, ...]
    by_stage: Mapping[str, tuple[Rated, ...]]


def ratings_by_month(
    maps: QuerySet[InsightMap], stage: str = "", today: date | None = None
) -> Ratings:
    """The ratings of these maps, those of one stage of a framework only where `stage` names it.

    One query. Months are those of the organisation's time zone.
    """
    return cumulated_by_month(rating_changes(maps, stage), today)


def rating_changes(maps: QuerySet[InsightMap], stage: str = "") -> QuerySet[Any, dict[str, Any]]:
    """What came and what went, by part of the maps and :data:`CHANGE`. One query."""
    scores = StageScore.objects.filter(page_id__in=maps.values("page_id"))
    if stage:
        scores = scores.filter(framework_stage=stage)
    came = sums(scores, "published_at", 1)
    went = sums(scores.filter(until__isnull=False), "until", -1)
    return came.union(went, all=True)


def cumulated_by_month(rows: Iterable[Mapping[str, Any]], today: date | None = None) -> Ratings:
    """The ratings at the end of each month, from all that came and went."""
    changes: dict[str, dict[date, Sums]] = defaultdict(dict)
    for reference, month, change in changes_in(rows):
        known = changes[reference].get(month, (0, 0, 0, 0))
        changes[reference][month] = plus(known, change)
    if not changes:
        return Ratings((), {})
    this_month = (today or timezone.localdate(timezone=timezone.get_default_timezone())).replace(
        day=1
    )
    first = min(month for own in changes.values() for month in own)
    months = [month for month in last_months(this_month) if month >= first]
    by_stage = {reference: cumulated(own, months) for reference, own in changes.items()}
    together = tuple(
        Rated(month, *plus(*((r.level_sum, r.levels, r.ease_sum, r.eases) for r in rows)))
        for month, rows in zip(months, zip(*by_stage.values(), strict=True), strict=True)
    )
    named = {
        reference: rows
        for reference, rows in by_stage.items()
        if reference and any(row.levels for row in rows)
    }
    return Ratings(together, named)


def sums(scores: QuerySet[StageScore], moment: str, sign: int) -> QuerySet[Any, dict[str, Any]]:
    """By part of the maps, stage of a framework and month of `moment`: what comes, or goes (`sign`
    is -1)."""
    zone = timezone.get_default_timezone()
    return (
        scores.order_by()
        .annotate(month=TruncMonth(moment, tzinfo=zone), shard=F("page__parcours_insight__shard"))
        .values("shard", "framework_stage", "month")
        .annotate(
            sign=Value(sign),
            level_sum=Coalesce(Sum("level"), 0),
            levels=Count("level"),
            ease_sum=Coalesce(Sum("ease"), 0),
            eases=Count("ease"),
        )
        .values("shard", *CHANGE, "level_sum", "levels", "ease_sum", "eases")
    )


def changes_in(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, date, Sums]]:
    for row in rows:
        reference, month, sign = (row[column] for column in CHANGE)
        numbers = (row["level_sum"], row["levels"], row["ease_sum"], row["eases"])
        levels, number, eases, eased = (sign * value for value in numbers)
        yield reference, month.date(), (levels, number, eases, eased)


def plus(*parts: Sums) -> Sums:
    """The sums of several, column by column."""
    columns: Any = zip(*parts, strict=True)
    levels, number, eases, eased = (sum(column) for column in columns)
    return levels, number, eases, eased


def cumulated(changes: Mapping[date, Sums], months: Iterable[date]) -> tuple[Rated, ...]:
    """What stands at the end of each month, after all changes up to then."""
    left = sorted(changes.items())
    now: Sums = (0, 0, 0, 0)
    found = []
    for month in months:
        while left and left[0][0] <= month:
            now = plus(now, left.pop(0)[1])
        found.append(Rated(month, *now))
    return tuple(found)


def last_months(month: date, number: int = MONTHS) -> list[date]:
    """The first days of so many months up to `month`, oldest first."""
    counted = 12 * month.year + month.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(counted - number + 1, counted + 1)]

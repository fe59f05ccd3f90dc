"""Entries that are few on each map, counted together: indicators, risks, guesswork and needs.

One query counts them all by what tells them apart; the answers add those counts up. Each of them
asked for by itself would have the maps of the scope looked up again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Case, Count, Value, When
from django.db.models.functions import Trim

from ..models.insights import EntryKind
from .answers import IndicatorUses, NeedFigures, RiskFigures
from .scope import Scope
from .shards import Row

KINDS = (
    EntryKind.INDICATOR,
    EntryKind.IMPROVEMENT,
    EntryKind.RISK,
    EntryKind.GUESSWORK,
    EntryKind.NEED,
)
#: What tells entries apart; `bare` is a risk for which nothing is done.
COLUMNS = (
    "kind",
    "sort",
    "indicator",
    "group",
    "persona",
    "is_open",
    "likelihood",
    "impact",
    "bare",
)


def tallied(scope: Scope) -> list[Row]:
    """How many entries there are (`number`) of each combination of :data:`COLUMNS`, by part of the
    maps. One query."""
    bare = Case(When(kind=EntryKind.RISK, done="", then=Value(True)), default=Value(False))
    entries = scope.entries(*KINDS).order_by().annotate(done=Trim("note")).annotate(bare=bare)
    return list(entries.values("shard", *COLUMNS).annotate(number=Count("page_id")))


def of_kind(rows: Iterable[Row], kind: EntryKind) -> Iterable[Row]:
    return (row for row in rows if row["kind"] == kind)


def indicator_uses(rows: list[Row]) -> tuple[IndicatorUses, ...]:
    """The indicators that measure stages or improvements, by identifier."""
    uses, against, improvements = Counter[str](), Counter[str](), Counter[str]()
    for row in of_kind(rows, EntryKind.INDICATOR):
        uses[row["indicator"]] += row["number"]
        if row["sort"] == "against":
            against[row["indicator"]] += row["number"]
    for row in of_kind(rows, EntryKind.IMPROVEMENT):
        improvements[row["indicator"]] += row["number"]
    named = sorted({*uses, *improvements} - {""})
    return tuple(
        IndicatorUses(slug, uses[slug], against[slug], improvements[slug]) for slug in named
    )


def risk_figures(rows: list[Row]) -> tuple[RiskFigures, ...]:
    """The risks to data by kind, those with the most high ones first."""
    counts: dict[str, Counter[str]] = {}
    for row in of_kind(rows, EntryKind.RISK):
        own = counts.setdefault(row["sort"], Counter())
        own[score_class(row["likelihood"], row["impact"])] += row["number"]
        if row["bare"]:
            own["bare"] += row["number"]
    names = ("high", "medium", "low", "unrated", "bare")
    found = [
        RiskFigures(kind, **{name: own[name] for name in names}) for kind, own in counts.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.high, -row.medium, -row.total, row.kind)))


def score_class(likelihood: int | None, impact: int | None) -> str:
    """What a risk is counted as, by likelihood times impact."""
    if likelihood is None or impact is None:
        return "unrated"
    score = likelihood * impact
    return "high" if score >= 6 else "medium" if score >= 3 else "low"


def guesswork_counts(rows: list[Row]) -> Mapping[str, int]:
    """How often somebody guesses, by kind, the most frequent first."""
    counts = Counter[str]()
    for row in of_kind(rows, EntryKind.GUESSWORK):
        counts[row["sort"]] += row["number"]
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def need_figures(rows: list[Row]) -> tuple[NeedFigures, ...]:
    """The needs by target group and persona, those with the most open ones first."""
    counts: dict[tuple[str, str], Counter[bool]] = {}
    for row in of_kind(rows, EntryKind.NEED):
        own = counts.setdefault((row["group"], row["persona"]), Counter())
        own[row["is_open"]] += row["number"]
    found = [
        NeedFigures(*pair, answered=own[False], open=own[True]) for pair, own in counts.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.open, -row.answered, row.group, row.persona)))

"""What the maps of a scope add up to: where the journey hurts, for whom, by which channel.

Each answer takes one or two queries, whatever the number of maps, is asked for when it is read,
and kept until one of the maps changes. What clients and employees live through is counted on
current-state maps only: a future-state map says what is hoped for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..models.facets import Facet, JourneyFacet
from ..models.insights import EntryKind, InsightEntry, InsightMap
from .answers import (
    ChannelFigures,
    IndicatorUses,
    Mean,
    NeedFigures,
    PersonaFigures,
    RiskFigures,
    StageFigures,
    added,
    worst_first,
)
from .lists import kept_first
from .ratings import CHANGE, Ratings, cumulated_by_month, rating_changes
from .rows import UNJUDGED
from .scope import Scope
from .shards import Row
from .tally import (
    COLUMNS,
    guesswork_counts,
    indicator_uses,
    need_figures,
    risk_figures,
    tallied,
)

#: How many of the worst stages are named.
WORST = 10

IRRITANT = Q(effect_client="irritant")
#: Severity times frequency.
WEIGHT = Coalesce(F("severity"), Value(1)) * Coalesce(F("frequency"), Value(1))
#: How the indicators of a stage may pull, what asks for a look first.
ALIGNMENTS = ("against", UNJUDGED, "neutral", "with")


@dataclass(frozen=True)
class Portfolio:
    """The answers about the maps of a scope."""

    scope: Scope

    # -- maps

    @cached_property
    def maps(self) -> Mapping[str, int]:
        """How many maps there are by state: ``{"current", "future"}``."""
        summary = self.scope.summary
        return {"current": summary.current, "future": summary.future}

    @cached_property
    def current(self) -> QuerySet[InsightMap]:
        """The maps of what is lived through today."""
        return self.scope.maps.filter(state="current")

    # -- stages

    @cached_property
    def stages(self) -> tuple[StageFigures, ...]:
        """Every stage of a framework that a map has, the least satisfying first."""
        return self.scope.kept("portfolio.stages", self.count_stages)

    def stage_rows(self) -> QuerySet[Any, dict[str, Any]]:
        return (
            self.scope.entries(EntryKind.STAGE, maps=self.current)
            .order_by()
            .values("shard", "framework_stage")
            .annotate(
                stages=Count("page_id"),
                rated=Count("level"),
                level_sum=Coalesce(Sum("level"), 0),
                eased=Count("ease"),
                ease_sum=Coalesce(Sum("ease"), 0),
                low=Count("page_id", filter=Q(level__lt=0)),
                moments=Count("page_id", filter=Q(moment_of_truth=True)),
                proven=Count("page_id", filter=Q(has_evidence=True)),
                **{name: Count("page_id", filter=Q(sort=name)) for name in ALIGNMENTS},
            )
        )

    def count_stages(self) -> tuple[StageFigures, ...]:
        rows = self.scope.added_up(
            "portfolio.stages",
            ("framework_stage",),
            lambda part: Portfolio(part).stage_rows(),
        )
        found = [
            StageFigures(
                row["framework_stage"],
                row["stages"],
                Mean(row["level_sum"], row["rated"]),
                Mean(row["ease_sum"], row["eased"]),
                row["low"],
                row["moments"],
                row["proven"],
                {name: row[name] for name in ALIGNMENTS},
            )
            for row in rows
        ]
        return tuple(sorted(found, key=worst_first))

    @cached_property
    def worst_stages(self) -> list[InsightEntry]:
        """The first :data:`WORST` of the stages that frustrate."""
        question = ("portfolio.worst", self.scope.narrowing)
        return kept_first(question, self.scope.words(), self.ranked_stages(), WORST)

    def ranked_stages(self) -> QuerySet[InsightEntry]:
        """The stages that frustrate, the worst first, moments of truth before others."""
        return (
            self.scope.entries(EntryKind.STAGE, maps=self.current)
            .filter(level__lt=0)
            .order_by(
                "level",
                "-moment_of_truth",
                F("ease").asc(nulls_last=True),
                "page__title",
                "stage_position",
                "pk",
            )
        )

    @cached_property
    def ratings(self) -> Ratings:
        """How the ratings went, month by month; see :func:`~.ratings.cumulated_by_month`."""
        if self.scope.narrowing.channel:
            # What was rated is the whole stage.
            return Ratings((), {})
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return self.scope.kept(
            f"portfolio.ratings.{today:%Y-%m}",
            lambda: cumulated_by_month(
                self.scope.added_up(
                    "portfolio.ratings",
                    CHANGE,
                    lambda part: rating_changes(
                        Portfolio(part).current, self.scope.narrowing.stage
                    ),
                ),
                today,
            ),
        )

    # -- findings

    @cached_property
    def channels(self) -> tuple[ChannelFigures, ...]:
        """Every channel that something was found on or that is in use, the heaviest first."""
        return self.scope.kept("portfolio.channels", self.count_channels)

    def finding_rows(self) -> QuerySet[Any, dict[str, Any]]:
        return (
            self.scope.entries(EntryKind.FINDING, maps=self.current)
            .order_by()
            .values("shard", "channel")
            .annotate(
                findings=Count("page_id"),
                proven=Count("page_id", filter=Q(has_evidence=True)),
                irritants=Count("page_id", filter=IRRITANT),
                weight=Coalesce(Sum(WEIGHT, filter=IRRITANT), 0),
                moments=Count("page_id", filter=IRRITANT & Q(moment_of_truth=True)),
                employee_irritants=Count("page_id", filter=Q(effect_employee="irritant")),
                delights=Count("page_id", filter=Q(effect_client="delight")),
            )
        )

    def contact_rows(self) -> QuerySet[Any, dict[str, Any]]:
        entries = self.scope.entries(EntryKind.TOUCHPOINT, maps=self.current).order_by()
        return entries.values("shard", "channel").annotate(interactions=Count("page_id"))

    def count_channels(self) -> tuple[ChannelFigures, ...]:
        rows = self.scope.added_up(
            "portfolio.channels",
            ("channel",),
            lambda part: [*Portfolio(part).finding_rows(), *Portfolio(part).contact_rows()],
        )
        found = [ChannelFigures(**row) for row in rows]
        return tuple(sorted(found, key=lambda row: (-row.weight, -row.irritants, row.channel)))

    @cached_property
    def personas(self) -> tuple[PersonaFigures, ...]:
        """The personas by the weight of the irritants on the maps that show them.

        A map that shows two personas counts for both.
        """
        return self.scope.kept("portfolio.personas", self.count_personas)

    def persona_rows(self) -> QuerySet[Any, dict[str, Any]]:
        narrowing = self.scope.narrowing
        there = Q(
            page__parcours_entries__kind=EntryKind.FINDING,
            page__parcours_entries__effect_client="irritant",
        )
        if narrowing.channel:
            there &= Q(page__parcours_entries__channel=narrowing.channel)
        if narrowing.stage:
            there &= Q(page__parcours_entries__framework_stage=narrowing.stage)
        facets = JourneyFacet.objects.filter(
            facet=Facet.PERSONA, page_id__in=self.current.values("page_id")
        )
        if narrowing.persona:
            facets = facets.filter(value=narrowing.persona)
        severity = Coalesce(F("irritant__severity"), Value(1))
        weight = severity * Coalesce(F("irritant__frequency"), Value(1))
        return (
            facets.order_by()
            .annotate(
                irritant=FilteredRelation("page__parcours_entries", condition=there),
                shard=F("page__parcours_insight__shard"),
            )
            .values("shard", "value")
            .annotate(
                maps=Count("page_id", distinct=True),
                irritants=Count("irritant"),
                weight=Coalesce(Sum(weight, filter=Q(irritant__isnull=False)), 0),
            )
        )

    def count_personas(self) -> tuple[PersonaFigures, ...]:
        rows = self.scope.added_up(
            "portfolio.personas", ("value",), lambda part: Portfolio(part).persona_rows()
        )
        found = [
            PersonaFigures(row["value"], row["maps"], row["irritants"], row["weight"])
            for row in rows
        ]
        return tuple(sorted(found, key=lambda row: (-row.weight, -row.irritants, row.persona)))

    # -- indicators, risks, guesswork, needs

    @cached_property
    def _tally(self) -> list[Row]:
        return self.scope.kept(
            "portfolio.tally",
            lambda: self.scope.added_up("portfolio.tally", COLUMNS, tallied),
        )

    @cached_property
    def indicators(self) -> tuple[IndicatorUses, ...]:
        """The indicators that measure stages or improvements, by identifier."""
        return indicator_uses(self._tally)

    @property
    def alignments(self) -> Mapping[str, int]:
        """How many stages are measured, by how their indicators pull; see `StageFigures`."""
        return {name: sum(stage.pulled[name] for stage in self.stages) for name in ALIGNMENTS}

    @cached_property
    def risks(self) -> tuple[RiskFigures, ...]:
        """The risks to data by kind, those with the most high ones first."""
        return risk_figures(self._tally)

    @cached_property
    def guesswork(self) -> Mapping[str, int]:
        """How often somebody guesses, by kind, the most frequent first."""
        return guesswork_counts(self._tally)

    @cached_property
    def needs(self) -> tuple[NeedFigures, ...]:
        """The needs by target group and persona, those with the most open ones first."""
        return need_figures(self._tally)

    # -- over all of it

    @property
    def satisfaction(self) -> Mean:
        """Of every stage that is rated, each counting the same."""
        return added(stage.satisfaction for stage in self.stages)

    @property
    def ease(self) -> Mean:
        return added(stage.ease for stage in self.stages)

    def total(self, name: str, rows: str) -> int:
        """The sum of one figure over all rows of an answer: ``total("irritants", "channels")``."""
        return sum(getattr(row, name) for row in getattr(self, rows))

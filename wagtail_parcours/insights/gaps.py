"""Gap analysis: what today's maps complain of and no map of the future answers, and the reverse.

A future-state map answers the current-state map that it starts from, in whatever language either
is published: entries have the same ids in every language. Only maps that the visitor may read take
part, on both sides. What cannot be told without a map that is hidden from the visitor is said to
be unknown, and counted as nothing else.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ..journeys import NEGATIVE_FINDING_KINDS
from ..models.insights import EntryKind, InsightEntry, InsightMap
from .matrix import worst_first
from .scope import Scope

#: Why an improvement is listed: it names no barrier, or none that is still there.
UNNAMED, GONE = "unnamed", "gone"
#: The two others: it answers something; the map that would tell is not there for the visitor.
ANSWERS, UNKNOWN = "answers", "unknown"

GAPS = ("barriers", "improvements", "channels", "stages", "needs", "maps")
#: The numbers of a gap in a scope that is narrowed to what its entries know nothing of.
NOT_TOLD = (None, None)

USES_OF_A_CHANNEL = (EntryKind.TOUCHPOINT, EntryKind.FINDING, EntryKind.SERVING)


@dataclass(frozen=True, slots=True)
class Gap:
    """How many of `total` are a gap. None where the report was narrowed to what they know not."""

    key: str
    count: int | None
    total: int | None

    @property
    def applies(self) -> bool:
        return self.count is not None


@dataclass(frozen=True)
class GapAnalysis:
    """The gaps of the maps of `scope`.

    `futures` are the future-state maps that count as answers: by default all that the visitor may
    read, wherever they lie.
    """

    scope: Scope
    futures: QuerySet[InsightMap] | None = None

    # -- maps

    @cached_property
    def current(self) -> QuerySet[InsightMap]:
        """The current-state maps of the scope, one per family of translations."""
        return self.scope.maps.filter(state="current")

    @cached_property
    def answers(self) -> QuerySet[InsightMap]:
        """The future-state maps that may answer, in every language."""
        if self.futures is not None:
            return self.futures
        return InsightMap.objects.filter(
            state="future", page_id__in=self.scope.readable.values("pk")
        )

    @property
    def is_answered(self) -> Exists:
        return Exists(self.answers.filter(current_key=OuterRef("map_key")))

    @cached_property
    def with_future(self) -> QuerySet[InsightMap]:
        return self.current.filter(self.is_answered)

    @cached_property
    def without_future(self) -> QuerySet[InsightMap]:
        """The current-state maps that no future-state map starts from."""
        return self.current.filter(~self.is_answered)

    # -- barriers

    def barriers_on(self, maps: QuerySet[InsightMap]) -> QuerySet[InsightEntry]:
        return self.scope.entries(EntryKind.FINDING, maps=maps).filter(
            sort__in=NEGATIVE_FINDING_KINDS
        )

    @property
    def is_removed(self) -> Exists:
        """Whether an improvement of a future-state map of the same journey names the finding."""
        return Exists(
            InsightEntry.objects.filter(
                kind=EntryKind.REMOVES,
                reference=OuterRef("entry"),
                page__parcours_insight__current_key=OuterRef("page__parcours_insight__map_key"),
                page_id__in=self.answers.values("page_id"),
            ).exclude(reference="")
        )

    @property
    def barriers(self) -> QuerySet[InsightEntry]:
        """Barriers and pain points that no improvement removes, worst first.

        Only of maps that a future-state map starts from; see `without_future` for the others.
        """
        return worst_first(self.barriers_on(self.with_future).filter(~self.is_removed))

    @property
    def waiting_maps(self) -> QuerySet[InsightMap]:
        """The maps without a future-state map, with the number of their barriers, most first."""
        barriers = self.barriers_on(self.current).filter(page_id=OuterRef("page_id"))
        counted = barriers.order_by().values("page_id").annotate(found=Count("pk"))
        return self.without_future.annotate(
            barriers=Coalesce(Subquery(counted.values("found")), 0)
        ).order_by("-barriers", "page__title", "page_id")

    # -- improvements

    @property
    def reasoned(self) -> QuerySet[InsightEntry]:
        """Every improvement of the scope with its `reason`, one of the four above."""
        future = self.scope.maps.filter(state="future")
        names = InsightEntry.objects.filter(
            kind=EntryKind.REMOVES, page_id=OuterRef("page_id"), entry=OuterRef("entry")
        )
        readable = self.scope.readable.values("pk")
        there = InsightEntry.objects.filter(
            kind=EntryKind.FINDING,
            entry=OuterRef("reference"),
            page__parcours_insight__map_key=OuterRef("page__parcours_insight__current_key"),
            page_id__in=readable,
        )
        seen = InsightMap.objects.filter(
            map_key=OuterRef("page__parcours_insight__current_key"), page_id__in=readable
        )
        return self.scope.entries(EntryKind.IMPROVEMENT, maps=future).annotate(
            reason=Case(
                When(~Exists(names), then=Value(UNNAMED)),
                When(page__parcours_insight__current_key=None, then=Value(GONE)),
                When(~Exists(seen), then=Value(UNKNOWN)),
                When(~Exists(names.filter(Exists(there))), then=Value(GONE)),
                default=Value(ANSWERS),
                output_field=CharField(),
            )
        )

    @property
    def improvements(self) -> QuerySet[InsightEntry]:
        """Improvements that answer nothing, map by map in reading order, each with its reason."""
        return self.reasoned.filter(reason__in=(UNNAMED, GONE)).order_by(
            "page__title", "page_id", "position"
        )

    # -- channels

    @property
    def used_channels(self) -> QuerySet[Any]:
        """``{"page_id", "channel", "uses"}`` for each channel of each map with a future one."""
        return self.grouped(self.scope.entries(*USES_OF_A_CHANNEL, maps=self.with_future))

    @property
    def channels(self) -> QuerySet[Any]:
        """Those of them for which no future-state map has a card; most used first on each map."""
        cards = InsightEntry.objects.filter(
            kind=EntryKind.CARD,
            channel=OuterRef("channel"),
            page__parcours_insight__current_key=OuterRef("page__parcours_insight__map_key"),
            page_id__in=self.answers.values("page_id"),
        )
        used = self.scope.entries(*USES_OF_A_CHANNEL, maps=self.with_future)
        return self.grouped(used.filter(~Exists(cards)))

    @staticmethod
    def grouped(entries: QuerySet[InsightEntry]) -> QuerySet[Any]:
        rows = entries.exclude(channel="").values("page_id", "channel", title=F("page__title"))
        return rows.annotate(uses=Count("pk")).order_by("title", "page_id", "-uses", "channel")

    # -- stages

    @property
    def all_stages(self) -> QuerySet[InsightEntry]:
        """The stages of the current-state maps; in a channel, those at which it is used."""
        stages = InsightEntry.objects.filter(
            kind=EntryKind.STAGE, page_id__in=self.current.values("page_id")
        )
        narrowing = self.scope.narrowing
        if narrowing.stage:
            stages = stages.filter(framework_stage=narrowing.stage)
        if narrowing.channel:
            there = InsightEntry.objects.filter(
                kind__in=USES_OF_A_CHANNEL,
                page_id=OuterRef("page_id"),
                stage=OuterRef("stage"),
                channel=narrowing.channel,
            )
            stages = stages.filter(Exists(there))
        return stages

    @property
    def stages(self) -> QuerySet[InsightEntry]:
        """Stages on which readers find no evidence, map by map in reading order."""
        return self.all_stages.filter(has_evidence=False).order_by(
            "page__title", "page_id", "position"
        )

    # -- needs

    @property
    def all_needs(self) -> QuerySet[InsightEntry]:
        """The needs of every map; those of other personas or groups than asked for left out."""
        needs = self.scope.entries(EntryKind.NEED)
        narrowing = self.scope.narrowing
        if narrowing.persona:
            needs = needs.filter(persona__in=("", narrowing.persona))
        if narrowing.group:
            needs = needs.filter(group__in=("", narrowing.group))
        return needs

    @property
    def needs(self) -> QuerySet[InsightEntry]:
        """Needs that nothing answers yet, or for which something is missing."""
        return self.all_needs.filter(is_open=True).order_by("page__title", "page_id", "position")

    # -- numbers

    @cached_property
    def numbers(self) -> dict[str, Gap]:
        """Each gap by its key, in the order of :data:`GAPS`. Nine queries, whatever there is."""
        narrowing = self.scope.narrowing
        knows_stage = not narrowing.stage
        knows_both = knows_stage and not narrowing.channel
        numbers = {
            "barriers": self.counted(
                self.barriers_on(self.with_future).annotate(gap=~self.is_removed)
            ),
            "improvements": self.improvement_numbers() if knows_stage else NOT_TOLD,
            "channels": (self.channels.count(), self.used_channels.count()),
            "stages": self.counted(self.all_stages.annotate(gap=Q(has_evidence=False))),
            "needs": self.counted(self.all_needs.annotate(gap=F("is_open")))
            if knows_both
            else NOT_TOLD,
            "maps": self.counted(self.current.annotate(gap=~self.is_answered)),
        }
        return {key: Gap(key, *numbers[key]) for key in GAPS}

    @staticmethod
    def counted(rows: QuerySet[Any]) -> tuple[int, int]:
        found = rows.order_by().aggregate(gaps=Count("pk", filter=Q(gap=True)), all=Count("pk"))
        return found["gaps"], found["all"]

    def improvement_numbers(self) -> tuple[int, int]:
        return self.reasons.get(UNNAMED, 0) + self.reasons.get(GONE, 0), sum(self.reasons.values())

    @cached_property
    def reasons(self) -> dict[str, int]:
        """The number of improvements by reason."""
        rows = self.reasoned.order_by().values_list("reason").annotate(found=Count("pk"))
        return dict(rows)

    @cached_property
    def waiting_barriers(self) -> int:
        """The barriers of the maps without a future-state map."""
        return self.barriers_on(self.without_future).count()

    def rows(self, key: str) -> QuerySet[Any]:
        """What one of :data:`GAPS` lists."""
        return {
            "barriers": lambda: self.barriers,
            "improvements": lambda: self.improvements,
            "channels": lambda: self.channels,
            "stages": lambda: self.stages,
            "needs": lambda: self.needs,
            "maps": lambda: self.waiting_maps,
        }[key]()

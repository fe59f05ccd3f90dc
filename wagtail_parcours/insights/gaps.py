"""Gap analysis: what today's maps complain of and no map of the future answers, and the reverse.

A future-state map answers the current-state map that it starts from, in whatever language either
is published: entries have the same ids in every language. Only maps that the visitor may read take
part, on both sides. What cannot be told without a map that is hidden from the visitor is said to
be unknown, and counted as nothing else.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from ..journeys import NEGATIVE_FINDING_KINDS
from ..models.insights import EntryKind, InsightEntry, InsightMap
from .counts import by_name, counted_apart
from .gap_kinds import ANSWERS, GAPS, GONE, UNKNOWN, UNNAMED, Gap
from .keeping import Summary, kept, summed_up
from .matrix import worst_first
from .removals import removals_of
from .scope import Scope

USES_OF_A_CHANNEL = (EntryKind.TOUCHPOINT, EntryKind.FINDING, EntryKind.SERVING)
#: A channel counts once on each map, however often the map names it.
CHANNEL_OF_A_MAP = Count(
    Concat(Cast("page_id", CharField()), Value(" "), "channel", output_field=CharField()),
    distinct=True,
)
CHANNELS = {"channels": CHANNEL_OF_A_MAP, "bare_channels": CHANNEL_OF_A_MAP}


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
                journey=OuterRef("journey"),
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

    def removals(self, findings: Collection[InsightEntry]) -> dict[str, list[InsightEntry]]:
        """The improvements that remove these findings of one map; see `removals_of`."""
        keys = self.current.values("map_key")
        return removals_of(findings, keys, self.answers, self.scope.locale_pk)

    # -- improvements

    @property
    def promised(self) -> QuerySet[InsightEntry]:
        """Every improvement of the scope."""
        future = self.scope.maps.filter(state="future")
        return self.scope.entries(EntryKind.IMPROVEMENT, maps=future)

    @property
    def names(self) -> QuerySet[InsightEntry]:
        """Of an improvement: the barriers that it names."""
        return InsightEntry.objects.filter(
            kind=EntryKind.REMOVES, page_id=OuterRef("page_id"), entry=OuterRef("entry")
        )

    @property
    def there(self) -> QuerySet[InsightEntry]:
        """Of a barrier that is named: the finding itself, on a map that the visitor may read."""
        return InsightEntry.objects.filter(
            kind=EntryKind.FINDING,
            entry=OuterRef("reference"),
            journey=OuterRef("journey"),
            page_id__in=self.scope.readable.values("pk"),
        )

    @property
    def seen(self) -> QuerySet[InsightMap]:
        """Of an improvement: the current-state map of its map, if the visitor may read it."""
        return InsightMap.objects.filter(
            map_key=OuterRef("journey"), page_id__in=self.scope.readable.values("pk")
        )

    @property
    def reasoned(self) -> QuerySet[InsightEntry]:
        """Every improvement of the scope with its `reason`, one of the four above."""
        return self.promised.annotate(
            reason=Case(
                When(~Exists(self.names), then=Value(UNNAMED)),
                When(journey=None, then=Value(GONE)),
                When(~Exists(self.seen), then=Value(UNKNOWN)),
                When(~Exists(self.names.filter(Exists(self.there))), then=Value(GONE)),
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
    def channel_uses(self) -> QuerySet[InsightEntry]:
        """What names a channel on the maps that a future-state map starts from."""
        uses = self.scope.entries(*USES_OF_A_CHANNEL, maps=self.with_future)
        return uses.exclude(channel="")

    @property
    def has_card(self) -> Exists:
        """Whether a future-state map of the same journey has a card for the channel of a use."""
        return Exists(
            InsightEntry.objects.filter(
                kind=EntryKind.CARD,
                channel=OuterRef("channel"),
                journey=OuterRef("journey"),
                page_id__in=self.answers.values("page_id"),
            )
        )

    @property
    def channels(self) -> QuerySet[Any]:
        """``{"page_id", "channel", "title", "uses"}`` for each channel of each map without a
        card; most used first on each map."""
        uses = self.channel_uses.filter(~self.has_card)
        rows = uses.values("page_id", "channel", title=F("page__title"))
        return rows.annotate(uses=Count("pk")).order_by("title", "page_id", "-uses", "channel")

    # -- stages

    @property
    def all_stages(self) -> QuerySet[InsightEntry]:
        """The stages of the current-state maps; in a channel, those at which it is used."""
        stages = InsightEntry.objects.filter(
            kind=EntryKind.STAGE, page_id__in=self.current.values("page_id")
        )
        if self.scope.shards is not None:
            stages = stages.filter(shard__in=self.scope.shards)
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
        """Each gap by its key, in the order of :data:`GAPS`. Three queries, whatever there is, and
        none while they are kept."""
        return {key: self.number(key) for key in GAPS}

    @cached_property
    def compared_with(self) -> tuple[Summary, ...]:
        """The maps that those of the scope are compared with."""
        readable = self.scope.readable_summary
        return (readable,) if self.futures is None else (readable, summed_up(self.futures))

    def counted(
        self,
        question: str,
        names: Collection[str],
        rows: Callable[["GapAnalysis"], Mapping[str, QuerySet[Any]]],
    ) -> dict[str, int]:
        """How many there are of each of `rows`, by name. Kept as long as neither the maps nor what
        they are compared with change; else one query."""

        def add() -> dict[str, int]:
            found = self.scope.added_up(
                question,
                ["counted_as"],
                lambda scope: counted_apart(rows(replace(self, scope=scope)), CHANNELS),
                self.compared_with,
            )
            return by_name(found, names)

        states = (self.scope.state, *(summary.word for summary in self.compared_with))
        return kept((question, self.scope.narrowing), states, add)

    def number(self, key: str) -> Gap:
        """One gap."""
        narrowing = self.scope.narrowing
        untold = {
            "improvements": bool(narrowing.stage),
            "needs": bool(narrowing.stage or narrowing.channel),
        }
        if untold.get(key):
            return Gap(key, None, None)
        return Gap(key, *self.counts_of[key]())

    @property
    def counts_of(self) -> Mapping[str, Callable[[], tuple[int, int]]]:
        return {
            "barriers": lambda: (self.counts["left"], self.counts["asked"]),
            "improvements": self.improvement_counts,
            "channels": lambda: (self.counts["bare_channels"], self.counts["channels"]),
            "stages": lambda: (self.counts["bare_stages"], self.counts["stages"]),
            "needs": lambda: (self.counts["open_needs"], self.counts["needs"]),
            "maps": lambda: (self.counts["without_future"], self.scope.summary.current),
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """All that is counted of entries and maps; no query while it is kept.

        Three queries: PostgreSQL compiles what it takes for long work, which one for everything
        would be, and that takes longer than the work.
        """
        return {
            **self.counted("gaps.lived", self.lived, lambda part: part.lived),
            **self.counted("gaps.promised", self.promises, lambda part: part.promises),
            **self.counted("gaps.channels", CHANNELS, lambda part: part.channels_used),
        }

    @property
    def lived(self) -> dict[str, QuerySet[Any]]:
        """What the maps of today, and those of needs, say and leave open."""
        return {
            "asked": self.barriers_on(self.with_future),
            "left": self.barriers,
            "waiting": self.barriers_on(self.without_future),
            "stages": self.all_stages,
            "bare_stages": self.stages,
            "needs": self.all_needs,
            "open_needs": self.needs,
        }

    @property
    def promises(self) -> dict[str, QuerySet[Any]]:
        """What the maps of the future say, by the reason why it is listed; and who has none."""
        promised = self.promised
        named = promised.filter(Exists(self.names))
        return {
            "improvements": promised,
            UNNAMED: promised.filter(~Exists(self.names)),
            UNKNOWN: named.filter(~Exists(self.seen), journey__isnull=False),
            ANSWERS: promised.filter(Exists(self.names.filter(Exists(self.there)))),
            "without_future": self.without_future,
        }

    @property
    def channels_used(self) -> dict[str, QuerySet[Any]]:
        """The uses of channels, and those of channels that the future forgets."""
        return {
            "channels": self.channel_uses,
            "bare_channels": self.channel_uses.filter(~self.has_card),
        }

    @property
    def waiting_barriers(self) -> int:
        """The barriers of the maps without a future-state map."""
        return self.counts["waiting"]

    @property
    def map_count(self) -> int:
        """How many maps the analysis speaks of."""
        return self.scope.summary.current + self.scope.summary.future

    def improvement_counts(self) -> tuple[int, int]:
        return self.reasons.get(UNNAMED, 0) + self.reasons.get(GONE, 0), sum(self.reasons.values())

    @property
    def reasons(self) -> dict[str, int]:
        """The number of improvements by reason."""
        known = {reason: self.counts[reason] for reason in (UNNAMED, UNKNOWN, ANSWERS)}
        gone = self.counts["improvements"] - sum(known.values())
        return {reason: count for reason, count in {**known, GONE: gone}.items() if count}

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

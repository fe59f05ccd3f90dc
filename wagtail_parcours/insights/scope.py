"""Which maps a report speaks of: those that the person asking may read, each told once.

A map and its translations are one map in several languages. Counted together they would count
twice, so a scope takes each family in one language: the one asked for, where the map exists in
it, else the language that the site added first.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Locale

from ..models.base import base_page_model
from ..models.facets import Facet, JourneyFacet
from ..models.insights import EntryKind, InsightEntry, InsightMap
from .catalogue import without_private
from .keeping import Answer, Summary, kept, summed_up
from .shards import Row, added_up

#: The kinds of entries that name a channel themselves; others belong to a stage that uses some.
WITH_CHANNEL = frozenset(
    {
        EntryKind.TOUCHPOINT,
        EntryKind.FINDING,
        EntryKind.SERVING,
        EntryKind.CARD,
        EntryKind.IMPROVEMENT,
        EntryKind.REMOVES,
    }
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a report was narrowed to; ``""`` and None where everything counts.

    `persona` and `group` are translation keys, `channel` a slug, `stage` the reference of a stage
    of a framework (``"accessible-service/apply"``), `state` ``"current"`` or ``"future"``,
    `framework` a slug. `since` and `until` bound the day on which a map was last published.
    """

    channel: str = ""
    persona: str = ""
    group: str = ""
    stage: str = ""
    state: str = ""
    framework: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Scope:
    """The live maps that the visitor of `request` may read: below `below`, a page or several
    pages, where it is given, the one with the key `only` where that is given.

    Privacy is Wagtail's: who may not open a page of the site sees nothing of it here, in no
    count either. `language` is a language code, the active one by default. `shards` are the parts
    of the maps (see :mod:`.shards`) that are spoken of, all of them by default.
    """

    request: Any
    below: Any = None
    language: str = field(default_factory=lambda: get_language() or "")
    narrowing: Narrowing = field(default_factory=Narrowing)
    only: int | None = None
    shards: frozenset[int] | None = None

    @cached_property
    def readable(self) -> QuerySet[Any]:
        """The live pages that the visitor may read, anywhere on the site."""
        # Whoever reads the page above has been let in to it, but not to what lies below.
        return without_private(base_page_model().objects.live(), self.request)

    @cached_property
    def pages(self) -> QuerySet[Any]:
        """The readable live pages of this scope; not narrowed, not one per family, and other
        pages than maps too."""
        pages = self.readable
        if self.below is not None:
            pages = pages.filter(within(self.below))
        if self.only is not None:
            pages = pages.filter(pk=self.only)
        return pages

    @cached_property
    def maps(self) -> QuerySet[InsightMap]:
        """One row per family of translations, narrowed as asked."""
        return self.narrowed(self.families)

    @cached_property
    def families(self) -> QuerySet[InsightMap]:
        """One row per family of translations.

        The language is chosen before anything is narrowed: a map that was published in March, and
        its translation in May, are not told in two languages for two periods.
        """
        maps = InsightMap.objects.filter(page_id__in=self.pages.values("pk"))
        wanted = Q(locale__language_code=self.language)
        # The families without the language asked for are found by themselves: a condition that
        # is tried on every row makes PostgreSQL expect, and prepare for, far too much work.
        better = maps.filter(wanted | Q(locale_id__lt=OuterRef("locale_id")))
        others = maps.exclude(wanted).exclude(Exists(better.filter(map_key=OuterRef("map_key"))))
        return maps.filter(wanted | Q(pk__in=others.values("pk")))

    def narrowed(self, maps: QuerySet[InsightMap]) -> QuerySet[InsightMap]:
        """Those of `maps` that the report was narrowed to."""
        narrowing = self.narrowing
        if narrowing.state:
            maps = maps.filter(state=narrowing.state)
        if narrowing.framework:
            maps = maps.filter(framework=narrowing.framework)
        if narrowing.since is not None:
            maps = maps.filter(page__last_published_at__date__gte=narrowing.since)
        if narrowing.until is not None:
            maps = maps.filter(page__last_published_at__date__lte=narrowing.until)
        for facet, value in (
            (Facet.PERSONA, narrowing.persona),
            (Facet.TARGET_GROUP, narrowing.group),
        ):
            if value:
                rows = JourneyFacet.objects.filter(facet=facet, value=value)
                maps = maps.filter(page_id__in=rows.values("page_id"))
        return maps

    @cached_property
    def locale_pk(self) -> int:
        """The key of the language asked for; 0, which no language has, when it is not known."""
        found = Locale.objects.filter(language_code=self.language).values_list("pk", flat=True)
        return found.first() or 0

    # -- answers that are kept

    @cached_property
    def summary(self) -> Summary:
        """The maps of this scope in numbers, and in a word. One query."""
        return summed_up(self.maps)

    @property
    def state(self) -> str:
        """What the maps of this scope say, in one word."""
        return self.summary.word

    @cached_property
    def readable_summary(self) -> Summary:
        """All maps that the visitor may read, in every language. One query."""
        return summed_up(InsightMap.objects.filter(page_id__in=self.readable.values("pk")))

    @property
    def readable_state(self) -> str:
        """What all maps say that the visitor may read, in one word."""
        return self.readable_summary.word

    def kept(self, question: str, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question about the maps of this scope and their entries; see `kept`."""
        return kept((question, self.narrowing), (self.state,), answer)

    def part(self, shards: Collection[int]) -> "Scope":
        """The same for some parts of the maps.

        Which maps those are is looked up once: every question about them is then a short one. Two
        queries; none for all parts, which is this scope itself.
        """
        asked = frozenset(shards)
        if asked == self.summary.words.keys():
            return self
        if asked not in self._parts:
            part = replace(self, shards=asked)
            maps = self.maps.filter(shard__in=asked).values_list("pk", flat=True)
            readable = InsightMap.objects.filter(
                page_id__in=self.readable.values("pk"), shard__in=asked
            ).values_list("page_id", flat=True)
            part.__dict__["maps"] = InsightMap.objects.filter(pk__in=list(maps))
            part.__dict__["readable"] = base_page_model().objects.filter(pk__in=list(readable))
            self._parts[asked] = part
        return self._parts[asked]

    @cached_property
    def _parts(self) -> dict[frozenset[int], "Scope"]:
        return {}

    def added_up(
        self,
        question: str,
        by: Collection[str],
        rows: Callable[["Scope"], Iterable[Row]],
        beside: Collection[Summary] = (),
    ) -> list[Row]:
        """Numbers of all maps of this scope, added up from those of its parts; see `added_up`.

        `rows` counts those of a part of this scope. `beside` sums up other maps that the answer
        depends on: those of the same journeys.
        """
        return added_up(
            (question, self.narrowing),
            self.words(beside),
            by,
            lambda shards: rows(self.part(shards)),
        )

    def words(self, beside: Collection[Summary] = ()) -> dict[int, tuple[str, ...]]:
        """What the maps of each part say, and those `beside` in the same part."""
        return {
            shard: (word, *(other.words.get(shard, "none") for other in beside))
            for shard, word in self.summary.words.items()
        }

    def entries(self, *kinds: EntryKind | str, maps: Any = None) -> QuerySet[InsightEntry]:
        """The entries of these kinds on the maps of this scope, narrowed as asked.

        `maps` are some of those maps, all of them by default. Of a channel are the entries that
        name it; of kinds that name none, those of the stages where something else names it. Kinds
        that know neither channel nor stage have no entry left in a scope that is narrowed to one.
        """
        told = self.maps if maps is None else maps
        entries = InsightEntry.objects.filter(kind__in=kinds, page_id__in=told.values("page_id"))
        if self.shards is not None:
            # Their maps say so too, but the entries of a part are found faster by themselves.
            entries = entries.filter(shard__in=self.shards)
        return self.narrowed_entries(entries, kinds)

    def narrowed_entries(
        self, entries: QuerySet[InsightEntry], kinds: Iterable[EntryKind | str]
    ) -> QuerySet[InsightEntry]:
        """Those of `entries`, which are of these kinds, that the report was narrowed to."""
        narrowing = self.narrowing
        if narrowing.channel:
            entries = entries.filter(of_channel(narrowing.channel, kinds))
        if narrowing.stage:
            entries = entries.filter(framework_stage=narrowing.stage)
        return entries


def within(below: Any) -> Q:
    """What narrows pages to those below a page or below one of several, themselves included."""
    pages = below if isinstance(below, list | tuple) else [below]
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(path__startswith=page.path)
    return found


def of_channel(channel: str, kinds: Iterable[EntryKind | str]) -> Q | Exists:
    """What narrows entries of these kinds to one channel."""
    named = Q(channel=channel)
    others = set(kinds) - WITH_CHANNEL
    if not others:
        return named
    there = Exists(
        InsightEntry.objects.filter(
            page_id=OuterRef("page_id"), stage=OuterRef("stage"), channel=channel
        ).exclude(stage="")
    )
    return there if not WITH_CHANNEL & set(kinds) else named | (Q(kind__in=others) & there)

"""What a map, or a project, adds up to for its readers: numbers, and the entries behind them.

The numbers are those of the reports; here they lead to the places on the maps. Every list is that
of one map, so none of them is cut.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from ..insights.gap_kinds import GAP_LABELS, UNKNOWN, Gap
from ..insights.gaps import GapAnalysis
from ..insights.matrix import (
    EFFECT_WORDS,
    QUADRANTS,
    CrossMatrix,
    cross_matrix,
    known_effect,
    reason_of,
    worst_first,
)
from ..insights.scope import Scope
from ..insights.wording import describe_finding, describe_improvement
from ..models import EntryKind, InsightEntry, InsightMap, channels_by_slug
from ..rendering.entries import locate
from ..rendering.languages import NOTHING, TextLanguages, language_attributes
from ..rendering.matrix import MatrixView, matrix_view

DESCRIBE = {EntryKind.FINDING: describe_finding, EntryKind.IMPROVEMENT: describe_improvement}
QUADRANT_BY_PAIR = {(quadrant.client, quadrant.employee): quadrant for quadrant in QUADRANTS}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as readers see it. Attributes of language are for the elements of each text.

    `answers` are the improvements that remove a barrier.
    """

    text: str
    url: str
    kind: str = ""
    stage: str = ""
    channel: str = ""
    weight: tuple[str, ...] = ()
    language: SafeString = NOTHING
    stage_language: SafeString = NOTHING
    channel_language: SafeString = NOTHING
    answers: tuple["Told", ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """The findings of a quadrant, or those that stand in none for one reason."""

    anchor: str
    label: str
    findings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One gap: its number, out of how many, and what it counts.

    `sentence` says what the number alone would not; `nothing` stands in place of an empty list.
    """

    key: str
    label: str
    count: int
    total: int
    entries: tuple[Told, ...]
    sentence: str = ""
    nothing: str = ""

    @property
    def anchor(self) -> str:
        return f"gap-{self.key}"


@dataclass(frozen=True, slots=True)
class MapAnalysis:
    """What the page's template prints. `other` is the map that a future one starts from."""

    here: str
    language: SafeString
    matrix: MatrixView | None
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    answered: tuple[Told, ...] = ()
    other: Any = None
    other_url: str = ""
    other_language: SafeString = NOTHING

    @property
    def says_nothing(self) -> bool:
        return self.matrix is None and not self.sections


def map_analysis(page: Any, request: Any) -> MapAnalysis:
    """What a live map adds up to for the visitor of `request`.

    The number of queries does not grow with what the map holds.
    """
    kind = FutureAnalyst if page.journey_state == "future" else CurrentAnalyst
    return kind(page, request).analysis()


def shown_page(page: Any) -> Any:
    """The page whose words are read: an alias shows another one, and is in no index."""
    seen = set()
    while page.alias_of_id is not None and page.pk not in seen:
        seen.add(page.pk)
        page = page.alias_of
    return page


class Analyst:
    """Counts one map and puts it into words, in the language of its page."""

    def __init__(self, page: Any, request: Any) -> None:
        self.page, self.request = page, request
        self.language = page.locale.language_code
        self.languages = TextLanguages(self.language)
        self.scope = Scope(request, language=self.language, only=shown_page(page).pk)
        self.gaps = GapAnalysis(self.scope)

    def analysis(self) -> MapAnalysis:
        matrix = cross_matrix(self.scope)
        findings = list(worst_first(self.scope.entries(EntryKind.FINDING)))
        rows = self.rows()
        answers = self.answers(findings)
        every = [*findings, *(row for found in rows.values() for row in found)]
        every += [row for found in answers.values() for row in found]
        told = self.told(every)
        sections = (
            self.section(key, [told[id(row)] for row in found]) for key, found in rows.items()
        )
        answered = tuple(
            replace(
                told[id(row)],
                answers=tuple(told[id(answer)] for answer in answers[row.entry]),
            )
            for row in findings
            if row.entry in answers
        )
        return MapAnalysis(
            self.page.get_url(self.request) or "",
            language_attributes(self.language),
            self.matrix_view(matrix) if matrix.total else None,
            tuple(self.cells(matrix, findings, told)),
            # What a map has nothing of is not missing anything.
            tuple(section for section in sections if section.total),
            answered,
            **self.other_map(),
        )

    # -- for each kind of map

    @abstractmethod
    def rows(self) -> dict[str, list[InsightEntry]]:
        """What each gap of this kind of map lists, in the order of the page."""

    def number(self, key: str) -> Gap:
        return self.gaps.number(key)

    def answers(self, findings: Sequence[InsightEntry]) -> Mapping[str, list[InsightEntry]]:
        return {}

    def other_map(self) -> dict[str, Any]:
        return {}

    def sentence(self, key: str) -> str:
        """What has to be said beside the number of a gap."""
        return ""

    # -- words

    def section(self, key: str, told: list[Told]) -> Section:
        gap = self.number(key)
        nothing = {
            "barriers": gettext("An improvement removes each of them."),
            "improvements": gettext("Each improvement removes a barrier of today."),
            "channels": gettext("Each channel in use has its card."),
            "stages": gettext("Each stage has evidence."),
            "needs": gettext("Something answers each need."),
        }
        return Section(
            key,
            str(GAP_LABELS[key]),
            gap.count or 0,
            gap.total or 0,
            tuple(told),
            self.sentence(key),
            nothing.get(key, ""),
        )

    def matrix_view(self, matrix: CrossMatrix) -> MatrixView:
        """The matrix with its numbers leading to the lists on the same page."""
        anchors = {quadrant.key for quadrant in QUADRANTS} | {one.key for one in matrix.beside}
        pairs = {cell["key"]: one.key for one in matrix.beside for cell in one.cells}

        def address(key: str) -> str:
            shown = pairs.get(key, key)
            return f"#cell-{shown}" if shown in anchors else "#parcours-findings"

        return matrix_view(matrix, EFFECT_WORDS, address)

    def cells(
        self, matrix: CrossMatrix, findings: list[InsightEntry], told: Mapping[int, Told]
    ) -> Iterable[Cell]:
        """The findings of each quadrant by priority, then those beside, each once."""
        found: dict[str, list[Told]] = {}
        for row in findings:
            pair = known_effect(row.effect_client), known_effect(row.effect_employee)
            quadrant = QUADRANT_BY_PAIR.get(pair)
            key = quadrant.key if quadrant is not None else reason_of(pair)
            found.setdefault(key, []).append(told[id(row)])
        for quadrant in QUADRANTS:
            if quadrant.key in found:
                label = gettext("%(name)s: %(effects)s") % {
                    "name": quadrant.name,
                    "effects": quadrant.label,
                }
                yield Cell(f"cell-{quadrant.key}", label, tuple(found[quadrant.key]))
        for beside in matrix.beside:
            yield Cell(f"cell-{beside.key}", str(beside.label), tuple(found[beside.key]))

    @cached_property
    def channels(self) -> Mapping[str, Any]:
        return channels_by_slug(self.language)

    def told(self, rows: Iterable[Any]) -> dict[int, Told]:
        """The words of each row, by its identity in memory."""
        found = list(rows)
        locate(found, self.request)
        return {id(row): self.tell(row) for row in found}

    def tell(self, row: Any) -> Told:
        describe = DESCRIBE.get(EntryKind(row.kind)) if row.kind else None
        if describe is not None:
            describe(row)
        channel = self.channels.get(row.channel)
        name = channel.name if channel is not None else row.channel
        of_channel = NOTHING
        if channel is not None:
            of_channel = self.languages.other(channel.locale.language_code)
        if not row.kind:
            # A channel of a map, which has no words but its name.
            return Told(name, row.url, language=of_channel)
        reason = getattr(row, "reason_label", "")
        is_need = row.kind == EntryKind.NEED
        return Told(
            row.text,
            row.url,
            getattr(row, "kind_label", ""),
            "" if row.kind == EntryKind.STAGE else row.stage_name,
            name,
            (reason,) if reason else tuple(getattr(row, "weight", ())),
            self.languages.other(row.language),
            NOTHING if is_need else self.languages.other(row.stage_language),
            of_channel,
        )


def channel_rows(gaps: GapAnalysis) -> list[InsightEntry]:
    """A nameless entry for each channel without a card, to be told like the others."""
    return [InsightEntry(page_id=row["page_id"], channel=row["channel"]) for row in gaps.channels]


class CurrentAnalyst(Analyst):
    """A current-state map: its findings, and what the future-state maps do about them."""

    @cached_property
    def is_answered(self) -> bool:
        return self.gaps.with_future.exists()

    def rows(self) -> dict[str, list[InsightEntry]]:
        always = {"stages": list(self.gaps.stages), "needs": list(self.gaps.needs)}
        if not self.is_answered:
            return {"maps": list(worst_first(self.gaps.barriers_on(self.gaps.current))), **always}
        barriers = list(self.gaps.barriers)
        return {"barriers": barriers, "channels": channel_rows(self.gaps), **always}

    def number(self, key: str) -> Gap:
        if key == "maps":
            return Gap(key, self.gaps.waiting_barriers, self.gaps.waiting_barriers)
        return super().number(key)

    def section(self, key: str, told: list[Told]) -> Section:
        section = super().section(key, told)
        if key != "maps":
            return section
        return replace(
            section,
            label=gettext("Barriers and pain points that wait for a future-state map"),
            sentence=gettext("No published future-state map starts from this map yet."),
        )

    def answers(self, findings: Sequence[InsightEntry]) -> Mapping[str, list[InsightEntry]]:
        return self.gaps.removals(findings) if self.is_answered else {}


class FutureAnalyst(Analyst):
    """A future-state map: what it leaves open of today, and which of its promises hang in the
    air. Other future-state maps of the same journey are left out: this page is about one."""

    @cached_property
    def own_map(self) -> InsightMap | None:
        return self.scope.maps.first()

    @cached_property
    def today(self) -> InsightMap | None:
        """The current-state map that it starts from, if the visitor may read it; in the language
        of the page where it is published in it."""
        if self.own_map is None or self.own_map.current_key is None:
            return None
        found = InsightMap.objects.filter(
            state="current",
            map_key=self.own_map.current_key,
            page_id__in=self.scope.readable.values("pk"),
        ).select_related("page__locale")
        wanted = self.scope.locale_pk
        return min(found, key=lambda row: (row.locale_id != wanted, row.locale_id), default=None)

    @cached_property
    def gaps_of_today(self) -> GapAnalysis | None:
        if self.today is None or self.own_map is None:
            return None
        scope = Scope(self.request, language=self.language, only=self.today.page_id)
        futures = InsightMap.objects.filter(
            map_key=self.own_map.map_key, page_id__in=self.scope.readable.values("pk")
        )
        return GapAnalysis(scope, futures)

    def rows(self) -> dict[str, list[InsightEntry]]:
        own = {"improvements": list(self.gaps.improvements)}
        needs = {"needs": list(self.gaps.needs)}
        today = self.gaps_of_today
        if today is None:
            return {**own, **needs}
        barriers = {"barriers": list(today.barriers)}
        return {**barriers, **own, "channels": channel_rows(today), **needs}

    def number(self, key: str) -> Gap:
        today = self.gaps_of_today
        if key in {"barriers", "channels"} and today is not None:
            return today.number(key)
        return super().number(key)

    def sentence(self, key: str) -> str:
        count = self.gaps.reasons.get(UNKNOWN, 0) if key == "improvements" else 0
        if not count:
            return ""
        return ngettext(
            "%(count)d more names barriers of a map that is not there for you.",
            "%(count)d more name barriers of maps that are not there for you.",
            count,
        ) % {"count": count}

    def other_map(self) -> dict[str, Any]:
        if self.today is None:
            return {}
        page = self.today.page
        return {
            "other": page,
            "other_url": page.get_url(self.request) or "",
            "other_language": self.languages.other(page.locale.language_code),
        }

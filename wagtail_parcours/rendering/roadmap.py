"""How far the improvements of a published map are, for its readers.

The items come in one query for a whole page. Their words are those of people who follow the
roadmap; what an improvement says is on the page already.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..journeys.model import Improvement, ImprovementCard
from ..models.base import base_page_model
from ..models.maps import FutureStateMapMixin
from ..models.roadmap import RoadmapItem, RoadmapState, improvement_key
from .languages import NOTHING, TextLanguages
from .marks import line_mark

RING = "M0-9a9 9 0 1 1 0 18 9 9 0 0 1 0-18z"
#: What stands beside the word of each state. None of them points to a side.
STATE_SHAPES = {
    RoadmapState.PLANNED: RING,
    RoadmapState.UNDER_WAY: f"{RING}M0-3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    RoadmapState.BLOCKED: f"{RING}M-5 0h10",
    RoadmapState.DONE: "M-8 0-2.5 6 8-6",
    RoadmapState.DROPPED: "M-6-6 6 6M6-6-6 6",
}
OVERDUE_SHAPE = "M0-9 10 9h-20zM0-3v6M0 6v.5"


def state_mark(state: str) -> SafeString:
    """The shape of a state; its word stands beside it."""
    return line_mark(STATE_SHAPES[RoadmapState(state)])


def overdue_mark() -> SafeString:
    return line_mark(OVERDUE_SHAPE)


@dataclass(frozen=True, slots=True)
class Count:
    """So many improvements are in this state."""

    state: str
    label: str
    number: int

    @property
    def mark(self) -> SafeString:
        return state_mark(self.state)

    @property
    def words(self) -> str:
        return _("%(name)s: %(number)d") % {"name": self.label, "number": self.number}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a map, or a project, is. `counts` leaves out the states that nothing is in."""

    total: int
    done: int
    overdue: int
    counts: tuple[Count, ...]

    @property
    def sentence(self) -> str:
        return ngettext(
            "%(done)d of %(total)d improvement is done.",
            "%(done)d of %(total)d improvements are done.",
            self.total,
        ) % {"done": self.done, "total": self.total}

    @property
    def overdue_sentence(self) -> str:
        """``""`` when nothing is late."""
        if not self.overdue:
            return ""
        return ngettext(
            "%(count)d is past its target date.",
            "%(count)d are past their target date.",
            self.overdue,
        ) % {"count": self.overdue}

    @property
    def overdue_mark(self) -> SafeString:
        return overdue_mark()


def progress_of(items: Iterable[RoadmapItem]) -> Progress | None:
    """The numbers of these items, withdrawn ones left out; None when there are none."""
    kept = [item for item in items if not item.withdrawn]
    if not kept:
        return None
    numbers = dict.fromkeys(RoadmapState, 0)
    for item in kept:
        numbers[RoadmapState(item.state)] += 1
    return Progress(
        total=len(kept),
        done=numbers[RoadmapState.DONE],
        overdue=sum(item.is_overdue for item in kept),
        counts=tuple(
            Count(state.value, str(state.label), number)
            for state, number in numbers.items()
            if number
        ),
    )


# -- a map


def progress_view(parts: Iterable[Any], items: Mapping[str, RoadmapItem]) -> Progress | None:
    """The numbers for the improvements that a page shows; None when none is on the roadmap."""
    if not items:
        return None
    keys = {
        improvement_key(entry.id)
        for part in parts
        if isinstance(part, ImprovementCard)
        for entry in part.improvements
    }
    return progress_of(items[key] for key in sorted(keys & items.keys()))


def items_shown(page: Any) -> dict[str, RoadmapItem]:
    """The items of a future-state map that is being served, by improvement. One query.

    A preview and a version in the records show none: progress is no part of what was signed.
    """
    if not isinstance(page, FutureStateMapMixin) or getattr(page, "served_version", None) is None:
        return {}
    source, seen = page, set()
    while source.alias_of_id is not None and source.pk not in seen:
        seen.add(source.pk)
        # The languages of its texts have been asked for: it is here already.
        source = source.alias_of
    items = RoadmapItem.objects.filter(map_key=source.translation_key)
    return {item.improvement: item for item in items}


def improvement_progress(
    entry: Improvement, item: RoadmapItem | None, sources: Any
) -> dict[str, Any] | None:
    """What the card says of one improvement; None when it is not on the roadmap."""
    if item is None or item.withdrawn:
        return None
    moved = item.is_open and item.due is not None and item.due.isoformat() != entry.due
    note = item.progress.strip()
    return {
        "state": item.state,
        "label": item.get_state_display(),
        "mark": state_mark(item.state),
        "overdue": _("Overdue") if item.is_overdue else "",
        "overdue_mark": overdue_mark() if item.is_overdue else "",
        "note": note,
        "note_language": note_attributes(item, sources.languages) if note else NOTHING,
        "indicator": other_indicator(entry, item, sources),
        # The card shows the date that was signed.
        "expected": date_format(item.due, "DATE_FORMAT") if moved and item.due else "",
        "expected_iso": item.due.isoformat() if moved and item.due else "",
    }


def other_indicator(entry: Improvement, item: RoadmapItem, sources: Any) -> Any:
    """The indicator that the item is linked to, unless the card shows it as the one signed."""
    if item.indicator == entry.indicator:
        return None
    return sources.roadmap_indicators.get(item.indicator) or sources.indicators.get(item.indicator)


def note_attributes(item: RoadmapItem, languages: TextLanguages) -> SafeString:
    """The language of a note where it is not that of the page, else the way it was typed."""
    return languages.other(item.progress_language) or languages.as_written(item.progress)


# -- several maps


@dataclass(frozen=True, slots=True)
class MapProgress:
    """One map of a project, with its numbers."""

    page: Any
    progress: Progress


def maps_progress(pages: Iterable[Any]) -> tuple[Progress | None, list[MapProgress]]:
    """The numbers of all these maps together, and those of each that has a roadmap.

    `pages` are rows of the base page model that the reader may read. One query, one more when
    there are aliases; a map that occurs twice counts once.
    """
    pages = list(pages)
    keys = map_keys(pages)
    items: dict[uuid.UUID, list[RoadmapItem]] = {}
    if keys:
        found = RoadmapItem.objects.filter(map_key__in=set(keys.values()), withdrawn=False)
        for item in found.defer("text", "progress"):
            items.setdefault(item.map_key, []).append(item)
    each = [
        MapProgress(page, progress)
        for page in pages
        if (progress := progress_of(items.get(keys[page.pk], ()))) is not None
    ]
    return progress_of(item for rows in items.values() for item in rows), each


def map_keys(pages: list[Any]) -> dict[int, uuid.UUID]:
    """The key of the map that each page shows, by primary key: an alias shows its source."""
    keys = {page.pk: page.translation_key for page in pages}
    sources = {page.pk: page.alias_of_id for page in pages if page.alias_of_id is not None}
    if sources:
        rows = base_page_model().objects.filter(pk__in=set(sources.values()))
        known = dict(rows.values_list("pk", "translation_key"))
        keys |= {pk: known[source] for pk, source in sources.items() if source in known}
    return keys

"""What the two sides of a conflict changed, cell by cell, and which of them changed what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...governance.sealing import sealed_content
from ...journeys import JourneyFormatError, SealedContent
from ...journeys.comparison import Change, compare_journeys
from ...models import JourneyMapMixin
from ..review.changes import KINDS, heading, names, texts
from ..review.differing import Piece, differing_words
from ..review.wording import Wording
from .versions import Versions

MINE, THEIRS, BOTH, SAME, EITHER = "mine", "theirs", "both", "same", "either"

#: Who changed a cell. Without the version that both started from, nobody can tell.
SIDES: dict[str, str | Promise] = {
    MINE: gettext_lazy("Only you"),
    THEIRS: gettext_lazy("Only the other version"),
    BOTH: gettext_lazy("Both, differently"),
    SAME: gettext_lazy("Both, alike"),
    EITHER: gettext_lazy("They differ"),
}

#: The fields of a page that its journey tells.
JOURNEY_FIELDS = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one version says: in pieces of text, or as markup that Wagtail made.

    `note` says in a word what was done: added, removed, moved.
    """

    pieces: tuple[Piece, ...] = ()
    html: SafeString | str = ""
    note: str = ""
    details: tuple[tuple[str, str], ...] = ()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One place where the versions differ; `before` is what stood there before both changed it."""

    side: str
    label: str
    mine: Cell
    theirs: Cell
    before: str = ""

    @property
    def side_label(self) -> str:
        return str(SIDES[self.side])


@dataclass(slots=True)
class Group:
    """The differences of one part of the map."""

    heading: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences, and whether everything could be compared."""

    groups: tuple[Group, ...] = ()
    complete: bool = True

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    def count(self, side: str) -> int:
        return sum(row.side == side for row in self.rows)


def differences_of(versions: Versions) -> Differences:
    """Where mine and theirs differ from what both started from, or from each other."""
    groups: dict[tuple[str, ...], Group] = {}
    complete = True
    if isinstance(versions.instance, JourneyMapMixin):
        try:
            for key, name, row in journey_rows(versions):
                groups.setdefault(key, Group(name)).rows.append(row)
        except JourneyFormatError:
            # What was posted cannot be read as a journey; the form's errors say why.
            complete = False
    rows = list(field_rows(versions))
    if rows:
        groups["field",] = Group(_("Other fields"), rows)
    return Differences(tuple(groups.values()), complete)


def journey_rows(versions: Versions) -> Iterator[tuple[tuple[str, ...], str, Row]]:
    """The differences of the journey: the key and the heading of their group, and the row."""
    mine, theirs = sealed_content(versions.mine), sealed_content(versions.theirs)
    base = sealed_content(versions.base) if versions.base is not None else None
    contents = [content for content in (base, theirs, mine) if content is not None]
    wording = Wording.of(type(versions.instance), *contents)
    pairs = paired_changes(base, mine, theirs)
    for change, ours, others in pairs:
        key = (change.place.area, change.place.part, change.place.key)
        yield key, heading(change.place, wording), row_of(change, ours, others, wording, base)


Pair = tuple[Change, Change | None, Change | None]


def paired_changes(
    base: SealedContent | None, mine: SealedContent, theirs: SealedContent
) -> list[Pair]:
    """For each place that changed: one change to name it by, then mine and theirs."""
    if base is None:
        return [(change, change, None) for change in compare_journeys(theirs.journey, mine.journey)]
    ours = {key_of(change): change for change in compare_journeys(base.journey, mine.journey)}
    others = {key_of(change): change for change in compare_journeys(base.journey, theirs.journey)}
    return [
        (ours.get(key) or others[key], ours.get(key), others.get(key)) for key in {**ours, **others}
    ]


def key_of(change: Change) -> tuple[str, ...]:
    """The place of a change, without what a version may call it."""
    place = change.place
    moved = "moved" if change.kind == "moved" else ""
    keys = (place.area, place.part, place.key, place.stage_key, place.lane, place.entry)
    return (*keys, place.field, change.entry_id, moved)


def row_of(
    change: Change,
    ours: Change | None,
    others: Change | None,
    wording: Wording,
    base: SealedContent | None,
) -> Row:
    label = " › ".join(names(change, wording))
    if base is None:
        old, new = differing_words(*texts(change, wording))
        return Row(EITHER, label, Cell(new, note=note_of(change)), Cell(old))
    side = side_of(ours, others)
    if ours is not None and others is not None and side == BOTH:
        before, mine = texts(ours, wording)
        # What matters here is how the two differ from each other.
        old, new = differing_words(texts(others, wording)[1], mine)
        return Row(
            side, label, Cell(new, note=note_of(ours)), Cell(old, note=note_of(others)), before
        )
    return Row(side, label, cell_of(ours, others, wording), cell_of(others, ours, wording))


def side_of(ours: Change | None, others: Change | None) -> str:
    if ours is None or others is None:
        return MINE if others is None else THEIRS
    alike = (ours.kind, ours.after, ours.details) == (others.kind, others.after, others.details)
    return SAME if alike else BOTH


def cell_of(change: Change | None, other: Change | None, wording: Wording) -> Cell:
    """What a side says now; where it changed nothing, what was there before."""
    if change is None:
        before = texts(other, wording)[0] if other is not None else ""
        return Cell((Piece(before),) if before else (), unchanged=True)
    before, after = texts(change, wording)
    return Cell(differing_words(before, after)[1], note=note_of(change))


def note_of(change: Change) -> str:
    return "" if change.kind == "changed" else str(KINDS[change.kind])


def field_rows(versions: Versions) -> Iterator[Row]:
    """The differences of all that is no part of the journey, as Wagtail compares it."""
    told = JOURNEY_FIELDS | getattr(versions.instance, "journey_fields", frozenset())
    if not isinstance(versions.instance, JourneyMapMixin):
        told = frozenset()
    for comparison in comparisons(versions):
        theirs, mine, base = versions.theirs, versions.mine, versions.base
        between = comparison(theirs, mine)
        if field_name(between) in told:
            continue
        label = capfirst(str(between.field_label()))
        if base is None:
            if between.has_changed():
                yield Row(EITHER, label, Cell(html=between.htmldiff()), shown(comparison, theirs))
            continue
        ours, others = comparison(base, mine), comparison(base, theirs)
        if ours.has_changed() or others.has_changed():
            side = side_of_field(ours, others, between)
            yield Row(side, label, cell_of_field(ours), cell_of_field(others))


def comparisons(versions: Versions) -> Sequence[Any]:
    """Wagtail's comparisons of the fields that this person sees in the form."""
    panel = versions.edit_handler.get_bound_panel(
        instance=versions.mine, request=versions.request, form=versions.form
    )
    return list(panel.get_comparison())


def field_name(comparison: Any) -> str:
    compared = getattr(comparison, "field", None)
    return compared.name if isinstance(compared, Field) else ""


def side_of_field(ours: Any, others: Any, between: Any) -> str:
    if not others.has_changed():
        return MINE
    if not ours.has_changed():
        return THEIRS
    return BOTH if between.has_changed() else SAME


def cell_of_field(comparison: Any) -> Cell:
    return Cell(html=comparison.htmldiff(), unchanged=not comparison.has_changed())


def shown(comparison: Any, instance: Any) -> Cell:
    return Cell(html=comparison(instance, instance).htmldiff())

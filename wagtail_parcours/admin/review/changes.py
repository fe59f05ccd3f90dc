"""What changed between two versions of a map, in words, grouped by where it changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ...journeys import SealedContent
from ...journeys.comparison import Change, compare
from .differing import Piece, differing_words
from .vocabulary import SHOWN
from .wording import Wording, shortened

KINDS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "changed": gettext_lazy("Changed"),
    "moved": pgettext_lazy("kind of change", "Moved"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: its kind, where it is within its group, and both texts in pieces."""

    kind: str
    kind_label: str
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the details are those of a thing that is there now."""
        return self.kind == "added"

    @property
    def gone(self) -> bool:
        return self.kind == "removed"


@dataclass(slots=True)
class ChangeGroup:
    """The changes of one part of the map, or of one thing that it shows."""

    heading: str
    rows: list[ChangeRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change between two versions; false when there is none."""

    groups: tuple[ChangeGroup, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def number(self) -> int:
        return sum(number for _kind, number in self.counts)

    @property
    def sentence(self) -> str:
        """How many changes there are, and of which kinds."""
        number = self.number
        kinds = ", ".join(
            _("%(kind)s: %(number)d") % {"kind": KINDS[kind], "number": count}
            for kind, count in self.counts
        )
        return ngettext(
            "%(number)d change (%(kinds)s)", "%(number)d changes (%(kinds)s)", number
        ) % {"number": number, "kinds": kinds}

    def __bool__(self) -> bool:
        return bool(self.groups)


def changes_between(old: SealedContent, new: SealedContent, model: Any) -> Changes:
    """The changes from `old` to `new`; `model` is the page type, which names its blocks."""
    found = compare(old, new)
    wording = Wording.of(model, old, new)
    groups: dict[tuple[str, ...], ChangeGroup] = {}
    for change in found:
        place = change.place
        key = (place.area, place.part, place.key)
        if key not in groups:
            groups[key] = ChangeGroup(heading(place, wording))
        groups[key].rows.append(row(change, wording))
    counted = Counter(change.kind for change in found)
    counts = tuple((kind, counted[kind]) for kind in KINDS if counted[kind])
    return Changes(tuple(groups.values()), counts)


def heading(place: Any, wording: Wording) -> str:
    """What a group of changes is about."""
    if place.area == "head":
        return _("Title and introduction")
    if place.area == "page":
        return _("Page")
    if place.area == "shown":
        kind, title = str(SHOWN.get(place.part, place.part)), place.title
    else:
        kind, title = wording.part(place.part), wording.title(place.part, place.title)
    if not title:
        return kind
    return _("%(kind)s “%(name)s”") % {"kind": kind, "name": title}


def row(change: Change, wording: Wording) -> ChangeRow:
    place = change.place
    before, after = texts(change, wording)
    pieces = differing_words(before, after)
    return ChangeRow(
        kind=change.kind,
        kind_label=str(KINDS[change.kind]),
        # Where the evidence lane holds a piece of evidence, one of the two names is enough.
        label=" › ".join(dict.fromkeys(names(change, wording))),
        before=pieces[0],
        after=pieces[1],
        details=tuple(
            (
                wording.field(Named(place.area, place.part, name)),
                wording.value(place, name, text),
            )
            for name, text in change.details
            if name != "id" and change.kind != "moved"
        ),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """As much of a place as the name of a field depends on."""

    area: str
    part: str
    field: str
    lane: str = ""


def texts(change: Change, wording: Wording) -> tuple[str, str]:
    """Both texts of a change, in words."""
    if change.kind == "moved":
        return (
            _("Position %(number)s") % {"number": change.before},
            _("Position %(number)s") % {"number": change.after},
        )
    name = change.place.field or whole_field(change.place)
    return (
        wording.value(change.place, name, change.before),
        wording.value(change.place, name, change.after),
    )


def whole_field(place: Any) -> str:
    """The field whose text stands for a part or an entry as a whole."""
    if place.entry == "reality" or (place.part == "channel_improvement" and not place.entry):
        return "channel"
    if place.entry == "indicator":
        return "indicator"
    if place.part == "persona_profile":
        return "persona"
    if place.part == "text" and not place.entry:
        return "html"
    return ""


def names(change: Change, wording: Wording) -> Iterator[str]:
    """Where a change is within its group: stage, lane, entry, field."""
    place = change.place
    if place.stage or place.stage_key:
        yield place.stage or _("Stage without a name")
    if place.lane:
        yield wording.lane(place.lane)
    if place.entry:
        yield wording.entry(place.entry, change.entry_id, place.field)
    if place.field:
        yield wording.field(place)
    elif change.kind == "moved" and change.details:
        field, text = change.details[0]
        yield shortened(wording.value(place, field, text))
    if not (place.stage or place.stage_key or place.lane or place.entry or place.field):
        yield _("As a whole")

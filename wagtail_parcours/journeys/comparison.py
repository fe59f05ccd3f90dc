"""What changed between two versions of a map, cell by cell.

The comparison walks the canonical form, so nothing that the form holds is passed over: two
contents are without a change if and only if their canonical texts are equal. It tells places by
keys (the kind of a part, a lane, a field), which whoever shows them to a person translates.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from .canonical import encoded
from .model import Journey
from .pairing import IDENTITY, TAG, Entry, paired
from .sealed import SealedContent, normal

Kind: TypeAlias = Literal["added", "removed", "changed", "moved"]
Area: TypeAlias = Literal["head", "page", "part", "shown"]

#: Lists of entries inside a part, by their key, with the word for one entry.
ENTRIES = {
    "stages": "stage",
    "realities": "reality",
    "improvements": "improvement",
    "touchpoints": "touchpoint",
    "findings": "finding",
    "evidence": "evidence",
    "serving": "serving",
    "indicators": "indicator",
    "guesswork": "guesswork",
    "risks": "risk",
    "needs": "need",
    "initiatives": "initiative",
}
#: Those of them that are lanes of a stage.
ENTRY_LANES = frozenset(
    {"touchpoints", "findings", "evidence", "serving", "indicators", "guesswork", "risks"}
)
#: Groups of fields that are lanes of a stage.
GROUP_LANES = frozenset({"experience", "employee_experience"})

#: The field that says best which part or entry is meant.
HEADLINES = {
    "persona_profile": "persona",
    "stage_table": "title",
    "channel_improvement": "channel",
    "evidence": "text",
    "text": "html",
    "image": "alt",
    "document": "title",
    "callout": "title",
    "unknown": "type",
    "stage": "name",
    "reality": "channel",
    "improvement": "text",
    "touchpoint": "text",
    "finding": "text",
    "serving": "who",
    "indicator": "indicator",
    "guesswork": "text",
    "risk": "text",
    "needs": "title",
    "need": "text",
    "initiative": "text",
}
#: The same for what is shown from elsewhere; the others are called by their name.
SHOWN_HEADLINES = {"current_map": "title", "barrier": "text", "document": "title"}
#: Kinds of part whose headline is long or shown anyway, and says nothing as a title.
UNTITLED = frozenset({"text", "evidence"})
#: The order in which what is shown from elsewhere is told; other kinds follow.
SHOWN_ORDER = ("persona", "target_group", "channel", "indicator", "current_map", "barrier")

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change is, in keys; ``""`` for what does not apply.

    ``area`` says which of four: the ``head`` of the journey (title, summary …), another text of
    the ``page``, a ``part`` of the journey, or a thing ``shown`` from elsewhere. ``part`` is the
    kind of part or thing, ``key`` its id or key, ``title`` what it is called (a title, the slug
    of a channel, the key of a persona). In a stage table, ``stage`` and ``stage_key`` name the
    stage and ``lane`` the lane. ``entry`` is the kind of a single entry, such as
    ``"touchpoint"``. ``field`` is the key of a field, ``""`` for the whole thing.
    """

    area: Area
    part: str = ""
    key: str = ""
    title: str = ""
    stage: str = ""
    stage_key: str = ""
    lane: str = ""
    entry: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``after`` are texts, ``""`` where there was nothing.

    Of something that moved they are its places in the list, counted from 1. ``entry_id`` is the
    id of the part, stage or entry concerned. ``details`` are the other fields of a thing that
    was added or removed as a whole, as (field, text); of one that moved, its headline.
    """

    kind: Kind
    place: Place
    before: str = ""
    after: str = ""
    entry_id: str = ""
    details: tuple[tuple[str, str], ...] = ()


def compare(old: SealedContent, new: SealedContent) -> tuple[Change, ...]:
    """Every difference between two sealed contents, in the reading order of the new one.

    Raises ``JourneyFormatError`` for a journey that cannot take the canonical form.
    """
    page = Place("page")
    return (
        *_journey_changes(old.journey, new.journey),
        *_fields_changed(_Record(_texts(old.page)), _Record(_texts(new.page)), page, ""),
        *_shown_changes(_shown(old), _shown(new)),
    )


def compare_journeys(old: Journey, new: Journey) -> tuple[Change, ...]:
    """Every difference between two journeys, without what their pages show from elsewhere."""
    return tuple(_journey_changes(old, new))


class _Record:
    """An object of the canonical form as fields by (lane, name), and lists of entries."""

    def __init__(self, data: Entry) -> None:
        self.fields: dict[tuple[str, str], object] = {}
        self.lists: dict[str, Sequence[Entry]] = {}
        for key, value in data.items():
            if key in ENTRIES and isinstance(value, list):
                self.lists[key] = value
            elif key == "texts" and isinstance(value, dict):
                self.fields |= {(lane, ""): text for lane, text in value.items()}
            elif key in {*GROUP_LANES, "evidence"} and isinstance(value, dict):
                self._nested(key if key in GROUP_LANES else "", value)
            elif key == "extra" and isinstance(value, dict):
                self._extra("", value)
            elif key not in {TAG, IDENTITY}:
                self.fields["", key] = value

    def _nested(self, lane: str, data: Entry) -> None:
        for key, value in data.items():
            if key == "extra" and isinstance(value, dict):
                self._extra(lane, value)
            else:
                # The one nested id is that of a note's evidence.
                self.fields[lane, "evidence.id" if key == IDENTITY else key] = value

    def _extra(self, lane: str, data: Entry) -> None:
        self.fields |= {(lane, f"extra.{key}"): value for key, value in data.items()}


_NOTHING = _Record({})


def _journey_changes(old: Journey, new: Journey) -> Iterator[Change]:
    before, after = encoded(old), encoded(new)
    old_parts, new_parts = _entries(before.pop("parts")), _entries(after.pop("parts"))
    yield from _fields_changed(_Record(before), _Record(after), Place("head"), "")
    yield from _list_changes(old_parts, new_parts, Place("part"), "")


def _list_changes(
    old: Sequence[Entry], new: Sequence[Entry], place: Place, name: str
) -> Iterator[Change]:
    """Changes of one list of parts (``name`` is ``""``) or of entries."""
    if old == new and _written(old) == _written(new):
        return
    for pair in paired(old, new):
        before = old[pair.old] if pair.old is not None else None
        after = new[pair.new] if pair.new is not None else None
        given = after if after is not None else before
        if given is None:
            continue
        kind = ENTRIES.get(name) or str(given[TAG])
        here = _place_of(given, kind, place, name)
        if pair.moved and pair.old is not None and pair.new is not None:
            yield _moved(given, kind, here, pair.old, pair.new)
        yield from _thing_changes(before, after, kind, here)


def _place_of(data: Entry, kind: str, place: Place, name: str) -> Place:
    key = str(data.get(IDENTITY, ""))
    if not name:
        title = "" if kind in UNTITLED else _text(data.get(HEADLINES[kind], ""))
        return replace(place, part=kind, key=key, title=title)
    if name == "stages":
        return replace(place, stage=_text(data["name"]), stage_key=key)
    return replace(place, entry=kind, lane=name if name in ENTRY_LANES else "")


def _moved(data: Entry, kind: str, place: Place, old: int, new: int) -> Change:
    headline = HEADLINES[kind]
    text = _text(_Record(data).fields.get(("", headline), ""))
    details = ((headline, text),) if text else ()
    return Change("moved", place, str(old + 1), str(new + 1), str(data.get(IDENTITY, "")), details)


def _thing_changes(
    before: Entry | None, after: Entry | None, kind: str, place: Place
) -> Iterator[Change]:
    """Changes of one part, stage or entry; None where a version does not have it."""
    old = _Record(before) if before is not None else _NOTHING
    new = _Record(after) if after is not None else _NOTHING
    entry_id = str((after or before or {}).get(IDENTITY, ""))
    if before is None or after is None:
        yield _whole(old, new, kind, place, entry_id)
    else:
        old_id, new_id = str(before.get(IDENTITY, "")), str(after.get(IDENTITY, ""))
        if old_id != new_id:
            yield _field_change(replace(place, field=IDENTITY), old_id, new_id, entry_id)
    yield from _fields_changed(old, new, place, entry_id)
    for name in {**new.lists, **old.lists}:
        yield from _list_changes(old.lists.get(name, ()), new.lists.get(name, ()), place, name)


def _whole(old: _Record, new: _Record, kind: str, place: Place, entry_id: str) -> Change:
    """A thing that only one of the versions has. Its lanes are told one by one, not here."""
    given = new if new is not _NOTHING else old
    shown = place.area == "shown"
    headline = SHOWN_HEADLINES.get(kind, "name") if shown else HEADLINES.get(kind, "name")
    texts = {name: _text(value) for (lane, name), value in given.fields.items() if not lane}
    said = texts.pop(headline, "")
    details = tuple((name, text) for name, text in texts.items() if text)
    if given is new:
        return Change("added", place, "", said, entry_id, details)
    return Change("removed", place, said, "", entry_id, details)


def _fields_changed(old: _Record, new: _Record, place: Place, entry_id: str) -> Iterator[Change]:
    whole = old is _NOTHING or new is _NOTHING
    for lane, name in {**new.fields, **old.fields}:
        before = old.fields.get((lane, name), _MISSING)
        after = new.fields.get((lane, name), _MISSING)
        if whole and (not lane or not (_text(before) or _text(after))):
            # Told with the thing itself, or an empty cell of a new stage.
            continue
        if _written(before) != _written(after):
            here = replace(place, lane=lane or place.lane, field=name)
            yield _field_change(here, before, after, entry_id)


def _field_change(place: Place, old: object, new: object, entry_id: str) -> Change:
    before, after = _text(old), _text(new)
    if before == after:
        # They differ, but not in a way that their plain texts show.
        before, after = _written(old), _written(new)
    kind: Kind = "changed" if before and after else "added" if after else "removed"
    return Change(kind, place, before, after, entry_id)


def _shown_changes(
    old: Mapping[str, Mapping[str, Entry]], new: Mapping[str, Mapping[str, Entry]]
) -> Iterator[Change]:
    kinds = sorted({*old, *new} - {*SHOWN_ORDER})
    for kind in [*SHOWN_ORDER, *kinds]:
        before, after = old.get(kind, {}), new.get(kind, {})
        for key in {**after, **before}:
            given = after[key] if key in after else before[key]
            title = _text(given.get(SHOWN_HEADLINES.get(kind, "name"), ""))
            place = Place("shown", kind, key, title)
            if key in before and key in after:
                yield from _fields_changed(_facts(before[key]), _facts(after[key]), place, key)
            else:
                was = _facts(before[key]) if key in before else _NOTHING
                now = _facts(after[key]) if key in after else _NOTHING
                yield _whole(was, now, kind, place, key)


def _facts(data: Entry) -> _Record:
    record = _Record({})
    record.fields = {("", name): value for name, value in data.items()}
    return record


def _shown(content: SealedContent) -> dict[str, dict[str, Entry]]:
    return {
        str(normal(kind)): {
            str(normal(key)): {str(normal(name)): normal(value) for name, value in facts.items()}
            for key, facts in things.items()
        }
        for kind, things in content.shown.items()
    }


def _texts(texts: Mapping[str, str]) -> Entry:
    return {str(normal(name)): normal(text) for name, text in texts.items()}


def _entries(value: object) -> Sequence[Entry]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """A value as a person reads it; ``""`` for what is missing, empty or not so."""
    if value is _MISSING or value is None or value is False:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    return _written(value)


def _written(value: object) -> str:
    """A value as the canonical text holds it: the same writing if and only if it is the same."""
    if value is _MISSING:
        return ""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)

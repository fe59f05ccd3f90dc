"""From the stored body of a page (JSON-like blocks) to the neutral form.

Reading is tolerant: drafts are incomplete by nature and sites extend blocks, so no shape of data
raises. Missing keys and None read as empty. A value that cannot be read stays where the writer
finds it again: in ``extra`` of the entry it belongs to, or as an ``Unknown`` part.

Only two things are not kept, because they mean nothing any more: the primary key of a persona
that no longer exists, and keys beside ``type``, ``value`` and ``id`` of a stream's entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from .content import Attachment, Callout, Picture, RichText, Unknown
from .entries import Initiative, Need, NeedsList
from .leaves import (
    Raw,
    primary_key,
    read_day,
    read_flag,
    read_identity,
    read_keys,
    read_stream,
    read_text,
    unknown_keys,
)
from .model import (
    ClientReality,
    EvidenceNote,
    Improvement,
    ImprovementCard,
    Part,
    PersonaProfile,
    StageTable,
)
from .reading_stage import read_evidence, read_satisfaction, read_stage

PersonaKey: TypeAlias = Callable[[int], str]

_TABLE = frozenset({"title", "lanes", "stages", "channel_rows"})
_REALITY = frozenset({"channel", "limitations", "behaviours"})
_PROFILE = frozenset({"persona", "realities"})
_IMPROVEMENT = frozenset({"kind", "text", "barriers", "responsible", "due", "indicator"})
_CARD = frozenset(
    {"channel", "limitations", "behaviours", "improvements", "satisfaction", "experience"}
)
_PICTURE = frozenset({"image", "alt", "caption"})
_ATTACHMENT = frozenset({"document", "title"})
_CALLOUT = frozenset({"kind", "title", "text"})
_NEEDS = frozenset({"title", "needs"})
_NEED = frozenset({"group", "persona", "moment", "text", "initiatives"})
_INITIATIVE = frozenset({"kind", "text", "exists", "missing"})


def read_body(raw: Sequence[Mapping[str, object]], *, persona_key: PersonaKey) -> tuple[Part, ...]:
    """Read the blocks of a body, in order. Never raises on odd data.

    ``raw`` holds ``{"type": …, "value": …, "id": …}`` entries, as stored. ``persona_key`` gives
    the translation key of a persona by primary key, ``""`` (or a ``LookupError``) when there is
    none; ``persona_pks()`` tells beforehand which ones will be asked for.
    """
    return tuple(_part(item, persona_key) for item in _items(raw))


def persona_pks(raw: Sequence[Mapping[str, object]]) -> frozenset[int]:
    """Return the primary keys of the personas that a body shows, to fetch them all at once."""
    found = set()
    for item in _items(raw):
        if isinstance(item, Mapping) and item.get("type") == "persona_profile":
            value = item.get("value")
            pk = primary_key(value.get("persona")) if isinstance(value, dict) else None
            if pk is not None:
                found.add(pk)
    return frozenset(found)


def _items(raw: object) -> Iterable[object]:
    if isinstance(raw, str | bytes | Mapping) or not isinstance(raw, Iterable):
        return ()
    return raw


def _part(item: object, persona_key: PersonaKey) -> Part:
    if isinstance(item, Mapping) and not isinstance(item, dict):
        item = dict(item)
    if not isinstance(item, dict):
        return Unknown("", "", item)
    part_id, part_type, value = read_identity(item), item.get("type"), item.get("value")
    if not isinstance(part_type, str):
        return Unknown(part_id, "", item)
    if part_type == "text":
        if isinstance(value, str) or value is None:
            return RichText(part_id, value or "")
        return Unknown(part_id, part_type, value)
    if value is None and (part_type in _STRUCTS or part_type == "persona_profile"):
        value = {}
    if isinstance(value, dict):
        if part_type == "persona_profile":
            return _profile(part_id, value, persona_key)
        read = _STRUCTS.get(part_type)
        if read is not None:
            return read(part_id, value)
    return Unknown(part_id, part_type, value)


def _reality(entry_id: str, value: Raw) -> ClientReality:
    extra = unknown_keys(value, _REALITY)
    return ClientReality(
        entry_id,
        read_text(value, "channel", extra),
        read_text(value, "limitations", extra),
        read_text(value, "behaviours", extra),
        extra,
    )


def _improvement(entry_id: str, value: Raw) -> Improvement:
    extra = unknown_keys(value, _IMPROVEMENT)
    return Improvement(
        entry_id,
        read_text(value, "kind", extra),
        read_text(value, "text", extra),
        read_keys(value, "barriers", extra),
        read_text(value, "responsible", extra),
        read_day(value, "due", extra),
        read_text(value, "indicator", extra),
        extra,
    )


def _profile(part_id: str, value: Raw, persona_key: PersonaKey) -> PersonaProfile:
    extra = unknown_keys(value, _PROFILE)
    raw_persona = value.get("persona")
    pk = primary_key(raw_persona)
    persona = ""
    if pk is not None:
        try:
            persona = persona_key(pk)
        except LookupError:
            # The persona was deleted: the block itself shows nothing for such a key.
            persona = ""
    elif raw_persona is not None and raw_persona != "":
        extra["persona"] = raw_persona
    realities = read_stream(value, "realities", "reality", _reality, extra)
    return PersonaProfile(part_id, persona, realities, extra)


def _table(part_id: str, value: Raw) -> StageTable:
    extra = unknown_keys(value, _TABLE)
    return StageTable(
        part_id,
        read_text(value, "title", extra),
        read_keys(value, "lanes", extra),
        read_stream(value, "stages", "stage", read_stage, extra),
        read_flag(value, "channel_rows", extra),
        extra,
    )


def _card(part_id: str, value: Raw) -> ImprovementCard:
    extra = unknown_keys(value, _CARD)
    return ImprovementCard(
        part_id,
        read_text(value, "channel", extra),
        read_text(value, "limitations", extra),
        read_text(value, "behaviours", extra),
        read_stream(value, "improvements", "improvement", _improvement, extra),
        read_satisfaction(value, "satisfaction", extra),
        read_text(value, "experience", extra),
        extra,
    )


def _needs(part_id: str, value: Raw) -> NeedsList:
    extra = unknown_keys(value, _NEEDS)
    return NeedsList(
        part_id,
        read_text(value, "title", extra),
        read_stream(value, "needs", "need", _need, extra),
        extra,
    )


def _need(entry_id: str, value: Raw) -> Need:
    extra = unknown_keys(value, _NEED)
    return Need(
        entry_id,
        read_text(value, "group", extra),
        read_text(value, "persona", extra),
        read_text(value, "moment", extra),
        read_text(value, "text", extra),
        read_stream(value, "initiatives", "initiative", _initiative, extra),
        extra,
    )


def _initiative(entry_id: str, value: Raw) -> Initiative:
    extra = unknown_keys(value, _INITIATIVE)
    return Initiative(
        entry_id,
        read_text(value, "kind", extra),
        read_text(value, "text", extra),
        read_text(value, "exists", extra),
        read_text(value, "missing", extra),
        extra,
    )


def _note(part_id: str, value: Raw) -> EvidenceNote:
    return EvidenceNote(part_id, read_evidence(part_id, value))


def _picture(part_id: str, value: Raw) -> Picture:
    extra = unknown_keys(value, _PICTURE)
    return Picture(
        part_id,
        read_text(value, "image", extra),
        read_text(value, "alt", extra),
        read_text(value, "caption", extra),
        extra,
    )


def _attachment(part_id: str, value: Raw) -> Attachment:
    extra = unknown_keys(value, _ATTACHMENT)
    return Attachment(
        part_id, read_text(value, "document", extra), read_text(value, "title", extra), extra
    )


def _callout(part_id: str, value: Raw) -> Callout:
    extra = unknown_keys(value, _CALLOUT)
    return Callout(
        part_id,
        read_text(value, "kind", extra),
        read_text(value, "title", extra),
        read_text(value, "text", extra),
        extra,
    )


_STRUCTS: dict[str, Callable[[str, Raw], Part]] = {
    "stage_table": _table,
    "channel_improvement": _card,
    "needs": _needs,
    "evidence": _note,
    "image": _picture,
    "document": _attachment,
    "callout": _callout,
}

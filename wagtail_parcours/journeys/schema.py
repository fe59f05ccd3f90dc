"""The canonical form of a journey, class by class, and its JSON Schema."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .content import Attachment, Callout, Picture, RichText, Unknown
from .entries import (
    FREQUENCIES,
    MAX_VOLUME,
    RISK_LEVELS,
    EmployeeExperience,
    Guesswork,
    IndicatorUse,
    Initiative,
    Need,
    NeedsList,
    Risk,
    Serving,
)
from .model import (
    SATISFACTION_LEVELS,
    SEVERITIES,
    STAGE_FIELDS,
    STATES,
    ClientReality,
    Evidence,
    EvidenceNote,
    Experience,
    Finding,
    Improvement,
    ImprovementCard,
    Journey,
    PersonaProfile,
    Stage,
    StageTable,
    Touchpoint,
)
from .shapes import (
    DEFINITIONS,
    Choice,
    Day,
    Fault,
    Flag,
    Free,
    Level,
    Lines,
    Many,
    Schema,
    Shape,
    Text,
    TextsByKey,
    accepted_object,
)

FORMAT = "wagtail-parcours/journey"
VERSION = 1
#: The key that says which kind of part an object is.
TAG = "part"

_TEXT = Text()
_DAY = Day()
_EXTRA = Free("extra")


@dataclass(frozen=True)
class Record:
    """An object with exactly the fields named; ``extra``, where allowed, only when not empty.

    ``later`` are fields that came after the first texts in this form were written and signed.
    They are written only where they say something, so that an older text stays the text of the
    same content, and its seal the seal.
    """

    build: Callable[..., object]
    fields: Mapping[str, Shape]
    has_extra: bool = True
    later: Mapping[str, Shape] = field(default_factory=dict)

    def encode(self, value: object) -> dict[str, object]:
        written: dict[str, object] = {}
        for key, shape in self.fields.items():
            try:
                written[key] = shape.encode(getattr(value, key))
            except Fault as fault:
                fault.path.append(key)
                raise
        for key, shape in self.later.items():
            given = getattr(value, key)
            if given == self.nothing[key]:
                continue
            try:
                written[key] = shape.encode(given)
            except Fault as fault:
                fault.path.append(key)
                raise
        extra = getattr(value, "extra", None) if self.has_extra else None
        if extra:
            try:
                written["extra"] = _EXTRA.encode(extra)
            except Fault as fault:
                fault.path.append("extra")
                raise
        return written

    def decode(self, value: object) -> object:
        given = accepted_object(value)
        read: dict[str, object] = {}
        for key, found in given.items():
            shape = self.fields.get(key) or self.later.get(key)
            if shape is None and key == "extra" and self.has_extra:
                shape = _EXTRA
            if shape is None:
                raise Fault("This key is not known here.", "unknown_key", key)
            try:
                read[key] = shape.decode(found)
            except Fault as fault:
                fault.path.append(key)
                raise
        for key in self.fields:
            if key not in read:
                raise Fault("This key is missing.", "missing_key", key)
        return self.build(**read)

    @cached_property
    def nothing(self) -> dict[str, object]:
        """What the later fields hold when they say nothing."""
        empty = self.build()
        return {key: getattr(empty, key) for key in self.later}

    def schema(self) -> Schema:
        properties = {key: shape.schema() for key, shape in {**self.fields, **self.later}.items()}
        if self.has_extra:
            properties["extra"] = _EXTRA.schema()
        return {
            "type": "object",
            "properties": properties,
            "required": sorted(self.fields),
            "additionalProperties": False,
        }


class PartRecord:
    """Any part of a journey: an object whose ``part`` key says which."""

    def encode(self, value: object) -> object:
        tag = _TAGS.get(type(value))
        if tag is None:
            raise Fault("This is not a part of a journey.", "not_a_part")
        return {TAG: tag, **PARTS[tag].encode(value)}

    def decode(self, value: object) -> object:
        given = dict(accepted_object(value))
        if TAG not in given:
            raise Fault("This key is missing.", "missing_key", TAG)
        tag = given.pop(TAG)
        record = PARTS.get(tag) if isinstance(tag, str) else None
        if record is None:
            raise Fault(f"This must be one of: {', '.join(PARTS)}.", "not_a_choice", TAG)
        return record.decode(given)

    def schema(self) -> Schema:
        choices = []
        for tag, record in PARTS.items():
            schema = record.schema()
            properties, required = schema["properties"], schema["required"]
            if isinstance(properties, dict) and isinstance(required, list):
                schema["properties"] = {TAG: {"const": tag}, **properties}
                schema["required"] = sorted([TAG, *required])
            choices.append(schema)
        return {"oneOf": choices}


EVIDENCE = Record(
    Evidence,
    {"id": _TEXT, "kind": _TEXT, "text": _TEXT, "source": _TEXT, "date": _DAY, "url": _TEXT},
)
_VOLUME: dict[str, Shape] = {"volume": Level(0, MAX_VOLUME), "unit": _TEXT, "period": _TEXT}
TOUCHPOINT = Record(Touchpoint, {"id": _TEXT, "channel": _TEXT, "text": _TEXT}, later=_VOLUME)
FINDING = Record(
    Finding,
    {
        "id": _TEXT,
        "kind": _TEXT,
        "text": _TEXT,
        "severity": Level(SEVERITIES[0], SEVERITIES[-1]),
        "channel": _TEXT,
        "evidence": _TEXT,
    },
    later={
        "effect_client": _TEXT,
        "effect_employee": _TEXT,
        "frequency": Level(FREQUENCIES[0], FREQUENCIES[-1]),
        "moment_of_truth": Flag(),
    },
)
SATISFACTION = Level(SATISFACTION_LEVELS[0], SATISFACTION_LEVELS[-1])
EXPERIENCE = Record(
    Experience,
    {
        "satisfaction": SATISFACTION,
        "emotions": Lines(),
        "words": _TEXT,
        "moment_of_truth": Flag(),
    },
)
EMPLOYEE_EXPERIENCE = Record(
    EmployeeExperience, {"ease": SATISFACTION, "words": _TEXT, "hinders": _TEXT, "helps": _TEXT}
)
SERVING = Record(
    Serving,
    {
        "id": _TEXT,
        "office": _TEXT,
        "persona": _TEXT,
        "who": _TEXT,
        "channel": _TEXT,
        **_VOLUME,
        "tools": _TEXT,
    },
)
INDICATOR_USE = Record(
    IndicatorUse, {"id": _TEXT, "indicator": _TEXT, "alignment": _TEXT, "note": _TEXT}
)
GUESSWORK = Record(Guesswork, {"id": _TEXT, "kind": _TEXT, "text": _TEXT})
_RISK_LEVEL = Level(RISK_LEVELS[0], RISK_LEVELS[-1])
RISK = Record(
    Risk,
    {
        "id": _TEXT,
        "kind": _TEXT,
        "text": _TEXT,
        "likelihood": _RISK_LEVEL,
        "impact": _RISK_LEVEL,
        "mitigation": _TEXT,
        "owner": _TEXT,
    },
)
INITIATIVE = Record(
    Initiative, {"id": _TEXT, "kind": _TEXT, "text": _TEXT, "exists": _TEXT, "missing": _TEXT}
)
NEED = Record(
    Need,
    {
        "id": _TEXT,
        "group": _TEXT,
        "persona": _TEXT,
        "moment": _TEXT,
        "text": _TEXT,
        "initiatives": Many(INITIATIVE),
    },
)
STAGE = Record(
    Stage,
    {
        "id": _TEXT,
        "name": _TEXT,
        "service_point": Flag(),
        "texts": TextsByKey(STAGE_FIELDS),
        "touchpoints": Many(TOUCHPOINT),
        "findings": Many(FINDING),
        "experience": EXPERIENCE,
        "evidence": Many(EVIDENCE),
    },
    later={
        "serving": Many(SERVING),
        "employee_experience": EMPLOYEE_EXPERIENCE,
        "indicators": Many(INDICATOR_USE),
        "guesswork": Many(GUESSWORK),
        "risks": Many(RISK),
    },
)
REALITY = Record(
    ClientReality, {"id": _TEXT, "channel": _TEXT, "limitations": _TEXT, "behaviours": _TEXT}
)
IMPROVEMENT = Record(
    Improvement,
    {
        "id": _TEXT,
        "kind": _TEXT,
        "text": _TEXT,
        "barriers": Many(_TEXT),
        "responsible": _TEXT,
        "due": _DAY,
    },
    later={"indicator": _TEXT},
)

#: The parts of a journey by the word that ``part`` holds.
PARTS: dict[str, Record] = {
    "persona_profile": Record(
        PersonaProfile, {"id": _TEXT, "persona": _TEXT, "realities": Many(REALITY)}
    ),
    "stage_table": Record(
        StageTable,
        {"id": _TEXT, "title": _TEXT, "lanes": Many(_TEXT), "stages": Many(STAGE)},
        later={"channel_rows": Flag()},
    ),
    "channel_improvement": Record(
        ImprovementCard,
        {
            "id": _TEXT,
            "channel": _TEXT,
            "limitations": _TEXT,
            "behaviours": _TEXT,
            "improvements": Many(IMPROVEMENT),
            "satisfaction": SATISFACTION,
            "experience": _TEXT,
        },
    ),
    "needs": Record(NeedsList, {"id": _TEXT, "title": _TEXT, "needs": Many(NEED)}),
    "evidence": Record(EvidenceNote, {"id": _TEXT, "evidence": EVIDENCE}, has_extra=False),
    "text": Record(RichText, {"id": _TEXT, "html": _TEXT}, has_extra=False),
    "image": Record(Picture, {"id": _TEXT, "image": _TEXT, "alt": _TEXT, "caption": _TEXT}),
    "document": Record(Attachment, {"id": _TEXT, "document": _TEXT, "title": _TEXT}),
    "callout": Record(Callout, {"id": _TEXT, "kind": _TEXT, "title": _TEXT, "text": _TEXT}),
    "unknown": Record(Unknown, {"id": _TEXT, "type": _TEXT, "value": Free()}, has_extra=False),
}
_TAGS: dict[object, str] = {record.build: tag for tag, record in PARTS.items()}

JOURNEY = Record(
    Journey,
    {
        "state": Choice(STATES),
        "title": _TEXT,
        "language": _TEXT,
        "framework": _TEXT,
        "summary": _TEXT,
        "parts": Many(PartRecord()),
    },
    has_extra=False,
)


def schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of the canonical form.

    It accepts what ``to_json()`` writes. Three rules of ``from_json()`` are beyond a schema:
    limits of size and depth, keys written twice, and days that no calendar has.
    """
    journey = JOURNEY.schema()
    properties, required = journey["properties"], journey["required"]
    envelope: Schema = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    if isinstance(properties, dict) and isinstance(required, list):
        journey["properties"] = {**envelope, **properties}
        journey["required"] = sorted([*envelope, *required])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wagtail-parcours:journey:{VERSION}",
        "title": "Journey map",
        **journey,
        "$defs": copy.deepcopy(DEFINITIONS),
    }

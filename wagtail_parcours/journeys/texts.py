"""Every text of a journey that a person wrote, and where it stands.

These are the cells that a translation has to say again in its own language: what is a code, a
choice, a date, a score or a reference is the same in every language and is not here.

The path of a text names its place by the ids of the stored body
(``body.<table>.stages.<stage>.actions``), so it is the same in every language of a map and
survives insertion and reordering. wagtail-localize names the same place by the same path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .comparison import ENTRIES, Place
from .content import Attachment, Callout, Picture, RichText
from .entries import NeedsList
from .model import (
    FRAMEWORK_STAGE,
    Evidence,
    EvidenceNote,
    ImprovementCard,
    Journey,
    Part,
    PersonaProfile,
    Stage,
    StageTable,
)
from .shapes import normalised

#: Characters of the hash that stands for a text.
HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class JourneyText:
    """One text. ``entry_id`` is the id of the block that holds it, ``""`` for the head."""

    path: str
    text: str
    place: Place
    entry_id: str = ""
    formatted: bool = False


def journey_texts(journey: Journey) -> tuple[JourneyText, ...]:
    """Every text that is not blank, in reading order.

    A part without an id cannot be found again and is left out, as are blocks that the neutral
    form has no name for.
    """
    head = Place("head")
    found = [
        _text("title", journey.title, replace(head, field="title")),
        _text("introduction", journey.summary, replace(head, field="summary")),
        *(text for part in journey.parts if part.id for text in _of_part(part)),
    ]
    return tuple(text for text in found if text.text.strip())


def text_hash(text: str) -> str:
    """What stands for a text where only its identity matters: 16 hexadecimal characters.

    Blank space around it does not count.
    """
    return hashlib.sha256(normalised(text).strip().encode()).hexdigest()[:HASH_LENGTH]


def _text(path: str, text: str, place: Place, entry_id: str = "") -> JourneyText:
    return JourneyText(path, text, place, entry_id)


def _fields(
    path: str, place: Place, entry_id: str, values: Mapping[str, str]
) -> Iterator[JourneyText]:
    for field, text in values.items():
        yield _text(f"{path}.{field}", text, replace(place, field=field), entry_id)


def _of_part(part: Part) -> Iterator[JourneyText]:
    path = f"body.{part.id}"
    place = Place("part", key=part.id)
    if isinstance(part, StageTable):
        yield from _of_table(part, path, replace(place, part="stage_table", title=part.title))
    elif isinstance(part, PersonaProfile):
        place = replace(place, part="persona_profile", title=part.persona, entry="reality")
        yield from _of_profile(part, path, place)
    elif isinstance(part, ImprovementCard):
        yield from _of_card(part, path, replace(place, part="channel_improvement"))
    elif isinstance(part, NeedsList):
        yield from _of_needs(part, path, replace(place, part="needs", title=part.title))
    elif isinstance(part, RichText):
        yield JourneyText(path, part.html, replace(place, part="text", field="html"), part.id, True)
    else:
        kind, values = _of_simple(part)
        yield from _fields(path, replace(place, part=kind), part.id, values)


def _of_simple(part: Part) -> tuple[str, dict[str, str]]:
    """Kind and texts of a part that holds no others."""
    if isinstance(part, EvidenceNote):
        return "evidence", _evidence(part.evidence)
    if isinstance(part, Picture):
        return "image", {"alt": part.alt, "caption": part.caption}
    if isinstance(part, Attachment):
        return "document", {"title": part.title}
    if isinstance(part, Callout):
        return "callout", {"title": part.title, "text": part.text}
    return "", {}


def _of_table(table: StageTable, path: str, place: Place) -> Iterator[JourneyText]:
    yield from _fields(path, place, table.id, {"title": table.title})
    for stage in table.stages:
        if stage.id:
            yield from _of_stage(stage, f"{path}.stages.{stage.id}", place)


def _of_profile(profile: PersonaProfile, path: str, place: Place) -> Iterator[JourneyText]:
    for reality in profile.realities:
        values = {"limitations": reality.limitations, "behaviours": reality.behaviours}
        if reality.id:
            yield from _fields(f"{path}.realities.{reality.id}", place, reality.id, values)


def _of_card(card: ImprovementCard, path: str, place: Place) -> Iterator[JourneyText]:
    place = replace(place, title=card.channel)
    values = {"limitations": card.limitations, "behaviours": card.behaviours}
    yield from _fields(path, place, card.id, values)
    for improvement in card.improvements:
        if improvement.id:
            values = {"text": improvement.text, "responsible": improvement.responsible}
            here = replace(place, entry="improvement")
            yield from _fields(
                f"{path}.improvements.{improvement.id}", here, improvement.id, values
            )
    yield from _fields(path, place, card.id, {"experience": card.experience})


def _of_stage(stage: Stage, path: str, place: Place) -> Iterator[JourneyText]:
    place = replace(place, stage=stage.name, stage_key=stage.id)
    yield from _fields(path, place, stage.id, {"name": stage.name})
    for lane, text in stage.texts.items():
        if lane != FRAMEWORK_STAGE:
            yield _text(f"{path}.{lane}", text, replace(place, lane=lane), stage.id)
    for touchpoint in stage.touchpoints:
        values = {"text": touchpoint.text, "unit": touchpoint.unit}
        yield from _of_entry(path, place, "touchpoints", touchpoint.id, values)
    for finding in stage.findings:
        values = {"text": finding.text, "evidence": finding.evidence}
        yield from _of_entry(path, place, "findings", finding.id, values)
    felt = {
        "emotions": "\n".join(stage.experience.emotions),
        "words": stage.experience.words,
    }
    here = replace(place, lane="experience")
    yield from _fields(f"{path}.experience", here, stage.id, felt)
    for evidence in stage.evidence:
        yield from _of_entry(path, place, "evidence", evidence.id, _evidence(evidence))
    yield from _of_other_sides(stage, path, place)


def _of_other_sides(stage: Stage, path: str, place: Place) -> Iterator[JourneyText]:
    """What a stage says of employees, of what supports it and of data."""
    for served in stage.serving:
        values = {"who": served.who, "unit": served.unit, "tools": served.tools}
        yield from _of_entry(path, place, "serving", served.id, values)
    felt = stage.employee_experience
    values = {"words": felt.words, "hinders": felt.hinders, "helps": felt.helps}
    here = replace(place, lane="employee_experience")
    yield from _fields(f"{path}.employee_experience", here, stage.id, values)
    for use in stage.indicators:
        yield from _of_entry(path, place, "indicators", use.id, {"note": use.note})
    for guess in stage.guesswork:
        yield from _of_entry(path, place, "guesswork", guess.id, {"text": guess.text})
    for risk in stage.risks:
        values = {"text": risk.text, "mitigation": risk.mitigation, "owner": risk.owner}
        yield from _of_entry(path, place, "risks", risk.id, values)


def _of_needs(part: NeedsList, path: str, place: Place) -> Iterator[JourneyText]:
    yield from _fields(path, place, part.id, {"title": part.title})
    for need in part.needs:
        if not need.id:
            continue
        here, there = replace(place, entry="need"), f"{path}.needs.{need.id}"
        yield from _fields(there, here, need.id, {"moment": need.moment, "text": need.text})
        for entry in need.initiatives:
            values = {"text": entry.text, "exists": entry.exists, "missing": entry.missing}
            here = replace(place, entry="initiative")
            if entry.id:
                yield from _fields(f"{there}.initiatives.{entry.id}", here, entry.id, values)


def _of_entry(
    path: str, place: Place, lane: str, entry_id: str, values: Mapping[str, str]
) -> Iterator[JourneyText]:
    if entry_id:
        here = replace(place, lane=lane, entry=ENTRIES[lane])
        yield from _fields(f"{path}.{lane}.{entry_id}", here, entry_id, values)


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"text": evidence.text, "source": evidence.source}

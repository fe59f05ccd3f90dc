"""From the neutral form to the stored body of a page: the inverse of reading.

Every key is written, with its empty value where there is nothing to say: a text whose key is
missing becomes None in the page, which translation does not survive. Ids are kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from .leaves import Raw
from .model import (
    FRAMEWORK_STAGE,
    STAGE_FIELDS,
    TEXT_LANES,
    Attachment,
    Callout,
    ClientReality,
    Evidence,
    EvidenceNote,
    Experience,
    Finding,
    Improvement,
    ImprovementCard,
    Part,
    PersonaProfile,
    Picture,
    RichText,
    Stage,
    StageTable,
    Touchpoint,
    Unknown,
)

PersonaPk: TypeAlias = Callable[[str], int | None]
NewId: TypeAlias = Callable[[], str]


def new_uuid() -> str:
    """Return an id for an entry that is written for the first time."""
    return str(uuid.uuid4())


def write_body(
    parts: Iterable[Part], *, persona_pk: PersonaPk, new_id: NewId = new_uuid
) -> list[Raw]:
    """Return the blocks of a body, ready to be stored.

    ``persona_pk`` gives the primary key of a persona by translation key, None when this site
    has no such persona. ``new_id`` names the entries that have no id yet. The result is the
    caller's own: changing it changes no part.
    """
    return [_Writer(persona_pk, new_id).part(part) for part in parts]


class _Writer:
    """One pass over the parts, with the two things that the surroundings must provide."""

    def __init__(self, persona_pk: PersonaPk, new_id: NewId) -> None:
        self.persona_pk = persona_pk
        self.new_id = new_id

    def part(self, part: Part) -> Raw:
        match part:
            case StageTable():
                return self.entry("stage_table", part.id, self.table(part))
            case PersonaProfile():
                return self.entry("persona_profile", part.id, self.profile(part))
            case ImprovementCard():
                return self.entry("channel_improvement", part.id, self.card(part))
            case EvidenceNote():
                return self.entry("evidence", part.id or part.evidence.id, _evidence(part.evidence))
            case RichText():
                return self.entry("text", part.id, part.html)
            case Picture():
                return self.entry("image", part.id, _picture(part))
            case Attachment():
                return self.entry("document", part.id, _attachment(part))
            case Callout():
                return self.entry("callout", part.id, _callout(part))
            case Unknown():
                return self.entry(part.type, part.id, _copied(part.value))

    def entry(self, entry_type: str, entry_id: str, value: object) -> Raw:
        return {"type": entry_type, "value": value, "id": entry_id or self.new_id()}

    def table(self, table: StageTable) -> Raw:
        return _merged(
            {
                "title": table.title,
                "lanes": list(table.lanes),
                "stages": [
                    self.entry("stage", stage.id, self.stage(stage)) for stage in table.stages
                ],
            },
            table.extra,
        )

    def stage(self, stage: Stage) -> Raw:
        value: Raw = {FRAMEWORK_STAGE: "", "name": stage.name, "service_point": stage.service_point}
        value.update(dict.fromkeys(TEXT_LANES, ""))
        value.update((lane, text) for lane, text in stage.texts.items() if lane not in STAGE_FIELDS)
        value["touchpoints"] = [
            self.entry("touchpoint", touchpoint.id, _touchpoint(touchpoint))
            for touchpoint in stage.touchpoints
        ]
        value["findings"] = [
            self.entry("finding", finding.id, _finding(finding)) for finding in stage.findings
        ]
        # An experience that could not be read waits in ``extra`` until somebody writes one.
        unread = "experience" in stage.extra and stage.experience == Experience()
        value["experience"] = None if unread else _experience(stage.experience)
        value["evidence"] = [
            self.entry("evidence", evidence.id, _evidence(evidence)) for evidence in stage.evidence
        ]
        return _merged(value, stage.extra)

    def profile(self, profile: PersonaProfile) -> Raw:
        return _merged(
            {
                "persona": self.persona_pk(profile.persona) if profile.persona else None,
                "realities": [
                    self.entry("reality", reality.id, _reality(reality))
                    for reality in profile.realities
                ],
            },
            profile.extra,
        )

    def card(self, card: ImprovementCard) -> Raw:
        return _merged(
            {
                "channel": card.channel,
                "limitations": card.limitations,
                "behaviours": card.behaviours,
                "improvements": [
                    self.entry("improvement", improvement.id, _improvement(improvement))
                    for improvement in card.improvements
                ],
                "satisfaction": _level(card.satisfaction),
                "experience": card.experience,
            },
            card.extra,
        )


def _touchpoint(touchpoint: Touchpoint) -> Raw:
    return _merged({"channel": touchpoint.channel, "text": touchpoint.text}, touchpoint.extra)


def _finding(finding: Finding) -> Raw:
    return _merged(
        {
            "kind": finding.kind,
            "text": finding.text,
            "severity": _level(finding.severity),
            "channel": finding.channel,
            "evidence": finding.evidence,
        },
        finding.extra,
    )


def _evidence(evidence: Evidence) -> Raw:
    return _merged(
        {
            "kind": evidence.kind,
            "text": evidence.text,
            "source": evidence.source,
            "date": evidence.date or None,
            "url": evidence.url,
        },
        evidence.extra,
    )


def _experience(experience: Experience) -> Raw:
    return _merged(
        {
            "satisfaction": _level(experience.satisfaction),
            "emotions": "\n".join(experience.emotions),
            "words": experience.words,
            "moment_of_truth": experience.moment_of_truth,
        },
        experience.extra,
    )


def _reality(reality: ClientReality) -> Raw:
    return _merged(
        {
            "channel": reality.channel,
            "limitations": reality.limitations,
            "behaviours": reality.behaviours,
        },
        reality.extra,
    )


def _improvement(improvement: Improvement) -> Raw:
    return _merged(
        {
            "kind": improvement.kind,
            "text": improvement.text,
            "barriers": list(improvement.barriers),
            "responsible": improvement.responsible,
            "due": improvement.due or None,
        },
        improvement.extra,
    )


def _picture(picture: Picture) -> Raw:
    value = {"image": _pk(picture.image), "alt": picture.alt, "caption": picture.caption}
    return _merged(value, picture.extra)


def _attachment(attachment: Attachment) -> Raw:
    value = {"document": _pk(attachment.document), "title": attachment.title}
    return _merged(value, attachment.extra)


def _callout(callout: Callout) -> Raw:
    value = {"kind": callout.kind, "title": callout.title, "text": callout.text}
    return _merged(value, callout.extra)


def _level(level: int | None) -> str:
    return "" if level is None else str(level)


def _pk(reference: str) -> int | str | None:
    """Return a reference as it is stored: a number where it is one (a site may use uuids)."""
    if len(reference) < 19 and reference.isascii() and reference.isdigit():
        number = int(reference)
        return number if str(number) == reference else reference
    return reference or None


def _merged(value: Mapping[str, object], extra: Mapping[str, object]) -> Raw:
    """Put back what reading kept aside.

    Unread entries of a list follow the others; any other unread value stands only where the
    neutral form has nothing to say, so that a new value wins over the odd one it replaces.
    """
    merged = dict(value)
    for key, odd in extra.items():
        current = merged.get(key)
        if isinstance(current, list) and isinstance(odd, list):
            merged[key] = current + _copied_list(odd)
        elif current is None or current is False or current in ("", []):
            merged[key] = _copied(odd)
    return merged


def _copied(value: object) -> object:
    """Copy what is mutable in raw JSON."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _copied_list(value)
    return value


def _copied_list(values: list[object]) -> list[object]:
    return [_copied(value) for value in values]

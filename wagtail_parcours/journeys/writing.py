"""From the neutral form to the stored body of a page: the inverse of reading.

Every key is written, with its empty value where there is nothing to say: a text whose key is
missing becomes None in the page, which translation does not survive. Ids are kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import TypeAlias

from .content import Attachment, Callout, Picture, RichText, Unknown
from .entries import Initiative, Need, NeedsList
from .kept import copied, merged
from .leaves import Raw
from .model import (
    ClientReality,
    EvidenceNote,
    Improvement,
    ImprovementCard,
    Part,
    PersonaProfile,
    Stage,
    StageTable,
)
from .writing_stage import write_stage, written_evidence, written_level

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
            case NeedsList():
                return self.entry("needs", part.id, self.needs(part))
            case EvidenceNote():
                return self.entry(
                    "evidence", part.id or part.evidence.id, written_evidence(part.evidence)
                )
            case RichText():
                return self.entry("text", part.id, part.html)
            case Picture():
                return self.entry("image", part.id, _picture(part))
            case Attachment():
                return self.entry("document", part.id, _attachment(part))
            case Callout():
                return self.entry("callout", part.id, _callout(part))
            case Unknown():
                return self.entry(part.type, part.id, copied(part.value))

    def entry(self, entry_type: str, entry_id: str, value: object) -> Raw:
        return {"type": entry_type, "value": value, "id": entry_id or self.new_id()}

    def table(self, table: StageTable) -> Raw:
        return merged(
            {
                "title": table.title,
                "lanes": list(table.lanes),
                "stages": [
                    self.entry("stage", stage.id, self.stage(stage)) for stage in table.stages
                ],
                "channel_rows": table.channel_rows,
            },
            table.extra,
        )

    def stage(self, stage: Stage) -> Raw:
        return write_stage(stage, self.entry)

    def profile(self, profile: PersonaProfile) -> Raw:
        return merged(
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
        return merged(
            {
                "channel": card.channel,
                "limitations": card.limitations,
                "behaviours": card.behaviours,
                "improvements": [
                    self.entry("improvement", improvement.id, _improvement(improvement))
                    for improvement in card.improvements
                ],
                "satisfaction": written_level(card.satisfaction),
                "experience": card.experience,
            },
            card.extra,
        )

    def needs(self, part: NeedsList) -> Raw:
        return merged(
            {
                "title": part.title,
                "needs": [self.entry("need", need.id, self.need(need)) for need in part.needs],
            },
            part.extra,
        )

    def need(self, need: Need) -> Raw:
        return merged(
            {
                "group": need.group,
                "persona": need.persona,
                "moment": need.moment,
                "text": need.text,
                "initiatives": [
                    self.entry("initiative", initiative.id, _initiative(initiative))
                    for initiative in need.initiatives
                ],
            },
            need.extra,
        )


def _initiative(initiative: Initiative) -> Raw:
    return merged(
        {
            "kind": initiative.kind,
            "text": initiative.text,
            "exists": initiative.exists,
            "missing": initiative.missing,
        },
        initiative.extra,
    )


def _reality(reality: ClientReality) -> Raw:
    return merged(
        {
            "channel": reality.channel,
            "limitations": reality.limitations,
            "behaviours": reality.behaviours,
        },
        reality.extra,
    )


def _improvement(improvement: Improvement) -> Raw:
    return merged(
        {
            "kind": improvement.kind,
            "text": improvement.text,
            "barriers": list(improvement.barriers),
            "responsible": improvement.responsible,
            "due": improvement.due or None,
            "indicator": improvement.indicator,
        },
        improvement.extra,
    )


def _picture(picture: Picture) -> Raw:
    value = {"image": _pk(picture.image), "alt": picture.alt, "caption": picture.caption}
    return merged(value, picture.extra)


def _attachment(attachment: Attachment) -> Raw:
    value = {"document": _pk(attachment.document), "title": attachment.title}
    return merged(value, attachment.extra)


def _callout(callout: Callout) -> Raw:
    value = {"kind": callout.kind, "title": callout.title, "text": callout.text}
    return merged(value, callout.extra)


def _pk(reference: str) -> int | str | None:
    """Return a reference as it is stored: a number where it is one (a site may use uuids)."""
    if len(reference) < 19 and reference.isascii() and reference.isdigit():
        number = int(reference)
        return number if str(number) == reference else reference
    return reference or None

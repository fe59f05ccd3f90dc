"""The parts of a map that readers may answer: stages, findings, cards and personas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from ..journeys.model import ImprovementCard, PersonaProfile, StageTable
from ..models import Persona, channels_by_slug
from ..rendering.anchors import anchor


@dataclass(frozen=True, slots=True)
class Part:
    """One part by its anchor, with what it is called."""

    anchor: str
    title: str


def answerable_part(page: Any, name: str) -> Part | None:
    """The part of the map, as readers see it, with this anchor; None when there is none."""
    return next((part for part in parts_of(page) if part.anchor == name), None) if name else None


def parts_of(page: Any) -> Iterator[Part]:
    """Every part in reading order. Two queries: for the names of people and of channels."""
    journey = page.get_journey()
    language = page.locale.language_code
    channels = channels_by_slug(language)
    people = names_of_people(journey, page.locale_id)
    block = page.stage_table_block
    for index, part in enumerate(journey.parts):
        identity = part.id or f"part{index + 1}"
        if isinstance(part, StageTable):
            lanes = {lane.key for lane in block.shown_lanes(part.lanes)} if block else part.lanes
            for stage in part.stages:
                yield Part(anchor("stage", stage.id), shortened(stage.name))
                # What readers do not see is not told by the form either.
                for finding in stage.findings if "findings" in lanes else ():
                    yield Part(anchor("finding", finding.id), shortened(finding.text))
        elif isinstance(part, ImprovementCard):
            channel = channels.get(part.channel)
            title = channel.name if channel is not None else part.channel
            yield Part(anchor("card", identity), shortened(title))
        elif isinstance(part, PersonaProfile):
            title = people.get(part.persona, gettext("Persona"))
            yield Part(anchor("persona", identity), shortened(title))


def names_of_people(journey: Any, locale_id: int) -> dict[str, str]:
    """The names of the published personas by translation key."""
    keys = {profile.persona for profile in journey.profiles if profile.persona}
    found = Persona.objects.filter(translation_key__in=keys, locale_id=locale_id, live=True)
    return {str(key): name for key, name in found.values_list("translation_key", "name")}


def shortened(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= 200 else f"{whole[:199]}…"

"""A persona profile for readers: who the person is, needs first, and their reality."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from ..journeys.model import ClientReality, PersonaProfile
from ..models.personas import Persona
from ..sanitize import text_points
from .sources import PHOTO_SPEC, Sources


def profile_view(profile: PersonaProfile, sources: Sources, anchor: str) -> dict[str, Any]:
    """What the profile's template prints; without a published persona, the realities alone."""
    persona = sources.persona(profile)
    return {
        "anchor": anchor,
        "person": person_view(persona, sources.show_sensitive) if persona is not None else None,
        "title": persona.name if persona is not None else gettext("Persona not published"),
        "realities": reality_views(profile.realities, sources),
    }


def person_view(persona: Persona, show_sensitive: bool) -> dict[str, Any]:
    """A persona as readers see it; the sensitive fields only for those who may."""
    return {
        "name": persona.name,
        "monogram": persona.monogram,
        "photo": photo(persona),
        "role": str(persona.get_role_display()),
        "origin": persona.origin_label,
        "quote": persona.quote.strip(),
        "narrative": text_points(persona.narrative),
        "needs": persona.need_points,
        "goals": persona.goal_points,
        "facts": facts(persona),
        "evidence": text_points(persona.evidence),
        "condition": text_points(persona.condition) if show_sensitive else [],
        "symptoms": persona.symptom_points if show_sensitive else [],
    }


def photo(persona: Persona) -> str:
    if persona.photo is None:
        return ""
    rendition = persona.photo.get_rendition(PHOTO_SPEC)
    return rendition.img_tag({"alt": persona.photo_alt, "class": "parcours-portrait"})


def facts(persona: Persona) -> list[tuple[str, str]]:
    """Short facts, in the order in which one gets to know a person."""
    group = persona.target_group
    reading = str(persona.get_reading_level_display()) if persona.reading_level else ""
    share = ""
    if persona.share is not None:
        number = number_format(persona.share.normalize())
        share = gettext("%(number)s%% of the clients") % {"number": number}
    pairs = [
        (gettext("Age"), str(persona.age) if persona.age is not None else ""),
        (gettext("Target group"), group.name if group is not None else ""),
        (gettext("Languages"), persona.languages),
        (gettext("Reading"), reading),
        (gettext("Stands for"), share),
    ]
    return [(label, value) for label, value in pairs if value]


def reality_views(realities: Sequence[ClientReality], sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "channel": sources.channel_name(reality.channel) or gettext("Any service mode"),
            "icon": sources.channel_icon(reality.channel),
            "limitations": reality.limitations,
            "behaviours": reality.behaviours,
        }
        for reality in realities
    ]


def sample_person() -> dict[str, Any]:
    """A made-up person for the block picker: nobody's data is shown as an example."""
    persona = Persona(
        name=gettext("Amina"),
        role="client",
        origin="composite",
        interviews=12,
        age=58,
        quote=gettext("I know what I need. I just cannot get anyone to hear it."),
        needs=gettext("Information she can listen to\nTime to answer"),
        goals=gettext("Apply without asking for help"),
    )
    return person_view(persona, show_sensitive=False)

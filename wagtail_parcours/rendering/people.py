"""A persona profile for readers: who the person is, needs first, and their reality."""

from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..journeys.model import PersonaProfile
from ..models.personas import Persona
from ..sanitize import text_points
from .cards import reality_texts
from .languages import NOTHING
from .sources import PHOTO_SPEC, Sources


def profile_view(profile: PersonaProfile, sources: Sources, anchor: str) -> dict[str, Any]:
    """What the profile's template prints; without a published persona, the realities alone."""
    persona = sources.persona(profile)
    person = None
    if persona is not None:
        language = sources.persona_attributes(persona)
        person = person_view(persona, sources.show_sensitive, language)
    return {
        "anchor": anchor,
        "person": person,
        "title": persona.name if persona is not None else gettext("Persona not published"),
        "language": person["language"] if person is not None else NOTHING,
        "realities": reality_views(profile, sources),
    }


def person_view(
    persona: Persona, show_sensitive: bool, language: SafeString = NOTHING
) -> dict[str, Any]:
    """A persona as readers see it; the sensitive fields only for those who may.

    `language` holds the attributes of its texts when they are in another language than the page.
    """
    return {
        "language": language,
        "name": persona.name,
        "monogram": persona.monogram,
        "photo": photo(persona),
        "role": str(persona.get_role_display()),
        "origin": persona.origin_label,
        "quote": persona.quote.strip(),
        "narrative": text_points(persona.narrative),
        "needs": persona.need_points,
        "goals": persona.goal_points,
        "facts": facts(persona, language),
        "evidence": text_points(persona.evidence),
        "condition": text_points(persona.condition) if show_sensitive else [],
        "symptoms": persona.symptom_points if show_sensitive else [],
    }


def photo(persona: Persona) -> str:
    if persona.photo is None:
        return ""
    rendition = persona.photo.get_rendition(PHOTO_SPEC)
    return rendition.img_tag({"alt": persona.photo_alt, "class": "parcours-portrait"})


def facts(persona: Persona, language: SafeString = NOTHING) -> list[tuple[str, str, SafeString]]:
    """Short facts with the attributes of each, in the order in which one gets to know a person."""
    group = persona.target_group
    reading = str(persona.get_reading_level_display()) if persona.reading_level else ""
    share = ""
    if persona.share is not None:
        number = number_format(persona.share.normalize())
        share = gettext("%(number)s%% of the clients") % {"number": number}
    pairs = [
        (gettext("Age"), str(persona.age) if persona.age is not None else "", NOTHING),
        (gettext("Target group"), group.name if group is not None else "", language),
        (gettext("Languages"), persona.languages, language),
        (gettext("Reading"), reading, NOTHING),
        (gettext("Stands for"), share, NOTHING),
    ]
    return [fact for fact in pairs if fact[1]]


def reality_views(profile: PersonaProfile, sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "channel": sources.channel_name(reality.channel) or gettext("Any service mode"),
            "language": sources.channel_attributes(reality.channel),
            "icon": sources.channel_icon(reality.channel),
            **reality_texts(reality, sources, f"body.{profile.id}.realities.{reality.id}"),
        }
        for reality in profile.realities
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

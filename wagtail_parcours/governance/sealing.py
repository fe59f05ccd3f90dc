"""From a page to what a signature on it stands for.

What a reader sees of a map is its own blocks and the things they refer to. Both are gathered
here as they are now, in a number of queries that does not grow with the map.

Left out on purpose: the sensitive fields of personas (those who sign may not be allowed to read
them, and a record that can never be deleted is no place for them), and who may read the linked
current-state map (the content is sealed as the reader with most rights sees it).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..journeys import (
    Attachment,
    Finding,
    Journey,
    Part,
    Picture,
    RichText,
    SealedContent,
    persona_pks,
    read_body,
    seal_of,
    sealed_text,
)
from ..models.base import base_page_model
from ..models.channels import channels_by_slug
from ..models.maps import FutureStateMapMixin, JourneyMapMixin
from ..models.personas import Persona

#: Facts of a persona that every reader sees.
PERSONA_FACTS = (
    "name",
    "role",
    "origin",
    "interviews",
    "photo_alt",
    "age",
    "narrative",
    "quote",
    "needs",
    "goals",
    "languages",
    "reading_level",
    "evidence",
)
CHANNEL_FACTS = ("name", "icon")

LINK = re.compile(r'(<a\b[^>]*?\slinktype="(page|document)"[^>]*?\s|<a\b[^>]*?\s)id="(\d+)"')
EMBED = re.compile(r'(<embed\b[^>]*?\s)id="(\d+)"')


def sealed_content(page: Any) -> SealedContent:
    """What a signature on `page`, as it is in memory, stands for.

    An alias shows its source, so it is read as its source is.
    """
    source = alias_source(page)
    raw = list(page.body.raw_data)
    personas = shown_personas(raw)
    keys = {persona.pk: str(persona.translation_key) for persona in personas.values()}
    language = source.locale.language_code
    journey = Journey(
        state=page.journey_state,
        title=page.title,
        language=language,
        summary=page.introduction,
        parts=read_body(raw, persona_key=lambda pk: keys.get(pk, "")),
        framework=page.framework,
    )
    channels = channels_by_slug(language)
    shown = {
        "persona": {
            str(persona.translation_key): persona_facts(persona)
            for persona in personas.values()
            if persona.live
        },
        "channel": {
            slug: {name: getattr(channels[slug], name) for name in CHANNEL_FACTS}
            for slug in sorted(shown_channels(journey))
            if slug in channels
        },
        **current_map_facts(page, journey),
    }
    return SealedContent(with_portable_files(journey), page.sealed_texts(), shown)


def seal_page(page: Any) -> tuple[str, str]:
    """The seal of `page` as it is in memory, and the text that it stands for."""
    text = sealed_text(sealed_content(page))
    return seal_of(text), text


def alias_source(page: Any) -> Any:
    """The page whose content an alias shows: `page` itself when it is no alias."""
    seen = set()
    while page.alias_of_id is not None and page.alias_of_id not in seen:
        seen.add(page.alias_of_id)
        page = page.alias_of.specific
    return page


def shown_personas(raw: Sequence[Mapping[str, Any]]) -> dict[int, Persona]:
    pks = persona_pks(raw)
    if not pks:
        return {}
    found = Persona.objects.filter(pk__in=pks).select_related("photo", "target_group")
    return {persona.pk: persona for persona in found}


def persona_facts(persona: Persona) -> dict[str, Any]:
    group = persona.target_group
    return {
        **{name: getattr(persona, name) for name in PERSONA_FACTS},
        "photo": file_hash(persona.photo),
        "share": None if persona.share is None else str(persona.share.normalize()),
        "target_group": group.name if group is not None else "",
    }


def file_hash(file: Any) -> str:
    """The hash that Wagtail keeps of a picture or document; ``""`` when there is none."""
    return file.get_file_hash() if file is not None else ""


def shown_channels(journey: Journey) -> set[str]:
    """The slugs of the channels whose names the map shows."""
    slugs = {card.channel for card in journey.cards}
    for profile in journey.profiles:
        slugs |= {reality.channel for reality in profile.realities}
    for table in journey.tables:
        for stage in table.stages:
            slugs |= {touchpoint.channel for touchpoint in stage.touchpoints}
            slugs |= {finding.channel for finding in stage.findings}
    return slugs - {""}


def current_map_facts(page: Any, journey: Journey) -> dict[str, dict[str, dict[str, Any]]]:
    """The title of the current-state map that a future one starts from, and its barriers."""
    if not isinstance(page, FutureStateMapMixin) or page.current_map_id is None:
        return {}
    linked = page.get_current_map()
    if linked is None or not linked.live:
        return {}
    named = {
        barrier
        for card in journey.cards
        for improvement in card.improvements
        for barrier in improvement.barriers
    }
    places = stages_of_findings(read_body(linked.body.raw_data, persona_key=lambda pk: ""))
    return {
        "current_map": {str(linked.translation_key): {"title": linked.title}},
        "barrier": {
            key: {"text": finding.text, "kind": finding.kind, "stage": stage}
            for key, (finding, stage) in places.items()
            if key in named
        },
    }


def stages_of_findings(parts: tuple[Part, ...]) -> dict[str, tuple[Finding, str]]:
    """Each finding by id, with the name of the stage that it belongs to."""
    found: dict[str, tuple[Finding, str]] = {}
    for table in Journey(parts=parts).tables:
        for stage in table.stages:
            for finding in stage.findings:
                found.setdefault(finding.id, (finding, stage.name))
    return found


def with_portable_files(journey: Journey) -> Journey:
    """The same journey with files and linked pages named by what they are, not by their key."""
    texts = [part.html for part in journey.parts if isinstance(part, RichText)]
    names = Names(
        pictures=numbers(part.image for part in journey.parts if isinstance(part, Picture))
        | numbers(match[2] for text in texts for match in EMBED.finditer(text)),
        documents=numbers(part.document for part in journey.parts if isinstance(part, Attachment))
        | numbers(m[3] for text in texts for m in LINK.finditer(text) if m[2] == "document"),
        pages=numbers(m[3] for text in texts for m in LINK.finditer(text) if m[2] == "page"),
    )
    return replace(journey, parts=tuple(names.portable(part) for part in journey.parts))


class Names:
    """What the files and pages that a map refers to are called on every database."""

    def __init__(self, pictures: set[int], documents: set[int], pages: set[int]) -> None:
        self.pictures = hashes(get_image_model(), pictures)
        self.documents = hashes(get_document_model(), documents)
        keys = base_page_model().objects.filter(pk__in=pages) if pages else []
        self.pages = {str(page.pk): str(page.translation_key) for page in keys}

    def portable(self, part: Part) -> Part:
        if isinstance(part, Picture):
            return replace(part, image=self.pictures.get(part.image, ""))
        if isinstance(part, Attachment):
            return replace(part, document=self.documents.get(part.document, ""))
        if isinstance(part, RichText):
            html = LINK.sub(self.link, part.html)
            return replace(part, html=EMBED.sub(self.embed, html))
        return part

    def link(self, match: re.Match[str]) -> str:
        known = self.pages if match[2] == "page" else self.documents
        return f'{match[1]}id="{known.get(match[3], "")}"'

    def embed(self, match: re.Match[str]) -> str:
        return f'{match[1]}id="{self.pictures.get(match[2], "")}"'


def hashes(model: Any, pks: set[int]) -> dict[str, str]:
    if not pks:
        return {}
    return {str(pk): file_hash(file) for pk, file in model.objects.in_bulk(pks).items()}


def numbers(texts: Iterable[str]) -> set[int]:
    return {int(text) for text in texts if text.isdecimal()}


def is_map_type(model: Any) -> bool:
    """Whether pages of this type hold a journey map."""
    return isinstance(model, type) and issubclass(model, JourneyMapMixin)

"""From a page to what a signature on it stands for.

What a reader sees of a map is its own blocks and the things they refer to. Both are gathered
here as they are now, in a number of queries that does not grow with the map.

Left out on purpose: the sensitive fields of personas (those who sign may not be allowed to read
them, and a record that can never be deleted is no place for them), the page's address, and who
may read the linked current-state map (the content is sealed as the reader with most rights sees
it).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..journeys import (
    TEXT_LANES,
    Attachment,
    Finding,
    Journey,
    Part,
    SealedContent,
    StageTable,
    persona_pks,
    read_body,
    seal_of,
    sealed_text,
)
from ..journeys.named import named_channels, named_groups, named_indicators, named_people
from ..journeys.references import Kind, references, renamed
from ..models.base import base_page_model
from ..models.channels import channels_by_slug
from ..models.indicators import INDICATOR_FACTS, indicators_by_slug
from ..models.maps import FutureStateMapMixin, JourneyMapMixin
from ..models.personas import Persona, personas_by_key
from ..models.target_groups import target_groups_by_key

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


def sealed_content(page: Any) -> SealedContent:
    """What a signature on `page`, as it is in memory, stands for.

    An alias shows its source, so it is read as its source is.
    """
    source = alias_source(page)
    raw = list(page.body.raw_data)
    personas = shown_personas(raw)
    keys = {persona.pk: str(persona.translation_key) for persona in personas}
    language = source.locale.language_code
    parts = read_body(raw, persona_key=lambda pk: keys.get(pk, ""))
    names = Names(parts)
    journey = Journey(
        state=page.journey_state,
        title=page.title,
        language=language,
        summary=page.introduction,
        parts=tuple(portable(part, names) for part in parts),
        framework=page.framework,
    )
    shown = {
        "persona": persona_sheets([*personas, *mentioned_personas(journey, language)]),
        "target_group": group_facts(journey, language),
        "channel": channel_facts(journey, language),
        "indicator": indicator_facts(journey, language),
        "document": names.document_titles(parts),
        **current_map_facts(page, journey),
    }
    return SealedContent(journey, page.sealed_texts(), shown)


def seal_page(page: Any) -> tuple[str, str]:
    """The seal of `page` as it is in memory, and the text that it stands for."""
    text = sealed_text(sealed_content(page))
    return seal_of(text), text


def alias_source(page: Any) -> Any:
    """The page whose content an alias shows: `page` itself when it is no alias."""
    seen = set()
    while page.alias_of_id is not None and page.alias_of_id not in seen:
        seen.add(page.alias_of_id)
        page = page.alias_of
    return page


def is_map_type(model: Any) -> bool:
    """Whether pages of this type hold a journey map."""
    return isinstance(model, type) and issubclass(model, JourneyMapMixin)


# -- personas, target groups, channels and indicators


def shown_personas(raw: Sequence[Mapping[str, Any]]) -> list[Persona]:
    """The personas that a body refers to, in reading order."""
    pks = persona_pks(raw)
    if not pks:
        return []
    found = Persona.objects.select_related("photo", "target_group").in_bulk(pks)
    order = [pk for item in raw for pk in persona_pks([item])]
    return [found[pk] for pk in dict.fromkeys(order) if pk in found]


def mentioned_personas(journey: Journey, language: str) -> list[Persona]:
    """The published personas that a map names without showing their profile. Two queries."""
    found = personas_by_key(language, named_people(journey))
    if not found:
        return []
    rows = Persona.objects.select_related("photo", "target_group")
    whole = rows.in_bulk([persona.pk for persona in found.values()])
    return [whole[persona.pk] for persona in found.values() if persona.pk in whole]


def persona_sheets(personas: Iterable[Persona]) -> dict[str, dict[str, Any]]:
    """The facts of the published ones by key; of two translations of one, the first is shown."""
    sheets: dict[str, dict[str, Any]] = {}
    for persona in personas:
        key = str(persona.translation_key)
        if persona.live and key not in sheets:
            sheets[key] = persona_facts(persona)
    return sheets


def persona_facts(persona: Persona) -> dict[str, Any]:
    group = persona.target_group
    return {
        **{name: getattr(persona, name) for name in PERSONA_FACTS},
        "photo": file_hash(persona.photo),
        "share": plain_fact(persona.share),
        "target_group": group.name if group is not None else "",
    }


def channel_facts(journey: Journey, language: str) -> dict[str, dict[str, Any]]:
    """Name and icon of each channel that the map names."""
    slugs = named_channels(journey)
    if not slugs:
        return {}
    channels = channels_by_slug(language)
    return {
        slug: {name: getattr(channels[slug], name) for name in CHANNEL_FACTS}
        for slug in sorted(slugs & channels.keys())
    }


def group_facts(journey: Journey, language: str) -> dict[str, dict[str, Any]]:
    """The name of each target group whose needs the map tells."""
    keys = named_groups(journey)
    groups = target_groups_by_key(language) if keys else {}
    return {key: {"name": groups[key].name} for key in keys if key in groups}


def indicator_facts(journey: Journey, language: str) -> dict[str, dict[str, Any]]:
    """What each indicator measures and promises; what was measured goes on after a signature."""
    slugs = named_indicators(journey)
    indicators = indicators_by_slug(language, slugs) if slugs else {}
    return {
        slug: {name: plain_fact(getattr(indicators[slug], name)) for name in INDICATOR_FACTS}
        for slug in slugs
        if slug in indicators
    }


def plain_fact(value: Any) -> Any:
    """A fact as it is sealed: a number without the zeros that a database may add to it."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


# -- the current-state map that a future one starts from


def current_map_facts(page: Any, journey: Journey) -> dict[str, dict[str, dict[str, Any]]]:
    """The title of the current-state map, and those of its barriers that the map names."""
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


# -- files and linked pages


class Names:
    """What the files and pages that a map refers to are called on every database.

    A file is named by the hash of its bytes, a page by its translation key and language.
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        asked: dict[str, set[str]] = {"image": set(), "document": set(), "page": set()}
        for kind, key in references(parts):
            asked[kind].add(key)
        documents = found_by_key(get_document_model(), asked["document"])
        self.titles = {key: document.title for key, document in documents.items()}
        self.names: dict[tuple[str, str], str] = {
            ("document", key): file_hash(document) for key, document in documents.items()
        }
        for key, image in found_by_key(get_image_model(), asked["image"]).items():
            self.names["image", key] = file_hash(image)
        pages = base_page_model().objects.select_related("locale")
        for key, page in found_by_key(pages, asked["page"]).items():
            self.names["page", key] = f"{page.translation_key}/{page.locale.language_code}"

    def __call__(self, kind: Kind, key: str) -> str:
        return self.names.get((kind, key), "")

    def document_titles(self, parts: Iterable[Part]) -> dict[str, dict[str, Any]]:
        """The titles of documents that are offered without a title of the map's own."""
        return {
            self("document", part.document): {"title": self.titles[part.document]}
            for part in parts
            if isinstance(part, Attachment)
            and part.document in self.titles
            and not part.title.strip()
        }


def portable(part: Part, names: Names) -> Part:
    """A part as it is sealed: nothing in it belongs to one database.

    Nor to one release of the site: a lane that is registered later stands in a body, empty, from
    the next save on, and readers see no difference.
    """
    if isinstance(part, StageTable):
        stages = tuple(
            replace(
                stage,
                texts={
                    lane: text for lane, text in stage.texts.items() if text or lane in TEXT_LANES
                },
            )
            for stage in part.stages
        )
        return replace(part, stages=stages)
    return renamed(part, names)


def found_by_key(rows: Any, keys: Iterable[str]) -> dict[str, Any]:
    """The objects with these primary keys, written as texts; one query, or none."""
    model = getattr(rows, "model", rows)
    valid = [key for key in keys if is_key(model, key)]
    if not valid:
        return {}
    queryset = rows if rows is not model else model._default_manager.all()
    return {str(pk): found for pk, found in queryset.in_bulk(valid).items()}


def is_key(model: Any, key: str) -> bool:
    """Whether `key` could be a primary key: bodies written by an import may hold any text."""
    try:
        model._meta.pk.get_prep_value(model._meta.pk.to_python(key))
    except (ValidationError, ValueError, TypeError, OverflowError):
        return False
    # A longer number is one that no database takes.
    return len(key) < 64 and (not key.isdecimal() or len(key) < 19)


def file_hash(file: Any) -> str:
    """The hash that Wagtail keeps of a picture or document; ``""`` when there is none."""
    if file is None:
        return ""
    try:
        return file.get_file_hash()
    except OSError:
        # Never hashed, and the file itself is gone: nothing is shown of it.
        return ""

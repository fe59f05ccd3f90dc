"""What a map shows beyond its own body, fetched at once: channels, people, indicators, files.

The number of queries depends on the kinds of blocks that a body holds, never on how many
stages, lanes or entries they have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..journeys import (
    Attachment,
    Journey,
    PersonaProfile,
    Picture,
    persona_pks,
    read_body,
)
from ..journeys.named import named_groups, named_indicators, named_people
from ..models.channels import Channel, channels_by_slug
from ..models.maps import CurrentStateMapMixin
from ..models.personas import Persona, personas_by_key
from ..models.roadmap import RoadmapItem
from ..models.slugs import readable
from ..models.target_groups import TargetGroup, target_groups_by_key
from ..permissions import can_see_sensitive
from .anchors import anchor
from .hierarchy import Hierarchy, hierarchy_of
from .indicators import IndicatorView, indicator_views
from .languages import NOTHING, TextLanguages, live_text_languages, text_languages
from .mentions import indicator_html, name_html
from .readers import readable_current_map
from .roadmap import items_shown

PHOTO_SPEC = "fill-240x240"
PICTURE_SPEC = "max-1600x1200"


@dataclass(frozen=True, slots=True)
class Barrier:
    """A finding of the current-state map, as an improvement refers to it."""

    text: str
    stage: str
    kind: str
    url: str
    #: Attributes of each text, when it is in another language than the page.
    text_language: SafeString = NOTHING
    stage_language: SafeString = NOTHING


@dataclass
class Sources:
    """Everything that the parts of a body need from elsewhere."""

    raw: Sequence[Mapping[str, Any]]
    request: Any = None
    page: Any = None
    language: str = field(default_factory=lambda: get_language() or "")

    #: Whether indicators come with what was measured: a version that was signed keeps no readings.
    with_readings = True

    @property
    def show_sensitive(self) -> bool:
        return can_see_sensitive(getattr(self.request, "user", None))

    @cached_property
    def parts(self) -> tuple[Any, ...]:
        """The neutral form of the body's blocks, in order."""
        keys = {pk: str(persona.translation_key) for pk, persona in self.personas_by_pk.items()}
        return read_body(self.raw, persona_key=lambda pk: keys.get(pk, ""))

    @cached_property
    def journey(self) -> Journey:
        """The parts as a journey, to ask what they name."""
        return Journey(parts=self.parts)

    @cached_property
    def languages(self) -> TextLanguages:
        """In which language the texts of the page are."""
        return text_languages(self.page)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """The maps above the page, and those that show its stages in detail."""
        return hierarchy_of(self.page, self.request)

    # -- channels

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """Every channel by slug; asked for once in a request, however many blocks need it."""
        if self.request is None:
            return channels_by_slug(self.language)
        kept = self.request.__dict__.setdefault("_parcours_channels", {})
        if self.language not in kept:
            kept[self.language] = channels_by_slug(self.language)
        return kept[self.language]

    @cached_property
    def channel_order(self) -> list[str]:
        """The slugs of the channels in their order."""
        return list(self.channels)

    def channel_name(self, slug: str) -> str:
        """The channel's name; an identifier that is known no more stays readable."""
        if not slug:
            return ""
        channel = self.channels.get(slug)
        if channel is not None:
            return channel.name
        return readable(slug)

    def channel_attributes(self, slug: str) -> SafeString:
        """The attributes for the name of a channel that the language of the page does not have."""
        channel = self.channels.get(slug)
        return self.languages.other(self.channel_language(channel)) if channel else NOTHING

    def channel_language(self, channel: Channel) -> str:
        return str(channel.locale.language_code)

    def channel_icon(self, slug: str) -> str:
        channel = self.channels.get(slug)
        return channel.icon if channel is not None else "parcours-channel"

    # -- people

    @cached_property
    def personas_by_pk(self) -> Mapping[int, Persona]:
        pks = persona_pks(self.raw)
        if not pks:
            return {}
        image_model = get_image_model()
        renditions = image_model.get_rendition_model().objects.filter(filter_spec=PHOTO_SPEC)
        people = (
            Persona.objects.filter(pk__in=pks)
            .select_related("photo", "target_group", "locale")
            .prefetch_related(
                Prefetch("photo__renditions", renditions, to_attr="prefetched_renditions")
            )
        )
        found = {persona.pk: persona for persona in people}
        # In reading order: of two translations of one persona, the first one is shown.
        order = [pk for item in self.raw for pk in persona_pks([item])]
        return {pk: found[pk] for pk in order if pk in found}

    def persona(self, profile: PersonaProfile) -> Persona | None:
        """The published persona of a profile; a draft is nobody's business yet."""
        for persona in self.personas_by_pk.values():
            if str(persona.translation_key) == profile.persona and persona.live:
                return persona
        return None

    def persona_attributes(self, persona: Persona) -> SafeString:
        """The attributes for the texts of a persona in another language than the page."""
        return self.languages.other(self.persona_language(persona))

    def persona_language(self, persona: Persona) -> str:
        return str(persona.locale.language_code)

    @cached_property
    def people(self) -> Mapping[str, Persona]:
        """The published personas that the map names without a profile, by key. One query."""
        return personas_by_key(self.language, named_people(self.journey))

    def person(self, key: str) -> SafeString:
        """The name of such a persona; nothing for one who is not published."""
        persona = self.people.get(key)
        return name_html(persona, self.persona_attributes(persona)) if persona else NOTHING

    @cached_property
    def groups(self) -> Mapping[str, TargetGroup]:
        """The target groups that the map names, by key. One query, none when it names none."""
        keys = set(named_groups(self.journey))
        if not keys:
            return {}
        found = target_groups_by_key(self.language)
        return {key: group for key, group in found.items() if key in keys}

    def group(self, key: str) -> SafeString:
        """The name of a target group; nothing for one that is gone."""
        group = self.groups.get(key)
        return name_html(group, self.group_attributes(group)) if group else NOTHING

    def group_attributes(self, group: TargetGroup) -> SafeString:
        return self.languages.other(self.group_language(group))

    def group_language(self, group: TargetGroup) -> str:
        return str(group.locale.language_code)

    # -- indicators

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorView]:
        """The indicators that the map names, by slug. Two queries, none when it names none."""
        return indicator_views(named_indicators(self.journey), self.language)

    def indicator(self, slug: str) -> SafeString:
        """An indicator as a cell or a card shows it; the same again is made once."""
        made = self.__dict__.setdefault("_indicators_made", {})
        if slug not in made:
            made[slug] = indicator_html(slug, self.indicators.get(slug), self.with_readings)
        return made[slug]

    @property
    def indicator_versions(self) -> dict[str, str]:
        """What changes whenever an indicator looks different, by slug: for keys of fragments."""
        kind = "read" if self.with_readings else "signed"
        return {slug: f"{kind} {view.version}" for slug, view in self.indicators.items()}

    # -- files

    @cached_property
    def images(self) -> Mapping[str, Any]:
        pks = pks_of(self.raw, "image", "image")
        if not pks:
            return {}
        found = get_image_model().objects.filter(pk__in=pks).prefetch_renditions(PICTURE_SPEC)
        return {str(image.pk): image for image in found}

    @cached_property
    def documents(self) -> Mapping[str, Any]:
        pks = pks_of(self.raw, "document", "document")
        if not pks:
            return {}
        return {str(pk): found for pk, found in get_document_model().objects.in_bulk(pks).items()}

    def missing_file(self, part: Picture | Attachment) -> str:
        """What a reader is told of a file that is not there: nothing, on a page of today."""
        return ""

    # -- progress of the improvements

    @cached_property
    def roadmap(self) -> Mapping[str, RoadmapItem]:
        """The items of the roadmap by improvement; nothing for a page that is not served."""
        return items_shown(self.page)

    @cached_property
    def roadmap_indicators(self) -> Mapping[str, IndicatorView]:
        """The indicators that the items are linked to and the map does not name, by slug.

        No query when there is none.
        """
        slugs = {item.indicator for item in self.roadmap.values() if item.indicator}
        slugs -= set(named_indicators(self.journey))
        return indicator_views(sorted(slugs), self.language)

    # -- barriers of the linked current-state map

    @cached_property
    def current_map(self) -> Any:
        """The current-state map that the page starts from, when this reader may see it."""
        if isinstance(self.page, CurrentStateMapMixin):
            return self.page
        return readable_current_map(self.page, self.request)

    @cached_property
    def barriers(self) -> Mapping[str, Barrier]:
        """Findings of the current-state map by id."""
        linked = self.current_map
        if linked is None:
            return {}
        if linked is self.page:
            url, parts = "", self.parts
            said = self.languages
        else:
            said = live_text_languages(linked)
            url = linked.get_url(self.request) or ""
            parts = read_body(linked.body.raw_data, persona_key=lambda pk: "")
        found: dict[str, Barrier] = {}
        for table in Journey(parts=parts).tables:
            for stage in table.stages:
                place = f"body.{table.id}.stages.{stage.id}"
                for finding in stage.findings:
                    barrier = Barrier(
                        finding.text,
                        stage.name,
                        finding.kind,
                        f"{url}#{anchor('finding', finding.id)}",
                        self.beside(said, f"{place}.findings.{finding.id}.text"),
                        self.beside(said, f"{place}.name"),
                    )
                    found.setdefault(finding.id, barrier)
        return found

    def beside(self, said: TextLanguages, path: str) -> SafeString:
        """The attributes here for a text of another page, by its path there."""
        return self.languages.other(said.source if said.is_foreign(path) else said.language)


def pks_of(raw: Iterable[Mapping[str, Any]], block_type: str, key: str) -> set[int]:
    """Primary keys that the blocks of one type refer to."""
    found = set()
    for item in raw:
        if item.get("type") == block_type and isinstance(item.get("value"), dict):
            pk = item["value"].get(key)
            if isinstance(pk, int) and not isinstance(pk, bool):
                found.add(pk)
    return found

"""What a sealed version showed from elsewhere: personas, channels, indicators and barriers of then.

Nothing here is ever saved. Sensitive fields of personas are in no sealed content, so no sealed
rendering shows them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from wagtail.images import get_image_model
from wagtail.models import Locale

from ..journeys import (
    Attachment,
    Part,
    PersonaProfile,
    Picture,
    SealedContent,
    persona_pks,
)
from ..journeys.named import named_people
from ..models.base import base_page_model
from ..models.channels import Channel, channels_by_slug
from ..models.indicators import INDICATOR_FACTS, Indicator
from ..models.maps import (
    CurrentStateMapMixin,
)
from ..models.personas import Persona
from ..models.slugs import is_uuid
from ..models.target_groups import TargetGroup
from .anchors import anchor
from .indicators import IndicatorView, indicator_view
from .readers import may_read
from .sources import PHOTO_SPEC, Barrier, Sources


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a page in memory shows instead of the database: ``page.sealed_version``.

    `parts` are the parts of the body with their files by primary key; a file that is not there
    any more keeps its hash. `whole` says that its reader may see all of it, whoever may read the
    linked current-state map today.
    """

    content: SealedContent
    parts: tuple[Part, ...]
    whole: bool = False


@dataclass
class SealedSources(Sources):
    """The sources of a page with a ``sealed_version``: they answer as things were then."""

    with_readings = False

    @property
    def frozen(self) -> Frozen:
        return self.page.sealed_version

    @property
    def show_sensitive(self) -> bool:
        return False

    @cached_property
    def parts(self) -> tuple[Any, ...]:
        if len(self.raw) == len(self.frozen.parts) and self.raw == list(self.page.body.raw_data):
            return self.frozen.parts
        # One block alone, in a template of the site's own.
        keys = persona_pks(self.raw)
        found = Persona.objects.filter(pk__in=keys).values_list("pk", "translation_key")
        self.__dict__["personas_by_pk"] = {
            pk: Persona(pk=pk, translation_key=key) for pk, key in (found if keys else ())
        }
        return super().parts

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        return {
            slug: Channel(slug=slug, name=text(facts, "name"), icon=text(facts, "icon"))
            for slug, facts in self.frozen.content.shown.get("channel", {}).items()
        }

    @cached_property
    def channel_order(self) -> list[str]:
        """As channels are ordered today: that is no part of what was signed. One query, and only
        for rows that stand in that order."""
        if not any(table.channel_rows for table in self.journey.tables):
            return list(self.channels)
        today = [slug for slug in channels_by_slug(self.language) if slug in self.channels]
        return [*today, *(slug for slug in self.channels if slug not in today)]

    def persona(self, profile: PersonaProfile) -> Persona | None:
        facts = self.frozen.content.facts("persona", profile.persona)
        if facts is None:
            return None
        return persona_of(facts, self.portraits.get(text(facts, "photo")))

    @cached_property
    def people(self) -> Mapping[str, Persona]:
        sheets = self.frozen.content.shown.get("persona", {})
        named = named_people(self.journey)
        return {key: persona_of(sheets[key], None) for key in named if key in sheets}

    @cached_property
    def groups(self) -> Mapping[str, TargetGroup]:
        return {
            key: TargetGroup(name=text(facts, "name"))
            for key, facts in self.frozen.content.shown.get("target_group", {}).items()
        }

    def group_language(self, group: TargetGroup) -> str:
        return self.languages_by_name.get(group.name, "")

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorView]:
        """As they were defined then; what was measured is no part of what was signed."""
        return {
            slug: indicator_view(self.indicator_of(slug, facts), ())
            for slug, facts in self.frozen.content.shown.get("indicator", {}).items()
        }

    def indicator_of(self, slug: str, facts: Mapping[str, object]) -> Indicator:
        known = {name: fact(name, facts[name]) for name in INDICATOR_FACTS if name in facts}
        code = self.languages_by_name.get(text(facts, "name"), "")
        return Indicator(slug=slug, locale=Locale(language_code=code), **known)

    def persona_language(self, persona: Persona) -> str:
        return self.languages_by_name.get(persona.name, "")

    def channel_language(self, channel: Channel) -> str:
        return self.languages_by_name.get(channel.name, "")

    @cached_property
    def languages_by_name(self) -> Mapping[str, str]:
        """The language of each persona, channel, target group and indicator of that version, as
        far as it is known today.

        A sealed content holds their names and not their languages: where the page's language has
        one of this name it is that one. Two queries, and one each for groups and indicators.
        """
        here = self.languages.language
        shown = self.frozen.content.shown
        asked = [
            Persona.objects.filter(translation_key__in=filter(is_uuid, shown.get("persona", {}))),
            Channel.objects.filter(slug__in=shown.get("channel", {})),
        ]
        if groups := shown.get("target_group"):
            asked.append(TargetGroup.objects.filter(translation_key__in=filter(is_uuid, groups)))
        if indicators := shown.get("indicator"):
            asked.append(Indicator.objects.filter(slug__in=indicators))
        found: dict[str, str] = {}
        for rows in asked:
            for name, language in rows.values_list("name", "locale__language_code"):
                if found.get(name) != here:
                    found[name] = language
        return found

    @cached_property
    def portraits(self) -> Mapping[str, Any]:
        """The photos of the personas by hash, as far as their files are still there."""
        sheets = self.frozen.content.shown.get("persona", {}).values()
        hashes = {text(facts, "photo") for facts in sheets} - {""}
        if not hashes:
            return {}
        found = get_image_model().objects.filter(file_hash__in=hashes).order_by("-pk")
        return {image.file_hash: image for image in found.prefetch_renditions(PHOTO_SPEC)}

    @cached_property
    def current_map(self) -> Any:
        if isinstance(self.page, CurrentStateMapMixin):
            return self.page
        for key, facts in self.frozen.content.shown.get("current_map", {}).items():
            linked = self.readable_page(key)
            if linked is not None:
                linked.title = text(facts, "title")
                return linked
            if self.frozen.whole:
                return UnreadableMap(text(facts, "title"))
        return None

    def readable_page(self, key: str) -> Any:
        """The page with this translation key, in the map's language where it exists, if this
        visitor may read it."""
        if not is_uuid(key):
            return None
        pages = base_page_model().objects.filter(translation_key=key)
        found = sorted(pages, key=lambda page: (page.locale_id != self.page.locale_id, page.pk))
        return found[0] if found and may_read(found[0], self.request) else None

    @cached_property
    def barriers(self) -> Mapping[str, Barrier]:
        linked = self.current_map
        if linked is None or linked is self.page:
            return super().barriers
        url = linked.get_url(self.request)
        return {
            key: Barrier(
                text(facts, "text"),
                text(facts, "stage"),
                text(facts, "kind"),
                f"{url}#{anchor('finding', key)}" if url else "",
            )
            for key, facts in self.frozen.content.shown.get("barrier", {}).items()
        }

    def missing_file(self, part: Picture | Attachment) -> str:
        """What stands for a file that was shown and is not kept any more."""
        if isinstance(part, Picture):
            if not part.image:
                return ""
            said = part.alt.strip() or part.caption.strip()
            return gettext("A picture that is no longer kept here: %(name)s") % {"name": said}
        if not part.document:
            return ""
        return gettext("A document that is no longer kept here: %(name)s") % {
            "name": part.title.strip()
        }


@dataclass(frozen=True, slots=True)
class UnreadableMap:
    """A current-state map that is gone or private today: its title then, without a link."""

    title: str
    pk: None = None

    def get_url(self, request: Any = None) -> str:
        return ""


#: How sealed facts become fields again; other values are texts.
FACT_TYPES: Mapping[str, Callable[[Any], Any]] = {
    "age": int,
    "interviews": int,
    "share": Decimal,
    "target": Decimal,
}


def persona_of(facts: Mapping[str, object], photo: Any) -> Persona:
    """The persona of a sealed content; never saved, and without the sensitive fields."""
    persona = Persona()
    for field in Persona._meta.concrete_fields:
        if field.is_relation or field.name in Persona.SENSITIVE_FIELDS:
            continue
        if field.name in facts and field.name != "photo":
            setattr(persona, field.name, fact(field.name, facts[field.name]))
    persona.photo = photo
    group = text(facts, "target_group")
    persona.target_group = TargetGroup(name=group) if group else None
    return persona


def fact(name: str, value: Any) -> Any:
    convert = FACT_TYPES.get(name)
    if convert is None:
        return "" if value is None else str(value)
    try:
        return None if value is None else convert(value)
    except (ValueError, TypeError, InvalidOperation):
        return None


def text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""

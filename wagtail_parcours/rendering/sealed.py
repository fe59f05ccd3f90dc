"""A sealed version as readers saw it: its own words, and what it showed from elsewhere.

``show_sealed(page, content)`` makes a page in memory read as a sealed content says. Rendered as
any other page, by its own template, it then shows the personas, channels and barriers of that
version instead of those that the database holds now. ``sealed_page(content, page_type)`` gives
such a page when there is none, or none any more.

Nothing here is ever saved. Sensitive fields of personas are in no sealed content, so no sealed
rendering shows them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from ..journeys import (
    Attachment,
    Part,
    PersonaProfile,
    Picture,
    SealedContent,
    persona_pks,
    write_body,
)
from ..journeys.references import references, renamed
from ..models.base import base_page_model
from ..models.channels import Channel
from ..models.maps import (
    CurrentStateMapMixin,
    CurrentStateMapPage,
    FutureStateMapPage,
    JourneyMapMixin,
)
from ..models.personas import Persona
from ..models.target_groups import TargetGroup
from .anchors import anchor
from .readers import may_read
from .sources import PHOTO_SPEC, Barrier, Sources

#: Page types to read a version with whose own type is gone, by the state of the journey.
THIN_TYPES = {"current": CurrentStateMapPage, "future": FutureStateMapPage}


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


def show_sealed(page: Any, content: SealedContent, *, whole: bool = False) -> Any:
    """Make `page`, in memory, read as `content` says; gives the same page.

    With `whole`, the title and the barriers of the current-state map are shown even to those who
    may not read it: for the records, whose readers may read the content itself.
    """
    journey = content.journey
    page.title = page.draft_title = journey.title
    page.introduction, page.framework = journey.summary, journey.framework
    own = page.sealed_texts()
    for name, said in content.page.items():
        if name in own:
            set_text(page, name, said)
    names = keys_here(content)
    known = page.body.stream_block.child_blocks
    personas = persona_keys(part.persona for part in journey.profiles)
    stored, parts = [], []
    for part in journey.parts:
        here = renamed(part, lambda kind, name: names.get((kind, name), ""), drop_links=True)
        [raw] = write_body([here], persona_pk=personas.get)
        # A block that the page type has no more cannot be rendered, and is dropped by Wagtail.
        if raw["type"] in known:
            stored.append(raw)
            parts.append(with_traces(part, here, content))
    page.body = stored
    page.sealed_version = Frozen(content, tuple(parts), whole)
    return page


def sealed_page(content: SealedContent, page_type: str, existing: Any = None) -> Any:
    """A page that was never saved and reads as `content` says, all of it.

    `page_type` is the label of its page type; a type that is gone is replaced by the plugin's
    own. It takes the place of `existing` in the tree, so that menus and addresses are right, else
    one below the home page.
    """
    page = map_type(page_type, content.journey.state)()
    language = content.journey.language
    page.locale = Locale.objects.filter(language_code=language).first() or Locale.get_default()
    place(page, existing)
    return show_sealed(page, content, whole=True)


def map_type(label: str, state: str) -> Any:
    """The page type with this label, if there is one for maps of this state."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, JourneyMapMixin) or model.journey_state != state:
        return THIN_TYPES[state]
    return model


def place(page: Any, existing: Any) -> None:
    """Give a page that was never saved a place in the tree, for what templates ask of it."""
    if existing is not None:
        parent = existing.get_parent()
        page.slug, page.translation_key = existing.slug, existing.translation_key
    else:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        parent = site.root_page if site is not None else base_page_model().get_first_root_node()
        page.slug = "-"
    # The last place of all: no page has it, and its ancestors are found as for any other.
    page.path = page._get_children_path_interval(parent.path)[1]
    page.depth = parent.depth + 1
    page.set_url_path(parent)


def set_text(page: Any, name: str, said: str) -> None:
    """Set a field of the page from the text that was sealed of it."""
    try:
        field = page._meta.get_field(name)
        nothing = field.null and said == str(None)
        setattr(page, name, None if nothing else field.to_python(said))
    except (FieldDoesNotExist, ValidationError, ValueError, TypeError):
        # The page type has changed since: what it has no field for is in the content only.
        return


# -- what the keys of this database are


def keys_here(content: SealedContent) -> dict[tuple[str, str], str]:
    """The primary keys of the files and pages that a sealed content names. Three queries."""
    asked: dict[str, set[str]] = {"image": set(), "document": set(), "page": set()}
    for kind, name in references(content.journey.parts):
        asked[kind].add(name)
    found: dict[tuple[str, str], str] = {}
    for kind, model in (("image", get_image_model()), ("document", get_document_model())):
        if asked[kind]:
            # Of two copies of a file, the first one.
            files = model.objects.filter(file_hash__in=asked[kind]).order_by("-pk")
            found |= {(kind, hash_): str(pk) for pk, hash_ in files.values_list("pk", "file_hash")}
    if asked["page"]:
        keys = [name.partition("/")[0] for name in asked["page"]]
        pages = base_page_model().objects.filter(translation_key__in=filter(is_uuid, keys))
        rows = pages.values_list("pk", "translation_key", "locale__language_code")
        found |= {("page", f"{key}/{language}"): str(pk) for pk, key, language in rows}
    return found


def persona_keys(keys: Iterable[str]) -> dict[str, int]:
    """Primary keys of personas by translation key, for the stored form of a body."""
    valid = [key for key in keys if is_uuid(key)]
    if not valid:
        return {}
    found = Persona.objects.filter(translation_key__in=valid).order_by("-pk")
    return {str(key): pk for key, pk in found.values_list("translation_key", "pk")}


def is_uuid(text: str) -> bool:
    try:
        return bool(Persona._meta.get_field("translation_key").to_python(text))
    except ValidationError:
        return False


def with_traces(sealed: Part, here: Part, content: SealedContent) -> Part:
    """A part for rendering: a file that is gone keeps its hash, a document its title of then."""
    if isinstance(sealed, Picture) and isinstance(here, Picture):
        return here if here.image else sealed
    if isinstance(sealed, Attachment) and isinstance(here, Attachment):
        facts = content.facts("document", sealed.document) or {}
        title = sealed.title.strip() or str(facts.get("title", ""))
        return replace(here if here.document else sealed, title=title)
    return here


# -- what the page shows


@dataclass
class SealedSources(Sources):
    """The sources of a page with a ``sealed_version``: they answer as things were then."""

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

    def persona(self, profile: PersonaProfile) -> Persona | None:
        facts = self.frozen.content.facts("persona", profile.persona)
        if facts is None:
            return None
        return persona_of(facts, self.portraits.get(text(facts, "photo")))

    def persona_language(self, persona: Persona) -> str:
        return self.languages_by_name.get(persona.name, "")

    def channel_language(self, channel: Channel) -> str:
        return self.languages_by_name.get(channel.name, "")

    @cached_property
    def languages_by_name(self) -> Mapping[str, str]:
        """The language of each persona and channel of that version, as far as it is known today.

        A sealed content holds their names and not their languages: where the page's language has
        one of this name it is that one. Two queries.
        """
        here = self.languages.language
        shown = self.frozen.content.shown
        personas = Persona.objects.filter(
            translation_key__in=filter(is_uuid, shown.get("persona", {}))
        )
        channels = Channel.objects.filter(slug__in=shown.get("channel", {}))
        found: dict[str, str] = {}
        for rows in (personas, channels):
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


def sources_for(raw: Sequence[Mapping[str, Any]], request: Any, page: Any) -> Sources:
    """What the blocks of `page` show from elsewhere: as it is now, or as it was sealed."""
    if getattr(page, "sealed_version", None) is not None:
        return SealedSources(raw, request, page)
    return Sources(raw, request, page)


#: How the sealed facts of a persona become its fields again; other values are texts.
FACT_TYPES: Mapping[str, Callable[[Any], Any]] = {"age": int, "interviews": int, "share": Decimal}


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

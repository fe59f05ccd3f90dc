"""A sealed version as readers saw it: its own words, and what it showed from elsewhere.

``show_sealed(page, content)`` makes a page in memory read as a sealed content says. Rendered as
any other page, by its own template, it then shows the personas, channels and barriers of that
version instead of those that the database holds now. ``sealed_page(content, page_type)`` gives
such a page when there is none, or none any more.

Nothing here is ever saved. Sensitive fields of personas are in no sealed content, so no sealed
rendering shows them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from ..journeys import (
    Attachment,
    Part,
    Picture,
    SealedContent,
    write_body,
)
from ..journeys.references import references, renamed
from ..models.base import base_page_model
from ..models.maps import (
    CurrentStateMapPage,
    FutureStateMapPage,
    JourneyMapMixin,
)
from ..models.personas import Persona
from ..models.slugs import is_uuid
from .sealed_sources import Frozen, SealedSources
from .sources import Sources

#: Page types to read a version with whose own type is gone, by the state of the journey.
THIN_TYPES = {"current": CurrentStateMapPage, "future": FutureStateMapPage}


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


def with_traces(sealed: Part, here: Part, content: SealedContent) -> Part:
    """A part for rendering: a file that is gone keeps its hash, a document its title of then."""
    if isinstance(sealed, Picture) and isinstance(here, Picture):
        return here if here.image else sealed
    if isinstance(sealed, Attachment) and isinstance(here, Attachment):
        facts = content.facts("document", sealed.document) or {}
        title = sealed.title.strip() or str(facts.get("title", ""))
        return replace(here if here.document else sealed, title=title)
    return here


def sources_for(raw: Sequence[Mapping[str, Any]], request: Any, page: Any) -> Sources:
    """What the blocks of `page` show from elsewhere: as it is now, or as it was sealed."""
    if getattr(page, "sealed_version", None) is not None:
        return SealedSources(raw, request, page)
    return Sources(raw, request, page)

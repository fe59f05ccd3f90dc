"""A whole map page: its parts in order, each as HTML, with the headings that one can jump to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from ..journeys.entries import NeedsList
from ..journeys.model import ImprovementCard, PersonaProfile, StageTable
from .anchors import Anchors, anchor
from .asking import answer_address, asking, asks
from .fragments import cached_fragment, fragment_key
from .glossary import TermLinks, marking_terms, terms_version
from .grid import grid_material
from .hierarchy import Hierarchy, MapLink
from .hints import has_hints, marking_hard_texts
from .languages import NOTHING, TextLanguages, language_attributes
from .parts import details_in, part_view, reads_as, table_titles
from .roadmap import Progress, progress_view
from .said import Said, said_on
from .sealed import sources_for
from .sources import Sources

#: From this many headings on, a map begins with a list of links to them.
HEADINGS_FOR_CONTENTS = 3
#: Other ways to read a map than as a table, with the template of its stage tables.
WAYS = {
    "outline": "wagtail_parcours/blocks/stage_outline.html",
    "story": "wagtail_parcours/blocks/stage_story.html",
}


@dataclass(frozen=True, slots=True)
class PagePart:
    """One block of the page: its stored type, its HTML, and its heading if it has one.

    `language` holds the attributes of the heading when it is in another language than the page.
    """

    block_type: str
    html: SafeString
    anchor: str = ""
    title: str = ""
    language: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class MapView:
    """What the page's template prints; ``written`` are its parts before terms are linked."""

    written: tuple[PagePart, ...]
    current_map: Any
    links: TermLinks
    languages: TextLanguages
    hierarchy: Hierarchy
    details_without_stage: tuple[MapLink, ...] = ()
    introduction_text: str = ""
    #: How far the improvements are; None for a map without a roadmap.
    progress: Progress | None = None
    #: What readers said and what became of it; None for a map that does not ask them.
    said: Said | None = None
    #: Whether readers may answer.
    is_asking: bool = False

    @property
    def article_language(self) -> SafeString:
        """The attributes of the article: the language and direction of the page."""
        return language_attributes(self.languages.language)

    @property
    def title_language(self) -> SafeString:
        return self.languages.of("title")

    @property
    def introduction_language(self) -> SafeString:
        return self.languages.of("introduction")

    @property
    def current_map_language(self) -> SafeString:
        """The attributes for the title of the current-state map."""
        locale = getattr(self.current_map, "locale", None)
        return self.languages.other(locale.language_code) if locale is not None else NOTHING

    @property
    def introduction(self) -> SafeString:
        """The introduction in paragraphs. Print it before the parts: it comes first on the page."""
        return self.links.introduction(self.introduction_text)

    @property
    def parts(self) -> tuple[PagePart, ...]:
        """The blocks of the page, then the list of the terms that they use."""
        return self.links.parts(self.written)

    @property
    def contents(self) -> list[PagePart]:
        """The parts to list at the top, when there are enough of them to get lost."""
        headings = [part for part in self.parts if part.anchor]
        return headings if len(headings) >= HEADINGS_FOR_CONTENTS else []


def map_view(page: Any, request: Any = None, way: str = "") -> MapView:
    """Render the body of a map page. The number of queries does not grow with its stages.

    `way` is one of :data:`WAYS`: how its stage tables are read, ``""`` as tables.
    """
    raw = list(page.body.raw_data)
    sources = sources_for(raw, request, page)
    address = answer_address(page, request)
    with (
        asking(address),
        marking_terms(page) as glossary,
        marking_hard_texts(page, request) as hints,
    ):
        parts = tuple(page_parts(page, sources, WAYS.get(way, "")))
    linked = sources.current_map if hasattr(page, "get_current_map") else None
    tables = [part for part in sources.parts if isinstance(part, StageTable)]
    return MapView(
        parts,
        linked,
        TermLinks(glossary, hints),
        sources.languages,
        sources.hierarchy,
        tuple(sources.hierarchy.details_without_stage(tables)),
        page.introduction,
        progress_view(sources.parts, sources.roadmap),
        said_on(page, address) if address else None,
        bool(address),
    )


def page_parts(page: Any, sources: Sources, tables: str = "") -> Iterator[PagePart]:
    """The parts of a body. `tables` is the template of its stage tables, else each has its own."""
    blocks = page.body.stream_block.child_blocks
    titles = table_titles(sources.parts)
    anchors = Anchors()
    for index, (raw, part) in enumerate(zip(sources.raw, sources.parts, strict=True)):
        block_type = str(raw.get("type", ""))
        block = blocks.get(block_type)
        if block is None:
            continue
        if not reads_as(block, part):
            # A block of the site's own: it renders itself.
            context = {"page": page, "request": sources.request}
            yield PagePart(block_type, page.body[index].render(context))
            continue
        identity = part.id or f"part{index + 1}"
        if isinstance(part, StageTable):
            template = tables or block.get_template()
            yield table_part(page, sources, index, block, titles[index], identity, template)
            continue
        view = part_view(part, block, sources, identity, anchors=anchors)
        if view is None:
            continue
        html = render_block(block.get_template(), view, page, index)
        if isinstance(part, ImprovementCard | NeedsList | PersonaProfile):
            yield PagePart(block_type, html, view["anchor"], view["title"], view["language"])
        else:
            yield PagePart(block_type, html)


def table_part(
    page: Any, sources: Sources, index: int, block: Any, title: str, identity: str, template: str
) -> PagePart:
    """A stage table, from the cache when the same content was rendered before."""
    part = sources.parts[index]
    lanes = block.shown_lanes(part.lanes)
    name = anchor("table", identity)
    channels = {
        slug: [sources.channels[slug].name, sources.channel_attributes(slug)]
        for slug in sources.channel_order
    }
    languages = sources.languages.below(f"body.{part.id}.")
    key = fragment_key(
        template,
        sources.language,
        [
            page.pk,
            name,
            title,
            terms_version(),
            *grid_material(
                sources.raw[index],
                lanes,
                channels,
                languages,
                details_in(part, sources),
                {key: sources.person(key) for key in sources.people},
                sources.indicator_versions,
            ),
            *([asks()] if asks() else []),
        ],
    )

    def render() -> str:
        view = part_view(part, block, sources, identity, title=title)
        return render_block(template, view, page, index)

    block_type = str(sources.raw[index]["type"])
    of_title = sources.languages.of(f"body.{part.id}.title") if part.title.strip() else NOTHING
    # A preview with marks of its own is nobody else's.
    html = mark_safe(render()) if has_hints() else cached_fragment(key, render)  # noqa: S308
    return PagePart(block_type, html, name, title, of_title)


def render_block(template: str, view: Any, page: Any, index: int) -> SafeString:
    """Print one of our blocks with its template, which a site may have replaced.

    No request reaches the template: what it prints may be cached for other readers.
    """
    value = SimpleLazyObject(partial(stream_value, page, index))
    context = {"parcours_part": view, "self": value, "value": value, "page": page}
    return render_to_string(template, context)


def stream_value(page: Any, index: int) -> Any:
    """The block's own value, for a site's template that asks for it."""
    return page.body[index].value

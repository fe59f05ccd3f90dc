"""Where a map stands among others, for its readers: the maps above it, those that detail a stage.

Readers are told of maps that they may read, and of nothing above or below one that they may not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..journeys import Journey, StageTable, read_body
from ..models.lineage import details_of, maps_above
from ..models.maps import JourneyMapMixin
from .anchors import anchor
from .languages import ALL, NOTHING, TextLanguages
from .readers import readable

#: Detailed maps that one map names, its languages counted.
MAX_DETAILS = 200
#: The view of all maps of a journey, below the address of each of them.
FAMILY = "family"


@dataclass(frozen=True, slots=True)
class MapLink:
    """The way to a map: its title, its address, and the attributes of a foreign title."""

    title: str
    url: str
    language: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class Level:
    """One map above, and the stage of it that the next one shows in detail, if it is there."""

    link: MapLink
    stage: str = ""
    stage_language: SafeString = NOTHING


@dataclass
class Hierarchy:
    """What one page shows of its family. Nothing is asked of the database before it is needed."""

    page: Any
    request: Any = None

    @property
    def is_kept(self) -> bool:
        """Whether the page is stored: a version read in the records stands for itself alone."""
        return isinstance(self.page, JourneyMapMixin) and self.page.pk is not None

    @cached_property
    def languages(self) -> TextLanguages:
        return TextLanguages(self.page.locale.language_code)

    @cached_property
    def above(self) -> tuple[Any, ...]:
        """The maps that this one lies in, the nearest first. One query; none without a link."""
        if not self.is_kept or self.page.detailed_map_id is None:
            return ()
        found = maps_above(self.page.detailed_map_id)
        rows = by_key(readable(found, self.request), self.page.locale_id)
        # A wrong link may lead in a circle; each map is named once.
        rows.pop(self.page.translation_key, None)
        return tuple(chain(rows))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The way from the top of the journey to this map."""
        found, stage_id = [], getattr(self.page, "detailed_stage", "")
        for row in self.above:
            found.append(level_of(row, stage_id, self.languages, self.request))
            stage_id = row.stage_id
        return tuple(reversed([level for level in found if level is not None]))

    @cached_property
    def details(self) -> Mapping[str, tuple[MapLink, ...]]:
        """The maps that show a stage of this one, by the id of the stage. One query."""
        if not self.is_kept:
            return {}
        found = details_of(self.page.shown_page_ids).filter(live=True)[:MAX_DETAILS]
        rows = by_key(readable(found, self.request), self.page.locale_id)
        details: dict[str, list[MapLink]] = {}
        for row in rows.values():
            link = link_to(row, self.languages, self.request)
            if link is not None and row.pk not in self.page.shown_page_ids:
                details.setdefault(row.stage_id, []).append(link)
        return {stage: tuple(links) for stage, links in details.items()}

    def details_without_stage(self, tables: Iterable[StageTable]) -> list[MapLink]:
        """Those that detail no stage in particular, or one that is gone."""
        stages = {stage.id for table in tables for stage in table.stages}
        return [
            link for stage, links in self.details.items() if stage not in stages for link in links
        ]

    @property
    def family_url(self) -> str:
        """The address of the view of all maps of the journey; ``""`` for a map on its own."""
        if not self.levels and not self.details:
            return ""
        url = self.page.get_url(self.request)
        return f"{url}{self.page.reverse_subpage(FAMILY)}" if url else ""


def hierarchy_of(page: Any, request: Any) -> Hierarchy:
    """The family of a page; asked for once in a request, however many blocks need it."""
    if request is None:
        return Hierarchy(page)
    kept = request.__dict__.setdefault("_parcours_hierarchies", {})
    if id(page) not in kept:
        kept[id(page)] = Hierarchy(page, request)
    return kept[id(page)]


def by_key(rows: Iterable[Any], locale_id: Any) -> dict[Any, Any]:
    """One row for each map, in the language asked for where there is one; in the given order.

    What is no map, or no detail of the one in question, has no stage; it is left out.
    """
    found: dict[Any, Any] = {}
    for row in rows:
        known = found.get(row.translation_key)
        if known is None or (row.locale_id == locale_id and known.locale_id != locale_id):
            found[row.translation_key] = row
    return {key: row for key, row in found.items() if row.stage_id is not None}


def chain(rows: dict[Any, Any]) -> Iterator[Any]:
    """The rows from the larger map to the top, as far as there are any."""
    key = next((row.first_key for row in rows.values()), None)
    while (row := rows.pop(key, None)) is not None:
        yield row
        key = row.larger_key


def level_of(row: Any, stage_id: str, languages: TextLanguages, request: Any) -> Level | None:
    link = link_to(row, languages, request)
    if link is None:
        return None
    for table in journey_of(row).tables:
        for stage in table.stages:
            if stage_id and stage.id == stage_id:
                place = anchor("stage", stage.id)
                name = stage.name.strip() or gettext("Stage without a name")
                path = f"body.{table.id}.stages.{stage.id}.name"
                said = languages.other(language_at(row, path))
                there = MapLink(link.title, f"{link.url}#{place}", link.language)
                return Level(there, name, said)
    return Level(link)


def journey_of(row: Any) -> Journey:
    """The stages of a row with its body, in the neutral form; its people are not looked up."""
    return Journey(parts=read_body(row.stored_body or [], persona_key=lambda pk: ""))


def link_to(row: Any, languages: TextLanguages, request: Any) -> MapLink | None:
    """The way to a map; None for one that is on no site."""
    url = row.specific_deferred.get_url(request)
    if not url:
        return None
    return MapLink(row.title, url, languages.other(language_at(row, "title")))


def language_at(row: Any, path: str) -> str:
    """The language of one of the texts of a row."""
    said = texts_of(row)
    return said.source if said.is_foreign(path) else said.language


def texts_of(row: Any) -> TextLanguages:
    """In which language the texts of a row are: those of an alias are in that of its source."""
    language = row.locale.language_code
    if row.alias_language and row.alias_language != language:
        return TextLanguages(language, row.alias_language, frozenset(ALL))
    if not row.language_of_source:
        return TextLanguages(language)
    return TextLanguages(language, row.language_of_source, frozenset(row.texts_of_source or ()))

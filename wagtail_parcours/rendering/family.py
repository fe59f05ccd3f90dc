"""All maps of a journey for its readers: the top map, its stages, and the maps that detail them.

A map that a visitor may not read is left out, with what lies in it: nothing tells that it is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..journeys import Journey
from ..models.lineage import maps_below
from .anchors import anchor
from .hierarchy import MapLink, by_key, hierarchy_of, journey_of, language_at, link_to
from .languages import TextLanguages, language_attributes
from .marks import level_view
from .readers import readable

#: Maps that one view lists; the map that one comes from and those above it always among them.
MAX_MAPS = 100
#: Lists inside lists; what lies deeper is seen from a map further down.
MAX_LEVELS = 12


@dataclass(frozen=True, slots=True)
class FamilyStage:
    """A stage of a map, with the maps that show it in detail. `url` is its place on the map."""

    number: int
    name: str
    url: str
    language: SafeString
    level: Mapping[str, Any] | None
    maps: tuple["FamilyMap", ...]


@dataclass(frozen=True, slots=True)
class FamilyMap:
    """A map: its stages when some of them have maps of their own, else its lowest satisfaction.

    `others` are the maps that lie in it at no stage in particular.
    """

    link: MapLink
    state: str
    is_here: bool
    lowest: Mapping[str, Any] | None
    stages: tuple[FamilyStage, ...] = ()
    others: tuple["FamilyMap", ...] = ()

    @property
    def is_alone(self) -> bool:
        return not self.stages and not self.others


@dataclass(frozen=True, slots=True)
class Family:
    """What the page's template prints.

    `here` is the map whose address was asked for, `language` holds the attributes of its page.
    """

    here: MapLink
    language: SafeString
    top: FamilyMap | None
    is_cut: bool = False


def family_of(page: Any, request: Any) -> Family:
    """All maps of the journey that `page` belongs to, as far as this visitor may read them.

    The number of queries does not grow with the maps.
    """
    own = own_key(page)
    above = [row.translation_key for row in hierarchy_of(page, request).above]
    found = list(maps_below([own, *above], MAX_MAPS + 1))
    seen = readable(found, request)
    rows = by_key(seen, page.locale_id)
    language = page.locale.language_code
    tree = Tree(rows, own, TextLanguages(language), request)
    # Where something was left out for privacy, nothing is said of how much there is.
    is_cut = len(rows) > MAX_MAPS and len(seen) == len(found)
    here = tree.link(own) or MapLink(page.title, page.get_url(request) or "")
    return Family(here, language_attributes(language), tree.node((above or [own])[-1]), is_cut)


def own_key(page: Any) -> Any:
    """The translation key of the map that a page shows; an alias shows another one."""
    return page.translation_key if page.alias_of_id is None else page.alias_of.translation_key


class Tree:
    """Puts the rows of a family into each other. Each map is printed once, whatever the links."""

    def __init__(
        self, rows: Mapping[Any, Any], own: Any, languages: TextLanguages, request: Any
    ) -> None:
        self.rows, self.own, self.languages, self.request = rows, own, languages, request
        self.below: dict[Any, list[Any]] = {}
        for key, row in rows.items():
            self.below.setdefault(row.larger_key, []).append(key)
        self.done: set[Any] = set()

    def link(self, key: Any) -> MapLink | None:
        row = self.rows.get(key)
        return link_to(row, self.languages, self.request) if row is not None else None

    def node(self, key: Any, depth: int = 1) -> FamilyMap | None:
        """The map with this key and all that lies in it; None when it is not there to be read."""
        link = self.link(key)
        if link is None or key in self.done:
            return None
        self.done.add(key)
        row = self.rows[key]
        journey = journey_of(row)
        details = self.details(key, depth)
        stages = tuple(self.stages(row, link, journey, details)) if details else ()
        return FamilyMap(
            link,
            row.specific_class.journey_state,
            key == self.own,
            None if stages else lowest_level(journey),
            stages,
            tuple(node for nodes in details.values() for node in nodes),
        )

    def details(self, key: Any, depth: int) -> dict[str, list[FamilyMap]]:
        """The maps that detail a map, by the id of its stage."""
        found: dict[str, list[FamilyMap]] = {}
        for below in self.below.get(key, ()) if depth < MAX_LEVELS else ():
            node = self.node(below, depth + 1)
            if node is not None:
                found.setdefault(self.rows[below].stage_id or "", []).append(node)
        return found

    def stages(
        self, row: Any, link: MapLink, journey: Journey, details: dict[str, list[FamilyMap]]
    ) -> Iterable[FamilyStage]:
        """The stages of a map; takes the maps that have found their stage out of `details`."""
        for table in journey.tables:
            for number, stage in enumerate(table.stages, start=1):
                path = f"body.{table.id}.stages.{stage.id}.name"
                place = anchor("stage", stage.id)
                yield FamilyStage(
                    number,
                    stage.name.strip() or gettext("Stage without a name"),
                    f"{link.url}#{place}" if place else link.url,
                    self.languages.other(language_at(row, path)),
                    level_view(stage.experience.satisfaction),
                    tuple(details.pop(stage.id, ())) if stage.id else (),
                )


def lowest_level(journey: Journey) -> dict[str, Any] | None:
    """The lowest satisfaction of a map's stages; None when nobody stated any."""
    levels = [
        stage.experience.satisfaction
        for table in journey.tables
        for stage in table.stages
        if stage.experience.satisfaction is not None
    ]
    return level_view(min(levels)) if levels else None

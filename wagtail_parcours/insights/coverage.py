"""Whom the personas of each service stand for, and which personas nobody has looked after.

A service is a mapping project with everything below it in the tree, in all its languages. Its
personas are those that its live maps show, each once; what counts are clients. Only maps that the
person asking may read count.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Coalesce, Length, Substr
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..conf import parcours_settings
from ..models.base import base_page_model
from ..models.facets import Facet, JourneyFacet
from ..models.maps import map_models
from ..models.personas import PersonaRole
from ..models.projects import MappingProjectMixin
from ..models.target_groups import TargetGroup
from .catalogue import refused_to, without
from .map_traits import maps_with_employee_lanes
from .people import Person, alphabetical, default_language, last_changes, live_people
from .scope import Scope

#: The key of the line of maps that belong to no project.
OUTSIDE = ""


class Standing(TextChoices):
    """How far the personas of a service are from standing for enough of its clients."""

    REACHED = "reached", _("Target reached")
    BELOW = "below", _("Target not reached")
    OVER = "over", _("Over 100%: check the shares")


@dataclass(frozen=True, slots=True)
class Service:
    """One line. `page` is the project's primary key, None for maps outside any project.

    `clients` count, `third_parties` are shown on the maps beside them; both by name. `target` is
    in percent.
    """

    key: str
    title: str
    language: str
    page: int | None
    maps: int
    clients: tuple[Person, ...]
    third_parties: tuple[Person, ...]
    target: Decimal

    @property
    def share(self) -> Decimal:
        """The sum of the shares that are known, in percent; it may be over 100."""
        return sum((p.share for p in self.clients if p.share is not None), Decimal(0))

    @property
    def without_share(self) -> tuple[Person, ...]:
        return tuple(person for person in self.clients if person.share is None)

    @property
    def standing(self) -> Standing:
        if self.share > 100:
            return Standing.OVER
        return Standing.REACHED if self.share >= self.target else Standing.BELOW


@dataclass(frozen=True, slots=True)
class Group:
    """A target group, once across languages."""

    key: str
    pk: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Review:
    """Since when a persona has been as it is: the day of its review, or else (`by_change`) of its
    last published change. `since` is None when nothing is known."""

    person: Person
    since: datetime.date | None
    by_change: bool

    def is_due(self, today: datetime.date) -> bool:
        """Whether it should be looked at again."""
        longest = datetime.timedelta(days=parcours_settings.PERSONA_REVIEW_DAYS)
        return self.since is None or self.since < today - longest


@dataclass
class Coverage:
    """The answers for one person asking. `locale` and `section` narrow the maps that count."""

    request: Any
    locale: Any = None
    section: Any = None
    language: str = field(default_factory=lambda: get_language() or "")

    def __post_init__(self) -> None:
        self.refused = refused_to(self.request)
        self.people = live_people(self.language)
        #: Each persona's place among all by name: many lists are sorted by it.
        self.places = {
            person.key: place for place, person in enumerate(by_name(self.people.values()))
        }
        self.maps = self.readable_maps()
        rows = JourneyFacet.objects.filter(
            facet__in=(Facet.PERSONA, Facet.NAMED_PERSONA), page__in=self.maps.values("pk")
        )
        #: The keys of the personas whose journey is told, by the path of the page above the maps.
        self.shown: dict[str, set[str]] = defaultdict(set)
        #: The keys of all that are on a map, those included who are only named on it.
        self.on_a_map: set[str] = set()
        found = parent_paths(rows, "page__").values_list("parent", "facet", "value").distinct()
        for path, facet, key in found:
            self.on_a_map.add(key)
            if facet == Facet.PERSONA:
                self.shown[path].add(key)

    # -- services

    def services(self) -> list[Service]:
        """One line for each project, by title, then one for the maps outside any."""
        counted = parent_paths(self.counted_maps()).order_by()
        counts = dict(counted.values_list("parent").annotate(maps=Count("pk")))
        projects = Projects(self.projects(), self.language)
        maps: dict[str, int] = defaultdict(int)
        shown: dict[str, set[str]] = defaultdict(set)
        for path, number in counts.items():
            for key in projects.above(path):
                maps[key] += number
                shown[key] |= self.shown.get(path, set())
        lines = [
            self.service(key, projects.pages[key], maps[key], shown[key])
            for key in projects.pages
            if maps[key] or self.locale is None or projects.speaks(key, self.locale.language_code)
        ]
        lines.sort(key=lambda line: alphabetical(line.title))
        if maps[OUTSIDE]:
            lines.append(self.service(OUTSIDE, {}, maps[OUTSIDE], shown[OUTSIDE]))
        return lines

    def service(self, key: str, page: Mapping[str, Any], maps: int, shown: set[str]) -> Service:
        people = self.known(shown)
        return Service(
            key=key,
            title=page.get("title", ""),
            language=page.get("locale__language_code", ""),
            page=page.get("pk"),
            maps=maps,
            clients=tuple(p for p in people if p.role == PersonaRole.CLIENT),
            third_parties=tuple(p for p in people if p.role == PersonaRole.THIRD_PARTY),
            target=Decimal(str(parcours_settings.COVERAGE_TARGET)),
        )

    def known(self, keys: Iterable[str]) -> list[Person]:
        """Those of the personas that are published, by name."""
        found = sorted((key for key in keys if key in self.places), key=self.places.__getitem__)
        return [self.people[key] for key in found]

    # -- personas and target groups

    def groups_without_persona(self) -> list[Group]:
        """Target groups in which no published persona is, by name."""
        used = {key for person in self.people.values() for key in person.groups}
        found: dict[str, Group] = {}
        rows = TargetGroup.objects.order_by("pk").values_list(
            "translation_key", "pk", "name", "locale__language_code"
        )
        for key, pk, name, code in rows:
            known = found.get(str(key))
            if known is None or preferred(code, known.language, self.language):
                found[str(key)] = Group(str(key), pk, name, code)
        return sorted(
            (group for key, group in found.items() if key not in used),
            key=lambda group: alphabetical(group.name),
        )

    def on_no_map(self) -> list[Person]:
        """Published personas that none of the maps shows or names, by name."""
        return self.known(self.people.keys() - self.on_a_map)

    def not_reviewed(self, today: datetime.date | None = None) -> list[Review]:
        """Personas not looked at for long: those longest ago first.

        Where nobody has reviewed a persona, its last published change counts.
        """
        changes = last_changes(self.people.values())
        reviews = (review_of(person, changes) for person in self.known(self.people))
        day = today or timezone.localdate()
        due = [review for review in reviews if review.is_due(day)]
        return sorted(due, key=lambda review: review.since or datetime.date.min)

    def maps_without_employee(
        self, with_employee_lanes: Collection[int] | QuerySet[Any] | None = None
    ) -> QuerySet[Any]:
        """Maps that tell what employees live through and show no employee, by title."""
        if with_employee_lanes is None:
            with_employee_lanes = maps_with_employee_lanes()
        employees = [p.key for p in self.people.values() if p.role == PersonaRole.EMPLOYEE]
        rows = JourneyFacet.objects.filter(
            facet__in=(Facet.PERSONA, Facet.NAMED_PERSONA), value__in=employees
        )
        return (
            self.maps.filter(pk__in=with_employee_lanes)
            .exclude(pk__in=rows.values("page_id"))
            .select_related("locale")
            .order_by("title", "pk")
        )

    # -- pages

    def readable_maps(self) -> QuerySet[Any]:
        maps = without(base_page_model().objects.live().type(*map_models()), self.refused)
        if self.locale is not None:
            maps = maps.filter(locale=self.locale)
        if self.section is not None:
            maps = maps.filter(path__startswith=self.section.path)
        return maps

    def counted_maps(self) -> QuerySet[Any]:
        """Each map in one of its languages, as the other reports count them."""
        if self.locale is not None:
            return self.maps
        families = Scope(self.request, below=self.section, language=self.language).families
        return self.maps.filter(pk__in=families.values("page_id"))

    def projects(self) -> QuerySet[Any]:
        """The published projects that maps of the section may belong to."""
        models = [model for model in apps.get_models() if issubclass(model, MappingProjectMixin)]
        pages = without(base_page_model().objects.live().type(*models), self.refused)
        if self.section is not None:
            path, step = self.section.path, base_page_model().steplen
            above = [path[:end] for end in range(step, len(path), step)]
            pages = pages.filter(Q(path__startswith=path) | Q(path__in=above))
        return pages


def review_of(person: Person, changes: Mapping[str, datetime.date]) -> Review:
    """`changes` are the days of the last published changes, by key of the persona."""
    if person.reviewed_on is not None:
        return Review(person, person.reviewed_on, by_change=False)
    return Review(person, changes.get(person.key), by_change=True)


class Projects:
    """Projects by key: a project, its translations and its aliases are one service."""

    def __init__(self, pages: QuerySet[Any], language: str) -> None:
        self.paths: dict[str, str] = {}
        self.pages: dict[str, Mapping[str, Any]] = {}
        self.languages: dict[str, set[str]] = defaultdict(set)
        rows = pages.order_by("path").annotate(
            service=Coalesce("alias_of__translation_key", "translation_key")
        )
        for row in rows.values("pk", "path", "title", "service", "locale__language_code"):
            key, code = str(row["service"]), row["locale__language_code"]
            self.paths[row["path"]] = key
            self.languages[key].add(code)
            known = self.pages.get(key)
            if known is None or preferred(code, known["locale__language_code"], language):
                self.pages[key] = row

    def above(self, path: str) -> Iterator[str]:
        """The keys of the projects that are this page or above it, each once."""
        step = base_page_model().steplen
        keys = {self.paths.get(path[:end]) for end in range(step, len(path) + 1, step)} - {None}
        yield from keys or {OUTSIDE}

    def speaks(self, key: str, language: str) -> bool:
        return language in self.languages[key]


def parent_paths(rows: QuerySet[Any], page: str = "") -> QuerySet[Any]:
    """Annotate with ``parent``, the path of the page above."""
    length = Length(f"{page}path") - Value(base_page_model().steplen)
    return rows.annotate(parent=Substr(F(f"{page}path"), 1, length))


def preferred(code: str, known: str, language: str) -> bool:
    """Whether a name in `code` is better than the one in `known`."""
    ranks = {language: 2}
    ranks.setdefault(default_language(), 1)
    return ranks.get(code, 0) > ranks.get(known, 0)


def by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: person.order)

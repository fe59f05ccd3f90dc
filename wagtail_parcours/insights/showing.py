"""Where a thing is shown: the live maps that show a persona, a channel, a target group …

A model joins in with :func:`register_shown`: which rows of live maps speak of its objects, and
where on a map they stand. Everything else, privacy first, is the same for all of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, QuerySet

from ..journeys import Journey, Need, Stage, persona_pks, read_body
from ..models.base import base_page_model
from ..models.channels import Channel
from ..models.facets import Facet, JourneyFacet
from ..models.indicators import Indicator
from ..models.maps import map_models, map_tables
from ..models.personas import Persona
from ..models.target_groups import TargetGroup
from .catalogue import without_private


@dataclass(frozen=True, slots=True)
class Place:
    """A spot of a map: the two parts of its public anchor, and its path in the editor."""

    prefix: str
    identity: str
    path: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How live maps speak of the objects of one model.

    `facets` and `value` name the rows; an object and its translations have the same value.
    `finder` takes a value and returns what gives the places of a journey in reading order, so
    that it may ask the database once for any number of maps.
    """

    facets: tuple[str, ...]
    value: Callable[[Any], str]
    finder: Callable[[str], Callable[[Journey], Iterator[Place]]]


_shown: dict[type[Model], Shown] = {}


def register_shown(model: type[Model], shown: Shown) -> None:
    """Say how live maps speak of `model`; called once, at import time."""
    _shown[model] = shown


def shown_of(model: type[Model]) -> Shown:
    return _shown[model]


def readable_maps(request: Any) -> QuerySet[Any]:
    """The live maps that the person of `request` may read."""
    return without_private(base_page_model().objects.live().type(*map_models()), request)


def rows_showing(instance: Model) -> QuerySet[JourneyFacet]:
    """One row for each live map and way in which it shows the instance."""
    shown = shown_of(type(instance))
    return JourneyFacet.objects.filter(facet__in=shown.facets, value=shown.value(instance))


def maps_showing(instance: Model, request: Any) -> QuerySet[Any]:
    """The live maps that show it, as far as the person may read them, by title."""
    found = readable_maps(request).filter(pk__in=rows_showing(instance).values("page_id"))
    return found.select_related("locale").order_by("title", "pk")


def shown_counts(model: type[Model], rows: Iterable[Any], request: Any) -> dict[Any, int]:
    """On how many live maps each is shown that the person may read, by primary key."""
    shown = shown_of(model)
    values = {row.pk: shown.value(row) for row in rows}
    if not values:
        return {}
    counted = (
        JourneyFacet.objects.filter(facet__in=shown.facets, value__in=set(values.values()))
        .filter(page_id__in=readable_maps(request).values("pk"))
        .values_list("value")
        .annotate(maps=Count("page_id", distinct=True))
    )
    counts = dict(counted)
    return {pk: counts.get(value, 0) for pk, value in values.items()}


def first_places(instance: Model, pages: Iterable[int]) -> dict[int, Place]:
    """Where each of these maps shows it first, by the key of the page.

    Reads the bodies of these maps, so ask for those of one screen; the number of queries does not
    grow with them.
    """
    shown = shown_of(type(instance))
    bodies = {}
    for model in map_tables():
        for page in model.objects.filter(pk__in=list(pages)).only("body"):
            bodies[page.pk] = list(page.body.raw_data)
    asked = {pk for raw in bodies.values() for pk in persona_pks(raw)}
    keys = dict(Persona.objects.filter(pk__in=asked).values_list("pk", "translation_key"))
    places = shown.finder(shown.value(instance))
    found = {}
    for pk, raw in bodies.items():
        parts = read_body(raw, persona_key=lambda persona: str(keys.get(persona, "")))
        place = next(places(Journey(parts=parts)), None)
        if place is not None:
            found[pk] = place
    return found


# -- what the plugin itself has


def persona_places(value: str) -> Callable[[Journey], Iterator[Place]]:
    def places(journey: Journey) -> Iterator[Place]:
        yield from profiles_of({value}, journey)
        for stage, above in stages_of(journey):
            if any(served.persona == value for served in stage.serving):
                yield Place("stage", stage.id, f"{above}.serving")
        yield from needs_where(lambda need: need.persona == value, journey)

    return places


def group_places(value: str) -> Callable[[Journey], Iterator[Place]]:
    live = Persona.objects.filter(live=True, target_group__translation_key=value)
    people = {str(key) for key in live.values_list("translation_key", flat=True)}

    def places(journey: Journey) -> Iterator[Place]:
        yield from profiles_of(people, journey)
        yield from needs_where(lambda need: need.group == value, journey)

    return places


def profiles_of(people: set[str], journey: Journey) -> Iterator[Place]:
    for profile in journey.profiles:
        if profile.persona in people:
            yield Place("persona", profile.id, f"body.{profile.id}")


def needs_where(holds: Callable[[Need], bool], journey: Journey) -> Iterator[Place]:
    for part in journey.needs_lists:
        for need in part.needs:
            if holds(need):
                yield Place("need", need.id, f"body.{part.id}.needs.{need.id}")


def stages_of(journey: Journey) -> Iterator[tuple[Stage, str]]:
    """Every stage, with its path in the editor."""
    for table in journey.tables:
        for stage in table.stages:
            yield stage, f"body.{table.id}.stages.{stage.id}"


def channel_places(value: str) -> Callable[[Journey], Iterator[Place]]:
    def places(journey: Journey) -> Iterator[Place]:
        for profile in journey.profiles:
            if any(reality.channel == value for reality in profile.realities):
                yield Place("persona", profile.id, f"body.{profile.id}")
        for stage, above in stages_of(journey):
            if any(touchpoint.channel == value for touchpoint in stage.touchpoints):
                yield Place("stage", stage.id, f"{above}.touchpoints")
            for finding in stage.findings:
                if finding.channel == value:
                    yield Place("finding", finding.id, f"{above}.findings")
            if any(served.channel == value for served in stage.serving):
                yield Place("stage", stage.id, f"{above}.serving")
        for card in journey.cards:
            if card.channel == value:
                yield Place("card", card.id, f"body.{card.id}")

    return places


def indicator_places(value: str) -> Callable[[Journey], Iterator[Place]]:
    def places(journey: Journey) -> Iterator[Place]:
        for stage, above in stages_of(journey):
            if any(use.indicator == value for use in stage.indicators):
                yield Place("stage", stage.id, f"{above}.indicators")
        for card in journey.cards:
            for improvement in card.improvements:
                if improvement.indicator == value:
                    path = f"body.{card.id}.improvements.{improvement.id}"
                    yield Place("card", card.id, f"{path}.indicator")

    return places


def translation_key(instance: Any) -> str:
    return str(instance.translation_key)


def slug(instance: Any) -> str:
    return str(instance.slug)


PEOPLE = (Facet.PERSONA, Facet.NAMED_PERSONA)
GROUPS = (Facet.TARGET_GROUP, Facet.NAMED_GROUP)
register_shown(Persona, Shown(PEOPLE, translation_key, persona_places))
register_shown(TargetGroup, Shown(GROUPS, translation_key, group_places))
register_shown(Channel, Shown((Facet.CHANNEL,), slug, channel_places))
register_shown(Indicator, Shown((Facet.INDICATOR,), slug, indicator_places))

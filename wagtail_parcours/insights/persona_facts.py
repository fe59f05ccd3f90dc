"""The facts that hints on personas rest on, from the database, for many personas at once."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Max, Q

from ..conf import parcours_settings
from ..models.facets import Facet, JourneyFacet
from ..models.personas import Persona
from .lookalikes import Alike, Runs, lookalikes, nearest
from .people import WRITTEN, Person, live_people, published
from .persona_quality import Hints, PersonaFacts, hints_of, runs_of_persona
from .showing import readable_maps

#: What is compared of each persona.
TEXTS = ("pk", "name", "narrative", "quote", "needs", "goals")
#: Seconds for which the comparison is kept; its key changes with every published change.
KEPT_FOR = 24 * 60 * 60

Neighbours = Mapping[int, tuple[Alike[int], ...]]


def hints_of_people(people: Mapping[str, Person], request: Any) -> dict[str, Hints]:
    """The hints on published personas by key; those without any are left out.

    `people` are all personas, by key: names of lookalikes are taken from them.
    """
    named = named_on_maps(request)
    neighbours = live_neighbours()
    owners = {pk: person for person in people.values() for pk in person.rows}
    found = {}
    for key, person in people.items():
        alike = [other for pk in person.rows for other in neighbours.get(pk, ())]
        names = dict.fromkeys(owners[each.key].name for each in alike if each.key in owners)
        hints = hints_of(
            PersonaFacts(
                role=person.role,
                has_symptoms=person.has_symptoms,
                named_on_maps=key in named,
                has_research=person.has_research,
                alike=tuple(names),
            )
        )
        if hints:
            found[key] = hints
    return found


def hints_of_rows(rows: Iterable[Persona], request: Any) -> dict[int, Hints]:
    """The hints on published rows of a list by primary key. The same few queries for any list."""
    live = [row for row in rows if row.live]
    if not live:
        return {}
    keys = {str(row.translation_key) for row in live}
    people = live_people("", keys)
    named = named_on_maps(request, keys)
    all_neighbours = live_neighbours()
    neighbours = {row.pk: all_neighbours.get(row.pk, ()) for row in live}
    names = names_of(each.key for alike in neighbours.values() for each in alike)
    return {
        row.pk: hints_of(
            PersonaFacts(
                role=row.role,
                has_symptoms=people[key].has_symptoms,
                named_on_maps=key in named,
                has_research=people[key].has_research,
                alike=tuple(names[each.key] for each in neighbours[row.pk] if each.key in names),
            )
        )
        for row in live
        if (key := str(row.translation_key)) in people
    }


def hints_of_draft(persona: Persona, request: Any) -> Hints:
    """The hints on a persona as it is in memory, with what its published translations say."""
    key = str(persona.translation_key)
    alike = draft_neighbours(persona)
    names = names_of(each.key for each in alike)
    others = published([key]).exclude(pk=persona.pk)
    researched = Q(evidence__regex=WRITTEN) | Q(interviews__gt=0)
    return hints_of(
        PersonaFacts(
            role=persona.role,
            has_symptoms=bool(persona.symptoms.strip())
            or others.filter(symptoms__regex=WRITTEN).exists(),
            named_on_maps=key in named_on_maps(request, [key]),
            has_research=bool(persona.evidence.strip() or persona.interviews)
            or others.filter(researched).exists(),
            alike=tuple(names[each.key] for each in alike if each.key in names),
        )
    )


def named_on_maps(request: Any, keys: Collection[str] | None = None) -> set[str]:
    """The keys of the personas of whom a map that the person may read names a difficulty."""
    rows = JourneyFacet.objects.filter(facet=Facet.DIFFICULTY)
    if keys is not None:
        rows = rows.filter(value__in=keys)
    rows = rows.filter(page_id__in=readable_maps(request).values("pk"))
    return set(rows.values_list("value", flat=True).distinct())


def names_of(keys: Iterable[int]) -> dict[int, str]:
    """The names of these rows; no query for none."""
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(Persona.objects.filter(pk__in=wanted).values_list("pk", "name"))


# -- which texts are nearly the same


def live_neighbours() -> Neighbours:
    """Each published row with those in the same language that say nearly the same.

    Kept in the cache until a persona is published, changed or taken down.
    """
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    name = neighbours_name()
    found: Neighbours | None = cache.get(name)
    if found is None:
        found = compared()
        cache.set(name, found, KEPT_FOR)
    return found


def neighbours_name() -> str:
    """The name in the cache. Two queries; every published change gives another one."""
    history = Persona.history.model.objects.aggregate(last=Max("history_date"))["last"]
    state = published().aggregate(rows=Count("pk"), newest=Max("pk"))
    moment = history.timestamp() if history is not None else 0
    threshold = parcours_settings.PERSONA_SIMILARITY
    return f"wagtail_parcours.alike.{moment}.{state['rows']}.{state['newest']}.{threshold}"


def compared() -> Neighbours:
    """Compares all published personas of each language."""
    texts: dict[int, dict[int, Runs]] = {}
    for row in published().only(*TEXTS, "locale_id"):
        texts.setdefault(row.locale_id, {})[row.pk] = runs_of_persona(row)
    found: dict[int, tuple[Alike[int], ...]] = {}
    for group in texts.values():
        found |= lookalikes(group, parcours_settings.PERSONA_SIMILARITY)
    return found


def draft_neighbours(persona: Persona) -> tuple[Alike[int], ...]:
    """The published personas that say nearly the same as this one, in its language."""
    runs = runs_of_persona(persona)
    if not runs:
        return ()
    others = published().filter(locale_id=persona.locale_id).exclude(pk=persona.pk).only(*TEXTS)
    return nearest(
        runs,
        ((row.pk, runs_of_persona(row)) for row in others.iterator()),
        parcours_settings.PERSONA_SIMILARITY,
    )

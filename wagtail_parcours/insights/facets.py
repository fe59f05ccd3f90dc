"""Facets of live maps, so that the catalogue filters without reading any body.

Wagtail's own signals miss some routes to the live site (``add_child(live=True)``, aliases), so
the rows follow the model's save: a save of the whole row with ``live`` set is what readers see.
A draft is saved with ``update_fields`` of bookkeeping columns only, and changes nothing here.

A map's target groups are those of its personas, so they also follow the personas.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from ..journeys import Journey
from ..journeys.named import named_channels, named_groups, named_indicators, named_people
from ..models.base import base_page_model
from ..models.facets import Facet, JourneyFacet
from ..models.insights import InsightMap
from ..models.maps import JourneyMapMixin
from ..models.personas import Persona
from ..models.target_groups import TargetGroup
from .keeping import new_stamp
from .map_traits import trait_values

#: Characters of a slug or a key.
LONGEST = JourneyFacet._meta.get_field("value").max_length


def connect_facets() -> None:
    """Listen to the saves of every page type and of personas; called once, when ready."""
    post_save.connect(follow_save, dispatch_uid="wagtail_parcours.facets")
    post_save.connect(follow_persona, sender=Persona, dispatch_uid="wagtail_parcours.facets.person")
    post_delete.connect(
        follow_lost_persona, sender=Persona, dispatch_uid="wagtail_parcours.facets.lost_person"
    )
    post_delete.connect(
        follow_lost_group, sender=TargetGroup, dispatch_uid="wagtail_parcours.facets.lost_group"
    )


def follow_save(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    if not isinstance(instance, JourneyMapMixin) or kwargs.get("raw"):
        return
    update_fields = kwargs.get("update_fields")
    if update_fields is not None and not {"body", "live"} & set(update_fields):
        return
    rewrite_facets(instance)


def follow_persona(sender: type[models.Model], instance: Persona, **kwargs: Any) -> None:
    """A persona that changes its target group takes the maps that show it along."""
    update_fields = kwargs.get("update_fields")
    if kwargs.get("raw") or (
        update_fields is not None and not {"target_group", "live"} & set(update_fields)
    ):
        return
    rewrite_target_groups(pages_with(Facet.PERSONA, instance.translation_key))


def follow_lost_persona(sender: type[models.Model], instance: Persona, **kwargs: Any) -> None:
    # Its translations may be shown elsewhere, so each map says itself whom it shows now.
    pages = pages_with(Facet.PERSONA, instance.translation_key)
    for page in base_page_model().objects.filter(pk__in=pages).specific():
        rewrite_facets(page)


def follow_lost_group(sender: type[models.Model], instance: TargetGroup, **kwargs: Any) -> None:
    rewrite_target_groups(pages_with(Facet.TARGET_GROUP, instance.translation_key))


def pages_with(facet: Facet, value: Any) -> set[int]:
    """The live maps that have this row."""
    rows = JourneyFacet.objects.filter(facet=facet, value=str(value))
    return set(rows.values_list("page_id", flat=True))


def facet_values(journey: Journey) -> set[tuple[str, str]]:
    """The (facet, value) pairs of a journey: whom and what it shows, and what it names,
    and what it says of them."""
    personas = {profile.persona for profile in journey.profiles if profile.persona}
    values = {
        Facet.PERSONA: personas,
        Facet.TARGET_GROUP: set().union(*target_groups(personas).values()),
        Facet.CHANNEL: named_channels(journey),
        Facet.INDICATOR: named_indicators(journey),
        Facet.NAMED_PERSONA: named_people(journey),
        Facet.NAMED_GROUP: named_groups(journey),
    }
    # What does not fit the column is in no list to choose from either.
    named = {
        (facet.value, key) for facet, keys in values.items() for key in keys if len(key) <= LONGEST
    }
    return named | trait_values(journey)


def target_groups(personas: Iterable[str]) -> dict[str, set[str]]:
    """The target groups of each persona that readers may see, by translation keys."""
    pairs = Persona.objects.filter(
        translation_key__in=personas, target_group__isnull=False, live=True
    ).values_list("translation_key", "target_group__translation_key")
    found: dict[str, set[str]] = defaultdict(set)
    for persona, group in pairs:
        found[str(persona)].add(str(group))
    return found


def rewrite_target_groups(pages: Iterable[int]) -> None:
    """Bring the target groups of these maps in step with their personas. Few queries for all."""
    pages = set(pages)
    if not pages:
        return
    with transaction.atomic():
        rows = JourneyFacet.objects.filter(page_id__in=pages)
        shown = list(rows.filter(facet=Facet.PERSONA).values_list("page_id", "value"))
        groups = target_groups({persona for _page, persona in shown})
        wanted = {(page, group) for page, persona in shown for group in groups.get(persona, ())}
        old = {(row.page_id, row.value): row.pk for row in rows.filter(facet=Facet.TARGET_GROUP)}
        gone = [pk for pair, pk in old.items() if pair not in wanted]
        if gone:
            JourneyFacet.objects.filter(pk__in=gone).delete()
        JourneyFacet.objects.bulk_create(
            [
                JourneyFacet(page_id=page, facet=Facet.TARGET_GROUP, value=group)
                for page, group in sorted(wanted - set(old))
            ],
            ignore_conflicts=True,
        )


def rewrite_facets(page: Any) -> None:
    """Bring the rows of one map in step with it: none when it is not live."""
    wanted = facet_values(page.get_journey()) if page.live else set()
    with transaction.atomic():
        rows = {(row.facet, row.value): row for row in JourneyFacet.objects.filter(page_id=page.pk)}
        gone = [row.pk for pair, row in rows.items() if pair not in wanted]
        if gone:
            JourneyFacet.objects.filter(pk__in=gone).delete()
        JourneyFacet.objects.bulk_create(
            [
                JourneyFacet(page_id=page.pk, facet=facet, value=value)
                for facet, value in sorted(wanted - set(rows))
            ],
            ignore_conflicts=True,
        )
        if wanted != set(rows):
            # Answers about personas rest on these rows.
            InsightMap.objects.filter(page_id=page.pk).update(stamp=new_stamp())

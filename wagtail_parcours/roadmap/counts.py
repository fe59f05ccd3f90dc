"""How far a roadmap is, in numbers; for reports, projects and dashboards."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from ..models.roadmap import OPEN_STATES, RoadmapItem, RoadmapState, site_today


def items_of_pages(pages: QuerySet[Any]) -> QuerySet[RoadmapItem]:
    """The items of these maps, given as rows of any page model, withdrawn ones included.

    No query of its own. A page in another language has the items of its map, an alias those of
    its source.
    """
    keys = pages.order_by().annotate(
        roadmap_key=Coalesce("alias_of__translation_key", "translation_key")
    )
    return RoadmapItem.objects.filter(map_key__in=keys.values("roadmap_key"))


def items_of_keys(keys: Iterable[uuid.UUID]) -> QuerySet[RoadmapItem]:
    """The items of the maps with these translation keys, withdrawn ones included."""
    return RoadmapItem.objects.filter(map_key__in=set(keys))


def roadmap_counts(
    items: QuerySet[RoadmapItem], today: datetime.date | None = None
) -> dict[str, int]:
    """How many items there are in each state, how many are late and how many withdrawn.

    ``{"planned", "under_way", "blocked", "done", "dropped", "total", "open", "overdue",
    "withdrawn"}``: a withdrawn item counts in ``withdrawn`` only, a late one in its state and in
    ``overdue``. One query, whatever the number of items.
    """
    kept = Q(withdrawn=False)
    late = kept & Q(state__in=OPEN_STATES, due__lt=today or site_today())
    counted = items.order_by().aggregate(
        **{state.value: Count("pk", filter=kept & Q(state=state.value)) for state in RoadmapState},
        total=Count("pk", filter=kept),
        open=Count("pk", filter=kept & Q(state__in=OPEN_STATES)),
        overdue=Count("pk", filter=late),
        withdrawn=Count("pk", filter=Q(withdrawn=True)),
    )
    return {name: int(number) for name, number in counted.items()}

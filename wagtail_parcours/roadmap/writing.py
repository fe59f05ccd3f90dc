"""What people write on the roadmap. Nobody has to approve it; the record of changes keeps it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from ..models.roadmap import RoadmapItem, RoadmapState


def write_item(item: RoadmapItem, changed: Collection[str]) -> RoadmapItem:
    """Save what a person changed on an item: the names of the fields are `changed`.

    Raises ``ValidationError`` for what cannot be.
    """
    note_what_people_wrote(item, changed)
    # A site may have dropped the kind that was signed.
    item.full_clean(exclude=["page", "kind"])
    item.save()
    return item


def note_what_people_wrote(item: RoadmapItem, changed: Collection[str]) -> None:
    """Remember which fields follow the signed map no more: a new version leaves them alone.

    Writing what the map says lets a field follow it again.
    """
    own = set(item.own_fields)
    for name in RoadmapItem.FOLLOWING_FIELDS:
        if name in changed:
            own.discard(name)
            if getattr(item, name) != item.signed_value(name):
                own.add(name)
    item.own_fields = sorted(own)


def move_item(pk: Any, state: str) -> RoadmapItem:
    """Put an item into another state, whatever else was written on it meanwhile.

    Raises ``ValueError`` for an unknown state and ``RoadmapItem.DoesNotExist``.
    """
    wanted = RoadmapState(state)
    with transaction.atomic():
        item = RoadmapItem.objects.select_for_update().get(pk=pk)
        if item.state != wanted:
            item.state = wanted
            item.save(update_fields=["state", "updated_at"])
    return item

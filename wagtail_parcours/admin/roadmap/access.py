"""Who sees which items of the roadmap, and who may write on them."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.permissions import page_permission_policy

from ...models import RoadmapItem
from ..reports import ACTIONS, visible_maps

CHANGE = f"wagtail_parcours.{get_permission_codename('change', RoadmapItem._meta)}"


def is_superuser(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def visible_items(user: Any) -> QuerySet[RoadmapItem]:
    """The items of the maps that a person finds in the report of maps, in any language.

    Those of a map that is gone belong to no section any more: superusers see them.
    """
    items = RoadmapItem.objects.all()
    if is_superuser(user):
        return items
    return items.filter(map_key__in=visible_maps(user).values("translation_key"))


def editable_keys(user: Any, keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Of these maps, those whose items a person may write on. One query.

    It takes the permission to change roadmap items, and the map must be theirs to edit or to
    publish in one of its languages.
    """
    wanted = set(keys)
    if is_superuser(user):
        return wanted
    if not wanted or not user.has_perm(CHANGE):
        return set()
    theirs = page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)
    found = theirs.filter(translation_key__in=wanted).order_by()
    return set(found.values_list("translation_key", flat=True))


def may_write(user: Any, item: RoadmapItem) -> bool:
    return item.map_key in editable_keys(user, [item.map_key])


def roadmap_permissions() -> QuerySet[Permission]:
    """What the form of a group offers: to write on the roadmap."""
    content_type = ContentType.objects.get_for_model(RoadmapItem)
    return Permission.objects.filter(content_type=content_type)

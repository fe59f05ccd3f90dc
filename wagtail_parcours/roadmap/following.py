"""Keeps the roadmap in step with what is live.

The publish gate writes a :class:`~wagtail_parcours.models.LiveVersion` on every way to the live
site and removes it on every way back, so the roadmap follows that row and no button. It does so
when all is committed, in a transaction of its own: two languages of a map that are published at
once would otherwise wait for each other's locks, and a roadmap must not stop a publication.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete

from ..models.base import base_page_model
from ..models.sign_offs import LiveVersion
from .renewing import future_map_types, renew_map

#: Attribute on a live version that is about to go: the key of its map.
KEY = "_parcours_roadmap_key"


def connect_roadmap() -> None:
    """Listen to what goes live and what leaves; called once, when ready."""
    name = "wagtail_parcours.roadmap"
    post_save.connect(follow_live, sender=LiveVersion, dispatch_uid=name)
    pre_delete.connect(remember_key, sender=LiveVersion, dispatch_uid=name)
    post_delete.connect(follow_leaving, sender=LiveVersion, dispatch_uid=name)


def follow_live(
    sender: type[models.Model], instance: LiveVersion, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        renew_when_committed(key_of(instance))


def remember_key(sender: type[models.Model], instance: LiveVersion, **kwargs: Any) -> None:
    """While the page is still there: it may go with the row."""
    setattr(instance, KEY, key_of(instance))


def follow_leaving(sender: type[models.Model], instance: LiveVersion, **kwargs: Any) -> None:
    renew_when_committed(instance.__dict__.pop(KEY, None))


def key_of(version: LiveVersion) -> uuid.UUID | None:
    """The translation key of a future-state map; None for any other page."""
    pages = base_page_model().objects.filter(
        pk=version.page_id, alias_of__isnull=True, content_type__in=future_map_types()
    )
    return pages.values_list("translation_key", flat=True).first()


def renew_when_committed(key: uuid.UUID | None) -> None:
    if key is None:
        return

    def renew() -> None:
        renew_map(key)

    # The map is live whatever happens here; ``rebuild_roadmap`` makes good what failed.
    transaction.on_commit(renew, robust=True)

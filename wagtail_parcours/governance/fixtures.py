"""Maps that come from a fixture: judged when everything has been loaded.

A fixture brings the parts of a page and its sign-offs row by row, each written as it is. Until
all are there the map is not live, so that an interrupted import leaves nothing unsigned.
"""

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from ..models.base import base_page_model
from ..models.sign_offs import LiveVersion
from .approvals import permit_for
from .sealing import is_map_type

logger = logging.getLogger("wagtail_parcours")

#: Mark on a row of a fixture that wants its map to be live.
HELD = "_parcours_held_back"


def hold_back(instance: Any, using: str) -> None:
    """Before a row of a fixture is written: its map is not live for now."""
    if type(instance)._meta.concrete_model is not base_page_model():
        # A row of the map's own columns: whether it is live stands in its base row.
        row = base_rows(using).filter(pk=instance.pk, live=True)
        instance.__dict__[HELD] = bool(row.update(live=False))
    elif instance.live:
        instance.live = False
        instance.__dict__[HELD] = True


def judge_when_loaded(instance: Any, using: str) -> None:
    """After it was written: put the map live when all is loaded, if it may be."""
    if instance.__dict__.pop(HELD, False):
        pk = instance.pk
        transaction.on_commit(lambda: let_in(pk, using), using=using)


def let_in(pk: Any, using: str) -> None:
    """Put a map of a fixture live after all, when it is signed or needs no sign-off."""
    row = base_rows(using).filter(pk=pk, live=False).first()
    if row is None:
        return
    if not is_map_type(row.specific_class):
        # Its type was not known yet when it was held back.
        base_rows(using).filter(pk=pk).update(live=True)
        return
    try:
        page = row.specific
    except ObjectDoesNotExist:
        # Its own columns are missing still: it stays a draft.
        return
    with transaction.atomic(using=using):
        permit = permit_for(page)
        page.live = not permit.refused
        if permit.refused:
            logger.warning("%s It was loaded as a draft.", permit.refusal)
            page.live_revision, page.has_unpublished_changes = None, True
            LiveVersion.objects.using(using).filter(page_id=pk).delete()
        page.save(clean=False, update_fields=["live", "live_revision", "has_unpublished_changes"])


def base_rows(using: str) -> Any:
    return base_page_model()._base_manager.using(using)

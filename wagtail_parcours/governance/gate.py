"""The publish gate: no save puts a map live that its policy wants signed and that is not.

It stands in the model's save, below every button, API and command, because each of those
builds its own publication. What passes below the save as well (``QuerySet.update()``, raw SQL)
is found afterwards by ``manage.py verify_sign_offs``.

Taking a map down is always allowed.
"""

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models.base import base_page_model
from ..models.maps import JourneyMapMixin
from ..models.publishing import PublicationRefused, StaleSave
from ..models.sign_offs import LiveVersion
from .approvals import Permit, permit_for
from .sealing import is_map_type

logger = logging.getLogger("wagtail_parcours")

#: Columns that readers do not see: saving only these never needs a sign-off.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "expired",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "first_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "path",
        "depth",
        "numchild",
        "url_path",
        "slug",
        "show_in_menus",
        "content_type",
        "page_ptr",
        "id",
    }
)


def connect_gate() -> None:
    """Listen to the saves of every page type; called once, when ready."""
    pre_save.connect(guard, dispatch_uid="wagtail_parcours.gate")
    post_save.connect(follow, dispatch_uid="wagtail_parcours.gate.live_version")


def guard(
    sender: type[models.Model],
    instance: Any,
    raw: bool = False,
    using: str = "default",
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """Refuse a save that would show readers what nobody signed.

    Raises :class:`PublicationRefused`, or :class:`StaleSave` for a copy that was loaded before
    the map went live and would take it down unseen.
    """
    if not concerns_map(sender, instance):
        return
    if raw:
        hold_back(instance, using)
        return
    touched = touched_fields(instance, update_fields)
    if touched is not None and touched <= BOOKKEEPING:
        return
    before = row_before(instance, using)
    if not instance.live:
        if before is not None and before.live and is_stale(instance, before):
            raise StaleSave(
                _(
                    "“%(title)s” was published while you were working on it. Nothing was saved "
                    "over it: load the page again to go on from there."
                )
                % {"title": before.title}
            )
        return
    page = as_map(instance, before)
    if before is not None and shows_the_same(page, before, using):
        return
    permit = permit_for(page)
    if permit.refusal:
        raise PublicationRefused(permit.refusal)
    instance._parcours_permit = permit


def concerns_map(sender: type[models.Model], instance: Any) -> bool:
    """Whether this row is a map: its own model, or the base row of one."""
    if isinstance(instance, JourneyMapMixin):
        return True
    if sender is not base_page_model() or instance.content_type_id is None:
        return False
    model = ContentType.objects.get_for_id(instance.content_type_id).model_class()
    return is_map_type(model)


def touched_fields(instance: Any, update_fields: Any) -> set[str] | None:
    """The names of the columns that a save writes; None for all of them."""
    if update_fields is None:
        return None
    return {instance._meta.get_field(name.removesuffix("_id")).name for name in update_fields}


def row_before(instance: Any, using: str) -> Any:
    """The stored page, locked until the transaction ends, so that no two saves pass at once."""
    if instance.pk is None:
        return None
    rows = base_page_model()._base_manager.using(using).filter(pk=instance.pk)
    if connections[using].in_atomic_block:
        rows = rows.select_for_update()
    return rows.first()


def is_stale(instance: Any, before: Any) -> bool:
    """Whether the map went live after this copy of it was loaded."""
    return instance.last_published_at != before.last_published_at


def as_map(instance: Any, before: Any) -> Any:
    """The whole map that a save of this instance would leave behind."""
    if isinstance(instance, JourneyMapMixin) or before is None:
        return instance
    page = before.specific
    for field in base_page_model()._meta.concrete_fields:
        setattr(page, field.attname, getattr(instance, field.attname))
    return page


def shows_the_same(page: Any, before: Any, using: str) -> bool:
    """Whether readers see what they saw: the map was live, and nothing visible changes."""
    if not before.live:
        return False
    stored = type(page)._base_manager.using(using).filter(pk=page.pk).first()
    return stored is not None and all(
        field.value_from_object(page) == field.value_from_object(stored)
        for field in page._meta.concrete_fields
        if field.name not in BOOKKEEPING
    )


def follow(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Keep the row of the live version in step with what was saved."""
    if raw or not concerns_map(sender, instance):
        return
    permit: Permit | None = instance.__dict__.pop("_parcours_permit", None)
    if permit is not None:
        note_live_version(instance, permit)
    elif not instance.live:
        LiveVersion.objects.filter(page_id=instance.pk).delete()


def note_live_version(page: Any, permit: Permit) -> None:
    """Write down what readers see from now on, and on what it stands."""
    last = max((record.signed_at for record in permit.signatures), default=None)
    LiveVersion.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "seal": permit.seal,
            "standing": permit.standing,
            "signatures": [
                {
                    "person": record.person,
                    "role": record.role,
                    "signed_at": record.signed_at.isoformat(),
                }
                for record in permit.signatures
            ],
            "since": timezone.now(),
            "review_by": None if last is None else permit.rule.expires(last),
            "changed_at": None,
        },
    )


def hold_back(instance: Any, using: str) -> None:
    """A fixture brings the parts of a page and its records one by one: judge when all are there.

    Until then the map is not live, so that an interrupted import leaves nothing unsigned.
    """
    if not getattr(instance, "live", False) or not hasattr(instance, "live_revision_id"):
        return
    if isinstance(instance, JourneyMapMixin):
        # Only the map's own columns are written; its base row comes on its own.
        return
    instance.live = False
    transaction.on_commit(lambda: let_in(instance.pk, using), using=using)


def let_in(pk: int, using: str) -> None:
    """Put a map of a fixture live after all, when it is signed or needs no sign-off."""
    page = base_page_model()._base_manager.using(using).filter(pk=pk).first()
    if page is None:
        return
    page = page.specific
    page.live = True
    permit = permit_for(page)
    if permit.refusal:
        logger.warning("%s It was loaded as a draft.", permit.refusal)
        return
    with transaction.atomic(using=using):
        page.save(clean=False, update_fields=["live"])

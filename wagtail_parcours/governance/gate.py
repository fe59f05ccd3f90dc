"""The publish gate: no save puts a map live that its policy wants signed and that is not.

It stands in the model's save, below every button, API and command, because each of those
builds its own publication. What passes below the save as well (``QuerySet.update()``, raw SQL)
is found afterwards by ``manage.py verify_sign_offs``.

Taking a map down is always allowed.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models
from django.db.models.signals import post_save, pre_save
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from ..journeys import JourneyFormatError
from ..models.base import base_page_model
from ..models.publishing import WAS_LIVE, PublicationRefused, StaleSave, answered_together
from ..models.sign_offs import LiveVersion
from .approvals import Permit, permit_for
from .fixtures import hold_back, judge_when_loaded
from .refusals import tell_the_person
from .sealing import is_map_type, seal_page

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
        "page_ptr",
        "id",
    }
)

#: What the gate decided before a save, on the instance until the save is done.
PERMIT, TAKEN_DOWN = "_parcours_permit", "_parcours_taken_down"


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
    if raw:
        if may_be_map(sender, instance):
            hold_back(instance, using)
        return
    model = map_model(sender, instance)
    if model is None:
        return
    # A save that failed may have left its own answer behind.
    instance.__dict__.pop(PERMIT, None)
    instance.__dict__.pop(TAKEN_DOWN, None)
    touched = touched_fields(instance, update_fields)
    if touched is not None and touched <= BOOKKEEPING:
        return
    before = row_before(model, instance, using)
    if not live_after(instance, touched, before):
        if before is not None and before.live:
            refuse_stale(instance, before)
            instance.__dict__[TAKEN_DOWN] = True
        return
    page = as_stored(model, instance, touched, before)
    if page is None or (before is not None and shows_the_same(page, before)):
        return
    permit = permit_for(page)
    if not permit.refused:
        instance.__dict__[PERMIT] = permit
    elif before is None and is_mirror(page):
        # The mirror of a page in another language starts as a draft: it goes live with its
        # source when that is signed, and the other pages of the tree get theirs.
        instance.live, instance.has_unpublished_changes = False, True
    else:
        if not answered_together():
            tell_the_person(permit.refusal)
        raise PublicationRefused(permit.refusal, explain=lambda: permit.refusal)


def map_model(sender: type[models.Model], instance: Any) -> type[models.Model] | None:
    """The page type of the map that a row belongs to, None when it is no map.

    A map may be saved through any of the models that it is made of: its own, the base page, one
    between the two, or a proxy of these. What it is says its content type.
    """
    concrete = sender._meta.concrete_model
    if concrete is None or not issubclass(concrete, base_page_model()):
        return None
    if instance.content_type_id is not None:
        model = ContentType.objects.get_for_id(instance.content_type_id).model_class()
        if is_map_type(model):
            return model
    return concrete if is_map_type(concrete) else None


def may_be_map(sender: type[models.Model], instance: Any) -> bool:
    """Whether a row of a fixture belongs to a map; its type may be loaded after it."""
    try:
        return map_model(sender, instance) is not None
    except ContentType.DoesNotExist:
        return True


def touched_fields(instance: Any, update_fields: Any) -> set[str] | None:
    """The names of the columns that a save writes; None for all of them."""
    if update_fields is None:
        return None
    names = {field.attname: field.name for field in instance._meta.concrete_fields}
    return {names.get(name, name) for name in update_fields}


def row_before(model: type[models.Model], instance: Any, using: str) -> Any:
    """The stored map, locked until the transaction ends, so that no two saves pass at once."""
    if instance.pk is None:
        return None
    rows = model._base_manager.using(using).filter(pk=instance.pk)
    if connections[using].in_atomic_block:
        rows = rows.select_for_update()
    return rows.first()


def live_after(instance: Any, touched: set[str] | None, before: Any) -> bool:
    """Whether the map is live once this is saved: a save of other columns leaves it as it is."""
    if touched is None or "live" in touched:
        return bool(instance.live)
    return before is not None and before.live


def refuse_stale(instance: Any, before: Any) -> None:
    """Raise :class:`StaleSave` for a draft that was loaded before the map went live.

    One that was live when it was loaded, or that has expired, is taken down on purpose.
    """
    if instance.__dict__.get(WAS_LIVE) or (instance.expired and not before.expired):
        return
    if instance.last_published_at != before.last_published_at:
        message = _(
            "“%(title)s” was published while you were working on it. Nothing was saved "
            "over it: load the page again to go on from there."
        ) % {"title": before.title}
        tell_the_person(message)
        raise StaleSave(message)


def as_stored(
    model: type[models.Model], instance: Any, touched: set[str] | None, before: Any
) -> Any:
    """The whole map that a save of this instance leaves behind.

    None for a base row without a map yet: there is nothing to show.
    """
    whole = isinstance(instance, model)
    if whole and (touched is None or before is None):
        return instance
    if before is None:
        return None
    page = model._base_manager.using(before._state.db).get(pk=before.pk)
    for field in instance._meta.concrete_fields:
        if touched is None or field.name in touched:
            setattr(page, field.attname, getattr(instance, field.attname))
    return page


def shows_the_same(page: Any, before: Any) -> bool:
    """Whether readers see what they saw: the map was live, and nothing visible changes."""
    if not before.live:
        return False
    shown = [field for field in page._meta.concrete_fields if field.name not in BOOKKEEPING]
    changed = {
        field.name for field in shown if stored_value(field, page) != stored_value(field, before)
    }
    if not changed:
        return True
    # The same blocks may be written in another way, for example by a newer version.
    return changed <= page.journey_fields and same_seal(page, before)


def stored_value(field: models.Field, page: Any) -> Any:
    value = field.value_from_object(page)
    # Comparing values of blocks would look up every persona that they name.
    return list(value.raw_data) if isinstance(field, StreamField) else value


def same_seal(page: Any, other: Any) -> bool:
    try:
        return seal_page(page)[0] == seal_page(other)[0]
    except JourneyFormatError:
        return False


def is_mirror(page: Any) -> bool:
    """Whether a page repeats another one in a second language, as Wagtail keeps trees alike."""
    return page.alias_of_id is not None and page.translation_key == page.alias_of.translation_key


def follow(
    sender: type[models.Model],
    instance: Any,
    raw: bool = False,
    using: str = "default",
    **kwargs: Any,
) -> None:
    """Keep the row of the live version in step with what was saved."""
    permit: Permit | None = instance.__dict__.pop(PERMIT, None)
    if permit is not None:
        note_live_version(instance, permit)
    elif instance.__dict__.pop(TAKEN_DOWN, False):
        LiveVersion.objects.filter(page_id=instance.pk).delete()
    elif raw:
        judge_when_loaded(instance, using)


def note_live_version(page: Any, permit: Permit) -> None:
    """Write down what readers see from now on, and on what it stands."""
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
            "review_by": permit.rule.review_by(permit.signatures),
            "changed_at": None,
        },
    )

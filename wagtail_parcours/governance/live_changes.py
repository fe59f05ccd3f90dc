"""Noticing that something which a signed map shows has changed since people signed it.

A map shows personas, channels, indicators, pictures and the barriers of another map. They change
on their own account, without a save of the map, so no gate stands in their way: readers go on
seeing what was signed, or see the new one with a mark, as the policy says. Here the map is marked,
in the same transaction as the change; a change that is taken back takes the mark away.

Marking is always on the safe side: ``LiveVersion.changed_at`` makes pages read the signed
version, which is right even when nothing differs.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published

from ..journeys import JourneyFormatError
from ..models.base import base_page_model
from ..models.channels import Channel
from ..models.facets import Facet, JourneyFacet
from ..models.indicators import Indicator
from ..models.maps import CurrentStateMapMixin, FutureStateMapMixin, JourneyMapMixin
from ..models.personas import Persona
from ..models.sign_offs import LiveVersion, Standing
from ..models.target_groups import TargetGroup
from .approvals import permit_for
from .gate import BOOKKEEPING, note_live_version
from .sealing import seal_page

#: Columns of personas that come and go without readers noticing.
UNSEEN = frozenset({*BOOKKEEPING, "live_revision", "file_hash", "reviewed_on"})

#: Attribute on an object that is about to go: the maps that show it until then.
SHOWN_ON = "_parcours_shown_on"


def connect_live_changes() -> None:
    """Listen to everything that a map shows from elsewhere; called once, when ready.

    After the facets, because the maps to look at are found by them.
    """
    name = "wagtail_parcours.live_changes"
    files = (get_image_model(), get_document_model())
    for model in (Persona, Channel, Indicator, TargetGroup, *files):
        post_save.connect(follow_change, sender=model, dispatch_uid=name)
        pre_delete.connect(remember_maps, sender=model, dispatch_uid=name)
        post_delete.connect(follow_loss, sender=model, dispatch_uid=name)
    for model in (Channel, Indicator):
        pre_save.connect(remember_slug, sender=model, dispatch_uid=name)
    # Each by its sender: a receiver of all deletions would make every one of them slower.
    for model in apps.get_models():
        if issubclass(model, CurrentStateMapMixin):
            post_save.connect(follow_current_map, sender=model, dispatch_uid=name)
            pre_delete.connect(remember_future_maps, sender=model, dispatch_uid=name)
            post_delete.connect(follow_loss, sender=model, dispatch_uid=name)
    post_save.connect(check_when_committed, sender=LiveVersion, dispatch_uid=name)
    page_published.connect(follow_publication, dispatch_uid=name)


# -- what happens


def follow_change(
    sender: type[models.Model],
    instance: Any,
    created: bool = False,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """Something was saved that maps may show."""
    if raw or is_unseen(update_fields):
        return
    if created and isinstance(instance, (get_image_model(), get_document_model())):
        # Nothing can refer to it yet; channels and indicators are referred to by slugs that may
        # wait for them, and translations of personas and groups by the keys that they share.
        return
    check_all(partial(maps_showing, instance))


def follow_loss(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    pages = instance.__dict__.pop(SHOWN_ON, set())
    if pages:
        check_all(lambda: pages)


def remember_maps(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """The maps have to be found while the object is there."""
    setattr(instance, SHOWN_ON, set(signed(maps_showing(instance)).values_list("page", flat=True)))


def remember_slug(
    sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any
) -> None:
    """Maps that name a channel or an indicator by an identifier that it is about to lose lose it
    too."""
    if raw or instance.pk is None:
        return
    before = sender._default_manager.filter(pk=instance.pk).exclude(slug=instance.slug)
    instance._parcours_slug_before = before.values_list("slug", flat=True).first()


def follow_current_map(
    sender: type[models.Model],
    instance: Any,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    """A current-state map changed: future ones show its title and its barriers."""
    if raw or is_unseen(update_fields):
        return
    check_all(partial(future_maps_of, instance.translation_key))


def remember_future_maps(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    pages = signed(future_maps_of(instance.translation_key)).values_list("page", flat=True)
    setattr(instance, SHOWN_ON, set(pages))


def follow_publication(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """A map that was published again, its own content as before, may have been signed anew."""
    if not isinstance(instance, JourneyMapMixin):
        return
    version = LiveVersion.objects.filter(page_id=instance.pk).first()
    if version is None:
        return
    permit = permit_for(instance)
    if permit.standing is None:
        return
    last = max((record.signed_at.isoformat() for record in permit.signatures), default="")
    known = max((signature["signed_at"] for signature in version.signatures), default="")
    if (permit.seal, str(permit.standing), last) != (version.seal, version.standing, known):
        note_live_version(instance, permit)


def check_when_committed(
    sender: type[models.Model], instance: LiveVersion, raw: bool = False, **kwargs: Any
) -> None:
    """Something may have changed at the same time, unseen by this transaction and it unseen by
    the other: whichever ends last looks again."""
    if not raw and instance.standing == Standing.SIGNED:
        pages = {instance.page_id}
        transaction.on_commit(lambda: check(pages))


def is_unseen(update_fields: Any) -> bool:
    """Whether a save wrote only what readers never see, such as that there is a draft."""
    if update_fields is None:
        return False
    return {name.removesuffix("_id") for name in update_fields} <= UNSEEN


# -- which maps


def maps_showing(instance: Any) -> Any:
    """The keys of the live maps that may show `instance`, signed or not."""
    if isinstance(instance, Persona):
        return with_facet([str(instance.translation_key)], Facet.PERSONA, Facet.NAMED_PERSONA)
    if isinstance(instance, TargetGroup):
        return with_facet([str(instance.translation_key)], Facet.TARGET_GROUP, Facet.NAMED_GROUP)
    if isinstance(instance, Channel | Indicator):
        before = getattr(instance, "_parcours_slug_before", None)
        facet = Facet.CHANNEL if isinstance(instance, Channel) else Facet.INDICATOR
        return with_facet([instance.slug, *([before] if before else [])], facet)
    return maps_with_file(instance)


def with_facet(values: Iterable[str], *facets: Facet) -> Any:
    return JourneyFacet.objects.filter(facet__in=facets, value__in=values).values("page")


def maps_with_file(file: Any) -> set[int]:
    """Maps that show a picture or offer a document, in their own body or on a persona."""
    found: set[int] = set()
    if isinstance(file, get_image_model()):
        people = Persona.objects.filter(photo_id=file.pk).values_list("translation_key", flat=True)
        if keys := [str(key) for key in people]:
            rows = with_facet(keys, Facet.PERSONA, Facet.NAMED_PERSONA)
            found |= set(rows.values_list("page", flat=True))
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(base_page_model())
    )
    return found | {int(key) for key in references.values_list("object_id", flat=True)}


def future_maps_of(translation_key: Any) -> set[int]:
    """The future-state maps that start from this current-state map, in any language."""
    found: set[int] = set()
    for model in apps.get_models():
        if issubclass(model, FutureStateMapMixin):
            rows = model.objects.filter(current_map__translation_key=translation_key, live=True)
            found |= set(rows.values_list("pk", flat=True))
    return found


def signed(pages: Any) -> Any:
    """What readers see of those of these maps that stand on signatures, in a steady order."""
    return LiveVersion.objects.filter(standing=Standing.SIGNED, page__in=pages).order_by("page")


# -- looking again


def check_all(find: Any) -> None:
    """Look at the maps that `find` gives, now and at those that went live meanwhile."""
    seen = check(find())

    def late() -> None:
        now = {version.page_id: version.since for version in signed(find())}
        check({page for page, since in now.items() if seen.get(page) != since})

    transaction.on_commit(late)


def check(pages: Any) -> dict[int, Any]:
    """Mark each of these live maps that shows something else than was signed; unmark the others.

    Gives when each of them went live, by key. One query when none of them is signed.
    """
    with transaction.atomic():
        # Locked, so that of two changes at the same time the later one sees both.
        versions = {version.page_id: version for version in signed(pages).select_for_update()}
        if not versions:
            return {}
        changed = set(changed_maps(versions))
        marked = {page for page, version in versions.items() if version.changed_at is not None}
        if fresh := changed - marked:
            signed(fresh).update(changed_at=timezone.now())
        if gone := marked - changed:
            signed(gone).update(changed_at=None)
    return {page: version.since for page, version in versions.items()}


def changed_maps(versions: dict[int, LiveVersion]) -> Iterator[int]:
    pages = base_page_model().objects.filter(pk__in=versions)
    for page in pages.specific().iterator(chunk_size=100):
        try:
            seal, _content = seal_page(page)
        except JourneyFormatError:
            # What cannot be sealed is not what was signed.
            seal = ""
        if seal != versions[page.pk].seal:
            yield page.pk

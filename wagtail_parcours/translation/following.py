"""Keeps the records of translations in step with what people and wagtail-localize do.

A draft that saves itself costs one query for a map that is no translation and has none, and two
or three for a translation; see ``tests/translation/test_recording.py``.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import copy_for_translation_done

from ..models.maps import JourneyMapMixin
from ..models.publishing import TRANSLATED, version_saved
from ..models.translations import MapTranslation
from .pairs import record_copy, record_edit
from .records import (
    STANDING_FIELDS,
    draft_cells,
    locked_record,
    make_record,
    put_standing,
    renew,
    renew_around,
    rows_with_cells,
    source_cells,
    source_of,
)
from .wordings import FIELDS, cells_of, page_cells, rewrite_wording, texts_of_content

UID = "wagtail_parcours.translation"


def connect_records() -> None:
    """Listen to whatever changes a translation or its source; called once, when ready."""
    post_save.connect(follow_save, dispatch_uid=UID)
    version_saved.connect(follow_version, dispatch_uid=UID)
    copy_for_translation_done.connect(follow_copy, dispatch_uid=UID)
    if apps.is_installed("wagtail_localize"):
        from .localize import connect_log

        connect_log()


def follow_save(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """A map goes live, changes what readers see, or leaves."""
    if not isinstance(instance, JourneyMapMixin) or kwargs.get("raw"):
        return
    update_fields = kwargs.get("update_fields")
    if update_fields is not None and not FIELDS & set(update_fields):
        return
    with transaction.atomic():
        in_sight = rewrite_wording(instance)
        if in_sight and getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            renew_around(instance)


def follow_version(
    sender: type[models.Model],
    instance: Any,
    revision: Revision,
    written_over: dict[str, Any] | None,
    previous_id: int | None,
    **kwargs: Any,
) -> None:
    """Somebody saved a version: what they changed, they made from the source as it is now."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or instance.alias_of_id:
        return
    # wagtail-localize says itself what it made from what, in its log.
    if getattr(revision, TRANSLATED, False):
        return
    with transaction.atomic(savepoint=False):
        row = locked_record(instance.pk)
        if row is None:
            source = source_of(instance)
            if source is not None:
                make_record(instance, source)
            return
        before = written_over
        if before is None and previous_id is not None:
            found = Revision.objects.filter(pk=previous_id).values_list("content", flat=True)
            before = found.first()
        record_version(row, instance, revision, before)


def record_version(
    row: MapTranslation, page: Any, revision: Revision, before: dict[str, Any] | None
) -> None:
    after = page_cells(page)
    live = row.page_wording
    was = cells_of(texts_of_content(before)) if before is not None else live or {}
    made_from = source_cells(row)
    fields = {}
    if record_edit(row.pairs, made_from, was, after, revision.pk, live):
        fields["pairs"] = row.pairs
    # Before it is live, the record tells how the draft stands.
    if live is None and put_standing(row, made_from, after):
        names = (*STANDING_FIELDS, "brought_up_to_date_at")
        fields |= {name: getattr(row, name) for name in names}
    if fields:
        MapTranslation.objects.filter(pk=row.pk).update(**fields, updated_at=timezone.now())


def follow_copy(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A map was copied for translation: nothing in the copy is translated yet."""
    if not isinstance(target_obj, JourneyMapMixin) or target_obj.alias_of_id:
        return
    with transaction.atomic():
        row, _made = MapTranslation.objects.update_or_create(
            page_id=target_obj.pk,
            defaults={"source_id": source_obj.pk, "source_locale_id": source_obj.locale_id},
        )
        record_copy(row.pairs, page_cells(target_obj))
        record_copy(row.pairs, draft_cells([target_obj.pk]).get(target_obj.pk, {}))
        row.save()
        renew(rows_with_cells().filter(pk=row.pk))

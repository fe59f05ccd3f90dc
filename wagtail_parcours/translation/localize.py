"""What wagtail-localize made from what. Loaded only where it is installed.

It writes a log entry at the end of every translation that it writes, which is what is followed
here; who made each text stands in its own tables.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_save
from wagtail.models import Revision
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from ..models.base import base_page_model
from ..models.maps import JourneyMapMixin
from ..models.translations import MapTranslation
from .pairs import maker_of, record_translation
from .records import locked_record, renew, rows_with_cells, source_cells
from .standing import Standing, compare_texts
from .wordings import cells_of, page_cells, texts_of_content


def connect_log() -> None:
    post_save.connect(
        follow_log, sender=TranslationLog, dispatch_uid="wagtail_parcours.translation.log"
    )


def follow_log(sender: Any, instance: TranslationLog, created: bool, **kwargs: Any) -> None:
    """wagtail-localize wrote a translation: remember what each text of it was made from."""
    revision = instance.revision
    model = instance.source.specific_content_type.model_class()
    if kwargs.get("raw") or not created or revision is None:
        return
    if not (isinstance(model, type) and issubclass(model, JourneyMapMixin)):
        return
    page_id = int(revision.object_id)
    with transaction.atomic():
        name_source(page_id, instance.source)
        row = locked_record(page_id)
        if row is not None:
            record_revision(row, instance.source, instance.locale_id, revision)
            row.save(update_fields=["pairs", "updated_at"])
            renew(rows_with_cells().filter(pk=row.pk))


def name_source(page_id: int, source: TranslationSource) -> None:
    """From now on the page is a translation of the page that this source was taken from."""
    origin = base_page_model().objects.filter(
        translation_key=source.object_id, locale_id=source.locale_id
    )
    MapTranslation.objects.update_or_create(
        page_id=page_id,
        defaults={
            "source_id": origin.values_list("pk", flat=True).first(),
            "source_locale_id": source.locale_id,
        },
    )


def record_revision(
    row: MapTranslation, source: TranslationSource, locale_id: int, revision: Revision
) -> None:
    made_from = source_texts(source)
    target = cells_of(texts_of_content(revision.content))
    makers = makers_of(source, locale_id)
    live = getattr(row, "page_wording", None)
    record_translation(row.pairs, made_from, target, makers, revision.pk, live)


def source_texts(source: TranslationSource) -> dict[str, str]:
    """The texts that wagtail-localize translates from: the source as it was when last synced."""
    return cells_of(texts_of_content(json.loads(source.content_json)))


def makers_of(source: TranslationSource, locale_id: int) -> dict[str, str]:
    """Who made the text of each place, by its path. One query."""
    translations = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=locale_id,
        has_error=False,
    )
    segments = StringSegment.objects.filter(source=source).annotate(
        made_by=Subquery(translations.values("translation_type")[:1])
    )
    kinds: dict[str, list[str | None]] = defaultdict(list)
    for path, made_by in segments.values_list("context__path", "made_by"):
        kinds[path].append(made_by)
    return {path: maker_of(made_by) for path, made_by in kinds.items()}


def source_locales(page: Any) -> set[int]:
    """The languages that a page is translated from, those of stopped translations included."""
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    )
    return set(translations.values_list("source__locale_id", flat=True))


def translation_into(page: Any) -> Translation | None:
    """The translation that makes this page, when wagtail-localize does."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )


def record_from_localize(row: MapTranslation, page: Any) -> None:
    """Take over what wagtail-localize knows of a translation that it made before we listened."""
    logs = TranslationLog.objects.filter(
        source__object_id=page.translation_key, locale_id=page.locale_id
    ).select_related("source", "revision")
    log = logs.exclude(revision=None).order_by("-created_at", "-pk").first()
    if log is not None:
        record_revision(row, log.source, log.locale_id, log.revision)


def standing_in_editor(row: MapTranslation, translation: Translation) -> tuple[Standing, Any]:
    """How the translation stands as its editor has it now, and that version of the page."""
    version = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    version.settle_body()
    cells, pairs = page_cells(version), deepcopy(row.pairs)
    makers = makers_of(translation.source, translation.target_locale_id)
    record_translation(pairs, source_texts(translation.source), cells, makers, 0)
    return compare_texts(source_cells(row), cells, pairs), version


def waits_for_sync(row: MapTranslation, translation: Translation) -> bool:
    """Whether the source says something that wagtail-localize has not taken over yet."""
    return source_texts(translation.source) != source_cells(row)


def paths_in_editor(translation: Translation) -> set[str]:
    """The places that the translation editor has a text for."""
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    return set(segments.values_list("context__path", flat=True))


def confirm_segments(translation: Translation, paths: Iterable[str], user: Any) -> dict[str, Any]:
    """Have what is shown at these places stand as a person's; returns what takes that back."""
    segments = StringSegment.objects.filter(
        source_id=translation.source_id, context__path__in=list(paths)
    ).select_related("string")
    made, confirmed = [], []
    for segment in segments:
        said, created = StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            context_id=segment.context_id,
            locale_id=translation.target_locale_id,
            defaults={
                "data": segment.string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
            },
        )
        if created:
            made.append(said.pk)
        elif said.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            confirmed.append(said.pk)
    StringTranslation.objects.filter(pk__in=confirmed).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, last_translated_by=user
    )
    return {"made": made, "confirmed": confirmed}


def unconfirm_segments(taken: Mapping[str, Any]) -> None:
    """Take back what :func:`confirm_segments` did."""
    StringTranslation.objects.filter(pk__in=taken.get("made", ())).delete()
    StringTranslation.objects.filter(pk__in=taken.get("confirmed", ())).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
    )

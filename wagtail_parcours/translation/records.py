"""The record of a translated map: which page is its source, and how both stand beside each other.

A row of :class:`~wagtail_parcours.models.MapTranslation` is made when a map is copied for
translation, when wagtail-localize writes one, or, for translations that are older than the
plugin, when they are next saved, published or asked about.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Locale, Revision

from ..models.base import base_page_model
from ..models.maps import JourneyMapMixin
from ..models.translations import MapTranslation
from ..models.wordings import MapWording
from .pairs import record_found
from .standing import Standing, compare_texts
from .wordings import cells_of, page_cells, texts_of_content

STANDING_FIELDS = tuple(Standing().as_fields())


def standing_of(page: Any) -> Standing | None:
    """How a version of a map, as it is in memory, stands beside its source as it is now.

    None for a map that is no translation. Any version will do: a draft, the live one, one that
    was signed.
    """
    row = record_of(page)
    return compare_texts(source_cells(row), page_cells(page), row.pairs) if row else None


def record_of(page: Any) -> MapTranslation | None:
    """The record of a translation; made now when it has none. None for any other map."""
    if page.pk is None or page.alias_of_id or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return None
    row = rows_with_cells().filter(page_id=page.pk).first()
    if row is not None:
        return row if row.source_id else None
    source = source_of(page)
    return make_record(page, source) if source is not None else None


def rows_with_cells() -> QuerySet[MapTranslation]:
    """The rows with what both live pages say, as ``source_wording`` and ``page_wording``."""
    wordings = MapWording.objects.values("cells")
    return MapTranslation.objects.annotate(
        source_wording=Subquery(wordings.filter(page_id=OuterRef("source_id"))),
        page_wording=Subquery(wordings.filter(page_id=OuterRef("page_id"))),
    )


# -- which page is the source


def source_of(page: Any) -> Any:
    """The page that `page` is a translation of; None when it is none, or is itself the source.

    What wagtail-localize translates from, else the one in the site's default language, else the
    oldest. (A page that was copied for translation has a record that names its source.)
    """
    others = family(page)
    if not others or any(other.record_source == page.pk for other in others):
        return None
    chosen = localize_source(page, others)
    if chosen is None:
        everyone = [page, *others]
        default = Locale.get_default().pk
        chosen = next((one for one in everyone if one.locale_id == default), None)
        chosen = chosen or min(everyone, key=lambda one: one.pk)
    return chosen if chosen.pk != page.pk else None


def family(page: Any) -> list[Any]:
    """The pages that say the same in other languages, with the source of each; no aliases."""
    sources = MapTranslation.objects.filter(page_id=OuterRef("pk")).values("source_id")
    pages = base_page_model().objects.filter(
        translation_key=page.translation_key, alias_of__isnull=True
    )
    return list(pages.exclude(pk=page.pk).annotate(record_source=Subquery(sources)))


def localize_source(page: Any, others: Iterable[Any]) -> Any:
    """The page that wagtail-localize translates this one from, even if it does so no more."""
    if not apps.is_installed("wagtail_localize"):
        return None
    from .localize import source_locales

    locales = source_locales(page)
    return next((other for other in others if other.locale_id in locales), None)


# -- making and renewing


def make_record(page: Any, source: Any) -> MapTranslation:
    """A record for a translation that is there already: what it was made from is inferred."""
    row, _made = MapTranslation.objects.get_or_create(
        page_id=page.pk,
        defaults={"source_id": source.pk, "source_locale_id": source.locale_id},
    )
    row = rows_with_cells().get(pk=row.pk)
    infer_pairs(row, page)
    renew([row])
    return row


def infer_pairs(row: MapTranslation, page: Any) -> None:
    """Fill in what nobody recorded, for what readers see and for the latest draft."""
    if not row.pairs and apps.is_installed("wagtail_localize"):
        from .localize import record_from_localize

        record_from_localize(row, page)
    made_from = source_cells(row)
    for target in (stored_cells(page), draft_cells([page.pk]).get(page.pk, {})):
        record_found(row.pairs, made_from, target)
    row.save(update_fields=["pairs", "updated_at"])


def stored_cells(page: Any) -> dict[str, str]:
    """What the page's own row says, whatever version is in memory."""
    found = page.specific_class.objects.filter(pk=page.pk).first()
    return page_cells(found) if isinstance(found, JourneyMapMixin) else {}


def source_cells(row: MapTranslation) -> dict[str, str]:
    """The texts that a translation has to say: of the live source, else of its draft."""
    if getattr(row, "source_wording", None) is None:
        row.source_wording = cells_now([row.source_id]).get(row.source_id, {})
    return row.source_wording


def source_version(row: MapTranslation) -> Any:
    """The source as a translation has to say it: live, else as its draft. None when it is gone."""
    page = base_page_model().objects.filter(pk=row.source_id).first()
    specific = page.specific if page is not None else None
    if not isinstance(specific, JourneyMapMixin):
        return None
    return specific if specific.live else specific.get_latest_revision_as_object()


def cells_now(page_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """What each page says to readers, or would say: its live texts, else those of its draft."""
    ids = [pk for pk in set(page_ids) if pk is not None]
    live = dict(MapWording.objects.filter(page_id__in=ids).values_list("page_id", "cells"))
    rest = [pk for pk in ids if pk not in live]
    if not rest:
        return live
    pages = {page.pk: page for page in base_page_model().objects.filter(pk__in=rest).specific()}
    published = {pk for pk, page in pages.items() if page.live}
    drafts = draft_cells(set(pages) - published)
    for pk, page in pages.items():
        if isinstance(page, JourneyMapMixin):
            live[pk] = drafts[pk] if pk in drafts else page_cells(page)
    return live


def draft_cells(page_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """The texts of the latest version of each page that has one. One query."""
    ids = list(page_ids)
    if not ids:
        return {}
    latest = base_page_model().objects.filter(pk__in=ids).values("latest_revision_id")
    revisions = Revision.objects.filter(pk__in=latest).values_list("object_id", "content")
    return {int(key): cells_of(texts_of_content(content)) for key, content in revisions}


def renew_around(page: Any) -> None:
    """A page changed what readers see: renew its own record and those of its translations."""
    rows = rows_with_cells().filter(Q(page_id=page.pk) | Q(source_id=page.pk))
    renew(rows.exclude(source=None))


def renew(rows: Iterable[MapTranslation]) -> None:
    """Compute anew how translations stand, in a number of queries that does not grow."""
    rows = list(rows)
    asked = {row.source_id for row in rows if row.source_wording is None}
    asked |= {row.page_id for row in rows if row.page_wording is None}
    others = cells_now(asked)
    changed = [
        row
        for row in rows
        if put_standing(
            row,
            row.source_wording or others.get(row.source_id, {}),
            row.page_wording or others.get(row.page_id, {}),
        )
    ]
    if changed:
        fields = [*STANDING_FIELDS, "brought_up_to_date_at", "updated_at"]
        MapTranslation.objects.bulk_update(changed, fields, batch_size=100)


def put_standing(row: MapTranslation, source: dict[str, str], target: dict[str, str]) -> bool:
    """Note on a row how its page stands; says whether that is news."""
    standing = compare_texts(source, target, row.pairs)
    fields = standing.as_fields()
    arrived = standing.in_step and (row.behind or row.brought_up_to_date_at is None)
    if not arrived and all(getattr(row, name) == value for name, value in fields.items()):
        return False
    for name, value in fields.items():
        setattr(row, name, value)
    row.updated_at = timezone.now()
    if arrived:
        row.brought_up_to_date_at = row.updated_at
    return True


def locked_record(page_id: int) -> MapTranslation | None:
    """The row, to be written in this transaction and by nobody else meanwhile."""
    rows = rows_with_cells().exclude(source=None)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(page_id=page_id).first()

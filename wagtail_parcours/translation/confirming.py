"""A person says that a text is up to date as it stands, and may take that back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from ..journeys import text_hash
from ..models.translations import Maker, MapTranslation
from .pairs import record
from .records import locked_record, renew, rows_with_cells, source_cells
from .standing import compare_texts
from .wordings import page_cells


def confirm_texts(page: Any, paths: Iterable[str] | None, user: Any) -> dict[str, Any]:
    """Take texts of this version for made, by a person, from the source as it is now.

    `paths` are the places (None: all that are behind or wait to be confirmed); others are left
    as they are. Returns what :func:`take_back` needs, as plain data; ``{}`` when there was
    nothing to do. Call it in a transaction.
    """
    row = locked_record(page.pk)
    if row is None:
        return {}
    source, target = source_cells(row), page_cells(page)
    standing = compare_texts(source, target, row.pairs)
    offered = (*standing.behind, *standing.machine)
    # Texts that nobody has translated are never all taken for names at once.
    open_texts = set(standing.untranslated)
    asked = [path for path in offered if path not in open_texts] if paths is None else set(paths)
    chosen = [path for path in offered if path in asked]
    if not chosen:
        return {}
    before = {}
    for path in chosen:
        text = target.get(path, "")
        before[path] = [text_hash(text), row.pairs.get(path, {}).get(text_hash(text))]
        revision = page.latest_revision_id or 0
        record(row.pairs, path, text, source.get(path, ""), Maker.PERSON, revision)
    row.save(update_fields=["pairs", "updated_at"])
    renew(rows_with_cells().filter(pk=row.pk))
    return {"pairs": before, "segments": segments_confirmed(page, chosen, user)}


def segments_confirmed(page: Any, paths: list[str], user: Any) -> dict[str, Any]:
    if not apps.is_installed("wagtail_localize"):
        return {}
    from .localize import confirm_segments, translation_into

    translation = translation_into(page)
    return confirm_segments(translation, paths, user) if translation is not None else {}


def take_back(page_id: int, taken: Mapping[str, Any]) -> None:
    """Undo a :func:`confirm_texts`. Call it in a transaction."""
    row = locked_record(page_id)
    if row is None:
        return
    for path, (mark, pair) in taken.get("pairs", {}).items():
        known = row.pairs.setdefault(path, {})
        if pair is None:
            known.pop(mark, None)
        else:
            known[mark] = pair
    MapTranslation.objects.filter(pk=row.pk).update(pairs=row.pairs)
    renew(rows_with_cells().filter(pk=row.pk))
    if taken.get("segments") and apps.is_installed("wagtail_localize"):
        from .localize import unconfirm_segments

        unconfirm_segments(taken["segments"])

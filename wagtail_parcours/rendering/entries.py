"""Entries of the index for people: where each stands on its map, and in which language it is."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery

from ..models.base import base_page_model
from ..models.insights import EntryKind, InsightEntry
from ..models.translations import MapTranslation
from .anchors import anchor
from .languages import TextLanguages, live_text_languages

#: Path of the text of an entry below the block of the body that it stands in, by kind.
TEXTS = {
    EntryKind.STAGE: "stages.{stage}.name",
    EntryKind.TOUCHPOINT: "stages.{stage}.touchpoints.{entry}.text",
    EntryKind.FINDING: "stages.{stage}.findings.{entry}.text",
    EntryKind.EVIDENCE: "stages.{stage}.evidence.{entry}.text",
    EntryKind.SERVING: "stages.{stage}.serving.{entry}.who",
    EntryKind.INDICATOR: "stages.{stage}.indicators.{entry}.note",
    EntryKind.GUESSWORK: "stages.{stage}.guesswork.{entry}.text",
    EntryKind.RISK: "stages.{stage}.risks.{entry}.text",
    EntryKind.CARD: "experience",
    EntryKind.IMPROVEMENT: "improvements.{entry}.text",
    EntryKind.REMOVES: "improvements.{entry}.text",
    EntryKind.NEED: "needs.{entry}.text",
}


def text_path(entry: InsightEntry) -> str:
    """The path of the text of an entry in its map; ``""`` for an entry of no block."""
    field = TEXTS.get(EntryKind(entry.kind)) if entry.kind and entry.part else None
    if field is None:
        return ""
    return f"body.{entry.part}.{field.format(stage=entry.stage, entry=entry.entry)}"


def entry_anchor(entry: InsightEntry) -> str:
    """The place on its map that readers are led to: the entry itself, its card, or its stage.

    ``""`` for what has no place of its own.
    """
    if entry.kind == EntryKind.FINDING and entry.entry:
        return anchor("finding", entry.entry)
    if entry.kind == EntryKind.NEED and entry.entry:
        return anchor("need", entry.entry)
    if entry.kind in {EntryKind.CARD, EntryKind.IMPROVEMENT, EntryKind.REMOVES}:
        return anchor("card", entry.part)
    return anchor("stage", entry.stage)


def locate(entries: Iterable[Any], request: Any) -> None:
    """Give each entry its `map`, the base page with its locale, its `url` on the site, and the
    codes of the languages in which it is written: `language`, and `stage_language` of its stage.

    One query, and none for the addresses once the site is known.
    """
    found = list(entries)
    pages = maps_by_key({entry.page_id for entry in found})
    said = {pk: live_text_languages(page) for pk, page in pages.items()}
    urls = {pk: page.get_url(request) or "" for pk, page in pages.items()}
    for entry in found:
        entry.map = pages[entry.page_id]
        place = entry_anchor(entry)
        entry.url = urls[entry.page_id] + (f"#{place}" if place else "")
        languages = said[entry.page_id]
        entry.language = language_at(languages, text_path(entry))
        stage = f"body.{entry.part}.stages.{entry.stage}.name"
        entry.stage_language = language_at(languages, stage)


def maps_by_key(keys: set[int]) -> dict[int, Any]:
    """Base pages by key, each with its locale and with what is known of untranslated texts."""
    record = MapTranslation.objects.filter(page_id=OuterRef("pk"))
    pages = base_page_model().objects.filter(pk__in=keys).select_related("locale")
    return pages.annotate(
        texts_of_source=Subquery(record.values("untranslated")),
        language_of_source=Subquery(record.values("source_locale__language_code")),
    ).in_bulk()


def language_at(languages: TextLanguages, path: str) -> str:
    return languages.source if languages.is_foreign(path) else languages.language

"""Where an entry of the index stands on the published map."""

from collections.abc import Iterable
from typing import Any

from ..models.base import base_page_model
from ..models.insights import EntryKind, InsightEntry
from .anchors import anchor


def entry_anchor(entry: InsightEntry) -> str:
    """The place on its map that readers are led to: the entry itself, its card, or its stage.

    ``""`` for what has no place of its own.
    """
    if entry.kind == EntryKind.FINDING and entry.entry:
        return anchor("finding", entry.entry)
    if entry.kind in {EntryKind.CARD, EntryKind.IMPROVEMENT, EntryKind.REMOVES}:
        return anchor("card", entry.part)
    return anchor("stage", entry.stage)


def locate(entries: Iterable[Any], request: Any) -> None:
    """Give each entry its `map`, the base page with its locale, and its `url` on the site.

    One query, and none for the addresses once the site is known.
    """
    found = list(entries)
    keys = {entry.page_id for entry in found}
    pages = base_page_model().objects.filter(pk__in=keys).select_related("locale").in_bulk()
    for entry in found:
        entry.map = pages[entry.page_id]
        place = entry_anchor(entry)
        entry.url = (entry.map.get_url(request) or "") + (f"#{place}" if place else "")

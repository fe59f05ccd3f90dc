"""Proof that the index of live maps says what the pages say, and its repair."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from ..models.insights import InsightEntry, InsightMap
from .facets import rewrite_facets
from .index import COLUMNS, index_of, indexed_pages, rewrite_index, stale_pages

#: Pages read in one go.
BATCH = 100

FaultKind = Literal["missing", "stale", "map", "entry"]


@dataclass(frozen=True, slots=True)
class IndexFault:
    """One difference between the index and a page.

    `kind` says what is wrong: the page is ``missing`` from the index, the index is ``stale`` (the
    page is no live map any more), what it says of the ``map`` differs, or one ``entry`` does.
    `detail` names the entry and the columns concerned.
    """

    kind: FaultKind
    page: int
    detail: str = ""


def check_index(after: int = 0) -> Iterator[IndexFault]:
    """Every difference, page by page in the order of their keys, from those after `after` on."""
    for pk in stale_pages():
        if pk > after:
            yield IndexFault("stale", pk)
    for pages in batches(after):
        yield from check_pages(pages)


def check_pages(pages: list[Any]) -> Iterator[IndexFault]:
    """The differences of some live maps. Two queries for all of them."""
    keys = [page.pk for page in pages]
    maps = {row.page_id: row for row in InsightMap.objects.filter(page_id__in=keys)}
    stored: dict[int, list[dict[str, Any]]] = {key: [] for key in keys}
    entries = InsightEntry.objects.filter(page_id__in=keys).order_by("page_id", "position", "pk")
    for row in entries.values("page_id", *COLUMNS):
        stored[row.pop("page_id")].append(row)
    for page in pages:
        about, wanted = index_of(page)
        row = maps.get(page.pk)
        if row is None:
            yield IndexFault("missing", page.pk)
            continue
        odd = [name for name, value in about.items() if getattr(row, name) != value]
        if odd:
            yield IndexFault("map", page.pk, ", ".join(odd))
        for have, want in zip_longest(stored[page.pk], wanted):
            if have != want:
                yield IndexFault("entry", page.pk, difference(have, want))


def difference(have: dict[str, Any] | None, want: dict[str, Any] | None) -> str:
    """Which entry differs, and in which columns."""
    given = want or have or {}
    name = f"{given['kind']} {given['entry']}"
    if have is None or want is None:
        return f"{name}: {'not in the index' if have is None else 'not on the page'}"
    return f"{name}: {', '.join(column for column in COLUMNS if have[column] != want[column])}"


def batches(after: int = 0, size: int = BATCH) -> Iterator[list[Any]]:
    """The live maps in lists of `size`, in the order of their keys, from those after `after`."""
    while True:
        pages = list(indexed_pages().filter(pk__gt=after).specific()[:size])
        if not pages:
            return
        yield pages
        after = pages[-1].pk


def rebuild_pages(pages: list[Any]) -> int:
    """Bring the rows of some live maps in step with them. Says how many were not."""
    changed = 0
    for page in pages:
        changed += rewrite_index(page)
        rewrite_facets(page)
    return changed


def remove_stale(after: int = 0) -> int:
    """Remove what the index says of pages that are no live maps any more. Says of how many."""
    pks = [pk for pk in stale_pages() if pk > after]
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        InsightEntry.objects.filter(page_id__in=some).delete()
        InsightMap.objects.filter(page_id__in=some).delete()
    return len(pks)

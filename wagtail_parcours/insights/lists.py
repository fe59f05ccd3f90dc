"""Long lists that are sorted by what they say: which rows stand on a page is kept.

The rows on the first page of all maps are among the first rows of the parts of the maps
(:mod:`.shards`), so after a publication one part is sorted again and not the whole.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from .keeping import kept, kept_many, key_of
from .shards import added_up

#: Rows fetched at a time.
CHUNK = 1000

Key = tuple[Any, ...]
#: The words of each part that has maps; see :func:`~.keeping.summed_up`.
Words = Mapping[int, tuple[str, ...]]


def kept_page(
    question: tuple[Any, ...],
    states: tuple[str, ...],
    rows: QuerySet[Any],
    columns: tuple[str, ...],
    start: int,
    stop: int,
) -> list[Any]:
    """Some rows of a long list that is sorted by what they say: from `start` up to `stop`.

    Which ones they are is kept, not what they say. `columns` tell the rows of the list apart.
    """
    fetched: list[Any] = []

    def keys() -> list[Key]:
        fetched.extend(rows[start:stop])
        return [key_in(row, columns) for row in fetched]

    found = kept((*question, columns, start, stop), states, keys)
    return fetched if fetched else in_order(rows, columns, found)


def kept_first(
    question: tuple[Any, ...], words: Words, rows: QuerySet[Any], stop: int
) -> list[Any]:
    """The first rows of a list of maps or of entries, up to `stop`; the rest as `kept_page`."""
    states = tuple(word for shard in sorted(words) for word in (str(shard), *words[shard]))
    fetched: list[Any] = []

    def keys() -> list[Key]:
        heads = kept_many(
            {
                shard: key_of((*question, "first", stop, shard), words[shard])
                for shard in sorted(words)
            },
            lambda shards: first_of_parts(rows, shards, stop),
        )
        chosen = [pk for head in heads.values() for pk in head]
        fetched.extend(rows.filter(pk__in=chosen)[:stop])
        return [(row.pk,) for row in fetched]

    found = kept((*question, "first", stop), states, keys)
    return fetched if fetched else in_order(rows, ("pk",), found)


def kept_count(question: tuple[Any, ...], words: Words, rows: QuerySet[Any]) -> int:
    """How many rows a list of maps or of entries has, added up from its parts."""

    def count(shards: Collection[int]) -> QuerySet[Any, dict[str, Any]]:
        part = rows.filter(shard__in=shards).order_by()
        return part.values("shard").annotate(number=Count("pk"))

    found = added_up((*question, "count"), words, (), count)
    return sum(row["number"] for row in found)


def first_of_parts(rows: QuerySet[Any], shards: Collection[int], stop: int) -> dict[int, list[int]]:
    """The keys of the first rows of each of these parts, up to `stop`. One query."""
    found: dict[int, list[int]] = {shard: [] for shard in shards}
    ranked = rows.filter(shard__in=shards).values_list("shard", "pk")
    if len(found) == 1:
        ranked = ranked[:stop]
    wanted = len(found) * stop
    # A window function would number all rows; most of the time the first few hundred will do.
    for shard, pk in ranked.iterator(chunk_size=CHUNK):
        if len(found[shard]) < stop:
            found[shard].append(pk)
            wanted -= 1
        if not wanted:
            break
    return found


def in_order(rows: QuerySet[Any], columns: tuple[str, ...], keys: list[Key]) -> list[Any]:
    """The rows with these keys, in their order; none for a key that no row has any more."""
    if not keys:
        return []
    chosen = rows
    for place, column in enumerate(columns):
        chosen = chosen.filter(**{f"{column}__in": {key[place] for key in keys}})
    by_key = {key_in(row, columns): row for row in chosen}
    return [by_key[key] for key in keys if key in by_key]


def key_in(row: Any, columns: tuple[str, ...]) -> Key:
    if isinstance(row, dict):
        return tuple(row[column] for column in columns)
    return tuple(getattr(row, column) for column in columns)

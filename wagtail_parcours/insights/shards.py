"""What adds up is kept part by part, so that a publication costs one part and not the whole.

The maps of a journey, today's and those of the future in every language, fall into one of
:data:`SHARDS` parts by the key of the journey; whatever one entry says of another stays within its
part. An answer that is a sum over all maps is the sum over the parts, and each part is kept until
one of its own maps changes (:mod:`.keeping`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from .keeping import kept_many, key_of

SHARDS = 32

#: What tells rows apart, and numbers that add up.
Row = Mapping[str, Any]


def shard_of(journey: UUID) -> int:
    """The part of the journey with this key, the translation key of its current-state map."""
    return journey.int % SHARDS


def added_up(
    question: tuple[Any, ...],
    words: Mapping[int, tuple[str, ...]],
    by: Collection[str],
    rows: Callable[[Collection[int]], Iterable[Row]],
) -> list[Row]:
    """The rows of all parts, those with the same values of the columns `by` made one.

    `rows` counts the maps of some parts: each row has its `shard`, the columns `by`, and numbers
    that add up. `words` says for each part that has maps what they say, see
    :func:`~.keeping.summed_up`. It is asked once, for all the parts that are not kept.
    """
    keys = {shard: key_of((*question, shard), states) for shard, states in words.items()}

    def missing(shards: Collection[int]) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {shard: [] for shard in shards}
        for row in rows(shards):
            found[row["shard"]].append(row)
        return found

    totals: dict[tuple[Any, ...], dict[str, Any]] = {}
    for part in kept_many(keys, missing).values():
        for row in part:
            add(totals.setdefault(tuple(row[column] for column in by), {}), row, by)
    return list(totals.values())


def add(total: dict[str, Any], row: Row, by: Collection[str]) -> None:
    """Add the numbers of a row to those of the rows that are like it."""
    for column, value in row.items():
        if column in by:
            total[column] = value
        elif column != "shard":
            total[column] = total.get(column, 0) + value

"""Several numbers of rows in one query."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Count, QuerySet, Value

from .shards import Row

ROWS = Count("pk")


def counted_apart(
    rows: Mapping[str, QuerySet[Any]], numbers: Mapping[str, Any] = MappingProxyType({})
) -> list[Row]:
    """How many rows each of these querysets of maps or entries has, by part of the maps; or what
    else `numbers` has counted under its name: ``{"counted_as", "shard", "number"}``. One query.

    A condition on whole rows is answered by joining two sets. Told apart row by row in one
    ``aggregate()``, each condition would be tried on every row, which takes PostgreSQL ten times as
    long for conditions on other rows.
    """
    first, *others = [
        queryset.order_by()
        .annotate(counted_as=Value(name))
        .values("counted_as", "shard")
        .annotate(number=numbers.get(name, ROWS))
        .values("counted_as", "shard", "number")
        for name, queryset in rows.items()
    ]
    return list(first.union(*others, all=True) if others else first)


def by_name(rows: Iterable[Row], names: Iterable[str]) -> dict[str, int]:
    """The numbers of all parts; nothing at all is no row."""
    found = dict.fromkeys(names, 0)
    for row in rows:
        found[row["counted_as"]] += row["number"]
    return found

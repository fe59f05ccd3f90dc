"""Several numbers of rows in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value

ROWS = Count("pk")


def counted_apart(rows: Mapping[str, QuerySet[Any]], number: Any = ROWS) -> dict[str, int]:
    """How many rows each of these querysets has, by name; or what else `number` counts. One query.

    A condition on whole rows is answered by joining two sets. Told apart row by row in one
    ``aggregate()``, each condition would be tried on every row, which takes PostgreSQL ten times as
    long for conditions on other rows.
    """
    first, *others = [
        queryset.order_by()
        .annotate(counted_as=Value(name))
        .values("counted_as")
        .annotate(number=number)
        .values_list("counted_as", "number")
        for name, queryset in rows.items()
    ]
    found = dict(first.union(*others, all=True) if others else first)
    # Nothing at all is no row.
    return {name: found.get(name, 0) for name in rows}

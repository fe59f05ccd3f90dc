"""Answers are kept until what they rest on changes.

Adding up hundreds of thousands of entries takes longer than anyone wants to wait for a page, and
what live maps say changes a few times a day. An answer depends on nothing but the maps that are
asked about (who may read them, where they lie and how they are narrowed is all in that set), on
what the index holds of each, and on the question. So it is kept under these three: nothing has to
be thrown away when a map is published, moved or hidden, because the same question then has another
name.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import caches
from django.db.models import Count, F, Q, QuerySet, Sum

from .. import __version__
from ..conf import parcours_settings
from ..models.insights import InsightMap

Answer = TypeVar("Answer")

#: Seconds after which what nobody asked for again is thrown away.
KEPT_FOR = 24 * 60 * 60
_MISSING = object()


#: Stamps are whole numbers from 1 up to the square of this.
HALF = 2**31


def new_stamp() -> int:
    """A word for what the index holds of a map from now on, which nobody can guess."""
    return secrets.randbelow(HALF**2 - 1) + 1


@dataclass(frozen=True, slots=True)
class Summary:
    """Some maps of the index: how many of each state, and one `word` for all that it holds of them.

    The same word, the same answers. ``""`` where a map has no stamp.
    """

    current: int
    future: int
    word: str


def summed_up(maps: QuerySet[InsightMap]) -> Summary:
    """The summary of these maps. One query.

    Stamps are random, so two sets of maps whose stamps add up to the same are the same set. They
    are added up in two halves, which no database finds too large.
    """
    found = maps.order_by().aggregate(
        all=Count("pk"),
        current=Count("pk", filter=Q(state="current")),
        unknown=Count("pk", filter=Q(stamp=0)),
        low=Sum(F("stamp") % HALF),
        high=Sum(F("stamp") / HALF),
    )
    word = "{all}.{low}.{high}".format_map(found)
    return Summary(
        current=found["current"],
        future=found["all"] - found["current"],
        word="" if found["unknown"] else word,
    )


def kept(
    question: tuple[Any, ...], states: tuple[str, ...], answer: Callable[[], Answer]
) -> Answer:
    """The answer to a question about maps in these states, as it was found the first time.

    `question` tells it from all others by its ``repr()``, `states` are the words of summaries. The
    answer has to be fit for pickling and must not be changed.
    """
    if not all(states):
        return answer()
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    name = sha256(repr((__version__, question, states)).encode()).hexdigest()
    key = f"wagtail_parcours.answer.{name}"
    found: Any = cache.get(key, _MISSING)
    if found is _MISSING:
        found = answer()
        cache.set(key, found, KEPT_FOR)
    return found


def kept_page(
    question: tuple[Any, ...],
    states: tuple[str, ...],
    rows: QuerySet[Any],
    columns: tuple[str, ...],
    start: int,
    stop: int,
) -> list[Any]:
    """Some rows of a long list that is sorted by what they say: from `start` up to `stop`.

    Which ones they are is kept, not what they say. `columns` tell the rows of the list apart, the
    first one is ``page_id``.
    """
    fetched: list[Any] = []

    def keys() -> list[tuple[Any, ...]]:
        fetched.extend(rows[start:stop])
        return [key_of(row) for row in fetched]

    def key_of(row: Any) -> tuple[Any, ...]:
        return tuple(_value(row, column) for column in columns)

    found = kept((*question, columns, start, stop), states, keys)
    if fetched or not found:
        return fetched
    chosen = rows
    for place, column in enumerate(columns):
        chosen = chosen.filter(**{f"{column}__in": {key[place] for key in found}})
    by_key = {key_of(row): row for row in chosen}
    return [by_key[key] for key in found if key in by_key]


def _value(row: Any, column: str) -> Any:
    return row[column] if isinstance(row, dict) else getattr(row, column)

"""Answers are kept until what they rest on changes.

Adding up hundreds of thousands of entries takes longer than anyone wants to wait for a page, and
what live maps say changes a few times a day. An answer depends on nothing but the maps that are
asked about (who may read them, where they lie and how they are narrowed is all in that set), on
what the index holds of each, and on the question. So it is kept under these three: nothing has to
be thrown away when a map is published, moved or hidden, because the same question then has another
name.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import QuerySet

from .. import __version__
from ..conf import parcours_settings
from ..models.insights import InsightMap

Answer = TypeVar("Answer")

#: Seconds after which what nobody asked for again is thrown away.
KEPT_FOR = 24 * 60 * 60
_MISSING = object()


class Stamp(NamedTuple):
    """A map in the index: its page, the word for what the index holds of it, its state."""

    page: int
    stamp: str
    state: str


def stamps_of(maps: QuerySet[InsightMap]) -> list[Stamp]:
    """Each of these maps, in the order of their pages. One query."""
    rows = maps.order_by("page_id").values_list("page_id", "stamp", "state")
    return [Stamp(*row) for row in rows]


def fingerprint(stamps: list[Stamp]) -> str:
    """A word for these maps with all that the index holds of them: the same word, the same answers.

    ``""`` where the index does not know a map well enough to say so.
    """
    if not all(row.stamp for row in stamps):
        return ""
    words = ",".join(f"{row.page}:{row.stamp}" for row in stamps)
    return sha256(words.encode()).hexdigest()


def kept(
    question: tuple[Any, ...], states: tuple[str, ...], answer: Callable[[], Answer]
) -> Answer:
    """The answer to a question about maps in these states, as it was found the first time.

    `question` tells it from all others by its ``repr()``, `states` are fingerprints. The answer has
    to be fit for pickling and must not be changed.
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

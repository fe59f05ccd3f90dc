"""Answers are kept until what they rest on changes.

Adding up hundreds of thousands of entries takes longer than anyone wants to wait for a page, and
what live maps say changes a few times a day. An answer depends on nothing but the maps that are
asked about (who may read them, where they lie and how they are narrowed is all in that set), on
what the index holds of each, and on the question. So it is kept under these three: nothing has to
be thrown away when a map is published, moved or hidden, because the same question then has another
name.
"""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import caches
from django.db.models import Count, F, Q, QuerySet, Sum

from .. import __version__
from ..conf import parcours_settings
from ..models.insights import InsightMap

Answer = TypeVar("Answer")
Name = TypeVar("Name")

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
    """Some maps of the index: how many of each state, and a word for all that it holds of those in
    each part (see :mod:`.shards`) that any of them is in.

    The same word, the same answers. ``""`` where a map has no stamp.
    """

    current: int = 0
    future: int = 0
    words: Mapping[int, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """One for all of them."""
        if not all(self.words.values()):
            return ""
        return " ".join(f"{shard}:{word}" for shard, word in sorted(self.words.items())) or "none"


def summed_up(maps: QuerySet[InsightMap]) -> Summary:
    """The summary of these maps. One query.

    Stamps are random, so two sets of maps whose stamps add up to the same are the same set. They
    are added up in two halves, which no database finds too large.
    """
    rows = (
        maps.order_by()
        .values("shard")
        .annotate(
            all=Count("pk"),
            current=Count("pk", filter=Q(state="current")),
            unknown=Count("pk", filter=Q(stamp=0)),
            low=Sum(F("stamp") % HALF),
            high=Sum(F("stamp") / HALF),
        )
    )
    current = total = 0
    words: dict[int, str] = {}
    for row in rows:
        current += row["current"]
        total += row["all"]
        known = not row["unknown"]
        words[row["shard"]] = "{all}.{low}.{high}".format_map(row) if known else ""
    return Summary(current=current, future=total - current, words=words)


def key_of(question: tuple[Any, ...], states: tuple[str, ...]) -> str:
    """What an answer is kept under; ``""`` for one that must not be kept.

    `question` tells it from all others by its ``repr()``, `states` are the words of summaries.
    """
    if not all(states):
        return ""
    name = sha256(repr((__version__, question, states)).encode()).hexdigest()
    return f"wagtail_parcours.answer.{name}"


def kept(
    question: tuple[Any, ...], states: tuple[str, ...], answer: Callable[[], Answer]
) -> Answer:
    """The answer to a question about maps in these states, as it was found the first time.

    See :func:`key_of`. The answer has to be fit for pickling and must not be changed.
    """
    key = key_of(question, states)
    if not key:
        return answer()
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    found: Any = cache.get(key, _MISSING)
    if found is _MISSING:
        found = answer()
        cache.set(key, found, KEPT_FOR)
    return found


def kept_many(
    keys: Mapping[Name, str], answers: Callable[[Collection[Name]], Mapping[Name, Answer]]
) -> dict[Name, Answer]:
    """Several answers by name, each kept under its key (see :func:`key_of`).

    `answers` finds those that are not kept, all in one go; it is not called for none.
    """
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    held: Mapping[str, Any] = cache.get_many([key for key in keys.values() if key])
    found = {name: held[key] for name, key in keys.items() if key in held}
    missing = [name for name in keys if name not in found]
    if missing:
        new = answers(missing)
        found.update(new)
        cache.set_many({keys[name]: new[name] for name in missing if keys[name]}, KEPT_FOR)
    return found

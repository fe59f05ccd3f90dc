"""Which entry of a new list is which entry of an old one, and what moved.

The time it takes grows with n log n, so that a list of any size that may be stored is compared
in a moment.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Entry: TypeAlias = dict[str, object]

#: Keys of an entry that say which one it is, not what it says.
IDENTITY = "id"
TAG = "part"


@dataclass(frozen=True, slots=True)
class Pair:
    """Where one entry stands in the old list and in the new one; None where it is missing."""

    old: int | None
    new: int | None
    moved: bool = False


def paired(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pair, ...]:
    """Pair the entries of two lists, in the order of the new one, removals where they were.

    An entry is known by its kind and its id. What is left is the same entry when it says the
    same (a copy gets new ids), or when neither side has an id: then their order decides.
    """
    partner: dict[int, int] = {}
    rest_old, rest_new = set(range(len(old))), set(range(len(new)))

    def match(key: Callable[[Entry], Hashable]) -> None:
        waiting = _by_key(old, sorted(rest_old), key)
        for index, others in _by_key(new, sorted(rest_new), key).items():
            for first, second in zip(waiting.get(index, ()), others, strict=False):
                partner[second] = first
                rest_old.discard(first)
                rest_new.discard(second)

    match(lambda entry: (entry.get(TAG), entry[IDENTITY]) if entry.get(IDENTITY) else None)
    if rest_old and rest_new:
        match(lambda entry: json.dumps(without_ids(entry), sort_keys=True))
    if rest_old and rest_new:
        match(lambda entry: None if entry.get(IDENTITY) else (entry.get(TAG), ""))
    return _in_order(len(old), len(new), partner)


def _by_key(
    entries: Sequence[Entry], places: Iterable[int], key: Callable[[Entry], Hashable]
) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place in places:
        name = key(entries[place])
        if name is not None:
            found[name].append(place)
    return found


def without_ids(value: object) -> object:
    """The same value without the ids of the entries in it."""
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != IDENTITY}
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    return value


def _in_order(old_size: int, new_size: int, partner: dict[int, int]) -> tuple[Pair, ...]:
    kept = [new for new in range(new_size) if new in partner]
    still = _longest_run([partner[new] for new in kept])
    place_now = {first: second for second, first in partner.items()}
    # What was removed stands after the last entry before it that is still there.
    removed: dict[int, list[int]] = defaultdict(list)
    last = -1
    for first in range(old_size):
        if first in place_now:
            last = place_now[first]
        else:
            removed[last].append(first)
    pairs = [Pair(first, None) for first in removed[-1]]
    for second in range(new_size):
        before = partner.get(second)
        pairs.append(Pair(before, second, before is not None and before not in still))
        pairs += [Pair(first, None) for first in removed[second]]
    return tuple(pairs)


def _longest_run(numbers: Sequence[int]) -> frozenset[int]:
    """The members of a longest ascending run: entries that kept their order."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(tail_places[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            tail_places.append(place)
        else:
            tails[length] = number
            tail_places[length] = place
    found = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        found.add(numbers[place])
        place = before[place]
    return frozenset(found)

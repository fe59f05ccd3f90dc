"""Two versions of a journey that come from the same one, put together cell by cell.

What only one side changed is taken from that side. Where both changed the same cell, mine wins;
where one removed what the other changed, the change wins: a removal can be repeated, a text that
is gone cannot. Entries are known by their ids, so stages may move meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from .model import Journey

T = TypeVar("T")

_MISSING: Any = object()


class CannotMergeError(ValueError):
    """Entries without an id, or with one id for two: nobody can tell which is which."""


def merge_journeys(base: Journey, mine: Journey, theirs: Journey) -> Journey:
    """What both sides made of `base`, mine where both changed the same cell.

    Raises :class:`CannotMergeError` where entries cannot be told apart.
    """
    merged: Journey = _merged(base, mine, theirs)
    return merged


def merge_values(base: T, mine: T, theirs: T) -> T:
    """The same for a single value: theirs where only they changed it, else mine."""
    return theirs if mine == base else mine


def _merged(base: Any, mine: Any, theirs: Any) -> Any:
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if is_dataclass(mine) and type(mine) is type(theirs):
        return _merged_fields(base if type(base) is type(mine) else None, mine, theirs)
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return _merged_keys(base if isinstance(base, Mapping) else {}, mine, theirs)
    if _holds_entries(mine) or _holds_entries(theirs):
        return _merged_entries(base if isinstance(base, tuple) else (), mine, theirs)
    return mine


def _merged_fields(base: Any, mine: Any, theirs: Any) -> Any:
    """Two values of one class, field by field; without a base, mine wins everywhere."""
    if base is None:
        return mine
    changes = {
        field.name: _merged(
            getattr(base, field.name), getattr(mine, field.name), getattr(theirs, field.name)
        )
        for field in fields(mine)
    }
    return replace(mine, **changes)


def _merged_keys(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for key in {**mine, **theirs}:
        sides = [side.get(key, _MISSING) for side in (base, mine, theirs)]
        value = _merged(*sides)
        if value is _MISSING and sides[0] not in sides[1:]:
            # Removed by one, changed by the other.
            value = sides[2] if sides[1] is _MISSING else sides[1]
        if value is not _MISSING:
            merged[key] = value
    return merged


def _holds_entries(value: Any) -> bool:
    return isinstance(value, tuple) and any(is_dataclass(entry) for entry in value)


def _merged_entries(
    base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]
) -> tuple[Any, ...]:
    old, ours, others = _by_id(base), _by_id(mine), _by_id(theirs)
    kept: dict[str, Any] = {}
    for key in {**ours, **others}:
        before = old.get(key, _MISSING)
        if key in ours and key in others:
            kept[key] = _merged(before, ours[key], others[key])
        else:
            entry = ours[key] if key in ours else others[key]
            # The other side never had it, or removed what was changed meanwhile.
            if entry != before:
                kept[key] = entry
    moved = _order(ours, old, others) != _order(old, ours, others)
    first, second = (ours, others) if moved else (others, ours)
    return tuple(kept[key] for key in _sequence(first, second, kept))


def _order(of: Mapping[str, Any], *others: Mapping[str, Any]) -> list[str]:
    """The ids that all have, in the order of the first."""
    return [key for key in of if all(key in other for other in others)]


def _sequence(
    first: Mapping[str, Any], second: Mapping[str, Any], kept: Mapping[str, Any]
) -> list[str]:
    """The entries kept: in the order of `first`, the others after what they stand after."""
    order = [key for key in first if key in kept]
    place = 0
    for key in second:
        if key in first:
            place = order.index(key) + 1 if key in kept else place
        elif key in kept:
            order.insert(place, key)
            place += 1
    return order


def _by_id(entries: tuple[Any, ...]) -> dict[str, Any]:
    found = {entry.id: entry for entry in entries}
    if "" in found or len(found) != len(entries):
        raise CannotMergeError("entries cannot be told apart")
    return found

"""Putting back what reading kept aside."""

from __future__ import annotations

from collections.abc import Mapping

from .leaves import Raw


def merged(value: Mapping[str, object], extra: Mapping[str, object]) -> Raw:
    """Put back what reading kept aside.

    Unread entries of a list follow the others; any other unread value stands only where the
    neutral form has nothing to say, so that a new value wins over the odd one it replaces.
    """
    merged = dict(value)
    for key, odd in extra.items():
        current = merged.get(key)
        if isinstance(current, list) and isinstance(odd, list):
            merged[key] = current + _copied_list(odd)
        elif current is None or current is False or current in ("", []):
            merged[key] = copied(odd)
    return merged


def copied(value: object) -> object:
    """Copy what is mutable in raw JSON."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _copied_list(value)
    return value


def _copied_list(values: list[object]) -> list[object]:
    return [copied(value) for value in values]

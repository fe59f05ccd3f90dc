"""Reading the single values of a stored block, without ever raising.

Each function takes the raw value of a block, the key to read and the ``extra`` of the entry being
built. What it cannot read goes into ``extra`` under the same key, where the writer finds it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeAlias, TypeVar

Raw: TypeAlias = dict[str, object]
T = TypeVar("T")

_LEVELS: dict[str, int] = {str(level): level for level in range(-2, 4)}
# Longer numbers are no primary keys, and Python refuses to print the very long ones.
_LONGEST_NUMBER = 10**18


def split_lines(text: str) -> tuple[str, ...]:
    """Return the points of a text that holds one per line: trimmed, without blank lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(stripped for line in lines if (stripped := line.strip()))


def is_day(text: str) -> bool:
    """Say whether a text is a calendar day written ``YYYY-MM-DD``."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def unknown_keys(value: Raw, known: frozenset[str]) -> Raw:
    """Return what a value holds under keys that its entry has no name for."""
    if value.keys() <= known:
        return {}
    return {key: odd for key, odd in value.items() if key not in known}


def read_text(value: Raw, key: str, extra: Raw) -> str:
    """Read a text as it stands. A number reads as its text."""
    found = value.get(key)
    if isinstance(found, str):
        return found
    if found is None:
        return ""
    if is_number(found):
        return str(found)
    extra[key] = found
    return ""


def read_flag(value: Raw, key: str, extra: Raw) -> bool:
    """Read a yes or no; nothing reads as no."""
    found = value.get(key)
    if isinstance(found, bool):
        return found
    if found is not None:
        extra[key] = found
    return False


def read_level(value: Raw, key: str, extra: Raw, *, lowest: int, highest: int) -> int | None:
    """Read a level of a scale, stored as text; nothing reads as None."""
    found = value.get(key)
    if found is None or found == "":
        return None
    level: int | None = None
    if isinstance(found, str):
        level = _LEVELS.get(found)
    elif isinstance(found, int) and not isinstance(found, bool):
        level = found
    if level is not None and lowest <= level <= highest:
        return level
    extra[key] = found
    return None


def read_count(value: Raw, key: str, extra: Raw, *, highest: int) -> int | None:
    """Read a whole number from 0 on, as stored by a number field; nothing reads as None."""
    found = value.get(key)
    if found is None or found == "":
        return None
    if is_number(found) and isinstance(found, int) and 0 <= found <= highest:
        return found
    extra[key] = found
    return None


def read_day(value: Raw, key: str, extra: Raw) -> str:
    """Read a calendar day. A block that was not stored yet still holds a date object."""
    found = value.get(key)
    if found is None or found == "":
        return ""
    if isinstance(found, datetime.datetime):
        return found.date().isoformat()
    if isinstance(found, datetime.date):
        return found.isoformat()
    if isinstance(found, str) and is_day(found):
        return found
    extra[key] = found
    return ""


def read_keys(value: Raw, key: str, extra: Raw) -> tuple[str, ...]:
    """Read a plain list of texts, such as the keys of the lanes shown."""
    found = value.get(key)
    if found is None or found == "":
        return ()
    if not isinstance(found, list | tuple):
        extra[key] = found
        return ()
    odd = [entry for entry in found if not isinstance(entry, str)]
    if odd:
        extra[key] = odd
    return tuple(entry for entry in found if isinstance(entry, str))


def read_stream(
    value: Raw, key: str, child_type: str, read: Callable[[str, Raw], T], extra: Raw
) -> tuple[T, ...]:
    """Read the entries of a stream that has one type of child; the others are kept aside."""
    found = value.get(key)
    if found is None or found == "":
        return ()
    if not isinstance(found, list | tuple):
        extra[key] = found
        return ()
    entries: list[T] = []
    odd: list[object] = []
    for child in found:
        if isinstance(child, dict) and child.get("type") == child_type:
            inner = child.get("value")
            if isinstance(inner, dict):
                entries.append(read(read_identity(child), inner))
                continue
        odd.append(child)
    if odd:
        extra[key] = odd
    return tuple(entries)


def read_identity(item: Raw) -> str:
    """Read the id of an entry of a stream, ``""`` when it has none."""
    found = item.get("id")
    if isinstance(found, str):
        return found
    return str(found) if is_number(found) else ""


def is_number(found: object) -> bool:
    """Say whether a value is a number of a sensible size (a truth value is none)."""
    if isinstance(found, bool):
        return False
    if isinstance(found, int):
        return abs(found) < _LONGEST_NUMBER
    return isinstance(found, float)


def primary_key(found: object) -> int | None:
    """Return the primary key that a value stands for, None when it stands for none."""
    if isinstance(found, int):
        return found if is_number(found) else None
    if isinstance(found, str) and len(found) < 19 and found.isascii() and found.isdigit():
        return int(found)
    return None

"""What a signature stands for: a map with everything it shows, as one text and its seal.

A map shows more than its own blocks: the personas, the channels, the pictures and the barriers
of the current-state map that it refers to. They live elsewhere and change on their own account,
so a signed version keeps them as they were.

The text is canonical: the same content gives the same bytes on any database, because it names
what it shows by what it is (translation keys, slugs, hashes of files) and never by a primary
key. The seal is the SHA-256 of those bytes, in hexadecimal: 64 characters. Anyone can check it
with ``sha256sum``.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from .canonical import MAX_BYTES, from_json, to_json
from .errors import JourneyFormatError
from .model import Journey
from .shapes import normalised

FORMAT = "wagtail-parcours/sealed-content"
VERSION = 1

#: The facts of one thing that a map shows: plain JSON values by name.
Facts: TypeAlias = Mapping[str, object]
#: Kind of thing (``"persona"``, ``"channel"`` …) → its key → its facts.
Shown: TypeAlias = Mapping[str, Mapping[str, Facts]]


@dataclass(frozen=True, slots=True)
class SealedContent:
    """A map as readers see it, at one moment.

    ``journey`` is the page's own content, its files named by their hash. ``page`` holds the
    other texts of the page that readers see, such as its title in search engines. ``shown`` is
    what it shows from elsewhere, as :data:`Shown`.
    """

    journey: Journey
    page: Mapping[str, str] = field(default_factory=dict, hash=False)
    shown: Shown = field(default_factory=dict, hash=False)

    def facts(self, kind: str, key: str) -> Facts | None:
        """The facts of one thing, None when the map did not show it."""
        return self.shown.get(kind, {}).get(key)


def sealed_text(content: SealedContent) -> str:
    """Return the canonical text of a sealed content.

    Raises ``JourneyFormatError`` as ``to_json()`` does.
    """
    written = {
        "format": FORMAT,
        "version": VERSION,
        "journey": json.loads(to_json(content.journey)),
        "page": normal(content.page),
        "shown": normal({kind: things for kind, things in content.shown.items() if things}),
    }
    return json.dumps(
        written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def seal_of(text: str) -> str:
    """Return the seal of a canonical text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_sealed(text: str) -> SealedContent:
    """Return the content of a text that ``sealed_text()`` wrote.

    Raises ``JourneyFormatError`` for anything else, whatever it is.
    """
    # The journey inside is bounded by its own reader; what is shown beside it is smaller.
    if len(text) > 2 * MAX_BYTES:
        raise JourneyFormatError("", "This is too large.", "too_large")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise JourneyFormatError("", "This is not JSON.", "not_json") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise JourneyFormatError("/format", f"This must be {FORMAT}.", "wrong_format")
    if data.get("version") != VERSION:
        raise JourneyFormatError("/version", f"This must be {VERSION}.", "wrong_version")
    page, shown = data.get("page"), data.get("shown")
    if not isinstance(page, dict) or not isinstance(shown, dict):
        raise JourneyFormatError("", "This must hold “page” and “shown”.", "missing_key")
    if not all(isinstance(said, str) for said in page.values()):
        raise JourneyFormatError("/page", "Each field must hold a text.", "not_text")
    if not all(
        isinstance(things, dict) and all(isinstance(facts, dict) for facts in things.values())
        for things in shown.values()
    ):
        raise JourneyFormatError("/shown", "Each kind must hold facts by key.", "wrong_type")
    return SealedContent(from_json(json.dumps(data.get("journey"))), page, shown)


def normal(value: object) -> object:
    """Return the same value with every text, keys included, in the canonical form."""
    if isinstance(value, str):
        return normalised(value)
    if isinstance(value, Mapping):
        return {normalised(str(key)): normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        # JSON has no word for these; they mean that there is no number.
        return None
    return value

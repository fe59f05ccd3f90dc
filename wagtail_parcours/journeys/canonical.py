"""The canonical text of a journey: the same journey always gives the same bytes.

Keys sorted, no spaces, every key written (``extra`` only when it holds something), texts in
Unicode NFC with line feeds. Two journeys say the same if and only if their canonical texts are
equal, which is what comparing, sealing and exchanging rely on.
"""

from __future__ import annotations

import json
import re
from typing import cast

from .errors import JourneyFormatError, json_pointer
from .model import Journey
from .schema import FORMAT, JOURNEY, VERSION
from .shapes import FREE_DEPTH, Fault, RepeatedKeys, accepted_object

#: A map of 30 stages and 12 lanes takes about a tenth of this.
MAX_BYTES = 5 * 1024 * 1024
#: The form itself nests seven levels; the rest is room for raw values of foreign blocks.
MAX_DEPTH = FREE_DEPTH + 12

# A whole string, closed or not, counts as one token: brackets in texts are no nesting. An open
# string runs to the end, so each character is looked at once, whatever is sent.
_TOKENS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def to_json(journey: Journey) -> str:
    """Return the canonical text of a journey.

    Whatever ``read_body()`` returned can be written: lone surrogates and NUL, which no database
    or file can hold, become U+FFFD. Raises ``JourneyFormatError`` for a journey that was put
    together wrongly (a level off the scale, say) and for foreign values nested too deeply.
    """
    written = {**encoded(journey), "format": FORMAT, "version": VERSION}
    return json.dumps(
        written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def encoded(journey: Journey) -> dict[str, object]:
    """Return what the canonical text of a journey says, as plain values in reading order.

    Raises ``JourneyFormatError`` as ``to_json()`` does.
    """
    try:
        return JOURNEY.encode(journey)
    except Fault as fault:
        raise _error(fault) from None


def from_json(text: str | bytes, *, max_bytes: int = MAX_BYTES) -> Journey:
    """Return the journey of a text in the canonical form, however it is spaced or ordered.

    Bytes must be UTF-8; one byte order mark at the start is passed over. Size and depth are
    bounded before anything is parsed. Raises ``JourneyFormatError`` with the place and the
    reason; nothing is guessed and nothing is dropped.
    """
    source = _bounded(text, max_bytes)
    try:
        data = json.loads(source, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        message = f"This is not JSON: see line {error.lineno}, column {error.colno}."
        raise JourneyFormatError("", message, "not_json") from None
    except ValueError:
        # The one other thing that the parser refuses.
        message = "This contains a number with far too many digits."
        raise JourneyFormatError("", message, "number_too_long") from None
    try:
        return cast("Journey", JOURNEY.decode(_opened(data)))
    except Fault as fault:
        raise _error(fault) from None


def _bounded(text: str | bytes, max_bytes: int) -> str:
    size = len(text)
    if isinstance(text, str) and size <= max_bytes:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        message = f"This is too large: {max_bytes} bytes are the limit."
        raise JourneyFormatError("", message, "too_large")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise JourneyFormatError("", "This is not UTF-8 text.", "not_utf8") from None
    text = text.removeprefix("\ufeff")
    depth = 0
    for token in _TOKENS.finditer(text):
        first = token[0][0]
        if first in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise JourneyFormatError("", "This is nested too deeply.", "too_deep")
        elif first != '"':
            depth -= 1
    return text


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    # The place is known only when the whole text is read: leave a mark.
    repeated, seen = RepeatedKeys(found), set[str]()
    for key, _value in pairs:
        if key in seen:
            repeated.repeated = key
            break
        seen.add(key)
    return repeated


def _opened(data: object) -> dict[str, object]:
    """Take the journey out of its envelope."""
    given = dict(accepted_object(data))
    if given.pop("format", None) != FORMAT:
        raise Fault(f"This must be {FORMAT}.", "wrong_format", "format")
    version = given.pop("version", None)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Fault(f"This must be {VERSION}.", "wrong_version", "version")
    if version > VERSION:
        message = f"This was written by a newer version; only version {VERSION} can be read here."
        raise Fault(message, "newer_version", "version")
    return given


def _error(fault: Fault) -> JourneyFormatError:
    # A path may hold what a text may not, since it quotes the faulty key itself.
    path = json_pointer(reversed(fault.path)).encode("utf-8", "replace").decode()
    return JourneyFormatError(path.replace("\0", "\ufffd"), fault.message, fault.code)

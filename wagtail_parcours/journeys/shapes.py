"""The shapes that the canonical form is made of.

A shape knows three things about one kind of value, side by side so that they agree: how it is
written, how strictly it is read, and its JSON Schema. Writing repairs what a page may hold but a
text may not (lone surrogates, NUL); reading refuses it.
"""

from __future__ import annotations

import datetime
import decimal
import math
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from .leaves import is_day, split_lines

Schema: TypeAlias = dict[str, object]

#: How deeply the raw values of foreign blocks may be nested.
FREE_DEPTH = 48

TEXT_SCHEMA: Schema = {"type": "string", "pattern": "^[^\\u0000]*$"}
#: Definitions that the schemas of several shapes point to.
DEFINITIONS: Schema = {
    "text": TEXT_SCHEMA,
    "anything": {
        "anyOf": [
            {"type": ["null", "boolean", "number"]},
            {"$ref": "#/$defs/text"},
            {"type": "array", "items": {"$ref": "#/$defs/anything"}},
            {"$ref": "#/$defs/extra"},
        ]
    },
    "extra": {
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/text"},
        "additionalProperties": {"$ref": "#/$defs/anything"},
    },
}


class Fault(Exception):  # noqa: N818 - it never leaves this package
    """A broken rule. Each shape on the way out adds its key to ``path``, innermost first."""

    def __init__(self, message: str, code: str, key: str | int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.path: list[str | int] = [] if key is None else [key]


class RepeatedKeys(dict[str, object]):
    """An object of a JSON text that names a key twice; ``repeated`` is the first such key."""

    repeated: str = ""


class Shape(Protocol):
    """How one kind of value is written, read and described."""

    def encode(self, value: object) -> object:
        """Return the JSON value; raises ``Fault`` where the neutral form was misused."""

    def decode(self, value: object) -> object:
        """Return the value of the neutral form; raises ``Fault`` where a rule is broken."""

    def schema(self) -> Schema:
        """Return the JSON Schema of what ``encode`` returns."""


def normalised(text: str) -> str:
    """Return a text in the canonical form: NFC, lines ending in a line feed, storable."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")


def accepted(text: object) -> str:
    """Return a text that was read, normalised; raises ``Fault`` where it cannot be stored."""
    if not isinstance(text, str):
        raise Fault("This must be a text.", "not_text")
    if "\0" in text:
        raise Fault("A text must not contain the NUL character.", "nul")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            message = "This text contains half a character (a lone surrogate)."
            raise Fault(message, "lone_surrogate") from None
    return normalised(text)


def accepted_object(value: object) -> dict[str, object]:
    """Return an object that was read; raises ``Fault`` for anything else and repeated keys."""
    if not isinstance(value, dict):
        raise Fault("This must be an object.", "not_object")
    if isinstance(value, RepeatedKeys):
        raise Fault("This key is written twice.", "duplicate_key", value.repeated)
    return value


class Text:
    """Plain text."""

    def encode(self, value: object) -> object:
        if not isinstance(value, str):
            raise Fault("This must be a text.", "not_text")
        return normalised(value)

    def decode(self, value: object) -> object:
        return accepted(value)

    def schema(self) -> Schema:
        return {"$ref": "#/$defs/text"}


@dataclass(frozen=True)
class Choice:
    """One of a few words that are part of the format."""

    words: tuple[str, ...]

    def encode(self, value: object) -> object:
        return self.decode(value)

    def decode(self, value: object) -> object:
        if not isinstance(value, str) or value not in self.words:
            raise Fault(f"This must be one of: {', '.join(self.words)}.", "not_a_choice")
        return value

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


class Flag:
    """True or false."""

    def encode(self, value: object) -> object:
        return self.decode(value)

    def decode(self, value: object) -> object:
        if not isinstance(value, bool):
            raise Fault("This must be true or false.", "not_flag")
        return value

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Level:
    """A whole number of a scale, or null."""

    lowest: int
    highest: int

    def encode(self, value: object) -> object:
        return self.decode(value)

    def decode(self, value: object) -> object:
        if value is None:
            return None
        # A truth value is a number to Python, but never a level.
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or not self.lowest <= value <= self.highest
        ):
            message = f"This must be a whole number from {self.lowest} to {self.highest}, or null."
            raise Fault(message, "not_level")
        return value

    def schema(self) -> Schema:
        return {"type": ["integer", "null"], "minimum": self.lowest, "maximum": self.highest}


class Day:
    """A calendar day, ``YYYY-MM-DD``, or the empty text."""

    def encode(self, value: object) -> object:
        return self.decode(value)

    def decode(self, value: object) -> object:
        if not isinstance(value, str) or (value and not is_day(value)):
            raise Fault("This must be a day written YYYY-MM-DD, or an empty text.", "not_day")
        return value

    def schema(self) -> Schema:
        day = {
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "maxLength": 10,
        }
        return {"anyOf": [{"const": ""}, day]}


class Lines:
    """Texts of one line each, none of them blank."""

    def encode(self, value: object) -> object:
        lines = [Text().encode(line) for line in _sequence(value)]
        return list(split_lines("\n".join(str(line) for line in lines)))

    def decode(self, value: object) -> object:
        lines = []
        for index, line in enumerate(_list(value)):
            try:
                points = split_lines(accepted(line))
            except Fault as fault:
                fault.path.append(index)
                raise
            if len(points) != 1 or "\n" in normalised(str(line)):
                raise Fault("This must be one line, and not blank.", "not_one_line", index)
            lines.append(points[0])
        return tuple(lines)

    def schema(self) -> Schema:
        line = {
            "allOf": [
                {"$ref": "#/$defs/text"},
                {"pattern": "\\S"},
                {"not": {"pattern": "[\\r\\n]"}},
            ]
        }
        return {"type": "array", "items": line}


@dataclass(frozen=True)
class Many:
    """A list of values of one shape, kept as a tuple."""

    shape: Shape

    def encode(self, value: object) -> object:
        return [self._each(index, item, True) for index, item in enumerate(_sequence(value))]

    def decode(self, value: object) -> object:
        return tuple([self._each(index, item, False) for index, item in enumerate(_list(value))])

    def _each(self, index: int, item: object, writing: bool) -> object:
        try:
            return self.shape.encode(item) if writing else self.shape.decode(item)
        except Fault as fault:
            fault.path.append(index)
            raise

    def schema(self) -> Schema:
        return {"type": "array", "items": self.shape.schema()}


@dataclass(frozen=True)
class TextsByKey:
    """Texts by key, such as the text lanes of a stage."""

    reserved: frozenset[str]

    def encode(self, value: object) -> object:
        if not isinstance(value, Mapping):
            raise Fault("This must be an object.", "not_object")
        return {self._key(normalised(key)): Text().encode(text) for key, text in value.items()}

    def decode(self, value: object) -> object:
        texts: dict[str, str] = {}
        for key, text in accepted_object(value).items():
            try:
                name = self._key(accepted(key))
                if name in texts:
                    raise Fault("This key is written twice.", "duplicate_key")
                texts[name] = accepted(text)
            except Fault as fault:
                fault.path.append(key)
                raise
        return texts

    def _key(self, key: str) -> str:
        if key in self.reserved:
            raise Fault("This name is not free for a text lane.", "reserved_key")
        return key

    def schema(self) -> Schema:
        names = {"allOf": [{"$ref": "#/$defs/text"}, {"not": {"enum": sorted(self.reserved)}}]}
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": {"$ref": "#/$defs/text"},
        }


@dataclass(frozen=True)
class Free:
    """Any JSON value, kept as it is; ``schema_name`` says which definition describes it."""

    schema_name: str = "anything"

    def encode(self, value: object) -> object:
        return _free_encode(value, FREE_DEPTH)

    def decode(self, value: object) -> object:
        if self.schema_name == "extra":
            accepted_object(value)
        return _free_decode(value, FREE_DEPTH)

    def schema(self) -> Schema:
        return {"$ref": f"#/$defs/{self.schema_name}"}


def _free_encode(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return normalised(value)
    if isinstance(value, float):
        # JSON has no word for these; they mean that there is no number.
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    if depth == 0:
        raise Fault("This is nested too deeply.", "too_deep")
    if isinstance(value, Mapping):
        return {normalised(str(key)): _free_encode(item, depth - 1) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_free_encode(item, depth - 1) for item in value]
    raise Fault("This value has no form in JSON.", "not_json")


def _free_decode(value: object, depth: int) -> object:
    if isinstance(value, str):
        return accepted(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Fault("This is not a number that JSON can hold.", "not_finite")
    if not isinstance(value, dict | list):
        return value
    if depth == 0:
        raise Fault("This is nested too deeply.", "too_deep")
    pairs: Iterable[tuple[str | int, object]]
    pairs = accepted_object(value).items() if isinstance(value, dict) else enumerate(value)
    decoded: dict[str | int, object] = {}
    for key, item in pairs:
        try:
            name = accepted(key) if isinstance(key, str) else key
            if name in decoded:
                raise Fault("This key is written twice.", "duplicate_key")
            decoded[name] = _free_decode(item, depth - 1)
        except Fault as fault:
            fault.path.append(key)
            raise
    return decoded if isinstance(value, dict) else list(decoded.values())


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise Fault("This must be a list.", "not_list")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Fault("This must be a list.", "not_list")
    return value

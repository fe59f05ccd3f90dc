"""What can go wrong with a journey that comes from outside."""

from __future__ import annotations

from collections.abc import Iterable


def json_pointer(keys: Iterable[str | int]) -> str:
    """Return the JSON Pointer (RFC 6901) of a path; the empty string is the whole document."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


class JourneyFormatError(ValueError):
    """A text is not a journey in the canonical form, or a journey cannot take that form.

    ``path`` is the JSON Pointer of the place, the empty string for the whole document.
    ``message`` is a plain English sentence. ``code`` names the rule that was broken
    (``"duplicate_key"``, ``"too_large"``, …): this package imports no framework, so whoever
    shows the error to a person translates it by its code.
    """

    def __init__(self, path: str, message: str, code: str = "invalid") -> None:
        super().__init__(path, message, code)
        self.path = path
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

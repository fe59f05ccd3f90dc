"""Texts that a spreadsheet program would run, made harmless on the way out and whole on the way in.

An apostrophe before such a text makes it a text. It is removed again, and only there where it was
put, so that whatever goes out comes back unchanged.
"""

import re
from typing import Any

#: What may stand before a formula unseen: white space, controls, marks without width.
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
#: The signs with which a formula starts, their full-width forms included.
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
#: An apostrophe before a formula is somebody's own: another one keeps the two apart.
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])")


def neutralise(value: Any) -> Any:
    """`value` with an apostrophe before a text that would be read as a formula.

    Numbers stay numbers: only texts can hold a formula.
    """
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def restore(text: str) -> str:
    """The text that :func:`neutralise` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text

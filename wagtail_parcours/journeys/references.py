"""What a map refers to by the keys of one database: pictures, documents and linked pages.

A key means nothing elsewhere, so a sealed version names the same things by what they are. Both
ways of renaming them are this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from .content import Attachment, Picture, RichText
from .model import (
    Part,
)

Kind: TypeAlias = Literal["image", "document", "page"]
Reference: TypeAlias = tuple[Kind, str]
#: Gives the new name of a reference, ``""`` when what it meant is not there.
Rename: TypeAlias = Callable[[Kind, str], str]

# A tag is looked at to its end or to this many characters: formatted text may come from anywhere.
_TAG = re.compile(r"<(a|embed)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
#: The attribute that says what kind of thing a tag refers to, by the tag.
_TYPE = {"a": "linktype", "embed": "embedtype"}
_KINDS: dict[tuple[str, str], Kind] = {
    ("a", "page"): "page",
    ("a", "document"): "document",
    ("embed", "image"): "image",
}


def references(parts: Iterable[Part]) -> Iterator[Reference]:
    """Everything that these parts refer to, in reading order."""
    for part in parts:
        if isinstance(part, Picture) and part.image:
            yield "image", part.image
        elif isinstance(part, Attachment) and part.document:
            yield "document", part.document
        elif isinstance(part, RichText):
            for tag in _TAG.finditer(part.html):
                kind, key = _referred(tag)
                if kind is not None and key:
                    yield kind, key


def renamed(part: Part, rename: Rename, *, drop_links: bool = False) -> Part:
    """The same part with its references under their new names.

    With ``drop_links``, a link whose target is not there is no link any more: a page that is
    about to be rendered must not ask for a target without a key.
    """
    if isinstance(part, Picture) and part.image:
        return replace(part, image=rename("image", part.image))
    if isinstance(part, Attachment) and part.document:
        return replace(part, document=rename("document", part.document))
    if isinstance(part, RichText) and "<" in part.html:
        return replace(part, html=_TAG.sub(lambda tag: _tag(tag, rename, drop_links), part.html))
    return part


def _referred(tag: re.Match[str]) -> tuple[Kind | None, str]:
    """The kind of thing and the key that a tag names; an attribute counts once, as in HTML."""
    name, found = tag[1].lower(), dict[str, str]()
    for attribute in _ATTRIBUTE.finditer(tag[2]):
        found.setdefault(attribute[1].lower(), _value(attribute))
    return _KINDS.get((name, found.get(_TYPE[name], ""))), found.get("id", "")


def _value(attribute: re.Match[str]) -> str:
    return attribute[3] or attribute[4] or attribute[5] or ""


def _tag(tag: re.Match[str], rename: Rename, drop_links: bool) -> str:
    kind, key = _referred(tag)
    if kind is None or not (key or drop_links):
        return tag[0]
    name = rename(kind, key) if key else ""
    if drop_links and not name:
        return f"<{tag[1]}>"
    # Only the first "id" of a tag counts.
    done = False

    def attribute(match: re.Match[str]) -> str:
        nonlocal done
        if match[1].lower() != "id" or done:
            return match[0]
        done = True
        return f'{match[1]}{match[2]}"{name}"'

    return f"<{tag[1]}{_ATTRIBUTE.sub(attribute, tag[2])}>"

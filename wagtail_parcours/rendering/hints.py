"""Marks on hard texts in the preview of a map, for Wagtail's content checks.

The checks run in the browser, over what the preview shows; they know an element by a mark, and
name it by its ``id``. So the texts with a hint get both, named by their stage and lane. Nothing
of it is ever part of a published page.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..frameworks import get_lane
from ..journeys import JourneyText
from ..translation.plain_language import read_text
from ..translation.wordings import texts_of_page

#: The attribute that the checks look for, and what it may hold.
ATTRIBUTE = "data-parcours-plain"
LONG, HARD = "long", "hard"
#: What stands for the text of the introduction: a cell may say the same.
INTRODUCTION = "\0introduction"

#: Texts with a hint: what they are marked with, and their name, for each place in reading order.
Hints = Mapping[str, list[tuple[str, str]]]

_hints: ContextVar[Hints | None] = ContextVar("parcours_hints", default=None)
_NO_NAME = re.compile(r"\W+")


@contextmanager
def marking_hard_texts(page: Any, request: Any) -> Iterator[Hints]:
    """Mark the hard texts of `page` in what is written meanwhile, in a preview only."""
    hints = hints_of(page) if getattr(request, "is_preview", False) else {}
    token = _hints.set(hints)
    try:
        yield hints
    finally:
        _hints.reset(token)


def hints_of(page: Any) -> Hints:
    found: dict[str, list[tuple[str, str]]] = {}
    taken: dict[str, int] = {}
    for text in texts_of_page(page):
        reading = read_text(text.text, page.locale.language_code, text.path)
        if reading is None or not (reading.long_sentences or reading.is_too_hard):
            continue
        kinds = [LONG] if reading.long_sentences else []
        kinds += [HARD] if reading.is_too_hard else []
        name = name_of(text, page)
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        key = INTRODUCTION if text.path == "introduction" else text.text.strip()
        found.setdefault(key, []).append((" ".join(kinds), name))
    return found


def name_of(text: JourneyText, page: Any) -> str:
    """A name for an element, of the words that people know its place by."""
    place = text.place
    if place.area == "head":
        words = [str(page._meta.get_field(text.path).verbose_name)]
    elif place.stage or place.lane:
        lane = get_lane(place.lane)
        words = [place.stage, str(lane.label) if lane is not None else place.lane]
    else:
        block = page.body.stream_block.child_blocks.get(place.part)
        words = [str(block.label) if block is not None else place.part]
    name = _NO_NAME.sub("-", " ".join(words).strip()).strip("-")
    # An address that begins with a digit is written in a way that nobody can read.
    return f"n-{name}" if name[:1].isdecimal() else name or "text"


def has_hints() -> bool:
    """Whether what is written now is marked; never on a published page."""
    return bool(_hints.get())


def hinted(text: str, html: str, element: str = "div") -> SafeString:
    """The HTML of a text, in an element with its mark where the text is hard to read."""
    waiting = (_hints.get() or {}).get(text.strip())
    if not waiting:
        return mark_safe(html)  # noqa: S308 - given back as it came
    # The same words in two places are met in the order of the page.
    kinds, name = waiting.pop(0) if len(waiting) > 1 else waiting[0]
    return _marked(html, element, kinds, name)


def hinted_introduction(html: str, hints: Hints) -> SafeString:
    """The same for the introduction, which is written by the template, after the parts."""
    for kinds, name in hints.get(INTRODUCTION, ()):
        return _marked(html, "div", kinds, name)
    return mark_safe(html)  # noqa: S308 - given back as it came


def _marked(html: str, element: str, kinds: str, name: str) -> SafeString:
    opened = f'<{element} {ATTRIBUTE}="{kinds}" id="{escape(name)}">'
    return mark_safe(f"{opened}{html}</{element}>")  # noqa: S308 - escaped above

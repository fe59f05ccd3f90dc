"""The organisation's terms on a published map: linked where they first appear, listed at the end.

A text is written once and may then be kept in the cache, whatever stands before it on the page.
So each occurrence of a term is only marked while a text is written, with comments that no author
can write; when all parts are there, the first one becomes a link and the others are plain again.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ..sanitize import link_text
from ..translation.glossary import NO_TERMS, Glossary, Term, glossary_of
from .hints import Hints, hinted_introduction

#: The type of the part that lists the terms, and its anchor.
LIST = "glossary"
LIST_ANCHOR = "parcours-terms"

_PIECE = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
#: Where a link to a term would be wrong: in a link, in a heading, in what is not prose.
_CLOSED = frozenset(("a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "button"))
_MARK = re.compile(r"<!--parcours-term (\d+)-->(.*?)<!--/parcours-term-->", re.DOTALL)

_current: ContextVar[Glossary] = ContextVar("parcours_glossary", default=NO_TERMS)


@contextmanager
def marking_terms(page: Any) -> Iterator[Glossary]:
    """Mark the terms of the page's language in what is written meanwhile."""
    token = _current.set(glossary_of(page.locale_id))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def terms_version() -> str:
    """What a cached fragment depends on; ``""`` where no terms are marked."""
    glossary = _current.get()
    return glossary.version if glossary.terms else ""


def written(text: str) -> SafeString:
    """A plain text as HTML, with its web addresses as links and its terms marked."""
    return terms_marked(link_text(text))


def terms_marked(source: str) -> SafeString:
    """HTML with the terms in its prose marked; its own tags stay as they are."""
    glossary = _current.get()
    if not glossary.terms:
        return mark_safe(source)  # noqa: S308 - given back as it came
    if "<" not in source:
        return mark_safe(_marked_prose(source, glossary))  # noqa: S308 - escaped there
    pieces, position, closed = [], 0, 0
    for tag in _PIECE.finditer(source):
        prose = source[position : tag.start()]
        pieces.append(prose if closed else _marked_prose(prose, glossary))
        pieces.append(tag.group())
        position = tag.end()
        name = _TAG_NAME.match(tag.group())
        if name is not None and name[1].lower() in _CLOSED:
            closed = max(0, closed + (-1 if tag.group().startswith("</") else 1))
    prose = source[position:]
    pieces.append(prose if closed else _marked_prose(prose, glossary))
    return mark_safe("".join(pieces))  # noqa: S308 - the author's HTML, and comments of ours


def _marked_prose(prose: str, glossary: Glossary) -> str:
    text = html.unescape(prose)
    found = glossary.find_terms(text)
    if not found:
        return prose
    pieces, position = [], 0
    for match in found:
        pieces.append(escape(text[position : match.start]))
        said = escape(text[match.start : match.end])
        pieces.append(f"<!--parcours-term {match.entry.term.pk}-->{said}<!--/parcours-term-->")
        position = match.end
    pieces.append(escape(text[position:]))
    return "".join(pieces)


@dataclass
class TermLinks:
    """Turns marks into links as a page is printed from top to bottom.

    What a template does not print is not taken for the first occurrence: the introduction is
    looked at when it is asked for.
    """

    glossary: Glossary = NO_TERMS
    hints: Hints = field(default_factory=dict)
    linked: dict[int, Term] = field(default_factory=dict)
    _introduction: SafeString | None = None
    _parts: tuple[Any, ...] | None = None

    def introduction(self, text: str) -> SafeString:
        if self._introduction is None:
            token = _current.set(self.glossary)
            try:
                paragraphs = linebreaks(text, autoescape=True) if text else ""
                settled = self.settled(terms_marked(paragraphs))
                self._introduction = hinted_introduction(settled, self.hints)
            finally:
                _current.reset(token)
        return self._introduction

    def parts(self, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        """The parts with their links, and the list of the terms after them."""
        if self._parts is None:
            settled = tuple(replace(part, html=self.settled(part.html)) for part in parts)
            self._parts = (*settled, *self.list_part(settled))
        return self._parts

    def settled(self, source: str) -> SafeString:
        if not self.glossary.terms:
            return mark_safe(source)  # noqa: S308 - nothing was added
        foreign = foreign_spans(source)

        def settle(mark: re.Match[str]) -> str:
            if any(start < mark.start() < end for start, end in foreign):
                return mark[2]
            return self._settle(int(mark[1]), mark[2])

        return mark_safe(_MARK.sub(settle, source))  # noqa: S308 - links of ours

    def _settle(self, pk: int, said: str) -> str:
        term = self.glossary.by_pk.get(pk)
        if term is None or pk in self.linked:
            return said
        self.linked[pk] = term
        return (
            f'<a class="parcours-term" id="{term.anchor}-used" href="#{term.anchor}" '
            f'aria-describedby="{term.anchor}-meaning">{said}</a>'
        )

    def list_part(self, parts: tuple[Any, ...]) -> Iterable[Any]:
        if not self.linked or not parts:
            return ()
        terms = sorted(self.linked.values(), key=alphabetical)
        title = gettext("Terms used on this map")
        context = {"terms": terms, "title": title, "anchor": LIST_ANCHOR}
        source = render_to_string("wagtail_parcours/includes/terms.html", context)
        return (replace(parts[0], block_type=LIST, html=source, anchor=LIST_ANCHOR, title=title),)


def foreign_spans(source: str) -> list[tuple[int, int]]:
    """Where the HTML of a part says that a text is in another language than the page."""
    if ' lang="' not in source:
        return []
    spans: list[tuple[int, int]] = []
    name, depth, start = "", 0, 0
    for tag in _PIECE.finditer(source):
        found = _TAG_NAME.match(tag.group())
        if found is None:
            continue
        if not depth:
            if ' lang="' in tag.group() and not tag.group().startswith("</"):
                name, depth, start = found[1], 1, tag.start()
        elif found[1] == name:
            depth += -1 if tag.group().startswith("</") else 1
            if not depth:
                spans.append((start, tag.end()))
    return spans


def alphabetical(term: Term) -> tuple[str, str]:
    """As a reader looks terms up: accents and capitals make no difference."""
    plain = unicodedata.normalize("NFD", term.term.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)), term.term

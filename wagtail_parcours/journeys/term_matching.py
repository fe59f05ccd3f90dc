"""Finding terms in plain text: whole words, the longest form first, in linear time.

A form is compared word by word, so that a term costs nothing where none of its words stands:
one look-up per word of the text, however many terms there are. A regular expression that lists
a thousand forms would try all of them at every word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

#: Characters of one text that are looked at; what follows is left alone.
MAX_TEXT = 200_000

# Marks that belong to the letter before them, and characters that show nothing inside a word:
# the soft hyphen and the zero-width joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u00ad\u200b-\u200d\u2060"
)
_WORD = rf"\w[\w{_MARKS}]*"
_TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<space>\s+)|(?P<other>.)", re.DOTALL)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")
_CHUNK = re.compile(r"\S+")
#: A host followed by a path, as in ``canada.ca/benefits``.
_HOST_AND_PATH = re.compile(r"\w\.\w{2,24}/")

_APOSTROPHES = frozenset("'’ʼ‘＇")
_HYPHENS = frozenset("-\u2010\u2011")
#: What French drops a vowel from before another word; the word after it is a word of its own.
_ELISIONS = frozenset(
    ("l", "d", "qu", "j", "m", "t", "s", "c", "n", "lorsqu", "puisqu", "jusqu", "quoiqu")
)
#: What may be joined to a French word by a hyphen without making another word of it.
_ENCLITICS = frozenset(("ci", "là"))


@dataclass(frozen=True, slots=True)
class Found:
    """A form that stands in a text, from ``start`` up to ``end``; ``entry`` is whose it is."""

    start: int
    end: int
    entry: Any


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    is_word: bool
    exact: str
    folded: str


class _Node:
    __slots__ = ("children", "entry")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.entry: Any = None


class Matcher:
    """Finds forms in texts. `forms` are pairs of a form and its entry; the first of two wins."""

    def __init__(self, forms: Iterable[tuple[str, Any]]) -> None:
        self._folded, self._exact = _Node(), _Node()
        for form, entry in forms:
            self._add(form, entry)

    def __bool__(self) -> bool:
        return bool(self._folded.children or self._exact.children)

    def _add(self, form: str, entry: Any) -> None:
        exact = is_abbreviation(form)
        node = self._exact if exact else self._folded
        tokens = _tokens(form.strip())
        for token in tokens:
            node = node.children.setdefault(token.exact if exact else token.folded, _Node())
        if tokens and node.entry is None:
            node.entry = entry

    def find(self, text: str) -> list[Found]:
        """Where forms stand in `text`, in order and without overlap."""
        if not self:
            return []
        text = text[:MAX_TEXT]
        tokens = _tokens(text)
        closed = _addresses(text)
        found: list[Found] = []
        index = 0
        while index < len(tokens):
            length, entry = self._longest(tokens, index)
            if not length:
                index += 1
                continue
            start, end = tokens[index].start, tokens[index + length - 1].end
            if any(first < end and start < last for first, last in _near(closed, start)):
                index += 1
                continue
            found.append(Found(start, end, entry))
            index += length
        return found

    def _longest(self, tokens: list[_Token], start: int) -> tuple[int, Any]:
        """How many tokens from `start` on are the longest form that may stand there."""
        best: tuple[int, Any] = (0, None)
        if tokens[start].is_word and _joined_before(tokens, start):
            return best
        for root, exactly in ((self._folded, False), (self._exact, True)):
            node = root
            for index in range(start, len(tokens)):
                token = tokens[index]
                below = node.children.get(token.exact if exactly else token.folded)
                if below is None:
                    break
                node = below
                length = index - start + 1
                if node.entry is None or length < best[0]:
                    continue
                if token.is_word and _joined_after(tokens, index):
                    continue
                best = (length, node.entry)
        return best


def is_abbreviation(form: str) -> bool:
    """Whether a form is written in capitals, and is meant only where it stands in capitals."""
    return form.isupper() and sum(character.isalpha() for character in form) > 1


def form_key(form: str) -> str:
    """What two forms have in common that would be found in the same places."""
    tokens = _tokens(form.strip())
    if is_abbreviation(form):
        return "".join(token.exact for token in tokens)
    return "".join(token.folded for token in tokens)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup, match.group()
        if kind == "word":
            exact, folded = _spelling(written)
        elif kind == "space":
            exact = folded = " "
        elif written in _APOSTROPHES:
            exact = folded = "'"
        elif written in _HYPHENS:
            exact = folded = "-"
        else:
            exact = folded = written
        found.append(_Token(match.start(), match.end(), kind == "word", exact, folded))
    return found


# A map says the same words again and again.
@lru_cache(maxsize=8192)
def _spelling(word: str) -> tuple[str, str]:
    """A word as it is compared: composed letters, nothing unseen; and without its capitals."""
    exact = unicodedata.normalize("NFC", _UNSEEN.sub("", word))
    return exact, unicodedata.normalize("NFC", exact.casefold())


def _joined_before(tokens: list[_Token], index: int) -> bool:
    """Whether the word at `index` is the rest of a longer one, as *off* in *sign-off*."""
    if index < 2 or not tokens[index - 2].is_word:
        return False
    between = tokens[index - 1].folded
    if between == "'":
        return tokens[index - 2].folded not in _ELISIONS
    return between in ("-", ".", "@")


def _joined_after(tokens: list[_Token], index: int) -> bool:
    """Whether the word at `index` is the beginning of a longer one, as *sign* in *sign-off*."""
    if index + 2 >= len(tokens) or not tokens[index + 2].is_word:
        return False
    between, after = tokens[index + 1].folded, tokens[index + 2].folded
    if between == "'":
        # The possessive of English.
        return after != "s"
    if between == "-":
        return after not in _ENCLITICS
    return between in (".", "@")


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where web and e-mail addresses stand: whole runs without blank space."""
    if not any(sign in text for sign in ("@", "/", "www.", "WWW.")):
        return []
    return [match.span() for match in _CHUNK.finditer(text) if _is_address(match.group())]


def _is_address(chunk: str) -> bool:
    return (
        "@" in chunk
        or "://" in chunk
        or "www." in chunk.casefold()
        or _HOST_AND_PATH.search(chunk) is not None
    )


def _near(spans: list[tuple[int, int]], start: int) -> Iterator[tuple[int, int]]:
    """The addresses that are not over yet at `start`; those before are never asked for again."""
    while spans and spans[0][1] <= start:
        spans.pop(0)
    yield from spans[:2]

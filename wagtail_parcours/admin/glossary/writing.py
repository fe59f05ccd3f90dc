"""What an editor or a translator is told beside the texts of a map: its terms, words to avoid,
how easy it is to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...models import GlossaryTerm
from ...translation.glossary import Glossary, Term, glossary_of, in_other_languages
from ...translation.plain_language import (
    WORDS_FOR_A_SCORE,
    LongSentence,
    Reading,
    longest_first,
    read_cells,
)
from ...translation.term_uses import plain_text
from ...translation.wordings import page_cells
from .places import place_words
from .report import Extract, extract_of

#: So many places are listed of each kind: a list that nobody reads to its end helps nobody.
LISTED = 40
#: Long sentences that are named.
LONGEST = 10


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term that stands in the texts, with what it is called in other languages."""

    term: Term
    others: tuple[GlossaryTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class AvoidedEntry:
    """A place where a word to avoid stands, and what to write instead."""

    said: str
    term: Term
    path: str
    place: str
    extract: Extract


@dataclass(frozen=True, slots=True)
class LongEntry:
    """A long sentence and its place."""

    sentence: LongSentence
    place: str


class Writing:
    """What there is to say of the texts of one version of a map, as they are in memory.

    `source` is the page that it is translated from, in a translator's screen: its terms are shown
    with what they are called in the language of `page`.
    """

    def __init__(self, page: Any, source: Any = None) -> None:
        self.page = page
        self.source = source
        self.cells: Mapping[str, str] = page_cells(page)

    @cached_property
    def glossary(self) -> Glossary:
        return glossary_of(self.page.locale_id)

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    @cached_property
    def source_language(self) -> str:
        return self.source.locale.language_code if self.source is not None else self.language

    @cached_property
    def terms(self) -> list[TermEntry]:
        """The terms of the texts, in the order of the page. At most two queries."""
        about = self.source if self.source is not None else self.page
        cells = page_cells(about) if self.source is not None else self.cells
        found = list(terms_in(cells, glossary_of(about.locale_id)))
        if not found:
            return []
        others = in_other_languages((term.key for term in found), about.locale_id)
        entries = (TermEntry(term, self.wanted(others.get(term.key, []))) for term in found)
        return list(entries)

    def wanted(self, others: list[GlossaryTerm]) -> tuple[GlossaryTerm, ...]:
        if self.source is None:
            return tuple(others)
        return tuple(other for other in others if other.locale_id == self.page.locale_id)

    @cached_property
    def avoided(self) -> list[AvoidedEntry]:
        return list(self.find_avoided())

    @property
    def listed_avoided(self) -> list[AvoidedEntry]:
        return self.avoided[:LISTED]

    @property
    def unlisted_avoided(self) -> int:
        return max(0, len(self.avoided) - LISTED)

    def find_avoided(self) -> Iterator[AvoidedEntry]:
        for path, text in self.cells.items():
            said = plain_text(path, text)
            for match in self.glossary.find_avoided(said):
                yield AvoidedEntry(
                    said[match.start : match.end],
                    match.entry.term,
                    path,
                    place_words(path, self.cells),
                    extract_of(said, match.start, match.end),
                )

    @cached_property
    def reading(self) -> Reading | None:
        return read_cells(self.cells, self.language)

    @cached_property
    def long_sentences(self) -> list[LongEntry]:
        """The longest sentences first."""
        if self.reading is None:
            return []
        return [
            LongEntry(sentence, place_words(sentence.path, self.cells))
            for sentence in longest_first(self.reading.long_sentences)[:LONGEST]
        ]

    @property
    def words_for_a_score(self) -> int:
        return WORDS_FOR_A_SCORE

    @property
    def says_something(self) -> bool:
        return bool(self.terms or self.avoided or self.reading)


def terms_in(cells: Mapping[str, str], glossary: Glossary) -> Iterator[Term]:
    """Each term that stands in the texts, once."""
    seen: set[int] = set()
    if not glossary.terms:
        return
    for path, text in cells.items():
        for match in glossary.find_terms(plain_text(path, text)):
            term = match.entry.term
            if term.pk not in seen:
                seen.add(term.pk)
                yield term

"""The organisation's terms in one language, ready to be found in texts.

The terms are read from the database once per process and version. What version is valid stands
in the cache, so that another page costs no query; a change of a term drops it for everyone who
shares the cache. Where each process has a cache of its own, the others follow when their entry
runs out.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from ..conf import parcours_settings
from ..journeys.term_matching import Found, Matcher
from ..models import GlossaryTerm

#: Seconds after which the terms are read again in any case.
TIMEOUT = 5 * 60


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is found and shown. ``key`` is the same in every language."""

    pk: int
    key: str
    term: str
    definition: str
    forms: tuple[str, ...]
    avoid: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where the term stands on a page: the same place in every language of a map."""
        return f"term-{self.key}"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term, or, where ``avoid`` is set, a word that should not replace it."""

    term: Term
    form: str
    avoid: bool


@dataclass(frozen=True)
class Glossary:
    """The terms of one language. ``version`` changes with anything that is said of them."""

    terms: tuple[Term, ...] = ()
    by_pk: dict[int, Term] = field(default_factory=dict, compare=False)

    @cached_property
    def version(self) -> str:
        said = [[t.pk, t.term, t.definition, t.forms, t.avoid] for t in self.terms]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    @cached_property
    def _terms(self) -> Matcher:
        return Matcher((f, Form(t, f, False)) for t in self.terms for f in t.forms)

    @cached_property
    def _everything(self) -> Matcher:
        # A term that contains a word to avoid is longer, and is what is meant.
        avoided = ((f, Form(t, f, True)) for t in self.terms for f in t.avoid)
        return Matcher([*((f, Form(t, f, False)) for t in self.terms for f in t.forms), *avoided])

    def find_terms(self, text: str) -> list[Found]:
        """Where terms stand in a plain text; each ``entry`` is a :class:`Form`."""
        return self._terms.find(text)

    def find_all(self, text: str) -> list[Found]:
        """Where terms and words to avoid stand in a plain text."""
        return self._everything.find(text)

    def find_avoided(self, text: str) -> list[Found]:
        """Where words to avoid stand in a plain text, unless they are part of a term."""
        return [found for found in self.find_all(text) if found.entry.avoid]


NO_TERMS = Glossary()
_read: dict[int, Glossary] = {}


def glossary_of(locale_id: int | None) -> Glossary:
    """The terms of a language. No query while nothing changes."""
    if locale_id is None:
        return NO_TERMS
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    version = cache.get(cache_key(locale_id))
    known = _read.get(locale_id)
    if version is not None and known is not None and known.version == version:
        return known
    glossary = glossary_from(GlossaryTerm.objects.filter(locale_id=locale_id).order_by("pk"))
    _read[locale_id] = glossary
    cache.set(cache_key(locale_id), glossary.version, TIMEOUT)
    return glossary


def glossary_from(rows: Iterable[GlossaryTerm]) -> Glossary:
    terms = tuple(
        Term(
            row.pk,
            str(row.translation_key),
            row.term.strip(),
            row.definition.strip(),
            row.forms,
            row.synonyms_to_avoid,
        )
        for row in rows
    )
    return Glossary(terms, {term.pk: term for term in terms})


def cache_key(locale_id: int) -> str:
    return f"parcours.glossary.{locale_id}"


def forget_glossary(instance: Any, **kwargs: Any) -> None:
    """Drop what is known of a language when one of its terms changes."""
    key = cache_key(instance.locale_id)
    cache = caches[parcours_settings.FRAGMENT_CACHE]
    cache.delete(key)
    # Somebody may read the old terms, and keep them, before the change is committed.
    transaction.on_commit(lambda: cache.delete(key))


def connect_glossary() -> None:
    """Follow changes of terms; called once, when ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            forget_glossary, sender=GlossaryTerm, dispatch_uid=f"parcours.glossary.{id(signal)}"
        )


def in_other_languages(keys: Iterable[str], locale_id: int) -> dict[str, list[GlossaryTerm]]:
    """The translations of terms by translation key, in one query."""
    found: dict[str, list[GlossaryTerm]] = {}
    rows = GlossaryTerm.objects.filter(translation_key__in=list(keys)).exclude(locale_id=locale_id)
    for row in rows.select_related("locale").order_by("locale_id"):
        found.setdefault(str(row.translation_key), []).append(row)
    return found


def occurrences(text: str, found: Iterable[Found]) -> Iterator[tuple[str, Form]]:
    """What stands in the text, as it is written there, with the form that it is."""
    for match in found:
        yield text[match.start : match.end], match.entry

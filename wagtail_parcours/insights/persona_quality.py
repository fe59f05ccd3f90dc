"""Gentle hints on a persona: it has difficulties, it is unique, it comes from research.

Pure functions over plain facts. Nothing here guesses at the meaning of words: a difficulty is named
where there is a place for it, and texts are alike when they are mostly the same words.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..models.personas import PersonaRole
from .lookalikes import Runs, runs_of


class Hint(StrEnum):
    """What may be missing from a persona."""

    NO_DIFFICULTY = "no_difficulty"
    LOOKALIKE = "lookalike"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class PersonaFacts:
    """What is known of a persona.

    `has_symptoms` says that there are any, nothing more. `named_on_maps` says that a live map
    describes how this client copes, or holds a barrier or pain point and shows the persona.
    `alike` are the names of the personas with nearly the same text.
    """

    role: str
    has_symptoms: bool = False
    named_on_maps: bool = False
    has_research: bool = False
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A hint in words: what is the matter, and what may be done."""

    hint: Hint
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Hints:
    """The hints on one persona, in the order in which one would follow them.

    Iterating gives each in words: among thousands of personas, few are read.
    """

    kinds: tuple[Hint, ...] = ()
    alike: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.kinds)

    def __iter__(self) -> Iterator[Said]:
        for hint in self.kinds:
            title, advice = WORDS[hint]
            yield Said(hint, title(self.alike), str(advice))

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(said.title for said in self)


def hints_of(facts: PersonaFacts) -> Hints:
    """What may be missing from a persona."""
    # What is hard for employees stands in lanes of their own.
    serves = facts.role == PersonaRole.EMPLOYEE
    found = {
        Hint.NO_DIFFICULTY: not (serves or facts.has_symptoms or facts.named_on_maps),
        Hint.LOOKALIKE: bool(facts.alike),
        Hint.NO_EVIDENCE: not facts.has_research,
    }
    return Hints(tuple(hint for hint, holds in found.items() if holds), facts.alike)


def no_difficulty(alike: Iterable[str]) -> str:
    return _("No difficulty is named")


def lookalike(alike: Iterable[str]) -> str:
    return _("Nearly the same text as %(names)s") % {"names": quoted(alike)}


def no_evidence(alike: Iterable[str]) -> str:
    return _("No research is named")


WORDS: dict[Hint, tuple[Callable[[Iterable[str]], str], Any]] = {
    Hint.NO_DIFFICULTY: (
        no_difficulty,
        gettext_lazy(
            "Nobody is a perfect client. Say what makes the service hard for this person: among "
            "the symptoms, in the client’s reality on a map, or as a barrier on a map that shows "
            "this persona."
        ),
    ),
    Hint.LOOKALIKE: (
        lookalike,
        gettext_lazy(
            "Each persona is a person of its own. Say what sets this one apart, or keep only one "
            "of them."
        ),
    ),
    Hint.NO_EVIDENCE: (
        no_evidence,
        gettext_lazy(
            "Personas come from research with real people. Name the interviews, surveys or data "
            "behind this one."
        ),
    ),
}


def quoted(names: Iterable[str]) -> str:
    quote = pgettext("a name in quotation marks", "“%(name)s”")
    return ", ".join(quote % {"name": name} for name in names)


def runs_of_persona(persona: Any) -> Runs:
    """What is compared of a persona: what it says for readers, without its own first name.

    `persona` is anything with these attributes. The sensitive fields are left out.
    """
    texts = (persona.narrative, persona.quote, persona.needs, persona.goals)
    return runs_of("\n".join(texts), persona.name)

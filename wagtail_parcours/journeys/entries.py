"""Entries of a stage beyond what the client lives through, and the needs behind a journey.

Service blueprints add what supports a stage and where somebody guesses; the employee-experience
method adds who serves, by which channel and how often, and how that feels; data journeys add where
data are at risk; the method of targets and needs adds what answers a need. The conventions of
:mod:`wagtail_parcours.journeys.model` hold here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Extra: TypeAlias = Mapping[str, object]

#: What an interaction does to the one who lives it.
EFFECTS: tuple[str, ...] = ("irritant", "neutral", "delight")

#: How many clients or cases a finding concerns: 1 some, 2 many, 3 nearly all.
FREQUENCIES: tuple[int, ...] = (1, 2, 3)

#: What stands in for a rule that somebody wrote down.
GUESSWORK_KINDS: tuple[str, ...] = ("conjecture", "manual_judgement", "undocumented_knowledge")

OFFICES: tuple[str, ...] = ("front", "back")

#: The time that a volume is counted over.
PERIODS: tuple[str, ...] = ("day", "week", "month", "year")
#: The largest volume that can be stated.
MAX_VOLUME = 1_000_000_000

#: Whether an employee's indicator pulls with or against the client's satisfaction.
ALIGNMENTS: tuple[str, ...] = ("with", "against", "neutral")

RISK_KINDS: tuple[str, ...] = ("confidentiality", "integrity", "availability", "bias", "consent")
#: How likely a risk is and how much harm it does: 1 low, 2 medium, 3 high.
RISK_LEVELS: tuple[int, ...] = (1, 2, 3)

INITIATIVE_KINDS: tuple[str, ...] = ("service", "content", "interaction")


def _no_extra() -> Extra:
    return {}


@dataclass(frozen=True, slots=True)
class Guesswork:
    """Conjecture, manual judgement or undocumented knowledge that a stage depends on."""

    id: str = ""
    kind: str = ""
    text: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Serving:
    """Who serves the client at a stage.

    ``office`` is one of ``OFFICES`` or ``""``, ``persona`` the translation key of an employee
    persona, ``""`` when none. ``volume`` contacts (``unit`` says of what) happen per ``period``,
    one of ``PERIODS``; None when nobody counted. ``tools`` are what the employee works with.
    """

    id: str = ""
    office: str = ""
    persona: str = ""
    who: str = ""
    channel: str = ""
    volume: int | None = None
    unit: str = ""
    period: str = ""
    tools: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class IndicatorUse:
    """An indicator that measures a stage; ``indicator`` is its slug.

    ``alignment`` is one of ``ALIGNMENTS``, or ``""`` when nobody judged it.
    """

    id: str = ""
    indicator: str = ""
    alignment: str = ""
    note: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class EmployeeExperience:
    """How the employee lives a stage.

    ``ease`` says how easy it is to satisfy the client, on the same scale as satisfaction: −2 very
    hard to +2 very easy, None when nobody said. ``words`` tell how the employee feels, ``hinders``
    and ``helps`` what is in the way and what would help.
    """

    ease: int | None = None
    words: str = ""
    hinders: str = ""
    helps: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Risk:
    """Where data are at risk. ``likelihood`` and ``impact`` are of ``RISK_LEVELS``, or None."""

    id: str = ""
    kind: str = ""
    text: str = ""
    likelihood: int | None = None
    impact: int | None = None
    mitigation: str = ""
    owner: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)

    @property
    def score(self) -> int | None:
        """Likelihood times impact, 1 to 9; None until both are rated."""
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood * self.impact


@dataclass(frozen=True, slots=True)
class Initiative:
    """What answers a need: ``exists`` says what is there already, ``missing`` what is not."""

    id: str = ""
    kind: str = ""
    text: str = ""
    exists: str = ""
    missing: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody seeks at a key moment.

    ``group`` and ``persona`` are translation keys of a target group and a persona, ``""`` where
    none was chosen.
    """

    id: str = ""
    group: str = ""
    persona: str = ""
    moment: str = ""
    text: str = ""
    initiatives: tuple[Initiative, ...] = ()
    extra: Extra = field(default_factory=_no_extra, hash=False)

    @property
    def is_open(self) -> bool:
        """Whether nothing answers the need yet, or something that would is missing."""
        return not self.initiatives or any(entry.missing.strip() for entry in self.initiatives)


@dataclass(frozen=True, slots=True)
class NeedsList:
    """Needs and the initiatives that answer them, target group by target group."""

    id: str = ""
    title: str = ""
    needs: tuple[Need, ...] = ()
    extra: Extra = field(default_factory=_no_extra, hash=False)

"""The neutral form of a journey: plain, frozen values that every feature reads and writes.

The vocabulary follows the method's templates for the current state and the future state of an
accessible client service: a client profile with the client's reality per service mode, stages
with actions, interactions, barriers and experience, then one improvement card per service mode.

Conventions that hold for every class:

* texts are plain text, one point per line, and ``""`` where nothing was written;
* ``id`` is the identity of an entry in the stored body (a uuid as text), ``""`` before it is
  first written; it survives editing, export and import;
* ``channel`` is the slug of a service mode, ``""`` when none was chosen;
* ``kind`` is one of the kinds named below, or whatever else was stored: sites may add theirs;
* ``extra`` keeps what this form has no name for, so that a round trip loses nothing: unknown
  keys, unreadable values of known keys, and unreadable entries of a list under that list's
  name. Its values are raw JSON: treat them as read-only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .content import Attachment, Callout, Picture, RichText, Unknown
from .entries import (
    EmployeeExperience,
    Extra,
    Guesswork,
    IndicatorUse,
    NeedsList,
    Risk,
    Serving,
)

#: Satisfaction is a short signed scale: −2 very frustrated, 0 neutral, +2 delighted. The
#: method's templates ask for "the level of satisfaction (emotions, feelings)" at each stage and
#: leave the scale open; five levels around a neutral line let a curve be drawn.
SATISFACTION_LEVELS: tuple[int, ...] = (-2, -1, 0, 1, 2)

#: How much a finding weighs: 1 low, 2 medium, 3 high.
SEVERITIES: tuple[int, ...] = (1, 2, 3)

#: Barriers and pain points are the method's; a bright spot is an interaction that goes well.
FINDING_KINDS: tuple[str, ...] = ("barrier", "pain_point", "bright_spot")
NEGATIVE_FINDING_KINDS = frozenset({"barrier", "pain_point"})

EVIDENCE_KINDS: tuple[str, ...] = (
    "interview",
    "survey",
    "observation",
    "data",
    "workshop",
    "document",
    "assumption",
)

#: The families of improvement that the method's future-state template names.
IMPROVEMENT_KINDS: tuple[str, ...] = (
    "technology",
    "policy",
    "service_design",
    "assistance",
    "employee_training",
)

#: Lanes of plain text that every stage has. A site's own text lanes join them in Stage.texts.
TEXT_LANES: tuple[str, ...] = ("trigger", "actions")
#: Lanes of plain text that a stage has only where they say something: a blank one is as good as
#: none, so that maps written before these lanes existed read as the same maps.
QUIET_TEXT_LANES: tuple[str, ...] = (
    "completion",
    "sees",
    "missing_information",
    "people",
    "processes",
    "technologies",
    "data_handlers",
    "data_changes",
    "data_systems",
)

#: Names in a stage that are not text lanes.
STAGE_FIELDS = frozenset(
    {
        "name",
        "service_point",
        "touchpoints",
        "findings",
        "experience",
        "evidence",
        "serving",
        "employee_experience",
        "indicators",
        "guesswork",
        "risks",
    }
)

#: Where a stage keeps the stage of a framework that it was made from, ``"framework/stage"``. It
#: is stored as text beside the text lanes, but no lane has this key. It is there when it says
#: something only: see ``Stage.framework_stage``.
FRAMEWORK_STAGE = "framework_stage"

JourneyState: TypeAlias = Literal["current", "future"]
STATES: tuple[JourneyState, ...] = ("current", "future")


def _no_extra() -> Extra:
    return {}


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One interaction between the client and the organisation, by a channel.

    It happens ``volume`` times (``unit`` says of what) per ``period``, see
    :class:`~wagtail_parcours.journeys.entries.Serving`.
    """

    id: str = ""
    channel: str = ""
    text: str = ""
    volume: int | None = None
    unit: str = ""
    period: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A barrier, pain point or bright spot. ``severity`` is 1, 2, 3, or None when not rated.

    ``effect_client`` and ``effect_employee`` are of ``EFFECTS``, ``""`` when not stated;
    ``frequency`` is of ``FREQUENCIES``, or None. ``moment_of_truth`` marks a finding that decides
    the whole opinion.
    """

    id: str = ""
    kind: str = ""
    text: str = ""
    severity: int | None = None
    channel: str = ""
    evidence: str = ""
    effect_client: str = ""
    effect_employee: str = ""
    frequency: int | None = None
    moment_of_truth: bool = False
    extra: Extra = field(default_factory=_no_extra, hash=False)

    @property
    def is_assumption(self) -> bool:
        """Whether nothing supports this finding yet."""
        return not self.evidence.strip()

    @property
    def is_negative(self) -> bool:
        """Whether the finding hinders someone (a bright spot does not)."""
        return self.kind in NEGATIVE_FINDING_KINDS

    @property
    def felt_by_client(self) -> str:
        """The effect on the client: as stated, else what the kind of finding says."""
        if self.effect_client:
            return self.effect_client
        if self.kind == "bright_spot":
            return "delight"
        return "irritant" if self.is_negative else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on. ``date`` is ``YYYY-MM-DD`` or ``""``."""

    id: str = ""
    kind: str = ""
    text: str = ""
    source: str = ""
    date: str = ""
    url: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Experience:
    """How a stage feels to the client.

    ``satisfaction`` is one of ``SATISFACTION_LEVELS`` or None when nobody said; ``emotions``
    are single lines; ``words`` is what the client says; ``moment_of_truth`` marks the moment
    that decides the whole opinion.
    """

    satisfaction: int | None = None
    emotions: tuple[str, ...] = ()
    words: str = ""
    moment_of_truth: bool = False
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the journey, with all its lanes, whether the table shows them or not.

    ``service_point`` marks an area where clients are likely to have difficulty. ``texts`` maps
    the key of each text lane to its text; the lanes of ``TEXT_LANES`` are always there when the
    stage was read from a body. No key of ``texts`` is one of ``STAGE_FIELDS``.
    """

    id: str = ""
    name: str = ""
    service_point: bool = False
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    touchpoints: tuple[Touchpoint, ...] = ()
    findings: tuple[Finding, ...] = ()
    experience: Experience = Experience()
    evidence: tuple[Evidence, ...] = ()
    serving: tuple[Serving, ...] = ()
    employee_experience: EmployeeExperience = field(default_factory=EmployeeExperience)
    indicators: tuple[IndicatorUse, ...] = ()
    guesswork: tuple[Guesswork, ...] = ()
    risks: tuple[Risk, ...] = ()
    extra: Extra = field(default_factory=_no_extra, hash=False)

    @property
    def framework_stage(self) -> str:
        """The stage of a framework that this one was made from, ``""`` when none."""
        return self.texts.get(FRAMEWORK_STAGE, "")


@dataclass(frozen=True, slots=True)
class StageTable:
    """Stages in reading order. ``lanes`` are the keys of the lanes that the table shows.

    With ``channel_rows``, the interactions of each channel have a row of their own.
    """

    id: str = ""
    title: str = ""
    lanes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    channel_rows: bool = False
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class ClientReality:
    """Functional limitations and emotional behaviours of a client using one service mode."""

    id: str = ""
    channel: str = ""
    limitations: str = ""
    behaviours: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class PersonaProfile:
    """Whose journey it is. ``persona`` is the persona's translation key, ``""`` when none."""

    id: str = ""
    persona: str = ""
    realities: tuple[ClientReality, ...] = ()
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class Improvement:
    """What would make the service better.

    ``barriers`` are ids of findings of the current-state map; ``due`` is ``YYYY-MM-DD`` or
    ``""``; ``indicator`` is the slug of the indicator that tells whether it helped.
    """

    id: str = ""
    kind: str = ""
    text: str = ""
    barriers: tuple[str, ...] = ()
    responsible: str = ""
    due: str = ""
    indicator: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class ImprovementCard:
    """The future state of one service mode: reality, improvements, expected experience.

    ``satisfaction`` is the level expected, on the scale of ``SATISFACTION_LEVELS``, or None.
    """

    id: str = ""
    channel: str = ""
    limitations: str = ""
    behaviours: str = ""
    improvements: tuple[Improvement, ...] = ()
    satisfaction: int | None = None
    experience: str = ""
    extra: Extra = field(default_factory=_no_extra, hash=False)


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """A piece of evidence standing on its own; it shares its id with ``evidence``."""

    id: str = ""
    evidence: Evidence = Evidence()


Part: TypeAlias = (
    PersonaProfile
    | StageTable
    | ImprovementCard
    | NeedsList
    | EvidenceNote
    | RichText
    | Picture
    | Attachment
    | Callout
    | Unknown
)


@dataclass(frozen=True, slots=True)
class Journey:
    """A whole journey map, current or future.

    ``language`` is a BCP 47 language tag, ``summary`` the map's introduction, ``parts`` the
    blocks of its body in reading order, ``framework`` the slug of the framework that shaped it.
    """

    state: JourneyState = "current"
    title: str = ""
    language: str = ""
    summary: str = ""
    parts: tuple[Part, ...] = ()
    framework: str = ""

    @property
    def tables(self) -> tuple[StageTable, ...]:
        """The stage tables, in reading order."""
        return tuple(part for part in self.parts if isinstance(part, StageTable))

    @property
    def cards(self) -> tuple[ImprovementCard, ...]:
        """The channel improvement cards, in reading order."""
        return tuple(part for part in self.parts if isinstance(part, ImprovementCard))

    @property
    def profiles(self) -> tuple[PersonaProfile, ...]:
        """The persona profiles, in reading order."""
        return tuple(part for part in self.parts if isinstance(part, PersonaProfile))

    @property
    def needs_lists(self) -> tuple[NeedsList, ...]:
        """The lists of needs, in reading order."""
        return tuple(part for part in self.parts if isinstance(part, NeedsList))

    @property
    def findings(self) -> Mapping[str, Finding]:
        """Every finding of every stage by its id, in reading order.

        Findings without an id cannot be referred to and are left out; where an id occurs
        twice, the first finding keeps it.
        """
        found: dict[str, Finding] = {}
        for finding in self._all_findings():
            if finding.id:
                found.setdefault(finding.id, finding)
        return found

    def _all_findings(self) -> Iterator[Finding]:
        for table in self.tables:
            for stage in table.stages:
                yield from stage.findings

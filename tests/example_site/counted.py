"""What the demo holds, counted by hand on its files: in each language, map by map.

Tests of reports compare their numbers with these. Whoever changes the demo's content counts again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Effects on the client and on the employee; "" where nobody stated one.
Pair = tuple[str, str]


def _none() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class Counted:
    """One map. Shares of evidence are given as (with evidence, all)."""

    stages: tuple[int, int] = (0, 0)
    touchpoints: int = 0
    #: How many of them say a volume.
    volumes: int = 0
    findings: tuple[int, int] = (0, 0)
    by_kind: Mapping[str, int] = field(default_factory=_none)
    by_effects: Mapping[Pair, int] = field(default_factory=dict)
    moments_of_truth: int = 0
    evidence: Mapping[str, int] = field(default_factory=_none)
    serving: Mapping[str, int] = field(default_factory=_none)
    alignments: Mapping[str, int] = field(default_factory=_none)
    guesswork: Mapping[str, int] = field(default_factory=_none)
    risks: Mapping[str, int] = field(default_factory=_none)
    risks_without_mitigation: int = 0
    #: How many risks have which likelihood times impact; "" for those not rated.
    risk_scores: Mapping[str, int] = field(default_factory=_none)
    cards: tuple[str, ...] = ()
    improvements: Mapping[str, int] = field(default_factory=_none)
    #: Improvements that name no barrier, and those that no indicator measures.
    without_barrier: int = 0
    without_indicator: int = 0
    #: Improvements whose date has passed on the day of loading.
    dates_passed: int = 0
    barriers_removed: int = 0
    needs: int = 0
    needs_open: int = 0
    levels: tuple[int, ...] = ()
    eases: tuple[int, ...] = ()


IRRITANT, NEUTRAL, DELIGHT, UNSTATED = "irritant", "neutral", "delight", ""

MAPS: dict[str, Counted] = {
    "noemie-current": Counted(
        stages=(6, 6),
        touchpoints=13,
        volumes=11,
        findings=(16, 18),
        by_kind={"barrier": 10, "pain_point": 3, "bright_spot": 5},
        by_effects={
            (IRRITANT, IRRITANT): 7,
            (IRRITANT, DELIGHT): 2,
            (DELIGHT, IRRITANT): 2,
            (DELIGHT, DELIGHT): 2,
            (IRRITANT, NEUTRAL): 2,
            (IRRITANT, UNSTATED): 2,
            (DELIGHT, UNSTATED): 1,
        },
        moments_of_truth=2,
        evidence={"data": 1, "observation": 2, "interview": 1},
        levels=(0, -1, 1, -2, -1, 1),
    ),
    "noemie-questionnaire": Counted(
        stages=(3, 4),
        touchpoints=4,
        findings=(4, 5),
        by_kind={"barrier": 2, "pain_point": 1, "bright_spot": 2},
        by_effects={
            (IRRITANT, IRRITANT): 1,
            (IRRITANT, NEUTRAL): 2,
            (DELIGHT, NEUTRAL): 1,
            (DELIGHT, DELIGHT): 1,
        },
        moments_of_truth=1,
        levels=(0, -1, -2, 1),
    ),
    "daniel-current": Counted(
        stages=(3, 4),
        touchpoints=5,
        findings=(4, 6),
        by_kind={"barrier": 3, "pain_point": 2, "bright_spot": 1},
        by_effects={
            (IRRITANT, IRRITANT): 2,
            (IRRITANT, DELIGHT): 1,
            (DELIGHT, DELIGHT): 1,
            (IRRITANT, NEUTRAL): 1,
            (IRRITANT, UNSTATED): 1,
        },
        moments_of_truth=1,
        levels=(-1, -2, 1, 0),
    ),
    "selam-current": Counted(
        stages=(4, 4),
        touchpoints=4,
        volumes=2,
        findings=(4, 4),
        by_kind={"barrier": 3, "bright_spot": 1},
        by_effects={
            (IRRITANT, IRRITANT): 2,
            (IRRITANT, DELIGHT): 1,
            (DELIGHT, DELIGHT): 1,
        },
        moments_of_truth=1,
        levels=(-1, 1, -2, 0),
    ),
    "disability-blueprint": Counted(
        stages=(4, 7),
        touchpoints=18,
        volumes=17,
        evidence={"assumption": 1, "data": 1, "observation": 1, "interview": 1, "document": 1},
        guesswork={"conjecture": 2, "manual_judgement": 3, "undocumented_knowledge": 2},
    ),
    "disability-employees": Counted(
        stages=(5, 5),
        findings=(10, 11),
        by_kind={"barrier": 2, "pain_point": 4, "bright_spot": 5},
        by_effects={
            (IRRITANT, IRRITANT): 4,
            (IRRITANT, DELIGHT): 1,
            (DELIGHT, IRRITANT): 2,
            (DELIGHT, DELIGHT): 2,
            (IRRITANT, NEUTRAL): 1,
            (NEUTRAL, DELIGHT): 1,
        },
        moments_of_truth=1,
        serving={"front": 5, "back": 4},
        alignments={"with": 6, "against": 2, "neutral": 1},
        levels=(-1, -1, -2, 1, 0),
        eases=(-1, -2, -2, 0, 1),
    ),
    "disability-data": Counted(
        stages=(3, 6),
        evidence={"observation": 1, "workshop": 1, "assumption": 1, "document": 1},
        risks={
            "confidentiality": 4,
            "integrity": 1,
            "availability": 2,
            "bias": 2,
            "consent": 2,
        },
        risks_without_mitigation=5,
        risk_scores={"9": 1, "6": 7, "4": 1, "3": 1, "": 1},
    ),
    "noemie-future": Counted(
        cards=("online", "telephone", "in-person"),
        improvements={
            "technology": 3,
            "policy": 2,
            "service_design": 4,
            "assistance": 2,
            "employee_training": 1,
        },
        without_barrier=1,
        without_indicator=2,
        dates_passed=6,
        barriers_removed=11,
        needs=7,
        needs_open=5,
    ),
}

#: The cross matrix of all maps together.
ALL_EFFECTS: dict[Pair, int] = {
    (IRRITANT, IRRITANT): 16,
    (IRRITANT, DELIGHT): 5,
    (DELIGHT, IRRITANT): 4,
    (DELIGHT, DELIGHT): 7,
    (IRRITANT, NEUTRAL): 6,
    (NEUTRAL, DELIGHT): 1,
    (DELIGHT, NEUTRAL): 1,
    (IRRITANT, UNSTATED): 3,
    (DELIGHT, UNSTATED): 1,
}

#: What the future-state map leaves open in the current-state map that it starts from.
UNADDRESSED_BARRIERS = {
    "c661b048-05b1-5866-99c5-646e2ac3261e",
    "6a14d025-b0e6-5c61-9146-4f7370a6bd8e",
}
CHANNELS_WITHOUT_CARD = {"mail"}
IMPROVEMENTS_WITHOUT_BARRIER = {"1f1d691a-f6e7-58cb-b66f-291313142dbb"}

#: Percent of the clients of each project that its client personas stand for.
COVERAGE = {"project": 61, "family-allowance": 31}
GROUPS_WITHOUT_PERSONA = {"Young adults leaving care"}
PERSONAS_ON_NO_MAP = {"Rosalie"}

#: For each indicator: readings, the latest of its main series, and whether the target is reached.
INDICATORS = {
    "calls-answered": (12, "83", True),
    "handling-time": (14, "19.4", False),
    "first-contact-resolution": (12, "55", False),
    "satisfaction": (14, "7.2", False),
    "days-to-decision": (12, "63", False),
    "complete-first-try": (14, "46", False),
    "letters-understood": (8, "59", False),
    "files-per-day": (12, "9.6", True),
}

#: The roadmap of the future-state map, and how many of its items are late.
ROADMAP = {"done": 4, "under_way": 4, "blocked": 1, "planned": 3}
OVERDUE = 2
#: Personas whose last review is more than a year ago.
NOT_REVIEWED_FOR_A_YEAR = {"Daniel"}

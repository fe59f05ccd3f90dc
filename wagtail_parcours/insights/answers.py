"""What a portfolio answers: figures of stages, channels, personas, indicators, risks and needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of `count` whole numbers that add up to `total`."""

    total: int
    count: int

    @property
    def value(self) -> Decimal | None:
        """To one decimal, halves away from zero as people round; None of nothing."""
        if not self.count:
            return None
        exact = Decimal(self.total) / Decimal(self.count)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def share(part: int, whole: int) -> int | None:
    """`part` of `whole` in percent, halves rounded up; None of nothing."""
    if not whole:
        return None
    return int((Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage of a framework, over all maps that have it.

    `reference` names it (``"accessible-service/apply"``); ``""`` stands for the stages that stand
    for none. Of `stages` so many were rated (`satisfaction`, `ease`); `low` were rated below
    neutral. `proven` rest on evidence. `measured` have an indicator; `pulled` says how it pulls,
    the one that matters most where there are several: ``{"against", "with", "neutral",
    "unjudged"}``.
    """

    reference: str
    stages: int
    satisfaction: Mean
    ease: Mean
    low: int
    moments: int
    proven: int
    pulled: Mapping[str, int]

    @property
    def measured(self) -> int:
        return sum(self.pulled.values())


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """What was found on one channel (a slug), ``""`` where none was named.

    `weight` counts each irritant by its severity times its frequency, from 1 to 9; what nobody
    rated counts as 1. `interactions` are the contacts that the maps name on the channel.
    """

    channel: str
    findings: int = 0
    proven: int = 0
    irritants: int = 0
    weight: int = 0
    moments: int = 0
    employee_irritants: int = 0
    delights: int = 0
    interactions: int = 0


@dataclass(frozen=True, slots=True)
class PersonaFigures:
    """The irritants of the maps that show one persona (a translation key)."""

    persona: str
    maps: int
    irritants: int
    weight: int


@dataclass(frozen=True, slots=True)
class IndicatorUses:
    """How often an indicator (a slug) measures a stage, how often against the client, and how
    many improvements it is to prove."""

    indicator: str
    uses: int
    against: int
    improvements: int


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """The risks of one kind: `high` score 6 or 9, `medium` 3 or 4, `low` 1 or 2 (likelihood times
    impact); `unrated` lack one of both. For `bare` ones nothing is done."""

    kind: str
    high: int
    medium: int
    low: int
    unrated: int
    bare: int

    @property
    def total(self) -> int:
        return self.high + self.medium + self.low + self.unrated


@dataclass(frozen=True, slots=True)
class NeedFigures:
    """The needs of a target group and a persona (translation keys; ``""`` for none chosen)."""

    group: str
    persona: str
    answered: int
    open: int


def added(means: Iterable[Mean]) -> Mean:
    """The mean of all that the means are of."""
    found = list(means)
    return Mean(sum(mean.total for mean in found), sum(mean.count for mean in found))


def worst_first(stage: StageFigures) -> tuple[bool, Decimal, str]:
    """Sorts by the exact mean; what nobody rated comes last."""
    mean = stage.satisfaction
    exact = Decimal(mean.total) / Decimal(mean.count) if mean.count else Decimal(0)
    return (not mean.count, exact, stage.reference)

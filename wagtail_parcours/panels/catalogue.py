"""Every panel by its key, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..insights.portfolio import Portfolio
from .groundwork import evidence_panel, guesswork_panel, needs_panel, risks_panel
from .irritants import channels_panel, personas_panel
from .measuring import alignment_panel, indicators_panel
from .names import Names
from .over_time import months_panel, stage_months_panel
from .panel import Panel
from .promises import roadmap_panel
from .satisfaction import stages_panel, worst_panel

PANELS: Mapping[str, Callable[[Portfolio, Names], Panel]] = {
    "stages": stages_panel,
    "worst": worst_panel,
    "months": months_panel,
    "stage-months": stage_months_panel,
    "channels": channels_panel,
    "personas": personas_panel,
    "indicators": indicators_panel,
    "alignment": alignment_panel,
    "roadmap": roadmap_panel,
    "needs": needs_panel,
    "evidence": evidence_panel,
    "guesswork": guesswork_panel,
    "risks": risks_panel,
}


def build_panel(key: str, portfolio: Portfolio, language: str) -> Panel | None:
    """One panel in a language that is active already; None where none has this key."""
    build = PANELS.get(key)
    return build(portfolio, Names(language)) if build is not None else None


def build_panels(keys: Iterable[str], portfolio: Portfolio, language: str) -> list[Panel]:
    """Several panels over the same answers."""
    names = Names(language)
    return [PANELS[key](portfolio, names) for key in keys]

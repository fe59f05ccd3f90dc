"""The figures at the head of a portfolio, each in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from ..insights.answers import share
from ..insights.portfolio import Portfolio
from ..rendering.figures import amount, number
from .panel import signed


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it counts; `key` names the panel that says more."""

    key: str
    shown: str
    label: str
    url: str = ""


def headline(portfolio: Portfolio) -> list[Figure]:
    """Those figures that there are; of panels that are asked for anyway, so without a query of
    their own but for the number of maps."""
    stages, proven = portfolio.total("stages", "stages"), portfolio.total("proven", "stages")
    mean, ease = portfolio.satisfaction.value, portfolio.ease.value
    found = [
        Figure("", number(Decimal(portfolio.maps["current"])), gettext("maps of today")),
        Figure("", number(Decimal(portfolio.maps["future"])), gettext("maps of the future")),
    ]
    if mean is not None:
        found.append(
            Figure("stages", signed(mean), gettext("mean satisfaction of clients, from −2 to +2"))
        )
    if ease is not None:
        found.append(
            Figure("months", signed(ease), gettext("mean ease for employees, from −2 to +2"))
        )
    irritants = portfolio.total("irritants", "channels")
    if portfolio.channels:
        found.append(
            Figure("channels", number(Decimal(irritants)), gettext("irritants of clients"))
        )
    proven_share = share(proven, stages)
    if proven_share is not None:
        found.append(
            Figure(
                "evidence",
                amount(Decimal(proven_share), "%"),
                gettext("of stages rest on evidence"),
            )
        )
    return found

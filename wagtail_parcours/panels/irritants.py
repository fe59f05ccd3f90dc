"""Panels on what irritates: by channel and by persona."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext, ngettext

from ..insights.answers import ChannelFigures, PersonaFigures
from ..insights.portfolio import Portfolio
from ..rendering.charts import Bar, Stretch, bars_chart
from ..rendering.figures import number
from .names import Named, Names
from .panel import Column, Panel, count, mean_of, sentences, text, told


def weighing() -> str:
    """How irritants are weighted."""
    return gettext(
        "Weight: each irritant counts by its severity (1 to 3) times its frequency (1 to 3); what "
        "nobody rated counts as 1. Current-state maps only."
    )


def weight_bar(named: Named, weight: int, irritants: int, heaviest: int) -> Bar:
    """A bar as long as the weight; its words give the number of irritants too."""
    shown = ngettext(
        "%(weight)s (%(count)s irritant)", "%(weight)s (%(count)s irritants)", irritants
    ) % {"weight": number(Decimal(weight)), "count": number(Decimal(irritants))}
    stretches = (Stretch(0, weight / heaviest, "irritant"),) if heaviest else ()
    return Bar(named.text, shown, stretches, language=named.language)


def channels_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The channels by the weight of their irritants."""
    channels = portfolio.channels
    heaviest = max((row.weight for row in channels), default=0)
    named = {row.channel: names.channel(row.channel) for row in channels}
    bars = [
        weight_bar(named[row.channel], row.weight, row.irritants, heaviest)
        for row in channels
        if row.irritants
    ]
    return Panel(
        "channels",
        gettext("Channels that irritate most"),
        (
            Column(gettext("Channel")),
            Column(gettext("Irritants of clients"), True),
            Column(gettext("Weight of irritants"), True),
            Column(gettext("Moments of truth"), True),
            Column(gettext("Irritants of employees"), True),
            Column(gettext("Delights of clients"), True),
            Column(gettext("Interactions named"), True),
        ),
        tuple(
            (
                text(named[row.channel].text, named[row.channel].language),
                count(row.irritants),
                count(row.weight),
                count(row.moments),
                count(row.employee_irritants),
                count(row.delights),
                count(row.interactions),
            )
            for row in channels
        ),
        sentence=channels_sentence(channels, named),
        how=weighing(),
        empty=gettext(
            "No finding and no interaction names a channel yet. Choose the channel of each barrier "
            "and pain point on a map, and publish it."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def channels_sentence(channels: Sequence[ChannelFigures], named: dict[str, Named]) -> SafeString:
    irritants = sum(row.irritants for row in channels)
    if not irritants:
        return told(gettext("No irritant is named on any channel."), {})
    whole = told(
        ngettext(
            "There is %(count)s irritant, with a weight of %(weight)s.",
            "There are %(count)s irritants, with a weight of %(weight)s together.",
            irritants,
        ),
        {
            "count": number(Decimal(irritants)),
            "weight": number(Decimal(sum(row.weight for row in channels))),
        },
    )
    worst = next((row for row in channels if row.channel and row.irritants), None)
    if worst is None:
        return whole
    heaviest = told(
        gettext("“%(channel)s” weighs most: %(weight)s."),
        {"channel": named[worst.channel].apart, "weight": number(Decimal(worst.weight))},
    )
    return sentences(whole, heaviest)


def personas_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The personas by the weight of the irritants on the maps that show them."""
    named = names.personas(row.persona for row in portfolio.personas)
    personas = [row for row in portfolio.personas if row.persona in named]
    heaviest = max((row.weight for row in personas), default=0)
    bars = [
        weight_bar(named[row.persona], row.weight, row.irritants, heaviest)
        for row in personas
        if row.irritants
    ]
    return Panel(
        "personas",
        gettext("Irritants by persona"),
        (
            Column(gettext("Persona")),
            Column(gettext("Maps"), True),
            Column(gettext("Irritants"), True),
            Column(gettext("Weight of irritants"), True),
            Column(gettext("Irritants per map"), True),
        ),
        tuple(
            (
                text(named[row.persona].text, named[row.persona].language),
                count(row.maps),
                count(row.irritants),
                count(row.weight),
                mean_of(row.irritants, row.maps),
            )
            for row in personas
        ),
        sentence=personas_sentence(personas, named),
        how=sentences(
            told(
                gettext(
                    "The irritants of every map that shows the persona; a map that shows two "
                    "counts for both."
                ),
                {},
            ),
            told(weighing(), {}),
        ),
        empty=gettext(
            "No published map shows a persona yet. Add a persona profile to a map: what irritates "
            "on the map then counts for the persona."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def personas_sentence(personas: Sequence[PersonaFigures], named: dict[str, Named]) -> SafeString:
    worst = next((row for row in personas if row.irritants), None)
    if worst is None:
        return (
            told(gettext("The maps of no persona name an irritant."), {})
            if personas
            else told("", {})
        )
    pattern = ngettext(
        "%(persona)s meets most: %(count)s irritant, with a weight of %(weight)s.",
        "%(persona)s meets most: %(count)s irritants, with a weight of %(weight)s.",
        worst.irritants,
    )
    return told(
        pattern,
        {
            "persona": named[worst.persona].apart,
            "count": number(Decimal(worst.irritants)),
            "weight": number(Decimal(worst.weight)),
        },
    )

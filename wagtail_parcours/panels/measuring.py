"""Panels on indicators: where they stand against their targets, and which way they pull."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from ..blocks.other_sides import ALIGNMENTS
from ..insights.answers import IndicatorUses
from ..insights.portfolio import Portfolio
from ..insights.rows import UNJUDGED
from ..journeys import measures
from ..models.indicators import indicators_by_slug, readings_by_indicator
from ..rendering.charts import Bar, Stretch, bars_chart
from ..rendering.figures import amount, number
from ..rendering.indicators import SHOWN, standing, trend_said
from .names import Named, Names
from .panel import Cell, Column, Panel, Shade, count, day, measured, sentences, text, told

#: Stands after the value of an indicator that meets its target: the bar alone does not say
#: whether more is better.
MET = "✓"


@dataclass(frozen=True, slots=True)
class Standing:
    """An indicator with its uses and the readings that speak for it, oldest first."""

    uses: IndicatorUses
    indicator: Any
    named: Named
    readings: list[Any]

    @property
    def value(self) -> Decimal | None:
        return self.readings[-1].value if self.readings else None

    @property
    def met(self) -> bool | None:
        return measures.meets_target(self.indicator, self.value)

    @property
    def progress(self) -> Decimal | None:
        return measures.progress(self.indicator, self.readings)


def standings(portfolio: Portfolio, names: Names) -> list[Standing]:
    """The indicators of the maps, the furthest from their target first. Two queries."""
    uses = {row.indicator: row for row in portfolio.indicators}
    if not uses:
        return []
    known = indicators_by_slug(names.language, uses)
    readings = readings_by_indicator(
        [indicator.translation_key for indicator in known.values()], last=SHOWN
    )
    found = [
        Standing(
            uses[slug],
            indicator,
            names.named(indicator),
            measures.main_series(readings.get(indicator.translation_key, ())),
        )
        for slug, indicator in known.items()
    ]
    return sorted(found, key=furthest_first)


def furthest_first(one: Standing) -> tuple[int, Decimal, str]:
    """Missed targets first, then those met, then those of which nobody knows."""
    order = {False: 0, True: 1, None: 2}[one.met]
    return (order, one.progress or Decimal(0), one.named.text.casefold())


def indicators_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The indicators of the maps against their targets."""
    found = standings(portfolio, names)
    bars = [bar for one in found if (bar := target_bar(one)) is not None]
    return Panel(
        "indicators",
        gettext("Indicators against their targets"),
        (
            Column(gettext("Indicator")),
            Column(gettext("Last reading"), True),
            Column(gettext("Day of the reading")),
            Column(gettext("Target"), True),
            Column(gettext("Against the target")),
            Column(gettext("Trend")),
            Column(gettext("Uses on stages"), True),
            Column(gettext("Improvements it measures"), True),
        ),
        tuple(indicator_row(one) for one in found),
        sentence=indicators_sentence(found),
        how=gettext(
            "The last reading of all channels together. Each bar has a scale of its own; the line "
            "across it is the target, and ✓ says that it is met."
        ),
        empty=gettext(
            "No published map names an indicator yet. Name indicators on the stages of a map, or "
            "on an improvement, and give them a target and readings."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
        shades=(Shade(gettext("Last reading"), "measure"), Shade(gettext("Target"), "mark")),
    )


def indicator_row(one: Standing) -> tuple[Cell, ...]:
    last = one.readings[-1] if one.readings else None
    stands = standing(one.indicator, last) if last is not None else None
    trend = trend_said(one.indicator, one.readings)
    return (
        text(one.named.text, one.named.language),
        measured(one.value, one.indicator.unit),
        day(last.day if last is not None else None),
        measured(one.indicator.target, one.indicator.unit),
        text(stands.word if stands is not None else ""),
        text(trend.word if trend is not None else ""),
        count(one.uses.uses),
        count(one.uses.improvements),
    )


def target_bar(one: Standing) -> Bar | None:
    """A bar on a scale of its own; None without a target, a reading, or a scale from nought."""
    value, target = one.value, one.indicator.target
    if value is None or target is None or min(value, target) < 0 or not max(value, target):
        return None
    largest = max(value, target)
    shown = amount(value, one.indicator.unit)
    return Bar(
        one.named.text,
        f"{shown} {MET}" if one.met else shown,
        (Stretch(0, float(value / largest), "measure"),),
        mark=float(target / largest),
        language=one.named.language,
    )


def indicators_sentence(found: list[Standing]) -> SafeString:
    with_target = [one for one in found if one.met is not None]
    if not found:
        return told("", {})
    if not with_target:
        return told(gettext("No indicator has both a target and a reading yet."), {})
    met = sum(bool(one.met) for one in with_target)
    pattern = gettext("Targets met: %(met)s of %(count)s.")
    return told(pattern, {"met": number(Decimal(met)), "count": number(Decimal(len(with_target)))})


def alignment_panel(portfolio: Portfolio, names: Names) -> Panel:
    """How many stages are measured, and which way the measures pull."""
    pulled = portfolio.alignments
    labels = {**dict(ALIGNMENTS), UNJUDGED: gettext("Nobody said which way it pulls")}
    most = max(pulled.values())
    measured_stages = sum(pulled.values())
    stages = sum(stage.stages for stage in portfolio.stages)
    bars = [
        Bar(
            str(labels[name]),
            number(Decimal(stages_so)),
            (Stretch(0, stages_so / most, "against" if name == "against" else "count"),),
        )
        for name, stages_so in pulled.items()
        if most
    ]
    return Panel(
        "alignment",
        gettext("Which way indicators pull"),
        (Column(gettext("Alignment")), Column(gettext("Stages"), True)),
        tuple((text(str(labels[name])), count(number_of)) for name, number_of in pulled.items())
        if measured_stages
        else (),
        sentence=alignment_sentence(pulled["against"], measured_stages, stages),
        how=gettext(
            "A stage with several indicators counts once, by the one that matters most: first an "
            "indicator that pulls against the client, then one that pulls with the client. "
            "Current-state maps only."
        ),
        empty=gettext(
            "No stage of a published map is measured by an indicator yet. Switch the lane "
            "“Indicators” on, and say which way each indicator pulls."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def alignment_sentence(against: int, measured_stages: int, stages: int) -> SafeString:
    if not measured_stages:
        return told("", {})
    whole = told(
        gettext("Stages that an indicator measures: %(measured)s of %(count)s."),
        {"measured": number(Decimal(measured_stages)), "count": number(Decimal(stages))},
    )
    part = told(
        gettext("Stages where an indicator pulls against the client's satisfaction: %(count)s."),
        {"count": number(Decimal(against))},
    )
    return sentences(whole, part)

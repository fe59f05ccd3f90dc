"""Panels on how stages are rated today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext, ngettext

from ..insights.answers import StageFigures, added, share
from ..insights.portfolio import Portfolio
from ..rendering.charts import Bar, Stretch, Tick, bars_chart
from ..rendering.entries import locate
from ..rendering.languages import NOTHING, language_attributes
from ..rendering.marks import LEVEL_CLASSES, level_label, signed
from .names import Named, Names
from .panel import (
    Column,
    Panel,
    Shade,
    count,
    mean,
    percent,
    text,
    told,
)
from .panel import signed as signed_mean

#: A bar that stands for neutral is still seen.
HAIR = 0.006


def of_scale(value: Decimal | float) -> float:
    """A rating from −2 to +2 as a place on the scale, 0 to 1."""
    return (float(value) + 2) / 4


def level_ticks() -> tuple[Tick, ...]:
    return (
        Tick(0, signed(-2)),
        Tick(0.5, signed(0), strong=True),
        Tick(1, signed(2)),
    )


def satisfaction_bar(named: Named, value: Decimal) -> Bar:
    """A bar from neutral to the mean, in the shade of the level that is nearest."""
    place = of_scale(value)
    start, end = min(place, 0.5), max(place, 0.5)
    if end - start < HAIR:
        start, end = 0.5 - HAIR, 0.5 + HAIR
    level = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    shade = f"level-{LEVEL_CLASSES[level]}"
    return Bar(
        named.text, signed_mean(value), (Stretch(start, end, shade),), language=named.language
    )


def stages_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The stages of the frameworks by their mean satisfaction."""
    stages = [stage for stage in portfolio.stages if stage.satisfaction.count or stage.ease.count]
    named = stage_names([stage.reference for stage in stages], names)
    columns = (
        Column(gettext("Stage")),
        Column(gettext("Framework")),
        Column(gettext("Satisfaction of clients"), True),
        Column(gettext("Stages rated"), True),
        Column(gettext("Rated below neutral"), True),
        Column(gettext("Moments of truth"), True),
        Column(gettext("Ease for employees"), True),
    )
    rows = tuple(
        (
            text(named[stage.reference].text, named[stage.reference].language),
            text(names.framework(stage.reference)),
            mean(stage.satisfaction),
            count(stage.satisfaction.count),
            percent(share(stage.low, stage.satisfaction.count)),
            count(stage.moments),
            mean(stage.ease),
        )
        for stage in stages
    )
    bars = [
        satisfaction_bar(named[stage.reference], value)
        for stage in stages
        if (value := stage.satisfaction.value) is not None
    ]
    return Panel(
        "stages",
        gettext("Stages that satisfy least"),
        columns,
        rows,
        sentence=stages_sentence(stages, named),
        how=gettext(
            "The mean of all ratings of a stage on current-state maps, from −2 (very frustrated) "
            "to +2 (delighted). Stages that stand for no stage of a framework are taken together."
        ),
        empty=gettext(
            "No stage is rated yet. Switch the lane “Client experience” on in a stage table, say "
            "how satisfied clients are at each stage, and publish the map."
        ),
        chart=bars_chart(bars, level_ticks(), right_to_left=get_language_bidi()) if bars else None,
        shades=level_shades(stages),
    )


def level_shades(stages: list[StageFigures]) -> tuple[Shade, ...]:
    """The levels that the bars show, the worst first."""
    values = [stage.satisfaction.value for stage in stages]
    levels = {
        int(value.quantize(Decimal(1), ROUND_HALF_UP)) for value in values if value is not None
    }
    return tuple(
        Shade(level_label(level), f"level-{LEVEL_CLASSES[level]}") for level in sorted(levels)
    )


def stage_names(references: Sequence[str], names: Names) -> dict[str, Named]:
    """The name of each stage, with its framework where two have the same name."""
    found = {reference: names.stage(reference) for reference in references}
    often = Counter(named.text for named in found.values())
    for reference, named in found.items():
        framework = names.framework(reference)
        if framework and often[named.text] > 1:
            words = {"stage": named.text, "framework": framework}
            label = gettext("%(stage)s (%(framework)s)") % words
            found[reference] = Named(label, named.language)
    return found


def stages_sentence(stages: list[StageFigures], named: Mapping[str, Named]) -> SafeString:
    rated = [stage for stage in stages if stage.satisfaction.count and stage.reference]
    if not rated:
        together = added(stage.satisfaction for stage in stages).value
        pattern = gettext("The mean of all ratings is %(mean)s.") if together is not None else ""
        return told(pattern, {"mean": signed_mean(together or Decimal(0))})
    low, high = rated[0], rated[-1]
    words = {
        "low": named[low.reference].apart,
        "low_mean": signed_mean(low.satisfaction.value or Decimal(0)),
        "high": named[high.reference].apart,
        "high_mean": signed_mean(high.satisfaction.value or Decimal(0)),
    }
    if len(rated) == 1:
        return told(gettext("“%(low)s” is rated %(low_mean)s."), words)
    if low.satisfaction.value == high.satisfaction.value:
        return told(gettext("All stages are rated the same: %(low_mean)s."), words)
    return told(
        gettext(
            "“%(low)s” satisfies least (%(low_mean)s), “%(high)s” satisfies most (%(high_mean)s)."
        ),
        words,
    )


def worst_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The single stages of maps that frustrate most."""
    entries = portfolio.worst_stages
    locate(entries, portfolio.scope.request)
    columns = (
        Column(gettext("Stage")),
        Column(gettext("Map")),
        Column(gettext("Satisfaction")),
        Column(gettext("Moment of truth")),
    )
    rows = tuple(
        (
            text(entry.stage_name, language_of(entry.stage_language, names), entry.url),
            text(entry.map.title, language_of(entry.map.locale.language_code, names)),
            text(level_label(entry.level)),
            text(gettext("Yes") if entry.moment_of_truth else gettext("No")),
        )
        for entry in entries
    )
    shown = ngettext(
        "The stage of a map that frustrates most.",
        "The %(count)d stages of maps that frustrate most.",
        len(entries),
    )
    return Panel(
        "worst",
        gettext("The worst stages"),
        columns,
        rows,
        sentence=told(shown, {"count": len(entries)}),
        how=gettext(
            "By satisfaction; of equal ones, moments of truth come first, then those that are "
            "hardest for employees. Current-state maps only."
        ),
        empty=gettext("No stage is rated below neutral."),
        table_is_open=True,
    )


def language_of(code: str, names: Names) -> SafeString:
    return NOTHING if code == names.language else language_attributes(code)

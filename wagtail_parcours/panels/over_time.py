"""Panels on how the ratings of stages went, month by month."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from ..insights.answers import Mean
from ..insights.portfolio import Portfolio
from ..insights.ratings import Rated
from ..rendering.charts import Bar, bars_chart
from ..rendering.line_charts import POINT_SHAPES, Line, lines_chart
from ..rendering.marks import signed
from .names import Named, Names
from .panel import Column, Panel, Shade, count, mean, month, month_name, sentences, text, told
from .panel import signed as signed_mean
from .satisfaction import of_scale, stage_names


def months_panel(portfolio: Portfolio, names: Names) -> Panel:
    """Satisfaction and ease, month by month."""
    months = portfolio.ratings.months
    levels, eases = [level_mean(one) for one in months], [ease_mean(one) for one in months]
    rows = tuple(
        (month(one.month), mean(level), count(one.levels), mean(ease), count(one.eases))
        for one, level, ease in zip(months, levels, eases, strict=True)
    )
    lines = [Line(gettext("Clients"), "client", "circle", plotted(levels))]
    if any(one.eases for one in months):
        lines.append(Line(gettext("Employees"), "employee", "square", plotted(eases)))
    grid = [(float(level), signed(level)) for level in range(-2, 3)]
    rtl = get_language_bidi()
    chart = None
    if len(months) > 1:
        chart = lines_chart(lines, month_labels(months), grid, right_to_left=rtl)
    return Panel(
        "months",
        gettext("Satisfaction over time"),
        (
            Column(gettext("Month")),
            Column(gettext("Satisfaction of clients"), True),
            Column(gettext("Stages rated by clients"), True),
            Column(gettext("Ease for employees"), True),
            Column(gettext("Stages rated by employees"), True),
        ),
        rows,
        sentence=sentences(
            change_sentence(gettext("Satisfaction of clients"), months, levels),
            change_sentence(gettext("Ease for employees"), months, eases),
        ),
        how=gettext(
            "At the end of each month, the ratings of the version that was published then, of "
            "the maps that are published today; in this month, those of today. From −2 to +2."
        ),
        empty=over_time_empty(portfolio),
        chart=chart,
        shades=tuple(Shade(line.name, line.css, POINT_SHAPES[line.shape]) for line in lines),
        table_is_open=len(months) == 1,
    )


def over_time_empty(portfolio: Portfolio) -> str:
    if portfolio.scope.narrowing.channel:
        return gettext("Ratings over time are of whole stages: take the filter by channel away.")
    return gettext(
        "No rating is kept yet. Each published version of a map keeps its ratings, so the line "
        "begins with the first map that says how satisfied clients are."
    )


def level_mean(one: Rated) -> Mean:
    return Mean(one.level_sum, one.levels)


def ease_mean(one: Rated) -> Mean:
    return Mean(one.ease_sum, one.eases)


def plotted(means: list[Mean]) -> tuple[float | None, ...]:
    return tuple(None if one.value is None else float(one.value) for one in means)


def month_labels(months: tuple[Rated, ...]) -> list[tuple[str, str]]:
    """Short names of months, with their years."""
    return [(date_format(one.month, "M"), date_format(one.month, "Y")) for one in months]


def change_sentence(what: str, months: tuple[Rated, ...], means: list[Mean]) -> SafeString:
    known = [(one.month, value.value) for one, value in zip(months, means, strict=True)]
    told_months = [(day, value) for day, value in known if value is not None]
    if not told_months:
        return told("", {})
    (start, first), (end, last) = told_months[0], told_months[-1]
    words = {
        "what": what,
        "start": month_name(start),
        "first": signed_mean(first),
        "end": month_name(end),
        "last": signed_mean(last),
    }
    if start == end:
        return told(gettext("%(what)s: %(last)s in %(end)s."), words)
    return told(gettext("%(what)s: from %(first)s in %(start)s to %(last)s in %(end)s."), words)


def stage_months_panel(portfolio: Portfolio, names: Names) -> Panel:
    """Satisfaction at each stage of a framework, month by month."""
    ratings = portfolio.ratings
    references = [one.reference for one in portfolio.stages if one.reference in ratings.by_stage]
    series = {
        reference: [level_mean(one) for one in ratings.by_stage[reference]]
        for reference in references
    }
    named = stage_names(references, names)
    rows = tuple(
        (
            text(named[reference].text, named[reference].language),
            text(names.framework(reference)),
            *(mean(one) for one in series[reference]),
        )
        for reference in references
    )
    bars = [
        Bar(
            named[reference].text,
            first_and_last(series[reference]),
            points=tuple(None if v is None else of_scale(v) for v in plotted(series[reference])),
            language=named[reference].language,
        )
        for reference in references
    ]
    rtl = get_language_bidi()
    return Panel(
        "stage-months",
        gettext("Satisfaction by stage over time"),
        (
            Column(gettext("Stage")),
            Column(gettext("Framework")),
            *(Column(month_name(one.month), True) for one in ratings.months),
        ),
        rows,
        sentence=stage_changes(references, series, named),
        how=gettext(
            "Counted as the satisfaction over time, stage by stage. The stage that satisfies least "
            "today comes first."
        ),
        empty=over_time_empty(portfolio),
        chart=bars_chart(bars, right_to_left=rtl) if len(ratings.months) > 1 and bars else None,
        table_is_open=len(ratings.months) == 1,
    )


def first_and_last(means: list[Mean]) -> str:
    values = [one.value for one in means if one.value is not None]
    if not values:
        return ""
    return gettext("%(first)s to %(last)s") % {
        "first": signed_mean(values[0]),
        "last": signed_mean(values[-1]),
    }


def stage_changes(
    references: list[str], series: Mapping[str, list[Mean]], named: Mapping[str, Named]
) -> SafeString:
    """How many stages went up, how many down."""
    better = worse = 0
    for reference in references:
        values = [one.value for one in series[reference] if one.value is not None]
        if len(values) > 1:
            better += values[-1] > values[0]
            worse += values[-1] < values[0]
    if not references:
        return told("", {})
    pattern = gettext(
        "Stages that went up: %(better)d of %(count)d. Stages that went down: %(worse)d."
    )
    return told(pattern, {"count": len(references), "better": better, "worse": worse})

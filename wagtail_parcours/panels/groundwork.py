"""Panels on what maps rest on: evidence, guesswork, risks to data, and needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext

from ..blocks.other_sides import GUESSWORK_KINDS, RISK_KINDS
from ..insights.answers import NeedFigures, RiskFigures, share
from ..insights.portfolio import Portfolio
from ..rendering.charts import Bar, Stretch, bars_chart
from ..rendering.figures import amount, number
from .names import Named, Names
from .panel import Column, Panel, Shade, count, percent, sentences, text, told


def stacked(named: Named, parts: Sequence[tuple[int, str]], largest: int, value: str) -> Bar:
    """A bar of several parts, one after the other; parts of nothing are left out."""
    stretches, at = [], 0
    for size, css in parts:
        if size:
            stretches.append(Stretch(at / largest, (at + size) / largest, css))
            at += size
    return Bar(named.text, value, tuple(stretches), language=named.language)


def evidence_panel(portfolio: Portfolio, names: Names) -> Panel:
    """How much of what maps say rests on evidence."""
    figures = [
        (
            gettext("Stages"),
            portfolio.total("proven", "stages"),
            portfolio.total("stages", "stages"),
        ),
        (
            gettext("Findings"),
            portfolio.total("proven", "channels"),
            portfolio.total("findings", "channels"),
        ),
    ]
    figures = [row for row in figures if row[2]]
    bars = [
        Bar(
            name,
            amount(Decimal(share(proven, whole) or 0), "%"),
            (Stretch(0, proven / whole, "count"),),
        )
        for name, proven, whole in figures
    ]
    said = [
        told(
            gettext("%(what)s with evidence: %(proven)s of %(count)s (%(share)s)."),
            {
                "what": name,
                "proven": number(Decimal(proven)),
                "count": number(Decimal(whole)),
                "share": amount(Decimal(share(proven, whole) or 0), "%"),
            },
        )
        for name, proven, whole in figures
    ]
    return Panel(
        "evidence",
        gettext("What rests on evidence"),
        (
            Column(gettext("What the maps say")),
            Column(gettext("With evidence"), True),
            Column(gettext("All"), True),
            Column(gettext("Share with evidence"), True),
        ),
        tuple(
            (text(name), count(proven), count(whole), percent(share(proven, whole)))
            for name, proven, whole in figures
        ),
        sentence=sentences(*said),
        how=gettext(
            "A stage rests on evidence when it has a source that is no assumption, or a finding "
            "with evidence. Current-state maps only."
        ),
        empty=gettext("No current-state map is published yet."),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def guesswork_panel(portfolio: Portfolio, names: Names) -> Panel:
    """How often somebody guesses, by kind."""
    found = portfolio.guesswork
    labels = dict(GUESSWORK_KINDS)
    rows = [
        (str(labels.get(kind, gettext("Another kind"))), number_of)
        for kind, number_of in found.items()
    ]
    most, whole = max(found.values(), default=0), sum(found.values())
    bars = [
        Bar(name, number(Decimal(size)), (Stretch(0, size / most, "count"),)) for name, size in rows
    ]
    return Panel(
        "guesswork",
        gettext("Guesswork to review"),
        (Column(gettext("Kind")), Column(gettext("Entries"), True)),
        tuple((text(name), count(size)) for name, size in rows),
        sentence=told(
            ngettext(
                "%(count)s entry says that somebody guesses.",
                "%(count)s entries say that somebody guesses.",
                whole,
            ),
            {"count": number(Decimal(whole))},
        ),
        empty=gettext(
            "No guesswork is noted on a published map. Where people conjecture, judge case by case "
            "or know what nobody wrote down, note it in the lane “Guesswork”."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def risk_parts(row: RiskFigures) -> list[tuple[int, str]]:
    return [
        (row.high, "first"),
        (row.medium, "second"),
        (row.low, "third"),
        (row.unrated, "fourth"),
    ]


def risks_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The risks to data, by kind and by score."""
    risks = portfolio.risks
    labels = dict(RISK_KINDS)
    largest = max((row.total for row in risks), default=0)
    named = {row.kind: Named(str(labels.get(row.kind, gettext("Another kind")))) for row in risks}
    bars = [
        stacked(named[row.kind], risk_parts(row), largest, number(Decimal(row.total)))
        for row in risks
    ]
    high = portfolio.total("high", "risks")
    whole, bare = portfolio.total("total", "risks"), portfolio.total("bare", "risks")
    return Panel(
        "risks",
        gettext("Risks to data"),
        (
            Column(gettext("Kind")),
            Column(gettext("High (6 or 9)"), True),
            Column(gettext("Medium (3 or 4)"), True),
            Column(gettext("Low (1 or 2)"), True),
            Column(gettext("Not rated"), True),
            Column(gettext("Without mitigation"), True),
        ),
        tuple(
            (
                text(named[row.kind].text),
                count(row.high),
                count(row.medium),
                count(row.low),
                count(row.unrated),
                count(row.bare),
            )
            for row in risks
        ),
        sentence=sentences(
            told(
                gettext("High risks: %(high)s of %(count)s."),
                {"high": number(Decimal(high)), "count": number(Decimal(whole))},
            ),
            told(
                gettext("Risks for which nothing is done yet: %(count)s."),
                {"count": number(Decimal(bare))},
            ),
        ),
        how=gettext("The score of a risk is its likelihood (1 to 3) times its impact (1 to 3)."),
        empty=gettext(
            "No risk to data is noted on a published map. Start a map with the framework “Data "
            "journey”, and say at each stage what could happen to the data."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
        shades=(
            Shade(pgettext("risk", "High"), "first"),
            Shade(pgettext("risk", "Medium"), "second"),
            Shade(pgettext("risk", "Low"), "third"),
            Shade(gettext("Not rated"), "fourth"),
        ),
    )


def needs_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The needs by target group and persona: answered, and open; drawn by target group."""
    needs = portfolio.needs
    groups = {row.group: names.group(row.group) for row in needs}
    people = names.personas({row.persona for row in needs})
    nobody = Named(gettext("No persona named"))
    named = [(row, groups[row.group], people.get(row.persona, nobody)) for row in needs]
    whole_open, answered = portfolio.total("open", "needs"), portfolio.total("answered", "needs")
    bars = need_bars(needs, groups)
    return Panel(
        "needs",
        gettext("Needs and what answers them"),
        (
            Column(gettext("Target group")),
            Column(gettext("Persona")),
            Column(pgettext("needs", "Open"), True),
            Column(pgettext("needs", "Answered"), True),
        ),
        tuple(
            (
                text(group.text, group.language),
                text(person.text, person.language),
                count(row.open),
                count(row.answered),
            )
            for row, group, person in named
        ),
        sentence=told(
            gettext(
                "Open needs, which nothing answers or for which something is missing: %(open)s of "
                "%(count)s."
            ),
            {
                "open": number(Decimal(whole_open)),
                "count": number(Decimal(whole_open + answered)),
            },
        ),
        empty=gettext(
            "No published map lists needs yet. Start a map with the framework “Needs and "
            "initiatives”, and say for each need what answers it."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
        shades=(
            Shade(pgettext("needs", "Open"), "first"),
            Shade(pgettext("needs", "Answered"), "third"),
        ),
    )


def need_bars(needs: Sequence[NeedFigures], groups: dict[str, Named]) -> list[Bar]:
    """A bar for each target group, the one with the most open needs first."""
    counted: dict[str, list[int]] = {}
    for row in needs:
        sums = counted.setdefault(row.group, [0, 0])
        sums[0] += row.open
        sums[1] += row.answered
    largest = max((sum(sums) for sums in counted.values()), default=0)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1][0], -pair[1][1], pair[0]))
    return [
        stacked(
            groups[group],
            [(still_open, "first"), (answered, "third")],
            largest,
            gettext("%(open)s open") % {"open": number(Decimal(still_open))},
        )
        for group, (still_open, answered) in ordered
    ]

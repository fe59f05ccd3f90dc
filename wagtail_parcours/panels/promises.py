"""The panel on what was promised: improvements of signed maps, and how far they are."""

from __future__ import annotations

from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from ..insights.portfolio import Portfolio
from ..models import base_page_model
from ..models.roadmap import RoadmapState
from ..rendering.charts import Bar, Stretch, bars_chart
from ..rendering.figures import number
from ..roadmap import items_of_pages, roadmap_counts
from .names import Names
from .panel import Column, Panel, count, sentences, text, told


def roadmap_panel(portfolio: Portfolio, names: Names) -> Panel:
    """The items of the roadmap by state. One query."""
    pages = base_page_model().objects.filter(pk__in=portfolio.scope.maps.values("page_id"))
    items = items_of_pages(pages).current()
    if portfolio.scope.narrowing.channel:
        items = items.filter(channel=portfolio.scope.narrowing.channel)
    counts = roadmap_counts(items)
    states = [(state, counts[state.value]) for state in RoadmapState]
    most = max(size for _state, size in states)
    bars = [
        Bar(str(state.label), number(Decimal(size)), (Stretch(0, size / most, shade_of(state)),))
        for state, size in states
        if most
    ]
    rows = [(text(str(state.label)), count(size)) for state, size in states]
    rows.append((text(gettext("Late, whatever the state")), count(counts["overdue"])))
    return Panel(
        "roadmap",
        gettext("Improvements on the roadmap"),
        (Column(gettext("State")), Column(gettext("Improvements"), True)),
        tuple(rows) if most else (),
        sentence=roadmap_sentence(counts["done"], counts["total"], counts["overdue"]),
        how=gettext(
            "The improvements of the future-state maps that are published; late are those whose "
            "target date has passed and that are neither done nor dropped."
        ),
        empty=gettext(
            "No improvement is on the roadmap yet. The improvements of a future-state map come "
            "here when it is published."
        ),
        chart=bars_chart(bars, right_to_left=get_language_bidi()) if bars else None,
    )


def shade_of(state: RoadmapState) -> str:
    return "against" if state == RoadmapState.BLOCKED else "count"


def roadmap_sentence(done: int, total: int, late: int) -> SafeString:
    whole = told(
        gettext("Improvements done: %(done)s of %(count)s."),
        {"done": number(Decimal(done)), "count": number(Decimal(total))},
    )
    if not late:
        return whole
    part = told(
        gettext("Late: %(count)s."),
        {"count": number(Decimal(late))},
    )
    return sentences(whole, part)

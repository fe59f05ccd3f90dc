"""The portfolio page for employees: what the visitor may read of it, and its downloads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..insights.portfolio import Portfolio
from ..insights.scope import Scope
from ..models import JourneyIndexMixin, base_page_model
from ..models.portfolio import register_download
from ..rendering.languages import NOTHING, language_attributes
from .catalogue import build_panel, build_panels
from .headline import Figure, headline
from .panel import Panel
from .spreadsheet import PanelSpreadsheet, asked_for

#: What employees are shown. How maps are made (evidence, guesswork, risks) is for those who make
#: them, in the admin.
PAGE_PANELS = (
    "stages",
    "months",
    "stage-months",
    "channels",
    "personas",
    "needs",
    "indicators",
    "roadmap",
    "worst",
)
#: So many maps are named; a catalogue has them all.
NAMED_MAPS = 24


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the visitor may read."""

    title: str
    url: str
    language: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """What the page's template prints. `part` is the page below which maps are counted, None for
    the whole site; `others` is the number of maps that are not named in `maps`."""

    figures: list[Figure]
    panels: list[Panel]
    part: Link | None
    maps: list[Link]
    others: int
    catalogues: list[Link]


def portfolio_view(page: Any, request: Any) -> PortfolioView:
    """Everything on the page, over the maps that this visitor may read."""
    scope = page_scope(page, request)
    portfolio = Portfolio(scope)
    total = sum(portfolio.maps.values())
    if not total:
        return PortfolioView([], [], None, [], 0, [])
    language = get_language() or ""
    maps = list(
        scope.maps.select_related("page__locale").order_by("page__title", "pk")[:NAMED_MAPS]
    )
    others = total - len(maps)
    return PortfolioView(
        figures=headline(portfolio),
        panels=[panel for panel in build_panels(PAGE_PANELS, portfolio, language) if panel.rows],
        part=part_link(page, scope, request),
        maps=[link(row.page, request) for row in maps],
        others=others,
        catalogues=catalogues(scope, request) if others else [],
    )


def page_scope(page: Any, request: Any) -> Scope:
    return Scope(request, below=covered_pages(page))


def covered_pages(page: Any) -> Sequence[Any] | None:
    """The part of the site that a portfolio covers, in every language: a page of its own, else
    the root of its site. None where it belongs to no site."""
    start = page.below
    if start is None:
        site = page.get_site()
        start = site.root_page if site is not None else None
    if start is None:
        return None
    return list(base_page_model().objects.filter(translation_key=start.translation_key))


def part_link(page: Any, scope: Scope, request: Any) -> Link | None:
    """The page that was chosen, if this visitor may read it."""
    if page.below_id is None:
        return None
    found = scope.readable.filter(pk=page.below_id).select_related("locale").first()
    return link(found, request) if found is not None else None


def catalogues(scope: Scope, request: Any) -> list[Link]:
    found = scope.pages.type(JourneyIndexMixin).filter(locale_id=scope.locale_pk)
    pages = found.select_related("locale").order_by("path")[:NAMED_MAPS]
    return [link(page, request) for page in pages]


def link(page: Any, request: Any) -> Link:
    code = page.locale.language_code
    language = NOTHING if code == get_language() else language_attributes(code)
    return Link(page.title, page.get_url(request) or "", language)


def connect_downloads() -> None:
    """Offer the downloads of portfolio pages; called once, when ready."""
    register_download(panel_file)


def panel_file(page: Any, request: Any) -> HttpResponse | None:
    """The table of one panel of the page as a file; None when the page itself is wanted."""
    key, export_format = asked_for(request)
    if key not in PAGE_PANELS:
        return None
    panel = build_panel(key, Portfolio(page_scope(page, request)), get_language() or "")
    return PanelSpreadsheet(panel).response(export_format) if panel is not None else None

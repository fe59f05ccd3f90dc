"""Reports with panels of figures above their list, each panel with downloads of its own."""

from dataclasses import replace
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from ...insights.portfolio import Portfolio
from ...panels import Panel, build_panel, build_panels
from ...panels.spreadsheet import PanelSpreadsheet, asked_for
from .base import InsightReportView

#: The report that lists what a panel counts.
REPORTS = {
    "evidence": "evidence_report",
    "guesswork": "guesswork_report",
    "risks": "risk_report",
    "needs": "need_report",
    "channels": "cross_matrix",
}


class PanelReportView(InsightReportView):
    """A report on live maps that shows some panels, over the same maps as its list."""

    template_name = "wagtail_parcours/admin/insights/panels.html"
    results_template_name = "wagtail_parcours/admin/insights/panels_results.html"
    #: Keys of the panels, in order.
    panel_keys: ClassVar[tuple[str, ...]] = ()
    #: What the list below the panels holds.
    list_heading: Any = ""

    @cached_property
    def portfolio(self) -> Portfolio:
        return Portfolio(self.scope)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key, export_format = asked_for(request)
        if not key:
            return super().get(request, *args, **kwargs)
        if key not in self.panel_keys:
            raise Http404
        panel = build_panel(key, self.portfolio, get_language() or "")
        return PanelSpreadsheet(panel).response(export_format)

    def summary(self) -> dict[str, Any]:
        panels = build_panels(self.panel_keys, self.portfolio, get_language() or "")
        address = self.address()
        return {
            "has_maps": bool(self.map_count),
            "panels": [self.with_report(panel) for panel in panels],
            "panel_address": f"{address}{'&' if '?' in address else '?'}",
            "list_heading": self.list_heading,
        }

    def with_report(self, panel: Panel) -> Panel:
        """The panel with the way to the report that lists what it counts, filtered alike."""
        name = f"wagtail_parcours:{REPORTS[panel.key]}" if panel.key in REPORTS else ""
        if not name or name == self.index_url_name:
            return panel
        query = self.address().partition("?")[2]
        address = reverse(name)
        return replace(
            panel,
            more=f"{address}?{query}" if query else address,
            more_label=_("See each of them"),
        )

    @cached_property
    def map_count(self) -> int:
        return sum(self.portfolio.maps.values())


class WideColumn(Column):
    """A column of longer texts, which need room."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, classname="parcours-insight-text", **kwargs)

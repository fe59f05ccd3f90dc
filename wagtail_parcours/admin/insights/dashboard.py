"""The portfolio dashboard: what all maps that a person may read add up to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column

from ...frameworks import framework_choices
from ...panels import PANELS, headline
from ...rendering.marks import level_label
from ..reports import MapReportMenuItem, report_item
from .base import EntryColumn, ScopeFilterSet, insight_report_urls, map_column
from .panel_reports import PanelReportView


class DashboardFilterSet(ScopeFilterSet):
    """What the maps speak of, and the framework that they follow."""

    framework = django_filters.ChoiceFilter(
        label=gettext_lazy("Framework"), choices=framework_choices
    )


class PortfolioDashboardView(PanelReportView):
    """Figures in panels; below them the stages of maps that frustrate, the worst first."""

    results_template_name = "wagtail_parcours/admin/insights/portfolio_results.html"
    page_title = gettext_lazy("Portfolio")
    header_icon = "parcours-journey"
    index_url_name = "wagtail_parcours:portfolio"
    index_results_url_name = "wagtail_parcours:portfolio_results"
    filterset_class = DashboardFilterSet
    # The worst stages are the list below.
    panel_keys = tuple(key for key in PANELS if key != "worst")
    paginate_by = 10
    list_heading = gettext_lazy("The worst stages")
    export_filename = "worst-stages"
    empty_title = gettext_lazy("No map is published yet")
    empty_text = gettext_lazy(
        "Satisfaction, irritants, indicators and risks of the published maps are added up here. "
        "Start a map from “New journey map”, say how satisfied clients are at each stage, and "
        "publish it."
    )
    list_export = [
        "text",
        "map_title",
        "language_name",
        "level",
        "level_name",
        "moment_label",
        "ease",
        "url",
    ]
    export_headings = {
        "text": gettext_lazy("Stage"),
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "level": gettext_lazy("Satisfaction of clients"),
        "level_name": gettext_lazy("In words"),
        "moment_label": gettext_lazy("Moment of truth"),
        "ease": gettext_lazy("Ease for employees"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn(label=_("Stage")),
            Column("level_name", label=_("Satisfaction of clients")),
            Column("moment_label", label=_("Moment of truth")),
            map_column(),
        ]

    def rows(self) -> QuerySet[Any]:
        return self.portfolio.ranked_stages()

    def row_count(self) -> int:
        # The figures above the list know it already.
        return self.portfolio.total("low", "stages")

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        for row in rows:
            row.level_name = level_label(row.level)
            row.moment_label = _("Yes") if row.moment_of_truth else _("No")

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d stage", "%(count)d stages", count) % {"count": count}

    def summary(self) -> dict[str, Any]:
        return {**super().summary(), "figures": headline(self.portfolio)}


def portfolio_item(order: int) -> MapReportMenuItem:
    return report_item(PortfolioDashboardView, "portfolio", order)


portfolio_urls = insight_report_urls(PortfolioDashboardView, "portfolio")

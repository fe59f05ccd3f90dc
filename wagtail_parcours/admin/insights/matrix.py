"""The report “Cross matrix”: which irritants to fix first, over all maps that a person may read."""

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.utils.utils import flatten_choices

from ...insights.matrix import (
    EFFECT_WORDS,
    CrossMatrix,
    cell_choices,
    cross_matrix,
    findings_in,
)
from ...insights.scope import Narrowing
from ...insights.wording import describe_finding
from ...rendering.matrix import matrix_view
from ..reports import MapReportMenuItem, report_item
from .base import (
    EntryColumn,
    InsightReportView,
    ScopeFilterSet,
    insight_report_urls,
    map_column,
    stage_column,
)

STATES = (("future", gettext_lazy("Future state")), ("all", gettext_lazy("Current and future")))


class MatrixFilterSet(ScopeFilterSet):
    """Without a choice of state, the maps of today: what is lived through, not what is planned."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, empty_label=gettext_lazy("Current state")
    )
    cell = django_filters.ChoiceFilter(
        label=gettext_lazy("Cell of the matrix"), choices=cell_choices
    )

    def narrowing(self) -> Narrowing:
        state = self.asked.get("state") or "current"
        return replace(super().narrowing(), state="" if state == "all" else state)


class LinesColumn(Column):
    """Several short texts, one below the other."""

    cell_template_name = "wagtail_parcours/admin/insights/lines_cell.html"


class MatrixReportView(InsightReportView):
    """Findings by what they do to clients and to employees; one cell of them listed, or all."""

    results_template_name = "wagtail_parcours/admin/insights/matrix_results.html"
    page_title = gettext_lazy("Cross matrix")
    header_icon = "parcours-table"
    index_url_name = "wagtail_parcours:cross_matrix"
    index_results_url_name = "wagtail_parcours:cross_matrix_results"
    filterset_class = MatrixFilterSet
    export_filename = "cross-matrix"
    empty_title = gettext_lazy("No finding on a published map yet")
    empty_text = gettext_lazy(
        "Barriers, pain points and bright spots of the published maps are set side by side here: "
        "what they do to clients, and what they do to employees. Write findings on a map, say "
        "what each does to the employee, and publish it."
    )
    list_export = [
        "map_title",
        "language_name",
        "stage_name",
        "kind_label",
        "text",
        "client_label",
        "employee_label",
        "severity_label",
        "frequency_label",
        "moment_label",
        "channel_name",
        "note",
        "url",
    ]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "stage_name": gettext_lazy("Stage"),
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("Finding"),
        "client_label": gettext_lazy("Effect on the client"),
        "employee_label": gettext_lazy("Effect on the employee"),
        "severity_label": gettext_lazy("Severity"),
        "frequency_label": gettext_lazy("Frequency"),
        "moment_label": gettext_lazy("Moment of truth"),
        "channel_name": gettext_lazy("Channel"),
        "note": gettext_lazy("Evidence"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn(label=_("Finding")),
            LinesColumn("effects", label=_("Effect"), accessor="effect_lines"),
            LinesColumn("weight", label=_("Weight")),
            Column("channel_name", label=_("Channel")),
            stage_column(),
            map_column(),
        ]

    @property
    def cell(self) -> str:
        return self.asked.get("cell") or ""

    @cached_property
    def matrix(self) -> CrossMatrix:
        return cross_matrix(self.scope)

    def rows(self) -> QuerySet[Any]:
        return findings_in(self.scope, self.cell)

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        for row in rows:
            describe_finding(row)
            row.effect_lines = [row.client_label, row.employee_label]

    def row_count(self) -> int | None:
        return self.matrix.total if not self.cell else None

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d finding", "%(count)d findings", count) % {"count": count}

    def summary(self) -> dict[str, Any]:
        labels = flatten_choices(cell_choices())
        view = matrix_view(
            self.matrix, EFFECT_WORDS, lambda key: f"{self.address(cell=key)}#parcours-list"
        )
        heading = labels[self.cell] if self.cell in labels else _("All findings, the worst first")
        return {"matrix": view, "list_heading": capfirst(str(heading))}


def matrix_item(order: int) -> MapReportMenuItem:
    return report_item(MatrixReportView, "cross-matrix", order)


matrix_urls = insight_report_urls(MatrixReportView, "cross-matrix")

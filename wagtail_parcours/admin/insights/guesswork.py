"""The report “Guesswork”: where people conjecture, judge case by case, or know by heart."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from ...blocks.other_sides import GUESSWORK_KINDS
from ...models.insights import EntryKind
from ..reports import MapReportMenuItem, report_item
from .base import EntryColumn, ScopeFilterSet, insight_report_urls, map_column, stage_column
from .panel_reports import PanelReportView


class GuessworkFilterSet(ScopeFilterSet):
    """Which kind of guesswork is listed."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=lambda: GUESSWORK_KINDS)


class GuessworkReportView(PanelReportView):
    """Every entry, map by map, for a review of what should be written down or decided."""

    page_title = gettext_lazy("Guesswork")
    header_icon = "parcours-guesswork"
    index_url_name = "wagtail_parcours:guesswork_report"
    index_results_url_name = "wagtail_parcours:guesswork_report_results"
    filterset_class = GuessworkFilterSet
    panel_keys = ("guesswork",)
    list_heading = gettext_lazy("To review, map by map")
    export_filename = "guesswork"
    empty_title = gettext_lazy("No guesswork is noted")
    empty_text = gettext_lazy(
        "Conjecture, judgement case by case and undocumented knowledge that published maps note "
        "are listed here for review. Switch the lane “Guesswork” on, in a service blueprint for "
        "instance, and publish the map."
    )
    list_export = ["map_title", "language_name", "stage_name", "kind_label", "text", "url"]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "stage_name": gettext_lazy("Stage"),
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("What is guessed, and by whom"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn(label=_("What is guessed, and by whom")),
            stage_column(),
            map_column(),
        ]

    def rows(self) -> QuerySet[Any]:
        entries = self.scope.entries(EntryKind.GUESSWORK)
        kind = self.asked.get("kind")
        if kind:
            entries = entries.filter(sort=kind)
        return entries.order_by("page__title", "page_id", "position")

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        kinds = dict(GUESSWORK_KINDS)
        for row in rows:
            row.kind_label = str(kinds.get(row.sort, _("Guesswork")))


def guesswork_item(order: int) -> MapReportMenuItem:
    return report_item(GuessworkReportView, "guesswork", order)


guesswork_urls = insight_report_urls(GuessworkReportView, "guesswork")

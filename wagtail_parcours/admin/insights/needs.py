"""The report “Needs and initiatives”: what target groups need, and what answers it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column

from ...models.insights import EntryKind
from ..columns import WrittenColumn
from ..reports import MapReportMenuItem, report_item
from .base import EntryColumn, ScopeFilterSet, insight_report_urls, map_column
from .gaps import describe_needs
from .panel_reports import PanelReportView

ANSWER_CHOICES = [
    ("open", pgettext_lazy("need", "Open")),
    ("answered", pgettext_lazy("need", "Answered")),
]


class NeedFilterSet(ScopeFilterSet):
    """Whether open or answered needs are listed."""

    answer = django_filters.ChoiceFilter(label=gettext_lazy("Answer"), choices=ANSWER_CHOICES)


class NeedReportView(PanelReportView):
    """Needs by target group and persona, open ones first."""

    page_title = gettext_lazy("Needs and initiatives")
    header_icon = "parcours-need"
    index_url_name = "wagtail_parcours:need_report"
    index_results_url_name = "wagtail_parcours:need_report_results"
    filterset_class = NeedFilterSet
    panel_keys = ("needs",)
    list_heading = gettext_lazy("Needs by target group and persona")
    export_filename = "needs"
    empty_title = gettext_lazy("No need is listed")
    empty_text = gettext_lazy(
        "Needs that published maps list are gathered here by target group and persona. Start a "
        "map with the framework “Needs and initiatives”, say for each need what answers it, and "
        "publish the map."
    )
    list_export = [
        "map_title",
        "language_name",
        "group_name",
        "persona_name",
        "stage_name",
        "text",
        "answer_label",
        "note",
        "url",
    ]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "group_name": gettext_lazy("Target group"),
        "persona_name": gettext_lazy("Persona"),
        "stage_name": gettext_lazy("Key moment"),
        "text": gettext_lazy("Need"),
        "answer_label": gettext_lazy("Answer"),
        "note": gettext_lazy("What is missing"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn(label=_("Need")),
            Column("answer_label", label=_("Answer")),
            WrittenColumn("note", label=_("What is missing"), language=lambda row: row.language),
            Column("for_whom", label=_("For whom")),
            Column("stage_name", label=_("Key moment")),
            map_column(),
        ]

    def rows(self) -> QuerySet[Any]:
        needs = self.scope.entries(EntryKind.NEED)
        answer = self.asked.get("answer")
        if answer:
            needs = needs.filter(is_open=answer == "open")
        return needs.order_by("group", "persona", "-is_open", "page__title", "page_id", "position")

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        describe_needs(rows, self.scope.language)
        for row in rows:
            row.answer_label = (
                pgettext("need", "Open") if row.is_open else pgettext("need", "Answered")
            )

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d need", "%(count)d needs", count) % {"count": count}


def needs_item(order: int) -> MapReportMenuItem:
    return report_item(NeedReportView, "needs", order)


need_urls = insight_report_urls(NeedReportView, "needs")

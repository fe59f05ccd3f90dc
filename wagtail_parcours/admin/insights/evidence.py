"""The reports “Evidence” and “Assumptions”: what maps rest on, map by map, and what is assumed."""

from typing import Any

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from ...blocks.findings import FINDING_KINDS
from ...insights.answers import share
from ...models.insights import EntryKind, InsightEntry
from ..reports import MapReportMenuItem, report_item
from .base import (
    EntryColumn,
    InsightReportView,
    insight_report_urls,
    map_column,
    stage_column,
)
from .panel_reports import PanelReportView


class EvidenceReportView(PanelReportView):
    """The current-state maps with the share of what rests on evidence, the least proven first."""

    page_title = gettext_lazy("Evidence")
    header_icon = "parcours-evidence"
    index_url_name = "wagtail_parcours:evidence_report"
    index_results_url_name = "wagtail_parcours:evidence_report_results"
    panel_keys = ("evidence",)
    list_heading = gettext_lazy("Map by map, the least proven first")
    export_filename = "evidence"
    empty_title = gettext_lazy("No current-state map is published yet")
    empty_text = gettext_lazy(
        "How much of each published map rests on evidence stands here. Publish a current-state "
        "map, and say on its stages and findings how you know."
    )
    list_export = [
        "map_title",
        "language_name",
        "stages",
        "stages_proven",
        "stages_share",
        "findings",
        "findings_proven",
        "findings_share",
        "url",
    ]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "stages": gettext_lazy("Stages"),
        "stages_proven": gettext_lazy("Stages with evidence"),
        "stages_share": gettext_lazy("Stages with evidence, in percent"),
        "findings": gettext_lazy("Findings"),
        "findings_proven": gettext_lazy("Findings with evidence"),
        "findings_share": gettext_lazy("Findings with evidence, in percent"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def header_buttons(self) -> list[Button]:
        query = self.address().partition("?")[2]
        address = reverse("wagtail_parcours:assumptions_report")
        return [
            HeaderButton(
                _("Assumptions"),
                url=f"{address}?{query}" if query else address,
                icon_name="parcours-evidence",
                priority=10,
            )
        ]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn("map_title", label=_("Map")),
            Column("stages_label", label=_("Stages with evidence")),
            Column("findings_label", label=_("Findings with evidence")),
            Column("language_name", label=_("Language")),
        ]

    def counted(self, kind: EntryKind, column: str, **conditions: Any) -> Any:
        """How many entries of a kind a map has, as a part of the query for maps.

        `column` is the one of the map that holds their number where all of them count.
        """
        narrowing = self.scope.narrowing
        if not narrowing.channel and not narrowing.stage:
            return F(column)
        entries = InsightEntry.objects.filter(kind=kind, page_id=OuterRef("page_id"), **conditions)
        narrowed = self.scope.narrowed_entries(entries, [kind]).order_by()
        return Coalesce(
            Subquery(narrowed.values("page_id").annotate(n=Count("page_id")).values("n")), 0
        )

    def rows(self) -> QuerySet[Any]:
        proven = F("stages_proven") + F("findings_proven")
        entries = F("stages") + F("findings")
        return self.portfolio.current.annotate(
            stages=self.counted(EntryKind.STAGE, "stage_count"),
            stages_proven=self.counted(EntryKind.STAGE, "proven_stages", has_evidence=True),
            findings=self.counted(EntryKind.FINDING, "finding_count"),
            findings_proven=self.counted(EntryKind.FINDING, "proven_findings", has_evidence=True),
            share=ExpressionWrapper(proven * 1.0 / NullIf(entries, 0), output_field=FloatField()),
        ).order_by(F("share").asc(nulls_last=True), "page__title", "pk")

    def as_entry(self, row: Any) -> Any:
        entry = InsightEntry(page_id=row.page_id)
        for name in ("stages", "stages_proven", "findings", "findings_proven"):
            setattr(entry, name, getattr(row, name))
        return entry

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        for row in rows:
            # The title of the map is in the language of the map.
            row.language = row.map.locale.language_code
            row.stages_share = share(row.stages_proven, row.stages)
            row.findings_share = share(row.findings_proven, row.findings)
            row.stages_label = part_of(row.stages_proven, row.stages)
            row.findings_label = part_of(row.findings_proven, row.findings)

    def row_count(self) -> int:
        return self.portfolio.maps["current"]

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d map", "%(count)d maps", count) % {"count": count}


def part_of(part: int, whole: int) -> str:
    percent = share(part, whole)
    if percent is None:
        return ""
    return _("%(part)d of %(whole)d (%(percent)d%%)") % {
        "part": part,
        "whole": whole,
        "percent": percent,
    }


class AssumptionsReportView(InsightReportView):
    """Findings without evidence, and what is noted as an assumption, map by map."""

    page_title = gettext_lazy("Assumptions")
    header_icon = "parcours-evidence"
    index_url_name = "wagtail_parcours:assumptions_report"
    index_results_url_name = "wagtail_parcours:assumptions_report_results"
    results_template_name = "wagtail_parcours/admin/insights/list_results.html"
    export_filename = "assumptions"
    empty_title = gettext_lazy("Nothing is assumed")
    empty_text = gettext_lazy(
        "Findings that nothing proves, and what maps note as an assumption, are listed here, so "
        "that somebody can find out."
    )
    list_export = ["map_title", "language_name", "stage_name", "kind_label", "text", "url"]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "stage_name": gettext_lazy("Stage"),
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("What is assumed"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [EntryColumn(label=_("What is assumed")), stage_column(), map_column()]

    def rows(self) -> QuerySet[Any]:
        maps = self.scope.maps.filter(state="current")
        entries = self.scope.entries(EntryKind.FINDING, EntryKind.EVIDENCE, maps=maps)
        return entries.filter(Q(has_evidence=False)).order_by("page__title", "page_id", "position")

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        kinds = dict(FINDING_KINDS)
        for row in rows:
            if row.kind == EntryKind.EVIDENCE:
                row.kind_label = _("Assumption")
            else:
                row.kind_label = str(kinds.get(row.sort, _("Finding")))

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d assumption", "%(count)d assumptions", count) % {"count": count}


def evidence_item(order: int) -> MapReportMenuItem:
    return report_item(EvidenceReportView, "evidence", order)


evidence_urls = [
    *insight_report_urls(EvidenceReportView, "evidence"),
    *insight_report_urls(AssumptionsReportView, "assumptions"),
]

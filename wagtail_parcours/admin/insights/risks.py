"""The report “Data risks”: where data are at risk, the greatest risk first."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Trim
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.ui.tables import Column

from ...blocks.other_sides import RISK_KINDS
from ...models.insights import EntryKind
from ..columns import WrittenColumn
from ..reports import MapReportMenuItem, report_item
from .base import EntryColumn, ScopeFilterSet, insight_report_urls, map_column, stage_column
from .panel_reports import PanelReportView

#: The scores (likelihood times impact) of each class.
SCORES = {
    "high": Q(score__gte=6),
    "medium": Q(score__gte=3, score__lt=6),
    "low": Q(score__lt=3),
    "unrated": Q(score__isnull=True),
}
SCORE_CHOICES = [
    ("high", gettext_lazy("High (6 or 9)")),
    ("medium", gettext_lazy("Medium (3 or 4)")),
    ("low", gettext_lazy("Low (1 or 2)")),
    ("unrated", gettext_lazy("Not rated")),
]
MITIGATION_CHOICES = [
    ("none", gettext_lazy("Nothing is done yet")),
    ("some", gettext_lazy("Something is done")),
]


class RiskFilterSet(ScopeFilterSet):
    """Which risks are listed."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=lambda: RISK_KINDS)
    score = django_filters.ChoiceFilter(label=gettext_lazy("Score"), choices=SCORE_CHOICES)
    mitigation = django_filters.ChoiceFilter(
        label=gettext_lazy("Mitigation"), choices=MITIGATION_CHOICES
    )


class RiskReportView(PanelReportView):
    """Risks to data by their score; those that nobody rated come last."""

    page_title = gettext_lazy("Data risks")
    header_icon = "parcours-risk"
    index_url_name = "wagtail_parcours:risk_report"
    index_results_url_name = "wagtail_parcours:risk_report_results"
    filterset_class = RiskFilterSet
    panel_keys = ("risks",)
    list_heading = gettext_lazy("Risks, the greatest first")
    export_filename = "data-risks"
    empty_title = gettext_lazy("No risk to data is noted")
    empty_text = gettext_lazy(
        "Risks to data that published maps note are listed here, with what is done about them. "
        "Start a map with the framework “Data journey”, note the risks at each stage, and "
        "publish it."
    )
    list_export = [
        "map_title",
        "language_name",
        "stage_name",
        "kind_label",
        "text",
        "likelihood",
        "impact",
        "score",
        "note",
        "owner",
        "url",
    ]
    export_headings = {
        "map_title": gettext_lazy("Map"),
        "language_name": gettext_lazy("Language"),
        "stage_name": gettext_lazy("Stage"),
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("Risk"),
        "likelihood": gettext_lazy("Likelihood"),
        "impact": gettext_lazy("Impact"),
        "score": gettext_lazy("Score"),
        "note": gettext_lazy("Mitigation"),
        "owner": pgettext_lazy("of a risk", "Owner"),
        "url": gettext_lazy("Address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            EntryColumn(label=_("Risk")),
            Column("score_label", label=_("Score")),
            WrittenColumn(
                "mitigation_label", label=_("Mitigation"), language=lambda row: row.language
            ),
            Column("owner_label", label=pgettext_lazy("of a risk", "Owner")),
            stage_column(),
            map_column(),
        ]

    def rows(self) -> QuerySet[Any]:
        risks = self.scope.entries(EntryKind.RISK).annotate(
            score=F("likelihood") * F("impact"), done=Trim("note")
        )
        asked = self.asked
        if asked.get("kind"):
            risks = risks.filter(sort=asked["kind"])
        if asked.get("score"):
            risks = risks.filter(SCORES[asked["score"]])
        if asked.get("mitigation"):
            bare = Q(done="")
            risks = risks.filter(bare if asked["mitigation"] == "none" else ~bare)
        return risks.order_by(
            F("score").desc(nulls_last=True), "-impact", "page__title", "page_id", "position"
        )

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        kinds = dict(RISK_KINDS)
        for row in rows:
            row.kind_label = str(kinds.get(row.sort, _("Risk")))
            row.score_label = score_label(row)
            row.mitigation_label = row.note if row.done else _("Nothing is done yet")
            row.owner_label = row.owner or _("Nobody named")

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d risk", "%(count)d risks", count) % {"count": count}


def score_label(row: Any) -> str:
    if row.score is None:
        return _("Not rated")
    return _("%(score)d (likelihood %(likelihood)d × impact %(impact)d)") % {
        "score": row.score,
        "likelihood": row.likelihood,
        "impact": row.impact,
    }


def risks_item(order: int) -> MapReportMenuItem:
    return report_item(RiskReportView, "data-risks", order)


risk_urls = insight_report_urls(RiskReportView, "data-risks")

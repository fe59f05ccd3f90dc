"""The report “Gap analysis”: what the maps complain of or promise, and nothing answers."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column

from ...insights.gap_kinds import GAP_LABELS, GAPS, UNKNOWN, Gap
from ...insights.gaps import GapAnalysis
from ...insights.keeping import Summary
from ...insights.wording import describe_finding, describe_improvement
from ...models.insights import InsightEntry
from ...models.personas import personas_by_key
from ...models.target_groups import target_groups_by_key
from ..reports import MapReportMenuItem, report_item
from .base import (
    EntryColumn,
    InsightReportView,
    ScopeFilterSet,
    insight_report_urls,
    map_column,
    stage_column,
)
from .matrix import LinesColumn

GAP_HELP: Mapping[str, Any] = {
    "barriers": gettext_lazy(
        "Of the maps that a published future-state map starts from, the worst first. Add an "
        "improvement there that names the barrier, or name it in one that removes it."
    ),
    "improvements": gettext_lazy(
        "They name no barrier, or only barriers that are no longer on the current-state map. "
        "Say what each removes, or ask whether it is needed."
    ),
    "channels": gettext_lazy(
        "Clients or employees use them today, and the future-state map has no card for them. "
        "Add a card, or let the channel go on purpose."
    ),
    "stages": gettext_lazy(
        "Neither a source nor a proven finding: what these stages say is assumed. Ask clients, "
        "look at data, and write down how you know."
    ),
    "needs": gettext_lazy("No initiative answers them, or something that would is missing."),
    "maps": gettext_lazy(
        "Nothing answers these maps yet. Make a future-state map that starts from each, and "
        "publish it."
    ),
}
MAP, STAGE, CHANNEL = (
    gettext_lazy("Map"),
    gettext_lazy("Stage"),
    gettext_lazy("Channel"),
)
#: The fields of each list's export, with their headings.
EXPORTS: Mapping[str, Mapping[str, Any]] = {
    "barriers": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "stage_name": STAGE,
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("Finding"),
        "severity_label": gettext_lazy("Severity"),
        "frequency_label": gettext_lazy("Frequency"),
        "moment_label": gettext_lazy("Moment of truth"),
        "channel_name": CHANNEL,
        "url": gettext_lazy("Address"),
    },
    "improvements": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "channel_name": CHANNEL,
        "kind_label": gettext_lazy("Kind"),
        "text": gettext_lazy("Improvement"),
        "reason_label": gettext_lazy("Why it is listed"),
        "owner": gettext_lazy("Responsible"),
        "due": gettext_lazy("Target date"),
        "url": gettext_lazy("Address"),
    },
    "channels": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "channel_name": CHANNEL,
        "uses": gettext_lazy("Times it is named"),
        "url": gettext_lazy("Address"),
    },
    "stages": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "text": STAGE,
        "url": gettext_lazy("Address"),
    },
    "needs": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "group_name": gettext_lazy("Target group"),
        "persona_name": gettext_lazy("Persona"),
        "stage_name": gettext_lazy("Key moment"),
        "text": gettext_lazy("Need"),
        "missing": gettext_lazy("What is missing"),
        "url": gettext_lazy("Address"),
    },
    "maps": {
        "map_title": MAP,
        "language_name": gettext_lazy("Language"),
        "barriers": gettext_lazy("Barriers and pain points"),
        "url": gettext_lazy("Address"),
    },
}


def gap_choices() -> list[tuple[str, Any]]:
    """The gaps that are listed when asked for; the first one is when nothing is."""
    return [(key, GAP_LABELS[key]) for key in GAPS[1:]]


class GapFilterSet(ScopeFilterSet):
    """Which gap is listed, beside what the report speaks of."""

    gap = django_filters.ChoiceFilter(
        label=gettext_lazy("What is missing"),
        choices=gap_choices,
        empty_label=GAP_LABELS[GAPS[0]],
    )


class GapReportView(InsightReportView):
    """Six kinds of gaps with their numbers, and the list of one of them."""

    results_template_name = "wagtail_parcours/admin/insights/gap_results.html"
    page_title = gettext_lazy("Gap analysis")
    header_icon = "warning"
    index_url_name = "wagtail_parcours:gap_analysis"
    index_results_url_name = "wagtail_parcours:gap_analysis_results"
    filterset_class = GapFilterSet

    @cached_property
    def gap(self) -> str:
        return self.asked.get("gap") or GAPS[0]

    @cached_property
    def analysis(self) -> GapAnalysis:
        return GapAnalysis(self.scope)

    @property
    def numbers(self) -> Mapping[str, Gap]:
        return self.analysis.numbers

    def rows(self) -> QuerySet[Any]:
        return self.analysis.rows(self.gap)

    @cached_property
    def map_count(self) -> int:
        return self.analysis.map_count

    # -- the list

    def listed_beside(self) -> tuple[Summary, ...]:
        return (self.scope.readable_summary,)

    @property
    def row_key(self) -> tuple[str, ...]:
        return ("page_id", "channel") if self.gap == "channels" else ("pk",)

    @property
    def export_filename(self) -> str:
        return f"gaps-{self.gap}"

    @property
    def list_export(self) -> list[str]:
        return list(EXPORTS[self.gap])

    @property
    def export_headings(self) -> Mapping[str, Any]:
        return EXPORTS[self.gap]

    @cached_property
    def columns(self) -> list[Column]:
        channel = Column("channel_name", label=_("Channel"))
        columns: dict[str, list[Column]] = {
            "barriers": [
                EntryColumn(label=_("Finding")),
                LinesColumn("weight", label=_("Weight")),
                channel,
                stage_column(),
                map_column(),
            ],
            "improvements": [
                EntryColumn(label=_("Improvement")),
                Column("reason_label", label=_("Why it is listed")),
                channel,
                Column("owner", label=_("Responsible")),
                map_column(),
            ],
            "channels": [
                EntryColumn("channel_name", label=_("Channel")),
                Column("uses", label=_("Times it is named")),
                map_column(),
            ],
            "stages": [EntryColumn(label=_("Stage")), map_column()],
            "needs": [
                EntryColumn(label=_("Need")),
                Column("missing", label=_("What is missing")),
                Column("for_whom", label=_("For whom")),
                Column("stage_name", label=_("Key moment")),
                map_column(),
            ],
            "maps": [
                EntryColumn("map_title", label=_("Map")),
                Column("barriers", label=_("Barriers and pain points")),
                Column("language_name", label=_("Language")),
            ],
        }
        return columns[self.gap]

    def as_entry(self, row: Any) -> Any:
        """Channels and maps are no entries: one without any text stands for each."""
        if self.gap == "channels":
            entry = InsightEntry(page_id=row["page_id"], channel=row["channel"])
            entry.uses = row["uses"]
            return entry
        if self.gap == "maps":
            entry = InsightEntry(page_id=row.page_id)
            entry.barriers = row.barriers
            return entry
        return row

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        describe = {
            "barriers": describe_finding,
            "improvements": describe_improvement,
            "maps": describe_map,
        }.get(self.gap)
        if self.gap == "needs":
            describe_needs(rows, self.scope.language)
        for row in rows if describe is not None else ():
            describe(row)

    def row_count(self) -> int:
        return self.numbers[self.gap].count or 0

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d gap", "%(count)d gaps", count) % {"count": count}

    # -- the figures

    def summary(self) -> dict[str, Any]:
        numbers = self.numbers
        return {
            "has_maps": bool(self.map_count),
            "gaps": [
                {
                    "label": GAP_LABELS[key],
                    "count": gap.count,
                    "total": gap.total,
                    "applies": gap.applies,
                    "note": self.note(key),
                    "is_shown": key == self.gap,
                    "url": f"{self.address(gap='' if key == GAPS[0] else key)}#parcours-list",
                }
                for key, gap in numbers.items()
            ],
            "list_heading": GAP_LABELS[self.gap],
            "list_help": GAP_HELP[self.gap],
        }

    def note(self, key: str) -> str:
        """What has to be said beside a number so that it is not misread."""
        if key == "maps" and self.analysis.waiting_barriers:
            count = self.analysis.waiting_barriers
            return ngettext(
                "%(count)d barrier or pain point stands on them.",
                "%(count)d barriers and pain points stand on them.",
                count,
            ) % {"count": count}
        if key == "improvements" and self.numbers[key].applies:
            count = self.analysis.reasons.get(UNKNOWN, 0)
            return (
                ngettext(
                    "%(count)d more names barriers of a map that is not there for you.",
                    "%(count)d more name barriers of maps that are not there for you.",
                    count,
                )
                % {"count": count}
                if count
                else ""
            )
        return ""

    @property
    def empty_title(self) -> Any:
        if not self.map_count:
            return _("No map is published yet")
        if not self.numbers[self.gap].applies:
            return _("Not counted with these filters")
        return _("No gap of this kind")

    @property
    def empty_text(self) -> Any:
        if not self.map_count:
            return _(
                "Barriers that nothing removes, improvements that answer nothing, channels "
                "without a card, stages without evidence and open needs of the published maps are "
                "listed here. Publish a current-state map and a future-state map that starts "
                "from it."
            )
        if not self.numbers[self.gap].applies:
            return _("These entries belong to no channel or to no stage. Take that filter away.")
        return _("Nothing is missing here on the maps that you may read.")


def describe_map(row: Any) -> None:
    # The title of the map is in the language of the map.
    row.language = row.map.locale.language_code


def describe_needs(rows: list[Any], language: str) -> None:
    """Name for whom each need is. Without persona or group no query; else one or two for all."""
    people = personas_by_key(language, {row.persona for row in rows} - {""})
    groups = target_groups_by_key(language) if any(row.group for row in rows) else {}
    for row in rows:
        person, group = people.get(row.persona), groups.get(row.group)
        row.persona_name = person.name if person is not None else ""
        row.group_name = group.name if group is not None else ""
        row.for_whom = " · ".join(name for name in (row.group_name, row.persona_name) if name)
        row.missing = row.note or _("No initiative yet")


def gaps_item(order: int) -> MapReportMenuItem:
    return report_item(GapReportView, "gap-analysis", order)


gap_urls = insight_report_urls(GapReportView, "gap-analysis")

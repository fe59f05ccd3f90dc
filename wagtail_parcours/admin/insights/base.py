"""What the reports on live maps have in common: who may see them, their filters, scope and rows.

A report is a subclass of :class:`InsightReportView` that says which rows it lists::

    class RiskReportView(InsightReportView):
        page_title = gettext_lazy("Risks")
        results_template_name = "…/risk_results.html"     # extends report_results.html
        index_url_name = "wagtail_parcours:risks"
        index_results_url_name = "wagtail_parcours:risks_results"
        list_export = ["map_title", "stage_name", "text", "channel_name"]
        export_headings = {...}
        columns = [...]

        def rows(self):
            return self.scope.entries(EntryKind.RISK).order_by("-impact", "page_id", "position")

``insight_report_urls(view, "risks")`` gives its two addresses. The figures above the list are put
into the context by :meth:`InsightReportView.summary`, and printed by the template's block of that
name.
"""

from abc import abstractmethod
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.reports import ReportView

from ...frameworks import all_frameworks
from ...insights.keeping import Summary, kept
from ...insights.lists import kept_count, kept_first, kept_page
from ...insights.scope import Narrowing, Scope
from ...models import JourneyIndexMixin, MappingProjectMixin
from ...models.channels import current_channel_choices
from ...models.insights import InsightEntry
from ...models.personas import current_persona_choices
from ...models.target_groups import current_group_choices
from ...rendering.entries import locate
from ..columns import WrittenColumn
from ..reports import MapReportMixin, SectionFilter
from ..translations.report import LocaleFilter, editable_among, locales
from .places import editor_address


def readable_sections(request: HttpRequest) -> QuerySet[Any]:
    """The published catalogues and projects that a person may read."""
    pages = Scope(request).readable.type((JourneyIndexMixin, MappingProjectMixin))
    return pages.select_related("locale").order_by("path")


def stage_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The stages of every framework, by framework."""
    return [
        (
            framework.name,
            [(framework.stage_reference(stage), stage.name) for stage in framework.stages],
        )
        for framework in all_frameworks()
        if framework.stages
    ]


class ScopeFilterSet(WagtailFilterSet):
    """Which maps and entries a report speaks of. The scope applies it, not the list of rows."""

    section = SectionFilter(label=gettext_lazy("Section"), queryset=readable_sections)
    language = LocaleFilter(label=gettext_lazy("Language"), queryset=locales)
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Channel"), choices=current_channel_choices
    )
    persona = django_filters.ChoiceFilter(
        label=gettext_lazy("Persona"), choices=current_persona_choices
    )
    group = django_filters.ChoiceFilter(
        label=gettext_lazy("Target group"), choices=current_group_choices
    )
    stage = django_filters.ChoiceFilter(
        label=gettext_lazy("Stage of a framework"), choices=stage_choices
    )
    published = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Last published"), widget=DateRangePickerWidget
    )

    class Meta:
        model = InsightEntry
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            del self.filters["language"]

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was chosen, without what this form does not offer."""
        self.form.is_valid()
        return self.form.cleaned_data

    def narrowing(self) -> Narrowing:
        asked = self.asked
        published = asked.get("published")
        texts = ("channel", "persona", "group", "stage", "state", "framework")
        return Narrowing(
            **{name: asked.get(name) or "" for name in texts},
            since=published.start.date() if published and published.start else None,
            until=published.stop.date() if published and published.stop else None,
        )

    def scope(self) -> Scope:
        locale = self.asked.get("language")
        return Scope(
            self.request,
            below=self.asked.get("section"),
            language=locale.language_code if locale else get_language() or "",
            narrowing=self.narrowing(),
        )


class RowPaginator(WagtailPaginator):
    """Counts what the report lists, in its own words."""

    view: Any = None

    @cached_property
    def items_count_label(self) -> str:
        return self.view.count_label(self.count)


class InsightReportView(MapReportMixin, ReportView):
    """A list of what the live maps say that a person may read, with figures above it.

    Its rows are an ordered queryset of entries; :meth:`rows` gives them. Each row of a page, or of
    an export, gets `map`, `url`, `language` and `stage_language` (see
    :func:`~wagtail_parcours.rendering.entries.locate`), `map_title`, `language_name`,
    `channel_name` and `edit_url`, which is ``""`` for those who may not edit the map.
    """

    template_name = "wagtail_parcours/admin/insights/report.html"

    results_template_name = "wagtail_parcours/admin/insights/report_results.html"
    model = InsightEntry
    header_icon = "parcours-journey"
    paginator_class = RowPaginator
    filterset_class = ScopeFilterSet
    is_searchable = False
    #: Said in place of an empty list: what belongs here, and how to start.
    empty_title: Any = ""
    empty_text: Any = ""

    @cached_property
    def scope(self) -> Scope:
        return self.filters.scope()

    @property
    def asked(self) -> dict[str, Any]:
        return self.filters.asked

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """What the report lists, in its order."""

    def summary(self) -> dict[str, Any]:
        """The figures above the list, for the template; not asked for in an export."""
        return {}

    def row_count(self) -> int | None:
        """How many rows there are, where a figure above the list says it already."""
        return None

    def count_label(self, count: int) -> str:
        return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}

    # -- for Wagtail

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.rows()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        paginator = super().get_paginator(*args, **kwargs)
        paginator.view = self
        count = self.row_count()
        if count is None:
            count = self.count_rows(paginator.object_list)
        # What would be counted again otherwise.
        paginator.count = count
        return paginator

    def count_rows(self, rows: QuerySet[Any]) -> int:
        question = self.question(rows)
        if self.row_key == ("pk",):
            return kept_count(question, self.scope.words(self.listed_beside()), rows)
        return kept((*question, "count"), self.list_states(), rows.count)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_export:
            return context
        return {**context, "scope_sentence": self.scope_sentence(), **self.summary()}

    @cached_property
    def map_count(self) -> int:
        summary = self.scope.summary
        return summary.current + summary.future

    def scope_sentence(self) -> str:
        """How many maps the figures speak of."""
        count = self.map_count
        return ngettext(
            "%(count)d map is counted, in one language.",
            "%(count)d maps are counted, each in one language.",
            count,
        ) % {"count": count}

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        # Before the table is made of them, and only of those on the page.
        paginator, page, _slice, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = [self.as_entry(row) for row in self.rows_of(page, queryset)]
        return paginator, page, page.object_list, is_paginated

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = list(map(self.as_entry, object_list)) if self.is_export else list(object_list)
        self.decorate(rows)
        return rows

    def rows_of(self, page: Any, rows: QuerySet[Any]) -> list[Any]:
        """The rows of one page of the list; which ones they are is kept until a map changes."""
        size = page.paginator.per_page
        start = (page.number - 1) * size
        question = self.question(rows)
        if not start and self.row_key == ("pk",):
            return kept_first(question, self.scope.words(self.listed_beside()), rows, size)
        return kept_page(question, self.list_states(), rows, self.row_key, start, start + size)

    def question(self, rows: QuerySet[Any]) -> tuple[Any, ...]:
        """What the list is asked for, and in which order."""
        asked = sorted((name, str(value)) for name, value in self.asked.items())
        order = [str(column) for column in rows.query.order_by]
        return (self.index_url_name, asked, self.scope.narrowing, order)

    #: What tells the rows of the list apart.
    row_key: tuple[str, ...] = ("pk",)

    def listed_beside(self) -> tuple[Summary, ...]:
        """The maps beside those of the scope that the list depends on."""
        return ()

    def list_states(self) -> tuple[str, ...]:
        """The words of all maps that the list depends on."""
        return (self.scope.state, *(summary.word for summary in self.listed_beside()))

    def as_entry(self, row: Any) -> Any:
        """For lists of something else than entries: an entry that stands for a row."""
        return row

    def decorate(self, rows: list[Any]) -> None:
        """A handful of queries, however many rows there are."""
        locate(rows, self.request)
        channels = dict(current_channel_choices())
        editable = set() if self.is_export else self.editable({row.page_id for row in rows})
        for row in rows:
            row.map_title = row.map.title
            row.language_name = str(row.map.locale.get_display_name())
            row.channel_name = channels.get(row.channel, row.channel)
            row.edit_url = editor_address(row) if row.page_id in editable else ""

    def editable(self, keys: set[int]) -> set[int]:
        return editable_among(self.request.user, list(keys))

    def address(self, **values: Any) -> str:
        """This report with the filters as they are but for `values`, on its first page."""
        query = self.request.GET.copy()
        for name in (self.page_kwarg, "export", "_w_filter_fragment"):
            query.pop(name, None)
        for name, value in values.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{self.index_url}?{query.urlencode()}" if query else self.index_url


class EntryColumn(WrittenColumn):
    """The text of an entry, with what it is, and the ways to its place: on the published map, and
    in the editor. Rows may have a `kind_label` to stand above the text."""

    cell_template_name = "wagtail_parcours/admin/insights/entry_cell.html"

    def __init__(self, name: str = "text", **kwargs: Any) -> None:
        super().__init__(name, language=lambda row: row.language, classname="title", **kwargs)


def stage_column() -> WrittenColumn:
    return WrittenColumn("stage_name", label=_("Stage"), language=lambda row: row.stage_language)


def map_column() -> WrittenColumn:
    return WrittenColumn(
        "map_title", label=_("Map"), language=lambda row: row.map.locale.language_code
    )


def insight_report_urls(view: type[InsightReportView], slug: str) -> list[URLPattern]:
    """The addresses of a report and of its results alone, named as the view says."""
    name = view.index_url_name.partition(":")[2]
    results = view.index_results_url_name.partition(":")[2]
    return [
        path(f"reports/{slug}/", view.as_view(), name=name),
        path(f"reports/{slug}/results/", view.as_view(results_only=True), name=results),
    ]

"""The report of coverage: services against the target, then what personas are missing."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from ...conf import parcours_settings
from ...insights.coverage import Coverage, Service
from ...insights.people import alphabetical
from ...models import JourneyFacet
from ..columns import WrittenTitleColumn
from ..reports import (
    MapReportMenuItem,
    MapReportMixin,
    SectionFilter,
    report_item,
    sections,
)
from ..translations.report import LocaleFilter, editable_among, locales
from .columns import (
    OUTSIDE_TITLE,
    PersonasColumn,
    ShareColumn,
    percent,
    plain,
    share_in_words,
)
from .hints import hint_urls
from .lists import LineList, Lists

SORTS = {
    "title": lambda service: alphabetical(service.title),
    "maps": lambda service: service.maps,
    "share": lambda service: service.share,
}


class CoverageFilterSet(WagtailFilterSet):
    """Which maps count: by language and by section."""

    language = LocaleFilter(label=gettext_lazy("Language"), queryset=locales)
    section = SectionFilter(label=gettext_lazy("Section"), queryset=sections)

    class Meta:
        model = JourneyFacet
        fields: list[str] = []


class ServicePaginator(WagtailPaginator):
    """Counts services."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d service", "%(count)d services", self.count) % {
            "count": self.count
        }


class CoverageReportView(MapReportMixin, ReportView):
    """Services by the share of their clients that the personas on their maps stand for.

    Everyone sees what the maps that they may read add up to.
    """

    template_name = "wagtail_parcours/admin/coverage/report.html"
    results_template_name = "wagtail_parcours/admin/coverage/report_results.html"
    page_title = gettext_lazy("Persona coverage")
    header_icon = "parcours-persona"
    paginator_class = ServicePaginator
    index_url_name = "wagtail_parcours:coverage"
    index_results_url_name = "wagtail_parcours:coverage_results"
    filterset_class = CoverageFilterSet
    default_ordering = "share"
    paginate_by = 25
    is_searchable = False

    # -- what is shown

    @cached_property
    def coverage(self) -> Coverage:
        chosen: dict[str, Any] = {}
        if self.filters is not None and self.filters.is_valid():
            chosen = self.filters.form.cleaned_data
        return Coverage(self.request, locale=chosen.get("language"), section=chosen.get("section"))

    def get_filtered_queryset(self) -> list[Service]:
        services = self.coverage.services()
        key = SORTS[self.ordering.lstrip("-")]
        projects = [service for service in services if service.page is not None]
        projects.sort(key=key, reverse=self.ordering.startswith("-"))
        # What belongs to no project stands last, however the others are sorted.
        return [*projects, *(service for service in services if service.page is None)]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            WrittenTitleColumn(
                "title",
                label=_("Service"),
                accessor=title_of,
                sort_key="title",
                get_url=self.address,
                language=lambda service: service.language,
                classname="parcours-wide",
                width="26%",
            ),
            ShareColumn("share", label=_("Clients represented"), sort_key="share", width="26%"),
            PersonasColumn("clients", label=_("Personas"), address=self.lists.person_address),
            NumberColumn("maps", label=_("Live maps"), sort_key="maps"),
        ]

    def get_table(self, object_list: Any) -> Any:
        pages = [service.page for service in object_list if service.page is not None]
        self.editable = editable_among(self.request.user, pages) if pages else set()
        return super().get_table(object_list)

    def address(self, service: Service) -> str | None:
        """The maps of the project in the explorer, for those who work there."""
        if service.page not in self.editable:
            return None
        return reverse("wagtailadmin_explore", args=[service.page])

    @cached_property
    def lists(self) -> Lists:
        return Lists(self.coverage, self.request, whole=self.is_export)

    def line_lists(self) -> list[LineList]:
        lists = self.lists.all()
        for each in lists:
            each.exports = {kind: self.list_export_url(each.key, kind) for kind in self.FORMATS}
        return lists

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        return {
            **context,
            "target": percent(Decimal(str(parcours_settings.COVERAGE_TARGET))),
            "lists": self.line_lists(),
        }

    # -- exports: of the services, or of one of the lists

    @cached_property
    def exported(self) -> LineList | None:
        """The list that is exported; None for the services. Raises ``Http404``."""
        name = self.request.GET.get("list")
        if name is None:
            return None
        build = self.lists.builders.get(name)
        if build is None:
            raise Http404
        return build()

    def list_export_url(self, name: str, export_format: str) -> str:
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        query["list"], query["export"] = name, export_format
        return f"{reverse(self.index_url_name)}?{query.urlencode()}"

    @property
    def list_export(self) -> list[str]:
        return list(self.export_headings)

    @property
    def export_headings(self) -> dict[str, Any]:
        if self.is_export and self.exported is not None:
            return self.exported.columns
        return {
            "title": _("Service"),
            "share": _("Clients represented (%)"),
            "target": _("Target (%)"),
            "standing": pgettext("coverage", "Standing"),
            "clients": _("Personas that count"),
            "without_share": _("Personas without a share"),
            "third_parties": _("Third parties, not counted"),
            "maps": _("Live maps"),
        }

    @property
    def export_filename(self) -> str:
        if self.is_export and self.exported is not None:
            return f"persona-coverage-{self.exported.key}"
        return "persona-coverage"

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        if self.is_export and self.exported is not None:
            return self.exported.lines
        return object_list

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        if not isinstance(item, Service):
            return super().to_row_dict(item)
        return {
            "title": str(title_of(item)),
            "share": plain(item.share),
            "target": plain(item.target),
            "standing": str(item.standing.label),
            "clients": ", ".join(f"{p.name} ({share_in_words(p)})" for p in item.clients),
            "without_share": len(item.without_share),
            "third_parties": ", ".join(person.name for person in item.third_parties),
            "maps": item.maps,
        }


def title_of(service: Service) -> Any:
    return OUTSIDE_TITLE if service.page is None else service.title


def coverage_item(order: int) -> MapReportMenuItem:
    return report_item(CoverageReportView, "persona-coverage", order)


coverage_urls = [
    path("reports/coverage/", CoverageReportView.as_view(), name="coverage"),
    path(
        "reports/coverage/results/",
        CoverageReportView.as_view(results_only=True),
        name="coverage_results",
    ),
    *hint_urls,
]

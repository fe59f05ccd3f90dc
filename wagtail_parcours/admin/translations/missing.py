"""The maps that have no translation at all in some of the site's languages."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale

from ...governance.rule_book import map_content_types
from ...models import MapTranslation, base_page_model
from ..reports import (
    MapPaginator,
    MapReportMixin,
    OwnerFilter,
    SectionFilter,
    owners,
    parents_of,
    sections,
    visible_maps,
)
from .report import LocaleFilter, edit_address, editable_among, locales


class MissingFilterSet(WagtailFilterSet):
    """Into which language, by whom and where."""

    into = LocaleFilter(
        label=gettext_lazy("No translation into"), queryset=locales, method="filter_into"
    )
    owner = OwnerFilter(label=gettext_lazy("Owner"), queryset=owners)
    section = SectionFilter(
        label=gettext_lazy("Section"), queryset=sections, method="filter_section"
    )

    class Meta:
        model = base_page_model()
        fields: list[str] = []

    def filter_into(self, queryset: Any, name: str, value: Any) -> Any:
        if value is None:
            return queryset
        there = own_pages().filter(locale=value).values("translation_key")
        return queryset.exclude(translation_key__in=there)

    def filter_section(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(path__startswith=value.path)


def own_pages() -> QuerySet[Any]:
    """Pages with words of their own: an alias shows those of another language."""
    return base_page_model().objects.filter(alias_of__isnull=True)


class MissingTranslationsView(MapReportMixin, ReportView):
    """Sources that lack at least one language."""

    results_template_name = "wagtail_parcours/admin/translations/missing_results.html"
    model = base_page_model()
    page_title = gettext_lazy("Maps without a translation")
    header_icon = "globe"
    paginator_class = MapPaginator
    index_url_name = "wagtail_parcours:missing_translations"
    index_results_url_name = "wagtail_parcours:missing_translations_results"
    filterset_class = MissingFilterSet
    default_ordering = "title"
    is_searchable = True
    search_backend_name = None
    search_fields = ["title", "draft_title"]
    export_filename = "maps-without-translation"
    list_export = ["title", "type_name", "locale", "missing", "section_title"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "type_name": gettext_lazy("Type"),
        "locale": gettext_lazy("Language"),
        "missing": gettext_lazy("No translation into"),
        "section_title": gettext_lazy("Section"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "get_admin_display_title",
                label=_("Title"),
                sort_key="title",
                get_url=lambda page: page.address,
                width="40%",
            ),
            Column("type_name", label=_("Type")),
            LocaleColumn(label=_("Language"), sort_key="locale"),
            Column("missing", label=_("No translation into")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        translations = MapTranslation.objects.filter(source__isnull=False)
        family = own_pages().filter(translation_key=OuterRef("translation_key")).order_by()
        languages = family.values("translation_key").annotate(n=Count("locale", distinct=True))
        return (
            visible_maps(self.request.user)
            .filter(alias_of__isnull=True)
            .exclude(pk__in=translations.values("page_id"))
            .annotate(
                languages=Coalesce(Subquery(languages.values("n"), output_field=IntegerField()), 1)
            )
            .filter(languages__lt=Locale.objects.count())
            .select_related("locale", "content_type")
        )

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.ordering.replace("locale", "locale__language_code")
        return queryset.order_by(name, "title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages = list(object_list)
        names = {locale.pk: locale.get_display_name() for locale in Locale.objects.order_by("pk")}
        there: dict[Any, set[int]] = defaultdict(set)
        keys = {page.translation_key for page in pages}
        found = own_pages().filter(translation_key__in=keys)
        for key, locale in found.values_list("translation_key", "locale_id"):
            there[key].add(locale)
        models, above = map_content_types(), parents_of(pages)
        editable: set[int] = set()
        if not self.is_export:
            editable = editable_among(self.request.user, [page.pk for page in pages])
        for page in pages:
            absent = [name for pk, name in names.items() if pk not in there[page.translation_key]]
            page.missing = ", ".join(map(str, absent))
            page.type_name = capfirst(models[page.content_type_id]._meta.verbose_name)
            page.section_title = above.get(page.path[: -page.steplen], "")
            page.address = edit_address(page.pk) if page.pk in editable else None
        return pages


missing_urls = [
    path(
        "reports/translations/missing/",
        MissingTranslationsView.as_view(),
        name="missing_translations",
    ),
    path(
        "reports/translations/missing/results/",
        MissingTranslationsView.as_view(results_only=True),
        name="missing_translations_results",
    ),
]

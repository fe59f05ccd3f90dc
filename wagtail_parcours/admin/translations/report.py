"""The report of translations: every map in every language, and how far it is behind its source."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from ...governance.states import MapState, in_states, related, statuses, with_states
from ...models import MapTranslation
from ..reports import (
    ACTIONS,
    MapReportMenuItem,
    MapReportMixin,
    MapTitleColumn,
    OwnerFilter,
    SectionFilter,
    StatesColumn,
    owners,
    parents_of,
    report_item,
    sections,
    visible_maps,
)
from .behind import KINDS

STANDINGS = (
    ("behind", gettext_lazy("Behind the source")),
    ("confirm", gettext_lazy("Waits for a person to confirm it")),
    ("in_step", gettext_lazy("In step with the source")),
)
COUNTS = ("new", "changed", "removed", "untranslated", "machine")


def locales(request: HttpRequest) -> QuerySet[Locale]:
    return Locale.objects.order_by("pk")


class LocaleField(django_filters.fields.ModelChoiceField):
    """A language by the name that the site gives it."""

    def label_from_instance(self, locale: Any) -> str:
        return str(locale.get_display_name())


class LocaleFilter(django_filters.ModelChoiceFilter):
    field_class = LocaleField


class TranslationFilterSet(WagtailFilterSet):
    """Language, language of the source, standing, state, owner and section."""

    language = LocaleFilter(
        label=gettext_lazy("Language"), field_name="page__locale", queryset=locales
    )
    source_language = LocaleFilter(
        label=gettext_lazy("Language of the source"), field_name="source_locale", queryset=locales
    )
    standing = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Beside the source"),
        choices=STANDINGS,
        widget=CheckboxSelectMultiple,
        method="filter_standing",
    )
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=MapState.choices,
        widget=CheckboxSelectMultiple,
        method="filter_state",
    )
    owner = OwnerFilter(label=gettext_lazy("Owner"), field_name="page__owner", queryset=owners)
    section = SectionFilter(
        label=gettext_lazy("Section"), queryset=sections, method="filter_section"
    )

    class Meta:
        model = MapTranslation
        fields: list[str] = []

    def filter_standing(self, queryset: Any, name: str, value: list[str]) -> Any:
        conditions = {
            "behind": Q(behind__gt=0),
            "confirm": Q(to_confirm__gt=0),
            "in_step": Q(behind=0, to_confirm=0),
        }
        wanted = Q()
        for choice in value:
            wanted |= conditions[choice]
        return queryset.filter(wanted)

    def filter_state(self, queryset: Any, name: str, value: list[str]) -> Any:
        if not value:
            return queryset
        maps = in_states(with_states(visible_maps(self.request.user)), value)
        return queryset.filter(page_id__in=maps.values("pk"))

    def filter_section(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(page__path__startswith=value.path)


class PercentColumn(Column):
    """How much of the source is said, as a number and as a bar."""

    cell_template_name = "wagtail_parcours/admin/translations/percent_cell.html"


class CountsColumn(Column):
    """How many texts are new, changed and so on; kinds of which there is none are left out."""

    cell_template_name = "wagtail_parcours/admin/translations/counts_cell.html"


class TranslationPaginator(WagtailPaginator):
    """Counts translations."""

    @cached_property
    def items_count_label(self) -> str:
        return ngettext("%(count)d translation", "%(count)d translations", self.count) % {
            "count": self.count
        }


class TranslationReportView(MapReportMixin, ReportView):
    """Translations of maps, those furthest behind first. Everyone sees those that they may edit,
    publish or sign."""

    results_template_name = "wagtail_parcours/admin/translations/report_results.html"
    model = MapTranslation
    page_title = gettext_lazy("Translations of maps")
    header_icon = "globe"
    paginator_class = TranslationPaginator
    index_url_name = "wagtail_parcours:translation_report"
    index_results_url_name = "wagtail_parcours:translation_report_results"
    filterset_class = TranslationFilterSet
    default_ordering = "said"
    is_searchable = True
    # The database itself: the search index knows nothing of translations.
    search_backend_name = None
    search_fields = ["page__title", "page__draft_title", "source__title"]
    export_filename = "map-translations"
    list_export = [
        "page.title",
        "source.title",
        "page.locale",
        "source_locale",
        "said",
        *(f"counts.{name}" for name in COUNTS),
        "up_to_date_day",
        "status.state",
        "section_title",
        "status.owner",
    ]
    export_headings = {
        "page.title": gettext_lazy("Title"),
        "source.title": gettext_lazy("Title of the source"),
        "page.locale": gettext_lazy("Language"),
        "source_locale": gettext_lazy("Language of the source"),
        "said": gettext_lazy("Translated, in percent"),
        **{f"counts.{name}": KINDS[name] for name in COUNTS},
        "up_to_date_day": gettext_lazy("Brought up to date on"),
        "status.state": gettext_lazy("State"),
        "section_title": gettext_lazy("Section"),
        "status.owner": gettext_lazy("Owner"),
    }

    @cached_property
    def header_buttons(self) -> list[Button]:
        label = _("Maps without a translation")
        address = reverse("wagtail_parcours:missing_translations")
        return [HeaderButton(label, url=address, icon_name="globe", priority=10)]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            MapTitleColumn(
                "title",
                label=_("Title"),
                sort_key="page__title",
                get_url=lambda row: row.address,
                classname="parcours-wide",
                width="28%",
            ),
            Column("page.locale", label=_("Language"), sort_key="page__locale__language_code"),
            Column(
                "source_locale",
                label=pgettext_lazy("language of the source", "From"),
                sort_key="source_locale__language_code",
            ),
            PercentColumn("said", label=_("Translated"), sort_key="said"),
            CountsColumn("counts", accessor="count_labels", label=_("To do"), sort_key="behind"),
            DateColumn(
                "brought_up_to_date_at",
                label=_("Brought up to date"),
                sort_key="brought_up_to_date_at",
            ),
            StatesColumn("state", accessor="status", label=_("State")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = MapTranslation.objects.filter(
            page_id__in=visible_maps(self.request.user).values("pk"), source__isnull=False
        )
        said = Case(
            When(total=0, behind=0, then=Value(100)),
            When(behind__gte=F("total"), then=Value(0)),
            default=(F("total") - F("behind")) * 100 / F("total"),
            output_field=IntegerField(),
        )
        rows = rows.select_related("page__locale", "source", "source_locale")
        return rows.defer("pairs").annotate(said=said)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By one column, what has no value last, in either direction."""
        column = F(self.ordering.lstrip("-"))
        if self.ordering.startswith("-"):
            first = column.desc(nulls_last=True)
        else:
            first = column.asc(nulls_last=True)
        return queryset.order_by(first, "-behind", "-to_confirm", "page__title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = list(object_list)
        keys = [row.page_id for row in rows]
        pages = list(related(with_states(visible_maps(self.request.user).filter(pk__in=keys))))
        lines = statuses(pages)
        above = parents_of(pages)
        editable = self.editable(keys)
        for row in rows:
            row.title = row.page.get_admin_display_title()
            row.status = lines[row.page_id]
            row.section_title = above.get(row.page.path[: -row.page.steplen], "")
            row.counts = {name: len(getattr(row, name)) for name in COUNTS}
            row.count_labels = [
                (KINDS[name], number) for name, number in row.counts.items() if number
            ]
            moment = row.brought_up_to_date_at
            row.up_to_date_day = timezone.localtime(moment).date() if moment else None
            may_edit = row.page_id in editable
            row.address = edit_address(row.page_id) if may_edit else None
            row.buttons = self.row_buttons(row) if may_edit else []
        return rows

    def editable(self, keys: list[int]) -> set[int]:
        """Those of the pages that this person may edit; one query, none in an export."""
        if self.is_export:
            return set()
        return editable_among(self.request.user, keys)

    def row_buttons(self, row: Any) -> list[Button]:
        label = _("Beside the source")
        return [
            Button(
                label,
                url=reverse("wagtail_parcours:translation_behind", args=[row.page_id]),
                classname="button-small button-secondary",
                attrs={"aria-label": f"{label}: {row.title}"},
            )
        ]


def editable_among(user: Any, keys: list[int]) -> set[int]:
    if user.is_superuser:
        return set(keys)
    theirs = page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)
    return set(theirs.filter(pk__in=keys).values_list("pk", flat=True))


def edit_address(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


class TranslationReportMenuItem(MapReportMenuItem):
    """On sites in several languages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(getattr(settings, "WAGTAIL_I18N_ENABLED", False)) and super().is_shown(request)


def translation_report_item(order: int) -> MapReportMenuItem:
    return report_item(
        TranslationReportView, "map-translations", order, item_class=TranslationReportMenuItem
    )


translation_report_urls = [
    path("reports/translations/", TranslationReportView.as_view(), name="translation_report"),
    path(
        "reports/translations/results/",
        TranslationReportView.as_view(results_only=True),
        name="translation_report_results",
    ),
]

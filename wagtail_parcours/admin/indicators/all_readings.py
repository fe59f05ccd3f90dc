"""The readings of all indicators in one list, with filters and export."""

from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from ...models import (
    Indicator,
    IndicatorReading,
    current_channel_choices,
    current_indicator_choices,
    indicators_by_slug,
)
from .columns import ReadingColumn
from .reading_export import ReadingsExportMixin
from .readings import day_words, reading_columns


class ReadingsFilterSet(WagtailFilterSet):
    """Indicator, channel and time."""

    indicator = django_filters.ChoiceFilter(
        label=gettext_lazy("Indicator"),
        choices=current_indicator_choices,
        method="filter_indicator",
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Channel"), choices=current_channel_choices
    )
    day = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = IndicatorReading
        fields: list[str] = []

    def filter_indicator(self, queryset: Any, name: str, value: str) -> Any:
        keys = Indicator.objects.filter(slug=value).values("translation_key")
        return queryset.filter(indicator_key__in=keys)


class AllReadingsView(ReadingsExportMixin, ReportView):
    """Every reading, newest first."""

    template_name = "wagtail_parcours/admin/indicators/all_readings.html"
    results_template_name = "wagtail_parcours/admin/indicators/all_readings_results.html"
    model = Indicator
    queryset = IndicatorReading.objects.order_by("-day", "indicator_key", "channel")
    any_permission_required = ["add", "change", "delete"]
    page_title = gettext_lazy("All readings")
    header_icon = "parcours-indicator"
    filterset_class = ReadingsFilterSet
    verbose_name_plural = gettext_lazy("readings")
    index_url_name: str | None = None
    all_readings_url_name: str | None = None
    all_readings_results_url_name: str | None = None
    readings_url_name: str | None = None
    import_readings_url_name: str | None = None

    def get_index_url(self) -> str:
        return reverse(self.all_readings_url_name)

    def get_index_results_url(self) -> str:
        return reverse(self.all_readings_results_url_name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        indicators = {
            "url": reverse(self.index_url_name),
            "label": gettext_lazy("Indicators"),
        }
        return [*self.breadcrumbs_items, indicators, {"url": "", "label": self.page_title}]

    @cached_property
    def indicators(self) -> dict[Any, Indicator]:
        """Every indicator by its key, in the active language where it is translated."""
        known = indicators_by_slug(get_language() or "").values()
        return {indicator.translation_key: indicator for indicator in known}

    def indicator_of(self, reading: IndicatorReading) -> Indicator:
        # Readings go with their indicator, but the two are no foreign key apart.
        return self.indicators.get(reading.indicator_key) or Indicator()

    @cached_property
    def columns(self) -> list[Any]:
        first = [
            ReadingColumn(
                "indicator",
                label=_("Indicator"),
                accessor=self.indicator_of,
                get_url=self.url_of,
                classname="parcours-wide",
            ),
            Column("day", label=_("Day"), accessor=day_words, classname="parcours-day"),
        ]
        return reading_columns(self.indicator_of, first)

    def url_of(self, reading: IndicatorReading) -> str | None:
        pk = self.indicator_of(reading).pk
        return reverse(self.readings_url_name, args=[quote(pk)]) if pk else None

    def slug_of(self, reading: Any) -> str:
        return self.indicator_of(reading).slug

    def get_base_queryset(self) -> QuerySet[IndicatorReading]:
        return self.queryset.all()

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        url = reverse(self.import_readings_url_name)
        return [HeaderButton(label=_("Import readings"), url=url, icon_name="upload")]

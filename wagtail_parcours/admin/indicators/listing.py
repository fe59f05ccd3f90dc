"""The list of indicators: the last reading of each, where it stands, and which way it goes."""

from decimal import Decimal
from typing import Any

import django_filters
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button

from ...models import Indicator, IndicatorDirection, readings_by_indicator
from ...rendering.figures import amount, plain
from ...rendering.indicators import SHOWN, indicator_view
from ..shown.listing import ShownListMixin
from ..views import JourneyIndexView
from .columns import LatestColumn, SaidColumn, TrendColumn

MET, MISSED, NO_TARGET, UNREAD = "met", "missed", "no-target", "unread"


class IndicatorFilterSet(WagtailFilterSet):
    """Where the last reading stands, direction and owner; Wagtail adds the language."""

    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Against the target"),
        choices=[
            (MET, gettext_lazy("Target met")),
            (MISSED, gettext_lazy("Target not met")),
            (NO_TARGET, gettext_lazy("No target")),
            (UNREAD, gettext_lazy("No reading")),
        ],
        method="filter_standing",
    )
    direction = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an indicator", "Direction"), choices=IndicatorDirection.choices
    )
    owner = django_filters.ChoiceFilter(label=pgettext_lazy("of an indicator", "Owner"))

    class Meta:
        model = Indicator
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Indicator.objects.exclude(owner="").order_by("owner")
        names = named.values_list("owner", flat=True).distinct()
        self.filters["owner"].extra["choices"] = [(name, name) for name in names]
        if "locale" in self.filters:
            self.filters["locale"].label = _("Language")

    def filter_standing(self, queryset: Any, name: str, value: str) -> Any:
        if value == UNREAD:
            return queryset.filter(latest_value=None)
        if value == NO_TARGET:
            return queryset.filter(target=None)
        return queryset.meeting_target(value == MET)


class DecimalExportMixin:
    """Exports numbers as numbers, without the zeros that the database adds."""

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        Decimal: {
            kind: lambda value: Decimal(plain(value)) for kind in SpreadsheetExportMixin.FORMATS
        },
    }


class IndicatorIndexView(DecimalExportMixin, ShownListMixin, JourneyIndexView):
    """Indicators in their order, with what was measured last."""

    results_template_name = "wagtail_parcours/admin/indicators/list_results.html"
    readings_url_name: str | None = None
    all_readings_url_name: str | None = None
    import_readings_url_name: str | None = None
    empty_title = gettext_lazy("No indicator yet")
    empty_text = gettext_lazy(
        "Indicators are what you measure, such as the share of calls that are answered or the "
        "days until a decision. Maps name them, and their readings show whether things get better."
    )
    empty_action = gettext_lazy("Add the first indicator")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            "unit",
            Column(
                "target",
                label=_("Target"),
                accessor=lambda one: amount(one.target, one.unit),
                sort_key="target",
            ),
            LatestColumn(
                "latest",
                label=_("Last reading"),
                accessor=lambda one: one.view.main,
                sort_key="latest_day",
                get_url=self.readings_url,
            ),
            SaidColumn(
                "standing",
                label=_("Against the target"),
                accessor=lambda one: one.view.main and one.view.main.standing,
            ),
            TrendColumn("trend", label=_("Trend"), accessor=lambda one: one.view.main),
            self.shown_column(),
            self.locale_column(),
            UpdatedAtColumn(),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().with_latest()

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        if self.is_export:
            return
        readings = readings_by_indicator(
            [one.translation_key for one in rows], last=SHOWN, language=get_language() or ""
        )
        for one in rows:
            one.view = indicator_view(one, readings.get(one.translation_key, ()))

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, classname="parcours-wide", **kwargs)

    def readings_url(self, indicator: Indicator) -> str:
        return reverse(self.readings_url_name, args=[quote(indicator.pk)])

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        readings = MenuItem(
            _("Readings"),
            url=self.readings_url(instance),
            icon_name="parcours-indicator",
            priority=15,
        )
        return [*super().get_list_more_buttons(instance), readings]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [
            *super().header_more_buttons,
            Button(
                _("All readings"),
                url=reverse(self.all_readings_url_name),
                icon_name="list-ul",
                priority=10,
            ),
        ]
        if self.user_has_permission("change"):
            url = reverse(self.import_readings_url_name)
            label = _("Import readings")
            buttons.append(Button(label, url=url, icon_name="upload", priority=20))
        return buttons

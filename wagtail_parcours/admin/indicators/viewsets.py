"""Indicators among the snippets of the menu, with the pages of their readings."""

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ...models import Indicator
from ...models.indicators import readings_of
from ..shown.listing import HEADING as LIVE_MAPS
from ..shown.view import ShownView
from ..views import RecordedEditView, SlugDeleteView, SlugUsageView
from ..viewsets import JourneySnippetViewSet
from .all_readings import AllReadingsView
from .importing import ImportReadingsView
from .listing import IndicatorFilterSet, IndicatorIndexView
from .reading_pages import DeleteReadingView, EditReadingView
from .readings import ReadingsView
from .readings_record import ReadingsRecordView, RestoreReadingView


class IndicatorEditView(RecordedEditView):
    """The editor, with the way to the readings."""

    readings_url_name: str | None = None

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse(self.readings_url_name, args=[quote(self.object.pk)])
        button = HeaderButton(label=_("Readings"), url=url, icon_name="parcours-indicator")
        return [*super().header_buttons, button]


class IndicatorDeleteView(SlugDeleteView):
    """Says how many readings go with the last language of the indicator."""

    @property
    def confirmation_message(self) -> str:
        message = str(super().confirmation_message)
        others = Indicator.objects.filter(translation_key=self.object.translation_key)
        if others.exclude(pk=self.object.pk).exists():
            return message
        count = readings_of(self.object).count()
        if not count:
            return message
        text = ngettext(
            "Its reading is deleted too.", "Its %(count)d readings are deleted too.", count
        )
        return f"{message} {text % {'count': count}}"


#: The pages of readings: name, view, and address below the list of indicators.
PAGES = (
    ("all_readings", AllReadingsView, "readings/"),
    ("import_readings", ImportReadingsView, "readings/import/"),
    ("readings", ReadingsView, "readings/{pk}/"),
    ("edit_reading", EditReadingView, "readings/{pk}/<int:reading>/"),
    ("delete_reading", DeleteReadingView, "readings/{pk}/<int:reading>/delete/"),
    ("readings_record", ReadingsRecordView, "readings/{pk}/record/"),
    ("restore_reading", RestoreReadingView, "readings/{pk}/record/<int:history_id>/restore/"),
)


class IndicatorViewSet(JourneySnippetViewSet):
    """Indicators, in the order in which lists show them."""

    model = Indicator
    icon = "parcours-indicator"
    index_view_class = IndicatorIndexView
    edit_view_class = IndicatorEditView
    delete_view_class = IndicatorDeleteView
    shown_view_class = ShownView
    usage_view_class = SlugUsageView
    index_template_name = "wagtail_parcours/admin/indicators/list.html"
    index_results_template_name = "wagtail_parcours/admin/indicators/list_results.html"
    filterset_class = IndicatorFilterSet
    ordering = ["sort_order", "name"]
    search_fields = ["name", "definition", "owner"]
    # The database itself: the last reading, by which the list can be sorted, is in no index.
    search_backend_name = None
    list_export = [
        "name",
        "slug",
        "definition",
        "unit",
        "get_direction_display",
        "target",
        "service_standard",
        "owner",
        "latest_value",
        "latest_day",
        "latest_channel",
        "locale",
        "shown_count",
    ]
    export_headings = {
        "get_direction_display": pgettext_lazy("of an indicator", "Direction"),
        "latest_value": gettext_lazy("Last reading"),
        "latest_day": gettext_lazy("Day of the last reading"),
        "latest_channel": gettext_lazy("Channel of the last reading"),
        "shown_count": LIVE_MAPS,
    }
    export_filename = "indicators"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": self.get_url_name(name) for name, _view, _address in PAGES}
        names["all_readings_results_url_name"] = self.get_url_name("all_readings_results")
        return super().get_common_view_kwargs(**{**names, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        pk = f"<{self.pk_path_converter}:pk>"
        results = self.construct_view(AllReadingsView, results_only=True)
        pages = [
            path(
                address.format(pk=pk),
                self.construct_view(view, header_icon=view.header_icon),
                name=name,
            )
            for name, view, address in PAGES
        ]
        return [
            *super().get_urlpatterns(),
            path("readings/results/", results, name="all_readings_results"),
            *pages,
        ]

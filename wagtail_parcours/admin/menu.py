"""The "Journeys" entry of the admin's menu."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .glossary.viewsets import GlossaryTermViewSet
from .indicators.viewsets import IndicatorViewSet
from .reports import map_report_item
from .statements import StatementViewSet
from .viewsets import (
    ChannelViewSet,
    FrameworkStageTextViewSet,
    PersonaViewSet,
    TargetGroupViewSet,
)
from .wizard import may_start_maps


class NewMapMenuItem(MenuItem):
    """Shown to those who may add a page somewhere."""

    def is_shown(self, request: Any) -> bool:
        return may_start_maps(request.user)


class JourneysGroup(SnippetViewSetGroup):
    """Everything that maps are made of, in one place."""

    items = (
        PersonaViewSet,
        ChannelViewSet,
        IndicatorViewSet,
        TargetGroupViewSet,
        GlossaryTermViewSet,
        FrameworkStageTextViewSet,
        StatementViewSet,
    )
    menu_label = _("Journeys")
    menu_name = "journeys"
    menu_icon = "parcours-journey"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        new_map = NewMapMenuItem(
            _("New journey map"),
            reverse_lazy("wagtail_parcours:new_map"),
            name="new-journey-map",
            icon_name="plus",
            order=0,
        )
        report = map_report_item(order=1)
        return [new_map, report, *super().get_submenu_items()]

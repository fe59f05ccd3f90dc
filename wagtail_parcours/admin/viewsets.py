"""The snippets of the "Journeys" menu."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Channel, FrameworkStageText, Persona, TargetGroup
from . import fact_views, views
from .coverage.review import ReviewPersonaView
from .shown.listing import HEADING as LIVE_MAPS
from .shown.view import ShownView


class JourneySnippetViewSet(SnippetViewSet):
    """What personas, channels and target groups share: usage, exports, the record of changes."""

    copy_view_class = views.ReadOnlyCopyView
    edit_view_class = views.RecordedEditView
    history_view_class = views.RecordedHistoryView
    usage_view_class = views.RecordedUsageView
    facts_view_class = fact_views.FactsView
    restore_view_class = fact_views.RestoreFactView
    #: Lists the live maps; None for what maps do not show.
    shown_view_class: type | None = None
    index_results_template_name = "wagtail_parcours/admin/list_results.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{
                "facts_url_name": self.get_url_name("facts"),
                "restore_url_name": self.get_url_name("restore_fact"),
                "shown_url_name": self.get_url_name("shown") if self.shown_view_class else None,
                **kwargs,
            }
        )

    def fact_view(self, view_class: type) -> Any:
        return self.construct_view(view_class, header_icon="history")

    def get_urlpatterns(self) -> list[Any]:
        pk = f"<{self.pk_path_converter}:pk>"
        shown = []
        if self.shown_view_class is not None:
            view = self.construct_view(self.shown_view_class, header_icon="parcours-journey")
            shown.append(path(f"shown/{pk}/", view, name="shown"))
        return [
            *super().get_urlpatterns(),
            *shown,
            path(f"facts/{pk}/", self.fact_view(self.facts_view_class), name="facts"),
            path(
                f"facts/{pk}/restore/<int:history_id>/",
                self.fact_view(self.restore_view_class),
                name="restore_fact",
            ),
        ]


class PersonaViewSet(JourneySnippetViewSet):
    """Personas. Sensitive fields are in no list, filter, export or search of it."""

    model = Persona
    icon = "parcours-persona"
    index_view_class = views.PersonaIndexView
    edit_view_class = views.PersonaEditView
    review_view_class = ReviewPersonaView
    shown_view_class = ShownView
    list_filter = ["role", "origin", "target_group", "live"]
    list_export = [
        "name",
        "get_role_display",
        "origin_label",
        "target_group",
        "age",
        "needs",
        "goals",
        "narrative",
        "quote",
        "languages",
        "get_reading_level_display",
        "share",
        "evidence",
        "reviewed_on",
        "locale",
        "status_string",
        "shown_count",
    ]
    export_headings = {
        "get_role_display": _("Role"),
        "origin_label": _("Origin"),
        "get_reading_level_display": _("Reading level"),
        "status_string": _("Status"),
        "shown_count": LIVE_MAPS,
    }
    export_filename = "personas"
    inspect_view_fields_exclude = list(Persona.SENSITIVE_FIELDS)

    def get_edit_handler(self) -> Any:
        """The model's own panels, with a few words of advice above the first ones."""
        own = Persona.edit_handler
        person, *others = own.children
        advice = HelpPanel(
            template="wagtail_parcours/admin/persona_help.html",
            heading=_("Before you start"),
        )
        handler = TabbedInterface(
            [ObjectList([advice, *person.children], heading=person.heading), *others],
            base_form_class=own.base_form_class,
        )
        return handler.bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        view = self.construct_view(self.review_view_class, header_icon=self.icon)
        address = f"review/<{self.pk_path_converter}:pk>/"
        return [*super().get_urlpatterns(), path(address, view, name="review")]

    @property
    def revisions_revert_view_class(self) -> type:
        return type(
            "_RevisionsRevertView",
            (views.KeepSensitiveMixin, RevisionsRevertMixin, self.edit_view_class),
            {"view_name": "revisions_revert"},
        )


class ChannelViewSet(JourneySnippetViewSet):
    """Channels, in the order in which maps show them."""

    model = Channel
    icon = "parcours-channel"
    index_view_class = views.ChannelIndexView
    shown_view_class = ShownView
    usage_view_class = views.SlugUsageView
    delete_view_class = views.SlugDeleteView
    ordering = ["sort_order", "name"]
    list_export = ["name", "slug", "description", "sort_order", "locale", "shown_count"]
    export_headings = {"shown_count": LIVE_MAPS}
    export_filename = "channels"


class TargetGroupViewSet(JourneySnippetViewSet):
    """Target groups, with the number of personas in each."""

    model = TargetGroup
    icon = "group"
    index_view_class = views.TargetGroupIndexView
    shown_view_class = ShownView
    list_export = ["name", "description", "locale", "shown_count", "persona_count"]
    export_headings = {"shown_count": LIVE_MAPS, "persona_count": _("Personas")}
    export_filename = "target-groups"


class FrameworkStageTextViewSet(SnippetViewSet):
    """How the organisation names the stages of each framework, and what it asks there."""

    model = FrameworkStageText
    icon = "parcours-stage"
    index_view_class = views.FrameworkStageIndexView
    add_view_class = views.FrameworkStageCreateView
    copy_view_enabled = False
    index_results_template_name = "wagtail_parcours/admin/list_results.html"
    list_filter = ["framework"]
    list_export = ["framework", "key", "name", "guidance", "locale"]
    export_filename = "framework-stages"
    ordering = ["framework", "locale", "sort_order"]

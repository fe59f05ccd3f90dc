"""The Django application."""

from django.apps import AppConfig, apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

#: What listens to signals, or wraps what has no hook. Receivers of one signal are called in this
#: order.
CONNECTIONS = (
    "governance.acting_once.connect_acting_once",
    "governance.append_only.connect_append_only",
    "admin.conflicts.staleness.connect_editors",
    "insights.connect_facets",
    "governance.gate.connect_gate",
    "insights.connect_index",
    "translation.glossary.connect_glossary",
    "governance.live_changes.connect_live_changes",
    "map_views.connect_map_views",
    "translation.following.connect_records",
    "governance.steps.connect_steps",
    "admin.glossary.side_panel.connect_side_panel",
    "translation.term_uses.connect_term_uses",
    "governance.notifications.connect_notifications",
    "governance.states.connect_review_dates",
    "governance.places.connect_places",
    "governance.refusals.connect_refusals",
    "panels.page.connect_downloads",
    "roadmap.connect_roadmap",
    "governance.running_steps.connect_running_steps",
    "governance.translations.connect_translations",
    "governance.whole_actions.connect_whole_actions",
    "admin.review.editor.connect_lock",
)
#: The same on sites with wagtail-localize, which these modules import.
LOCALIZE_CONNECTIONS = (
    "translation.extraction.connect_extraction",
    "translation.submission.connect_submission",
    "admin.translations.screens.connect_translation_editor",
)


class WagtailParcoursConfig(AppConfig):
    name = "wagtail_parcours"
    label = "wagtail_parcours"
    verbose_name = _("Journey maps")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)

        localize = LOCALIZE_CONNECTIONS if apps.is_installed("wagtail_localize") else ()
        last = "admin.translator_screens.connect_translator_screens"
        for connection in (*CONNECTIONS, *localize, last):
            import_string(f"{self.name}.{connection}")()

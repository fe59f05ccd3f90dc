"""The Django application."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class WagtailParcoursConfig(AppConfig):
    name = "wagtail_parcours"
    label = "wagtail_parcours"
    verbose_name = _("Journey maps")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
        from .admin.conflicts.staleness import connect_editors
        from .admin.glossary.side_panel import connect_side_panel
        from .admin.review.editor import connect_lock
        from .admin.translator_screens import connect_translator_screens
        from .governance.acting_once import connect_acting_once
        from .governance.append_only import connect_append_only
        from .governance.gate import connect_gate
        from .governance.live_changes import connect_live_changes
        from .governance.notifications import connect_notifications
        from .governance.places import connect_places
        from .governance.refusals import connect_refusals
        from .governance.running_steps import connect_running_steps
        from .governance.states import connect_review_dates
        from .governance.steps import connect_steps
        from .governance.translations import connect_translations
        from .governance.whole_actions import connect_whole_actions
        from .insights import connect_facets, connect_index
        from .map_views import connect_map_views
        from .translation.following import connect_records
        from .translation.glossary import connect_glossary
        from .translation.term_uses import connect_term_uses

        connect_acting_once()
        connect_append_only()
        connect_editors()
        connect_facets()
        connect_gate()
        connect_index()
        connect_glossary()
        connect_live_changes()
        connect_map_views()
        connect_records()
        connect_steps()
        connect_side_panel()
        connect_term_uses()
        connect_notifications()
        connect_review_dates()
        connect_places()
        connect_refusals()
        connect_running_steps()
        connect_translations()
        connect_whole_actions()
        connect_lock()
        if apps.is_installed("wagtail_localize"):
            from .admin.translations.screens import connect_translation_editor
            from .translation.extraction import connect_extraction
            from .translation.submission import connect_submission

            connect_extraction()
            connect_submission()
            connect_translation_editor()
        connect_translator_screens()

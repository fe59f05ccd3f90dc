"""The Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WagtailParcoursConfig(AppConfig):
    name = "wagtail_parcours"
    label = "wagtail_parcours"
    verbose_name = _("Journey maps")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
        from .governance.gate import connect_gate
        from .governance.live_changes import connect_live_changes
        from .governance.notifications import connect_notifications
        from .governance.steps import connect_steps
        from .insights import connect_facets

        connect_facets()
        connect_gate()
        connect_live_changes()
        connect_steps()
        connect_notifications()

"""The base Page model, which a site may swap from Wagtail 8 on."""

from typing import Any

from django.conf import settings
from django.db import models

from ..conf import parcours_settings

#: ``"app_label.ModelName"`` of the site's base page model, for foreign keys.
BASE_PAGE_MODEL: str = getattr(settings, "WAGTAIL_PAGE_MODEL", "wagtailcore.Page")


def base_page_model() -> type[models.Model]:
    """The site's base page model."""
    from django.apps import apps

    return apps.get_model(BASE_PAGE_MODEL)


class PublishedPageMixin(models.Model):
    """What every page type of ours needs to look like the rest of the site."""

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the site's base template: ``{% extends %}`` takes it from the context."""
        context = super().get_context(request, *args, **kwargs)
        context["parcours_base_template"] = parcours_settings.BASE_TEMPLATE
        return context

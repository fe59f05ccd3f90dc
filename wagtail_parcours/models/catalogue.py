"""The catalogue: where employees find a journey."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .base import PublishedPageMixin


class JourneyIndexMixin(PublishedPageMixin):
    """Lists the maps below it, with filters and search."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("What readers find here, in a few sentences.")
    )

    index_panels: ClassVar[list[Any]] = [FieldPanel("introduction")]

    class Meta:
        abstract = True

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        return "wagtail_parcours/pages/catalogue.html"


class JourneyIndexPage(JourneyIndexMixin, Page):
    content_panels = [*Page.content_panels, *JourneyIndexMixin.index_panels]
    page_description = _("A catalogue of the journey maps below it.")

    class Meta:
        verbose_name = _("journey catalogue")
        verbose_name_plural = _("journey catalogues")

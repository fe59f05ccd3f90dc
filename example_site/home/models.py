"""The site's own page types."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from example_site.home.blocks import SectionBodyBlock
from example_site.home.reading import readable_pages
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
)

RECENT_MAPS = 3


class HomePage(Page):
    """The front door: a welcome, the sections, the maps published last."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sections and the newest maps that this person may read."""
        context = super().get_context(request, *args, **kwargs)
        pages = readable_pages(request).filter(locale=self.locale)
        context["sections"] = pages.child_of(self).order_by("path").specific()
        context["recent_maps"] = (
            pages.type(CurrentStateMapPage, FutureStateMapPage)
            .order_by("-last_published_at", "title")
            .specific(defer=True)[:RECENT_MAPS]
        )
        return context


class SectionPage(Page):
    """An ordinary page of the intranet, with pages below it or not."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(SectionBodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("information page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below this one that this person may read."""
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = readable_pages(request).child_of(self).order_by("path").specific()
        return context

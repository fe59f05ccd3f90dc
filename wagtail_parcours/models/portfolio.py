"""The portfolio: what the published maps add up to, for employees."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page
from wagtail.search import index

from .base import BASE_PAGE_MODEL, PublishedPageMixin

Download = Callable[[Any, HttpRequest], HttpResponse | None]

_downloads: list[Download] = []


def register_download(download: Download) -> None:
    """Let `download` answer in place of a portfolio page; None when no file was asked for.

    It is asked when the page is served, so after Wagtail has turned away those who may not read
    it; a hook before that would come too early.
    """
    _downloads.append(download)


class JourneyPortfolioMixin(PublishedPageMixin):
    """Shows the figures of the maps below one page of the site, or of all of them.

    Each visitor sees the figures of the maps that he or she may read.
    """

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("What the figures are for, and whom to ask about them. In a few sentences."),
    )
    below = models.ForeignKey(
        BASE_PAGE_MODEL,
        verbose_name=_("part of the site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The maps below this page are counted. Empty: those of the whole site."),
    )

    portfolio_panels: ClassVar[list[Any]] = [
        FieldPanel("introduction"),
        PageChooserPanel("below"),
    ]
    portfolio_search_fields: ClassVar[list[Any]] = [index.SearchField("introduction")]

    class Meta:
        abstract = True

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        return "wagtail_parcours/pages/portfolio.html"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        files = (download(self, request) for download in _downloads)
        response = next((file for file in files if file is not None), None)
        if response is None:
            response = super().serve(request, *args, **kwargs)
        # What is counted depends on who asks: no cache on the way may hand it to someone else.
        patch_cache_control(response, private=True)
        return response


class JourneyPortfolioPage(JourneyPortfolioMixin, Page):
    content_panels = [*Page.content_panels, *JourneyPortfolioMixin.portfolio_panels]
    search_fields = [*Page.search_fields, *JourneyPortfolioMixin.portfolio_search_fields]
    page_description = _("Figures of the published maps: where the journey hurts, what is done.")
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("journey portfolio")
        verbose_name_plural = _("journey portfolios")

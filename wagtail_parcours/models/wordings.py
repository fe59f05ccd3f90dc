"""What published maps say, cell by cell, as readers find it.

Reports and translations compare texts across many maps; they read these rows and never walk the
blocks of a page.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .base import BASE_PAGE_MODEL


class MapWording(models.Model):
    """The texts of one live map. `cells` maps the path of each text to the text.

    Paths are those of :func:`~wagtail_parcours.journeys.journey_texts`. `text` holds the same
    texts in one, a blank line between two, to search in.
    """

    page = models.OneToOneField(
        BASE_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("map")
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    cells = models.JSONField(_("texts by place"), default=dict)
    text = models.TextField(_("all texts"), blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("wording of a map")
        verbose_name_plural = _("wordings of maps")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.page_id}"

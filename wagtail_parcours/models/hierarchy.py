"""Maps inside maps: which stage of a larger map a map shows in detail.

The detailed map says so, and the larger one knows nothing of it: its content may be signed, and
many maps may show its stages. The ids of stages are the same in every language of a map, so one
link serves them all.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from .base import BASE_PAGE_MODEL
from .hierarchy_form import JourneyMapForm

#: Longest id of a stage that a map can name; ids that the editor makes have 36 characters.
MAX_STAGE_ID = 80


class PartOfJourneyMixin(models.Model):
    """Where a map belongs: in which larger map, and at which of its stages."""

    #: Longer ids of stages, which only an import may have made, cannot be named.
    longest_stage_id: ClassVar[int] = MAX_STAGE_ID
    #: Fields that say where a map belongs and nothing of what it says: no seal covers them.
    navigation_fields: ClassVar[frozenset[str]] = frozenset({"detailed_map", "detailed_stage"})

    detailed_map = models.ForeignKey(
        BASE_PAGE_MODEL,
        verbose_name=_("larger map"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The map of which this one shows a stage in detail."),
    )
    detailed_stage = models.CharField(
        _("stage shown in detail"), max_length=MAX_STAGE_ID, blank=True, default=""
    )

    base_form_class = JourneyMapForm
    # Of one piece with the source: the link is found in each language from the same two values.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("detailed_map", overridable=False),
        SynchronizedField("detailed_stage", overridable=False),
    ]

    class Meta:
        abstract = True

    @property
    def shown_page_ids(self) -> list[int]:
        """The key of the page, and for an alias that of the page that it shows."""
        return [pk for pk in (self.pk, self.alias_of_id) if pk is not None]

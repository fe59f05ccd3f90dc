"""The texts of frameworks, which each organisation may word in its own way."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..frameworks import framework_choices


def stored_framework_choices() -> list[tuple[str, Any]]:
    return framework_choices()


class FrameworkStageText(TranslatableMixin, models.Model):
    """How the organisation names a framework's stage and what it asks editors there.

    ``parcours_setup`` creates a row for each stage of each framework and locale, with the
    built-in texts. New maps take their stage names from here.
    """

    framework = models.CharField(_("framework"), max_length=80, choices=stored_framework_choices)
    key = models.SlugField(_("stage"), max_length=80)
    sort_order = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=120)
    guidance = models.TextField(_("guidance"), blank=True, help_text=_("What to ask here."))

    panels = [
        FieldPanel("framework", read_only=True),
        FieldPanel("name"),
        FieldPanel("guidance"),
    ]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("guidance"),
        SynchronizedField("framework"),
        # What the row stands for; translators are not asked for another.
        SynchronizedField("key", overridable=False),
        SynchronizedField("sort_order"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("framework stage")
        verbose_name_plural = _("framework stages")
        ordering = ["framework", "sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key", "locale"], name="parcours_framework_stage_locale"
            )
        ]

    def __str__(self) -> str:
        return self.name

"""Target groups: whom the organisation serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from .history import FactHistory
from .slugs import BySlug


class TargetGroup(TranslatableMixin, index.Indexed, models.Model):
    """A group of clients that personas belong to."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Who they are and what they have in common.")
    )

    history = FactHistory()

    panels = [FieldPanel("name"), FieldPanel("description")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("locale_id"),
    ]
    translatable_fields = [TranslatableField("name"), TranslatableField("description")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


_groups = BySlug(TargetGroup, "translation_key")


def current_group_choices() -> list[tuple[str, str]]:
    """Choices (translation key, name) of the target groups."""
    return _groups.choices()


def remembered_groups(language: str) -> dict[str, TargetGroup]:
    """The same as `target_groups_by_key`, remembered for a moment."""
    return _groups.remembered(language)


def target_groups_by_key(language: str) -> dict[str, TargetGroup]:
    """Every target group by translation key, in `language` where it is translated. One query."""
    return _groups.find(language)

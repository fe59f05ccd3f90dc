"""Channels: the service modes that the organisation offers."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .history import FactHistory
from .slugs import BySlug

CHANNEL_ICONS = [
    ("parcours-channel-online", _("Screen")),
    ("parcours-channel-telephone", _("Telephone")),
    ("parcours-channel-in-person", _("Counter")),
    ("parcours-channel-mail", _("Letter")),
    ("parcours-channel-message", _("Message")),
    ("parcours-channel-partner", _("Partner")),
    ("parcours-channel", _("Other")),
]


def channel_icon_choices() -> list[tuple[str, Any]]:
    return CHANNEL_ICONS


class Channel(TranslatableMixin, index.Indexed, models.Model):
    """A service mode, such as online, telephone or in person.

    Maps refer to a channel by `slug`, which is the same in every language.
    """

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(
        _("identifier"),
        max_length=80,
        help_text=_("Maps refer to the channel by this. Do not change it once it is in use."),
    )
    icon = models.CharField(
        _("icon"), max_length=60, choices=channel_icon_choices, default="parcours-channel"
    )
    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveIntegerField(
        _("position"), default=100, help_text=_("Smaller numbers come first.")
    )

    history = FactHistory()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("icon"),
        FieldPanel("description"),
        FieldPanel("sort_order"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("slug"),
        index.FilterField("sort_order"),
        index.FilterField("locale_id"),
    ]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("description"),
        # Maps refer to it: another one in another language would be another channel.
        SynchronizedField("slug", overridable=False),
        SynchronizedField("icon"),
        SynchronizedField("sort_order"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="parcours_channel_slug_locale",
                violation_error_message=_("Another channel already has this identifier."),
            )
        ]

    def __str__(self) -> str:
        return self.name


#: Every channel, however it is asked for.
by_slug = BySlug(Channel)
forget_choices = by_slug.forget


def channels_by_slug(language: str) -> dict[str, Channel]:
    """Every channel by slug, in `language` where it is translated. One query.

    A channel without translation comes in the default language, else in any, so that no map
    loses the name of a channel.
    """
    return by_slug.find(language)


def remembered_channels(language: str) -> dict[str, Channel]:
    """The same as `channels_by_slug`, remembered for a moment."""
    return by_slug.remembered(language)


def current_channel_choices() -> list[tuple[str, str]]:
    """Choices (slug, name) in the active language, remembered for a moment."""
    return by_slug.choices()

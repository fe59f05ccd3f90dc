"""Columns of the listings."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn, UsageCountColumn


class PersonaColumn(TitleColumn):
    """A persona as readers meet it: portrait or monogram, then the name."""

    cell_template_name = "wagtail_parcours/admin/persona_cell.html"


class ChannelColumn(TitleColumn):
    """A channel with the icon that readers see beside it."""

    cell_template_name = "wagtail_parcours/admin/channel_cell.html"


class BadgeColumn(Column):
    """A short word in a frame, such as the origin of a persona."""

    cell_template_name = "wagtail_parcours/admin/badge_cell.html"


class WrittenColumn(Column):
    """Words that somebody wrote, in a language of their own.

    `language` gives its code for an instance.
    """

    cell_template_name = "wagtail_parcours/admin/written_cell.html"

    def __init__(self, name: str, *, language: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.language = language

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["language"] = self.language(instance)
        return context


class WrittenTitleColumn(TitleColumn):
    """A title in a language of its own; `language` gives its code for an instance."""

    cell_template_name = "wagtail_parcours/admin/written_title_cell.html"

    def __init__(self, name: str, *, language: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.language = language

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["language"] = self.language(instance)
        return context


class UsageColumn(UsageCountColumn):
    """How often an object is used, linked to the places.

    Wagtail's column reads the address from the instance; images have one, snippets do not.
    """

    def __init__(self, name: str, *, usage_url_name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.usage_url_name = usage_url_name

    cell_template_name = "wagtail_parcours/admin/usage_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["usage_url"] = reverse(self.usage_url_name, args=[quote(instance.pk)])
        return context

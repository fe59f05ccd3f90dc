"""Panels and widgets of our editors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.panels import HelpPanel


class PlainNumberInput(forms.NumberInput):
    """A number without the zeros that the database adds at its end."""

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return super().format_value(value)


class TemplatePanel(HelpPanel):
    """What a template prints, given the page and the request as Wagtail's help panel gives them.

    Nothing is shown of a template that prints nothing.
    """

    class BoundPanel(HelpPanel.BoundPanel):
        @cached_property
        def printed(self) -> SafeString:
            context = {"self": self, "instance": self.instance, "request": self.request}
            return render_to_string(self.panel.template, context, self.request)

        def is_shown(self) -> bool:
            # A draft that saves itself draws no panel.
            asks_page = self.request is not None and self.request.accepts("text/html")
            return bool(super().is_shown() and asks_page and self.printed.strip())

        def render_html(self, parent_context: Any = None) -> SafeString:
            return mark_safe(self.printed)  # noqa: S308 - printed by a template

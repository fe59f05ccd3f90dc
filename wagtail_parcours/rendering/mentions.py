"""What a map mentions by key, as HTML: an indicator, a persona, a target group."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ..models.slugs import readable
from .indicators import IndicatorView
from .languages import NOTHING, marked


def indicator_html(slug: str, view: IndicatorView | None, with_readings: bool) -> SafeString:
    """An indicator in a cell or on a card; one that is known no more stays readable.

    Without its readings where they are no part of what is shown: in a version as it was signed.
    """
    context = {"indicator": view, "name": readable(slug), "with_readings": with_readings}
    return render_to_string("wagtail_parcours/includes/mentioned_indicator.html", context)


def name_html(thing: Any, attributes: SafeString = NOTHING) -> SafeString:
    """The name of a persona, a group or a channel, with the attributes of its language."""
    return mark_safe(marked(conditional_escape(thing.name), attributes))  # noqa: S308 - escaped

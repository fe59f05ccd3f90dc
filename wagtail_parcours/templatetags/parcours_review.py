"""Tags for the review of a map, and for Wagtail's own workflow dialogs."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from ..admin.review.material import ReviewMaterial
from ..rendering.languages import language_attributes

register = template.Library()


@register.simple_tag(takes_context=True)
def review_of(context: template.Context, task_state: Any) -> ReviewMaterial:
    """The map that waits in a step, with its seal: ``{% review_of task_state as review %}``."""
    return ReviewMaterial.gather(context["request"], task_state)


@register.filter
def in_language(code: str) -> SafeString:
    """The language and direction of an element: ``<p{{ code|in_language }}>``."""
    return language_attributes(code)


@register.simple_tag
def querystring_with(request: HttpRequest, name: str, value: Any) -> str:
    """The query of this page with one parameter set."""
    query = request.GET.copy()
    query[name] = value
    return query.urlencode()


@register.simple_tag
def querystring_without(request: HttpRequest, name: str) -> str:
    """The query of this page without one parameter."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()

"""Tags for Wagtail's own workflow dialogs: what a map that waits for signatures looks like now."""

from typing import Any

from django import template

from ..admin.review.material import ReviewMaterial

register = template.Library()


@register.simple_tag(takes_context=True)
def review_of(context: template.Context, task_state: Any) -> ReviewMaterial:
    """The map that waits in a step, with its seal: ``{% review_of task_state as review %}``."""
    return ReviewMaterial.gather(context["request"], task_state)

"""Tags for the templates of the admin."""

from typing import Any

from django import template

from ..admin.detailed_maps import DetailedBy, detailed_by
from ..models import Persona
from ..rendering.people import person_view

register = template.Library()


@register.simple_tag
def persona_for_readers(persona: Persona, show_sensitive: bool) -> dict[str, Any]:
    """A persona as the published pages show it: ``{% persona_for_readers p False as person %}``."""
    return person_view(persona, show_sensitive)


@register.simple_tag
def maps_in_detail(page: Any, request: Any) -> DetailedBy | None:
    """The maps that show stages of a map in detail: ``{% maps_in_detail instance request as d %}``.

    Only those that the person who asks may see; None when there is none.
    """
    return detailed_by(page, request.user) if request is not None else None

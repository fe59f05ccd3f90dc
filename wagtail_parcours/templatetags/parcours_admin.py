"""Tags for the templates of the admin."""

from typing import Any

from django import template

from ..models import Persona
from ..rendering.people import person_view

register = template.Library()


@register.simple_tag
def persona_for_readers(persona: Persona, show_sensitive: bool) -> dict[str, Any]:
    """A persona as the published pages show it: ``{% persona_for_readers p False as person %}``."""
    return person_view(persona, show_sensitive)

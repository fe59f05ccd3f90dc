"""Icons drawn inside a published page, from the same files that the admin uses."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

OPENING = re.compile(r"<svg\b([^>]*)>")
VIEW_BOX = re.compile(r'viewBox="[-\d. ]+"')


def icon_svg(name: str) -> SafeString:
    """The icon `name`, without the ids that would repeat on a page and hidden from speech."""
    source = render_to_string(f"wagtail_parcours/icons/{name}.svg")
    source = re.sub(r"<!--.*?-->|<\?.*?\?>", "", source, flags=re.S).strip()
    found = OPENING.search(source)
    view_box = VIEW_BOX.search(found.group(1)) if found else None
    attributes = f" {view_box.group(0)}" if view_box else ""
    opening = f'<svg class="parcours-icon" aria-hidden="true" focusable="false"{attributes}>'
    return mark_safe(OPENING.sub(opening, source, count=1))  # noqa: S308 - our own files

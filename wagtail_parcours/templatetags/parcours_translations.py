"""Tags for the screens of translations."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: The element that wagtail-localize's script fills.
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag
def place_panels(screen: SafeString, panels: Iterable[SafeString]) -> SafeString:
    """Put panels between the header of a translation editor and the editor itself.

    Where the editor's element is not found they stand at the end: seen late, never lost.
    """
    rendered = "".join(panels)
    if not rendered:
        return screen
    added = f'<div class="parcours-translation-panels nice-padding">{rendered}</div>'
    before, editor, after = screen.partition(EDITOR)
    return mark_safe(f"{before}{added}{editor}{after}")  # noqa: S308 - all rendered by templates

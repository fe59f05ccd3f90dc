"""Tags for translated maps: what is behind the source, for readers and for translators."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..admin.translations import behind
from ..rendering.behind import behind_note

register = template.Library()

#: The element that wagtail-localize's script fills.
EDITOR = '<div class="js-translation-editor"'


@register.inclusion_tag("wagtail_parcours/includes/behind.html", takes_context=True)
def translation_note(context: template.Context, page: Any) -> dict[str, Any]:
    """What is newer in the language of the source: ``{% translation_note page %}``."""
    return {"note": behind_note(page, context.get("request"))}


@register.simple_tag
def behind_in_editor(page: Any, request: Any) -> Any:
    """What the version in the editor has to bring up to date; None when there is nothing."""
    return behind.behind_in_editor(page, request)


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

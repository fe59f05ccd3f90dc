"""What we add to wagtail-localize's translation editor of a map.

Its view renders one template and offers no hook, so the function that it renders with is wrapped
here, for maps alone; a test pins it. Nothing else of the screen is touched: its own template is
extended, and our panels stand between its header and the editor.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ...models import JourneyMapMixin
from .behind import behind_panel

LOCALIZE_TEMPLATE = "wagtail_localize/admin/edit_translation.html"
OUR_TEMPLATE = "wagtail_parcours/admin/translations/edit_translation.html"

#: Each is asked in turn for ``(template name, context)`` of a panel, or None to show none. It is
#: given the request, the translated page (as the editor's view has it) and the context of
#: wagtail-localize's template: ``translation``, ``side_panels``, ``target_locale`` …
Panel = tuple[str, dict[str, Any]]
PanelBuilder = Callable[[HttpRequest, Any, dict[str, Any]], Panel | None]
PANEL_BUILDERS: list[PanelBuilder] = [behind_panel]


def connect_translation_editor() -> None:
    """Wrap the rendering of the translation editor; called once, when wagtail-localize is there."""
    from wagtail_localize.views import edit_translation

    if not hasattr(edit_translation.render, "__wrapped__"):
        edit_translation.render = dressed(edit_translation.render)


def dressed(original: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(original)
    def render(
        request: HttpRequest, template_name: Any, context: Any = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page = (context or {}).get("instance")
        if template_name == LOCALIZE_TEMPLATE and isinstance(page, JourneyMapMixin):
            panels = dress_translation_editor(request, page, context)
            template_name, context = OUR_TEMPLATE, {**context, "parcours_panels": panels}
        return original(request, template_name, context, *args, **kwargs)

    return render


def dress_translation_editor(
    request: HttpRequest, page: Any, context: dict[str, Any]
) -> list[SafeString]:
    """The panels above the translation editor of `page`, in the order of the builders."""
    built = [build(request, page, context) for build in PANEL_BUILDERS]
    return [render_to_string(template, values, request) for template, values in filter(None, built)]

"""Terms, words to avoid and plain language beside the text: in the editor of a map, and in the
translation editor of wagtail-localize.

Wagtail offers no hook for the side panels of its page editor, so the method that lists them is
wrapped, for maps alone; a test pins it.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView

from ...models import JourneyMapMixin, base_page_model
from ..translations.screens import PANEL_BUILDERS
from .writing import Writing

CONTENT = "wagtail_parcours/admin/glossary/writing.html"


class WritingSidePanel(BaseSidePanel):
    """What `Writing` has to say of the draft, brought up to date whenever it is saved."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle glossary and plain language")
        icon_name = "openquote"
        counter_classname = "w-bg-warning-100"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["count"] = len(self.panel.writing.avoided)
            return context

    name = "parcours-writing"
    title = gettext_lazy("Glossary and plain language")
    template_name = "wagtail_parcours/admin/glossary/side_panel.html"
    order = 360

    def __init__(self, page: Any, request: HttpRequest) -> None:
        super().__init__(page, request)
        self.writing = Writing(page)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        address = reverse("wagtail_parcours:writing", args=[self.object.pk])
        return {**context, "writing": self.writing, "address": address, "content": CONTENT}


def connect_side_panel() -> None:
    """Wrap the list of side panels, and offer ours to translators; called once, when ready."""
    if not hasattr(EditView.get_side_panels, "__wrapped__"):
        EditView.get_side_panels = with_writing(EditView.get_side_panels)
    if writing_for_translators not in PANEL_BUILDERS:
        PANEL_BUILDERS.append(writing_for_translators)


def with_writing(original: Any) -> Any:
    @wraps(original)
    def get_side_panels(self: Any) -> Any:
        panels = original(self)
        # A draft that saves itself draws no panels.
        if isinstance(self.page, JourneyMapMixin) and not self.expects_json_response:
            panels.append(WritingSidePanel(self.page, self.request))
        return panels

    return get_side_panels


def writing_content(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the panel shows, of the draft as it was last saved."""
    page = base_page_model().objects.filter(pk=page_id).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.specific.get_latest_revision_as_object()
    if not isinstance(draft, JourneyMapMixin):
        raise Http404
    return render(request, CONTENT, {"writing": Writing(draft)})


def writing_for_translators(
    request: HttpRequest, page: Any, context: dict[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """The panel above the translation editor; None where there is nothing to say."""
    translation = context.get("translation")
    source = translation.source.get_source_instance() if translation is not None else None
    if not isinstance(source, JourneyMapMixin):
        source = None
    writing = Writing(page.get_latest_revision_as_object(), source)
    if not writing.says_something:
        return None
    return "wagtail_parcours/admin/glossary/translator_panel.html", {"writing": writing}


writing_urls = [path("writing/<int:page_id>/", writing_content, name="writing")]

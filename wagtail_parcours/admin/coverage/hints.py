"""Hints on personas: how many in their list, and all of them beside the editor."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry

from ...insights.coverage import Review, review_of
from ...insights.people import last_changes, live_people
from ...insights.persona_facts import hints_of_draft, hints_of_rows
from ...insights.persona_quality import Said
from ...models import Persona

CONTENT = "wagtail_parcours/admin/coverage/hints.html"
NAMES = "wagtailsnippets_wagtail_parcours_persona"


class HintsColumn(Column):
    """How many hints there are on what is published of a persona; a draft has them beside its
    editor."""

    cell_template_name = "wagtail_parcours/admin/coverage/hints_cell.html"

    def __init__(self) -> None:
        super().__init__("hints", label=_("Hints"))


class HintsListMixin:
    """Gives the rows of the list of personas their ``hints``."""

    def decorate(self, rows: list[Any]) -> None:
        super().decorate(rows)
        if self.is_export:
            return
        hints = hints_of_rows(rows, self.request)
        for row in rows:
            row.hints = hints.get(row.pk, ())


class PersonaNotes:
    """What there is to say of one persona: its hints, its review, where it is shown.

    `persona` is as the editor shows it, a draft or not.
    """

    def __init__(self, persona: Persona, request: HttpRequest) -> None:
        self.persona = persona
        self.request = request

    @cached_property
    def hints(self) -> tuple[Said, ...]:
        return hints_of_draft(self.persona, self.request)

    @cached_property
    def review(self) -> Review | None:
        """When it was looked at last; None for what is not published."""
        key = str(self.persona.translation_key)
        person = live_people("", [key]).get(key)
        if person is None:
            return None
        return review_of(person, last_changes([person]))

    @property
    def is_due(self) -> bool:
        return self.review is not None and self.review.is_due(timezone.localdate())

    @property
    def review_address(self) -> str:
        return reverse(f"{NAMES}:review", args=[quote(self.persona.pk)])

    @property
    def shown_address(self) -> str:
        return reverse(f"{NAMES}:shown", args=[quote(self.persona.pk)])


class HintsSidePanel(BaseSidePanel):
    """What `PersonaNotes` has to say, brought up to date whenever the draft is saved."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle hints on this persona")
        icon_name = "parcours-persona"
        counter_classname = "w-bg-info-125"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["count"] = len(self.panel.notes.hints)
            return context

    name = "parcours-hints"
    title = gettext_lazy("Hints on this persona")
    template_name = "wagtail_parcours/admin/coverage/side_panel.html"
    order = 350

    def __init__(self, persona: Persona, request: HttpRequest) -> None:
        super().__init__(persona, request)
        self.notes = PersonaNotes(persona, request)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(parent_context),
            "notes": self.notes,
            "address": reverse("wagtail_parcours:persona_hints", args=[self.object.pk]),
            "content": CONTENT,
        }


class HintsEditMixin:
    """The editor of a persona, with its hints beside it."""

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        # A draft that saves itself draws no panels.
        if not self.expects_json_response:
            panels.append(HintsSidePanel(self.form.instance, self.request))
        return panels


def persona_hints(request: HttpRequest, pk: int) -> HttpResponse:
    """What the panel shows, of the draft as it was last saved."""
    if not policy_registry.get_by_type(Persona).user_has_permission(request.user, "change"):
        raise PermissionDenied
    persona = get_object_or_404(Persona, pk=pk).get_latest_revision_as_object()
    return render(request, CONTENT, {"notes": PersonaNotes(persona, request)})


hint_urls = [path("personas/<int:pk>/hints/", persona_hints, name="persona_hints")]

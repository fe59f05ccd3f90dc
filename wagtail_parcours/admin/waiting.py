"""“Waiting for my signature” on Wagtail's home."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef
from django.forms import Media, Script
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import TaskState, WorkflowState

from ..governance.signing import open_case, reason_not_to_sign
from ..governance.steps import review_address
from ..models import JourneyMapMixin, SignOff, SignOffTask

#: Names Wagtail's dialogs for assistive technology.
DIALOG_NAME = Script("wagtail_parcours/js/dialog-name.js", type="module")
#: Maps that the panel lists.
SHOWN = 10
#: Maps that it looks at to find them. Whether somebody may sign depends on what a map shows at
#: this moment, so each of them has to be read.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class WaitingMap:
    """One map that a person may sign now."""

    page_pk: int
    task_state_pk: int
    title: str
    language: str
    language_code: str
    step: str
    submitted_by: Any
    since: Any
    address: str


def candidates(user: Any) -> Any:
    """The steps in which `user` may act as a member of a group, the longest waiting first.

    Those in which they have signed already come last: they may sign again only if the map has
    changed since.
    """
    tasks = SignOffTask.objects.filter(groups__user=user)
    signed = SignOff.objects.filter(task_state_id_then=OuterRef("pk"), person_id_then=str(user.pk))
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            task__in=tasks.values("pk"),
        )
        .annotate(signed_by_me=Exists(signed))
        .select_related("task", "workflow_state__workflow", "workflow_state__requested_by")
        .order_by("signed_by_me", "started_at", "pk")
    )


def waiting_maps(user: Any) -> Iterator[WaitingMap]:
    """The maps that `user` may sign now, among those looked at."""
    for state in candidates(user)[:LOOKED_AT]:
        page = state.workflow_state.content_object
        if page is None or not isinstance(page.specific, JourneyMapMixin):
            continue
        case = open_case(state)
        if reason_not_to_sign(case, user) is None:
            locale = case.page.locale
            yield WaitingMap(
                page_pk=case.page.pk,
                task_state_pk=state.pk,
                title=case.version.title,
                language=locale.get_display_name(),
                language_code=locale.language_code,
                step=state.task.name,
                submitted_by=state.workflow_state.requested_by,
                since=state.started_at,
                address=review_address(state),
            )


class OtherReviewsPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's “Awaiting your review”, without the maps that the panel above it lists."""

    def __init__(self, request: HttpRequest) -> None:
        self.listed: set[int] = set()
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = self.everything(parent_context)
        left = [item for item in context["states"] if item["task_state"].pk not in self.listed]
        return {**context, "states": left}

    @property
    def media(self) -> Media:
        return Media(js=[DIALOG_NAME])

    def everything(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What Wagtail would list, asked once."""
        if not hasattr(self, "_everything"):
            self._everything = super().get_context_data(parent_context)
        return self._everything


class WaitingPanel(Component):
    """Lists the maps that the person of the request may sign; nothing when there are none."""

    name = "parcours_waiting"
    template_name = "wagtail_parcours/admin/waiting.html"
    order = 190

    def __init__(self, request: HttpRequest, others: OtherReviewsPanel | None = None) -> None:
        self.request = request
        self.others = others

    @cached_property
    def maps(self) -> list[WaitingMap]:
        return list(islice(waiting_maps(self.request.user), SHOWN))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "maps": self.maps,
            "request": self.request,
            "has_dialogs": self.others is not None,
            "needs_script": self.needs_script(parent_context),
        }

    def needs_script(self, parent_context: Mapping[str, Any]) -> bool:
        """Whether nobody else on the page brings the script that opens Wagtail's dialogs.

        Brought twice, it would open each of them twice.
        """
        if self.others is None or not self.maps:
            return False
        self.others.listed = {waiting.task_state_pk for waiting in self.maps}
        return not self.others.get_context_data(parent_context)["states"]

    @property
    def media(self) -> Media:
        return Media(css={"all": ["wagtail_parcours/css/review.css"]}, js=[DIALOG_NAME])


def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panel before Wagtail's own, which leaves to it what it lists.

    A panel that somebody else put in the place of Wagtail's is left alone.
    """
    others = None
    for place, panel in enumerate(panels):
        if type(panel) is WorkflowObjectsToModeratePanel:
            others = panels[place] = OtherReviewsPanel(request)
    panels.append(WaitingPanel(request, others))

"""Which step of which workflow a review is about, and who may read it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from wagtail.models import TaskState

from ...governance.steps import in_groups
from ...models import JourneyMapMixin, SignOffTask


def find_step(task_state_id: int) -> tuple[Any, Any]:
    """The state of a sign-off step, and the map that is or was in it.

    Raises ``Http404`` for steps of other kinds and for pages that hold no map.
    """
    states = TaskState.objects.select_related(
        "task", "workflow_state__workflow", "workflow_state__requested_by", "finished_by"
    )
    state = states.filter(pk=task_state_id).first()
    if state is None or not isinstance(state.task.specific, SignOffTask):
        raise Http404
    page = state.workflow_state.content_object
    page = page.specific if page is not None else None
    if not isinstance(page, JourneyMapMixin):
        raise Http404
    return state, page


def may_review(state: Any, page: Any, user: Any) -> bool:
    """Those who act in the step, and those who may edit or publish the map anyway."""
    if user.is_superuser or in_groups(state.task.specific, user):
        return True
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def step_to_review(request: HttpRequest, task_state_id: int) -> tuple[Any, Any]:
    """As :func:`find_step`; raises ``PermissionDenied`` for those who have no business there."""
    state, page = find_step(task_state_id)
    if not may_review(state, page, request.user):
        raise PermissionDenied
    return state, page


def is_waiting(state: Any) -> bool:
    """Whether the step still waits for signatures."""
    workflow_state = state.workflow_state
    return bool(
        state.status == TaskState.STATUS_IN_PROGRESS
        and workflow_state.status == workflow_state.STATUS_IN_PROGRESS
        and workflow_state.current_task_state_id == state.pk
    )

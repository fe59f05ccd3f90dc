"""Of two people who act in the same step at once, one acts; the other is told.

Wagtail reads the state of a step, looks at it and writes it, with no lock in between: both are
let through, and the history names the second. Sign-off steps lock before they read
(``governance.signing``). For the steps of other kinds that a map passes, and for workflows that
are cancelled, Wagtail's own methods are wrapped here; a test pins each of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Task, TaskState, WorkflowState

from .locking import lock_page, persistently
from .refusals import tell_the_person
from .sealing import is_map_type

#: Mark on what is wrapped already.
WRAPPED = "_parcours_acts_once"

#: In which of these a workflow can be cancelled.
UNFINISHED = frozenset({WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES})


class ActedBefore(PermissionDenied):
    """Somebody else ended the step or the workflow: nothing was changed."""


def connect_acting_once() -> None:
    """Wrap Wagtail's steps; called once, when ready."""
    wrap(TaskState, "approve", lambda method: once(method, step_waits))
    wrap(TaskState, "reject", lambda method: once(method, step_waits))
    wrap(WorkflowState, "cancel", lambda method: once(method, workflow_goes_on))
    wrap(Task, "on_action", told)


def wrap(owner: Any, name: str, wrapper: Callable[..., Any]) -> None:
    original = getattr(owner, name)
    if not hasattr(original, WRAPPED):
        wrapped = wrapper(original)
        setattr(wrapped, WRAPPED, True)
        setattr(owner, name, wrapped)


def once(method: Callable[..., Any], waits: Callable[[Any], bool]) -> Callable[..., Any]:
    """`method` of a state, on what is stored once the map is locked.

    It raises :class:`ActedBefore` when nothing `waits` there any more.
    """

    @wraps(method)
    def act(state: Any, *args: Any, **kwargs: Any) -> Any:
        workflow_state = getattr(state, "workflow_state", state)
        if not concerns_map(workflow_state):
            return method(state, *args, **kwargs)

        def attempt() -> Any:
            with transaction.atomic():
                lock_page(workflow_state.object_id)
                workflow_state.refresh_from_db()
                if state is not workflow_state:
                    state.refresh_from_db()
                    state.workflow_state = workflow_state
                if not waits(state):
                    raise ActedBefore(_("Somebody else acted before you: nothing was changed."))
                return method(state, *args, **kwargs)

        return persistently(attempt)

    return act


def concerns_map(workflow_state: Any) -> bool:
    model = workflow_state.content_type.model_class()
    return is_map_type(model)


def step_waits(state: Any) -> bool:
    """Whether a step may still be ended. One that approves itself is not yet the current one."""
    return bool(
        state.status == TaskState.STATUS_IN_PROGRESS
        and state.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    )


def workflow_goes_on(workflow_state: Any) -> bool:
    return workflow_state.status in UNFINISHED


def told(on_action: Callable[..., Any]) -> Callable[..., Any]:
    """An answer for the person who came second: Wagtail would say that a permission is missing."""

    @wraps(on_action)
    def act(task: Any, task_state: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return on_action(task, task_state, *args, **kwargs)
        except ActedBefore as late:
            tell_the_person(str(late))
            return None

    return act

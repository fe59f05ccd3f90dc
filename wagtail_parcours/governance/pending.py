"""Whom maps wait for, for many maps in a handful of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, TaskState, WorkflowState

from ..models.base import base_page_model
from ..models.sign_off_tasks import SignOffTask
from ..models.sign_offs import SignOff, SignOffKind
from .chain import name_of


@dataclass(frozen=True, slots=True)
class Pending:
    """Where a map stands in its workflow: in which step, since when, for whom it waits."""

    task_state_pk: int
    step: str
    since: datetime.datetime
    groups: tuple[str, ...] = ()
    needed: int = 0
    signed: int = 0
    #: Who gets it back, when changes were requested; ``""`` while it waits in a step.
    returned_to: str = ""

    @property
    def in_words(self) -> str:
        """Whom it waits for, in the active language."""
        if self.returned_to:
            return _("%(person)s, to make the changes requested") % {"person": self.returned_to}
        who = ", ".join(self.groups) or self.step
        if self.needed < 2:
            return who
        return _("%(who)s (%(signed)d of %(needed)d signatures)") % {
            "who": who,
            "signed": self.signed,
            "needed": self.needed,
        }


def unfinished_workflows(statuses: Iterable[str]) -> Any:
    """Workflows of pages in one of these states."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(base_page_model()),
        status__in=list(statuses),
    )


def pending_for(pages: Iterable[Any]) -> dict[int, Pending]:
    """What these pages wait for, by key; pages that wait for nobody are left out."""
    pages = {page.pk: page for page in pages}
    states = [
        state
        for state in unfinished_workflows(
            (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
        )
        .filter(object_id__in=[str(pk) for pk in pages])
        .select_related("current_task_state__task", "requested_by")
        if state.current_task_state is not None
    ]
    tasks = {state.current_task_state.task_id for state in states}
    groups = groups_of(tasks)
    needed = dict(SignOffTask.objects.filter(pk__in=tasks).values_list("pk", "signatures"))
    signed = signatures_in(states, pages)
    return {
        int(state.object_id): Pending(
            task_state_pk=state.current_task_state_id,
            step=state.current_task_state.task.name,
            since=state.current_task_state.finished_at or state.current_task_state.started_at,
            groups=tuple(groups[state.current_task_state.task_id]),
            needed=needed.get(state.current_task_state.task_id, 0),
            signed=signed[state.pk],
            returned_to=returned_to(state, pages[int(state.object_id)]),
        )
        for state in states
    }


def returned_to(state: Any, page: Any) -> str:
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    person = state.requested_by or page.owner
    return name_of(person) if person is not None else _("its author")


def groups_of(tasks: Iterable[int]) -> dict[int, list[str]]:
    """The names of the groups that each task asks, by the key of the task."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in (SignOffTask, GroupApprovalTask):
        rows = kind.objects.filter(pk__in=tasks, groups__isnull=False)
        for task, name in rows.order_by("groups__name").values_list("pk", "groups__name"):
            found[task].append(name)
    return found


def signatures_in(states: list[Any], pages: dict[int, Any]) -> dict[int, int]:
    """How many people have signed in the current step, by the key of the workflow's state.

    Signatures from before the last edit stand for another content.
    """
    current = {(state.pk, state.current_task_state.task_id): state for state in states}
    rounds = TaskState.objects.filter(workflow_state__in=[state.pk for state in states])
    in_step = {
        pk: current[state, task]
        for pk, state, task in rounds.values_list("pk", "workflow_state_id", "task_id")
        if (state, task) in current
    }
    people: dict[int, set[str]] = defaultdict(set)
    records = SignOff.objects.filter(
        kind=SignOffKind.SIGNATURE,
        task_state_id_then__in=in_step,
        page_id_then__in=list(pages),
    )
    for key, person, signed_at in records.values_list(
        "task_state_id_then", "person_id_then", "signed_at"
    ):
        state = in_step[key]
        edited = pages[int(state.object_id)].latest_revision_created_at
        if edited is None or signed_at >= edited:
            people[state.pk].add(person)
    return defaultdict(int, {pk: len(found) for pk, found in people.items()})

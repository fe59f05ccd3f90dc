"""How far the approval of a map is: step by step, who signed and how many are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import ngettext
from wagtail.models import TaskState

from ...governance.signing import Case
from ...models import SignOff, SignOffTask


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of the workflow, for the version that waits."""

    name: str
    groups: tuple[str, ...]
    signatures: tuple[SignOff, ...]
    needed: int
    is_current: bool = False
    #: A step of another kind has no signatures, only a state in words.
    state: str = ""

    @property
    def missing(self) -> int:
        people = {record.person_id_then for record in self.signatures}
        return max(self.needed - len(people), 0)

    @property
    def counted(self) -> str:
        """How many of the people needed have signed, as a sentence."""
        return ngettext(
            "%(signed)d of %(needed)d signature",
            "%(signed)d of %(needed)d signatures",
            self.needed,
        ) % {"signed": self.needed - self.missing, "needed": self.needed}


def steps_of(case: Case, signatures: Iterable[SignOff]) -> list[StepProgress]:
    """The steps of the case's workflow in their order.

    `signatures` are those that the workflow has collected for the version that waits. The number
    of queries does not grow with the steps.
    """
    tasks = [task for task in tasks_in_order(case) if task.active or task.pk == case.task.pk]
    own = SignOffTask.objects.in_bulk([task.pk for task in tasks])
    groups = group_names(own)
    states = dict(case.workflow_state.task_states.values_list("pk", "task_id"))
    by_task: dict[int, list[SignOff]] = {}
    for record in signatures:
        by_task.setdefault(states.get(record.task_state_id_then), []).append(record)
    labels = dict(TaskState.STATUS_CHOICES)
    return [
        StepProgress(
            name=task.name,
            groups=tuple(groups.get(task.pk, ())),
            signatures=tuple(by_task.get(task.pk, ())),
            needed=own[task.pk].signatures if task.pk in own else 0,
            is_current=task.pk == case.task.pk,
            state="" if task.pk in own else str(labels.get(task.status, "")),
        )
        for task in tasks
    ]


def tasks_in_order(case: Case) -> list[Any]:
    return list(case.workflow_state.all_tasks_with_status())


def group_names(tasks: Iterable[int]) -> dict[int, list[str]]:
    """The names of the groups of each task."""
    link = SignOffTask.groups.through
    rows = link.objects.filter(signofftask__in=list(tasks)).order_by("group__name")
    found: dict[int, list[str]] = {}
    for task, name in rows.values_list("signofftask_id", "group__name"):
        found.setdefault(task, []).append(name)
    return found


def people_who_may_sign(case: Case) -> str:
    """The names of the groups whose people sign in the step, for a sentence."""
    names = Group.objects.filter(pk__in=case.task.groups.values("pk")).order_by("name")
    return ", ".join(names.values_list("name", flat=True))

"""Whether the workflows of a site can collect the signatures that its policy wants.

The policy says what a map needs, a workflow whom it asks. When the workflow asks for less, its
last signature is refused, whoever gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Site, WorkflowPage

from ..models.sign_off_tasks import SignOffTask
from .policy import Rule


@dataclass(frozen=True, slots=True)
class Collected:
    """A signature as a step of a workflow would collect it."""

    person_id_then: str
    group_ids: list[str]


@dataclass(frozen=True, slots=True)
class SigningWorkflow:
    """A workflow in use that has sign-off steps, with the signatures that it ends with."""

    name: str
    signatures: tuple[Collected, ...]

    def satisfies(self, rule: Rule) -> bool:
        """Whether its signatures can be enough, if people of every group of a step sign."""
        return not rule.missing(self.signatures)


def signing_workflows(site: Site) -> list[SigningWorkflow]:
    """The active workflows with a sign-off step that apply somewhere on a site."""
    places = WorkflowPage.objects.filter(workflow__active=True).select_related("workflow", "page")
    roots = site.root_page.get_translations(inclusive=True).values_list("path", flat=True)
    used = {
        place.workflow for place in places if any(touches(place.page.path, root) for root in roots)
    }
    found = [
        SigningWorkflow(workflow.name, tuple(signatures_of(sign_off_steps(workflow))))
        for workflow in sorted(used, key=lambda workflow: workflow.name)
    ]
    return [workflow for workflow in found if workflow.signatures]


def touches(path: str, root: str) -> bool:
    """Whether one of two places in the tree lies in the other."""
    return path.startswith(root) or root.startswith(path)


def sign_off_steps(workflow: Any) -> list[SignOffTask]:
    """The active sign-off steps of a workflow, in their order."""
    order = list(workflow.tasks.filter(active=True).values_list("pk", flat=True))
    tasks = SignOffTask.objects.filter(pk__in=order).prefetch_related("groups")
    return sorted(tasks, key=lambda task: order.index(task.pk))


def signatures_of(tasks: Sequence[SignOffTask]) -> list[Collected]:
    return [
        Collected(f"{task.pk}:{number}", [str(group.pk) for group in task.groups.all()])
        for task in tasks
        for number in range(task.signatures)
    ]

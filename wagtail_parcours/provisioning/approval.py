"""The default workflow: approvers sign a map before it goes live."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from ..models import SignOffStatement, SignOffTask
from .report import Report

#: Stored names, which people may change: they are not translated, like those of the groups.
WORKFLOW = "Journey map approval"
TASK = "Sign-off by journey approvers"


def provision_workflow(
    approvers: Group, statement: SignOffStatement | None, report: Report
) -> Workflow:
    """Create the workflow, unless there is one that asks the approvers, whatever its name."""
    known = (
        Workflow.objects.filter(name=WORKFLOW).first()
        or Workflow.objects.filter(asking(approvers)).order_by("pk").first()
    )
    if known is not None:
        report.add(_("Workflow “%(name)s”") % {"name": known}, created=False)
        return known
    workflow = Workflow.objects.create(name=WORKFLOW)
    task = SignOffTask.objects.create(name=TASK, statement=statement)
    task.groups.add(approvers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    report.add(_("Workflow “%(name)s”") % {"name": workflow}, created=True)
    return workflow


def asking(approvers: Group) -> Q:
    """Workflows with a step for the approvers, signed or simply approved."""
    condition = Q()
    for kind in (SignOffTask, GroupApprovalTask):
        steps = kind.objects.filter(groups=approvers).values("pk")
        condition |= Q(workflow_tasks__task__in=steps)
    return condition


def assign_workflow(workflow: Workflow, pages: Iterable[Any], report: Report) -> None:
    """Use the workflow below each page that has none of its own."""
    if not workflow.active:
        return
    for page in pages:
        _assigned, created = WorkflowPage.objects.get_or_create(
            page_id=page.pk, defaults={"workflow": workflow}
        )
        report.add(_("Workflow of “%(page)s”") % {"page": page}, created=created)


def advise_on_workflow(workflow: Workflow, report: Report) -> None:
    """Say so when maps can go through a workflow and still not be signed at its end."""
    if not workflow.active:
        return
    steps = workflow.tasks.filter(active=True).values("pk")
    if not SignOffTask.objects.filter(pk__in=steps).exists():
        report.advice.append(
            _(
                "The workflow “%(name)s” has no sign-off step: maps that need a sign-off cannot "
                "go live through it. Add a task of the type “Sign-off” to it, in Settings, "
                "Workflows."
            )
            % {"name": workflow}
        )

"""The default workflow: approvers have a look before a map goes live."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from .report import Report

#: Stored names, which people may change: they are not translated, like those of the groups.
WORKFLOW = "Journey map approval"
TASK = "Approval by journey approvers"


def provision_workflow(approvers: Group, report: Report) -> Workflow:
    """Create the workflow, unless there is one that asks the approvers, whatever its name."""
    asking = GroupApprovalTask.objects.filter(groups=approvers).values("pk")
    known = (
        Workflow.objects.filter(name=WORKFLOW).first()
        or Workflow.objects.filter(workflow_tasks__task__in=asking).first()
    )
    if known is not None:
        report.add(_("Workflow “%(name)s”") % {"name": known}, created=False)
        return known
    workflow = Workflow.objects.create(name=WORKFLOW)
    task = GroupApprovalTask.objects.create(name=TASK)
    task.groups.add(approvers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    report.add(_("Workflow “%(name)s”") % {"name": workflow}, created=True)
    return workflow


def assign_workflow(workflow: Workflow, pages: Iterable[Any], report: Report) -> None:
    """Use the workflow below each page that has none of its own."""
    if not workflow.active:
        return
    for page in pages:
        _assigned, created = WorkflowPage.objects.get_or_create(
            page_id=page.pk, defaults={"workflow": workflow}
        )
        report.add(_("Workflow of “%(page)s”") % {"page": page}, created=created)

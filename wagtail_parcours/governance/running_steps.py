"""Steps that cannot be switched off while a map waits in them with nobody after them.

Wagtail takes a step that is switched off for one that is done. When it was the last, the workflow
ends and publishes: the gate refuses that, but it knows nothing of steps. So the question is asked
here first, and the answer says what to do.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail.models import Task, TaskState

from ..models.base import base_page_model
from .approvals import permit_for
from .refusals import tell_the_person
from .sealing import is_map_type


class StepInUse(PermissionDenied):
    """A step cannot be switched off, because maps would be published without it."""


def connect_running_steps() -> None:
    """Listen to changes of steps; called once, when ready."""
    pre_save.connect(keep_last_step, dispatch_uid="wagtail_parcours.running_steps")


def keep_last_step(
    sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any
) -> None:
    """Before a step is switched off. Raises :class:`StepInUse`."""
    if raw or not isinstance(instance, Task) or instance.active or instance.pk is None:
        return
    if not Task.objects.filter(pk=instance.pk, active=True).exists():
        return
    titles = [f"“{page.title}”" for page in published_without(instance)]
    if titles:
        message = _(
            "The step “%(step)s” is still needed: these maps wait in it, and without it they "
            "would be published unsigned: %(maps)s. Cancel their workflow first."
        ) % {"step": instance.name, "maps": ", ".join(titles)}
        tell_the_person(message)
        raise StepInUse(message)


def published_without(task: Any) -> Iterator[Any]:
    """The maps that wait in this step, as the last of their workflow, and may not go live."""
    waiting = TaskState.objects.filter(task=task.pk, status=TaskState.STATUS_IN_PROGRESS)
    for state in waiting.select_related("workflow_state"):
        page = state.workflow_state.content_object
        if not isinstance(page, base_page_model()) or not is_map_type(page.specific_class):
            continue
        # What Wagtail would go on with: this step waits, so it is not done either.
        left = Task.objects.filter(
            workflow_tasks__workflow=state.workflow_state.workflow_id, active=True
        ).exclude(task_states__in=state.workflow_state.successful_task_states)
        version = page.specific.get_latest_revision_as_object()
        if not left.exclude(pk=task.pk).exists() and permit_for(version).refused:
            yield version

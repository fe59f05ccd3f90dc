"""What a sign-off step of a workflow offers and does. Wagtail asks through the task."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from ..models.sign_off_tasks import SignOffStatement, SignOffTask
from .locking import persistently
from .sealing import is_map_type
from .signing import Case, SignOffRefused, locked_step, outdated_step, reason_not_to_sign, sign
from .signing import open_case as case_of

#: The name of the log entry for a workflow that starts again from its first step.
RESTART_ACTION = "parcours.restart"

#: Approving something that holds no map and so has nothing to sign: as in Wagtail's own step.
PLAIN_APPROVAL = "approve_page"


class SignForm(forms.Form):
    """What a signer sends back: the seal of what was read, the acceptance, a comment."""

    seal = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        error_messages={"required": gettext_lazy("Accept the statement to sign.")}
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment (optional)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RequestChangesForm(forms.Form):
    """Why a map goes back to its authors."""

    comment = forms.CharField(
        label=gettext_lazy("What has to change"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what has to change.")},
    )


class PlainApprovalForm(forms.Form):
    """A word with the approval of something that holds no map."""

    comment = forms.CharField(
        label=gettext_lazy("Comment (optional)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RestartForm(forms.Form):
    """Nothing to fill in: starting again needs no more than the wish to."""


FORMS: dict[str, type[forms.Form]] = {
    "approve": SignForm,
    "reject": RequestChangesForm,
    "restart": RestartForm,
    PLAIN_APPROVAL: PlainApprovalForm,
}
TEMPLATES = {
    "approve": "wagtail_parcours/admin/sign_modal.html",
    "reject": "wagtail_parcours/admin/request_changes_modal.html",
}


class SignOffSteps:
    """The rules of a :class:`SignOffTask`."""

    def actions(self, task: SignOffTask, page: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What this person may do now, as Wagtail's action menus want it.

        A superuser may send a map back or start its signing again, so that nothing waits for
        ever; signing takes membership of one of the step's groups.
        """
        if not user.is_active or not (user.is_superuser or in_groups(task, user)):
            return []
        state = page.current_workflow_task_state
        if state is None or state.task_id != task.pk:
            return []
        found = [("reject", _("Request changes"), True)]
        if not holds_map(state):
            return [*found, (PLAIN_APPROVAL, _("Approve"), True)]
        case = case_of(state)
        if reason_not_to_sign(case, user) is None:
            found.append(("approve", _("Sign"), True))
        elif outdated_step(case) is not None:
            found.append(("restart", _("Start the signing again"), False))
        return found

    def form(self, action: str) -> type[forms.Form]:
        return FORMS.get(action, RequestChangesForm)

    def template(self, action: str) -> str:
        """The template of the modal; ``""`` for Wagtail's own."""
        return TEMPLATES.get(action, "")

    def act(self, task_state: Any, user: Any, action: str, data: dict[str, Any]) -> str | None:
        """Sign, send back or start again. The form's own fields are read and nothing else."""
        if action not in FORMS:
            raise PermissionDenied
        form = self.form(action)(data)
        if not form.is_valid():
            return review_address(task_state, "incomplete")
        try:
            if action == "approve":
                sign(
                    task_state,
                    user,
                    seal=form.cleaned_data["seal"],
                    accepted=form.cleaned_data["accepted"],
                    statement=statement_for(task_state.task.specific),
                    comment=form.cleaned_data["comment"],
                )
            elif action == "reject":
                request_changes(task_state, user, form.cleaned_data["comment"])
            elif action == "restart":
                restart_signing(task_state, user)
            else:
                approve_plainly(task_state, user, form.cleaned_data["comment"])
        except SignOffRefused as refusal:
            return review_address(task_state, refusal.code)
        return None

    def waiting_for(self, task: SignOffTask, user: Any) -> Any:
        if user.is_superuser or in_groups(task, user):
            return task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()


def in_groups(task: SignOffTask, user: Any) -> bool:
    return bool(task.groups.filter(user=user).exists())


def holds_map(task_state: Any) -> bool:
    """Whether what waits in a step is a journey map: other pages pass through workflows too."""
    content = task_state.workflow_state.content_object
    return is_map_type(getattr(content, "specific_class", type(content)))


def request_changes(task_state: Any, user: Any, reason: str) -> None:
    """Send a map back to its authors. Raises :class:`SignOffRefused`."""
    if not reason.strip():
        raise SignOffRefused("incomplete", _("Say what has to change."))

    def attempt() -> None:
        with transaction.atomic():
            locked_for(task_state, user).reject(user=user, comment=reason)

    insistently(attempt)


def approve_plainly(task_state: Any, user: Any, comment: str) -> None:
    """Approve a page that holds no map. Raises :class:`SignOffRefused`."""

    def attempt() -> None:
        with transaction.atomic():
            state = locked_for(task_state, user)
            if holds_map(state):
                raise SignOffRefused("not_accepted", _("Accept the statement to sign."))
            state.approve(user=user, comment=comment)

    insistently(attempt)


def restart_signing(task_state: Any, user: Any) -> Any:
    """Start the workflow again from its first step, because an earlier step's signatures do not
    stand for what waits now.

    Whoever asked for the approval stays the one who is told of its outcome. Returns the new
    workflow state; raises :class:`SignOffRefused`.
    """

    def attempt() -> Any:
        with transaction.atomic():
            case = case_of(locked_for(task_state, user))
            outdated = outdated_step(case)
            if outdated is None:
                raise SignOffRefused(
                    "not_outdated",
                    _("All signatures so far stand for this version: there is nothing to repeat."),
                )
            return restarted(case, outdated, user)

    return insistently(attempt)


def restarted(case: Case, outdated: SignOffTask, user: Any) -> Any:
    before = case.workflow_state
    before.cancel(user=user)
    # The page as it is now: it remembers the workflow that has just been cancelled.
    page = before.content_object.specific_class.objects.get(pk=case.page.pk)
    log(
        instance=page,
        action=RESTART_ACTION,
        user=user,
        revision=page.get_latest_revision(),
        data={"sign_off": {"step": outdated.name, "workflow": before.workflow.name}},
    )
    after = (page.get_workflow() or before.workflow).start(page, user)
    after.requested_by = before.requested_by
    after.save()
    return after


def locked_for(task_state: Any, user: Any) -> Any:
    """The step as it is now, locked, for somebody who may act in it though perhaps not sign."""
    state = locked_step(task_state)
    if not (user.is_superuser or in_groups(state.task.specific, user)):
        raise SignOffRefused(
            "not_yours", _("Only people of the groups chosen for this step sign here.")
        )
    return state


def insistently(attempt: Callable[[], Any]) -> Any:
    """As :func:`persistently`, with an answer for people when it never worked."""
    try:
        return persistently(attempt)
    except OperationalError as error:
        raise SignOffRefused(
            "busy", _("Many people are saving at this moment. Nothing was changed: try again.")
        ) from error


def statement_for(task: SignOffTask) -> str:
    """The statement of a step in the reader's language, else as it was written."""
    if task.statement is None:
        return _("I have read this version of the map and I approve its publication.")
    language = get_language() or ""
    translated = (
        SignOffStatement.objects.filter(
            translation_key=task.statement.translation_key, locale__language_code=language
        ).first()
        or task.statement
    )
    return translated.text


def review_address(task_state: Any, refused: str = "") -> str:
    """Where a person reads what waits in a step, and why a signature was not taken."""
    address = reverse("wagtail_parcours:review", args=[task_state.pk])
    return f"{address}?refused={refused}" if refused else address


def connect_steps() -> None:
    """Give the task its rules; called once, when ready."""
    SignOffTask.rules = SignOffSteps()


__all__ = [
    "Case",
    "RequestChangesForm",
    "RestartForm",
    "SignForm",
    "connect_steps",
    "request_changes",
    "restart_signing",
    "review_address",
    "statement_for",
]

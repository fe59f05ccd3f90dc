"""What a sign-off step of a workflow offers and does. Wagtail asks through the task."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..models.sign_off_tasks import SignOffStatement, SignOffTask
from .signing import Case, SignOffRefused, locked_case, persistently, reason_not_to_sign, sign
from .signing import open_case as case_of


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


class SignOffSteps:
    """The rules of a :class:`SignOffTask`."""

    def actions(self, task: SignOffTask, page: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What this person may do now, as Wagtail's action menus want it.

        A superuser may send a map back, so that nothing waits for ever; signing takes
        membership of one of the step's groups.
        """
        if not user.is_active or not (user.is_superuser or in_groups(task, user)):
            return []
        found = [("reject", _("Request changes"), True)]
        state = page.current_workflow_task_state
        if state is None or state.task_id != task.pk:
            return []
        if reason_not_to_sign(case_of(state), user) is None:
            found.append(("approve", _("Sign"), True))
        return found

    def form(self, action: str) -> type[forms.Form]:
        return SignForm if action == "approve" else RequestChangesForm

    def template(self, action: str) -> str:
        if action == "approve":
            return "wagtail_parcours/admin/sign_modal.html"
        return "wagtail_parcours/admin/request_changes_modal.html"

    def act(self, task_state: Any, user: Any, action: str, data: dict[str, Any]) -> str | None:
        """Sign or send back. The form's own fields are read and nothing else."""
        form = self.form(action)(data)
        if action not in {"approve", "reject"}:
            raise PermissionDenied
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
            else:
                request_changes(task_state, user, form.cleaned_data["comment"])
        except SignOffRefused as refusal:
            return review_address(task_state, refusal.code)
        return None

    def waiting_for(self, task: SignOffTask, user: Any) -> Any:
        if user.is_superuser or in_groups(task, user):
            return task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()


def in_groups(task: SignOffTask, user: Any) -> bool:
    return bool(task.groups.filter(user=user).exists())


def request_changes(task_state: Any, user: Any, reason: str) -> None:
    """Send a map back to its authors. Raises :class:`SignOffRefused`."""

    def attempt() -> None:
        with transaction.atomic():
            case = locked_case(task_state)
            if not (user.is_superuser or in_groups(case.task, user)):
                raise SignOffRefused(
                    "not_yours", _("Only people of the groups chosen for this step sign here.")
                )
            case.task_state.reject(user=user, comment=reason)

    persistently(attempt)


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


__all__ = ["Case", "SignForm", "connect_steps", "review_address", "statement_for"]

"""Signing a map in a workflow step: exactly the content that was read, once, by one who may.

Everything that a signature brings about (its record, the end of the step, the publication)
happens in one transaction, behind locks that are always taken in the same order: the page, its
latest revision, the workflow, the step, the chain. So of two signatures at once one waits for
the other, and an interrupted one leaves nothing behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision, TaskState, WorkflowState

from ..models.base import base_page_model
from ..models.publishing import PublicationRefused, published_by_signature
from ..models.sign_off_tasks import SignOffTask
from ..models.sign_offs import SignOff, SignOffKind
from .approvals import counting, records_for_seal, records_of
from .chain import append_record, name_of
from .policy import rule_for
from .sealing import seal_page

#: The name of the log entry for a signature after which others are still missing.
SIGN_ACTION = "parcours.sign"

#: What counts as working on a map, for those who may not sign their own work.
AUTHORING = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.rename")

#: A database that refuses to wait (SQLite) or to deadlock (PostgreSQL) is asked again.
ATTEMPTS = 5


class SignOffRefused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A signature that was not taken. `code` is stable, the message is for the signer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Case:
    """One map waiting in one step, with the content that a signature would stand for."""

    task_state: Any
    task: SignOffTask
    page: Any
    version: Any
    seal: str
    content: str

    @property
    def workflow_state(self) -> Any:
        return self.task_state.workflow_state

    @property
    def signatures(self) -> list[SignOff]:
        """The signatures that count for this content, in all steps, oldest first."""
        return counting(records_for_seal(self.page, self.seal), rule_for(self.page))

    def in_step(self, task: Any) -> list[SignOff]:
        """Those of them that were given in this step of this workflow."""
        states = set(
            self.workflow_state.task_states.filter(task_id=task.pk).values_list("pk", flat=True)
        )
        return [record for record in self.signatures if record.task_state_id_then in states]

    def still_missing(self) -> int:
        """How many people have yet to sign in this step."""
        people = {record.person_id_then for record in self.in_step(self.task)}
        return max(self.task.signatures - len(people), 0)


def open_case(task_state: Any) -> Case:
    """What waits in a step: the page's latest revision, with its seal as it is now."""
    page = task_state.workflow_state.content_object.specific
    version = page.get_latest_revision_as_object()
    seal, content = seal_page(version)
    return Case(task_state, task_state.task.specific, page, version, seal, content)


def authors_of(page: Any, seal: str) -> set[str]:
    """Keys of those who made this content: the author, and who edited since the last version
    that was signed."""
    last = records_of(page).filter(kind=SignOffKind.SIGNATURE).exclude(seal=seal).last()
    revisions = page.revisions.exclude(user=None)
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=AUTHORING)
    if last is not None:
        revisions = revisions.filter(created_at__gt=last.signed_at)
        entries = entries.filter(timestamp__gt=last.signed_at)
    found = {*revisions.values_list("user_id", flat=True), page.owner_id}
    found |= set(entries.values_list("user_id", flat=True))
    return {str(key) for key in found if key is not None}


def reason_not_to_sign(case: Case, user: Any) -> tuple[str, str] | None:
    """Why this person may not sign this case, as code and sentence; None when they may."""
    if not user.is_active or not case.task.groups.filter(user=user).exists():
        return "not_yours", _("Only people of the groups chosen for this step sign here.")
    person = str(user.pk)
    if any(record.person_id_then == person for record in case.signatures):
        return "already_signed", _(
            "You have signed this version already. Each signature has to be another person's."
        )
    if not case.task.authors_may_sign and person in authors_of(case.page, case.seal):
        return "author", _("You wrote or edited this version, so somebody else has to sign it.")
    for task in earlier_steps(case):
        if len({record.person_id_then for record in case.in_step(task)}) < task.signatures:
            return "earlier_changed", _(
                "The map changed after “%(step)s” was signed, so that step has to be signed "
                "again. Start the signing again from the first step."
            ) % {"step": task.name}
    return None


def earlier_steps(case: Case) -> list[SignOffTask]:
    """The sign-off steps of the workflow before this one."""
    order = list(case.workflow_state.workflow.workflow_tasks.order_by("sort_order"))
    before = []
    for place in order:
        if place.task_id == case.task.pk:
            break
        before.append(place.task_id)
    tasks = SignOffTask.objects.filter(pk__in=before, active=True)
    return sorted(tasks, key=lambda task: before.index(task.pk))


def sign(
    task_state: Any,
    user: Any,
    *,
    seal: str,
    accepted: bool,
    statement: str = "",
    comment: str = "",
) -> SignOff:
    """Record the signature of `user` for the content with this `seal`.

    `statement` is the sentence that the person accepted. The last signature that a step needs
    ends it, and the last step publishes the map. Raises :class:`SignOffRefused`, after which
    nothing has changed.
    """

    def attempt() -> SignOff:
        with transaction.atomic():
            return sign_once(task_state, user, seal, accepted, statement, comment)

    try:
        return persistently(attempt)
    except PublicationRefused as refusal:
        raise SignOffRefused("policy", str(refusal)) from refusal


def sign_once(
    task_state: Any, user: Any, seal: str, accepted: bool, statement: str, comment: str
) -> SignOff:
    case = locked_case(task_state)
    if not accepted:
        raise SignOffRefused("not_accepted", _("Accept the statement to sign."))
    refused = reason_not_to_sign(case, user)
    if refused is not None:
        raise SignOffRefused(*refused)
    if seal != case.seal:
        raise SignOffRefused(
            "changed",
            _("The map has changed since you opened it. Read it again, then sign what is there."),
        )
    groups = case.task.groups.filter(user=user).order_by("name")
    record = append_record(
        kind=SignOffKind.SIGNATURE,
        page=case.version,
        seal=case.seal,
        content=case.content,
        person=user,
        role=", ".join(group.name for group in groups),
        group_ids=[str(group.pk) for group in groups],
        workflow=case.workflow_state.workflow.name,
        task=case.task.name,
        task_state_id=case.task_state.pk,
        statement=statement,
        comment=comment,
    )
    missing = case.still_missing()
    if missing:
        log_signature(case, record, user, missing)
    else:
        with published_by_signature():
            case.task_state.approve(user=user, comment=comment)
    return record


def locked_case(task_state: Any) -> Case:
    """The case as it is now, with everything locked that a signature changes.

    Raises :class:`SignOffRefused` when nothing waits in this step any more.
    """
    state = task_state.workflow_state
    base_page_model().objects.select_for_update().get(pk=state.object_id)
    page = state.content_object.__class__.objects.get(pk=state.object_id)
    Revision.objects.select_for_update().filter(pk=page.latest_revision_id).first()
    workflow_state = WorkflowState.objects.select_for_update().get(pk=state.pk)
    current = TaskState.objects.select_for_update().get(pk=task_state.pk).specific
    if (
        current.status != TaskState.STATUS_IN_PROGRESS
        or workflow_state.status != WorkflowState.STATUS_IN_PROGRESS
        or workflow_state.current_task_state_id != current.pk
        or not isinstance(current.task.specific, SignOffTask)
    ):
        raise SignOffRefused(
            "not_waiting",
            _("This map does not wait for your signature any more. Somebody acted before you."),
        )
    return open_case(current)


def log_signature(case: Case, record: SignOff, user: Any, missing: int) -> None:
    log(
        instance=case.page,
        action=SIGN_ACTION,
        user=user,
        revision=case.page.get_latest_revision(),
        data={
            "sign_off": {
                "position": record.position,
                "seal": record.seal,
                "step": case.task.name,
                "person": name_of(user),
                "missing": missing,
            }
        },
    )


def persistently(attempt: Callable[[], Any]) -> Any:
    """Run a whole transaction, again when the database would not let two of them pass at once.

    Raises :class:`SignOffRefused` when it never does.
    """
    for _attempt in range(1 if connection.in_atomic_block else ATTEMPTS):
        try:
            return attempt()
        except OperationalError:
            continue
    raise SignOffRefused(
        "busy", _("Many people are saving at this moment. Nothing was signed: try again.")
    )

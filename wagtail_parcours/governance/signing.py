"""Signing a map in a workflow step: exactly the content that was read, once, by one who may.

Everything that a signature brings about (its record, the end of the step, the publication)
happens in one transaction, behind locks that are always taken in the same order: the page, its
latest revision, the workflow, the step, the chain. So of two signatures at once one waits for
the other, and an interrupted one leaves nothing behind.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision, TaskState, WorkflowState

from ..models.base import base_page_model
from ..models.publishing import PublicationRefused, published_by_signature
from ..models.sign_off_tasks import SignOffTask
from ..models.sign_offs import SignOff, SignOffKind
from .approvals import counting, records_for_seal, records_of
from .chain import append_record, name_of
from .locking import lock_page, persistently
from .policy import rule_for
from .sealing import seal_page

#: Sent when somebody has signed, inside the transaction: the arguments are ``case``, ``record``
#: (the :class:`SignOff`) and ``user``.
signature_given = Signal()

#: The name of the log entry for a signature after which others are still missing.
SIGN_ACTION = "parcours.sign"

#: What counts as working on a map, for those who may not sign their own work.
AUTHORING = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.rename")


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

    def in_run(self) -> list[SignOff]:
        """Those of them that were given since the workflow was started.

        A workflow that starts again collects its signatures anew: what people signed before, on
        the same content, neither counts for it nor stands in their way.
        """
        return self.given_in(self.workflow_state.task_states.all())

    def in_step(self, task: Any) -> list[SignOff]:
        """Those of them that were given in this step of it."""
        return self.given_in(self.workflow_state.task_states.filter(task_id=task.pk))

    def given_in(self, states: Any) -> list[SignOff]:
        keys = set(states.values_list("pk", flat=True))
        return [record for record in self.signatures if record.task_state_id_then in keys]

    def still_missing(self) -> int:
        """How many people have yet to sign in this step."""
        return missing_in(self, self.task)


def missing_in(case: Case, task: Any) -> int:
    people = {record.person_id_then for record in case.in_step(task)}
    return max(task.signatures - len(people), 0)


def open_case(task_state: Any) -> Case:
    """What waits in a step: the page's latest revision, with its seal as it is now."""
    page = task_state.workflow_state.content_object.specific
    version = page.get_latest_revision_as_object()
    seal, content = seal_page(version)
    return Case(task_state, task_state.task.specific, page, version, seal, content)


def authors_of(page: Any, seal: str) -> set[str]:
    """Keys of those who made this content: the author of the page, and everybody who edited it
    since the last version that was approved."""
    since = last_approval(page, seal)
    revisions = page.revisions.exclude(user=None)
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__in=AUTHORING)
    if since is not None:
        revisions = revisions.filter(created_at__gt=since)
        entries = entries.filter(timestamp__gt=since)
    found = {*revisions.values_list("user_id", flat=True), page.owner_id}
    found |= set(entries.values_list("user_id", flat=True))
    return {str(key) for key in found if key is not None}


def last_approval(page: Any, seal: str) -> Any:
    """When the last version before this one was signed by everybody who had to sign it.

    A version that some signed and others sent back was not approved: who wrote it wrote the
    next one too.
    """
    signed = records_of(page).filter(kind=SignOffKind.SIGNATURE).exclude(seal=seal)
    for record in signed.order_by("-position"):
        state = TaskState.objects.filter(pk=record.task_state_id_then)
        outcome = state.values_list("workflow_state__status", flat=True).first()
        if outcome in {None, WorkflowState.STATUS_APPROVED}:
            return record.signed_at
    return None


def reason_not_to_sign(case: Case, user: Any) -> tuple[str, str] | None:
    """Why this person may not sign this case, as code and sentence; None when they may."""
    if not user.is_active or not case.task.groups.filter(user=user).exists():
        return "not_yours", _("Only people of the groups chosen for this step sign here.")
    person = str(user.pk)
    if any(record.person_id_then == person for record in case.in_run()):
        return "already_signed", _(
            "You have signed this version already. Each signature has to be another person's."
        )
    if not case.task.authors_may_sign and person in authors_of(case.page, case.seal):
        return "author", _("You wrote or edited this version, so somebody else has to sign it.")
    outdated = outdated_step(case)
    if outdated is not None:
        return "earlier_changed", _(
            "The map changed after “%(step)s” was signed, so that step has to be signed "
            "again. Start the signing again from the first step."
        ) % {"step": outdated.name}
    return None


def people_to_sign(case: Case) -> list[Any]:
    """Everybody who may sign this case: active, of the step's groups, no author, not yet done."""
    excluded = {record.person_id_then for record in case.in_run()}
    if not case.task.authors_may_sign:
        excluded |= authors_of(case.page, case.seal)
    groups = case.task.groups.values("pk")
    users = get_user_model()._default_manager.filter(groups__in=groups, is_active=True)
    return [user for user in users.distinct().order_by("pk") if str(user.pk) not in excluded]


def outdated_step(case: Case) -> SignOffTask | None:
    """The first earlier step whose signatures do not stand for what waits here."""
    return next((task for task in earlier_steps(case) if missing_in(case, task)), None)


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
        raise refused_at_the_gate(task_state, seal, refusal) from refusal
    except ValidationError as error:
        raise SignOffRefused(
            "invalid",
            _("This version cannot be published as it is: %(problems)s")
            % {"problems": " ".join(error.messages)},
        ) from error
    except OperationalError as error:
        raise SignOffRefused(
            "busy", _("Many people are saving at this moment. Nothing was signed: try again.")
        ) from error


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
        raise content_changed()
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
    signature_given.send(sender=SignOff, case=case, record=record, user=user)
    return record


def content_changed() -> SignOffRefused:
    return SignOffRefused(
        "changed",
        _("The map has changed since you opened it. Read it again, then sign what is there."),
    )


def refused_at_the_gate(task_state: Any, seal: str, refusal: PublicationRefused) -> SignOffRefused:
    """Why the last signature did not publish the map.

    Usually the policy wants more than the workflow asked for. But a persona may also have
    changed in the moment between the signature and the publication.
    """
    if open_case(TaskState.objects.get(pk=task_state.pk)).seal != seal:
        return content_changed()
    return SignOffRefused("policy", str(refusal))


def locked_case(task_state: Any) -> Case:
    """The case as it is now, with everything locked that a signature changes.

    Raises :class:`SignOffRefused` when nothing waits in this step any more.
    """
    return open_case(locked_step(task_state))


def locked_step(task_state: Any) -> Any:
    """The state of a step as it is now, locked with its page, revision and workflow.

    Raises :class:`SignOffRefused` when nothing waits in it any more.
    """
    state = task_state.workflow_state
    if isinstance(state.content_object, base_page_model()):
        lock_page(state.object_id)
        latest = base_page_model().objects.filter(pk=state.object_id).values("latest_revision_id")
        list(Revision.objects.select_for_update().filter(pk__in=latest).values_list("pk"))
    workflow_state = WorkflowState.objects.select_for_update().filter(pk=state.pk).first()
    current = TaskState.objects.select_for_update().filter(pk=task_state.pk).first()
    if not is_waiting(current, workflow_state):
        raise SignOffRefused(
            "not_waiting",
            _("This map does not wait for your signature any more. Somebody acted before you."),
        )
    return current.specific


def is_waiting(current: Any, workflow_state: Any) -> bool:
    """Whether this step of this workflow, as just read, waits for signatures."""
    return (
        current is not None
        and workflow_state is not None
        and current.status == TaskState.STATUS_IN_PROGRESS
        and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
        and workflow_state.current_task_state_id == current.pk
        and isinstance(current.task.specific, SignOffTask)
    )


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

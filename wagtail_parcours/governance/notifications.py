"""E-mails about the approval of maps: to those who may sign, and back to the authors.

Wagtail sends four e-mails about a workflow of its own. For maps they are sent here in its place,
with what it leaves out: nothing before the transaction is committed, since what is undone must
not be told, and everything in the language of the reader. Signers are asked by an e-mail of ours,
which leads to the review page and goes only to people who may really sign.

Whoever wants none of them says so in Wagtail's notification preferences.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin import mail
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from ..models.maps import JourneyMapMixin
from ..models.sign_off_tasks import SignOffTask
from .chain import name_of
from .signing import is_waiting, open_case, people_to_sign, signature_given
from .steps import holds_map, review_address

logger = logging.getLogger("wagtail_parcours")

TEMPLATES = "wagtail_parcours/notifications/"


def connect_notifications() -> None:
    """Take the place of Wagtail's own notifiers, whichever of the two apps is ready first.

    A receiver is known by its ``dispatch_uid``: the first one stays, unless it is disconnected.
    """
    for signal, sender, notifier, name in (
        (task_submitted, TaskState, StepNotifier(), "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, SubmissionNotifier(), "workflow_state_submitted"),
        (workflow_rejected, WorkflowState, ReturnNotifier(), "workflow_state_rejected"),
        (workflow_approved, WorkflowState, ApprovalNotifier(), "workflow_state_approved"),
    ):
        uid = f"{name}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid, weak=False)
    name = "wagtail_parcours.notifications"
    task_submitted.connect(ask_for_signatures, dispatch_uid=name)
    signature_given.connect(tell_of_signature, dispatch_uid=name)
    page_published.connect(tell_of_scheduled_publication, dispatch_uid=name)


def when_committed(function: Any, *args: Any, **kwargs: Any) -> None:
    """Robust: an e-mail that fails must not undo, nor seem to undo, what is committed."""
    transaction.on_commit(lambda: function(*args, **kwargs), robust=True)


class MapNotifierMixin:
    """Wagtail's own e-mail; for maps, when all is committed and in the reader's language."""

    def __call__(self, instance: Any = None, **kwargs: Any) -> Any:
        state = instance if isinstance(instance, WorkflowState) else instance.workflow_state
        if not isinstance(specific(state.content_object), JourneyMapMixin):
            return super().__call__(instance, **kwargs)
        when_committed(super().__call__, instance, **kwargs)
        return True

    def send_emails(
        self, template_set: dict[str, str], context: dict[str, Any], recipients: Any, **kwargs: Any
    ) -> bool:
        if not isinstance(context.get("page"), JourneyMapMixin):
            return super().send_emails(template_set, context, recipients, **kwargs)
        send_to_each(recipients, template_set, context)
        return True


class StepNotifier(MapNotifierMixin, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To the people of a step of Wagtail's own; a sign-off of a map has its own e-mail."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        return super().can_handle(instance, **kwargs) and not signs_map(instance)


class SubmissionNotifier(MapNotifierMixin, mail.WorkflowStateSubmissionEmailNotifier):
    """To superusers, that a workflow began."""


class AuthorsToo:
    """What Wagtail tells the person who asked for the approval, the author of the map hears too."""

    def get_recipient_users(self, instance: Any, **kwargs: Any) -> set[Any]:
        found = set(super().get_recipient_users(instance, **kwargs))
        page = specific(instance.content_object)
        if isinstance(page, JourneyMapMixin):
            found |= authors_to_tell(page, instance, kwargs.get("user"))
        return found


class ReturnNotifier(AuthorsToo, MapNotifierMixin, mail.WorkflowStateRejectionEmailNotifier):
    """That changes are requested, with the reason."""


class ApprovalNotifier(AuthorsToo, MapNotifierMixin, mail.WorkflowStateApprovalEmailNotifier):
    """That a workflow came to its end, which publishes the map."""


def specific(content: Any) -> Any:
    return content.specific if hasattr(content, "specific_class") else content


def signs_map(task_state: Any) -> bool:
    return isinstance(task_state.task.specific, SignOffTask) and holds_map(task_state)


def authors_to_tell(page: Any, workflow_state: Any, acting: Any) -> set[Any]:
    """The author of a map and whoever asked for its approval; they know what they do themselves."""
    people = {page.owner, workflow_state.requested_by if workflow_state is not None else None}
    return people - {None, acting}


def ask_for_signatures(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """A map has come to a step in which people sign."""
    if signs_map(instance):
        when_committed(send_request, instance.pk, user)


def send_request(task_state_pk: int, acting: Any) -> None:
    state = TaskState.objects.filter(pk=task_state_pk).first()
    if state is None or not is_waiting(state, state.workflow_state):
        return
    case = open_case(state.specific)
    people = [person for person in people_to_sign(case) if person != acting]
    context = {
        **about(case.version, state),
        "requested_by": named(state.workflow_state.requested_by),
        "signatures": case.task.signatures,
        "address": absolute(review_address(state)),
    }
    send_to_each(who_want("submitted", people), templates("sign_off_wanted"), context)


def tell_of_signature(sender: Any, case: Any, record: Any, user: Any, **kwargs: Any) -> None:
    """Somebody signed; the last signature has an e-mail of its own."""
    when_committed(send_progress, case, record, user)


def send_progress(case: Any, record: Any, signer: Any) -> None:
    state = WorkflowState.objects.filter(pk=case.workflow_state.pk).first()
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return
    waiting = state.current_task_state
    same_step = waiting.task_id == case.task.pk
    context = {
        **about(case.version, case.task_state),
        "signer": record.person,
        "comment": record.comment,
        "missing": open_case(waiting.specific).still_missing() if same_step else 0,
        "next_step": "" if same_step else waiting.task.name,
        "address": absolute(review_address(waiting)) if signs_map(waiting) else "",
    }
    people = authors_to_tell(case.page, state, signer)
    send_to_each(who_want("approved", people), templates("sign_off_given"), context)


def tell_of_scheduled_publication(
    sender: Any, instance: Any, revision: Any = None, **kwargs: Any
) -> None:
    """A map went live on its date, long after the last signature: nobody was looking.

    Wagtail says that it is published as well when it only gets the date.
    """
    scheduled = revision is not None and revision.approved_go_live_at is not None
    if scheduled and isinstance(instance, JourneyMapMixin) and instance.live:
        when_committed(send_live, instance)


def send_live(page: Any) -> None:
    workflow_state = page.workflow_states.order_by("created_at").last()
    people = authors_to_tell(page, workflow_state, None)
    context = {"title": page.title, "language": page.locale.language_code, "page": page}
    send_to_each(
        who_want("approved", people),
        templates("map_live"),
        {**context, "address": page.full_url or ""},
    )


def about(version: Any, task_state: Any) -> dict[str, Any]:
    """What each e-mail about a step says first."""
    return {
        "page": version,
        "title": version.title,
        "language": version.locale.language_code,
        "step": task_state.task.name,
        "workflow": task_state.workflow_state.workflow.name,
    }


def named(person: Any) -> str:
    return name_of(person) if person is not None else ""


def absolute(path: str) -> str:
    return f"{(get_admin_base_url() or '').rstrip('/')}{path}"


def templates(name: str) -> dict[str, str]:
    base = TEMPLATES + name
    return {"subject": f"{base}_subject.txt", "text": f"{base}.txt", "html": f"{base}.html"}


def who_want(notification: str, people: Iterable[Any]) -> list[Any]:
    """Those of these people who get e-mails of this kind."""
    return [
        person
        for person in people
        if person.is_active
        and person.email
        and getattr(UserProfile.get_for_user(person), f"{notification}_notifications")
    ]


def send_to_each(
    people: Iterable[Any], template_set: dict[str, str], context: dict[str, Any]
) -> None:
    """One e-mail to each person, in the language of each. One that fails stops no other."""
    people = sorted(people, key=lambda person: str(person.pk))
    if not people:
        return
    with mail.OpenedConnection(get_connection()) as connection:
        for person in people:
            try:
                send_one(person, template_set, context, connection)
            except Exception:
                logger.exception("An e-mail to %s could not be sent", person.email)


def send_one(
    person: Any, template_set: dict[str, str], context: dict[str, Any], connection: Any
) -> None:
    context = {**context, "settings": settings, "user": person}
    options = {}
    # Without a choice of the reader's, the site's: the active one is that of the person who acts.
    with override(UserProfile.get_for_user(person).preferred_language or settings.LANGUAGE_CODE):
        subject = render_to_string(template_set["subject"], context)
        text = render_to_string(template_set["text"], context).strip()
        if getattr(settings, "WAGTAILADMIN_NOTIFICATION_USE_HTML", False):
            options["html_message"] = render_to_string(template_set["html"], context)
    # A subject is one line, whatever a title holds.
    subject = " ".join(subject.split())
    mail.send_mail(subject, text, [person.email], connection=connection, **options)

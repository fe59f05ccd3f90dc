"""What follows when a map was not published: who is told, and how.

A person who waits for the answer gets it on the screen. Where nobody waits (a schedule, a
translation that goes live by itself) the page's history keeps it, and those who can do something
about it get an e-mail in their language.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from simple_history.models import HistoricalRecords
from wagtail.log_actions import log

from ..models.publishing import PublicationRefused, publication_refused
from ..models.sign_off_tasks import SignOffTask
from .notifications import absolute, send_to_each, templates, who_want
from .policy import rule_for

logger = logging.getLogger("wagtail_parcours")

#: The name of the log entry for a publication that nobody waited for and that was refused.
REFUSED_ACTION = "parcours.publish.refused"


def connect_refusals() -> None:
    """Listen to refused publications; called once, when ready."""
    publication_refused.connect(note_refusal, dispatch_uid="wagtail_parcours.refusals")


def note_refusal(
    sender: type,
    instance: Any,
    revision: Any,
    scheduled: bool,
    refusal: PublicationRefused,
    **kwargs: Any,
) -> None:
    """Write a refused publication into the page's history and tell those concerned.

    A scheduled one is taken off the schedule: it would be refused again every few minutes, and
    the editor stays locked as long as it waits. Its date stays, so that the map goes live as
    soon as it is signed.
    """
    logger.warning("%s", refusal)
    with transaction.atomic():
        if scheduled:
            instance.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=instance,
            action=REFUSED_ACTION,
            revision=revision,
            data={"refusal": {"reason": str(refusal), "scheduled": scheduled}},
        )
    transaction.on_commit(
        lambda: send_refusal(instance, revision, scheduled, refusal.explain), robust=True
    )


def send_refusal(page: Any, revision: Any, scheduled: bool, explain: Callable[[], str]) -> None:
    """Tell the authors, and those who may sign, in the language of each."""
    context = {
        "page": page,
        "title": page.title,
        # Called when the template asks, so in the language of the reader.
        "reason": explain,
        "scheduled": scheduled,
        "address": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
    }
    authors = authors_of(page, revision)
    people = {*who_want("rejected", authors)}
    people |= {*who_want("submitted", people_who_sign(page) - authors)}
    send_to_each(people, templates("not_published"), context)


def authors_of(page: Any, revision: Any) -> set[Any]:
    """Who owns the page, and who made the version that was not published."""
    return {person for person in (page.owner, revision.user) if person is not None}


def people_who_sign(page: Any) -> set[Any]:
    """Everybody of the groups that sign this page, by its workflow or by the policy."""
    groups = {step.group for step in rule_for(page).steps}
    workflow = page.get_workflow()
    if workflow is not None:
        tasks = SignOffTask.objects.filter(pk__in=workflow.tasks.filter(active=True))
        groups |= {str(pk) for pk in tasks.values_list("groups", flat=True) if pk is not None}
    return set(get_user_model()._default_manager.filter(groups__in=groups, is_active=True))


def tell_the_person(message: str) -> None:
    """Show why something was refused to the person who asked for it in the admin.

    Wagtail answers a refused permission with "you do not have permission", and nothing more.
    """
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None or not is_admin_page(request):
        return
    told = request.__dict__.setdefault("_parcours_told", set())
    if message not in told:
        told.add(message)
        messages.error(request, message, fail_silently=True)


def is_admin_page(request: Any) -> bool:
    """Whether a person looks at the answer, as a page of the admin."""
    try:
        return request.path.startswith(reverse("wagtailadmin_home"))
    except NoReverseMatch:
        return False

"""Reminders by e-mail: maps that wait too long for a signature, sign-offs that end.

Each person gets one e-mail that lists all of it. What somebody was reminded of is written down,
so that running this every hour reminds once, and again only after some days.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.mail import OpenedConnection
from wagtail.models import TaskState

from ..conf import parcours_settings
from ..journeys import JourneyFormatError
from ..models.base import base_page_model
from ..models.sign_off_tasks import SignOffTask
from ..models.sign_offs import LiveVersion, SignOffReminder, Standing
from .notifications import absolute, send_one, templates, who_want
from .refusals import people_who_sign
from .signing import is_waiting, open_case, people_to_sign
from .steps import holds_map, review_address

logger = logging.getLogger("wagtail_parcours")

WAITING_DAYS = 3
REPEAT_DAYS = 7
#: What was sent longer ago than this is forgotten: nothing asks for it any more.
FORGOTTEN_AFTER = datetime.timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a reminder. `subject` says what it is about, to remind of it once."""

    subject: str
    title: str
    language: str
    address: str
    #: How long it has waited; None for a sign-off that ends.
    days: int | None = None
    step: str = ""
    #: The last day on which the sign-off is valid.
    last_day: datetime.date | None = None
    expired: bool = False


@dataclass(slots=True)
class Reminder:
    """What one person is reminded of."""

    person: Any
    waiting: list[Item] = field(default_factory=list)
    expiring: list[Item] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [*self.waiting, *self.expiring]

    @property
    def subjects(self) -> list[str]:
        return [item.subject for item in self.items]


def remind(
    waiting_days: int = WAITING_DAYS,
    expiring_days: int | None = None,
    repeat_days: int = REPEAT_DAYS,
    dry_run: bool = False,
) -> list[Reminder]:
    """Send what is due and return it. With `dry_run`, only return it.

    `expiring_days` is the setting ``EXPIRING_DAYS`` by default.
    """
    now = timezone.now()
    if expiring_days is None:
        expiring_days = parcours_settings.EXPIRING_DAYS
    before = now - datetime.timedelta(days=repeat_days)
    due = [
        reminder
        for reminder in reminders(now, waiting_days, expiring_days)
        if is_due(reminder, before)
    ]
    if dry_run or not due:
        return due
    SignOffReminder.objects.filter(sent_at__lt=now - FORGOTTEN_AFTER).delete()
    with OpenedConnection(get_connection()) as connection:
        return [reminder for reminder in due if deliver(reminder, now, before, connection)]


# -- what there is to say, and to whom


def reminders(now: Any, waiting_days: int, expiring_days: int) -> list[Reminder]:
    """Everything there is to remind of, by person, whether or not it was said already."""
    found: dict[Any, Reminder] = {}

    def of(person: Any) -> Reminder:
        return found.setdefault(person.pk, Reminder(person))

    for item, people in waiting_items(now, waiting_days):
        for person in who_want("submitted", people):
            of(person).waiting.append(item)
    for page, item in expiring_items(expiring_days):
        for person in concerned(page):
            of(person).expiring.append(item)
    return [found[key] for key in sorted(found, key=str)]


def waiting_items(now: Any, days: int) -> Iterator[tuple[Item, list[Any]]]:
    """Maps that wait in a sign-off step for so many days, with those who may sign them."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SignOffTask.objects.values("pk"),
        started_at__lte=now - datetime.timedelta(days=days),
    ).order_by("started_at", "pk")
    for state in states.select_related("workflow_state"):
        if not is_waiting(state, state.workflow_state) or not holds_map(state):
            continue
        try:
            case = open_case(state.specific)
        except JourneyFormatError:
            logger.warning("Page %s cannot be read, so nobody can sign it.", state.workflow_state)
            continue
        item = Item(
            subject=f"task-state:{state.pk}",
            title=case.version.title,
            language=case.version.locale.language_code,
            address=absolute(review_address(state)),
            days=(now - state.started_at).days,
            step=state.task.name,
        )
        yield item, people_to_sign(case)


def expiring_items(days: int) -> Iterator[tuple[Any, Item]]:
    """Live maps whose sign-off ends within so many days, or has ended."""
    today = timezone.localdate()
    versions = LiveVersion.objects.filter(
        standing=Standing.SIGNED, review_by__lte=today + datetime.timedelta(days=days)
    ).order_by("review_by", "page_id")
    ends = {version.page_id: version.review_by for version in versions}
    pages = base_page_model().objects.filter(pk__in=ends, alias_of=None).live()
    by_key = {page.pk: page for page in pages.select_related("owner", "locale").specific()}
    for pk, last_day in ends.items():
        if pk not in by_key:
            continue
        page, expired = by_key[pk], last_day < today
        yield (
            page,
            Item(
                subject=f"review:{pk}:{last_day.isoformat()}" + (":expired" if expired else ""),
                title=page.title,
                language=page.locale.language_code,
                address=absolute(reverse("wagtail_parcours:timeline", args=[pk])),
                last_day=last_day,
                expired=expired,
            ),
        )


def concerned(page: Any) -> list[Any]:
    """Who hears that a sign-off ends: the owner of the map, and those who sign it."""
    owner = {page.owner} - {None}
    people = {*who_want("approved", owner), *who_want("submitted", people_who_sign(page) - owner)}
    return sorted(people, key=lambda person: str(person.pk))


# -- once


def is_due(reminder: Reminder, before: Any) -> bool:
    """Whether there is something in it that the person was not reminded of lately."""
    said = SignOffReminder.objects.filter(
        person=reminder.person, subject__in=reminder.subjects, sent_at__gt=before
    )
    return said.count() < len(set(reminder.subjects))


def deliver(reminder: Reminder, now: Any, before: Any, connection: Any) -> bool:
    """Write down that it is sent, then send it; tells whether it was.

    In this order, because two commands that run at once must not both send it. What could not
    be sent is forgotten again, for the next time.
    """
    with transaction.atomic():
        known = claim(reminder, now, before)
    if known is None:
        return False
    try:
        send_one(reminder.person, templates("reminder"), context_of(reminder), connection)
    except Exception:
        logger.exception("A reminder to %s could not be sent", reminder.person.email)
        release(reminder, known)
        return False
    return True


def claim(reminder: Reminder, now: Any, before: Any) -> dict[str, Any] | None:
    """Take what is due; None when another command took it. Gives when each was said before."""
    rows = SignOffReminder.objects.filter(person=reminder.person)
    known: dict[str, Any] = {}
    due = False
    for subject in reminder.subjects:
        row, created = rows.get_or_create(
            person=reminder.person, subject=subject, defaults={"sent_at": now}
        )
        known[subject] = None if created else row.sent_at
        due |= created or bool(rows.filter(pk=row.pk, sent_at__lte=before).update(sent_at=now))
    if not due:
        return None
    rows.filter(subject__in=reminder.subjects).update(sent_at=now)
    return known


def release(reminder: Reminder, known: dict[str, Any]) -> None:
    rows = SignOffReminder.objects.filter(person=reminder.person)
    by_time: dict[Any, list[str]] = defaultdict(list)
    for subject, sent_at in known.items():
        by_time[sent_at].append(subject)
    rows.filter(subject__in=by_time.pop(None, [])).delete()
    for sent_at, subjects in by_time.items():
        rows.filter(subject__in=subjects).update(sent_at=sent_at)


def context_of(reminder: Reminder) -> dict[str, Any]:
    return {
        "waiting": reminder.waiting,
        "expiring": reminder.expiring,
        "number": len(reminder.items),
        "report": absolute(reverse("wagtail_parcours:map_report")),
    }

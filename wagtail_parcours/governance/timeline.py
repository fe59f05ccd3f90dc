"""Everything that happened to a map, newest first, from wherever it is kept.

Edits, publications, workflow steps and comments are in Wagtail's log, signatures in our own
records, persona changes in their history, translations in wagtail-localize's log. Log and
records outlive the page, so its timeline does too.

Each source gives at most ``events.LIMIT`` events of the period that is asked for, so a long life
costs no more than that. Where a source had more, the timeline ends where the shortest one does:
it has no holes, and says since when it is complete.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry, Revision
from wagtail.users.utils import get_deleted_user_display_name

from ..models.base import base_page_model
from ..models.maps import JourneyMapMixin
from ..models.sign_offs import SignOff, SignOffKind
from .chain import name_of
from .events import Event, Kind, Subject, Wanted, person_name
from .sealing import alias_source, is_map_type
from .shown_history import people_who_changed_it, shown_events


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events, newest first. Before `complete_since` there are others that are left out."""

    events: tuple[Event, ...]
    complete_since: datetime.datetime | None = None


Source = Callable[[Subject, Wanted], list[Event]]


def subject_of(page_id: int) -> Subject | None:
    """The map with this key, there or gone; None when it never was a map."""
    page = base_page_model().objects.filter(pk=page_id).first()
    if page is not None:
        page = page.specific
        if not isinstance(page, JourneyMapMixin):
            return None
        source = alias_source(page)
        language = source.locale.language_code
        return Subject(page_id, page.title, page, source.translation_key, language)
    record = SignOff.objects.filter(page_id_then=page_id).last()
    if record is not None:
        return Subject(page_id, record.page_title, None, record.page_key, record.language)
    for entry in PageLogEntry.objects.filter(page_id=page_id).select_related("content_type")[:1]:
        if entry.content_type is not None and is_map_type(entry.content_type.model_class()):
            return Subject(page_id, entry.label)
    return None


def timeline(subject: Subject, wanted: Wanted | None = None) -> Timeline:
    """What happened to a map. The number of queries does not grow with its age."""
    wanted = wanted or Wanted()
    sources: list[tuple[set[Kind], Source]] = [
        (set(Kind) - {Kind.SIGN_OFF, Kind.SHOWN}, log_events),
        ({Kind.EDIT}, unlogged_drafts),
        ({Kind.SIGN_OFF}, sign_off_events),
        ({Kind.SHOWN}, shown_events),
        ({Kind.TRANSLATION}, translation_events),
    ]
    found: list[Event] = []
    horizons = []
    for kinds, source in sources:
        if not kinds & wanted.kinds:
            continue
        events = source(subject, replace(wanted, kinds=frozenset(kinds & wanted.kinds)))
        if len(events) > wanted.limit:
            events = events[: wanted.limit]
            horizons.append(events[-1].when)
        found += events
    complete_since = max(horizons, default=None)
    if complete_since is not None:
        found = [event for event in found if event.when >= complete_since]
    found.sort(key=lambda event: event.when, reverse=True)
    return Timeline(tuple(found), complete_since)


# -- Wagtail's log

#: The kind of an action, by how its name begins; the first that fits counts.
ACTION_KINDS = (
    ("wagtail.workflow.", Kind.WORKFLOW),
    ("parcours.restart", Kind.WORKFLOW),
    ("wagtail.comments.", Kind.COMMENT),
    ("wagtail.copy_for_translation", Kind.TRANSLATION),
    ("wagtail_localize.", Kind.TRANSLATION),
    ("wagtail.publish", Kind.PUBLICATION),
    ("wagtail.unpublish", Kind.PUBLICATION),
    ("wagtail.schedule", Kind.PUBLICATION),
    ("parcours.publish", Kind.PUBLICATION),
    ("wagtail.create", Kind.EDIT),
    ("wagtail.edit", Kind.EDIT),
    ("wagtail.revert", Kind.EDIT),
    ("wagtail.rename", Kind.EDIT),
    ("wagtail.copy", Kind.EDIT),
    ("wagtail.delete", Kind.PUBLICATION),
)


def kind_of(action: str) -> Kind:
    return next((kind for start, kind in ACTION_KINDS if action.startswith(start)), Kind.OTHER)


def of_kinds(kinds: Iterable[Kind]) -> Q:
    """The log entries of these kinds."""
    wanted = set(kinds)
    actions = [action for action, _label in registry.get_choices()]
    known = Q(action__in=[action for action in actions if kind_of(action) in wanted])
    if Kind.OTHER in wanted:
        # Actions that nobody registers any more are told as well.
        known |= ~Q(action__in=actions)
    return known


def log_events(subject: Subject, wanted: Wanted) -> list[Event]:
    """Edits, publications, workflow steps, comments. What a record tells better is left to it."""
    signed = subject.records.exclude(task_state_id_then=None)
    steps = set(signed.values_list("task_state_id_then", flat=True))
    entries = (
        log_entries(subject)
        .filter(of_kinds(wanted.kinds))
        .exclude(data__sign_off__position__isnull=False)
        .exclude(data__emergency__position__isnull=False)
        .exclude(action="wagtail.workflow.approve", data__workflow__task_state_id__in=steps)
    )
    rows = wanted.rows(entries, "timestamp", "user_id")
    if not rows:
        return []
    before, sittings = revisions_before(subject), sittings_of(subject)
    return [log_event(entry, subject, before, sittings) for entry in rows]


def log_entries(subject: Subject) -> Any:
    """The log of the page; the many saves of one sitting are one entry, the last of them."""
    last = saves_by_sitting(subject).annotate(last=Max("pk")).values("last")
    return (
        PageLogEntry.objects.filter(page_id=subject.page_id)
        .filter(~Q(action="wagtail.edit") | Q(uuid=None) | Q(pk__in=last))
        .select_related("user")
    )


def saves_by_sitting(subject: Subject) -> Any:
    """Wagtail gives the saves that overwrite one revision one key."""
    edits = PageLogEntry.objects.filter(page_id=subject.page_id, action="wagtail.edit")
    return edits.exclude(uuid=None).order_by().values("uuid")


def sittings_of(subject: Subject) -> dict[Any, tuple[int, datetime.datetime]]:
    """How often a draft was saved in each sitting, and since when; where it was more than once."""
    counted = saves_by_sitting(subject).annotate(number=Count("pk"), first=Min("timestamp"))
    rows = counted.filter(number__gt=1).values_list("uuid", "number", "first")
    return {uuid: (number, first) for uuid, number, first in rows}


def revisions_of(subject: Subject) -> Any:
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(base_page_model()),
        object_id=str(subject.page_id),
    )


def revisions_before(subject: Subject) -> dict[int, int]:
    """The revision before each one, for comparing them."""
    keys = list(revisions_of(subject).order_by("created_at", "pk").values_list("pk", flat=True))
    return dict(zip(keys[1:], keys, strict=False))


def log_event(
    entry: Any,
    subject: Subject,
    before: Mapping[int, int],
    sittings: Mapping[Any, tuple[int, datetime.datetime]],
) -> Event:
    if subject.page is not None:
        # Comments look at their page for the label of a field.
        entry.page = subject.page
    is_edit = entry.action == "wagtail.edit"
    saves, started = sittings.get(entry.uuid, (1, None)) if is_edit else (1, None)
    previous = before.get(entry.revision_id) if entry.content_changed else None
    return Event(
        when=entry.timestamp,
        kind=kind_of(entry.action),
        title=str(message_of(entry)),
        person=str(entry.user_display_name),
        detail=str(entry.comment or ""),
        revision=entry.revision_id if previous is not None else None,
        revision_before=previous,
        saves=saves,
        started=started,
    )


def message_of(entry: PageLogEntry) -> Any:
    try:
        return entry.message
    except (AttributeError, LookupError, ObjectDoesNotExist):
        # Some messages ask the page, which is gone.
        label = entry.formatter.label
        text = (entry.data.get("comment") or {}).get("text", "")
        return _("%(action)s: “%(text)s”") % {"action": label, "text": text} if text else label


def unlogged_drafts(subject: Subject, wanted: Wanted) -> list[Event]:
    """Versions that a program saved without telling the log."""
    if subject.page is None:
        return []
    logged = PageLogEntry.objects.filter(page_id=subject.page_id, revision_id=OuterRef("pk"))
    revisions = revisions_of(subject).exclude(Exists(logged)).select_related("user")
    return [
        Event(row.created_at, Kind.EDIT, _("Draft saved"), person_name(row.user), revision=row.pk)
        for row in wanted.rows(revisions.defer("content"), "created_at", "user_id")
    ]


# -- signatures and translations


def sign_off_events(subject: Subject, wanted: Wanted) -> list[Event]:
    rows = wanted.rows(subject.records, "signed_at", "person_id_then")
    return [
        Event(
            when=record.signed_at,
            kind=Kind.SIGN_OFF,
            title=sign_off_title(record),
            person=record.person,
            role=record.role,
            detail=record.comment,
            record=record.position,
        )
        for record in rows
    ]


def sign_off_title(record: SignOff) -> str:
    if record.kind == SignOffKind.EMERGENCY:
        return _("Published without approval")
    if record.task:
        return _("Signed at “%(step)s”") % {"step": record.task}
    return _("Signed")


def translation_events(subject: Subject, wanted: Wanted) -> list[Event]:
    """Translations made of this map, and of another language into it."""
    if not apps.is_installed("wagtail_localize"):
        # Wagtail's own copies for translation are in its log.
        return []
    from wagtail_localize.models import TranslationLog

    logs = TranslationLog.objects.filter(source__object_id=subject.key).filter(
        Q(source__locale__language_code=subject.language)
        | Q(locale__language_code=subject.language)
    )
    rows = wanted.rows(logs.select_related("locale", "source__locale"), "created_at", "")
    return [
        Event(
            when=row.created_at,
            kind=Kind.TRANSLATION,
            title=_("Translated from %(source)s into %(target)s")
            % {"source": row.source.locale, "target": row.locale},
            revision=row.revision_id if row.locale.language_code == subject.language else None,
        )
        for row in rows
    ]


# -- people


def people_of(subject: Subject) -> list[tuple[str, str]]:
    """Those who appear in the timeline, as (key, name) by name."""
    signers = dict(subject.records.values_list("person_id_then", "person"))
    entries = PageLogEntry.objects.filter(page_id=subject.page_id, user_id__isnull=False)
    keys = {str(key) for key in entries.order_by().values_list("user_id", flat=True).distinct()}
    keys |= {str(key) for key in people_who_changed_it(subject)}
    if subject.page is not None:
        revisions = subject.page.revisions.exclude(user=None).order_by()
        keys |= {str(key) for key in revisions.values_list("user_id", flat=True).distinct()}
    users = get_user_model()._default_manager.filter(pk__in=keys | set(signers))
    known = {str(user.pk): name_of(user) for user in users}
    names = {
        key: known.get(key) or signers.get(key) or get_deleted_user_display_name(key)
        for key in keys | set(signers)
    }
    return sorted(((key, str(name)) for key, name in names.items()), key=lambda pair: pair[1])


def chronology(
    events: Sequence[Event], day_of: Callable[[Any], Any]
) -> list[tuple[Any, list[Event]]]:
    """The events by day, as `day_of` gives it, in their order."""
    days: list[tuple[Any, list[Event]]] = []
    for event in events:
        day = day_of(event.when)
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(event)
    return days

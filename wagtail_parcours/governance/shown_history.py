"""What happened to the personas, channels, indicators and maps that a map shows, or showed when
signed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from ..journeys import persona_pks
from ..journeys.named import named_channels, named_groups, named_indicators, named_people
from ..models.channels import Channel
from ..models.indicators import Indicator
from ..models.personas import Persona
from ..models.sign_offs import SealedVersion
from ..models.slugs import is_uuid
from ..models.target_groups import TargetGroup
from .events import Event, Kind, Subject, Wanted, person_name

#: Columns that say which object it is.
IDENTITY = frozenset({"id", "translation_key", "locale", "live"})
#: Signed versions that are asked what they showed, the latest of them.
VERSIONS = 50
#: What happens to the map that this one starts from and concerns it.
MAP_ACTIONS = ("wagtail.publish", "wagtail.unpublish", "wagtail.delete")


@dataclass(frozen=True, slots=True)
class ShownKeys:
    """What a map shows or showed: keys and rows of personas, keys of target groups, slugs."""

    personas: frozenset[str]
    persona_rows: frozenset[int]
    groups: frozenset[str]
    channels: frozenset[str]
    indicators: frozenset[str]


def shown_keys(subject: Subject) -> ShownKeys:
    found: dict[str, set[str]] = {
        "persona": set(),
        "target_group": set(),
        "channel": set(),
        "indicator": set(),
    }
    rows: set[int] = set()
    if subject.page is not None:
        journey = subject.page.get_journey()
        rows |= set(persona_pks(list(subject.page.body.raw_data)))
        found["persona"] |= {profile.persona for profile in journey.profiles if profile.persona}
        found["persona"] |= set(named_people(journey))
        found["target_group"] |= set(named_groups(journey))
        found["channel"] |= named_channels(journey)
        found["indicator"] |= set(named_indicators(journey))
    for shown in signed_things(subject):
        for kind, keys in found.items():
            keys |= set(shown.get(kind, ()))
    return ShownKeys(
        uuids(found["persona"]),
        frozenset(rows),
        uuids(found["target_group"]),
        frozenset(found["channel"]),
        frozenset(found["indicator"]),
    )


def uuids(keys: Iterable[str]) -> frozenset[str]:
    """Those that could be translation keys: bodies written by an import may hold any text."""
    return frozenset(key for key in keys if is_uuid(key))


def signed_things(subject: Subject) -> Iterator[dict[str, Any]]:
    """What each signed version showed, the latest first."""
    seals = list(
        dict.fromkeys(subject.records.order_by("-position").values_list("seal", flat=True))
    )
    versions = SealedVersion.objects.filter(seal__in=seals[:VERSIONS])
    for content in versions.values_list("content", flat=True):
        try:
            shown = json.loads(content).get("shown", {})
        except (ValueError, AttributeError):
            continue
        if isinstance(shown, dict):
            yield shown


def histories(subject: Subject) -> list[tuple[type, Any]]:
    """The models that a map shows, each with the rows of history that concern it."""
    keys = shown_keys(subject)
    language = Q(locale__language_code=subject.language)
    people = Persona.history.model.objects
    here = Q(translation_key__in=keys.personas) & language | Q(id__in=keys.persona_rows)
    people_ids = set(people.filter(here).values_list("id", flat=True))
    rows = people.filter(id__in=people_ids)
    groups = set(rows.exclude(target_group=None).values_list("target_group_id", flat=True))
    told = [(Persona, rows), (TargetGroup, group_rows(groups, keys.groups, language))]
    for model, slugs in ((Channel, keys.channels), (Indicator, keys.indicators)):
        history = model.history.model.objects
        named = history.filter(language, slug__in=slugs).values_list("id", flat=True)
        told.append((model, history.filter(id__in=set(named) if slugs else ())))
    return told


def group_rows(ids: set[Any], keys: frozenset[str], language: Q) -> Any:
    """The history of target groups: of those of the personas, and of those that needs name."""
    history = TargetGroup.history.model.objects
    if keys:
        named = history.filter(language, translation_key__in=keys)
        ids = ids | set(named.values_list("id", flat=True))
    return history.filter(id__in=ids)


def people_who_changed_it(subject: Subject) -> set[Any]:
    found: set[Any] = set()
    for _model, rows in histories(subject):
        people = rows.exclude(history_user=None).order_by()
        found |= set(people.values_list("history_user_id", flat=True).distinct())
    return found


def shown_events(subject: Subject, wanted: Wanted) -> list[Event]:
    """Changes of what the map shows, since the map exists, newest first."""
    start = first_moment(subject)
    events: list[Event] = []
    for model, queryset in histories(subject):
        rows = queryset.select_related("history_user").order_by("-history_date", "-history_id")
        if wanted.until is not None:
            rows = rows.filter(history_date__lt=wanted.until)
        # Each row is compared with the one before it, whoever made that one and whenever.
        newest = list(rows[: wanted.limit + 1])
        events += [
            fact_event(model, row, before, wanted.sensitive)
            for row, before in with_predecessor(newest)
            if (start is None or row.history_date >= start)
            and (wanted.since is None or row.history_date >= wanted.since)
            and (not wanted.person or str(row.history_user_id) == wanted.person)
        ]
    events += current_map_events(subject, wanted)
    events.sort(key=lambda event: event.when, reverse=True)
    return events[: wanted.limit + 1]


def first_moment(subject: Subject) -> Any:
    """When the map was made, as far as the log knows."""
    entries = PageLogEntry.objects.filter(page_id=subject.page_id)
    first = entries.aggregate(first=Min("timestamp"))["first"]
    records = subject.records.aggregate(first=Min("signed_at"))["first"]
    drafts = None
    if subject.page is not None:
        drafts = subject.page.revisions.aggregate(first=Min("created_at"))["first"]
    return min((moment for moment in (first, records, drafts) if moment), default=None)


def with_predecessor(rows: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Rows of several objects, newest first, each with the next older one of its object."""
    rows = list(rows)
    older: dict[Any, Any] = {}
    pairs = []
    for row in reversed(rows):
        pairs.append((row, older.get(row.id)))
        older[row.id] = row
    yield from reversed(pairs)


def fact_event(model: type, row: Any, before: Any, sensitive: bool) -> Event:
    return Event(
        when=row.history_date,
        kind=Kind.SHOWN,
        title=fact_title(model, row, before),
        person=person_name(row.history_user),
        fields=changed_fields(model, row, before, sensitive),
        fact=(model._meta.label, row.id),
    )


def fact_title(model: type, row: Any, before: Any) -> str:
    return title_pattern(model, what_happened(row, before)) % {"name": row.name}


def what_happened(row: Any, before: Any) -> str:
    if row.history_type == "-":
        return "deleted"
    if row.history_type == "+":
        return "added"
    live = getattr(row, "live", True)
    was_live = live if before is None else getattr(before, "live", True)
    if live != was_live:
        return "added" if live else "removed"
    return "changed" if live else "removed"


def title_pattern(model: type, event: str) -> str:
    if model is Persona:
        return {
            "added": _("The persona “%(name)s” was published"),
            "changed": _("The persona “%(name)s” was changed"),
            "removed": _("The persona “%(name)s” was unpublished"),
            "deleted": _("The persona “%(name)s” was deleted"),
        }[event]
    if model is Channel:
        return {
            "added": _("The channel “%(name)s” was added"),
            "changed": _("The channel “%(name)s” was changed"),
            "deleted": _("The channel “%(name)s” was deleted"),
        }[event]
    if model is Indicator:
        return {
            "added": _("The indicator “%(name)s” was added"),
            "changed": _("The indicator “%(name)s” was changed"),
            "deleted": _("The indicator “%(name)s” was deleted"),
        }[event]
    return {
        "added": _("The target group “%(name)s” was added"),
        "changed": _("The target group “%(name)s” was changed"),
        "deleted": _("The target group “%(name)s” was deleted"),
    }[event]


def changed_fields(model: type, row: Any, before: Any, sensitive: bool) -> tuple[str, ...]:
    """The labels of the fields that differ; those that only some may know of go by one name."""
    if before is None or row.history_type != "~":
        return ()
    withheld = () if sensitive else getattr(model, "SENSITIVE_FIELDS", ())
    labels: list[str] = []
    for field in type(row).tracked_fields:
        if field.name in IDENTITY or same(row, before, field):
            continue
        known = field.name not in withheld
        labels.append(capfirst(str(field.verbose_name)) if known else _("Sensitive details"))
    return tuple(dict.fromkeys(labels))


def same(row: Any, before: Any, field: Any) -> bool:
    """Whether readers of the record see no difference: nothing and an empty text are one."""
    old, new = getattr(before, field.attname), getattr(row, field.attname)
    return bool((old if old is not None else "") == (new if new is not None else ""))


def current_map_events(subject: Subject, wanted: Wanted) -> list[Event]:
    """When the map that this one starts from was published, or taken down."""
    linked = getattr(subject.page, "current_map_id", None) and subject.page.get_current_map()
    if not linked:
        return []
    entries = PageLogEntry.objects.filter(page_id=linked.pk, action__in=MAP_ACTIONS)
    rows = wanted.rows(entries.select_related("user"), "timestamp", "user_id")
    start = first_moment(subject)
    titles = {
        "wagtail.publish": _("The current-state map “%(name)s” was published"),
        "wagtail.unpublish": _("The current-state map “%(name)s” was unpublished"),
        "wagtail.delete": _("The current-state map “%(name)s” was deleted"),
    }
    return [
        Event(
            when=entry.timestamp,
            kind=Kind.SHOWN,
            title=titles[entry.action] % {"name": entry.label},
            person=str(entry.user_display_name),
        )
        for entry in rows
        if start is None or entry.timestamp >= start
    ]

"""From a live map to the items of its roadmap.

One version of a map decides for all its languages: the source, else the oldest page that is
live. Its signed improvements give the items; the other languages only show them.
"""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from ..journeys.model import Improvement, Journey
from ..models.base import base_page_model
from ..models.maps import FutureStateMapMixin
from ..models.roadmap import RoadmapItem, improvement_key
from ..models.sign_offs import LiveVersion, Standing
from ..models.translations import MapTranslation

#: What a version must stand on for its improvements to be promises.
GOOD_GROUNDS = frozenset({Standing.SIGNED, Standing.FREE})

#: Columns that repeat the live version.
SNAPSHOT = (
    "page_id",
    "map_title",
    "language",
    "position",
    "text",
    "translations",
    "other_words",
    "kind",
    "channel",
    "seal",
    "signed_owner",
    "signed_due",
    "signed_indicator",
)
#: The same and all that a renewal may change, by field, for writing.
RENEWED = (
    *(name.removesuffix("_id") for name in SNAPSHOT),
    *RoadmapItem.FOLLOWING_FIELDS,
    "withdrawn",
    "map_live",
    "updated_at",
)

#: Columns whose change is a fact.
TRACKED = frozenset(field.attname for field in RoadmapItem.history.model.tracked_fields)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of the items of one map."""

    made: int = 0
    changed: int = 0
    withdrawn: int = 0


def renew_items(page: Any) -> Renewal:
    """Bring the items of a map in step with what readers see of it, in whatever language.

    Renewing again changes nothing. An alias has no items of its own.
    """
    return Renewal() if page.alias_of_id is not None else renew_map(page.translation_key)


def renew_map(key: uuid.UUID) -> Renewal:
    """The same for the map with this translation key; there may be no page left.

    What people wrote is never overwritten, and no item is ever deleted. A map that is live
    without approval changes nothing: nobody has decided on its improvements.
    """
    with transaction.atomic():
        lock_family(key)
        versions = live_versions(key)
        deciding = deciding_version(versions)
        items = RoadmapItem.objects.filter(map_key=key)
        if deciding is None:
            items.filter(map_live=True).update(map_live=False)
            return Renewal()
        if deciding.standing not in GOOD_GROUNDS:
            items.filter(map_live=False).update(map_live=True)
            return Renewal()
        others = [one for one in versions if one is not deciding and one.standing in GOOD_GROUNDS]
        return write_items(key, deciding, others)


def future_map_types() -> list[int]:
    """The keys of the content types that hold a future-state map."""
    models = [model for model in apps.get_models() if issubclass(model, FutureStateMapMixin)]
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]


def lock_family(key: uuid.UUID) -> None:
    """Let renewals of one map take turns. Always the first thing in their transaction."""
    pages = base_page_model()._base_manager.filter(translation_key=key)
    if connection.features.has_select_for_update:
        list(pages.order_by("pk").select_for_update().values_list("pk"))
    else:
        # Writing first waits for its turn; reading first would be refused at the first write.
        pages.update(locked=F("locked"))


def live_versions(key: uuid.UUID) -> list[LiveVersion]:
    """What readers see of a map in each language, oldest page first; no aliases."""
    return list(
        LiveVersion.objects.filter(
            page__translation_key=key,
            page__live=True,
            page__alias_of__isnull=True,
            page__content_type__in=future_map_types(),
        )
        .select_related("page__locale", "page__content_type")
        .order_by("page_id")
    )


def deciding_version(versions: list[LiveVersion]) -> LiveVersion | None:
    """The one that says what the improvements are; None when no language is live."""
    if len(versions) > 1:
        live = {version.page_id for version in versions}
        sources = MapTranslation.objects.filter(page__in=live, source__in=live)
        translated = set(sources.values_list("page_id", flat=True))
        versions = [one for one in versions if one.page_id not in translated] or versions
    return versions[0] if versions else None


def write_items(
    key: uuid.UUID, version: LiveVersion, others: Iterable[LiveVersion] = ()
) -> Renewal:
    """Write what the deciding version says, with what it is called in the others."""
    known = {item.improvement: item for item in RoadmapItem.objects.filter(map_key=key)}
    said = {item.improvement: item for item in snapshots(key, version)}
    for improvement, words in words_of(others).items():
        if improvement in said:
            said[improvement].translations = words
            said[improvement].other_words = "\n".join(
                text for there in words.values() for text in there.values()
            )
    fresh = [now for improvement, now in said.items() if improvement not in known]
    changed, quiet, withdrawn = [], [], 0
    for improvement, item in known.items():
        now = said.get(improvement)
        names = follow(item, now) if now is not None else withdraw(item)
        withdrawn += now is None and "withdrawn" in names
        if names & TRACKED:
            # Whoever has its form open is told.
            item.updated_at = timezone.now()
            changed.append(item)
        elif names:
            quiet.append(item)
    if fresh:
        bulk_create_with_history(fresh, RoadmapItem)
    if changed:
        bulk_update_with_history(changed, RoadmapItem, RENEWED)
    if quiet:
        # Only from which version it comes has changed: that is no fact to record.
        RoadmapItem.objects.bulk_update(quiet, RENEWED)
    return Renewal(len(fresh), len(changed) - withdrawn, withdrawn)


def snapshots(key: uuid.UUID, version: LiveVersion) -> Iterator[RoadmapItem]:
    """An item, not saved, for each improvement of a live map, in reading order."""
    page = version.page.specific
    approved = approval_time(version)
    for position, (channel, entry) in enumerate(improvements(page.get_journey())):
        signed = {
            "owner": " ".join(entry.responsible.split())[:160],
            "due": day_of(entry.due),
            "indicator": getattr(entry, "indicator", "")[:80],
        }
        yield RoadmapItem(
            map_key=key,
            improvement=improvement_key(entry.id),
            page_id=page.pk,
            map_title=page.title,
            language=version.page.locale.language_code,
            position=position,
            text=storable(entry.text),
            kind=entry.kind[:40],
            channel=channel[:80],
            seal=version.seal,
            approved_at=approved,
            **signed,
            **{f"signed_{name}": value for name, value in signed.items()},
        )


def words_of(versions: Iterable[LiveVersion]) -> dict[str, dict[str, dict[str, str]]]:
    """What each improvement, and its map, is called in these versions, by language."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for version in versions:
        page = version.page.specific
        for _channel, entry in improvements(page.get_journey()):
            if entry.text.strip():
                words = {"text": storable(entry.text), "map_title": page.title}
                there = found.setdefault(improvement_key(entry.id), {})
                there[version.page.locale.language_code] = words
    return found


def storable(text: str) -> str:
    """A text as every database takes it."""
    return text.replace("\x00", "\ufffd")


def improvements(journey: Journey) -> Iterator[tuple[str, Improvement]]:
    """Each improvement with the channel of its card. Of two with one id, the first counts."""
    seen = set()
    for card in journey.cards:
        for entry in card.improvements:
            if entry.id and entry.id not in seen:
                seen.add(entry.id)
                yield card.channel, entry


def day_of(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def approval_time(version: LiveVersion) -> datetime.datetime:
    """When the last one signed; of a map that needs no signature, when it went live."""
    times = [parse_datetime(str(row.get("signed_at", ""))) for row in version.signatures]
    return max((time for time in times if time is not None), default=version.since)


def follow(item: RoadmapItem, now: RoadmapItem) -> set[str]:
    """Let an item say what its map says now; what a person wrote stays. Gives what changed."""
    values: dict[str, Any] = {name: getattr(now, name) for name in SNAPSHOT}
    for name in RoadmapItem.FOLLOWING_FIELDS:
        if name not in item.own_fields:
            values[name] = now.signed_value(name)
    return put(item, values | {"withdrawn": False, "map_live": True})


def withdraw(item: RoadmapItem) -> set[str]:
    """Mark an item whose improvement the map has no more. Gives what changed."""
    return put(item, {"withdrawn": True, "map_live": True})


def put(item: RoadmapItem, values: dict[str, Any]) -> set[str]:
    different = {name for name, value in values.items() if getattr(item, name) != value}
    for name in different:
        setattr(item, name, values[name])
    return different

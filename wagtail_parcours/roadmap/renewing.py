"""From a live map to the items of its roadmap.

One version of a map decides for all its languages: the source, else the oldest page that is
live. Its signed improvements give the items; the other languages only show them.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
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
)


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
        version = deciding_version(key)
        items = RoadmapItem.objects.filter(map_key=key)
        if version is None:
            items.filter(map_live=True).update(map_live=False)
            return Renewal()
        if version.standing not in GOOD_GROUNDS:
            items.filter(map_live=False).update(map_live=True)
            return Renewal()
        return write_items(key, version, version.page.specific)


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


def deciding_version(key: uuid.UUID) -> LiveVersion | None:
    """The live version that says what the improvements are; None when no language is live."""
    versions = list(
        LiveVersion.objects.filter(
            page__translation_key=key,
            page__live=True,
            page__alias_of__isnull=True,
            page__content_type__in=future_map_types(),
        )
        .select_related("page__locale", "page__content_type")
        .order_by("page_id")
    )
    if len(versions) > 1:
        live = {version.page_id for version in versions}
        sources = MapTranslation.objects.filter(page__in=live, source__in=live)
        translated = set(sources.values_list("page_id", flat=True))
        versions = [one for one in versions if one.page_id not in translated] or versions
    return versions[0] if versions else None


def write_items(key: uuid.UUID, version: LiveVersion, page: Any) -> Renewal:
    known = {item.improvement: item for item in RoadmapItem.objects.filter(map_key=key)}
    fresh, changed, withdrawn = [], [], 0
    said = {item.improvement: item for item in snapshots(key, version, page)}
    for improvement, now in said.items():
        item = known.get(improvement)
        if item is None:
            fresh.append(now)
        elif follow(item, now):
            changed.append(item)
    for improvement, item in known.items():
        if improvement not in said and not (item.withdrawn and item.map_live):
            withdrawn += not item.withdrawn
            item.withdrawn, item.map_live = True, True
            changed.append(item)
    if fresh:
        bulk_create_with_history(fresh, RoadmapItem)
    if changed:
        bulk_update_with_history(changed, RoadmapItem, RENEWED)
    return Renewal(len(fresh), len(changed) - withdrawn, withdrawn)


def snapshots(key: uuid.UUID, version: LiveVersion, page: Any) -> Iterator[RoadmapItem]:
    """An item, not saved, for each improvement of a live map, in reading order."""
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
            text=entry.text.replace("\x00", "\ufffd"),
            kind=entry.kind[:40],
            channel=channel[:80],
            seal=version.seal,
            approved_at=approved,
            **signed,
            **{f"signed_{name}": value for name, value in signed.items()},
        )


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


def follow(item: RoadmapItem, now: RoadmapItem) -> bool:
    """Let an item say what its map says now; what a person wrote stays. Whether that is new."""
    values: dict[str, Any] = {name: getattr(now, name) for name in SNAPSHOT}
    for name in RoadmapItem.FOLLOWING_FIELDS:
        if name not in item.own_fields:
            values[name] = now.signed_value(name)
    values |= {"withdrawn": False, "map_live": True}
    different = {name: value for name, value in values.items() if getattr(item, name) != value}
    for name, value in different.items():
        setattr(item, name, value)
    return bool(different)

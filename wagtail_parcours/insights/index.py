"""Keeps the index of live maps in step with the pages.

Rows follow the model's save, as the facets of maps do (:mod:`.facets`): a save of the whole row
with ``live`` set is what readers see. What the index says of a page it says of the page alone;
where the page lies in the tree, who may read it and what its personas and channels are called is
asked when a report is made, so moves, privacy and names change nothing here.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Coalesce, Greatest
from django.db.models.signals import post_save
from django.utils import timezone

from ..journeys import Journey, StageTable, read_body
from ..models.base import base_page_model
from ..models.insights import InsightEntry, InsightMap, StageScore
from ..models.maps import JourneyMapMixin, map_models
from .keeping import new_stamp
from .rows import EMPLOYEE_LANES, Row, journey_rows
from .shards import shard_of

#: The fields of a page that decide what the index says of it.
FIELDS = frozenset({"body", "live", "framework", "current_map", "alias_of", "locale", "title"})
#: Columns of an entry, with what a row holds where it does not name them.
COLUMNS: dict[str, Any] = {
    field.name: field.get_default() if field.has_default() else None if field.null else ""
    for field in InsightEntry._meta.concrete_fields
    if field.name not in {"id", "page"}
}


#: What is counted of each map: the kind of entry, and the columns of the map for all of them and
#: for those that rest on evidence.
COUNTS = (
    ("stage", "stage_count", "proven_stages"),
    ("finding", "finding_count", "proven_findings"),
)
#: Columns of a score.
SCORE = ("stage", "stage_name", "framework_stage", "position", "level", "ease")


def connect_index() -> None:
    """Listen to the saves of every page type; called once, when ready."""
    post_save.connect(follow_save, dispatch_uid="wagtail_parcours.insights")


def follow_save(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    if not isinstance(instance, JourneyMapMixin) or kwargs.get("raw"):
        return
    update_fields = kwargs.get("update_fields")
    if update_fields is not None and not FIELDS & set(update_fields):
        return
    rewrite_index(instance)


def is_indexed(page: Any) -> bool:
    """Whether the index has rows of this page: it is live, and no alias of another one."""
    return bool(page.live and not page.alias_of_id)


def index_of(page: Any) -> tuple[Row, list[Row]]:
    """What the index must say of a live page: the map itself, and its entries in reading order."""
    # Who a persona of the page is makes no difference here: the facets know.
    parts = read_body(list(page.body.raw_data), persona_key=str)
    journey = Journey(state=page.journey_state, parts=parts)
    shown = {table.id: shown_lanes(page, table) for table in journey.tables}
    linked = getattr(page, "current_map", None)
    about = {
        "locale_id": page.locale_id,
        "map_key": page.translation_key,
        "current_key": linked.translation_key if linked is not None else None,
        "title": page.title,
        "state": page.journey_state,
        "framework": page.framework,
        "employee_side": any(lanes & EMPLOYEE_LANES for lanes in shown.values()),
    }
    rows = journey_rows(journey, lambda table: shown[table.id])
    key = about["map_key" if page.journey_state == "current" else "current_key"]
    about["shard"] = shard_of(key or about["map_key"])
    for kind, count, proven in COUNTS:
        own = [row for row in rows if row["kind"] == kind]
        about[count] = len(own)
        about[proven] = sum(row["has_evidence"] for row in own)
    there = {**COLUMNS, "journey": key, "shard": about["shard"]}
    return about, [{**there, **row} for row in rows]


def shown_lanes(page: Any, table: StageTable) -> frozenset[str]:
    """The keys of the lanes that readers of `page` see of a table."""
    block = page.stage_table_block
    if block is None:
        return frozenset(table.lanes)
    return frozenset(lane.key for lane in block.shown_lanes(table.lanes))


def rewrite_index(page: Any) -> bool:
    """Bring the rows of one map in step with it: none when it is not live. Says if any changed."""
    with transaction.atomic():
        rows = InsightMap.objects.filter(page_id=page.pk)
        if not is_indexed(page):
            gone, _counts = rows.delete()
            entries, _counts = InsightEntry.objects.filter(page_id=page.pk).delete()
            current_scores(page).update(until=timezone.now())
            return bool(gone or entries)
        about, wanted = index_of(page)
        known = rows.values(*about).first()
        entries = InsightEntry.objects.filter(page_id=page.pk)
        stored = list(entries.order_by("position").values(*COLUMNS))
        changed = known != about or stored != wanted
        if changed:
            said = {**about, "stamp": new_stamp()}
            if not rows.update(**said):
                InsightMap.objects.update_or_create(page_id=page.pk, defaults=said)
        if stored != wanted:
            entries.delete()
            InsightEntry.objects.bulk_create(
                [InsightEntry(page_id=page.pk, **row) for row in wanted], batch_size=500
            )
        keep_scores(page, wanted)
        return changed


def keep_scores(page: Any, rows: list[Row]) -> None:
    """Remember how the stages are rated now, unless the version before was rated the same."""
    rated: dict[str, Row] = {}
    for row in rows:
        felt = row["level"] is not None or row["ease"] is not None
        if row["kind"] == "stage" and row["stage"] and felt:
            rated.setdefault(row["stage"], {name: row.get(name) for name in SCORE})
    scores = list(rated.values())
    for place, score in enumerate(scores):
        score["position"] = place
    current = current_scores(page)
    if list(current.order_by("position").values(*SCORE)) == scores:
        return
    moment = moment_of_version(page)
    current.update(until=moment)
    StageScore.objects.bulk_create(
        [StageScore(page_id=page.pk, published_at=moment, **score) for score in scores],
        ignore_conflicts=True,
    )


def current_scores(page: Any) -> models.QuerySet[StageScore]:
    """The ratings that readers see, or saw last."""
    return StageScore.objects.filter(page_id=page.pk, until__isnull=True)


def moment_of_version(page: Any) -> datetime:
    """When the version that is live was published; now, where an earlier one is known since then.

    An index that is written for the first time, or anew, dates the ratings by the page.
    """
    now = timezone.now()
    published = page.last_published_at or now
    known = StageScore.objects.filter(page_id=page.pk).aggregate(
        last=models.Max(Greatest("published_at", Coalesce("until", "published_at")))
    )["last"]
    return published if known is None or published > known else now


def indexed_pages() -> models.QuerySet[Any]:
    """The pages that the index has to know, in the order of their keys."""
    return (
        base_page_model()
        .objects.live()
        .filter(alias_of__isnull=True)
        .type(*map_models())
        .order_by("pk")
    )


def stale_pages() -> Iterator[int]:
    """Keys of pages that the index knows and should not."""
    known = InsightMap.objects.exclude(page__in=indexed_pages().values("pk"))
    yield from known.order_by("page_id").values_list("page_id", flat=True)

"""What the editor of a map is told of the maps that show its stages in detail."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.permissions import page_permission_policy

from ..models.hierarchy_form import stage_choices
from ..models.lineage import details_of
from ..rendering.hierarchy import by_key

#: Maps listed, their languages counted.
LISTED = 100


@dataclass(frozen=True, slots=True)
class DetailedMap:
    """A map that details a stage: `stage` is its name, ``""`` for none in particular."""

    title: str
    url: str
    stage: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class DetailedBy:
    """The maps by the order of the stages, and those whose stage is not in this version."""

    maps: tuple[DetailedMap, ...]
    without_stage: tuple[DetailedMap, ...]


def detailed_by(page: Any, user: Any) -> DetailedBy | None:
    """Which maps, of those that `user` may see, detail the version that `page` has in memory.

    Drafts are told to those who may edit them. The number of queries is always the same.
    """
    if page.pk is None:
        return None
    found = list(details_of(page.shown_page_ids)[:LISTED])
    editable = editable_keys(found, user)
    seen = [row for row in found if row.pk in editable or (row.live and not row.is_private)]
    rows = list(by_key(seen, page.locale_id).values())
    if not rows:
        return None
    stages = dict(stage_choices(page, page.longest_stage_id))
    order = {key: number for number, key in enumerate(stages, start=1)}
    rows.sort(key=lambda row: order.get(row.stage_id, 0))
    maps = {row: shown(row, row.pk in editable, stages) for row in rows}
    there = [found for row, found in maps.items() if not row.stage_id or row.stage_id in stages]
    gone = [found for row, found in maps.items() if row.stage_id and row.stage_id not in stages]
    return DetailedBy(tuple(there), tuple(gone))


def editable_keys(rows: list[Any], user: Any) -> set[int]:
    allowed = page_permission_policy.instances_user_has_permission_for(user, "change")
    return set(allowed.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))


def shown(row: Any, may_edit: bool, stages: dict[str, str]) -> DetailedMap:
    address = reverse("wagtailadmin_pages:edit", args=[row.pk]) if may_edit else row.full_url
    title = row.get_admin_display_title() if may_edit else row.title
    return DetailedMap(title, address or "", stages.get(row.stage_id, ""), row.live)

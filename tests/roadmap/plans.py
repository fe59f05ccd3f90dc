"""Future-state maps with improvements that one can name, and the roadmap that they give."""

import copy
import json
from typing import Any

from tests.factories import child, improvement_card, make_future_map, sign_as_it_is
from tests.governance.workflows import fresh
from wagtail_parcours.models import RoadmapItem
from wagtail_parcours.roadmap import renew_items


def promise(key: str, text: str = "", **values: Any) -> dict[str, Any]:
    """An improvement as stored, with an id of its own."""
    stored = {
        "kind": "service_design",
        "text": text or f"Improvement {key}",
        "barriers": [],
        "responsible": "Contact centre",
        "due": "2027-03-31",
        **values,
    }
    return child("improvement", stored, key)


def card(*entries: dict[str, Any], channel: str = "telephone") -> dict[str, Any]:
    return improvement_card(channel, list(entries))


def make_plan(*entries: dict[str, Any], **values: Any) -> Any:
    """A signed, live map with one card of these improvements and a roadmap for them."""
    values.setdefault("body", [card(*(entries or [promise("a"), promise("b")]))])
    page = make_future_map(**values)
    renew_items(page)
    return page


def with_entries(page: Any, *entries: dict[str, Any]) -> Any:
    """The page in memory with other improvements on its first card."""
    page = fresh(page)
    body = copy.deepcopy(list(page.body.raw_data))
    body[0]["value"]["improvements"] = list(entries)
    page.body = json.dumps(body)
    return page


def publish_signed(page: Any, *entries: dict[str, Any]) -> Any:
    """A new version with these improvements, signed and published."""
    page = with_entries(page, *entries)
    sign_as_it_is(page)
    page.save_revision(clean=False).publish()
    return fresh(page)


def items(page: Any = None) -> dict[str, RoadmapItem]:
    """The items by improvement."""
    found = RoadmapItem.objects.all()
    if page is not None:
        found = found.filter(map_key=page.translation_key)
    return {item.improvement: item for item in found.order_by("position", "pk")}


def item(key: str) -> RoadmapItem:
    return RoadmapItem.objects.get(improvement=key)

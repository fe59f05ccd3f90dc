"""How far the improvements of the demo are: what people wrote on the roadmap since the sign-off."""

from typing import Any

from wagtail.models import Page

from example_site.demo.dates import loading_day, start_of_month
from example_site.demo.files import read_roadmap
from example_site.demo.outcome import Outcome
from wagtail_parcours.models import RoadmapItem
from wagtail_parcours.roadmap import renew_items, write_item


def follow_up(outcome: Outcome, maps: list[tuple[dict[str, Any], Page]]) -> None:
    """Write progress on the roadmap items of new maps, once these are signed."""
    plans = read_roadmap()
    for entry, page in maps:
        if entry["key"] not in plans:
            continue
        # By itself it would be there only when all of the demo is committed.
        renew_items(page)
        for written in plans[entry["key"]]:
            item = RoadmapItem.objects.get(
                map_key=page.translation_key, improvement=written["improvement"]
            )
            _write(item, written)
        outcome.note(f"progress of “{page.title}”", created=True)


def _write(item: RoadmapItem, written: dict[str, Any]) -> None:
    said = {
        name: written[name]
        for name in ("state", "progress", "progress_language")
        if name in written
    }
    if "started_months_ago" in written:
        said["start"] = start_of_month(loading_day(), written["started_months_ago"])
    for name, value in said.items():
        setattr(item, name, value)
    write_item(item, said.keys())

"""Bring the roadmap in step with the live maps: run it once after the plugin is installed."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...models import RoadmapItem, base_page_model
from ...roadmap import renew_map
from ...roadmap.renewing import future_map_types

#: Maps looked at between two lines of progress.
BATCH = 100


class Command(BaseCommand):
    help = (
        "Gives every improvement of a live, signed future-state map its item on the roadmap, and "
        "marks the items whose map says something else by now. What people wrote is kept. It may "
        "be interrupted and run again: each map is done by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after",
            type=uuid.UUID,
            metavar="KEY",
            help="Go on after the map with this key, which an interrupted run printed last.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        loud = options["verbosity"] > 0
        made = changed = withdrawn = done = 0
        for done, key in enumerate(keys(options["after"]), start=1):
            found = renew_map(key)
            made += found.made
            changed += found.changed
            withdrawn += found.withdrawn
            if loud and done % BATCH == 0:
                self.stdout.write(f"{done} maps, the last one {key}")
        if loud:
            self.stdout.write(
                f"{done} maps: {made} items made, {changed} brought up to date, "
                f"{withdrawn} withdrawn."
            )


def keys(after: uuid.UUID | None) -> Iterator[uuid.UUID]:
    """The translation keys of maps that have, or should have, items; a batch at a time."""
    pages = base_page_model().objects.filter(
        content_type__in=future_map_types(), live=True, alias_of__isnull=True
    )
    sources = (
        (pages.order_by("translation_key"), "translation_key"),
        (RoadmapItem.objects.order_by("map_key"), "map_key"),
    )
    while True:
        batch: set[uuid.UUID] = set()
        for rows, column in sources:
            left = rows.filter(**{f"{column}__gt": after}) if after is not None else rows
            batch |= set(left.values_list(column, flat=True).distinct()[:BATCH])
        # Each source gave its first ones, so the first ones of both are all there are up to there.
        part = sorted(batch)[:BATCH]
        yield from part
        if not part:
            return
        after = part[-1]

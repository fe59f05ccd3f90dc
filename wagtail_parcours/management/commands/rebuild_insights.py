"""Write the index of live maps anew: after the plugin is installed, or a database was restored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...insights.index import indexed_pages
from ...insights.verification import BATCH, batches, rebuild_pages, remove_stale


class Command(BaseCommand):
    help = (
        "Brings the index of live maps, which reports and the catalogue read, in step with the "
        "pages, in batches that are each saved by themselves. What is in step is left alone. "
        "Stopped half-way, it can go on where it was with --after."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after", type=int, default=0, metavar="PK", help="Go on after the page with this key."
        )
        parser.add_argument(
            "--batch", type=int, default=BATCH, help=f"Maps saved in one go, {BATCH} by default."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        after, size = options["after"], options["batch"]
        if size < 1:
            raise CommandError("A batch holds at least one map.")
        total = indexed_pages().filter(pk__gt=after).count()
        done = changed = 0
        try:
            gone = remove_stale(after)
            for pages in batches(after, size):
                with transaction.atomic():
                    changed += rebuild_pages(pages)
                after, done = pages[-1].pk, done + len(pages)
                if options["verbosity"]:
                    self.stdout.write(f"Indexed {done} of {total} maps, up to page {after}.")
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. Go on with: --after {after}", returncode=130) from None
        if options["verbosity"]:
            self.stdout.write(
                f"{done} maps are in the index: {changed} were not in step, {gone} were no live "
                "maps any more."
            )

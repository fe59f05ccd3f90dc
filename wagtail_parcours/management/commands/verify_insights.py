"""Compare the index of live maps with the pages, and say every difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...insights.index import indexed_pages
from ...insights.verification import check_index

WORDS = {
    "missing": "the map is not in the index",
    "stale": "the index knows this page, which is no live map",
    "map": "the index says something else of the map",
    "entry": "an entry differs",
}


class Command(BaseCommand):
    help = (
        "Counts every live map again and compares it with the index that reports read. Changes "
        "nothing. Ends with 1 when something differs; rebuild_insights mends it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--most",
            type=int,
            default=100,
            help="Differences that are printed, 100 by default; all of them are counted.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in check_index():
            found += 1
            if found <= options["most"]:
                detail = f" ({fault.detail})" if fault.detail else ""
                self.stdout.write(f"Page {fault.page}: {WORDS[fault.kind]}{detail}")
        total = indexed_pages().count()
        if found:
            raise CommandError(
                f"{found} differences between the index and {total} live maps. Run "
                "rebuild_insights."
            )
        if options["verbosity"]:
            self.stdout.write(f"The index says what {total} live maps say.")

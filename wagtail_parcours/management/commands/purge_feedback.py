"""``manage.py purge_feedback``: remove the remarks of readers that are too old to keep."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...conf import parcours_settings
from ...feedback import purge


class Command(BaseCommand):
    """Run it once a day."""

    help = "Remove the remarks of readers that are older than the site keeps them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=None,
            help="Keep remarks for so many days (default: the setting FEEDBACK_KEEP_DAYS).",
        )
        parser.add_argument("--dry-run", action="store_true", help="Count them, remove nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["days"]
        days = parcours_settings.FEEDBACK_KEEP_DAYS if given is None else given
        if not 0 <= days <= 36500:
            raise CommandError("Give a number of days from 0 to 36500.")
        number = purge(days, options["dry_run"])
        verb = "would be removed" if options["dry_run"] else "removed"
        self.stdout.write(self.style.SUCCESS(f"Remarks older than {days} days: {number} {verb}."))

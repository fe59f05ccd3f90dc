"""``manage.py remind_sign_offs``: e-mails about signatures that are missing or that end."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...conf import parcours_settings
from ...governance.reminders import REPEAT_DAYS, WAITING_DAYS, Reminder, remind


def days(text: str) -> int:
    """A number of days from 0 up."""
    number = int(text)
    if not 0 <= number <= 3650:
        raise argparse.ArgumentTypeError("give a number of days from 0 to 3650")
    return number


class Command(BaseCommand):
    """Run it once a day. What somebody was reminded of is not said again for some days."""

    help = (
        "Send e-mails to those who may sign maps that have waited too long, and to owners and "
        "signers of maps whose sign-off ends. Each person gets one e-mail in their language, "
        "unless their notification preferences say otherwise. Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--waiting-days",
            type=days,
            default=WAITING_DAYS,
            metavar="DAYS",
            help="Remind of maps that have waited for a signature for so many days "
            "(default: %(default)s).",
        )
        parser.add_argument(
            "--expiring-days",
            type=days,
            default=None,
            metavar="DAYS",
            help="Remind of sign-offs that end within so many days (default: the setting "
            "EXPIRING_DAYS, which is 30 unless the site says otherwise).",
        )
        parser.add_argument(
            "--repeat-days",
            type=days,
            default=REPEAT_DAYS,
            metavar="DAYS",
            help="Remind of the same thing again after so many days (default: %(default)s).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say who would be reminded, and send nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        expiring = options["expiring_days"]
        sent = remind(
            options["waiting_days"],
            parcours_settings.EXPIRING_DAYS if expiring is None else expiring,
            options["repeat_days"],
            dry_run,
        )
        for reminder in sent:
            self.stdout.write(f"  {self.line(reminder)}")
        self.stdout.write(self.style.SUCCESS(self.summary(len(sent), dry_run)))

    def line(self, reminder: Reminder) -> str:
        return _("%(person)s <%(email)s>: %(waiting)d waiting, %(expiring)d to review") % {
            "person": reminder.person.get_username(),
            "email": reminder.person.email,
            "waiting": len(reminder.waiting),
            "expiring": len(reminder.expiring),
        }

    def summary(self, number: int, dry_run: bool) -> str:
        if dry_run:
            return ngettext(
                "%(count)d person would be reminded.", "%(count)d people would be reminded.", number
            ) % {"count": number}
        return ngettext(
            "%(count)d person was reminded.", "%(count)d people were reminded.", number
        ) % {"count": number}

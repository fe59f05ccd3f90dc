"""``manage.py verify_sign_offs``: proves that no record and no live map was altered."""

import json
import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...governance.findings import Finding
from ...governance.verification import Audit

HASH = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    """Walks the chain of sign-offs, the contents they stand for and the live maps.

    Each problem is one sentence. The exit code is 1 when there is any, so that a scheduled run
    tells; notices (an expired sign-off, a persona that changed since) do not count.
    """

    help = (
        "Verify that no sign-off record was altered, removed, moved or put in, and that every "
        "live map shows what was signed. Exits with 1 when there is a problem."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="HASH",
            default="",
            help="A hash that an earlier run printed and that was kept elsewhere: the chain must "
            "still contain it. Without it, a chain that was rebuilt from scratch looks genuine.",
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        expected = options["expect"].strip().lower()
        if expected and not HASH.fullmatch(expected):
            raise CommandError(_("A hash has 64 hexadecimal digits."))
        audit = Audit(expected)
        problems = self.in_json(audit) if options["json"] else self.in_words(audit)
        if problems:
            # Not a CommandError: what has to be said was said, on the output.
            sys.exit(1)

    def in_json(self, audit: Audit) -> int:
        findings = list(audit.findings())
        problems = [finding.as_dict() for finding in findings if finding.is_problem]
        report = {
            "records": audit.records,
            "head": audit.head,
            "live_maps": audit.maps,
            "problems": problems,
            "notices": [finding.as_dict() for finding in findings if not finding.is_problem],
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        return len(problems)

    def in_words(self, audit: Audit) -> int:
        problems = 0
        for finding in audit.findings():
            problems += finding.is_problem
            self.say(finding)
        self.stdout.write(
            ngettext("%(count)d problem.", "%(count)d problems.", problems) % {"count": problems}
        )
        self.stdout.write(
            ngettext(
                "%(count)d record in the chain.", "%(count)d records in the chain.", audit.records
            )
            % {"count": audit.records}
        )
        self.stdout.write(
            ngettext("%(count)d live map.", "%(count)d live maps.", audit.maps)
            % {"count": audit.maps}
        )
        if audit.head:
            self.stdout.write(
                _("Keep this hash elsewhere, to check it with --expect: %(hash)s")
                % {"hash": audit.head}
            )
        return problems

    def say(self, finding: Finding) -> None:
        if finding.is_problem:
            label, style = _("Problem: %(sentence)s"), self.style.ERROR
        else:
            label, style = _("Notice: %(sentence)s"), self.style.WARNING
        self.stdout.write(style(label % {"sentence": finding.sentence}))

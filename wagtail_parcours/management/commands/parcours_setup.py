"""``manage.py parcours_setup``: everything a site needs before its first map."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ...provisioning import CATALOGUES, PLACES, UnknownLanguageError, provision


class Command(BaseCommand):
    """Creates channels, texts of frameworks, groups and a workflow; safe to run again.

    Page permissions: editors may add and change pages, approvers may publish them too, below
    each journey catalogue that exists. Nothing is given at the root of the tree unless
    ``--page-permissions root`` asks for it, because that reaches every page of the site. Groups
    that exist keep the permissions they have; nobody gets the permission on sensitive fields.
    """

    help = (
        "Create the default channels, the texts of the frameworks, the groups and the workflow. "
        "What exists is left as it is, so it can be run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--locale",
            action="extend",
            nargs="+",
            default=[],
            metavar="CODE",
            dest="languages",
            help="Languages to set up, such as: --locale en fr. Without it: all of the site.",
        )
        parser.add_argument(
            "--page-permissions",
            choices=PLACES,
            default=CATALOGUES,
            help="Where editors and approvers may work: below each journey catalogue (the "
            "default), at the root of the whole tree, or nowhere yet.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = provision(options["languages"], options["page_permissions"])
        except UnknownLanguageError as error:
            raise CommandError(str(error)) from None
        self.list(_("Created:"), report.created, self.style.SUCCESS)
        self.list(_("Left as it was:"), report.kept, str)
        for sentence in report.advice:
            self.stdout.write(self.style.WARNING(sentence))

    def list(self, title: str, sentences: list[str], style: Any) -> None:
        if sentences:
            self.stdout.write(title)
            for sentence in sentences:
                self.stdout.write(style(f"  {sentence}"))

"""Fill an empty site with the demo: people, maps, pages and accounts, in its languages."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from example_site.demo.accounts import ACCOUNTS, account, load_accounts
from example_site.demo.answers import let_readers_answer
from example_site.demo.approval import approve_maps, revise_maps
from example_site.demo.files import LANGUAGES
from example_site.demo.glossary import load_glossary
from example_site.demo.indicators import load_indicators
from example_site.demo.mail import unsent
from example_site.demo.outcome import Outcome
from example_site.demo.pages import load_pages, load_translations
from example_site.demo.people import add_languages, load_channels, load_people
from example_site.demo.ratings import rate_earlier
from example_site.demo.roadmap import follow_up
from wagtail_parcours.provisioning import provision


class Command(BaseCommand):
    help = (
        "Loads the demo content in English and French, with one map in Arabic. Run again, it adds "
        "what is missing and changes nothing else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="load the demo although the settings are not those of development; the "
            "accounts then get random passwords",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_CONTENT_ALLOWED and not options["force"]:
            raise CommandError(
                "These settings are not for a demo, which comes with accounts that anyone may "
                "guess. To load it all the same, add --force."
            )
        outcome = Outcome()
        # Nobody is told of what happens while the demo is loaded.
        with unsent(), transaction.atomic():
            self.provision(outcome)
            passwords = load_accounts(outcome)
            admin, editor, approver = map(account, ("admin", "editor", "approver"))
            add_languages(outcome)
            load_channels(outcome, admin)
            load_people(outcome, admin)
            load_indicators(outcome, admin)
            load_glossary(outcome, admin)
            maps = load_pages(outcome, publisher=admin, author=editor)
            # Once more: groups and workflow get their place below the new catalogues.
            self.provision(outcome)
            approve_maps(outcome, maps, author=editor, signer=approver)
            translated = load_translations(outcome, publisher=admin, author=editor)
            self.provision(outcome)
            approve_maps(outcome, translated, author=editor, signer=approver)
            follow_up(outcome, maps)
            rate_earlier(outcome, [*maps, *translated])
            let_readers_answer(outcome, [*maps, *translated], editor=editor)
            revise_maps(outcome, maps, author=editor, signer=approver)
        self.tell(outcome, passwords)

    def provision(self, outcome: Outcome) -> None:
        """Do what ``parcours_setup`` does, in both languages."""
        report = provision(LANGUAGES)
        outcome.created += [what for what in report.created if what not in outcome.created]
        outcome.kept += len(report.kept)

    def tell(self, outcome: Outcome, passwords: dict[str, str]) -> None:
        """Say what was done and how to sign in."""
        for what in outcome.created:
            self.stdout.write(f"Created: {what}")
        self.stdout.write(
            self.style.SUCCESS(
                f"Demo loaded: {len(outcome.created)} created, {outcome.kept} left as they were."
            )
        )
        self.stdout.write("Demo accounts:")
        for known in ACCOUNTS:
            password = passwords.get(known.username, "(password changed since)")
            self.stdout.write(f"  {known.username:<10} {password:<28} {known.role}")

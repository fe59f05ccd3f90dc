"""``manage.py feedback_subject``: what is kept of one person's remarks, to hand over or erase."""

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...feedback import erase_subject, export_subject


class Command(BaseCommand):
    """Anonymous remarks are nobody's: they are in neither."""

    help = (
        "Print the remarks of one person as JSON, or erase them. Sign-off records hold no "
        "remarks, so their chains stay valid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        model = get_user_model()
        try:
            user = model._default_manager.get_by_natural_key(options["username"])
        except model.DoesNotExist:
            raise CommandError("There is no account with this name.") from None
        if options["action"] == "export":
            self.stdout.write(json.dumps(export_subject(user), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(self.style.SUCCESS(f"Remarks erased: {erase_subject(user)}."))

"""Runs the command as an operator does."""

import io

from django.core.management import call_command


def run(*args: str) -> str:
    """What ``parcours_setup`` prints."""
    out = io.StringIO()
    call_command("parcours_setup", *args, stdout=out, no_color=True)
    return out.getvalue()

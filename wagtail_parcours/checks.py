"""System checks: settings without which maps cannot be saved or signed as they should."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connections

#: A map of 40 stages and 10 lanes posts 2,247 fields.
NEEDED_FIELDS = 10_000

#: How a transaction of SQLite says from the start that it will write.
WRITING_MODES = {"IMMEDIATE", "EXCLUSIVE"}


@register()
def check_upload_fields(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django refuses a form of more than DATA_UPLOAD_MAX_NUMBER_FIELDS with a bare error 400."""
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if limit is None or limit >= NEEDED_FIELDS:
        return []
    return [
        Warning(
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}: a long journey map may be refused "
            "with an error 400 when it is saved.",
            hint=f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS = {NEEDED_FIELDS:_} in your settings.",
            id="wagtail_parcours.W001",
        )
    ]


@register()
def check_settings_app(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The sign-off policy is one of Wagtail's settings."""
    if apps.is_installed("wagtail.contrib.settings"):
        return []
    return [
        Warning(
            "wagtail.contrib.settings is not installed: nobody can edit the sign-off policy, so "
            "its defaults hold.",
            hint='Add "wagtail.contrib.settings" to INSTALLED_APPS.',
            id="wagtail_parcours.W002",
        )
    ]


@register()
def check_sqlite_transactions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Two people who sign at once both read, then write: SQLite refuses the second one at once,
    whatever its timeout, unless the transaction announced from the start that it would write."""
    return [
        Warning(
            f"The SQLite database “{alias}” does not begin its transactions with IMMEDIATE: "
            "people who sign or save at the same moment may get “database is locked”.",
            hint=f'Set DATABASES["{alias}"]["OPTIONS"]["transaction_mode"] = "IMMEDIATE" in your '
            "settings, or use PostgreSQL.",
            id="wagtail_parcours.W003",
        )
        for alias in connections
        if connections[alias].vendor == "sqlite" and transaction_mode(alias) not in WRITING_MODES
    ]


def transaction_mode(alias: str) -> str:
    options = connections[alias].settings_dict.get("OPTIONS") or {}
    return str(options.get("transaction_mode") or "").upper()

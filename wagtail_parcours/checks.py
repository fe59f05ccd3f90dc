"""System checks: settings without which long maps cannot be saved."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

#: A map of 40 stages and 10 lanes posts 2,247 fields.
NEEDED_FIELDS = 10_000


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

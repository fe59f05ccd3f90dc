"""What the audit log says about our actions."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from .fact_views import RESTORE_ACTION


class RestoreFormatter(LogFormatter):
    """Says which state was restored."""

    label = gettext_lazy("Restore an earlier state")

    def format_message(self, log_entry: Any) -> str:
        moment = parse_datetime(str(log_entry.data.get("fact", {}).get("date", "")))
        if moment is None:
            return _("Restored an earlier state")
        return _("Restored the state of %(date)s") % {
            "date": date_format(localtime(moment), "DATETIME_FORMAT")
        }


def register_actions(actions: Any) -> None:
    actions.register_action(RESTORE_ACTION)(RestoreFormatter)

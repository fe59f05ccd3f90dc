"""What the audit log says about our actions."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter

from ..governance.emergency import EMERGENCY_ACTION
from ..governance.refusals import REFUSED_ACTION
from ..governance.signing import SIGN_ACTION
from ..governance.steps import RESTART_ACTION
from ..insights.reviews import REVIEW_ACTION
from .fact_views import RESTORE_ACTION
from .translations.views import CONFIRM_ACTION, TAKE_BACK_ACTION


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


class SignFormatter(LogFormatter):
    """Says who signed which step, and how many are missing."""

    label = gettext_lazy("Sign in a workflow step")

    def format_message(self, log_entry: Any) -> str:
        details = log_entry.data.get("sign_off", {})
        missing = details.get("missing") or 0
        return ngettext(
            "Signed in “%(step)s”; %(missing)d more person has to sign",
            "Signed in “%(step)s”; %(missing)d more people have to sign",
            missing,
        ) % {"step": details.get("step", ""), "missing": missing}


class RestartFormatter(LogFormatter):
    """Says why a workflow starts again."""

    label = gettext_lazy("Start the signing again")

    def format_message(self, log_entry: Any) -> str:
        return _("Started the signing again: the map changed after “%(step)s” was signed") % {
            "step": log_entry.data.get("sign_off", {}).get("step", "")
        }


class RefusedFormatter(LogFormatter):
    """Says that a map did not go live by itself, because it was not signed."""

    label = gettext_lazy("Refuse a publication")

    def format_message(self, log_entry: Any) -> str:
        if log_entry.data.get("refusal", {}).get("scheduled"):
            return _("Was not published on its planned date: the sign-off was missing")
        return _("Was not published with its translation: the sign-off was missing")


class EmergencyFormatter(LogFormatter):
    """Says why a map was published without approval."""

    label = gettext_lazy("Publish without approval")

    def format_message(self, log_entry: Any) -> str:
        return _("Published without approval: %(reason)s") % {
            "reason": log_entry.data.get("emergency", {}).get("reason", "")
        }


class ConfirmTranslationFormatter(LogFormatter):
    """Says how many texts of a translation a person took for up to date."""

    label = gettext_lazy("Mark texts as up to date with the source")

    def format_message(self, log_entry: Any) -> str:
        number = len(log_entry.data.get("confirmed", {}).get("pairs", {}))
        return ngettext(
            "Marked %(number)d text as up to date with the source",
            "Marked %(number)d texts as up to date with the source",
            number,
        ) % {"number": number}


class TakeBackTranslationFormatter(LogFormatter):
    """Says that such a mark was taken back."""

    label = gettext_lazy("Take back a mark as up to date")

    def format_message(self, log_entry: Any) -> str:
        number = log_entry.data.get("taken_back", {}).get("number") or 0
        return ngettext(
            "Took back that %(number)d text is up to date with the source",
            "Took back that %(number)d texts are up to date with the source",
            number,
        ) % {"number": number}


class ReviewFormatter(LogFormatter):
    """Says that a person looked at a persona and found that it holds."""

    label = gettext_lazy("Review a persona")

    def format_message(self, log_entry: Any) -> str:
        return _("Reviewed the persona")


def register_actions(actions: Any) -> None:
    actions.register_action(RESTORE_ACTION)(RestoreFormatter)
    actions.register_action(SIGN_ACTION)(SignFormatter)
    actions.register_action(RESTART_ACTION)(RestartFormatter)
    actions.register_action(REFUSED_ACTION)(RefusedFormatter)
    actions.register_action(EMERGENCY_ACTION)(EmergencyFormatter)
    actions.register_action(CONFIRM_ACTION)(ConfirmTranslationFormatter)
    actions.register_action(TAKE_BACK_ACTION)(TakeBackTranslationFormatter)
    actions.register_action(REVIEW_ACTION)(ReviewFormatter)

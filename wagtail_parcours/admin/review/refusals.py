"""What the page says when a signature was not taken, or cannot be given."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Messages for those whom Wagtail's own dialog sent to the review page, by code. A person who
#: signs on the page itself is shown the message of the refusal.
REFUSALS = {
    "already_signed": gettext_lazy("Nothing was signed: you have signed this version already."),
    "author": gettext_lazy(
        "Nothing was signed: you wrote or edited this version, so somebody else has to sign it."
    ),
    "busy": gettext_lazy("Nothing was signed: many people were saving at that moment. Try again."),
    "changed": gettext_lazy(
        "Nothing was signed: the map changed after you opened it. Read it again, then sign what "
        "is there now."
    ),
    "earlier_changed": gettext_lazy(
        "Nothing was signed: the map changed after an earlier step was signed."
    ),
    "incomplete": gettext_lazy(
        "Nothing was signed or sent back: accept the statement to sign, or say what has to change."
    ),
    "invalid": gettext_lazy(
        "Nothing was signed: this version cannot be published as it is. Send it back to its "
        "authors and say so."
    ),
    "not_accepted": gettext_lazy("Nothing was signed: accept the statement first."),
    "not_outdated": gettext_lazy(
        "All signatures so far stand for this version: there is nothing to repeat."
    ),
    "not_waiting": gettext_lazy(
        "Nothing was signed: this map does not wait for you any more. Somebody acted before you."
    ),
    "not_yours": gettext_lazy(
        "Nothing was signed: only people of the groups chosen for this step sign here."
    ),
    "policy": gettext_lazy(
        "Nothing was signed: with your signature the workflow would end, but the policy of this "
        "site asks for more. Ask an administrator to compare the workflow with the policy."
    ),
}
#: Refusals of the person, not of the moment.
FORBIDDEN = frozenset({"author", "not_yours"})


def refusal_message(code: str) -> str:
    """The message for a code from an address; anything else says nothing."""
    return str(REFUSALS.get(code, ""))


def status_of(code: str) -> int:
    """The HTTP status that goes with a refusal."""
    return 403 if code in FORBIDDEN else 409


def way_out(code: str, groups: str, may_send_back: bool) -> str:
    """What a person can do who may not sign."""
    if code == "already_signed":
        return _("You need not do anything more.")
    if code == "earlier_changed":
        return ""
    if may_send_back:
        return _(
            "You can read everything here, and request changes. People of these groups sign: "
            "%(groups)s."
        ) % {"groups": groups}
    return _("You can read everything here. People of these groups sign: %(groups)s.") % {
        "groups": groups
    }

"""Sign-off: what a signature stands for, what the policy wants, and the gate that keeps it.

What a site may build on is named here; the rest is the room's own.
"""

from .approvals import Permit, permit_for, records_of
from .policy import Rule, rule_for
from .sealing import seal_page, sealed_content
from .signing import Case, SignOffRefused, open_case, reason_not_to_sign, sign
from .steps import request_changes, statement_for

__all__ = [
    "Case",
    "Permit",
    "Rule",
    "SignOffRefused",
    "open_case",
    "permit_for",
    "reason_not_to_sign",
    "records_of",
    "request_changes",
    "rule_for",
    "seal_page",
    "sealed_content",
    "sign",
    "statement_for",
]

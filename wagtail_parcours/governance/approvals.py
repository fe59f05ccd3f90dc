"""Which signatures count for a content, and whether they are enough to publish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models.sign_offs import SignOff, SignOffKind, Standing
from .policy import Rule, rule_for
from .sealing import alias_source, seal_page


@dataclass(frozen=True, slots=True)
class Permit:
    """The answer of the gate for one content: on what it stands, or why it is refused."""

    rule: Rule
    seal: str
    content: str
    standing: Standing | None
    signatures: tuple[SignOff, ...] = ()
    refusal: str = ""


def records_of(page: Any) -> Any:
    """All records of a page in its language, oldest first; those of its source for an alias."""
    source = alias_source(page)
    return SignOff.objects.filter(
        page_key=source.translation_key, language=source.locale.language_code
    ).order_by("position")


def records_for_seal(page: Any, seal: str) -> list[SignOff]:
    """The records that stand for `seal`, oldest first, as long as no other content followed.

    What was signed before another version was signed is history: going back to it is a
    decision that has to be signed again.
    """
    found: list[SignOff] = []
    for record in records_of(page).order_by("-position"):
        if record.seal != seal:
            break
        found.append(record)
    return found[::-1]


def counting(records: Sequence[SignOff], rule: Rule) -> list[SignOff]:
    """Signatures of people whose account is still active, within their validity."""
    signatures = [record for record in records if record.kind == SignOffKind.SIGNATURE]
    people = {record.person_id_then for record in signatures}
    active = active_people(people)
    today = timezone.localdate()
    return [
        record
        for record in signatures
        if record.person_id_then in active and rule.is_valid(record, today)
    ]


def active_people(keys: set[str]) -> set[str]:
    if not keys:
        return set()
    users = get_user_model()._default_manager.filter(pk__in=keys, is_active=True)
    return {str(pk) for pk in users.values_list("pk", flat=True)}


def permit_for(page: Any) -> Permit:
    """Whether `page`, with the content that it has in memory, may be live."""
    rule = rule_for(alias_source(page))
    seal, content = seal_page(page)
    records = records_for_seal(page, seal)
    signatures = counting(records, rule)
    missing = rule.missing(signatures)
    if not missing and signatures:
        return Permit(rule, seal, content, Standing.SIGNED, tuple(signatures))
    if not rule.required:
        return Permit(rule, seal, content, Standing.FREE)
    if any(record.kind == SignOffKind.EMERGENCY for record in records):
        return Permit(rule, seal, content, Standing.EMERGENCY)
    refusal = _("“%(title)s” needs a sign-off before it goes live. %(missing)s") % {
        "title": page.title,
        "missing": missing,
    }
    return Permit(rule, seal, content, None, tuple(signatures), refusal)

"""Which signatures count for a content, and whether they are enough to publish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from ..journeys import JourneyFormatError
from ..models.sign_offs import LiveVersion, SignOff, SignOffKind, Standing
from .policy import Rule, rule_for
from .sealing import alias_source, seal_page


@dataclass(frozen=True, slots=True)
class Permit:
    """The answer of the gate for one content: on what it stands, or that it is refused."""

    rule: Rule
    title: str
    seal: str
    content: str
    standing: Standing | None
    signatures: tuple[SignOff, ...] = ()
    #: Whether the content cannot be read as a map, so that nobody can sign it.
    unreadable: bool = False

    @property
    def refused(self) -> bool:
        return self.standing is None

    @property
    def missing(self) -> str:
        """What is missing, in the active language; ``""`` when nothing is."""
        if not self.refused:
            return ""
        if self.unreadable:
            return _("Its content is damaged, so nobody can sign it.")
        return self.rule.missing(self.signatures)

    @property
    def refusal(self) -> str:
        """Why the map may not be live, in the active language; ``""`` when it may."""
        if not self.refused:
            return ""
        return _("“%(title)s” needs a sign-off before it goes live. %(missing)s") % {
            "title": self.title,
            "missing": self.missing,
        }


def records_of(page: Any) -> Any:
    """All records of a page in its language, oldest first; those of its source for an alias."""
    source = alias_source(page)
    return SignOff.objects.filter(
        page_key=source.translation_key, language=source.locale.language_code
    ).order_by("position")


def records_for_seal(page: Any, seal: str) -> list[SignOff]:
    """The records that stand for `seal`, oldest first, as long as no other content followed.

    What was signed before another version was signed is history: going back to it is a
    decision that has to be signed again. What readers see at this moment stands on its
    signatures all the same, while its successor is being signed.
    """
    found: list[SignOff] = []
    for record in records_of(page).order_by("-position"):
        if record.seal != seal:
            if is_live_content(page, seal):
                return list(records_of(page).filter(seal=seal))
            break
        found.append(record)
    return found[::-1]


def is_live_content(page: Any, seal: str) -> bool:
    """Whether this is what readers see of the map now; of its source, for an alias."""
    return LiveVersion.objects.filter(page_id=alias_source(page).pk, seal=seal).exists()


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
    """Whether `page`, with the content that it has in memory, may be live where it stands.

    An alias is signed as its source is, and follows the policy of its own site.
    """
    rule = rule_for(page)
    try:
        seal, content = seal_page(page)
    except JourneyFormatError:
        standing = None if rule.required else Standing.FREE
        return Permit(rule, page.title, "", "", standing, unreadable=True)
    records = records_for_seal(page, seal)
    signatures = tuple(counting(records, rule))
    standing = standing_on(records, signatures, rule)
    shown = signatures if standing in {None, Standing.SIGNED} else ()
    return Permit(rule, page.title, seal, content, standing, shown)


def standing_on(
    records: Sequence[SignOff], signatures: Sequence[SignOff], rule: Rule
) -> Standing | None:
    """On what a content stands that has these records; None when it may not be live."""
    if signatures and not rule.missing(signatures):
        return Standing.SIGNED
    if not rule.required:
        return Standing.FREE
    if any(record.kind == SignOffKind.EMERGENCY for record in records):
        return Standing.EMERGENCY
    return None

"""Live maps against what was signed: what readers are shown is worked out again from the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..journeys import (
    Attachment,
    Change,
    Journey,
    JourneyFormatError,
    Part,
    PersonaProfile,
    Picture,
    RichText,
    SealedContent,
    compare,
    read_body,
    read_sealed,
    seal_of,
    sealed_text,
)
from ..journeys.references import references, renamed
from ..models.base import base_page_model
from ..models.maps import JourneyMapMixin
from ..models.sign_offs import LiveVersion, SealedVersion, SignOff, SignOffKind, Standing
from .approvals import active_people, records_of
from .findings import Finding
from .policy import Rule, rule_for
from .rule_book import map_content_types
from .sealing import sealed_content

#: What is said of a live map, by the code of the finding.
SENTENCES = {
    "altered": _(
        "The content of “%(title)s” (page %(key)s) is not what was signed. It differs in: "
        "%(places)s."
    ),
    "changed": _("“%(title)s” (page %(key)s) has changed since approval: %(places)s."),
    "claim_unsigned": _(
        "“%(title)s” (page %(key)s) is marked as signed, and no record of a signature on what it "
        "shows exists."
    ),
    "content_gone": _("“%(title)s” (page %(key)s) is live and its content was removed."),
    "emergency": _(
        "“%(title)s” (page %(key)s) is published without approval, by %(person)s on %(day)s."
    ),
    "emergency_unsigned": _(
        "“%(title)s” (page %(key)s) is marked as published without approval, and no record says "
        "who did it and why."
    ),
    "expired": _("The sign-off of “%(title)s” (page %(key)s) expired on %(day)s."),
    "inactive": _(
        "“%(title)s” (page %(key)s) was signed by people whose accounts are not active any more: "
        "%(people)s."
    ),
    "names": _(
        "“%(title)s” (page %(key)s) names people to its readers who did not sign it: %(people)s."
    ),
    "row_missing": _(
        "“%(title)s” (page %(key)s) is live and signed, but the record of what readers see was "
        "removed."
    ),
    "row_wrong": _(
        "“%(title)s” (page %(key)s) does not show what the record of it names, and that content "
        "is not kept or was altered."
    ),
    "taken_down": _(
        "“%(title)s” (page %(key)s) was taken down without the record of what readers saw being "
        "removed."
    ),
    "too_few": _("“%(title)s” (page %(key)s) is live with fewer signatures than its policy wants."),
    "unmarked": _(
        "“%(title)s” (page %(key)s) shows readers something from elsewhere that was changed after "
        "it was signed, without being marked: %(places)s."
    ),
    "unreadable": _("“%(title)s” (page %(key)s) is live with a content that cannot be read."),
    "unsigned": _(
        "“%(title)s” (page %(key)s) is live and nobody has signed it, though its policy wants it "
        "signed."
    ),
}
#: Pages held in memory at once.
BATCH = 50
#: Differences that are named in one sentence.
NAMED = 3


def check_live_maps() -> Iterator[Finding | int]:
    """Findings about live maps, and a 1 for each map that was looked at."""
    maps = base_page_model().objects.filter(content_type__in=list(map_content_types()), live=True)
    for page in maps.order_by("pk").specific().iterator(chunk_size=BATCH):
        found = list(check_map(page))
        if any(finding.is_problem for finding in found):
            # Somebody may have published it between two of the queries: look again, afresh.
            again = type(page)._base_manager.filter(pk=page.pk, live=True).first()
            found = list(check_map(again)) if again is not None else []
        yield from found
        yield 1
    yield from left_behind()


def left_behind() -> Iterator[Finding]:
    """Maps that are not live, though what readers see of them is still on record."""
    for version in LiveVersion.objects.filter(page__live=False).select_related("page").iterator():
        yield notice("taken_down", version.page)


def check_map(page: Any) -> Iterator[Finding]:
    """What is wrong with one live map; nothing when its policy wants no sign-off."""
    if not isinstance(page, JourneyMapMixin):
        yield problem("content_gone", page)
        return
    rule = rule_for(page)
    version = LiveVersion.objects.filter(page_id=page.pk).first()
    claims = version is not None and version.standing in {Standing.SIGNED, Standing.EMERGENCY}
    if not rule.required and not claims:
        return
    try:
        now = sealed_content(page)
        seal = seal_of(sealed_text(now))
    except JourneyFormatError:
        yield problem("unreadable", page)
        return
    if claims and version.seal == seal:
        yield from check_standing(page, rule, version)
    elif claims:
        yield from check_difference(page, rule, version, now)
    else:
        signatures = signatures_on(page, seal)
        if not signatures or rule.missing(signatures):
            yield problem("unsigned", page)
        elif version is None:
            yield problem("row_missing", page)


def check_standing(page: Any, rule: Rule, version: LiveVersion) -> Iterator[Finding]:
    """Whether what readers see stands on what is claimed."""
    if version.standing == Standing.EMERGENCY:
        urgent = records_on(page, version.seal).filter(kind=SignOffKind.EMERGENCY).last()
        if urgent is None:
            yield problem("emergency_unsigned", page)
        else:
            signed = timezone.localtime(urgent.signed_at)
            day = date_format(signed, "DATE_FORMAT")
            yield notice("emergency", page, person=urgent.person, day=day)
        return
    signatures = signatures_on(page, version.seal)
    if not signatures:
        yield problem("claim_unsigned", page)
        return
    unknown = unknown_names(version, signatures)
    if unknown:
        yield problem("names", page, people=", ".join(unknown))
    if rule.required and rule.missing(signatures):
        yield problem("too_few", page)
    yield from weaker_since(page, rule, signatures)


def weaker_since(page: Any, rule: Rule, signatures: Sequence[SignOff]) -> Iterator[Finding]:
    """Signatures that were good and do not count any more, when too few are left."""
    active = active_people({record.person_id_then for record in signatures})
    gone = [record for record in signatures if record.person_id_then not in active]
    left = [record for record in signatures if record.person_id_then in active]
    if gone and (not left or rule.missing(left)):
        people = ", ".join(dict.fromkeys(record.person for record in gone))
        yield notice("inactive", page, people=people)
    review_by = rule.review_by(signatures)
    if review_by is not None and review_by < timezone.localdate():
        yield notice("expired", page, day=date_format(review_by, "DATE_FORMAT"))


def check_difference(
    page: Any, rule: Rule, version: LiveVersion, now: SealedContent
) -> Iterator[Finding]:
    """Readers are shown something else than is claimed: the page's own, or from elsewhere?"""
    then = signed_content(version.seal)
    if then is None:
        yield problem("row_wrong", page)
        return
    own = own_changes(page, then, now)
    if own:
        yield problem("altered", page, places=places_of(own))
    elif version.changed_at is None:
        yield problem("unmarked", page, places=places_of(compare(then, now)))
    else:
        yield notice("changed", page, places=places_of(compare(then, now)))
    yield from check_standing(page, rule, version)


def records_on(page: Any, seal: str) -> Any:
    """The records of a page that stand for one content, whatever was signed after."""
    return records_of(page).filter(seal=seal)


def signatures_on(page: Any, seal: str) -> list[SignOff]:
    return list(records_on(page, seal).filter(kind=SignOffKind.SIGNATURE))


def unknown_names(version: LiveVersion, signatures: Sequence[SignOff]) -> list[str]:
    """The names shown to readers that no record on this content bears."""
    known = {(record.person, record.role, record.signed_at.isoformat()) for record in signatures}
    rows = version.signatures if isinstance(version.signatures, list) else []
    return [
        str(row.get("person", "?"))
        for row in rows
        if isinstance(row, dict)
        and (row.get("person"), row.get("role"), row.get("signed_at")) not in known
    ]


def signed_content(seal: str) -> SealedContent | None:
    """The content kept under a seal, None when it is gone or does not match."""
    text = SealedVersion.objects.filter(seal=seal).values_list("content", flat=True).first()
    try:
        return read_sealed(text) if text is not None and seal_of(text) == seal else None
    except (JourneyFormatError, UnicodeEncodeError):
        return None


# -- the page's own content, apart from what it refers to


def own_changes(page: Any, then: SealedContent, now: SealedContent) -> tuple[Change, ...]:
    """What differs in the page itself.

    That a persona, a file or a page it refers to was deleted since does not change the page.
    """
    stored = read_body(list(page.body.raw_data), persona_key=str)
    signed = {part.id: part for part in then.journey.parts}
    if len(signed) < len(then.journey.parts):
        # Parts of an import without ids cannot be told apart.
        return compare(replace(then, shown={}), replace(now, shown={}))
    for here, raw in zip(now.journey.parts, stored, strict=True):
        part = signed.get(here.id)
        if part is not None and type(part) is type(here):
            signed[here.id] = without_gone(part, here, raw)
    parts = tuple(signed[part.id] for part in then.journey.parts)
    journey: Journey = replace(then.journey, parts=parts)
    return compare(replace(then, journey=journey, shown={}), replace(now, shown={}))


def without_gone(then: Part, now: Part, raw: Part) -> Part:
    """The signed part without the references that the page still has and that lead nowhere."""
    match then, now, raw:
        case PersonaProfile(), PersonaProfile(persona=""), PersonaProfile(persona=key) if key:
            return replace(then, persona="")
        case Picture(), Picture(image=""), Picture(image=key) if key:
            return replace(then, image="")
        case Attachment(), Attachment(document=""), Attachment(document=key) if key:
            return replace(then, document="")
        case RichText(), RichText(), RichText():
            found = set(references([now]))
            if len(list(references([raw]))) == len(list(references([then]))):
                return renamed(then, lambda kind, name: name if (kind, name) in found else "")
    return then


# -- in words


def problem(code: str, page: Any, **words: Any) -> Finding:
    return Finding(code, sentence(code, page, words), page=page.pk)


def notice(code: str, page: Any, **words: Any) -> Finding:
    return Finding(code, sentence(code, page, words), page=page.pk, is_problem=False)


def sentence(code: str, page: Any, words: dict[str, Any]) -> str:
    return str(SENTENCES[code]) % {"title": page.title, "key": page.pk, **words}


def places_of(changes: Sequence[Change]) -> str:
    """The first places that differ, by their keys: what a search in the export finds."""
    said = [place_of(change) for change in changes[:NAMED]]
    rest = len(changes) - len(said)
    return "; ".join(said) + (f"; +{rest}" if rest else "")


def place_of(change: Change) -> str:
    place = change.place
    names = (place.part, place.title, place.stage, place.lane, place.entry, place.field)
    return " › ".join(name for name in names if name) or place.area

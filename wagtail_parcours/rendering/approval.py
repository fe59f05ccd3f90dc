"""Who approved a published map, for its readers: the public part and nothing else."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..conf import parcours_settings
from ..models.sign_offs import LiveVersion, Standing
from .marks import line_mark
from .translations import family_of

TICK = "M-8 0-2.5 6 8-6"
WARNING = "M0-9 10 9h-20zM0-3v6M0 6v.5"


@dataclass(frozen=True, slots=True)
class Approval:
    """What the page's template prints. `mark` warns that something has changed since."""

    sentence: SafeString
    is_signed: bool
    mark: str = ""

    @property
    def shape(self) -> SafeString:
        """A tick for what was approved, a warning sign for what was not; the words say it too."""
        return line_mark(TICK if self.is_signed else WARNING)


def live_version_of(page: Any) -> LiveVersion | None:
    """On what a live page stands; None for a page that is not live. One query.

    It also says of when its content is (``written_at``): an alias has that of its source.
    """
    if not page.live or page.pk is None:
        return None
    # The languages of the page come with it: the head of the page names them.
    own = next((row for row in family_of(page) if row.pk == page.pk), None)
    if own is None:
        return None
    page.locale = own.locale
    version = getattr(own, "parcours_live_version", None)
    if version is not None:
        version.written_at = own.written_at
    return version


def approval_of(page: Any) -> Approval | None:
    """The line of a page that is being served; None where nobody had to approve anything.

    Only serving sets ``served_version``: a preview is not what was approved.
    """
    version = getattr(page, "served_version", None)
    if version is None or version.standing == Standing.FREE:
        return None
    if version.standing == Standing.EMERGENCY:
        sentence = said(_("Published without approval on %(date)s."), date=day(version.since))
        return Approval(sentence, is_signed=False)
    changed = version.changed_at is not None and not getattr(version, "keeps_signed", True)
    mark = _("Something it shows has changed since it was approved.") if changed else ""
    return Approval(signed_sentence(version), is_signed=True, mark=mark)


def signed_sentence(version: Any) -> SafeString:
    """“Approved by …, version of …” in the reader's language."""
    signatures = signatures_of(version.signatures)
    written = day(version.written_at) if version.written_at is not None else None
    if parcours_settings.SHOW_APPROVERS and signatures:
        people = listed(signer(signature, moment) for signature, moment in signatures)
        if written is None:
            return said(_("Approved by %(people)s."), people=people)
        pattern = _("Approved by %(people)s, version of %(written)s.")
        return said(pattern, people=people, written=written)
    date = day(signatures[-1][1] if signatures else version.since)
    if written is None:
        return said(_("Approved on %(date)s."), date=date)
    pattern = _("Approved on %(date)s, version of %(written)s.")
    return said(pattern, date=date, written=written)


def signatures_of(stored: Sequence[Any]) -> list[tuple[dict[str, Any], datetime.datetime]]:
    """The signatures with their times; what cannot be read is left out."""
    found = []
    for signature in stored:
        moment = parse_datetime(str(signature.get("signed_at", "")))
        if moment is not None and signature.get("person"):
            found.append((signature, moment))
    return found


def signer(signature: dict[str, Any], moment: datetime.datetime) -> SafeString:
    name = person_html(signature["person"])
    if signature.get("role"):
        pattern = _("%(person)s (%(role)s) on %(date)s")
        return said(pattern, person=name, role=person_html(signature["role"]), date=day(moment))
    return said(_("%(person)s on %(date)s"), person=name, date=day(moment))


def person_html(name: str) -> SafeString:
    # A name, of a person or of a group, may run in the other direction than the sentence.
    return format_html('<span dir="auto">{}</span>', name)


def day(moment: datetime.datetime) -> SafeString:
    local = localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.date().isoformat(),
        date_format(local, "DATE_FORMAT"),
    )


def listed(parts: Iterable[SafeString]) -> SafeString:
    """“A, B and C” in the reader's language."""
    return mark_safe(get_text_list(list(parts), escape(_("and"))))  # noqa: S308 - all escaped


def said(pattern: str, **parts: SafeString) -> SafeString:
    """A translated sentence around pieces of HTML."""
    return mark_safe(escape(pattern) % parts)  # noqa: S308 - pattern and parts are escaped

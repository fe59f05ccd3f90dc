"""How long remarks are kept, and what a person may ask of them: a copy, or to be forgotten.

Remarks are no part of the sign-off records: removing them breaks no chain.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from ..models import Remark, RemarkStep, base_page_model, site_today
from .identity import pseudonym_of

EXPORTED = (
    "about_title",
    "agreement",
    "kind",
    "text",
    "channel",
    "volume",
    "mode",
    "email",
    "state",
    "answer",
)


def purge(days: int, dry_run: bool = False) -> int:
    """Remove the remarks older than so many days, and return how many these are."""
    old = Remark.before(site_today() - datetime.timedelta(days=days))
    number = int(old.count())
    if not dry_run:
        old.delete()
    return number


def remarks_of(user: Any) -> Iterator[Remark]:
    """The remarks that a person sent under their name or under a pseudonym, on any map."""
    yield from Remark.objects.filter(user=user).select_related("page")
    pages = Remark.objects.exclude(pseudonym="").values("page")
    for page in base_page_model().objects.filter(pk__in=pages):
        own = Remark.objects.filter(page=page, pseudonym=pseudonym_of(user, page))
        yield from own.select_related("page")


def export_subject(user: Any) -> list[dict[str, Any]]:
    """What is kept of a person here: their remarks, as plain JSON values."""
    return [
        {
            "map": remark.page.title,
            "day": remark.day.isoformat(),
            **{name: getattr(remark, name) for name in EXPORTED},
        }
        for remark in remarks_of(user)
    ]


def erase_subject(user: Any) -> int:
    """Remove the remarks of a person and their name as an editor; return how many remarks."""
    keys = [remark.pk for remark in remarks_of(user)]
    Remark.objects.filter(pk__in=keys).delete()
    RemarkStep.objects.filter(editor=user).update(editor=None)
    return len(keys)

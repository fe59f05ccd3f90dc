"""“You said, we did”: the remarks that an editor made public, with their answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from ..conf import parcours_settings
from ..models.feedback import Remark

#: Public remarks that a map shows, the latest ones.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Said:
    """The public remarks of a map, where all of them go, and how many there are in words."""

    remarks: tuple[Any, ...]
    address: str
    count: str


def said_on(page: Any, address: str) -> Said | None:
    """What a map tells of its remarks; None while nothing is public. Two queries at most."""
    remarks = Remark.objects.filter(page_id=page.pk)
    public = tuple(remarks.filter(is_public=True).exclude(public_text="").order_by("-pk")[:SHOWN])
    if not public:
        return None
    return Said(public, address, count_in_words(remarks.count()))


def count_in_words(number: int) -> str:
    """A number of remarks for readers: a small one might tell who spoke, so it is not said."""
    smallest = parcours_settings.FEEDBACK_SMALLEST_COUNT
    if number < smallest:
        return gettext("Fewer than %(count)d remarks so far.") % {"count": smallest}
    return ngettext("%(count)d remark so far.", "%(count)d remarks so far.", number) % {
        "count": number
    }

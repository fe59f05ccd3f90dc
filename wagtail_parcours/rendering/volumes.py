"""How often something happens, in words: “about 1,200 calls per month”."""

from decimal import Decimal

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ..blocks.volumes import PERIODS
from .figures import number
from .languages import NOTHING, marked

PERIOD_LABELS = dict(PERIODS)


def volume_html(
    volume: int | None, unit: str, period: str, attributes: SafeString = NOTHING
) -> SafeString:
    """What was counted, as far as it is known; nothing without a number.

    `attributes` are those of the unit, when it is in another language than the page.
    """
    if volume is None:
        return NOTHING
    words = {
        "number": esc(number(Decimal(volume))),
        "unit": marked(esc(unit.strip()), attributes),
        "period": esc(str(PERIOD_LABELS.get(period, ""))),
    }
    if unit.strip() and words["period"]:
        said = gettext("about %(number)s %(unit)s %(period)s")
    elif unit.strip():
        said = gettext("about %(number)s %(unit)s")
    elif words["period"]:
        said = gettext("about %(number)s %(period)s")
    else:
        said = gettext("about %(number)s")
    return mark_safe(esc(said) % words)  # noqa: S308 - sentence and pieces are escaped

"""Days and numbers as people write them in cells, where they can be read in one way only."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from ..models.indicators import DECIMALS, DIGITS

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHER_DAY = re.compile(r"[0-9]{1,4}[/. -][0-9]{1,2}[/. -][0-9]{1,4}")
_BLANKS = "[ \u00a0\u202f]"
_NUMBER = re.compile(rf"[+\-\u2212]?(?:[0-9]+|[0-9]{{1,3}}(?:{_BLANKS}[0-9]{{3}})+)(?:[.,][0-9]+)?")
#: 1,250 is one and a quarter for one reader and over a thousand for another.
_TWO_WAYS = re.compile(r"[+\-\u2212]?[1-9][0-9]{0,2},[0-9]{3}")


def day_of(text: str) -> date:
    """``2026-03-01``. Raises ValueError, with a message for a person, for every other way."""
    if not text:
        raise ValueError(gettext("The day is missing."))
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    elif _OTHER_DAY.fullmatch(text):
        raise ValueError(
            gettext("“%(day)s” can be read in several ways. Write the year first: 2026-03-31.")
            % {"day": text}
        )
    raise ValueError(
        gettext("“%(day)s” is not a day. Write it as 2026-03-31.") % {"day": text[:40]}
    )


def value_of(text: str) -> Decimal:
    """A number with a decimal point or comma, and blanks between thousands or not.

    Raises ValueError, with a message for a person.
    """
    if not text:
        raise ValueError(gettext("The value is missing."))
    words = {"value": text[:40], "digits": DIGITS - DECIMALS, "decimals": DECIMALS}
    if _TWO_WAYS.fullmatch(text):
        raise ValueError(
            gettext("“%(value)s” can be read in two ways. Write 1250 or 1.25.") % words
        )
    if not _NUMBER.fullmatch(text):
        raise ValueError(
            gettext("“%(value)s” is not a number. Write digits only, such as 62.5.") % words
        )
    plain = re.sub(_BLANKS, "", text).replace(",", ".").replace("\u2212", "-")
    whole, _point, decimals = plain.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > DIGITS - DECIMALS or len(decimals.rstrip("0")) > DECIMALS:
        raise ValueError(
            gettext("“%(value)s” is too long: at most %(digits)d digits and %(decimals)d decimals.")
            % words
        )
    # Minus nothing is nothing.
    return Decimal(plain).quantize(Decimal(1).scaleb(-DECIMALS)) + 0

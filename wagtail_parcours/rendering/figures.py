"""Numbers with their units, as the active language writes them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def plain(value: Decimal) -> str:
    """`value` without an exponent and without zeros at its end: ``1E+2`` is ``100``."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def number(value: Decimal) -> str:
    """`value` with the decimal sign and the groups of the active language."""
    shown = number_format(Decimal(plain(value)), use_l10n=True, force_grouping=True)
    return shown.replace("-", MINUS)


def amount(value: Decimal | None, unit: str) -> str:
    """`value` with its unit; ``""`` when there is no value."""
    if value is None:
        return ""
    if unit == "%":
        return gettext("%(number)s%%") % {"number": number(value)}
    return f"{number(value)}{NO_BREAK_SPACE}{unit}" if unit else number(value)

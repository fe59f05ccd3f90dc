"""What a panel consists of, and the cells of its table: each a number and the way it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from ..insights.answers import Mean
from ..rendering.figures import amount, number, plain
from ..rendering.languages import NOTHING
from ..rendering.marks import LEFT_TO_RIGHT_MARK


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a panel's table."""

    heading: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what readers see, and the same as a value for spreadsheets, None where there is no
    number. `language` are the attributes of a text in another language than the page."""

    shown: str
    value: Any
    url: str = ""
    language: SafeString = NOTHING
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A line of a legend: what is drawn in the shade `css` (``line``: as a line) stands for."""

    name: str
    css: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A question about the maps, answered in a sentence, a drawing and a table.

    Without `rows` there is nothing to show yet, and `empty` says how to start. `how` says how the
    figures are counted. `more` is the address of what lies behind them, `more_label` its words.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sentence: SafeString = NOTHING
    how: str = ""
    empty: str = ""
    chart: Any = None
    shades: tuple[Shade, ...] = ()
    table_is_open: bool = False
    more: str = ""
    more_label: str = ""

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @property
    def export_rows(self) -> list[list[Any]]:
        return [[cell.value for cell in row] for row in self.rows]


def text(shown: str, language: SafeString = NOTHING, url: str = "") -> Cell:
    return Cell(shown, shown, url, language)


def count(value: int) -> Cell:
    return Cell(number(Decimal(value)), value, is_number=True)


def percent(value: int | None) -> Cell:
    """A share in percent; the number of the export is the one on the screen."""
    return unknown() if value is None else Cell(amount(Decimal(value), "%"), value, is_number=True)


def mean(value: Mean) -> Cell:
    """A mean of ratings, with its sign."""
    rounded = value.value
    return unknown() if rounded is None else Cell(signed(rounded), rounded, is_number=True)


def mean_of(total: int, number_of: int) -> Cell:
    """How many there are for each, to one decimal."""
    rounded = Mean(total, number_of).value
    return (
        unknown()
        if rounded is None
        else Cell(number_with_decimal(rounded), rounded, is_number=True)
    )


def measured(value: Decimal | None, unit: str) -> Cell:
    if value is None:
        return unknown()
    return Cell(amount(value, unit), Decimal(plain(value)), is_number=True)


def day(value: date | None) -> Cell:
    return Cell("", None) if value is None else Cell(date_format(value, "DATE_FORMAT"), value)


def month(value: date) -> Cell:
    return Cell(month_name(value), value.isoformat()[:7])


def month_name(value: date) -> str:
    return date_format(value, "YEAR_MONTH_FORMAT")


def unknown() -> Cell:
    """Nobody said, or there is nothing to divide by."""
    return Cell("", None, is_number=True)


def signed(value: Decimal) -> str:
    """A mean as people write it: −1.3, 0.0, +0.4."""
    shown = number_with_decimal(value)
    if value > 0:
        shown = f"+{shown}"
    # Where the language runs the other way, a sign would change sides.
    return f"{LEFT_TO_RIGHT_MARK}{shown}" if get_language_bidi() else shown


def number_with_decimal(value: Decimal) -> str:
    return number_format(value, decimal_pos=1, use_l10n=True).replace("-", "\u2212")


def told(pattern: str, words: Mapping[str, Any]) -> SafeString:
    """A sentence as HTML: the pattern and the words that are no HTML yet are escaped."""
    safe = {
        name: word if isinstance(word, int) else conditional_escape(word)
        for name, word in words.items()
    }
    return mark_safe(escape(pattern) % safe)  # noqa: S308 - sentence and words are escaped


def sentences(*parts: SafeString) -> SafeString:
    """Several sentences after each other; those without words are left out."""
    return mark_safe(" ".join(part for part in parts if part))  # noqa: S308 - see told()

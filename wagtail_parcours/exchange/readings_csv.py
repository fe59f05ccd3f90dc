"""Readings of indicators in a CSV file: bounded, decoded and cut into rows of texts.

What the texts mean is judged row by row in :mod:`.readings_import`.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from .formulas import restore

#: Bounds of a file, in bytes, rows, characters on a line, and columns.
MAX_BYTES = 1_000_000
MAX_ROWS = 5_000
MAX_LINE = 10_000
MAX_COLUMNS = 50

#: The columns, in the order of our own files, with the headings that are understood.
HEADINGS = {
    "indicator": ("indicator", "indicateur"),
    "day": ("day", "date", "jour"),
    "value": ("value", "valeur"),
    "channel": ("channel", "canal", "mode de service"),
    "source": ("source",),
    "note": ("note", "remarque"),
}
COLUMNS = tuple(HEADINGS)
REQUIRED = ("indicator", "day", "value")
DELIMITERS = (",", ";", "\t")

_KNOWN = {heading: column for column, names in HEADINGS.items() for heading in names}
_ENCODINGS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_ENCODINGS += ((codecs.BOM_UTF16_BE, "utf-16-be"),)
# All controls but the tab and the ends of lines.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile("\r\n|\r|\n")


class ReadingsFileError(ValueError):
    """The file cannot be read at all; the message tells a person why."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One row as it is written. `line` is where it starts in the file, from 1.

    `source` and `note` are None where the file has no such column. `problem` is what is wrong
    with the row as a whole.
    """

    line: int
    indicator: str
    day: str
    value: str
    channel: str
    source: str | None
    note: str | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReadingsFile:
    """The rows of a file, and the headings of the columns that nobody knows."""

    rows: tuple[ReadingRow, ...]
    left_out: tuple[str, ...] = ()


def read_readings(data: bytes) -> ReadingsFile:
    """The rows of the file `data`. Raises :class:`ReadingsFileError`."""
    text = decoded(data)
    check_lines(text)
    delimiter = delimiter_of(text)
    records = cut(text, delimiter)
    _line, heading = next(records)
    places = columns_of(heading)
    rows: list[ReadingRow] = []
    for line, cells in records:
        if len(rows) == MAX_ROWS:
            raise ReadingsFileError(
                gettext("The file has more than %(count)d rows. Divide it.") % {"count": MAX_ROWS}
            )
        rows.append(row_of(line, cells, places, len(heading)))
    if not rows:
        raise ReadingsFileError(gettext("The file has no row below its headings."))
    known = set(places.values())
    left_out = [cell.strip() for at, cell in enumerate(heading) if at not in known]
    return ReadingsFile(tuple(rows), tuple(name[:80] for name in left_out if name))


def decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark, or UTF-16 with one."""
    if len(data) > MAX_BYTES:
        raise ReadingsFileError(
            gettext("The file is larger than %(count)d kilobytes. Divide it.")
            % {"count": MAX_BYTES // 1000}
        )
    encoding, start = "utf-8", 0
    for mark, name in _ENCODINGS:
        if data.startswith(mark):
            encoding, start = name, len(mark)
            break
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError:
        raise ReadingsFileError(
            gettext(
                "The file is not in UTF-8. In a spreadsheet program, save it as “CSV UTF-8” and "
                "try again."
            )
        ) from None
    if not text.strip():
        raise ReadingsFileError(gettext("The file is empty."))
    return text


def check_lines(text: str) -> None:
    """Refuse what no line of such a file holds, before a parser sees it."""
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if len(line) > MAX_LINE:
            raise ReadingsFileError(
                gettext("Line %(line)d is longer than %(count)d characters.")
                % {"line": number, "count": MAX_LINE}
            )
        if _CONTROL.search(line):
            raise ReadingsFileError(
                gettext("Line %(line)d holds a control character. Is this really a CSV file?")
                % {"line": number}
            )


def delimiter_of(text: str) -> str:
    """The sign between the cells: the one with which most headings are known."""

    def known(delimiter: str) -> int:
        try:
            _line, heading = next(cut(text, delimiter))
        except ReadingsFileError:
            # With another sign its quotation marks may well be right.
            return -1
        return sum(folded(cell) in _KNOWN for cell in heading)

    return max(DELIMITERS, key=known)


def cut(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the file that hold something, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ReadingsFileError(
                gettext(
                    "The row that starts on line %(line)d cannot be read. Check its quotation "
                    "marks: each one that opens has to close."
                )
                % {"line": start}
            ) from None
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


def columns_of(heading: Sequence[str]) -> dict[str, int]:
    """The place of each column that is there."""
    if len(heading) > MAX_COLUMNS:
        raise ReadingsFileError(
            gettext("The file has more than %(count)d columns.") % {"count": MAX_COLUMNS}
        )
    places: dict[str, int] = {}
    for at, cell in enumerate(heading):
        column = _KNOWN.get(folded(cell))
        if column is None:
            continue
        if column in places:
            raise ReadingsFileError(
                gettext("Two columns are called “%(name)s”.") % {"name": cell.strip()}
            )
        places[column] = at
    missing = [heading_of(column) for column in REQUIRED if column not in places]
    if missing:
        raise ReadingsFileError(
            gettext(
                "The first line has to name the columns. Missing: %(missing)s. It says: %(found)s"
            )
            % {
                "missing": gettext(", ").join(missing),
                "found": gettext(", ").join(cell.strip() for cell in heading)[:200] or "—",
            }
        )
    return places


def heading_of(column: str) -> str:
    """The heading that our own files give a column, in the active language."""
    return {
        "indicator": gettext("Indicator"),
        "day": gettext("Day"),
        "value": gettext("Value"),
        "channel": gettext("Channel"),
        "source": pgettext("of a reading", "Source"),
        "note": pgettext("of a reading", "Note"),
    }[column]


def folded(heading: str) -> str:
    """A heading without its accents, capitals and outer blanks."""
    plain = unicodedata.normalize("NFKD", heading.strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def row_of(line: int, cells: Sequence[str], places: dict[str, int], width: int) -> ReadingRow:
    """The cells of a row by their columns. Cells that are missing at its end are empty."""

    def cell(column: str) -> str | None:
        if column not in places:
            return None
        at = places[column]
        return restore(cells[at]) if at < len(cells) else ""

    problem = ""
    if any(extra.strip() for extra in cells[width:]):
        problem = gettext(
            "It has more cells than there are columns. Put texts with a separator in quotation "
            "marks."
        )
    return ReadingRow(
        line=line,
        indicator=(cell("indicator") or "").strip(),
        day=(cell("day") or "").strip(),
        value=(cell("value") or "").strip(),
        channel=(cell("channel") or "").strip(),
        source=cell("source"),
        note=cell("note"),
        problem=problem,
    )

"""Files of readings: what is read, what is refused, and that a person is told why."""

import contextlib
import csv
import io
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.exchange import readings_csv
from wagtail_parcours.exchange.formulas import neutralise
from wagtail_parcours.exchange.readings_csv import (
    COLUMNS,
    MAX_BYTES,
    MAX_ROWS,
    ReadingsFileError,
    read_readings,
)

CORPUS = Path("/work/shared/corpora/csv_malformed")
HEADING = "indicator,day,value\n"


def rows(text, encoding="utf-8"):
    return read_readings(text.encode(encoding)).rows


def refusal(data):
    with pytest.raises(ReadingsFileError) as caught:
        read_readings(data if isinstance(data, bytes) else data.encode())
    return str(caught.value)


# -- what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_ways_in_which_programs_save(encoding, delimiter, end):
    lines = [
        ["indicateur", "Date", "VALEUR", "Canal", "source", "Note"],
        ["délai", "2026-03-01", "62", "telephone", "Sondage d’été", "un mot"],
    ]
    text = "".join(delimiter.join(cells) + end for cells in lines)
    (row,) = rows(text, encoding)
    assert (row.line, row.indicator, row.day, row.value) == (2, "délai", "2026-03-01", "62")
    assert (row.channel, row.source, row.note) == ("telephone", "Sondage d’été", "un mot")


def test_utf_16_of_the_other_order():
    data = "\ufeffindicator,day,value\ncalls,2026-03-01,62\n".encode("utf-16-be")
    assert read_readings(data).rows[0].indicator == "calls"


def test_a_comma_may_stand_in_numbers_between_semicolons():
    (row,) = rows("indicator;day;value;note\ncalls;2026-03-01;62,5;a, b, c\n")
    assert (row.value, row.note) == ("62,5", "a, b, c")


def test_quotation_marks_hold_separators_and_lines():
    found = rows(
        '"indicator";"day";"value";"note"\r\n'
        '"calls";"2026-03-01";"62";"one\r\ntwo; ""three"""\r\n'
        "calls;2026-03-02;63;\r\n"
    )
    assert found[0].note == 'one\r\ntwo; "three"'
    assert [row.line for row in found] == [2, 4]


def test_columns_may_come_in_any_order_and_some_may_be_absent():
    (row,) = rows("value,indicator,day\n62,calls,2026-03-01\n")
    assert (row.indicator, row.value) == ("calls", "62")
    assert (row.channel, row.source, row.note) == ("", None, None)


def test_a_row_may_be_shorter_than_the_headings():
    (row,) = rows("indicator,day,value,channel,source,note\ncalls,2026-03-01,62\n")
    assert (row.channel, row.source, row.note, row.problem) == ("", "", "", "")


def test_a_row_with_more_cells_says_so_and_the_others_are_read():
    first, second = rows(f"{HEADING}calls,2026-03-01,1,250\ncalls,2026-03-02,62,\n")
    assert "more cells than there are columns" in first.problem
    assert second.problem == ""


def test_empty_rows_count_for_nothing():
    found = rows(f"\n,,\n{HEADING}\n , ,\ncalls,2026-03-01,62\n\n")
    assert [row.line for row in found] == [6]


def test_columns_that_nobody_knows_are_named():
    found = read_readings(b"indicator,day,team,value\ncalls,2026-03-01,North,62\n")
    assert found.left_out == ("team",)
    assert found.rows[0].value == "62"


def test_the_apostrophe_before_a_formula_is_removed():
    (row,) = rows("indicator,day,value,note\ncalls,2026-03-01,-5,'=1+1\n")
    assert (row.value, row.note) == ("-5", "=1+1")


# Control characters are refused in files; Python's csv module cannot carry lone surrogates.
CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r;,\"'=+-@ "),
    max_size=20,
)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_what_is_written_as_wagtail_writes_it_comes_back(texts, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(COLUMNS)
    for source, note in texts:
        cells = ["calls", "2026-03-01", "62", "", source, note]
        writer.writerow(map(neutralise, cells))
    found = rows(out.getvalue())
    assert [(row.source, row.note) for row in found] == texts


# -- what is refused


def test_what_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(readings_csv, "cut", None)
    assert "larger than 1000 kilobytes" in refusal(b"x" * (MAX_BYTES + 1))


def test_too_many_rows():
    text = HEADING + "calls,2026-03-01,62\n" * (MAX_ROWS + 1)
    assert "more than 5000 rows" in refusal(text)
    assert len(rows(HEADING + "calls,2026-03-01,62\n" * MAX_ROWS)) == MAX_ROWS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (HEADING, "no row below its headings"),
        ("1,2,3\n4,5,6\n", "Missing: Indicator, Day, Value. It says: 1, 2, 3"),
        ("indicator,day\ncalls,2026-03-01\n", "Missing: Value."),
        ("indicator,day,value,date\n", "Two columns are called “date”"),
        (b"indicator,day,value\ncaf\xe9,2026-03-01,62\n", "not in UTF-8"),
        (b"\xff\xfei\x00n\x00d", "not in UTF-8"),
        (b"\xed\xa0\x80,day,value\n", "not in UTF-8"),
        (f"{HEADING}calls,2026-03-01,\x0062\n", "Line 2 holds a control character"),
        (f"{HEADING}calls,2026-03-01,6\x1b[2\n", "Line 2 holds a control character"),
        (f"{HEADING}calls,2026-03-01,6\x852\n", "Line 2 holds a control character"),
        (f'{HEADING}calls,2026-03-01,62\ncalls,"2026,62\n', "starts on line 3 cannot be read"),
        (f'{HEADING}calls,"2026"-03-01,62\n', "starts on line 2 cannot be read"),
        (f"{HEADING}calls,2026-03-01,{'6' * 10_000}\n", "Line 2 is longer than 10000"),
        (",".join(["indicator", "day", "value"] + ["x"] * 50) + "\n", "more than 50 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, reason):
    assert reason in refusal(data)


def test_a_reason_is_given_in_the_language_of_the_reader():
    """The headings of our own files come in it too, and are understood again."""
    for language in ("en", "fr"):
        with translation.override(language):
            names = [readings_csv.heading_of(column) for column in COLUMNS]
        found = rows(",".join(names) + "\ncalls,2026-03-01,62,telephone,Survey,Hello\n")
        assert (found[0].channel, found[0].note) == ("telephone", "Hello")


def test_broken_files_are_refused_not_run_into():
    """A larger collection, where this machine has it."""
    for path in sorted(CORPUS.glob("*")):
        data = path.read_bytes()
        assert refusal(data)
        with contextlib.suppress(ReadingsFileError):
            read_readings(HEADING.encode() + b"calls,2026-03-01,62\n" + data)

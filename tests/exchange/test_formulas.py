"""No cell that leaves is a formula, and each comes back as it was."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.exchange.formulas import neutralise, restore

#: A larger collection, where this machine has it.
CORPUS = Path("/work/shared/corpora/csv/formula_cells.json")


def collected(name):
    return json.loads(CORPUS.read_text("utf-8"))[name] if CORPUS.is_file() else []


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u200b=1",
        "\ufeff@x",
        "\u202e=1",
        "\uff1d1+1",
        "- a list",
    ],
)
def test_a_formula_gets_an_apostrophe_and_loses_it_again(cell):
    assert neutralise(cell) == f"'{cell}"
    assert restore(f"'{cell}") == cell


@pytest.mark.parametrize("cell", ["", "a=b", "3=3", "'quoted", "'", "\u22122", " lead", "l'eau"])
def test_other_texts_go_out_and_come_in_as_they_are(cell):
    assert neutralise(cell) == cell == restore(cell)


def test_an_apostrophe_of_ones_own_is_kept():
    assert neutralise("'=1+1'") == "''=1+1'"
    assert restore("''=1+1'") == "'=1+1'"


@pytest.mark.parametrize("value", [None, -3, 0.5, True])
def test_numbers_stay_numbers(value):
    assert neutralise(value) is value


@given(st.text() | st.text(alphabet="'=+-@\t\r\n \u200b\uff1da", max_size=6))
def test_whatever_goes_out_comes_back(text):
    assert restore(neutralise(text)) == text
    assert not neutralise(text).startswith(("\t", "\r", "\n"))
    assert not neutralise(text).lstrip("\u200b\t\r\n ").startswith(tuple("=+-@\uff1d"))


def test_the_collected_cells_are_inert_and_come_back():
    for cell in collected("must_be_inert"):
        first = neutralise(cell)[:1]
        assert first == "'" or first not in "=+-@\t\r\n\uff1d\u200b"
    for cell in collected("must_round_trip"):
        assert restore(neutralise(cell)) == cell

"""Which texts say nearly the same: beside a comparison of each with each, and at what cost."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.insights import lookalikes as module
from wagtail_parcours.insights.lookalikes import (
    MOST_COMPARED,
    lookalikes,
    nearest,
    runs_of,
    similarity,
)

STORY = (
    "She works nights at the bakery and reads slowly. Letters from the office go into a tin "
    "until her neighbour has time to explain them."
)


def test_two_texts_are_as_alike_as_their_runs_of_three_words():
    one = runs_of("a b c d e f g h i j k")
    other = runs_of("a b c d e f g h i j x")
    # Nine runs each, eight of them the same: 8 of 10.
    assert (len(one), len(other)) == (9, 9)
    assert similarity(set(one), set(other)) == 0.8


def test_case_punctuation_and_the_writing_of_accents_make_no_difference():
    composed = "L’été dernier, Élise a déménagé; depuis, rien n’arrive chez elle à temps."
    decomposed = (
        "L’E\u0301TE\u0301 dernier… Élise a DÉMÉNAGÉ - depuis rien n’arrive chez elle à temps!"
    )
    assert runs_of(composed) == runs_of(decomposed)


def test_another_first_name_makes_no_other_person():
    one = runs_of(f"Amina came alone. {STORY} Amina waits.", "Amina")
    other = runs_of(f"Marie-Eve came alone. {STORY} Marie-Eve waits.", "Marie-Eve")
    assert similarity(set(one), set(other)) > 0.8
    assert similarity(set(runs_of(f"Amina {STORY}")), set(runs_of(STORY))) < 1


@pytest.mark.parametrize(
    "text", ["", "Keeps bees.", "one two three four five six seven eight nine"]
)
def test_a_short_text_is_like_no_other(text):
    assert runs_of(text) == ()
    assert lookalikes({1: runs_of(text), 2: runs_of(text)}, 0.5) == {}


def test_the_same_text_is_found_whoever_has_it():
    found = lookalikes({key: runs_of(STORY) for key in "abc"}, 1)
    assert {key: {alike.key for alike in near} for key, near in found.items()} == {
        "a": {"b", "c"},
        "b": {"a", "c"},
        "c": {"a", "b"},
    }


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=10, max_size=30)


@given(
    texts=st.lists(WORDS, min_size=2, max_size=8),
    copies=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 29), st.sampled_from("xyz"))),
    threshold=st.sampled_from([0.3, 0.5, 0.7, 0.9, 1]),
)
def test_the_index_finds_what_comparing_each_with_each_finds(texts, copies, threshold):
    for number, place, word in copies[:8]:
        copy = list(texts[number % len(texts)])
        copy[place % len(copy)] = word
        texts.append(copy)
    runs = {number: runs_of(" ".join(words)) for number, words in enumerate(texts)}
    expected = {
        key
        for one, other in combinations(runs, 2)
        if runs[one] and similarity(set(runs[one]), set(runs[other])) >= threshold
        for key in (one, other)
    }
    assert set(lookalikes(runs, threshold)) == expected
    for key, own in runs.items():
        others = [(other, text) for other, text in runs.items() if other != key]
        assert bool(nearest(own, others, threshold)) == (key in expected)


def test_two_thousand_personas_are_never_compared_each_with_each(monkeypatch):
    """A heap of texts from one template, the worst there is: the work stays in proportion."""
    chance = Random(1)
    base = [f"word{number}" for number in range(120)]
    texts = {}
    for key in range(2_000):
        words = list(base)
        for _each in range(12):
            words[chance.randrange(120)] = f"own{chance.randrange(10**6)}"
        texts[key] = runs_of(" ".join(words))
    calls = Counter()

    def counted(one, other):
        calls["similarity"] += 1
        return similarity(one, other)

    monkeypatch.setattr(module, "similarity", counted)
    assert lookalikes(texts, 0.5)
    assert calls["similarity"] <= 2_000 * MOST_COMPARED

"""How a translation stands beside its source, as a pure comparison."""

import pytest

from wagtail_parcours.journeys import text_hash
from wagtail_parcours.models import Maker
from wagtail_parcours.translation.pairs import (
    PAIRS_PER_PLACE,
    maker_of,
    record,
    record_copy,
    record_edit,
    record_found,
)
from wagtail_parcours.translation.standing import Standing, compare_texts


def pairs_of(**made):
    """``a=("Lit", "Reads", "person")``: a text, what it was made from and by whom."""
    pairs = {}
    for path, (text, source, maker) in made.items():
        record(pairs, path, text, source, maker)
    return pairs


def test_in_step():
    pairs = pairs_of(a=("Lit", "Reads", Maker.PERSON))
    standing = compare_texts({"a": "Reads"}, {"a": "Lit"}, pairs)
    assert standing == Standing(1)
    assert standing.in_step
    assert standing.percent == 100


def test_new_changed_and_removed():
    pairs = pairs_of(b=("Lit", "Reads", Maker.PERSON), c=("Attend", "Waits", Maker.PERSON))
    standing = compare_texts({"a": "Calls", "b": "Opens"}, {"b": "Lit", "c": "Attend"}, pairs)
    assert standing.new == ("a",)
    assert standing.changed == ("b",)
    assert standing.removed == ("c",)
    assert standing.newer == ("a", "b")
    assert standing.percent == 0


def test_blank_space_around_a_text_is_no_change():
    pairs = pairs_of(a=("Lit", "Reads", Maker.PERSON))
    assert compare_texts({"a": " Reads\n"}, {"a": "Lit "}, pairs).in_step


def test_a_text_of_the_source_is_untranslated_unless_a_person_says_otherwise():
    source, target = {"a": "Ana"}, {"a": "Ana"}
    assert compare_texts(source, target, {}).untranslated == ("a",)
    for maker, expected in ((Maker.NOBODY, ("a",)), (Maker.PERSON, ())):
        pairs = pairs_of(a=("Ana", "Ana", maker))
        assert compare_texts(source, target, pairs).untranslated == expected


def test_an_older_text_of_the_source_is_untranslated():
    pairs = pairs_of(a=("Reads", "Reads", Maker.NOBODY))
    standing = compare_texts({"a": "Opens"}, {"a": "Reads"}, pairs)
    assert standing.untranslated == ("a",)
    assert standing.changed == ()


def test_a_text_that_was_translated_before_is_changed_and_untranslated():
    pairs = pairs_of(a=("Lit", "Reads", Maker.PERSON))
    record(pairs, "a", "Opens", "Opens", Maker.NOBODY)
    standing = compare_texts({"a": "Opens"}, {"a": "Opens"}, pairs)
    assert standing.changed == standing.untranslated == ("a",)
    assert standing.behind == ("a",)
    # Readers are shown it as new as it is.
    assert standing.newer == ()


def test_a_machines_text_waits_for_a_person_and_is_not_behind():
    pairs = pairs_of(a=("Lit", "Reads", Maker.MACHINE))
    standing = compare_texts({"a": "Reads"}, {"a": "Lit"}, pairs)
    assert standing.machine == ("a",)
    assert standing.in_step
    assert compare_texts({"a": "Opens"}, {"a": "Lit"}, pairs).changed == ("a",)


def test_a_text_of_the_translations_own_is_kept_on_purpose():
    pairs = pairs_of(a=("Note", "", Maker.PERSON))
    assert compare_texts({}, {"a": "Note"}, pairs).in_step
    assert compare_texts({}, {"a": "Note"}, {}).removed == ("a",)


def test_a_blank_that_a_person_confirmed_is_in_step_until_the_source_changes():
    pairs = pairs_of(a=("", "Reads", Maker.PERSON))
    assert compare_texts({"a": "Reads"}, {}, pairs).in_step
    assert compare_texts({"a": "Opens"}, {}, pairs).changed == ("a",)


@pytest.mark.parametrize(
    ("total", "behind", "percent"), [(3, 1, 66), (300, 1, 99), (3, 3, 0), (0, 0, 100)]
)
def test_percent_never_says_all_of_what_is_not(total, behind, percent):
    assert Standing(total, new=tuple(map(str, range(behind)))).percent == percent


@pytest.mark.parametrize(
    ("segments", "maker"),
    [
        (["manual", "manual"], Maker.PERSON),
        (["manual", None], Maker.NOBODY),
        (["manual", "machine", None], Maker.MACHINE),
        ([None], Maker.NOBODY),
    ],
)
def test_who_made_a_text_of_several_segments(segments, maker):
    assert maker_of(segments) == maker


def test_only_a_handful_is_remembered_and_what_readers_see_is_never_forgotten():
    pairs = pairs_of(a=("Live", "Reads", Maker.PERSON))
    for number in range(1, 20):
        was = "Live" if number == 1 else f"Draft {number - 1}"
        record_edit(
            pairs, {"a": "Reads"}, {"a": was}, {"a": f"Draft {number}"}, number, {"a": "Live"}
        )
    assert len(pairs["a"]) == PAIRS_PER_PLACE
    assert {text_hash("Live"), text_hash("Draft 19")} <= set(pairs["a"])
    assert text_hash("Draft 2") not in pairs["a"]


def test_what_is_typed_back_into_the_source_is_not_a_translation():
    pairs = {}
    record_copy(pairs, {"a": "Reads"})
    record_edit(pairs, {"a": "Reads"}, {"a": "Reads"}, {"a": "Lit"}, 1)
    record_edit(pairs, {"a": "Reads"}, {"a": "Lit"}, {"a": "Reads"}, 2)
    assert compare_texts({"a": "Reads"}, {"a": "Reads"}, pairs).untranslated == ("a",)


def test_a_translation_that_was_there_is_taken_for_made_from_the_source_as_it_is():
    pairs = {}
    record_found(pairs, {"a": "Reads", "b": "Ana"}, {"a": "Lit", "b": "Ana", "c": "Reste"})
    standing = compare_texts(
        {"a": "Opens", "b": "Ana"}, {"a": "Lit", "b": "Ana", "c": "Reste"}, pairs
    )
    assert standing.changed == ("a",)
    assert standing.untranslated == ("b",)
    assert standing.removed == ("c",)

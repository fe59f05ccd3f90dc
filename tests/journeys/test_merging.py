"""Two versions that come from the same one are put together without losing either's work."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.journeys.neutral_strategies import journeys
from wagtail_parcours.journeys import Finding, Journey, RichText, Stage, StageTable
from wagtail_parcours.journeys.merging import CannotMergeError, merge_journeys

IDS = [f"id-{number}" for number in range(8)]


def journey(*stages, **values):
    return Journey(parts=(StageTable(id="table", stages=tuple(stages)),), **values)


def stage(key, **texts):
    return Stage(id=key, name=key, texts=texts)


def names(merged):
    return [one.id for one in merged.tables[0].stages]


def texts(merged):
    return {one.id: dict(one.texts) for one in merged.tables[0].stages}


def test_each_side_keeps_its_own_cells_and_mine_wins_where_both_wrote():
    base = journey(stage("a", actions="1", trigger="1"), stage("b", actions="1"))
    mine = journey(stage("a", actions="mine", trigger="1"), stage("b", actions="mine"))
    theirs = journey(stage("a", actions="1", trigger="theirs"), stage("b", actions="theirs"))
    assert texts(merge_journeys(base, mine, theirs)) == {
        "a": {"actions": "mine", "trigger": "theirs"},
        "b": {"actions": "mine"},
    }


def test_new_entries_of_both_stand_where_each_put_them():
    base = journey(stage("a"), stage("b"))
    mine = journey(stage("m"), stage("a"), stage("b"))
    theirs = journey(stage("a"), stage("t"), stage("b"), stage("u"))
    assert names(merge_journeys(base, mine, theirs)) == ["m", "a", "t", "b", "u"]


@pytest.mark.parametrize("mover", ["mine", "theirs"])
def test_an_order_that_one_side_changed_is_kept(mover):
    base = journey(stage("a"), stage("b"), stage("c"))
    moved = journey(stage("c"), stage("a"), stage("b"))
    other = journey(stage("a"), stage("n"), stage("b"), stage("c"))
    sides = (moved, other) if mover == "mine" else (other, moved)
    assert names(merge_journeys(base, *sides)) == ["c", "a", "n", "b"]


def test_what_one_removed_is_gone_unless_the_other_worked_on_it():
    base = journey(stage("a"), stage("b", actions="1"), stage("c"), stage("d", actions="1"))
    mine = journey(stage("b", actions="mine"), stage("c"), stage("d", actions="1"))
    theirs = journey(stage("a"), stage("c"))
    merged = merge_journeys(base, mine, theirs)
    assert texts(merged) == {"b": {"actions": "mine"}, "c": {}}


def test_entries_deep_inside_are_put_together_too():
    one, two, three = (Finding(id=key, text=key) for key in ("f1", "f2", "f3"))
    base = journey(replace(stage("a"), findings=(one,)))
    mine = journey(replace(stage("a"), findings=(replace(one, text="mine"), two)))
    theirs = journey(replace(stage("a"), findings=(replace(one, severity=3), three)))
    (merged,) = merge_journeys(base, mine, theirs).tables[0].stages
    assert set(merged.findings) == {Finding(id="f1", text="mine", severity=3), two, three}


def test_a_lane_that_one_emptied_and_the_other_wrote_is_written():
    base = journey(stage("a", legal="1"))
    mine, theirs = journey(stage("a")), journey(stage("a", legal="theirs"))
    assert texts(merge_journeys(base, mine, theirs)) == {"a": {"legal": "theirs"}}


@pytest.mark.parametrize("keys", [("", "b"), ("b", "b")])
def test_entries_that_cannot_be_told_apart_are_not_merged(keys):
    base = journey(stage("a"))
    mine = journey(stage("a"), *(stage(key) for key in keys))
    theirs = journey(stage("a", actions="theirs"))
    with pytest.raises(CannotMergeError):
        merge_journeys(base, mine, theirs)


@given(journeys(), journeys())
def test_a_side_that_changed_nothing_has_no_say(base, changed):
    assert merge_journeys(base, changed, base) == changed
    assert merge_journeys(base, base, changed) == changed
    assert merge_journeys(base, changed, changed) == changed


@given(journeys(), journeys(), journeys())
def test_any_three_versions_can_be_merged_or_are_refused(base, mine, theirs):
    try:
        merged = merge_journeys(base, mine, theirs)
    except CannotMergeError:
        return
    assert isinstance(merged, Journey)


def parts(side):
    """Texts under ids from a small choice, each once, in any order."""
    one = st.sampled_from(IDS)
    return st.lists(one, unique=True).flatmap(
        lambda keys: st.tuples(
            *(
                st.builds(RichText, id=st.just(key), html=st.sampled_from(["0", "1", side]))
                for key in keys
            )
        )
    )


@given(parts("base"), parts("mine"), parts("theirs"))
def test_nothing_that_anybody_wrote_is_lost(base, mine, theirs):
    assume(base not in (mine, theirs))
    merged = merge_journeys(Journey(parts=base), Journey(parts=mine), Journey(parts=theirs)).parts
    before, after = set(base), set(merged)
    ids = [part.id for part in merged]
    assert len(ids) == len(set(ids))
    for part in set(mine) - before:
        assert part in after
    ours = {part.id for part in mine}
    unchanged = {part.id for part in set(mine) & before}
    for part in set(theirs) - before:
        if part.id not in ours or part.id in unchanged:
            assert part in after

"""Comparing two versions of a map: every difference, told once, in reading order."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.neutral_strategies import journeys
from tests.journeys.strategies import (
    PERSONA_KEYS,
    canonical_text,
    json_value,
    odd_bodies,
    plain,
)
from wagtail_parcours.journeys import (
    Callout,
    Change,
    ClientReality,
    Evidence,
    EvidenceNote,
    Experience,
    Finding,
    Improvement,
    ImprovementCard,
    Journey,
    PersonaProfile,
    Picture,
    RichText,
    SealedContent,
    Stage,
    StageTable,
    Touchpoint,
    Unknown,
    compare,
    compare_journeys,
    read_body,
    sealed_text,
    to_json,
)
from wagtail_parcours.journeys.pairing import paired

OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}

contents = st.builds(
    SealedContent,
    journey=journeys(),
    page=st.dictionaries(st.sampled_from(["seo_title", "search_description"]), canonical_text),
    shown=st.dictionaries(
        st.sampled_from(["persona", "channel", "current_map", "barrier", "indicator"]),
        st.dictionaries(
            st.sampled_from(["a", "b"]),
            st.dictionaries(st.sampled_from(["name", "age", "text"]), json_value, max_size=2),
            max_size=2,
        ),
        max_size=2,
    ),
)


def stage(name, key="", **values):
    texts = {"trigger": "", "actions": "", **values.pop("texts", {})}
    return Stage(key, name, texts=texts, **values)


def table(*stages, lanes=("actions",), title="Amina applies"):
    return StageTable("t", title, lanes, stages)


def journey(*parts, **values):
    return Journey("current", "Applying", "en", "An introduction", parts, **values)


def only(changes):
    assert len(changes) == 1, changes
    return changes[0]


@given(contents)
def test_nothing_changes_between_a_content_and_itself(content):
    assert compare(content, content) == ()


@given(contents, contents)
def test_no_change_means_the_same_canonical_text(old, new):
    assert (compare(old, new) == ()) == (sealed_text(old) == sealed_text(new))


@given(journeys(), journeys())
def test_no_change_between_journeys_means_the_same_canonical_text(old, new):
    assert (compare_journeys(old, new) == ()) == (to_json(old) == to_json(new))


@given(odd_bodies(), odd_bodies())
def test_odd_data_is_compared_as_well(one, two):
    old = Journey(parts=read_body(one, persona_key=PERSONA_KEYS.__getitem__))
    new = Journey(parts=read_body(two, persona_key=PERSONA_KEYS.__getitem__))
    assert compare_journeys(old, old) == ()
    assert (compare_journeys(old, new) == ()) == (to_json(old) == to_json(new))


@st.composite
def two_versions(draw):
    """A journey, and the same one after parts and stages were dropped, moved and edited."""
    old = draw(journeys())
    parts = list(draw(st.permutations(old.parts)))[draw(st.integers(0, 1)) :]
    for index, part in enumerate(parts):
        if isinstance(part, StageTable) and part.stages:
            stages = list(draw(st.permutations(part.stages)))
            stages[0] = replace(stages[0], name=draw(plain))
            parts[index] = replace(part, stages=tuple(stages))
    return old, replace(old, parts=tuple(parts))


@given(two_versions() | st.tuples(journeys(), journeys()))
def test_the_way_back_tells_the_opposite(versions):
    old, new = versions
    there, back = compare_journeys(old, new), compare_journeys(new, old)
    assert Counter(change.kind for change in there) == Counter(
        OPPOSITE[change.kind] for change in back
    )
    texts = Counter(
        (change.place.part, change.place.field, change.before, change.after)
        for change in there
        if change.kind != "moved"
    )
    assert texts == Counter(
        (change.place.part, change.place.field, change.after, change.before)
        for change in back
        if change.kind != "moved"
    )


@given(contents, contents)
def test_each_field_that_changed_shows_a_difference(old, new):
    for change in compare(old, new):
        if change.kind != "moved" and change.place.field:
            assert change.before != change.after
        if change.kind == "added":
            assert change.before == ""
        if change.kind == "removed":
            assert change.after == ""


@given(two_versions())
def test_a_difference_in_a_version_is_told(versions):
    old, new = versions
    assert bool(compare_journeys(old, new)) == (to_json(old) != to_json(new))


# -- what a person reads


def test_the_title_and_the_introduction_change_at_the_head():
    old = journey()
    new = replace(old, title="Applying today", summary="")
    assert [(c.kind, c.place.area, c.place.field, c.before, c.after) for c in
            compare_journeys(old, new)] == [
        ("changed", "head", "title", "Applying", "Applying today"),
        ("removed", "head", "summary", "An introduction", ""),
    ]  # fmt: skip


def test_a_cell_names_its_table_its_stage_and_its_lane():
    old = journey(table(stage("Aware", "s", texts={"actions": "Waits"})))
    new = journey(table(stage("Aware", "s", texts={"actions": "Calls"})))
    change = only(compare_journeys(old, new))
    assert (change.kind, change.before, change.after) == ("changed", "Waits", "Calls")
    place = change.place
    assert (place.area, place.part, place.title) == ("part", "stage_table", "Amina applies")
    assert (place.stage, place.stage_key, place.lane, place.field) == ("Aware", "s", "actions", "")


def test_a_stage_that_was_renamed_stays_the_same_stage():
    old = journey(table(stage("Aware", "s")))
    new = journey(table(stage("Discover", "s")))
    change = only(compare_journeys(old, new))
    assert (change.kind, change.place.field) == ("changed", "name")
    assert (change.before, change.after) == ("Aware", "Discover")
    assert change.place.stage == "Discover"


def test_one_stage_moved_is_one_change():
    stages = [stage(name, name) for name in "ABCDE"]
    old = journey(table(*stages))
    new = journey(table(stages[4], *stages[:4]))
    change = only(compare_journeys(old, new))
    assert (change.kind, change.place.stage, change.before, change.after) == (
        "moved", "E", "5", "1",
    )  # fmt: skip


def test_a_new_stage_tells_its_name_and_its_cells():
    full = stage(
        "Apply",
        "2",
        service_point=True,
        texts={"actions": "Fills in the form"},
        touchpoints=(Touchpoint("tp", "online", "Signs in"),),
        experience=Experience(-1, ("tired",), "", True),
    )
    old = journey(table(stage("Aware", "1")))
    new = journey(table(stage("Aware", "1"), full))
    changes = compare_journeys(old, new)
    assert {change.kind for change in changes} == {"added"}
    assert changes[0].after == "Apply"
    assert changes[0].details == (("service_point", "true"),)
    assert [(c.place.lane, c.place.field, c.after) for c in changes[1:]] == [
        ("actions", "", "Fills in the form"),
        ("experience", "satisfaction", "-1"),
        ("experience", "emotions", "tired"),
        ("experience", "moment_of_truth", "true"),
        ("touchpoints", "", "Signs in"),
    ]
    assert changes[-1].place.entry == "touchpoint"
    assert changes[-1].details == (("channel", "online"),)


def test_what_was_removed_stands_where_it_was():
    names = "ABCD"
    old = journey(table(*(stage(name, name) for name in names)))
    new = journey(table(stage("A", "A"), stage("C2", "C"), stage("D2", "D")))
    told = [(change.kind, change.place.stage) for change in compare_journeys(old, new)]
    assert told == [("removed", "B"), ("changed", "C2"), ("changed", "D2")]


@pytest.mark.parametrize(
    ("old", "new", "lane", "entry", "field"),
    [
        (
            stage("S", "s", touchpoints=(Touchpoint("1", "online", "x"),)),
            stage("S", "s", touchpoints=(Touchpoint("1", "telephone", "x"),)),
            "touchpoints", "touchpoint", "channel",
        ),
        (
            stage("S", "s", findings=(Finding("1", "barrier", "x", 1),)),
            stage("S", "s", findings=(Finding("1", "barrier", "x", 3),)),
            "findings", "finding", "severity",
        ),
        (
            stage("S", "s", evidence=(Evidence("1", "survey", "x", date="2026-01-01"),)),
            stage("S", "s", evidence=(Evidence("1", "survey", "x", date="2026-01-02"),)),
            "evidence", "evidence", "date",
        ),
        (
            stage("S", "s", experience=Experience(1)),
            stage("S", "s", experience=Experience(-2)),
            "experience", "", "satisfaction",
        ),
        (
            stage("S", "s", extra={"volume": 1}),
            stage("S", "s", extra={"volume": True}),
            "", "", "extra.volume",
        ),
    ],
)  # fmt: skip
def test_a_change_inside_a_stage(old, new, lane, entry, field):
    place = only(compare_journeys(journey(table(old)), journey(table(new)))).place
    assert (place.lane, place.entry, place.field) == (lane, entry, field)


@pytest.mark.parametrize(
    ("old", "new", "entry", "field", "title"),
    [
        (
            PersonaProfile("p", "amina", (ClientReality("r", "online", "Cannot zoom"),)),
            PersonaProfile("p", "amina", (ClientReality("r", "online", "Cannot read"),)),
            "reality", "limitations", "amina",
        ),
        (
            ImprovementCard("c", "online", improvements=(Improvement("i", text="Read aloud"),)),
            ImprovementCard("c", "online", improvements=(Improvement("i", text="Read twice"),)),
            "improvement", "text", "online",
        ),
        (ImprovementCard("c", "online"), ImprovementCard("c", "online", satisfaction=1),
         "", "satisfaction", "online"),
        (Picture("i", "hash", "A hill"), Picture("i", "other", "A hill"), "", "image", "A hill"),
        (RichText("r", "<p>a</p>"), RichText("r", "<p>b</p>"), "", "html", ""),
        (Callout("c", "note", "Mind", "a"), Callout("c", "warning", "Mind", "a"),
         "", "kind", "Mind"),
        (EvidenceNote("e", Evidence("e", text="a")), EvidenceNote("e", Evidence("e", text="b")),
         "", "text", ""),
        (Unknown("u", "video", {"a": 1}), Unknown("u", "video", {"a": 2}),
         "", "value", "video"),
    ],
)  # fmt: skip
def test_a_change_inside_a_part(old, new, entry, field, title):
    place = only(compare_journeys(journey(old), journey(new))).place
    assert (place.entry, place.field, place.title) == (entry, field, title)


def test_a_part_of_another_kind_replaces_the_old_one():
    changes = compare_journeys(
        journey(Callout("x", "note", "", "Mind")), journey(RichText("x", "<p>Mind</p>"))
    )
    assert [(change.kind, change.place.part) for change in changes] == [
        ("removed", "callout"),
        ("added", "text"),
    ]


def test_a_copy_with_new_ids_says_only_that():
    def version(suffix):
        tp = Touchpoint(f"tp{suffix}", "online", "Signs in")
        return journey(table(stage("Aware", f"s{suffix}", touchpoints=(tp,))))

    changes = compare_journeys(version(1), version(2))
    assert [(change.kind, change.place.field) for change in changes] == [
        ("changed", "id"),
        ("changed", "id"),
    ]


def test_entries_without_ids_are_told_apart_by_what_they_say_then_by_order():
    def with_points(*texts):
        points = tuple(Touchpoint("", "online", text) for text in texts)
        return journey(table(stage("S", "s", touchpoints=points)))

    changes = compare_journeys(with_points("a", "b", "c"), with_points("b", "x", "c"))
    assert [(c.kind, c.before, c.after) for c in changes if c.kind != "moved"] == [
        ("changed", "a", "x")
    ]


def test_what_is_shown_from_elsewhere_is_compared_too():
    old = SealedContent(
        journey(),
        {"seo_title": "Apply"},
        {
            "persona": {"k": {"name": "Amina", "age": 58, "interviews": None}},
            "channel": {"online": {"name": "Online", "icon": "a"}},
        },
    )
    new = SealedContent(
        journey(),
        {"seo_title": "Apply now"},
        {
            "persona": {"k": {"name": "Amina", "age": 59, "interviews": 3}},
            "barrier": {"f": {"text": "The queue", "kind": "barrier", "stage": "Apply"}},
        },
    )
    told = [
        (c.kind, c.place.area, c.place.part, c.place.title, c.place.field, c.before, c.after)
        for c in compare(old, new)
    ]
    assert told == [
        ("changed", "page", "", "", "seo_title", "Apply", "Apply now"),
        ("changed", "shown", "persona", "Amina", "age", "58", "59"),
        ("added", "shown", "persona", "Amina", "interviews", "", "3"),
        ("removed", "shown", "channel", "Online", "", "Online", ""),
        ("added", "shown", "barrier", "The queue", "", "", "The queue"),
    ]


def test_a_change_can_be_kept_in_a_set():
    change = Change("changed", compare_journeys(journey(), journey(framework="x"))[0].place)
    assert len({change, change}) == 1


def test_a_long_map_is_compared_in_a_moment():
    def version(word, order):
        lanes = {f"lane{number}": f"{word} {number}\nSecond point" for number in range(8)}
        stages = [
            stage(
                f"Stage {number}",
                f"s{number}",
                texts=lanes,
                touchpoints=(Touchpoint(f"t{number}", "online", word),),
                findings=(Finding(f"f{number}", "barrier", word, 2, "online", "x"),),
                evidence=(Evidence(f"e{number}", "survey", word),),
                experience=Experience(0, ("tired",), word, False),
            )
            for number in order
        ]
        return SealedContent(journey(table(*stages, lanes=tuple(lanes))))

    old, new = version("old", range(30)), version("new", reversed(range(30)))
    # In units of writing one of them down, not of a clock: no machine is judged here. Where this
    # was measured, a unit took 1 ms and a comparison 7 ms.
    unit = min(timed(sealed_text, old) for _ in range(5))
    best = min(timed(compare, old, new) for _ in range(5))
    assert best < 20 * unit


def test_pairing_does_not_grow_with_the_square():
    def cost(size):
        entries = [{"id": str(number)} for number in range(size)]
        return min(timed(paired, entries, entries[::-1]) for _ in range(3))

    assert cost(16_000) < 80 * cost(1_000)


def timed(function, *args):
    """The processor's time that a call takes, whatever else the machine does."""
    start = time.process_time()
    function(*args)
    return time.process_time() - start

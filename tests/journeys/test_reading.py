"""Reading stored blocks: shapes that drafts, sites and importers leave behind."""

import datetime
import time
from collections import UserDict

import pytest

from wagtail_parcours.journeys import (
    Callout,
    Experience,
    PersonaProfile,
    RichText,
    StageTable,
    Touchpoint,
    Unknown,
    persona_pks,
    read_body,
)


def read(*body, persona_key=lambda pk: f"key-{pk}"):
    return read_body(list(body), persona_key=persona_key)


def read_stage(**value):
    (table,) = read(
        {
            "type": "stage_table",
            "value": {"stages": [{"type": "stage", "value": value, "id": "s1"}]},
            "id": "t1",
        }
    )
    return table.stages[0]


def test_parts_keep_their_order_and_ids():
    parts = read(
        {"type": "text", "value": "<p>Hello</p>", "id": "a"},
        {"type": "callout", "value": {"kind": "note", "title": "T", "text": "x"}, "id": "b"},
    )
    assert parts == (RichText("a", "<p>Hello</p>"), Callout("b", "note", "T", "x"))


def test_a_stage_is_read_lane_by_lane():
    stage = read_stage(
        name="Inform",
        service_point=True,
        actions="Calls\nWaits",
        touchpoints=[
            {"type": "touchpoint", "value": {"channel": "telephone", "text": "800 line"}, "id": "p"}
        ],
        experience={
            "satisfaction": "-2",
            "emotions": "worried\r\n\r\n  lost ",
            "words": "“Again?”",
            "moment_of_truth": True,
        },
    )
    assert (stage.id, stage.name, stage.service_point) == ("s1", "Inform", True)
    assert stage.texts == {"trigger": "", "actions": "Calls\nWaits"}
    assert stage.touchpoints == (Touchpoint("p", "telephone", "800 line"),)
    assert stage.experience == Experience(-2, ("worried", "lost"), "“Again?”", True)


def test_a_text_lane_of_a_site_is_a_lane_like_any_other():
    assert read_stage(people="Agents").texts["people"] == "Agents"


def test_a_structured_lane_of_a_site_is_kept_aside():
    laws = [{"type": "law", "value": {"text": "Act of 1998"}, "id": "r"}]
    stage = read_stage(laws=laws)
    assert "laws" not in stage.texts
    assert stage.extra == {"laws": laws}


def test_a_stage_knows_the_stage_of_the_framework_it_was_made_from():
    stage = read_stage(framework_stage="accessible-service/aware")
    assert stage.framework_stage == "accessible-service/aware"
    assert read_stage(framework_stage="").framework_stage == ""
    assert read_stage().texts == read_stage(framework_stage="").texts


def test_a_readable_entry_is_shown_though_its_neighbour_is_not():
    good = {"type": "finding", "value": {"kind": "barrier", "text": "Stairs"}, "id": "f"}
    odd = {"type": "risk", "value": {}, "id": "r"}
    stage = read_stage(findings=[odd, good, None])
    assert [finding.text for finding in stage.findings] == ["Stairs"]
    assert stage.extra == {"findings": [odd, None]}


@pytest.mark.parametrize(
    ("stored", "level"),
    [
        *[("", None), (None, None), ("-2", -2), ("0", 0), ("2", 2), (1, 1)],
        *[("3", None), ("-3", None), (True, None), ("good", None), ([], None), (1.0, None)],
    ],
)
def test_satisfaction_is_on_the_scale_or_unknown(stored, level):
    stage = read_stage(experience={"satisfaction": stored})
    assert stage.experience.satisfaction == level


def test_a_day_is_a_day_or_nothing():
    def date(stored):
        (note,) = read({"type": "evidence", "value": {"date": stored}, "id": "e"})
        return note.evidence.date

    assert date("2026-03-01") == "2026-03-01"
    assert date(datetime.date(2026, 3, 1)) == "2026-03-01"
    assert date(None) == date("2026-02-30") == date("20260301") == date("spring") == date(5) == ""


def test_a_profile_names_its_persona_by_translation_key():
    (profile,) = read({"type": "persona_profile", "value": {"persona": 7}, "id": "p"})
    assert profile == PersonaProfile("p", "key-7")


def test_a_persona_that_is_gone_leaves_an_empty_profile():
    body = {"type": "persona_profile", "value": {"persona": 7}, "id": "p"}
    (profile,) = read(body, persona_key={}.__getitem__)
    assert profile == PersonaProfile("p", "")


def test_persona_keys_are_asked_for_once_for_the_whole_body():
    body = [
        {"type": "persona_profile", "value": {"persona": 7}, "id": "p"},
        {"type": "persona_profile", "value": {"persona": "8"}, "id": "q"},
        {"type": "persona_profile", "value": {"persona": True}, "id": "r"},
        {"type": "persona_profile", "value": None, "id": "s"},
        {"type": "text", "value": "x", "id": "t"},
        None,
    ]
    asked = []
    read_body(body, persona_key=lambda pk: asked.append(pk) or "")
    assert persona_pks(body) == {7, 8} == set(asked)


@pytest.mark.parametrize("value", ["text", 5, [], [1], True])
def test_a_known_block_with_an_unreadable_value_is_kept(value):
    assert read({"type": "stage_table", "value": value, "id": "x"}) == (
        Unknown("x", "stage_table", value),
    )


def test_an_unreadable_text_is_kept_with_its_id():
    assert read({"type": "text", "value": ["x"], "id": "a"}) == (Unknown("a", "text", ["x"]),)
    assert read({"type": "text", "value": None, "id": "a"}) == (RichText("a", ""),)


def test_an_experience_of_another_shape_is_kept_aside():
    stage = read_stage(experience="Worried")
    assert stage.experience == Experience()
    assert stage.extra == {"experience": "Worried"}


@pytest.mark.parametrize("item", [None, "text", 5, [], {}, {"type": 3}, {"value": {}}])
def test_an_entry_without_a_type_is_kept(item):
    (part,) = read(item)
    assert (part.type, part.value) == ("", item)


@pytest.mark.parametrize("raw", [None, "", "text", b"", 5, {}, {"type": "text"}])
def test_a_body_that_is_no_list_is_empty(raw):
    assert read_body(raw, persona_key=str) == ()
    assert persona_pks(raw) == frozenset()


def test_entries_may_be_any_mapping():
    item = UserDict({"type": "text", "value": "x", "id": "a"})
    assert read(item) == (RichText("a", "x"),)


def test_numbers_too_long_to_print_do_no_harm():
    huge = 10**5000
    parts = read(
        {"type": "image", "value": {"image": huge, "alt": huge}, "id": huge},
        {"type": "persona_profile", "value": {"persona": huge}, "id": "p"},
    )
    assert parts[0].extra == {"image": huge, "alt": huge}
    assert parts[1].extra == {"persona": huge}


def large_body(stages=30, entries=3):
    def stream(name, value):
        return [{"type": name, "value": dict(value), "id": f"{name}{i}"} for i in range(entries)]

    finding = {"kind": "barrier", "text": "x" * 60, "severity": "2", "channel": "", "evidence": ""}
    evidence = {"kind": "data", "text": "x", "source": "", "date": "2026-01-01", "url": ""}
    value = {
        "name": "Stage",
        "service_point": False,
        "touchpoints": stream("touchpoint", {"channel": "online", "text": "x" * 60}),
        "findings": stream("finding", finding),
        "experience": {"satisfaction": "1", "emotions": "a\nb", "words": "", "moment_of_truth": 0},
        "evidence": stream("evidence", evidence),
    }
    value |= {f"lane{index}": "One point\nAnother" for index in range(8)}
    rows = [{"type": "stage", "value": value, "id": f"s{index}"} for index in range(stages)]
    return [{"type": "stage_table", "value": {"lanes": [], "stages": rows}, "id": "t"}]


def test_reading_a_large_map_takes_milliseconds():
    """30 stages with 12 lanes each; the limit leaves room for a busy machine."""
    body = large_body()
    best = min(_timed(body) for _ in range(7))
    assert best < 0.02


def _timed(body):
    started = time.perf_counter()
    (table,) = read_body(body, persona_key=str)
    assert isinstance(table, StageTable)
    assert sum(len(stage.findings) for stage in table.stages) == 90
    return time.perf_counter() - started

"""The canonical text: the same journey, the same bytes; a stranger's text, read strictly."""

import copy
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wagtail_parcours.journeys import (
    Experience,
    Journey,
    JourneyFormatError,
    RichText,
    Stage,
    StageTable,
    Touchpoint,
    Unknown,
    from_json,
    schema,
    to_json,
)

from .neutral_strategies import journeys
from .strategies import spots

VALIDATOR = Draft202012Validator(schema())

SAMPLE = Journey(
    state="current",
    title="Asking for the benefit",
    language="en",
    summary="Two sentences.",
    parts=(
        StageTable(
            "t",
            "Ana applies",
            ("actions",),
            (
                Stage(
                    "s",
                    "Aware",
                    texts={"trigger": "", "actions": "Reads a letter"},
                    touchpoints=(Touchpoint("p", "online", "Web page"),),
                    experience=Experience(-1, ("worried",), "", True),
                ),
            ),
        ),
        Unknown("u", "video", {"src": "a.mp4"}),
    ),
)


def document(**changes):
    """The sample as plain JSON, to be spoilt."""
    return json.loads(to_json(SAMPLE)) | changes


def refused(text):
    with pytest.raises(JourneyFormatError) as caught:
        from_json(text if isinstance(text, str | bytes) else json.dumps(text))
    return caught.value


@given(journeys())
def test_a_journey_comes_back_from_its_text(journey):
    assert from_json(to_json(journey)) == journey


@given(journeys())
def test_the_schema_accepts_what_is_written(journey):
    VALIDATOR.validate(json.loads(to_json(journey)))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    schema()["$defs"].clear()
    assert schema()["$defs"]


def test_the_text_is_what_the_documentation_promises():
    journey = Journey("future", "Été", "fr", "", (RichText("a", "<p>x</p>"),))
    assert to_json(journey) == (
        '{"format":"wagtail-parcours/journey","framework":"","language":"fr",'
        '"parts":[{"html":"<p>x</p>","id":"a","part":"text"}],'
        '"state":"future","summary":"","title":"Été","version":1}'
    )


def test_two_spellings_of_the_same_text_give_the_same_bytes():
    composed = Journey(title="Été", summary="a\nb\nc")
    decomposed = Journey(title="E\u0301te\u0301", summary="a\r\nb\rc")
    assert to_json(composed) == to_json(decomposed)


def test_the_order_of_lanes_as_stored_does_not_matter():
    def text(**texts):
        return to_json(Journey(parts=(StageTable(stages=(Stage(texts=texts),)),)))

    assert text(trigger="a", people="b") == text(people="b", trigger="a")


def test_a_different_text_gives_different_bytes():
    assert to_json(SAMPLE) != to_json(Journey(parts=SAMPLE.parts, title=SAMPLE.title))


def test_spaces_and_order_of_keys_do_not_matter_when_reading():
    loose = json.dumps(dict(reversed(document().items())), indent=4)
    assert from_json(loose) == SAMPLE
    assert from_json(b"\xef\xbb\xbf" + loose.encode()) == SAMPLE


def test_what_no_file_can_hold_is_replaced_when_writing():
    text = to_json(Journey(title="a\ud800b\0c"))
    assert text.encode()
    assert from_json(text).title == "a\ufffdb\ufffdc"


def test_a_foreign_value_without_a_number_is_written_as_none():
    text = to_json(Journey(parts=(Unknown("u", "video", [float("nan"), 1.5]),)))
    assert from_json(text).parts == (Unknown("u", "video", [None, 1.5]),)


@pytest.mark.parametrize(
    ("journey", "path"),
    [
        (Journey(state="past"), "/state"),
        (Journey(title=None), "/title"),
        (Journey(parts=(None,)), "/parts/0"),
        (Journey(parts=(Unknown(value=object()),)), "/parts/0/value"),
        (
            Journey(parts=(StageTable(stages=(Stage(experience=Experience(7)),)),)),
            "/parts/0/stages/0/experience/satisfaction",
        ),
        (
            Journey(parts=(StageTable(stages=(Stage(texts={"name": "x"}),)),)),
            "/parts/0/stages/0/texts",
        ),
    ],
)
def test_a_journey_put_together_wrongly_is_not_written(journey, path):
    with pytest.raises(JourneyFormatError) as caught:
        to_json(journey)
    assert caught.value.path == path


def in_stage(**changes):
    data = document()
    data["parts"][0]["stages"][0].update(changes)
    return data


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("", "", "not_json"),
        ("{", "", "not_json"),
        ("[]", "", "not_object"),
        ("null", "", "not_object"),
        (b"\xff\xfe{\0}\0", "", "not_utf8"),
        (document(format="other"), "/format", "wrong_format"),
        (document(version=2), "/version", "newer_version"),
        (document(version=True), "/version", "wrong_version"),
        (document(version=0), "/version", "wrong_version"),
        (document(version="1"), "/version", "wrong_version"),
        (document(state="past"), "/state", "not_a_choice"),
        (document(title=None), "/title", "not_text"),
        (document(title="a\0b"), "/title", "nul"),
        (document(title="\ud800"), "/title", "lone_surrogate"),
        (document(note=""), "/note", "unknown_key"),
        (document(__proto__={}), "/__proto__", "unknown_key"),
        (document(parts={}), "/parts", "not_list"),
        (document(parts=[[]]), "/parts/0", "not_object"),
        (document(parts=[{}]), "/parts/0/part", "missing_key"),
        (document(parts=[{"part": "gallery"}]), "/parts/0/part", "not_a_choice"),
        (document(parts=[{"part": []}]), "/parts/0/part", "not_a_choice"),
        (document(parts=[{"part": "text", "id": ""}]), "/parts/0/html", "missing_key"),
        (in_stage(service_point=1), "/parts/0/stages/0/service_point", "not_flag"),
        (in_stage(texts={"a/b~c": 1}), "/parts/0/stages/0/texts/a~1b~0c", "not_text"),
        (in_stage(texts={"name": ""}), "/parts/0/stages/0/texts/name", "reserved_key"),
        (in_stage(extra=[]), "/parts/0/stages/0/extra", "not_object"),
        (
            in_stage(extra={"é": "", "e\u0301": ""}),
            "/parts/0/stages/0/extra/e\u0301",
            "duplicate_key",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(text, path, code):
    error = refused(text)
    assert (error.path, error.code) == (path, code)
    assert error.message.endswith(".")


@pytest.mark.parametrize("level", [True, 1.0, "1", 3, -3, [], 10**30])
def test_a_level_is_a_whole_number_on_the_scale(level):
    experience = {"satisfaction": level, "emotions": [], "words": "", "moment_of_truth": False}
    error = refused(in_stage(experience=experience))
    assert error.path == "/parts/0/stages/0/experience/satisfaction"


@pytest.mark.parametrize("emotion", ["", " ", "a\nb", "a\r\n", 5])
def test_an_emotion_is_one_line(emotion):
    experience = {
        "satisfaction": 1,
        "emotions": ["ok", emotion],
        "words": "",
        "moment_of_truth": False,
    }
    error = refused(in_stage(experience=experience))
    assert error.path == "/parts/0/stages/0/experience/emotions/1"


@pytest.mark.parametrize("date", ["2026-02-30", "20260201", "2026-02-01\n", "soon", None])
def test_a_day_exists_in_the_calendar(date):
    evidence = {"id": "", "kind": "", "text": "", "source": "", "date": date, "url": ""}
    error = refused(document(parts=[{"part": "evidence", "id": "", "evidence": evidence}]))
    assert error.path == "/parts/0/evidence/date"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_json_cannot_hold_are_refused(number):
    text = json.dumps(document())
    assert refused(text.replace('"a.mp4"', number)).path == "/parts/1/value/src"
    assert refused(text.replace('"Two sentences."', number)).path == "/summary"


def test_a_key_written_twice_is_refused_wherever_it_stands():
    text = json.dumps(document())
    assert refused(text.replace('"src"', '"x": 1, "src": 2, "src"')).path == "/parts/1/value/src"
    assert refused('{"title": "", ' + text[1:]).path == "/title"
    assert refused('{"format": "", ' + text[1:]).code == "duplicate_key"


def test_a_number_with_far_too_many_digits_is_refused():
    assert refused(json.dumps(document()).replace('"a.mp4"', "9" * 5000)).code == "number_too_long"


def test_an_error_can_be_shown_whatever_the_key_was():
    error = refused(document() | {"\ud800\0": 1})
    assert str(error).encode()
    assert "\0" not in str(error)


def test_size_is_bounded_in_bytes_before_parsing():
    text = json.dumps(document(title="é" * 100), ensure_ascii=False)
    size = len(text.encode())
    assert from_json(text, max_bytes=size).title == "é" * 100
    for too_large in (text, text.encode()):
        with pytest.raises(JourneyFormatError) as caught:
            from_json(too_large, max_bytes=size - 1)
        assert caught.value.code == "too_large"


def nested(depth):
    return json.dumps(document()).replace('"a.mp4"', "[" * depth + "]" * depth)


def test_depth_is_bounded_before_parsing(monkeypatch):
    assert from_json(nested(40)).parts[1].type == "video"
    assert refused(nested(50)).code == "too_deep"
    deep = nested(100_000)
    monkeypatch.setattr(json, "loads", lambda *args, **kwargs: pytest.fail("parsed"))
    assert refused(deep).code == "too_deep"
    assert refused('{"a":' * 100_000).code == "too_deep"


def test_brackets_in_texts_are_no_nesting():
    assert from_json(json.dumps(document(title='\\"[{' * 500))).title == '\\"[{' * 500


def test_what_is_written_can_be_read_however_deep():
    def journey(depth):
        value = None
        for _ in range(depth):
            value = {"inner": [value]}
        return Journey(parts=(StageTable(stages=(Stage(extra={"own": value}),)),))

    assert from_json(to_json(journey(23))) == journey(23)
    with pytest.raises(JourneyFormatError) as caught:
        to_json(journey(24))
    assert caught.value.code == "too_deep"


@pytest.mark.parametrize("piece", ['"\\', '"', '\\"', '"a', "[]", "{", "1", '{"a":1},'])
def test_hostile_texts_are_refused_fast(piece):
    text = piece * (4_000_000 // len(piece))
    started = time.perf_counter()
    refused(text)
    refused('"' + text)
    assert time.perf_counter() - started < 5


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-4, 4),
    st.sampled_from(["", "x", " ", "a\nb", "x\n", "current", "text", "2026-01-01", "2026-01-01\n"]),
    st.sampled_from([[], {}, [""], {"a": 1}, ["a\0"], {"name": "x"}, {"people": "x"}, 0.5]),
)


@given(journeys(), st.randoms(use_true_random=False), scalars)
def test_the_schema_and_the_reader_agree_on_damaged_documents(journey, chance, odd):
    data = json.loads(to_json(journey))
    container, key = chance.choice(spots(data))
    match chance.choice(["replace", "remove", "add"]):
        case "replace":
            container[key] = copy.deepcopy(odd)
        case "remove":
            del container[key]
        case _:
            if isinstance(container, dict):
                container["odd"] = copy.deepcopy(odd)
            else:
                container.append(copy.deepcopy(odd))
    try:
        from_json(json.dumps(data))
    except JourneyFormatError:
        accepted = False
    else:
        accepted = True
    assert accepted == VALIDATOR.is_valid(data)

"""What a stage posts becomes ordinary form data, or is refused with a message."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.models import Locale

from tests.measured import IndicatorFactory
from tests.testapp.content import ALL_LANES, EVERY_LANE, OWN_LANES, SMALL_LANES, stage
from tests.testapp.lanes import WideStageBlock
from wagtail_parcours.blocks import StageBlock, StagesBlock, on_demand
from wagtail_parcours.blocks.adapters import StageBlockAdapter
from wagtail_parcours.models import Channel

PREFIX = "body-0-value"
FIELD = f"{PREFIX}:on-demand"


@pytest.fixture
def telephone(db):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    return Channel.objects.create(slug="telephone", name="Telephone", locale=locale)


@pytest.fixture
def block():
    block = WideStageBlock()
    block.set_name("stage")
    return block


def closed_states(block, raw):
    """The states of a stage as the server sends them to the editor."""
    return json.loads(json.dumps(block.get_form_state(block.to_python(raw))))


def read(block, posted):
    text = posted if isinstance(posted, str) else json.dumps(posted)
    return block.value_from_datadict({FIELD: text}, {}, PREFIX)


def refused(block, posted):
    value = read(block, posted)
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    (message,) = caught.value.as_json_data()["messages"]
    return message


@pytest.mark.usefixtures("telephone")
@pytest.mark.parametrize("lanes", [ALL_LANES, (*EVERY_LANE, *OWN_LANES)])
def test_an_unopened_stage_comes_back_to_the_letter(block, lanes):
    IndicatorFactory(slug="first-contact")
    raw = {**stage(4, lanes)["value"]}
    value = read(block, {"closed": closed_states(block, raw), "open": []})
    after = json.dumps(block.get_prep_value(block.clean(value)), cls=DjangoJSONEncoder)
    assert json.loads(after) == raw


def test_opened_children_come_from_their_own_fields(block):
    raw = stage(4, ALL_LANES)["value"]
    states = closed_states(block, raw)
    for name in ("actions", "service_point", "touchpoints"):
        del states[name]
    fields = [
        ["-actions", "Calls\nWaits"],
        ["-touchpoints-count", "1"],
        ["-touchpoints-0-deleted", ""],
        ["-touchpoints-0-order", "0"],
        ["-touchpoints-0-type", "touchpoint"],
        ["-touchpoints-0-id", "one"],
        ["-touchpoints-0-value-channel", ""],
        ["-touchpoints-0-value-text", "Calls"],
        ["-touchpoints-0-value-volume", "1200"],
        ["-touchpoints-0-value-unit", "calls"],
        ["-touchpoints-0-value-period", "month"],
    ]
    after = block.get_prep_value(read(block, {"closed": states, "open": fields}))
    assert after["actions"] == "Calls\nWaits"
    # An unticked box posts nothing.
    assert after["service_point"] is False
    (touchpoint,) = after["touchpoints"]
    assert touchpoint["id"] == "one"
    # As it was posted: a number comes of it when it is cleaned.
    assert touchpoint["value"] == {
        "channel": "",
        "text": "Calls",
        "volume": "1200",
        "unit": "calls",
        "period": "month",
    }
    assert after["findings"] == raw["findings"]


@pytest.mark.usefixtures("telephone")
def test_a_closed_stage_is_validated_like_an_open_one(block):
    raw = stage(4, SMALL_LANES)["value"]
    raw["findings"][0]["value"]["text"] = ""
    value = read(block, {"closed": closed_states(block, raw), "open": []})
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert "findings" in caught.value.as_json_data()["blockErrors"]


def test_an_ordinary_form_is_read_as_ever():
    block = blocks.StreamBlock([("stage", StageBlock(required=False))])
    fields = block.child_blocks["stage"]
    form = on_demand.FormFields()
    form.add_struct(fields, fields.get_form_state(fields.get_default()), PREFIX)
    form.data[f"{PREFIX}-name"] = "Inform"
    assert fields.value_from_datadict(form.data, {}, PREFIX)["name"] == "Inform"


def test_the_other_stages_are_read_when_one_cannot_be():
    block = StagesBlock()
    good = {"closed": closed_states(StageBlock(), {"name": "Inform"}), "open": []}
    data = MultiValueDict()
    for index, posted in enumerate(["{", json.dumps(good)]):
        for name, value in {
            "deleted": "",
            "order": str(index),
            "type": "stage",
            "id": f"id-{index}",
            "value:on-demand": posted,
        }.items():
            data[f"s-{index}-{name}"] = value
    data["s-count"] = "2"
    value = block.value_from_datadict(data, {}, "s")
    assert [child.value["name"] for child in value] == ["", "Inform"]
    with pytest.raises(ValidationError) as caught:
        block.clean_deferred(value)
    assert list(caught.value.as_json_data()["blockErrors"]) == [0]


def test_what_could_not_be_read_is_not_offered_as_empty(block):
    """The form shown again must not store the empty stage over what is stored."""
    state = block.get_form_state(read(block, "{"))
    assert state[on_demand.UNREADABLE] is True
    assert on_demand.UNREADABLE not in block.get_form_state(block.get_default())


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "posted",
    [
        "",
        "{",
        "null",
        "[]",
        DEEP,
        '{"closed": [], "open": []}',
        '{"closed": {}, "open": {}}',
        '{"closed": {}, "open": []}',
        '{"closed": {}, "open": [["-name"]]}',
        '{"closed": {}, "open": [["name", "no dash"]]}',
        '{"closed": {}, "open": [["-name", {"$": 1}]]}',
        " " * (on_demand.MAX_CHARACTERS + 1),
    ],
    ids=lambda posted: posted[:40],
)
def test_what_the_editor_does_not_send_is_refused(block, posted):
    assert "could not be read" in refused(block, posted)


@pytest.mark.parametrize(
    ("lane", "state"),
    [
        ("actions", {"not": "text"}),
        ("actions", [["nested"]]),
        ("touchpoints", "not a list"),
        ("touchpoints", ["not an entry"]),
        ("touchpoints", [{"type": "unknown", "value": {}, "id": ""}]),
        ("touchpoints", [{"type": "touchpoint", "value": {"text": "no channel"}, "id": ""}]),
        ("touchpoints", [{"type": "touchpoint", "value": None, "id": ""}]),
        ("touchpoints", [{"type": 3, "value": {}, "id": ""}]),
        ("touchpoints", [{"type": "touchpoint", "value": {}, "id": {}}]),
        ("experience", []),
        ("findings", [{"type": "finding", "value": {}, "id": ""}] * 2_000),
        ("serving", [{"type": "serving", "value": {"who": "no office"}, "id": ""}]),
        ("employee_experience", {"ease": "1"}),
        ("indicators", [{"type": "touchpoint", "value": {}, "id": ""}]),
        ("guesswork", {}),
        ("risks", [{"type": "risk", "value": [], "id": ""}]),
    ],
)
def test_an_odd_state_is_refused(block, lane, state):
    states = closed_states(block, stage(1)["value"])
    states[lane] = state
    assert "could not be read" in refused(block, {"closed": states, "open": []})


def test_a_missing_part_is_refused_rather_than_emptied(block):
    states = closed_states(block, stage(1)["value"])
    del states["actions"]
    assert "could not be read" in refused(block, {"closed": states, "open": []})


def test_text_that_no_database_can_store_is_replaced(block):
    states = closed_states(block, stage(1)["value"])
    del states["actions"]
    posted = json.dumps({"closed": states, "open": [["-actions", "a\ud800b"]]})
    assert read(block, posted)["actions"] == "a\ufffdb"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(data=st.dictionaries(st.sampled_from(["closed", "open", "other"]), JSON))
def test_no_input_breaks_the_reading(data):
    block = StageBlock()
    value = read(block, json.dumps(data))
    with pytest.raises(ValidationError):
        block.clean(value)


@given(lane=st.sampled_from(EVERY_LANE), state=JSON)
def test_no_state_of_a_lane_breaks_the_reading(lane, state):
    block = StageBlock()
    states = closed_states(block, {"name": "Inform"})
    states[lane] = state
    value = read(block, {"closed": states, "open": []})
    if not getattr(value, "unreadable", False):
        block.get_prep_value(value)


class ChosenStageBlock(StageBlock):
    picture = blocks.PageChooserBlock(required=False)
    story = blocks.RichTextBlock(required=False)
    notes = blocks.ListBlock(blocks.CharBlock())


def test_children_that_a_state_does_not_tell_whole_are_opened_at_once():
    block = ChosenStageBlock()
    block.set_name("stage")
    _name, _children, meta = StageBlockAdapter().js_args(block)
    waiting = meta["parcours"]["waiting"]
    assert "notes" in waiting
    assert "findings" in waiting
    assert "picture" not in waiting
    assert "story" not in waiting


def test_every_lane_waits_until_it_is_opened():
    block = StageBlock()
    block.set_name("stage")
    _name, _children, meta = StageBlockAdapter().js_args(block)
    assert set(EVERY_LANE) <= set(meta["parcours"]["waiting"])


def test_a_list_block_keeps_its_items():
    block = ChosenStageBlock()
    raw = {
        "name": "Inform",
        "notes": [{"type": "item", "value": "one", "id": "a"}],
    }
    states = closed_states(block, raw)
    for name in ("picture", "story"):
        del states[name]
    story = json.dumps({"blocks": [], "entityMap": {}})
    value = read(block, {"closed": states, "open": [["-picture", ""], ["-story", story]]})
    assert block.get_prep_value(value)["notes"] == raw["notes"]

"""The stage table: lanes, drafts, messages, stored form."""

import pytest
from bs4 import BeautifulSoup
from django.utils.functional import Promise
from wagtail.blocks.struct_block import StructBlockValidationError

from wagtail_parcours.blocks import JourneyBodyBlock, StageBlock, StageTableBlock, TextCellBlock
from wagtail_parcours.blocks.stages import StagesBlock
from wagtail_parcours.frameworks import (
    ACCESSIBLE_SERVICE,
    Lane,
    all_frameworks,
    register_lane,
)
from wagtail_parcours.frameworks import lanes as lanes_module

STAGE = {
    "framework_stage": "accessible-service/aware",
    "name": "Aware",
    "service_point": True,
    "trigger": "",
    "actions": "Asks a neighbour\nSearches the web",
    "touchpoints": [{"type": "touchpoint", "id": "t-1", "value": {"channel": "", "text": "Reads"}}],
    "findings": [
        {
            "type": "finding",
            "id": "f-1",
            "value": {
                "kind": "barrier",
                "text": "No sign language video",
                "severity": "3",
                "channel": "",
                "evidence": "",
                "effect_client": "irritant",
                "effect_employee": "neutral",
                "frequency": "2",
                "moment_of_truth": True,
            },
        }
    ],
    "experience": {
        "satisfaction": "-1",
        "emotions": "worried",
        "words": "Where do I start?",
        "moment_of_truth": False,
    },
    "evidence": [],
}


def table(**changes):
    return {
        "title": "Ana applies",
        "lanes": ["actions", "experience"],
        "stages": [{"type": "stage", "id": "s-1", "value": STAGE}],
        **changes,
    }


def body(value):
    return [{"type": "stage_table", "id": "b-1", "value": value}]


@pytest.fixture
def legal_lane():
    kept = dict(lanes_module._lanes)
    register_lane(Lane("legal_basis", "Legal basis", side="backstage"))
    yield
    lanes_module._lanes.clear()
    lanes_module._lanes.update(kept)


def test_the_stored_form_survives_reading_and_writing():
    block = JourneyBodyBlock()
    raw = body(table())
    assert block.get_prep_value(block.to_python(raw)) == raw


def test_the_stage_has_its_lanes_in_the_order_of_registration():
    lanes = [lane.key for lane in StageBlock().lanes]
    assert lanes == [
        "trigger",
        "actions",
        "touchpoints",
        "sees",
        "missing_information",
        "completion",
        "findings",
        "experience",
        "evidence",
        "serving",
        "employee_experience",
        "indicators",
        "people",
        "guesswork",
        "processes",
        "technologies",
        "data_handlers",
        "data_changes",
        "data_systems",
        "risks",
    ]


def test_every_child_is_a_lane_or_in_the_header():
    block = StageBlock()
    lanes = {lane.key for lane in block.lanes}
    assert set(block.child_blocks) == lanes | set(StageBlock.HEADER)


def test_a_new_table_shows_the_lanes_of_the_accessible_service():
    assert StageTableBlock().get_default()["lanes"] == list(ACCESSIBLE_SERVICE.lanes)


def test_a_lane_of_the_site_is_offered_by_its_own_table_only(legal_lane):
    class OurStage(StageBlock):
        legal_basis = TextCellBlock()

    class OurStages(StagesBlock):
        stage = OurStage()

    class OurTable(StageTableBlock):
        stages = OurStages()

    ours = [key for key, _label in OurTable().offered_lanes()]
    assert "legal_basis" in ours
    assert "legal_basis" not in [key for key, _label in StageTableBlock().offered_lanes()]
    assert [lane.key for lane in OurTable().shown_lanes(["legal_basis", "actions"])] == [
        "actions",
        "legal_basis",
    ]


def test_switching_a_lane_off_keeps_its_content():
    block = StageTableBlock()
    value = block.to_python(table(lanes=["actions"]))
    stored = block.get_prep_value(block.clean_deferred(value))
    assert stored["stages"][0]["value"]["findings"] == STAGE["findings"]


def test_a_draft_may_be_empty():
    block = StageTableBlock()
    cleaned = block.clean_deferred(block.to_python({"lanes": []}))
    assert block.get_prep_value(cleaned) == {
        "title": "",
        "lanes": [],
        "channel_rows": False,
        "stages": [],
    }


@pytest.mark.parametrize(
    ("changes", "where", "message"),
    [
        ({"lanes": []}, "lanes", "Choose at least one lane"),
        ({"stages": []}, "stages", "Add at least one stage"),
    ],
)
def test_a_published_table_says_what_is_missing(changes, where, message):
    block = StageTableBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(table(**changes)))
    assert message in caught.value.block_errors[where].messages[0]


def test_each_problem_has_one_message_at_its_place():
    block = StageTableBlock()
    stage = {**STAGE, "name": ""}
    value = block.to_python(
        table(
            lanes=["actions", "no-such-lane"],
            stages=[{"type": "stage", "id": "s-1", "value": stage}],
        )
    )
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)
    problems = caught.value.as_json_data()["blockErrors"]
    assert problems["lanes"]["messages"]
    in_stage = problems["stages"]["blockErrors"][0]["blockErrors"]
    assert in_stage["name"]["messages"] == ["This field is required."]


def test_guidance_is_found_by_the_stage_reference():
    guidance = StageBlock.guidance()
    references = {
        framework.stage_reference(stage)
        for framework in all_frameworks()
        for stage in framework.stages
    }
    assert set(guidance) == references
    assert {f"accessible-service/{s.key}" for s in ACCESSIBLE_SERVICE.stages} < references
    assert len(references) == sum(len(framework.stages) for framework in all_frameworks())
    assert all(isinstance(text, Promise) for text in guidance.values())


def test_the_text_of_cells_is_searchable_and_keys_are_not():
    block = JourneyBodyBlock()
    content = block.get_searchable_content(block.to_python(body(table())))
    assert "Where do I start?" in content
    assert "No sign language video" in content
    assert not any("accessible-service/aware" in text for text in content)


def lane_ticks():
    """The sides of the lane selection with their lanes, as a form prints them."""
    block = StageTableBlock().child_blocks["lanes"]
    html = block.field.widget.render("lanes", ["actions", "risks"], {"id": "lanes"})
    return BeautifulSoup(html, "html.parser")


def test_the_lanes_to_choose_from_stand_side_by_side():
    form = lane_ticks()
    sides = {
        side.legend.get_text(): [tick["value"] for tick in side.find_all("input")]
        for side in form.find_all("fieldset")
    }
    assert list(sides) == ["Client side", "Employee side", "Backstage", "Data"]
    assert sides["Employee side"] == ["serving", "employee_experience", "indicators"]
    assert sides["Backstage"] == ["people", "guesswork", "processes", "technologies"]
    in_order = [lane for lanes in sides.values() for lane in lanes]
    assert in_order == [key for key, _label in StageTableBlock().offered_lanes()]


def test_each_lane_is_ticked_once_and_has_a_label_of_its_own():
    form = lane_ticks()
    ticks = form.find_all("input")
    assert [tick["value"] for tick in ticks if tick.has_attr("checked")] == ["actions", "risks"]
    assert {tick["name"] for tick in ticks} == {"lanes"}
    identities = [tick["id"] for tick in ticks]
    assert len(set(identities)) == len(ticks)
    assert [label["for"] for label in form.find_all("label")] == identities

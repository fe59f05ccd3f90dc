"""What is read from a page and written back is the same page."""

import copy
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import given

from wagtail_parcours.journeys import (
    Journey,
    Stage,
    StageTable,
    from_json,
    read_body,
    to_json,
    write_body,
)

from .neutral_strategies import journeys
from .strategies import PERSONA_KEYS, PERSONA_PKS, bodies, odd_bodies


def read(body):
    return read_body(body, persona_key=PERSONA_KEYS.__getitem__)


def write(parts, **options):
    return write_body(parts, persona_pk=PERSONA_PKS.get, **options)


@given(bodies())
def test_a_well_formed_body_comes_back_exactly(body):
    assert write(read(body)) == body


@given(odd_bodies())
def test_an_odd_body_is_read_without_loss(body):
    """What a second reading finds is what the first one found, so nothing fell out on the way."""
    parts = read(body)
    assert read(write(parts, new_id=str)) == parts


@given(odd_bodies())
def test_every_value_of_an_odd_body_is_still_there(body):
    def leaves(value):
        """Every text and number that a person may have typed, as text."""
        if isinstance(value, dict):
            # Keys beside an entry's own three mean nothing, and an id that is no text is none.
            inner = [
                item
                for key, item in value.items()
                if key != "id" and not ("type" in value and key not in {"type", "value"})
            ]
            return [leaf for item in inner for leaf in leaves(item)]
        if isinstance(value, list):
            return [leaf for item in value for leaf in leaves(item)]
        if value in (None, "", False, True):
            return []
        # Emotions are trimmed, line by line.
        return ["".join(str(value).split())]

    # Every number is a persona here: one that is gone leaves nothing behind, on purpose.
    parts = read_body(body, persona_key=str)
    after = leaves(write_body(parts, persona_pk=int))
    assert [leaf for leaf in leaves(body) if leaf and leaf not in after] == []


@given(odd_bodies())
def test_reading_and_writing_leave_their_input_alone(body):
    original = copy.deepcopy(body)
    written = write(read(body))
    for part in written:
        part["value"] = None
    assert body == original


@given(journeys())
def test_a_journey_survives_being_stored(journey):
    assert read(write(journey.parts, new_id=str)) == journey.parts


@given(odd_bodies())
def test_whatever_was_read_can_be_exported_and_imported(body):
    text = to_json(Journey(parts=read(body)))
    assert to_json(from_json(text)) == text
    imported = from_json(text)
    assert write(read(write(imported.parts, new_id=str)), new_id=str) == write(
        imported.parts, new_id=str
    )


def test_entries_without_an_id_get_one_each_and_keep_it():
    body = [
        {
            "type": "stage_table",
            "value": {
                "stages": [
                    {"type": "stage", "value": {"name": "A"}},
                    {"type": "stage", "value": {}},
                ]
            },
        }
    ]
    written = write(read(body))
    stages = written[0]["value"]["stages"]
    ids = [written[0]["id"], *(stage["id"] for stage in stages)]
    assert len({uuid.UUID(found) for found in ids}) == 3
    assert write(read(written)) == written


def test_every_key_is_written():
    """A text whose key is missing becomes None in the page and breaks its translation."""
    body = [
        {
            "type": "stage_table",
            "value": {"stages": [{"type": "stage", "value": {}, "id": "s"}]},
            "id": "t",
        },
        {"type": "channel_improvement", "value": {}, "id": "c"},
        {"type": "persona_profile", "value": None, "id": "p"},
    ]
    table, card, profile = write(read(body))
    assert table["value"] == {
        "title": "",
        "lanes": [],
        "channel_rows": False,
        "stages": [
            {
                "type": "stage",
                "id": "s",
                "value": {
                    "framework_stage": "",
                    "name": "",
                    "service_point": False,
                    "trigger": "",
                    "actions": "",
                    "completion": "",
                    "sees": "",
                    "missing_information": "",
                    "people": "",
                    "processes": "",
                    "technologies": "",
                    "data_handlers": "",
                    "data_changes": "",
                    "data_systems": "",
                    "touchpoints": [],
                    "findings": [],
                    "experience": {
                        "satisfaction": "",
                        "emotions": "",
                        "words": "",
                        "moment_of_truth": False,
                    },
                    "evidence": [],
                    "serving": [],
                    "employee_experience": {"ease": "", "words": "", "hinders": "", "helps": ""},
                    "indicators": [],
                    "guesswork": [],
                    "risks": [],
                },
            }
        ],
    }
    assert card["value"] == {
        "channel": "",
        "limitations": "",
        "behaviours": "",
        "improvements": [],
        "satisfaction": "",
        "experience": "",
    }
    assert profile["value"] == {"persona": None, "realities": []}


def test_what_was_written_belongs_to_the_caller():
    parts = read([{"type": "video", "value": {"clips": [{"src": "a"}]}, "id": "v"}])
    written = write(parts)
    written[0]["value"]["clips"][0]["src"] = "b"
    assert write(parts)[0]["value"] == {"clips": [{"src": "a"}]}

    parts = read([{"type": "callout", "value": {"links": [{"url": "a"}]}, "id": "c"}])
    written = write(parts)
    written[0]["value"]["links"][0]["url"] = "b"
    assert write(parts)[0]["value"]["links"] == [{"url": "a"}]


def test_a_stage_made_by_an_importer_is_written_with_all_its_text_lanes():
    stage = Stage(name="Aware", texts={"framework_stage": "accessible-service/aware"})
    (table,) = write((StageTable(stages=(stage,)),))
    value = table["value"]["stages"][0]["value"]
    assert (value["trigger"], value["actions"]) == ("", "")
    assert value["framework_stage"] == "accessible-service/aware"


@pytest.mark.parametrize("stored", [5, "b2f7b6a4-0b46-4b1c-8f1e-111111111111", "007", None])
def test_references_keep_their_kind(stored):
    """Numbers stay numbers, a site's uuids stay texts."""
    body = [{"type": "image", "value": {"image": stored, "alt": "", "caption": ""}, "id": "i"}]
    assert json.dumps(write(read(body))) == json.dumps(body)


def test_a_new_value_wins_over_the_odd_one_it_replaces():
    (card,) = read([{"type": "channel_improvement", "value": {"satisfaction": "great"}, "id": "c"}])
    assert write([card])[0]["value"]["satisfaction"] == "great"
    assert write([replace(card, satisfaction=2)])[0]["value"]["satisfaction"] == "2"

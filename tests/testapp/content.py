"""Stage tables of any size, as they are stored, with something in every cell."""

import uuid
from typing import Any

STAGE_NAMES = ("Aware", "Inform", "Advise", "Determine", "Apply", "Manage")
STAGE_KEYS = tuple(name.lower() for name in STAGE_NAMES)
SMALL_LANES = ("actions", "touchpoints", "findings", "experience")
OWN_LANES = ("sees", "people", "processes", "technologies", "legal_basis", "data")
#: Twelve lanes, most of them of plain text.
ALL_LANES = ("trigger", *SMALL_LANES, "evidence", *OWN_LANES)
SIDE_LANES = ("serving", "employee_experience", "indicators", "guesswork", "risks")
DATA_LANES = ("data_handlers", "data_changes", "data_systems")
#: Lanes that hold a list of entries.
ENTRY_LANES = ("touchpoints", "findings", "evidence", "serving", "indicators", "guesswork", "risks")
#: Every lane that the plugin has.
EVERY_LANE = (
    *("trigger", *SMALL_LANES, "evidence", "sees", "missing_information", "completion"),
    *(*SIDE_LANES, "people", "processes", "technologies", *DATA_LANES),
)


def stable_id(*parts: object) -> str:
    """The same id for the same place, so that a failing test can be read."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(str(part) for part in parts)))


def child(kind: str, value: dict[str, Any], *place: object) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": stable_id(kind, *place)}


def stage(number: int, lanes: tuple[str, ...] = ALL_LANES) -> dict[str, Any]:
    """One stage with content in `lanes`; the other lanes that every stage has are empty."""
    index = number - 1
    framework_stage = f"accessible-service/{STAGE_KEYS[index]}" if index < 6 else ""
    value: dict[str, Any] = {
        "framework_stage": framework_stage,
        "name": STAGE_NAMES[index] if index < 6 else f"Stage {number}",
        "service_point": number % 3 == 0,
        **{lane: empty_lane(lane) for lane in EVERY_LANE},
    }
    for lane in lanes:
        value[lane] = lane_value(lane, number)
    return child("stage", value, number)


def empty_lane(lane: str) -> Any:
    """A lane as it is stored when nothing is in it."""
    if lane == "experience":
        return {"satisfaction": "", "emotions": "", "words": "", "moment_of_truth": False}
    if lane == "employee_experience":
        return {"ease": "", "words": "", "hinders": "", "helps": ""}
    return [] if lane in ENTRY_LANES else ""


def lane_value(lane: str, number: int) -> Any:
    if lane in SIDE_LANES:
        return side_value(lane, number)
    if lane == "touchpoints":
        touchpoint = {
            "channel": "telephone",
            "text": f"Calls, time {number}",
            "volume": 40 * number,
            "unit": "calls",
            "period": "day",
        }
        return [child("touchpoint", touchpoint, number)]
    if lane == "findings":
        finding = {
            "kind": "barrier",
            "text": f"Waits {number} minutes on the telephone",
            "severity": "2",
            "channel": "telephone",
            "evidence": "12 interviews",
            "effect_client": "",
            "effect_employee": "delight",
            "frequency": "3",
            "moment_of_truth": number % 4 == 0,
        }
        return [child("finding", finding, number)]
    if lane == "experience":
        return {
            "satisfaction": str((number % 5) - 2),
            "emotions": "worried\ntired",
            "words": "“I have to explain it all again.”",
            "moment_of_truth": number % 4 == 0,
        }
    if lane == "evidence":
        evidence = {
            "kind": "interview",
            "text": "Most callers call twice",
            "source": "12 interviews, spring 2026",
            "date": "2026-04-17",
            "url": "https://example.org/interviews",
        }
        return [child("evidence", evidence, number)]
    return f"First point of {lane} at stage {number}\nSecond point"


def side_value(lane: str, number: int) -> Any:
    """What stands in a lane of employees, indicators, guesswork or risks."""
    if lane == "serving":
        served = {
            "office": "front",
            "persona": "",
            "who": "Call centre agents",
            "channel": "telephone",
            "volume": 1200,
            "unit": "calls",
            "period": "month",
            "tools": "Client file\nKnowledge base",
        }
        return [child("serving", served, number)]
    if lane == "employee_experience":
        return {
            "ease": str((number % 5) - 2),
            "words": "The screen says no.",
            "hinders": "Four screens",
            "helps": "One view of the file",
        }
    if lane == "indicators":
        use = {"indicator": "first-contact", "alignment": "against", "note": "Agents hurry."}
        return [child("indicator", use, number)]
    if lane == "guesswork":
        guess = {"kind": "conjecture", "text": "Guesses which proof is enough"}
        return [child("guesswork", guess, number)]
    risk = {
        "kind": "integrity",
        "text": "Income is copied by hand",
        "likelihood": "2",
        "impact": "3",
        "mitigation": "A second pair of eyes",
        "owner": "Benefits team",
    }
    return [child("risk", risk, number)]


def stage_table(stages: int = 30, lanes: tuple[str, ...] = ALL_LANES) -> dict[str, Any]:
    """A table as it is stored, for the StreamField of a page."""
    value = {
        "title": "Ana applies for the benefit",
        "lanes": list(lanes),
        "stages": [stage(number, lanes) for number in range(1, stages + 1)],
    }
    return child("stage_table", value, stages)


def typed_table(
    stages: int = 30, lanes: tuple[str, ...] = ALL_LANES, words_only: bool = False
) -> dict[str, Any]:
    """The same content in Wagtail's typed table: a row for each stage, a column for each lane.

    With `words_only`, every entry is flattened to plain text, which asks less of the table than
    the board does.
    """

    def words(value: Any) -> str:
        if isinstance(value, list):
            return "\n".join(str(word) for item in value for word in item["value"].values())
        if isinstance(value, dict):
            return "\n".join(str(word) for word in value.values())
        return str(value)

    rows = [stage(number, lanes)["value"] for number in range(1, stages + 1)]
    structured = set() if words_only else {"touchpoints", "findings", "experience", "evidence"}
    value = {
        "columns": [
            {"type": lane if lane in structured else "text", "heading": lane} for lane in lanes
        ],
        "rows": [
            {"values": [row[lane] if lane in structured else words(row[lane]) for lane in lanes]}
            for row in rows
        ],
        "caption": "Ana applies for the benefit",
    }
    return {"type": "table", "value": value, "id": stable_id("typed", stages)}

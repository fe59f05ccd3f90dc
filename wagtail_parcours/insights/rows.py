"""A map as rows of the index: what readers see of it, and nothing of lanes that are switched off.

Pure functions over the neutral form; the names of a row's values are the columns of
:class:`~wagtail_parcours.models.insights.InsightEntry`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeAlias

from ..journeys import (
    FRAMEWORK_STAGE,
    ImprovementCard,
    Journey,
    NeedsList,
    Stage,
    StageTable,
)
from ..journeys.leaves import is_day

#: Column → value; a column that is not named holds its default.
Row: TypeAlias = dict[str, Any]
#: Longest texts of the columns that are bounded.
NAME, KEY, SORT, EFFECT = 255, 80, 40, 10

#: What stands for the alignment of indicators that nobody judged.
UNJUDGED = "unjudged"

EMPLOYEE_LANES = frozenset({"serving", "employee_experience"})


def journey_rows(journey: Journey, lanes_of: Any) -> list[Row]:
    """The rows of a map in reading order.

    `lanes_of` gives the keys of the lanes that readers see of a stage table.
    """
    rows: list[Row] = []
    for part in journey.parts:
        found: Iterable[Row] = ()
        if isinstance(part, StageTable):
            found = table_rows(part, frozenset(lanes_of(part)))
        elif isinstance(part, ImprovementCard):
            found = card_rows(part)
        elif isinstance(part, NeedsList):
            found = need_rows(part)
        rows += ({"part": part.id, **row} for row in found)
    for position, row in enumerate(rows):
        row["position"] = position
    return [bounded(row) for row in rows]


def table_rows(table: StageTable, lanes: Collection[str]) -> Iterator[Row]:
    for place, stage in enumerate(table.stages):
        there = {
            "stage": stage.id,
            "stage_name": stage.name.strip(),
            "stage_position": place,
            "framework_stage": stage.texts.get(FRAMEWORK_STAGE, ""),
        }
        yield {**there, **stage_row(stage, lanes)}
        for lane, rows in LANE_ROWS.items():
            if lane in lanes:
                yield from ({**there, **row} for row in rows(stage))


def stage_row(stage: Stage, lanes: Collection[str]) -> Row:
    """The stage itself, with how it is rated where readers see that."""
    felt, ease = stage.experience, stage.employee_experience
    proved = "evidence" in lanes and any(entry.kind != "assumption" for entry in stage.evidence)
    known = "findings" in lanes and any(not entry.is_assumption for entry in stage.findings)
    seen = "experience" in lanes
    return {
        "kind": "stage",
        "entry": stage.id,
        "sort": alignment_of(stage) if "indicators" in lanes else "",
        "text": stage.name.strip(),
        "level": felt.satisfaction if seen else None,
        "moment_of_truth": felt.moment_of_truth if seen else False,
        "ease": ease.ease if "employee_experience" in lanes else None,
        "service_point": stage.service_point,
        "has_evidence": proved or known,
    }


def alignment_of(stage: Stage) -> str:
    """How the indicators of a stage pull, the one that matters most: against the client, with the
    client, neither. ``UNJUDGED`` where nobody said of any, ``""`` for a stage without indicator."""
    if not stage.indicators:
        return ""
    found = {entry.alignment for entry in stage.indicators}
    return next((one for one in ("against", "with", "neutral") if one in found), UNJUDGED)


def touchpoint_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.touchpoints:
        yield {
            "kind": "touchpoint",
            "entry": entry.id,
            "channel": entry.channel,
            "text": entry.text,
            "volume": entry.volume,
        }


def finding_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.findings:
        yield {
            "kind": "finding",
            "entry": entry.id,
            "sort": entry.kind,
            "channel": entry.channel,
            "text": entry.text,
            "note": entry.evidence,
            "severity": entry.severity,
            "frequency": entry.frequency,
            "effect_client": entry.felt_by_client,
            "effect_employee": entry.effect_employee,
            "moment_of_truth": entry.moment_of_truth,
            "has_evidence": not entry.is_assumption,
        }


def evidence_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.evidence:
        yield {
            "kind": "evidence",
            "entry": entry.id,
            "sort": entry.kind,
            "text": entry.text,
            "note": entry.source,
            "has_evidence": entry.kind != "assumption",
        }


def serving_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.serving:
        yield {
            "kind": "serving",
            "entry": entry.id,
            "sort": entry.office,
            "channel": entry.channel,
            "persona": entry.persona,
            "text": entry.who,
            "note": entry.tools,
            "volume": entry.volume,
        }


def indicator_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.indicators:
        yield {
            "kind": "indicator",
            "entry": entry.id,
            "sort": entry.alignment,
            "indicator": entry.indicator,
            "text": entry.note,
        }


def guesswork_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.guesswork:
        yield {"kind": "guesswork", "entry": entry.id, "sort": entry.kind, "text": entry.text}


def risk_rows(stage: Stage) -> Iterator[Row]:
    for entry in stage.risks:
        yield {
            "kind": "risk",
            "entry": entry.id,
            "sort": entry.kind,
            "text": entry.text,
            "note": entry.mitigation,
            "likelihood": entry.likelihood,
            "impact": entry.impact,
            "owner": entry.owner,
        }


#: The rows of each lane that has entries.
LANE_ROWS = {
    "touchpoints": touchpoint_rows,
    "findings": finding_rows,
    "evidence": evidence_rows,
    "serving": serving_rows,
    "indicators": indicator_rows,
    "guesswork": guesswork_rows,
    "risks": risk_rows,
}


def card_rows(card: ImprovementCard) -> Iterator[Row]:
    yield {
        "kind": "card",
        "entry": card.id,
        "channel": card.channel,
        "level": card.satisfaction,
        "text": card.experience,
    }
    for entry in card.improvements:
        due = datetime.date.fromisoformat(entry.due) if is_day(entry.due) else None
        yield {
            "kind": "improvement",
            "entry": entry.id,
            "channel": card.channel,
            "sort": entry.kind,
            "text": entry.text,
            "level": card.satisfaction,
            "owner": entry.responsible,
            "due": due,
            "indicator": entry.indicator,
        }
        for barrier in dict.fromkeys(entry.barriers):
            yield {
                "kind": "removes",
                "entry": entry.id,
                "channel": card.channel,
                "reference": barrier,
            }


def need_rows(part: NeedsList) -> Iterator[Row]:
    for need in part.needs:
        missing = [entry.missing for entry in need.initiatives if entry.missing.strip()]
        yield {
            "kind": "need",
            "entry": need.id,
            "stage_name": need.moment.strip(),
            "persona": need.persona,
            "group": need.group,
            "text": need.text,
            "note": "\n".join(missing),
            "is_open": need.is_open,
        }


_LIMITS = {
    "entry": KEY,
    "part": KEY,
    "stage": KEY,
    "stage_name": NAME,
    "framework_stage": 170,
    "channel": KEY,
    "sort": SORT,
    "effect_client": EFFECT,
    "effect_employee": EFFECT,
    "owner": NAME,
    "indicator": KEY,
    "persona": KEY,
    "group": KEY,
    "reference": KEY,
}


def bounded(row: Row) -> Row:
    """The row as its columns can hold it: bodies written by an import may hold anything."""
    for column, limit in _LIMITS.items():
        if column in row:
            row[column] = row[column].replace("\x00", "\ufffd")[:limit]
    for column in ("text", "note"):
        if column in row:
            row[column] = row[column].replace("\x00", "\ufffd")
    return row

"""Writing one stage of a table as it is stored: the inverse of reading it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from .entries import EmployeeExperience, Guesswork, IndicatorUse, Risk, Serving
from .kept import merged
from .leaves import Raw
from .model import (
    FRAMEWORK_STAGE,
    QUIET_TEXT_LANES,
    STAGE_FIELDS,
    TEXT_LANES,
    Evidence,
    Experience,
    Finding,
    Stage,
    Touchpoint,
)

#: Gives the entry of a stream from its type, its id and its value.
Entry: TypeAlias = Callable[[str, str, object], Raw]


def write_stage(stage: Stage, entry: Entry) -> Raw:
    """Return the stored value of a stage."""
    value: Raw = {FRAMEWORK_STAGE: "", "name": stage.name, "service_point": stage.service_point}
    value.update(dict.fromkeys((*TEXT_LANES, *QUIET_TEXT_LANES), ""))
    value.update((lane, text) for lane, text in stage.texts.items() if lane not in STAGE_FIELDS)
    value["touchpoints"] = [
        entry("touchpoint", touchpoint.id, _touchpoint(touchpoint))
        for touchpoint in stage.touchpoints
    ]
    value["findings"] = [
        entry("finding", finding.id, _finding(finding)) for finding in stage.findings
    ]
    # A group that could not be read waits in ``extra`` until somebody writes one.
    unread = "experience" in stage.extra and stage.experience == Experience()
    value["experience"] = None if unread else _experience(stage.experience)
    value["evidence"] = [
        entry("evidence", evidence.id, written_evidence(evidence)) for evidence in stage.evidence
    ]
    value["serving"] = [entry("serving", served.id, _serving(served)) for served in stage.serving]
    felt = stage.employee_experience
    unread = "employee_experience" in stage.extra and felt == EmployeeExperience()
    value["employee_experience"] = None if unread else _employee_experience(felt)
    value["indicators"] = [entry("indicator", use.id, _indicator(use)) for use in stage.indicators]
    value["guesswork"] = [
        entry("guesswork", guess.id, _guesswork(guess)) for guess in stage.guesswork
    ]
    value["risks"] = [entry("risk", risk.id, _risk(risk)) for risk in stage.risks]
    return merged(value, stage.extra)


def _touchpoint(touchpoint: Touchpoint) -> Raw:
    return merged(
        {"channel": touchpoint.channel, "text": touchpoint.text, **_volume(touchpoint)},
        touchpoint.extra,
    )


def _volume(counted: Touchpoint | Serving) -> Raw:
    return {"volume": counted.volume, "unit": counted.unit, "period": counted.period}


def _finding(finding: Finding) -> Raw:
    return merged(
        {
            "kind": finding.kind,
            "text": finding.text,
            "severity": written_level(finding.severity),
            "channel": finding.channel,
            "evidence": finding.evidence,
            "effect_client": finding.effect_client,
            "effect_employee": finding.effect_employee,
            "frequency": written_level(finding.frequency),
            "moment_of_truth": finding.moment_of_truth,
        },
        finding.extra,
    )


def written_evidence(evidence: Evidence) -> Raw:
    return merged(
        {
            "kind": evidence.kind,
            "text": evidence.text,
            "source": evidence.source,
            "date": evidence.date or None,
            "url": evidence.url,
        },
        evidence.extra,
    )


def _experience(experience: Experience) -> Raw:
    return merged(
        {
            "satisfaction": written_level(experience.satisfaction),
            "emotions": "\n".join(experience.emotions),
            "words": experience.words,
            "moment_of_truth": experience.moment_of_truth,
        },
        experience.extra,
    )


def _serving(served: Serving) -> Raw:
    return merged(
        {
            "office": served.office,
            "persona": served.persona,
            "who": served.who,
            "channel": served.channel,
            **_volume(served),
            "tools": served.tools,
        },
        served.extra,
    )


def _employee_experience(felt: EmployeeExperience) -> Raw:
    return merged(
        {
            "ease": written_level(felt.ease),
            "words": felt.words,
            "hinders": felt.hinders,
            "helps": felt.helps,
        },
        felt.extra,
    )


def _indicator(use: IndicatorUse) -> Raw:
    return merged(
        {"indicator": use.indicator, "alignment": use.alignment, "note": use.note}, use.extra
    )


def _guesswork(guess: Guesswork) -> Raw:
    return merged({"kind": guess.kind, "text": guess.text}, guess.extra)


def _risk(risk: Risk) -> Raw:
    return merged(
        {
            "kind": risk.kind,
            "text": risk.text,
            "likelihood": written_level(risk.likelihood),
            "impact": written_level(risk.impact),
            "mitigation": risk.mitigation,
            "owner": risk.owner,
        },
        risk.extra,
    )


def written_level(level: int | None) -> str:
    return "" if level is None else str(level)

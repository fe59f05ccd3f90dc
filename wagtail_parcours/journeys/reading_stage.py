"""Reading one stage of a stored table, lane by lane. Never raises on odd data."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .entries import (
    FREQUENCIES,
    MAX_VOLUME,
    RISK_LEVELS,
    EmployeeExperience,
    Guesswork,
    IndicatorUse,
    Risk,
    Serving,
)
from .leaves import (
    Raw,
    read_count,
    read_day,
    read_flag,
    read_level,
    read_stream,
    read_text,
    split_lines,
    unknown_keys,
)
from .model import (
    FRAMEWORK_STAGE,
    QUIET_TEXT_LANES,
    SATISFACTION_LEVELS,
    SEVERITIES,
    STAGE_FIELDS,
    TEXT_LANES,
    Evidence,
    Experience,
    Finding,
    Stage,
    Touchpoint,
)

T = TypeVar("T")

_VOLUME = frozenset({"volume", "unit", "period"})
_TOUCHPOINT = frozenset({"channel", "text"}) | _VOLUME
_FINDING = frozenset(
    {
        "kind",
        "text",
        "severity",
        "channel",
        "evidence",
        "effect_client",
        "effect_employee",
        "frequency",
        "moment_of_truth",
    }
)
_EVIDENCE = frozenset({"kind", "text", "source", "date", "url"})
_EXPERIENCE = frozenset({"satisfaction", "emotions", "words", "moment_of_truth"})
_SERVING = frozenset({"office", "persona", "who", "channel", "tools"}) | _VOLUME
_INDICATOR = frozenset({"indicator", "alignment", "note"})
_EMPLOYEE_EXPERIENCE = frozenset({"ease", "words", "hinders", "helps"})
_GUESSWORK = frozenset({"kind", "text"})
_RISK = frozenset({"kind", "text", "likelihood", "impact", "mitigation", "owner"})
#: Texts that are the same as no text when they are empty.
_QUIET = frozenset({FRAMEWORK_STAGE, *QUIET_TEXT_LANES})


def _touchpoint(entry_id: str, value: Raw) -> Touchpoint:
    extra = unknown_keys(value, _TOUCHPOINT)
    return Touchpoint(
        entry_id,
        read_text(value, "channel", extra),
        read_text(value, "text", extra),
        *_volume(value, extra),
        extra,
    )


def _finding(entry_id: str, value: Raw) -> Finding:
    extra = unknown_keys(value, _FINDING)
    return Finding(
        entry_id,
        read_text(value, "kind", extra),
        read_text(value, "text", extra),
        read_level(value, "severity", extra, lowest=SEVERITIES[0], highest=SEVERITIES[-1]),
        read_text(value, "channel", extra),
        read_text(value, "evidence", extra),
        read_text(value, "effect_client", extra),
        read_text(value, "effect_employee", extra),
        read_level(value, "frequency", extra, lowest=FREQUENCIES[0], highest=FREQUENCIES[-1]),
        read_flag(value, "moment_of_truth", extra),
        extra,
    )


def read_evidence(entry_id: str, value: Raw) -> Evidence:
    extra = unknown_keys(value, _EVIDENCE)
    return Evidence(
        entry_id,
        read_text(value, "kind", extra),
        read_text(value, "text", extra),
        read_text(value, "source", extra),
        read_day(value, "date", extra),
        read_text(value, "url", extra),
        extra,
    )


def _experience(value: Raw) -> Experience:
    extra = unknown_keys(value, _EXPERIENCE)
    return Experience(
        read_satisfaction(value, "satisfaction", extra),
        split_lines(read_text(value, "emotions", extra)),
        read_text(value, "words", extra),
        read_flag(value, "moment_of_truth", extra),
        extra,
    )


def read_stage(entry_id: str, value: Raw) -> Stage:
    extra: Raw = {}
    texts = {lane: read_text(value, lane, extra) for lane in TEXT_LANES}
    for key, found in value.items():
        if key in texts or key in STAGE_FIELDS:
            continue
        if key in _QUIET and (found is None or found == ""):
            continue
        # Only text lanes and keys are bare text: everything else has a structure of its own.
        if isinstance(found, str):
            texts[key] = found
        else:
            extra[key] = found
    experience = _read_group(value, "experience", _experience, Experience(), extra)
    felt = _read_group(
        value, "employee_experience", _employee_experience, EmployeeExperience(), extra
    )
    return Stage(
        entry_id,
        read_text(value, "name", extra),
        read_flag(value, "service_point", extra),
        texts,
        read_stream(value, "touchpoints", "touchpoint", _touchpoint, extra),
        read_stream(value, "findings", "finding", _finding, extra),
        experience,
        read_stream(value, "evidence", "evidence", read_evidence, extra),
        read_stream(value, "serving", "serving", _serving, extra),
        felt,
        read_stream(value, "indicators", "indicator", _indicator, extra),
        read_stream(value, "guesswork", "guesswork", _guesswork, extra),
        read_stream(value, "risks", "risk", _risk, extra),
        extra,
    )


def _read_group(value: Raw, key: str, read: Callable[[Raw], T], nothing: T, extra: Raw) -> T:
    """Read a group of fields; what is no group is kept aside, and reads as nothing."""
    found = value.get(key)
    if isinstance(found, dict):
        return read(found)
    if found is not None:
        extra[key] = found
    return nothing


def read_satisfaction(value: Raw, key: str, extra: Raw) -> int | None:
    """Read a level of satisfaction, or of ease."""
    lowest, highest = SATISFACTION_LEVELS[0], SATISFACTION_LEVELS[-1]
    return read_level(value, key, extra, lowest=lowest, highest=highest)


def _volume(value: Raw, extra: Raw) -> tuple[int | None, str, str]:
    return (
        read_count(value, "volume", extra, highest=MAX_VOLUME),
        read_text(value, "unit", extra),
        read_text(value, "period", extra),
    )


def _serving(entry_id: str, value: Raw) -> Serving:
    extra = unknown_keys(value, _SERVING)
    return Serving(
        entry_id,
        read_text(value, "office", extra),
        read_text(value, "persona", extra),
        read_text(value, "who", extra),
        read_text(value, "channel", extra),
        *_volume(value, extra),
        read_text(value, "tools", extra),
        extra,
    )


def _indicator(entry_id: str, value: Raw) -> IndicatorUse:
    extra = unknown_keys(value, _INDICATOR)
    return IndicatorUse(
        entry_id,
        read_text(value, "indicator", extra),
        read_text(value, "alignment", extra),
        read_text(value, "note", extra),
        extra,
    )


def _employee_experience(value: Raw) -> EmployeeExperience:
    extra = unknown_keys(value, _EMPLOYEE_EXPERIENCE)
    return EmployeeExperience(
        read_satisfaction(value, "ease", extra),
        read_text(value, "words", extra),
        read_text(value, "hinders", extra),
        read_text(value, "helps", extra),
        extra,
    )


def _guesswork(entry_id: str, value: Raw) -> Guesswork:
    extra = unknown_keys(value, _GUESSWORK)
    return Guesswork(
        entry_id, read_text(value, "kind", extra), read_text(value, "text", extra), extra
    )


def _risk(entry_id: str, value: Raw) -> Risk:
    extra = unknown_keys(value, _RISK)
    lowest, highest = RISK_LEVELS[0], RISK_LEVELS[-1]
    return Risk(
        entry_id,
        read_text(value, "kind", extra),
        read_text(value, "text", extra),
        read_level(value, "likelihood", extra, lowest=lowest, highest=highest),
        read_level(value, "impact", extra, lowest=lowest, highest=highest),
        read_text(value, "mitigation", extra),
        read_text(value, "owner", extra),
        extra,
    )

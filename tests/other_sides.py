"""Stored values of the lanes beside the client's own, and of needs: see ``tests.factories``."""

from collections.abc import Sequence
from typing import Any

from tests.factories import child, full_stage


def counted(volume: int | None = None, unit: str = "", period: str = "") -> dict[str, Any]:
    """The part of an entry that says how often something happens."""
    return {"volume": volume, "unit": unit, "period": period}


def serving(
    who: str = "Call centre agents", block_id: str | None = None, **values: Any
) -> dict[str, Any]:
    stored = {"office": "front", "persona": "", "who": who, "channel": "telephone", **counted()}
    return child("serving", {**stored, "tools": "", **values}, block_id)


def employee(ease: str = "", words: str = "", hinders: str = "", helps: str = "") -> dict[str, Any]:
    return {"ease": ease, "words": words, "hinders": hinders, "helps": helps}


def indicator_use(
    slug: str = "first-contact", alignment: str = "", note: str = "", block_id: str | None = None
) -> dict[str, Any]:
    stored = {"indicator": slug, "alignment": alignment, "note": note}
    return child("indicator", stored, block_id)


def guesswork(
    text: str = "Guesses which proof is enough",
    kind: str = "conjecture",
    block_id: str | None = None,
) -> dict[str, Any]:
    return child("guesswork", {"kind": kind, "text": text}, block_id)


def risk(
    text: str = "A neighbour may see the letter", block_id: str | None = None, **values: Any
) -> dict[str, Any]:
    stored = {
        "kind": "confidentiality",
        "text": text,
        "likelihood": "",
        "impact": "",
        "mitigation": "",
        "owner": "",
        **values,
    }
    return child("risk", stored, block_id)


def side_values(number: int = 0, persona: str = "", indicator: str = "") -> dict[str, Any]:
    """Something in every lane beside the client's own."""
    return {
        "sees": "The form",
        "missing_information": "How long it takes",
        "completion": "A message confirms it",
        "serving": [
            serving(persona=persona, **counted(1200, "calls", "month"), tools="Client file")
        ],
        "employee_experience": employee(
            str(number % 5 - 2), "The screen says no.", "Four screens", "One view"
        ),
        "indicators": [indicator_use(indicator, "against", "Agents hurry.")] if indicator else [],
        "people": "Team lead",
        "guesswork": [guesswork()],
        "processes": "Rules",
        "technologies": "Case system",
        "data_handlers": "Agent",
        "data_changes": "Copied by hand",
        "data_systems": "Case system",
        "risks": [risk(likelihood="2", impact="3", mitigation="Neutral envelope", owner="Privacy")],
    }


def whole_stage(number: int = 0, **named: str) -> dict[str, Any]:
    """A stage with something in every lane; `named` are a persona's key and an indicator."""
    entry = full_stage(number)
    entry["value"] |= side_values(number, **named)
    return entry


def initiative(text: str = "A short video", **values: Any) -> dict[str, Any]:
    return child(
        "initiative", {"kind": "content", "text": text, "exists": "", "missing": "", **values}
    )


def need(
    text: str = "Know whether it is for me",
    initiatives: Sequence[dict[str, Any]] = (),
    **values: Any,
) -> dict[str, Any]:
    stored = {"group": "", "persona": "", "moment": "", "text": text, **values}
    return child("need", {**stored, "initiatives": list(initiatives)})


def needs_list(
    needs: Sequence[dict[str, Any]], title: str = "", block_id: str | None = None
) -> dict[str, Any]:
    return child("needs", {"title": title, "needs": list(needs)}, block_id)

"""What a journey knows about itself."""

import copy
import dataclasses
import pickle

import pytest

from wagtail_parcours.journeys import (
    Finding,
    ImprovementCard,
    Journey,
    PersonaProfile,
    RichText,
    Stage,
    StageTable,
)


def test_a_journey_sorts_its_parts():
    table, card, profile = StageTable("t"), ImprovementCard("c"), PersonaProfile("p")
    journey = Journey(parts=(profile, RichText("x"), table, card))
    assert journey.tables == (table,)
    assert journey.cards == (card,)
    assert journey.profiles == (profile,)


def test_findings_are_found_by_id_across_tables():
    first, second = Finding("a", text="first"), Finding("b")
    again, nameless = Finding("a", text="again"), Finding("")
    journey = Journey(
        parts=(
            StageTable(stages=(Stage(findings=(first, nameless)),)),
            StageTable(stages=(Stage(findings=(second, again)),)),
        )
    )
    assert journey.findings == {"a": first, "b": second}
    assert list(journey.findings) == ["a", "b"]


@pytest.mark.parametrize(("evidence", "expected"), [("", True), (" \n", True), ("Survey", False)])
def test_a_finding_without_evidence_is_an_assumption(evidence, expected):
    assert Finding(evidence=evidence).is_assumption is expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("barrier", True), ("pain_point", True), ("bright_spot", False)]
)
def test_bright_spots_are_not_negative(kind, expected):
    assert Finding(kind=kind).is_negative is expected


def test_a_journey_cannot_be_changed_but_cached():
    journey = Journey(parts=(StageTable(stages=(Stage(texts={"actions": "x"}),)),))
    with pytest.raises(dataclasses.FrozenInstanceError):
        journey.title = "x"
    assert pickle.loads(pickle.dumps(journey)) == journey == copy.deepcopy(journey)
    assert hash(journey) == hash(copy.deepcopy(journey))

"""Maps that were signed before a lane, a block or a fact existed keep the seal of that day."""

import pytest

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    evidence,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    persona_profile,
    stage_table,
)
from tests.governance.sealed_world import key, named, seal, wide_stage

pytestmark = pytest.mark.django_db

#: What the two maps below were sealed with when stages had six lanes and bodies no needs.
TODAY = "f6ea97fe9d07553e4c34b90c2e3001ab3667de97b70c7fab7db44c5ac4ccf314"
TOMORROW = "bc094cb8031620b8fecb9f3443bac4b8f609e57b5acbdb05a6650ef37171afc0"


def body(persona, barrier):
    blocks = [
        persona_profile(persona),
        stage_table([wide_stage("Apply", 1), wide_stage("Manage", 2)], 6),
        improvement_card("in-person", [improvement(barriers=[barrier])]),
        evidence("Eight in ten", date="2026-02-28", url="https://example.org/other"),
        child("text", "<p>See <a href='https://example.org/?id=3'>the law</a>.</p>"),
        child("callout", {"kind": "note", "title": "Mind", "text": "The gap"}),
    ]
    return [named(block, f"tomorrow/{number}") for number, block in enumerate(blocks)]


def test_a_map_without_anything_new_keeps_its_seal():
    make_channels()
    persona = PersonaFactory(
        name="Amina",
        translation_key=key("amina"),
        photo_alt="",
        target_group=TargetGroupFactory(name="Caregivers"),
        evidence="12 interviews",
    )
    persona.refresh_from_db()
    table = named(stage_table([wide_stage("Aware", 1), wide_stage("Inform", 2)]), "today")
    today = make_map(
        body=[table], title="Applying today", slug="today", translation_key=key("today map")
    )
    tomorrow = make_future_map(
        today,
        body=body(persona, str(key("today/stages/0/findings/0"))),
        live=False,
        slug="tomorrow",
        framework="accessible-service",
        translation_key=key("tomorrow"),
    )
    assert (seal(today), seal(tomorrow)) == (TODAY, TOMORROW)

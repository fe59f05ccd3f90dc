"""What a live map says of the people on it: difficulties, and lanes of employees."""

import pytest

from tests.factories import (
    PersonaFactory,
    finding,
    improvement_card,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from wagtail_parcours.frameworks import Lane, lanes
from wagtail_parcours.insights.map_traits import maps_with_employee_lanes
from wagtail_parcours.models import Facet, FutureStateMapPage, JourneyFacet

pytestmark = pytest.mark.django_db


def named(page):
    rows = JourneyFacet.objects.filter(page_id=page.pk, facet=Facet.DIFFICULTY)
    return set(rows.values_list("value", flat=True))


def keys(*people):
    return {str(person.translation_key) for person in people}


@pytest.fixture
def ana():
    return PersonaFactory(name="Ana")


@pytest.fixture
def bo():
    return PersonaFactory(name="Bo")


def test_a_described_reality_names_a_difficulty_of_that_persona_alone(ana, bo):
    page = make_map(
        body=[
            persona_profile(ana, [("online", "", "Gives up after two tries")]),
            persona_profile(bo, [("online", "  ", "")]),
        ]
    )
    assert named(page) == keys(ana)


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (finding(), True),
        (finding(kind="pain_point"), True),
        (finding(kind="bright_spot"), False),
        (finding(" "), False),
    ],
)
def test_a_barrier_is_a_difficulty_of_everyone_on_the_map(ana, bo, entry, holds):
    people = [persona_profile(person, [("online", "", "")]) for person in (ana, bo)]
    page = make_map(body=[*people, stage_table([stage(findings=[entry])])])
    assert named(page) == (keys(ana, bo) if holds else set())


def test_a_card_of_the_future_describes_how_the_client_copes(ana):
    profile = persona_profile(ana, [("online", "", "")])
    described = improvement_card("telephone")
    blank = improvement_card("telephone", limitations="", behaviours="")
    page = make_map(body=[profile, described], page_class=FutureStateMapPage)
    other = make_map(body=[profile, blank], page_class=FutureStateMapPage, slug="blank")
    assert (named(page), named(other)) == (keys(ana), set())


@pytest.fixture
def employee_lane(monkeypatch):
    """A lane of employees, registered for the length of a test."""
    lane = Lane("employee_experience", "Employee experience", side="employee")
    monkeypatch.setitem(lanes._lanes, lane.key, lane)
    return lane


def test_maps_that_show_a_lane_of_employees_are_known(employee_lane):
    shown = make_map(body=[stage_table(1, ["actions", employee_lane.key])])
    make_map(body=[stage_table(1, ["actions", "findings"])], slug="other")
    make_map(body=[stage_table(1, [employee_lane.key])], slug="draft", live=False)
    assert [row["page_id"] for row in maps_with_employee_lanes()] == [shown.pk]

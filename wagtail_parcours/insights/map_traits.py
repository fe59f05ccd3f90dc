"""What a live map says of the people on it, beyond whom it shows.

A difficulty of a persona is a fact of structure, never a guess at words: the map describes how the
client copes with a service mode, or holds a barrier or pain point while it shows the persona.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from ..frameworks import get_lane
from ..journeys import Journey
from ..models.facets import Facet, JourneyFacet


def trait_values(journey: Journey) -> set[tuple[str, str]]:
    """The (facet, value) pairs that say a difficulty of a persona or a lane of employees."""
    return {(Facet.DIFFICULTY.value, key) for key in personas_with_difficulty(journey)} | {
        (Facet.EMPLOYEE_LANE.value, key) for key in employee_lanes(journey)
    }


def personas_with_difficulty(journey: Journey) -> set[str]:
    """The keys of the personas of whom the map says that something is hard."""
    shared = any(hindrances(journey))
    return {
        profile.persona
        for profile in journey.profiles
        if profile.persona
        and (
            shared
            or any(says(reality.limitations, reality.behaviours) for reality in profile.realities)
        )
    }


def hindrances(journey: Journey) -> Iterator[bool]:
    """Whether each entry that concerns everyone on the map says that something is hard."""
    for table in journey.tables:
        for stage in table.stages:
            for finding in stage.findings:
                yield finding.is_negative and says(finding.text)
    for card in journey.cards:
        yield says(card.limitations, card.behaviours)


def says(*texts: str) -> bool:
    return any(text.strip() for text in texts)


def employee_lanes(journey: Journey) -> set[str]:
    """The keys of the lanes shown on this map that tell what employees live through."""
    shown = {key for table in journey.tables for key in table.lanes}
    return {key for key in shown if (lane := get_lane(key)) is not None and lane.side == "employee"}


def maps_with_employee_lanes() -> QuerySet[Any]:
    """The keys of the live maps that show a lane of employees, as a query.

    The one place to change when an index of live maps knows their lanes otherwise.
    """
    return JourneyFacet.objects.filter(facet=Facet.EMPLOYEE_LANE).values("page_id")

"""What a journey names of the organisation's own: channels, indicators, personas, target groups.

All that is named counts, whether its table shows the lane or not: switching a lane on must not
change what a signature stands for.
"""

from __future__ import annotations

from collections.abc import Iterator

from .model import Journey, Stage


def named_channels(journey: Journey) -> set[str]:
    """The slugs of the channels that a journey names."""
    slugs = {card.channel for card in journey.cards}
    for profile in journey.profiles:
        slugs |= {reality.channel for reality in profile.realities}
    for stage in _stages(journey):
        slugs |= {touchpoint.channel for touchpoint in stage.touchpoints}
        slugs |= {finding.channel for finding in stage.findings}
        slugs |= {served.channel for served in stage.serving}
    return slugs - {""}


def named_indicators(journey: Journey) -> tuple[str, ...]:
    """The slugs of the indicators that a journey names, in reading order."""
    found = [use.indicator for stage in _stages(journey) for use in stage.indicators]
    found += [entry.indicator for card in journey.cards for entry in card.improvements]
    return tuple(slug for slug in dict.fromkeys(found) if slug)


def named_people(journey: Journey) -> tuple[str, ...]:
    """The keys of the personas that a journey only names: those of its profiles are no part."""
    found = [served.persona for stage in _stages(journey) for served in stage.serving]
    found += [need.persona for part in journey.needs_lists for need in part.needs]
    return tuple(key for key in dict.fromkeys(found) if key)


def named_groups(journey: Journey) -> tuple[str, ...]:
    """The keys of the target groups that a journey names, in reading order."""
    found = [need.group for part in journey.needs_lists for need in part.needs]
    return tuple(key for key in dict.fromkeys(found) if key)


def _stages(journey: Journey) -> Iterator[Stage]:
    for table in journey.tables:
        yield from table.stages

"""The current state against the future one, by stage and by channel, and as a list.

Pure functions over two journeys. What is compared is what readers see: lanes that are switched off
say nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from .model import Finding, Improvement, ImprovementCard, Journey, Stage, StageTable

#: Gives the keys of the lanes that readers see of a stage table.
LanesOf = Callable[[StageTable], Collection[str]]


@dataclass(frozen=True, slots=True)
class PlacedStage:
    """A stage of the current state with the table that it stands in, and what readers see of it."""

    table: StageTable
    stage: Stage
    lanes: frozenset[str]

    @property
    def satisfaction(self) -> int | None:
        return self.stage.experience.satisfaction if "experience" in self.lanes else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.stage.findings if "findings" in self.lanes else ()

    @property
    def channels(self) -> frozenset[str]:
        """The channels that the stage is lived through."""
        seen = {finding.channel for finding in self.findings}
        if "touchpoints" in self.lanes:
            seen |= {touchpoint.channel for touchpoint in self.stage.touchpoints}
        return frozenset(seen - {""})


@dataclass(frozen=True, slots=True)
class Removal:
    """A finding that hinders the client, and the improvements that are to remove it."""

    place: PlacedStage
    finding: Finding
    by: tuple[tuple[ImprovementCard, Improvement], ...]


@dataclass(frozen=True, slots=True)
class StageChange:
    """One stage: what hinders the client there today, and what is to change."""

    place: PlacedStage
    removals: tuple[Removal, ...]

    @property
    def left(self) -> tuple[Removal, ...]:
        """What no improvement removes."""
        return tuple(removal for removal in self.removals if not removal.by)


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """One service mode. ``today`` is the mean satisfaction of the ``rated`` stages lived through
    it, None when none of them is rated; ``expected`` that of its card, None without one.

    ``cards`` are the future of the channel, mostly one; ``left`` its barriers that stay.
    """

    channel: str
    today: float | None
    rated: int
    expected: int | None
    cards: tuple[ImprovementCard, ...]
    barriers: tuple[Removal, ...]

    @property
    def left(self) -> tuple[Removal, ...]:
        return tuple(removal for removal in self.barriers if not removal.by)

    @property
    def change(self) -> float | None:
        """The expected change in levels, to one decimal; None where one side is not rated."""
        if self.today is None or self.expected is None:
            return None
        return round(self.expected - self.today, 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """One improvement, with the barriers that it removes and the change that it should bring.

    ``gone`` counts the barriers that it names and that the current state does not show.
    """

    card: ImprovementCard
    improvement: Improvement
    removals: tuple[Removal, ...]
    gone: int
    change: float | None


@dataclass(frozen=True, slots=True)
class CurrentAgainstFuture:
    """Both states side by side, each in reading order."""

    stages: tuple[StageChange, ...]
    channels: tuple[ChannelChange, ...]
    differences: tuple[Difference, ...]

    @property
    def left(self) -> tuple[Removal, ...]:
        """Every barrier of today that no improvement removes."""
        return tuple(removal for stage in self.stages for removal in stage.left)


def current_against_future(
    current: Journey, future: Journey, lanes_of: LanesOf
) -> CurrentAgainstFuture:
    """Set a current-state journey against the future one that starts from it."""
    named: dict[str, list[tuple[ImprovementCard, Improvement]]] = {}
    for card in future.cards:
        for improvement in card.improvements:
            for barrier in dict.fromkeys(improvement.barriers):
                named.setdefault(barrier, []).append((card, improvement))
    places = tuple(placed(current, lanes_of))
    stages = tuple(
        StageChange(
            place,
            tuple(
                Removal(place, finding, tuple(named.get(finding.id, ())))
                for finding in place.findings
                # A bright spot may be named too: it then shows what it is named for.
                if finding.is_negative or finding.id in named
            ),
        )
        for place in places
    )
    removals = tuple(removal for stage in stages for removal in stage.removals)
    channels = tuple(channel_changes(places, removals, future))
    changes = {channel.channel: channel.change for channel in channels}
    by_id = {removal.finding.id: removal for removal in removals if removal.finding.id}
    differences = []
    for card in future.cards:
        for improvement in card.improvements:
            barriers = tuple(dict.fromkeys(improvement.barriers))
            found = tuple(by_id[barrier] for barrier in barriers if barrier in by_id)
            gone = len(barriers) - len(found)
            differences.append(
                Difference(card, improvement, found, gone, changes.get(card.channel))
            )
    return CurrentAgainstFuture(stages, channels, tuple(differences))


def placed(journey: Journey, lanes_of: LanesOf) -> Iterator[PlacedStage]:
    for table in journey.tables:
        lanes = frozenset(lanes_of(table))
        for stage in table.stages:
            yield PlacedStage(table, stage, lanes)


def channel_changes(
    places: Collection[PlacedStage], removals: Collection[Removal], future: Journey
) -> Iterator[ChannelChange]:
    """Each channel that one of the states names, in the order of the cards, then of the stages."""
    order = [card.channel for card in future.cards]
    order += [channel for place in places for channel in sorted(place.channels)]
    for channel in dict.fromkeys(slug for slug in order if slug):
        levels = [
            place.satisfaction
            for place in places
            if channel in place.channels and place.satisfaction is not None
        ]
        cards = tuple(card for card in future.cards if card.channel == channel)
        expected = [card.satisfaction for card in cards if card.satisfaction is not None]
        yield ChannelChange(
            channel,
            sum(levels) / len(levels) if levels else None,
            len(levels),
            expected[0] if expected else None,
            cards,
            tuple(removal for removal in removals if removal.finding.channel == channel),
        )

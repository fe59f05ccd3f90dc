"""The emotion curve: levels drawn along the stages, of the client and of the employee.

Numbers only. Whoever draws the curve decides on shapes, words and colours. Satisfaction and ease
have the same scale, so both curves stand on one chart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from .model import SATISFACTION_LEVELS, Stage

Coordinates: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One stage on the curve; ``level`` is None where nobody said how it feels."""

    stage_id: str
    name: str
    level: int | None
    moment_of_truth: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """A fall of satisfaction between two stages; ``size`` is positive, in levels."""

    start: CurvePoint
    end: CurvePoint
    size: int


@dataclass(frozen=True, slots=True)
class EmotionCurve:
    """The points of all stages in reading order, and the three that a reader asks about.

    ``lowest`` and ``highest`` are the first of their level; they are None when no stage has a
    level, and ``biggest_drop`` is None when satisfaction never falls.
    """

    points: tuple[CurvePoint, ...]
    lowest: CurvePoint | None
    highest: CurvePoint | None
    biggest_drop: Drop | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stage that client and employee live differently; ``size`` is positive, in levels."""

    client: CurvePoint
    employee: CurvePoint
    size: int


@dataclass(frozen=True, slots=True)
class BothCurves:
    """The client's satisfaction and the employee's ease at the same stages.

    ``biggest_gap`` is the first of its size; it is None when no stage has both levels, or when
    they are the same wherever both are known. ``shared`` counts the stages that have both.
    """

    client: EmotionCurve
    employee: EmotionCurve
    biggest_gap: Gap | None
    shared: int


@dataclass(frozen=True, slots=True)
class PlottedPoint:
    """Where a point stands: ``y`` is None where the stage has no level."""

    point: CurvePoint
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The height of one level of the scale."""

    level: int
    y: float


@dataclass(frozen=True, slots=True)
class CurveGeometry:
    """A curve laid out in a box whose origin is the top left corner, as in SVG.

    ``segments`` are the unbroken runs of two points or more; a stage without a level breaks the
    line. ``levels`` run from the top (the best) to the bottom.
    """

    width: float
    height: float
    points: tuple[PlottedPoint, ...]
    segments: tuple[tuple[Coordinates, ...], ...]
    levels: tuple[LevelLine, ...]


def emotion_curve(stages: Iterable[Stage]) -> EmotionCurve:
    """Return the emotion curve of stages given in reading order.

    A drop is looked for between each stage that has a level and the next one that has one;
    stages without a level in between are passed over. Of equal drops, the first counts.
    """
    return _curve(
        CurvePoint(
            stage.id, stage.name, stage.experience.satisfaction, stage.experience.moment_of_truth
        )
        for stage in stages
    )


def ease_curve(stages: Iterable[Stage]) -> EmotionCurve:
    """Return the curve of how easy it is for employees to satisfy the client.

    As :func:`emotion_curve`; moments of truth are the client's and not marked here.
    """
    return _curve(
        CurvePoint(stage.id, stage.name, stage.employee_experience.ease, False) for stage in stages
    )


def both_curves(
    stages: Iterable[Stage], *, client: bool = True, employee: bool = True
) -> BothCurves:
    """Return the curves of client and employee, with the stage where they are farthest apart.

    A side that is not asked for has the same stages, none of them with a level.
    """
    told = tuple(stages)
    lived, served = emotion_curve(told), ease_curve(told)
    lived = lived if client else _without_levels(lived)
    served = served if employee else _without_levels(served)
    biggest: Gap | None = None
    shared = 0
    for one, other in zip(lived.points, served.points, strict=True):
        if one.level is None or other.level is None:
            continue
        shared += 1
        size = abs(one.level - other.level)
        if size > (biggest.size if biggest else 0):
            biggest = Gap(one, other, size)
    return BothCurves(lived, served, biggest, shared)


def _without_levels(curve: EmotionCurve) -> EmotionCurve:
    return _curve(replace(point, level=None, moment_of_truth=False) for point in curve.points)


def _curve(found: Iterable[CurvePoint]) -> EmotionCurve:
    points = tuple(found)
    rated = [(point.level, point) for point in points if point.level is not None]
    lowest = min(rated, key=lambda pair: pair[0])[1] if rated else None
    highest = max(rated, key=lambda pair: pair[0])[1] if rated else None
    biggest: Drop | None = None
    for (before, start), (after, end) in pairwise(rated):
        size = before - after
        if size > (biggest.size if biggest else 0):
            biggest = Drop(start, end, size)
    return EmotionCurve(points, lowest, highest, biggest)


def curve_geometry(
    curve: EmotionCurve,
    *,
    width: float,
    height: float,
    padding: float = 0,
    right_to_left: bool = False,
) -> CurveGeometry:
    """Lay a curve out in a box of ``width`` × ``height`` units, ``padding`` kept free all around.

    Each stage has a column of equal width and stands at its middle, so that the curve lines up
    with the stage table; the best level lies at the top. Coordinates have two decimals. Raises
    ``ValueError`` when the padding leaves no room.
    """
    inner_width, inner_height = width - 2 * padding, height - 2 * padding
    if padding < 0 or inner_width <= 0 or inner_height <= 0:
        raise ValueError("The padding leaves no room for the curve.")
    lowest, highest = SATISFACTION_LEVELS[0], SATISFACTION_LEVELS[-1]

    def height_of(level: int) -> float:
        return round(padding + inner_height * (highest - level) / (highest - lowest), 2)

    column = inner_width / max(len(curve.points), 1)
    plotted: list[PlottedPoint] = []
    for index, point in enumerate(curve.points):
        x = padding + column * (index + 0.5)
        x = round(width - x if right_to_left else x, 2)
        y = None if point.level is None else height_of(point.level)
        plotted.append(PlottedPoint(point, x, y))
    return CurveGeometry(
        width,
        height,
        tuple(plotted),
        _segments(plotted),
        tuple(LevelLine(level, height_of(level)) for level in reversed(SATISFACTION_LEVELS)),
    )


def _segments(points: Iterable[PlottedPoint]) -> tuple[tuple[Coordinates, ...], ...]:
    runs: list[list[Coordinates]] = [[]]
    for point in points:
        if point.y is None:
            runs.append([])
        else:
            runs[-1].append((point.x, point.y))
    return tuple(tuple(run) for run in runs if len(run) > 1)

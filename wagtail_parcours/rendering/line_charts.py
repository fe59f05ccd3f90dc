"""Lines along time, as coordinates: one grid of levels, one line for each thing that was rated.

Laid out for screens with room and for telephones; time runs the way the language runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .charts import LINE, Words, isolated, runs

#: Outlines of the marks on lines, around the origin: one shape for each line.
POINT_SHAPES = {"circle": "M0-5a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", "square": "M-4.5-4.5h9v9h-9z"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart: its values (on the scale of the levels), None where there is a gap."""

    name: str
    css: str
    shape: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class LinePlace:
    css: str
    shape: str
    runs: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class LevelPlace:
    y: float
    words: Words
    neutral: bool


@dataclass(frozen=True, slots=True)
class LinesDrawing:
    width: float
    height: float
    start: float
    end: float
    levels: tuple[LevelPlace, ...]
    columns: tuple[tuple[Words, ...], ...]
    lines: tuple[LinePlace, ...]


@dataclass(frozen=True, slots=True)
class LinesChart:
    """The same lines for screens with room and for narrow ones."""

    wide: LinesDrawing
    narrow: LinesDrawing
    kind: str = "lines"


def lines_chart(
    lines: Sequence[Line],
    columns: Sequence[tuple[str, str]],
    levels: Sequence[tuple[float, str]],
    *,
    right_to_left: bool = False,
) -> LinesChart:
    """The drawings of some lines over `columns`: names of months with their years, which are
    written where they change. `levels` are the grid. On a telephone only some months are named.
    """

    def drawing(width: float, height: float, every: int) -> LinesDrawing:
        return lines_drawing(
            lines, columns, levels, (width, height, every), right_to_left=right_to_left
        )

    return LinesChart(drawing(640, 250, 1), drawing(320, 230, 3))


def lines_drawing(
    lines: Sequence[Line],
    columns: Sequence[tuple[str, str]],
    levels: Sequence[tuple[float, str]],
    measures: tuple[float, float, int],
    *,
    right_to_left: bool = False,
) -> LinesDrawing:
    """One drawing; `measures` are its width, its height and which months are named (1: all)."""
    width, height, every = measures
    left, right, top, bottom = 36.0, 14.0, 12.0, 40.0
    step = (width - left - right) / max(len(columns) - 1, 1)
    best, worst = max(level for level, _name in levels), min(level for level, _name in levels)

    def x_of(at: int) -> float:
        x = left + (step * at if len(columns) > 1 else (width - left - right) / 2)
        return round(width - x if right_to_left else x, 1)

    def y_of(value: float) -> float:
        return round(top + (best - value) / (best - worst) * (height - top - bottom), 1)

    def edge(x: float) -> float:
        return round(width - x if right_to_left else x, 1)

    def words(text: str, x: float, y: float, anchor: str) -> Words:
        return Words(isolated(text) if right_to_left else text, x, y, anchor)

    # The last month is always named, and every so many before it.
    named = [at for at in range(len(columns)) if not (len(columns) - 1 - at) % every]

    def column(place: int) -> tuple[Words, ...]:
        at = named[place]
        month, year = columns[at]
        before = columns[named[place - 1]][1] if place else ""
        y = height - bottom + 18
        first = words(month, x_of(at), y, "middle")
        return (first, words(year, x_of(at), y + LINE, "middle")) if year != before else (first,)

    beside = "start" if right_to_left else "end"
    return LinesDrawing(
        width,
        height,
        edge(left - 4),
        edge(width - right + 4),
        tuple(
            LevelPlace(y_of(level), words(name, edge(left - 10), y_of(level), beside), level == 0)
            for level, name in levels
        ),
        tuple(column(place) for place in range(len(named))),
        tuple(line_place(line, x_of, y_of) for line in lines),
    )


def line_place(
    line: Line, x_of: Callable[[int], float], y_of: Callable[[float], float]
) -> LinePlace:
    places = [
        None if value is None else (x_of(at), y_of(value)) for at, value in enumerate(line.values)
    ]
    points = tuple(place for place in places if place is not None)
    return LinePlace(line.css, POINT_SHAPES[line.shape], runs(places), points)

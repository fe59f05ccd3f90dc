"""Charts of figures, as coordinates: bars in rows. Lines along time are in :mod:`.line_charts`.

Each chart is laid out twice: for screens with room, and for telephones, where the name of a row
stands above its bar. What a bar stands for, its words and its shades are the caller's; here are
only numbers. Where the language runs from right to left, so do the bars.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from .languages import NOTHING

RIGHT_TO_LEFT_ISOLATE, POP_ISOLATE = "\u2067", "\u2069"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar: from `start` to `end` of the scale (0 to 1), in the shade `css`."""

    start: float
    end: float
    css: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its name, its figures as words, and what is drawn between them.

    `mark` is a place on the scale (0 to 1) that the bar is measured against. A row with `points`
    (0 to 1, None where there is a gap) draws a small line of them instead of a bar. `language`
    are the attributes of a name in another language than the page.
    """

    label: str
    value: str
    stretches: tuple[Stretch, ...] = ()
    mark: float | None = None
    points: tuple[float | None, ...] = ()
    language: SafeString = NOTHING


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across all bars at a place of the scale (0 to 1), with its words."""

    at: float
    label: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a drawing: where it stands, and which end of it stands there."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a drawing."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class BarPlace:
    """A row as it is drawn. `mark` is the place of the line that it is measured against, `middle`
    the line at the middle of the scale, for a row with a small line."""

    names: tuple[Words, ...]
    value: Words
    boxes: tuple[Box, ...]
    mark: tuple[float, float, float] | None
    runs: tuple[str, ...]
    middle: str
    language: SafeString


@dataclass(frozen=True, slots=True)
class TickPlace:
    x: float
    top: float
    bottom: float
    words: Words
    strong: bool


@dataclass(frozen=True, slots=True)
class BarsDrawing:
    width: float
    height: float
    rows: tuple[BarPlace, ...]
    ticks: tuple[TickPlace, ...]


@dataclass(frozen=True, slots=True)
class BarsChart:
    """The same rows for screens with room and for narrow ones."""

    wide: BarsDrawing
    narrow: BarsDrawing
    kind: str = "bars"


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of a drawing of bars: `label` is the room for names beside the bars, 0 where
    they stand above; `value` the most room that figures after them may take."""

    width: float
    label: float
    value: float
    row: float
    bar: float
    wrap: int
    lines: int

    @property
    def start(self) -> float:
        return self.label

    @property
    def length(self) -> float:
        return self.width - self.label - self.value


WIDE = Layout(width=640, label=186, value=220, row=40, bar=16, wrap=22, lines=2)
NARROW = Layout(width=320, label=0, value=180, row=52, bar=14, wrap=42, lines=1)
#: Room above the bars for the words of the ticks.
AXIS = 26
#: Between a bar and the words beside it.
GAP = 8
#: Height of one line of words, and width of a letter in it.
LINE = 16
LETTER = 8.5


def bars_chart(
    bars: Sequence[Bar], ticks: Sequence[Tick] = (), *, right_to_left: bool = False
) -> BarsChart:
    """The drawings of some rows, in the order given."""
    return BarsChart(
        bars_drawing(bars, ticks, WIDE, right_to_left),
        bars_drawing(bars, ticks, NARROW, right_to_left),
    )


def bars_drawing(
    bars: Sequence[Bar], ticks: Sequence[Tick], layout: Layout, right_to_left: bool = False
) -> BarsDrawing:
    layout = fitting(bars, layout)
    top = AXIS if ticks else 0
    bottom = top + layout.row * len(bars)
    drawing = BarsDrawing(
        layout.width,
        bottom + 2,
        tuple(bar_place(bar, top + layout.row * at, layout) for at, bar in enumerate(bars)),
        tuple(tick_place(tick, top, bottom, layout) for tick in ticks),
    )
    return mirrored(drawing) if right_to_left else drawing


def fitting(bars: Sequence[Bar], layout: Layout) -> Layout:
    """The layout with as much room for figures as the longest of them needs."""
    longest = max((len(bar.value) for bar in bars), default=0)
    return replace(layout, value=min(longest * LETTER + 2 * GAP, layout.value))


def bar_place(bar: Bar, top: float, layout: Layout) -> BarPlace:
    """A row whose upper edge is at `top`, from left to right."""
    beside = layout.label > 0
    middle = top + layout.row / 2 if beside else top + layout.row - layout.bar / 2 - GAP
    upper = middle - layout.bar / 2
    lines = wrapped(bar.label, layout.wrap, layout.lines)
    first = middle - LINE * (len(lines) - 1) / 2 if beside else upper - LINE + 3
    names = tuple(
        Words(
            line,
            round(layout.label - GAP, 1) if beside else 0,
            round(first + LINE * number, 1),
            "end" if beside else "start",
        )
        for number, line in enumerate(lines)
    )
    boxes = tuple(
        Box(
            along(part.start, layout),
            round(upper, 1),
            round((part.end - part.start) * layout.length, 1),
            layout.bar,
            part.css,
        )
        for part in bar.stretches
    )
    reach = max((part.end for part in bar.stretches), default=1.0 if bar.points else 0.0)
    reach = max(reach, bar.mark or 0.0)
    mark = None
    if bar.mark is not None:
        mark = (along(bar.mark, layout), round(upper - 4, 1), round(upper + layout.bar + 4, 1))
    value = Words(bar.value, round(along(reach, layout) + GAP, 1), round(middle, 1), "start")
    at = round(upper + layout.bar / 2, 1)
    line = f"M{layout.start} {at}H{along(1, layout)}" if bar.points else ""
    runs_of_row = small_line(bar.points, upper, layout)
    return BarPlace(names, value, boxes, mark, runs_of_row, line, bar.language)


def small_line(points: Sequence[float | None], upper: float, layout: Layout) -> tuple[str, ...]:
    """The unbroken runs of a line that fills the place of a bar, the best at the top."""
    step = layout.length / max(len(points) - 1, 1)
    height = layout.bar + 8
    places = [
        None
        if point is None
        else (
            round(layout.start + step * at, 1),
            round(upper - 4 + (1 - point) * height, 1),
        )
        for at, point in enumerate(points)
    ]
    return runs(places)


def tick_place(tick: Tick, top: float, bottom: float, layout: Layout) -> TickPlace:
    x = along(tick.at, layout)
    anchor = "start" if tick.at <= 0 else "end" if tick.at >= 1 else "middle"
    return TickPlace(x, top - 4, bottom, Words(tick.label, x, top - 14, anchor), tick.strong)


def along(share: float, layout: Layout) -> float:
    return round(layout.start + share * layout.length, 1)


def mirrored(drawing: BarsDrawing) -> BarsDrawing:
    """The drawing from right to left."""
    width = drawing.width
    rows = tuple(
        replace(
            row,
            names=tuple(mirrored_words(name, width) for name in row.names),
            value=mirrored_words(row.value, width),
            boxes=tuple(replace(box, x=round(width - box.x - box.width, 1)) for box in row.boxes),
            mark=row.mark and (round(width - row.mark[0], 1), row.mark[1], row.mark[2]),
            runs=tuple(mirrored_run(run, width) for run in row.runs),
            middle=mirrored_middle(row.middle, width),
        )
        for row in drawing.rows
    )
    ticks = tuple(
        replace(tick, x=round(width - tick.x, 1), words=mirrored_words(tick.words, width))
        for tick in drawing.ticks
    )
    return replace(drawing, rows=rows, ticks=ticks)


def mirrored_words(words: Words, width: float) -> Words:
    """On the other side; inside a drawing, whose own direction is from left to right."""
    anchors = {"start": "end", "end": "start", "middle": "middle"}
    return Words(isolated(words.text), round(width - words.x, 1), words.y, anchors[words.anchor])


def isolated(text: str) -> str:
    return f"{RIGHT_TO_LEFT_ISOLATE}{text}{POP_ISOLATE}" if text else ""


def mirrored_run(run: str, width: float) -> str:
    pairs = (pair.split(" ") for pair in run[1:].split("L"))
    return "M" + "L".join(f"{round(width - float(x), 1)} {y}" for x, y in pairs)


def mirrored_middle(line: str, width: float) -> str:
    if not line:
        return ""
    start, end = line[1:].split("H")
    x, y = start.split(" ")
    return f"M{round(width - float(end), 1)} {y}H{round(width - float(x), 1)}"


def runs(places: Iterable[tuple[float, float] | None]) -> tuple[str, ...]:
    """The unbroken runs of two points or more, as paths."""
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return tuple("M" + "L".join(f"{x} {y}" for x, y in run) for run in found if len(run) > 1)


def wrapped(name: str, width: int, lines: int) -> list[str]:
    """A name on a few short lines; SVG breaks no text by itself."""
    found = textwrap.wrap(name, width) or [""]
    if len(found) > lines:
        found = found[:lines]
        found[-1] = f"{found[-1][: width - 1].rstrip()}…"
    return found

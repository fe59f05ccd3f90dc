"""The curves of a table for readers: a drawing in two orientations, a table, and sentences.

One line for the client's satisfaction, one for how easy it is for employees, both on one scale.
Where both are drawn they stand a little apart, so that neither hides the other.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from ..blocks.cells import SATISFACTION_LABELS
from ..journeys.curve import (
    BothCurves,
    CurveGeometry,
    EmotionCurve,
    LevelLine,
    PlottedPoint,
    curve_geometry,
)
from . import marks
from .curve_sentences import both_sentences, names_of
from .languages import NOTHING

#: The wide drawing keeps the proportions of the table's columns (see the style sheet: lane names
#: 8 and stages 10), so that each mark stands above its stage.
LANE_SHARE = 8
STAGE_SHARE = 10
UNIT = 17
FULL_WIDTH = 1160
PADDING = 40
PLOT_HEIGHT = 280
NAME_HEIGHT = 46
#: The tall drawing, on a phone.
TALL_ROW = 72
TALL_ROW_OF_BOTH = 92
TALL_WIDTH = 288

NAME_WIDTH = 19
NAME_LINES = 2

#: How far each of two lines stands from where it would stand alone, along the stages and across.
APART = 15
ACROSS = 4

Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class CurveView:
    """What the curve's template prints.

    `sides` says whose lines are drawn: ``"client"``, ``"employee"`` or ``"both"``; `name` is what
    the drawing is called. `points` are the rows of the table beside it.
    """

    anchor: str
    sides: str
    name: str
    sentence: SafeString
    points: tuple[dict[str, Any], ...]
    wide: dict[str, Any]
    tall: dict[str, Any]


def curve_view(
    curves: BothCurves, anchor: str, languages: Sequence[SafeString] = ()
) -> CurveView | None:
    """The drawing of `curves`, or None when no stage has a level.

    `languages` are the attributes of the stages' names, in order, where they are in another
    language than the page.
    """
    sides = sides_of(curves)
    if not sides:
        return None
    said = languages or [NOTHING] * len(curves.client.points)
    rows = tuple(
        {
            "name": lived.name,
            "language": attributes,
            "level": marks.level_view(lived.level),
            "ease": marks.ease_view(served.level),
            "moment_of_truth": lived.moment_of_truth,
        }
        for lived, served, attributes in zip(
            curves.client.points, curves.employee.points, said, strict=True
        )
    )
    wide, tall = wide_drawing(curves), tall_drawing(curves)
    for drawing in (wide, tall):
        for place, attributes in zip(drawing["points"], said, strict=True):
            place["language"] = attributes
    sentence = both_sentences(curves, names_of(curves, said))
    return CurveView(anchor, sides, curve_name(sides), sentence, rows, wide, tall)


def drawn_until(view: CurveView, last: int) -> dict[str, Any] | None:
    """The wide drawing of the client's line up to the stage at `last`, what follows as dots.

    None where nothing is known of the client.
    """
    if view.sides == "employee":
        return None
    places = view.wide["points"]
    told, later = places[: last + 1], places[last + 1 :]
    run: list[tuple[float, float]] = []
    found = [run]
    for place in told:
        if place["shape"]:
            run.append((place["x"], place["y"]))
        elif run:
            # The line breaks where nobody said how it was.
            run = []
            found.append(run)
    return {
        **view.wide,
        "span": view.wide["end"] - view.wide["start"],
        "runs": [path(iter(points)) for points in found if len(points) > 1],
        "points": [{**place, "is_now": place is told[-1]} for place in told if place["shape"]],
        "later": [place for place in later if place["shape"]],
    }


def sides_of(curves: BothCurves) -> str:
    """Whose levels are known; ``""`` when nobody's are."""
    client, employee = curves.client.lowest is not None, curves.employee.lowest is not None
    if client and employee:
        return "both"
    return "client" if client else "employee" if employee else ""


def curve_name(sides: str) -> str:
    if sides == "both":
        return gettext("Client and employee curves")
    return gettext("Emotion curve") if sides == "client" else gettext("Employee curve")


def axis_labels(level: int, sides: str) -> list[str]:
    """The words of a level beside the drawing: the client's, the employee's, or one above the
    other."""
    words = []
    if sides != "employee":
        words.append(marks.isolated_label(marks.level_label(level)))
    if sides != "client":
        said = marks.ease_label(level)
        # The number stands on the line above.
        words.append(marks.isolated_label(ease_word(level) if words else said))
    return words


def word(level: int) -> str:
    return str(SATISFACTION_LABELS[level])


def ease_word(level: int) -> str:
    """How easy it is, without the number."""
    return marks.ease_label(level).partition(" ")[2]


def wide_drawing(curves: BothCurves) -> dict[str, Any]:
    """Time from left to right (right to left where the language is), stage names below."""
    rtl = get_language_bidi()
    sides = sides_of(curves)
    stages = len(curves.client.points)
    unit = max(UNIT, FULL_WIDTH / (LANE_SHARE + STAGE_SHARE * stages))
    axis, plot_width = round(LANE_SHARE * unit), round(STAGE_SHARE * unit * stages)
    shift = 0 if rtl else axis
    scale = (PLOT_HEIGHT - 2 * PADDING) / PLOT_HEIGHT

    def geometry(curve: EmotionCurve) -> CurveGeometry:
        return curve_geometry(
            curve, width=plot_width, height=PLOT_HEIGHT, padding=0, right_to_left=rtl
        )

    def place(x: float, y: float) -> tuple[float, float]:
        return round(x + shift, 1), round(PADDING + y * scale, 1)

    client, employee = geometry(curves.client), geometry(curves.employee)
    of_client = moved(place, -APART, -ACROSS) if sides == "both" else place
    of_employee = moved(place, APART, ACROSS) if sides == "both" else place
    return {
        "width": plot_width + axis,
        "height": PLOT_HEIGHT + NAME_HEIGHT,
        "start": shift,
        "end": shift + plot_width,
        "axis_x": plot_width + 10 if rtl else axis - 10,
        "axis_anchor": "start" if rtl else "end",
        "levels": [wide_level(line, place(0, line.y)[1], sides) for line in client.levels],
        "runs": runs(client, of_client),
        "points": [
            wide_point(plotted, place, of_client, in_valley(curves.client, index))
            for index, plotted in enumerate(client.points)
        ],
        "employee": employee_line(employee, of_employee),
    }


def moved(place: Place, along: float, across: float) -> Place:
    """The same place, a little to the side."""

    def beside(x: float, y: float) -> tuple[float, float]:
        there_x, there_y = place(x, y)
        return round(there_x + along, 1), round(there_y + across, 1)

    return beside


def runs(geometry: CurveGeometry, place: Place) -> list[str]:
    return [path(place(x, y) for x, y in run) for run in geometry.segments]


def employee_line(geometry: CurveGeometry, place: Place) -> dict[str, Any]:
    """The second line: its runs, and its marks at the stages that have one."""
    return {
        "runs": runs(geometry, place),
        "points": [
            marker(plotted, *place(plotted.x, plotted.y))
            for plotted in geometry.points
            if plotted.y is not None
        ],
    }


def wide_level(line: LevelLine, y: float, sides: str) -> dict[str, Any]:
    labels = axis_labels(line.level, sides)
    first = y if len(labels) == 1 else y - 8
    return {
        "y": y,
        "labels": [
            {"text": text, "y": round(first + 16 * index, 1)} for index, text in enumerate(labels)
        ],
        "neutral": line.level == 0,
    }


def in_valley(curve: EmotionCurve, index: int) -> bool:
    """Whether the line comes down to this stage, so that a label above would cross it."""
    levels = [point.level for point in curve.points]
    beside = [levels[at] for at in (index - 1, index + 1) if 0 <= at < len(levels)]
    known = [level for level in beside if level is not None]
    level = levels[index]
    return level is not None and bool(known) and sum(known) > level * len(known)


def wide_point(
    plotted: PlottedPoint, place: Place, of_client: Place, label_below: bool
) -> dict[str, Any]:
    x, y = of_client(plotted.x, plotted.y or 0)
    lines = wrapped(plotted.point.name)
    return {
        "label_y": 34 if label_below else -24,
        "name_x": place(plotted.x, 0)[0],
        "names": [
            {"text": line, "y": PLOT_HEIGHT + 12 + 17 * index} for index, line in enumerate(lines)
        ],
        **marker(plotted, x, y),
    }


def tall_drawing(curves: BothCurves) -> dict[str, Any]:
    """Time from top to bottom, the better the further along the line: for narrow screens."""
    rtl = get_language_bidi()
    sides = sides_of(curves)
    row = TALL_ROW_OF_BOTH if sides == "both" else TALL_ROW
    height = row * len(curves.client.points)
    ends = 2 if sides == "both" else 1
    top = 28 + 16 * ends
    inner = TALL_WIDTH - 2 * PADDING

    def place(x: float, y: float) -> tuple[float, float]:
        along = PADDING + (TALL_WIDTH - y) / TALL_WIDTH * inner
        return round(TALL_WIDTH - along if rtl else along, 1), round(top + x + 10, 1)

    client = curve_geometry(curves.client, width=height, height=TALL_WIDTH)
    employee = curve_geometry(curves.employee, width=height, height=TALL_WIDTH)
    of_client = moved(place, -ACROSS, -APART + 4) if sides == "both" else place
    of_employee = moved(place, ACROSS, APART + 4) if sides == "both" else place
    return {
        "width": TALL_WIDTH,
        "height": height + top + 8,
        "top": top,
        "bottom": height + top,
        "numbers_y": top - 12,
        "levels": [
            {
                "x": place(0, line.y)[0],
                "label": marks.signed(line.level),
                "neutral": line.level == 0,
            }
            for line in client.levels
        ],
        "ends": tall_ends(client, place, sides),
        "runs": runs(client, of_client),
        "points": [tall_point(plotted, place, of_client, row) for plotted in client.points],
        "employee": employee_line(employee, of_employee),
    }


def tall_ends(geometry: CurveGeometry, place: Place, sides: str) -> list[dict[str, Any]]:
    """The words at both ends of the scale and at its middle, a line for each side drawn."""
    best, neutral, worst = geometry.levels[0], geometry.levels[2], geometry.levels[-1]
    rtl = get_language_bidi()
    left, right = (best, worst) if rtl else (worst, best)
    lines = []
    if sides != "employee":
        lines.append([word(left.level), word(neutral.level), word(right.level)])
    if sides != "client":
        # The middle of the second line would not fit between its ends.
        lines.append([ease_word(left.level), "", ease_word(right.level)])
    anchors = [(0, "start"), (place(0, neutral.y)[0], "middle"), (TALL_WIDTH, "end")]
    return [
        {"x": x, "y": 12 + 16 * index, "anchor": anchor, "label": label}
        for index, words in enumerate(lines)
        for (x, anchor), label in zip(anchors, words, strict=True)
        if label
    ]


def tall_point(
    plotted: PlottedPoint, place: Place, of_client: Place, row: int = TALL_ROW
) -> dict[str, Any]:
    middle = plotted.y if plotted.y is not None else TALL_WIDTH / 2
    x, y = of_client(plotted.x, middle)
    names = wrapped(plotted.point.name, 38, 1)
    rtl = get_language_bidi()
    above = place(plotted.x, middle)[1] - row / 2 + 9
    return {
        **tall_label(x),
        "name_x": TALL_WIDTH if rtl else 0,
        "name_anchor": "end" if rtl else "start",
        "names": [{"text": names[0], "y": round(above, 1)}] if names else [],
        **marker(plotted, x, y),
    }


def tall_label(x: float) -> dict[str, Any]:
    """Where a marker's words stand: on the side that has room for them, else below."""
    middle = TALL_WIDTH / 2
    if abs(x - middle) < 1:
        return {"label_x": 0, "label_y": 34, "label_anchor": "middle"}
    side, anchor = (24, "start") if x < middle else (-24, "end")
    return {"label_x": side, "label_y": 5, "label_anchor": anchor}


def marker(plotted: PlottedPoint, x: float, y: float) -> dict[str, Any]:
    """The mark of a stage on the curve; without a level there is none."""
    level = plotted.point.level
    if level is None:
        return {"shape": "", "x": x, "y": y}
    return {
        "x": x,
        "y": y,
        "shape": marks.LEVEL_SHAPES[level],
        "css": marks.LEVEL_CLASSES[level],
        "value": marks.signed(level),
        "moment_of_truth": plotted.point.moment_of_truth,
    }


def path(points: Iterator[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def wrapped(name: str, width: int = NAME_WIDTH, lines: int = NAME_LINES) -> list[str]:
    """A stage's name on a few short lines; SVG breaks no text by itself."""
    found = textwrap.wrap(name, width)
    if len(found) > lines:
        found = found[:lines]
        found[-1] = f"{found[-1][: width - 1].rstrip()}…"
    return found

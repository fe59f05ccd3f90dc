"""The emotion curve for readers: a drawing in two orientations, a table, and one sentence."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, ngettext

from ..journeys.curve import CurveGeometry, CurvePoint, EmotionCurve, PlottedPoint, curve_geometry
from . import marks
from .languages import NOTHING, isolated

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
TALL_WIDTH = 288

NAME_WIDTH = 19
NAME_LINES = 2


@dataclass(frozen=True, slots=True)
class CurveView:
    """What the curve's template prints."""

    anchor: str
    sentence: SafeString
    points: tuple[dict[str, Any], ...]
    wide: dict[str, Any]
    tall: dict[str, Any]


def curve_view(
    curve: EmotionCurve, anchor: str, languages: Sequence[SafeString] = ()
) -> CurveView | None:
    """The drawing of `curve`, or None when no stage has a level.

    `languages` are the attributes of the stages' names, in order, where they are in another
    language than the page.
    """
    if curve.lowest is None:
        return None
    said = languages or [NOTHING] * len(curve.points)
    rows = tuple(
        {
            "name": point.name,
            "language": attributes,
            "level": marks.level_view(point.level),
            "moment_of_truth": point.moment_of_truth,
        }
        for point, attributes in zip(curve.points, said, strict=True)
    )
    wide, tall = wide_drawing(curve), tall_drawing(curve)
    for drawing in (wide, tall):
        for place, attributes in zip(drawing["points"], said, strict=True):
            place["language"] = attributes
    return CurveView(anchor, sentence_html(curve, said), rows, wide, tall)


def sentence_html(curve: EmotionCurve, languages: Sequence[SafeString]) -> SafeString:
    """The sentence with the names of the stages kept apart from it, each in its own language."""
    names = {
        id(point): isolated(point.name, attributes)
        for point, attributes in zip(curve.points, languages, strict=True)
    }
    return curve_sentence(curve, lambda point: names[id(point)])


def plain_name(point: CurvePoint) -> SafeString:
    return conditional_escape(point.name)


def curve_sentence(
    curve: EmotionCurve, name: Callable[[CurvePoint], SafeString] = plain_name
) -> SafeString:
    """One sentence, as HTML, that names the low, the high and the biggest drop."""
    return mark_safe(told(curve, name))  # noqa: S308 - sentence and pieces are escaped


def told(curve: EmotionCurve, name: Callable[[CurvePoint], SafeString]) -> str:
    low, high, drop = curve.lowest, curve.highest, curve.biggest_drop
    if low is None or high is None:
        return ""
    rated = [point for point in curve.points if point.level is not None]
    words = {
        "low": name(low),
        "low_level": escape(marks.level_label(low.level)),
        "high": name(high),
        "high_level": escape(marks.level_label(high.level)),
    }
    if len(rated) == 1:
        return (
            escape(gettext("Only one stage has a satisfaction level: “%(low)s” (%(low_level)s)."))
            % words
        )
    if low.level == high.level:
        return escape(gettext("Satisfaction is the same at every stage: %(low_level)s.")) % words
    if drop is None:
        return (
            escape(
                gettext(
                    "Satisfaction is lowest at “%(low)s” (%(low_level)s), highest at “%(high)s” "
                    "(%(high_level)s), and never drops on the way."
                )
            )
            % words
        )
    pattern = ngettext(
        "Satisfaction is lowest at “%(low)s” (%(low_level)s) and highest at “%(high)s” "
        "(%(high_level)s); it drops most from “%(start)s” to “%(end)s”, by %(size)d level.",
        "Satisfaction is lowest at “%(low)s” (%(low_level)s) and highest at “%(high)s” "
        "(%(high_level)s); it drops most from “%(start)s” to “%(end)s”, by %(size)d levels.",
        drop.size,
    )
    return escape(pattern) % {
        **words,
        "start": name(drop.start),
        "end": name(drop.end),
        "size": drop.size,
    }


def wide_drawing(curve: EmotionCurve) -> dict[str, Any]:
    """Time from left to right (right to left where the language is), stage names below."""
    rtl = get_language_bidi()
    stages = len(curve.points)
    unit = max(UNIT, FULL_WIDTH / (LANE_SHARE + STAGE_SHARE * stages))
    axis, plot_width = round(LANE_SHARE * unit), round(STAGE_SHARE * unit * stages)
    geometry = curve_geometry(
        curve, width=plot_width, height=PLOT_HEIGHT, padding=0, right_to_left=rtl
    )
    shift = 0 if rtl else axis
    scale = (PLOT_HEIGHT - 2 * PADDING) / PLOT_HEIGHT

    def place(x: float, y: float) -> tuple[float, float]:
        return round(x + shift, 1), round(PADDING + y * scale, 1)

    levels = [
        {
            "y": place(0, line.y)[1],
            "label": marks.isolated_label(line.level),
            "neutral": line.level == 0,
        }
        for line in geometry.levels
    ]
    return {
        "width": plot_width + axis,
        "height": PLOT_HEIGHT + NAME_HEIGHT,
        "start": shift,
        "end": shift + plot_width,
        "axis_x": plot_width + 10 if rtl else axis - 10,
        "axis_anchor": "start" if rtl else "end",
        "levels": levels,
        "runs": [path(place(x, y) for x, y in run) for run in geometry.segments],
        "points": [
            wide_point(plotted, place, in_valley(curve, index))
            for index, plotted in enumerate(geometry.points)
        ],
    }


def in_valley(curve: EmotionCurve, index: int) -> bool:
    """Whether the line comes down to this stage, so that a label above would cross it."""
    levels = [point.level for point in curve.points]
    beside = [levels[at] for at in (index - 1, index + 1) if 0 <= at < len(levels)]
    known = [level for level in beside if level is not None]
    level = levels[index]
    return level is not None and bool(known) and sum(known) > level * len(known)


def wide_point(plotted: PlottedPoint, place: Any, label_below: bool) -> dict[str, Any]:
    x, y = place(plotted.x, plotted.y or 0)
    lines = wrapped(plotted.point.name)
    return {
        "label_y": 34 if label_below else -24,
        "names": [
            {"text": line, "y": PLOT_HEIGHT + 12 + 17 * index} for index, line in enumerate(lines)
        ],
        **marker(plotted, x, y),
    }


def tall_drawing(curve: EmotionCurve) -> dict[str, Any]:
    """Time from top to bottom, the better the further along the line: for narrow screens."""
    rtl = get_language_bidi()
    height = TALL_ROW * len(curve.points)
    geometry = curve_geometry(curve, width=height, height=TALL_WIDTH)
    top = 44
    inner = TALL_WIDTH - 2 * PADDING

    def place(x: float, y: float) -> tuple[float, float]:
        along = PADDING + (TALL_WIDTH - y) / TALL_WIDTH * inner
        return round(TALL_WIDTH - along if rtl else along, 1), round(top + x + 10, 1)

    return {
        "width": TALL_WIDTH,
        "height": height + top + 8,
        "top": top,
        "bottom": height + top,
        "levels": [
            {
                "x": place(0, line.y)[0],
                "label": marks.signed(line.level),
                "neutral": line.level == 0,
            }
            for line in geometry.levels
        ],
        "ends": tall_ends(geometry, place),
        "runs": [path(place(x, y) for x, y in run) for run in geometry.segments],
        "points": [tall_point(plotted, place) for plotted in geometry.points],
    }


def tall_ends(geometry: CurveGeometry, place: Any) -> list[dict[str, Any]]:
    """The words at both ends of the scale and at its middle."""
    best, neutral, worst = geometry.levels[0], geometry.levels[2], geometry.levels[-1]
    rtl = get_language_bidi()
    left, right = (best, worst) if rtl else (worst, best)
    return [
        {"x": 0, "anchor": "start", "label": word(left.level)},
        {"x": place(0, neutral.y)[0], "anchor": "middle", "label": word(neutral.level)},
        {"x": TALL_WIDTH, "anchor": "end", "label": word(right.level)},
    ]


def word(level: int) -> str:
    from ..blocks.cells import SATISFACTION_LABELS

    return str(SATISFACTION_LABELS[level])


def tall_point(plotted: PlottedPoint, place: Any) -> dict[str, Any]:
    x, y = place(plotted.x, plotted.y if plotted.y is not None else TALL_WIDTH / 2)
    names = wrapped(plotted.point.name, 38, 1)
    rtl = get_language_bidi()
    return {
        **tall_label(x),
        "name_x": TALL_WIDTH if rtl else 0,
        "name_anchor": "end" if rtl else "start",
        "names": [{"text": names[0], "y": round(y - 27, 1)}] if names else [],
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

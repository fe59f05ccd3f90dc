"""What the curves of a table say, in sentences: the low, the high, the biggest drop, the gap.

The names of stages may be in another language than the sentence: they come as HTML.
"""

from collections.abc import Callable, Sequence

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from ..journeys.curve import BothCurves, CurvePoint, EmotionCurve
from . import marks
from .languages import isolated

Name = Callable[[CurvePoint], SafeString]


def names_of(curves: BothCurves, languages: Sequence[SafeString]) -> Name:
    """The names of the stages kept apart from a sentence, each in its own language."""
    names: dict[int, SafeString] = {}
    for curve in (curves.client, curves.employee):
        for point, attributes in zip(curve.points, languages, strict=True):
            names[id(point)] = isolated(point.name, attributes)
    return lambda point: names[id(point)]


def plain_name(point: CurvePoint) -> SafeString:
    return conditional_escape(point.name)


def both_sentences(curves: BothCurves, name: Name = plain_name) -> SafeString:
    """What the chart of both sides tells, as HTML: each side, then the gap between them."""
    told_pieces = [
        told(curves.client, name),
        told_of_employees(curves.employee, name),
        told_gap(curves, name),
    ]
    return mark_safe(" ".join(filter(None, told_pieces)))  # noqa: S308 - each piece is escaped


def told_of_employees(curve: EmotionCurve, name: Name) -> str:
    low, high = curve.lowest, curve.highest
    if low is None or high is None:
        return ""
    words = {
        "low": name(low),
        "low_level": escape(marks.ease_label(low.level)),
        "high": name(high),
        "high_level": escape(marks.ease_label(high.level)),
    }
    if sum(point.level is not None for point in curve.points) == 1:
        said = gettext(
            "Only one stage tells how easy it is for employees: “%(low)s” (%(low_level)s)."
        )
    elif low.level == high.level:
        said = gettext("For employees, every stage is the same: %(low_level)s.")
    else:
        said = gettext(
            "For employees, it is hardest at “%(low)s” (%(low_level)s) and easiest at “%(high)s” "
            "(%(high_level)s)."
        )
    return escape(said) % words


def told_gap(curves: BothCurves, name: Name) -> str:
    """Where client and employee are farthest apart; nothing when they share no stage."""
    if not curves.shared:
        return ""
    gap = curves.biggest_gap
    if gap is None:
        return escape(gettext("Client and employee are level wherever both are known."))
    said = gettext(
        "Client and employee are farthest apart at “%(stage)s”: %(client)s for the client, "
        "%(employee)s for the employee."
    )
    return escape(said) % {
        "stage": name(gap.client),
        "client": escape(marks.level_label(gap.client.level)),
        "employee": escape(marks.ease_label(gap.employee.level)),
    }


def curve_sentence(curve: EmotionCurve, name: Name = plain_name) -> SafeString:
    """One sentence, as HTML, that names the low, the high and the biggest drop."""
    return mark_safe(told(curve, name))  # noqa: S308 - sentence and pieces are escaped


def told(curve: EmotionCurve, name: Name) -> str:
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

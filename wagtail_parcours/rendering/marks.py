"""Shapes and words for levels, findings and judgements, so that colour never speaks alone."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..blocks.cells import SATISFACTION_CHOICES
from ..blocks.other_sides import EASE_CHOICES

#: Outline of each level around the origin, 24 units wide: the better, the more it points up.
LEVEL_SHAPES = {
    2: "M0-10 11 8h-22z",
    1: "M0-8.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z",
    0: "M-7.5-7.5h15v15h-15z",
    -1: "M0-10.5 10.5 0 0 10.5-10.5 0z",
    -2: "M0 10-11-8h22z",
}
LEVEL_CLASSES = {2: "p2", 1: "p1", 0: "0", -1: "m1", -2: "m2"}
LEVEL_LABELS = {int(level): label for level, label in SATISFACTION_CHOICES if level}
EASE_LABELS = {int(level): label for level, label in EASE_CHOICES}

FINDING_SHAPES = {
    # A bar across the way, a broken line, a check mark.
    "barrier": "M-10-4h20v8h-20zM-7 4v6M7 4v6M-7-4v-5M7-4v-5",
    "pain_point": "M2-11-6 2h5l-3 9L7-3H1z",
    "bright_spot": "M-9 1-3 7 9-7",
}
#: What an interaction does to someone: a zigzag, a level line, a heart.
EFFECT_SHAPES = {
    "irritant": "M-10 4-5-6 0 4 5-6 10 4",
    "neutral": "M-9 0H9",
    "delight": "M0 9C-8 2-10-1-10-4a5 5 0 0 1 10-1 5 5 0 0 1 10 1c0 3-2 6-10 13z",
}
#: Two arrows: the same way, one against the other; two lines that go nowhere.
ALIGNMENT_SHAPES = {
    "with": "M-9-5H8M4-9 8-5 4-1M-9 5H8M4 1 8 5 4 9",
    "against": "M-9-5H8M4-9 8-5 4-1M9 5H-8M-4 1-8 5-4 9",
    "neutral": "M-9-4H9M-9 4H9",
}
GUESSWORK_SHAPE = "M-5-4a5 5 0 1 1 7.5 4.3C0.5 1.5 0 2.5 0 5M0 9.5v.1"
RISK_SHAPE = "M0-10 9-6v6c0 5-4 8-9 10C-5 8-9 5-9 0v-6zM0-4v5M0 4.5v.1"
SERVICE_POINT_SHAPE = "M0 10C-5 4-8 0-8-3a8 8 0 0 1 16 0c0 3-3 7-8 13zM0-5.5v5"
MOMENT_SHAPE = "M-6 11v-21M-6-10H9l-4 5 4 5H-6"

LEFT_TO_RIGHT_MARK = "\u200e"

SERVICE_POINT = _("Service point")
MOMENT_OF_TRUTH = _("Moment of truth")

FREQUENCY_LABELS = {1: _("Some clients"), 2: _("Many clients"), 3: _("Nearly all clients")}
RISK_LEVEL_LABELS = {
    1: pgettext_lazy("risk", "Low"),
    2: pgettext_lazy("risk", "Medium"),
    3: pgettext_lazy("risk", "High"),
}
SEVERITY_LABELS = {1: _("Slows the client"), 2: _("Serious difficulty"), 3: _("Stops the client")}


def signed(level: int) -> str:
    """The level as people write it: −2, 0, +1."""
    shown = f"+{level}" if level > 0 else str(level).replace("-", "\u2212")
    # Where the language runs the other way, a sign would change sides.
    return f"{LEFT_TO_RIGHT_MARK}{shown}" if get_language_bidi() else shown


def level_label(level: int | None) -> str:
    """The level with its word, such as “−2 Very frustrated”; ``""`` when nobody said."""
    return "" if level is None else str(LEVEL_LABELS[level])


def ease_label(level: int | None) -> str:
    """The same for how easy it is to satisfy the client, such as “−1 Hard”."""
    return "" if level is None else str(EASE_LABELS[level])


def isolated_label(label: str) -> str:
    """A label inside a drawing, whose own direction is from left to right in every language."""
    return f"\u2067{label}\u2069" if get_language_bidi() else label


def level_mark(level: int) -> SafeString:
    """The shape of a level, for sighted readers: its words stand beside it."""
    return format_html(
        '<svg class="parcours-mark parcours-level-{}" viewBox="-12 -12 24 24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        LEVEL_CLASSES[level],
        LEVEL_SHAPES[level],
    )


def line_mark(shape: str) -> SafeString:
    """A drawn mark whose meaning stands beside it in words."""
    return format_html(
        '<svg class="parcours-mark parcours-mark--line" viewBox="-12 -12 24 24"'
        ' aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        shape,
    )


def ease_mark(level: int) -> SafeString:
    """The same shapes for the employee's side, hollow: they stand beside the client's."""
    return format_html(
        '<svg class="parcours-mark parcours-ease" viewBox="-12 -12 24 24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        LEVEL_SHAPES[level],
    )


def level_view(level: int | None) -> dict[str, Any] | None:
    """What a template needs to show a level in shape and words."""
    if level is None:
        return None
    return {"mark": level_mark(level), "label": level_label(level), "css": LEVEL_CLASSES[level]}


def ease_view(level: int | None) -> dict[str, Any] | None:
    """The same for how easy it is to satisfy the client."""
    if level is None:
        return None
    return {"mark": ease_mark(level), "label": ease_label(level), "css": LEVEL_CLASSES[level]}


def box_mark(ticked: bool) -> SafeString:
    """A box, ticked or not; the words beside it say the same."""
    return line_mark(f"M-9-9h18v18h-18z{'M-4 0-1 3 4-4' if ticked else ''}")

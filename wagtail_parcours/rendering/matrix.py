"""The cross matrix as a table, as a picture of shapes, and as one sentence."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from .marks import LEVEL_CLASSES, LEVEL_SHAPES

#: The satisfaction level whose shape and colour stand for a priority, from the first on.
LEVEL_OF_PRIORITY = {1: -2, 2: -1, 3: 0, 4: 2}
#: The smallest and the largest scale of a shape; its area follows the number.
SMALLEST, LARGEST = 0.3, 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the address of what it counts, ``""`` where there is nothing to see."""

    count: int
    label: str
    url: str

    @property
    def spoken(self) -> str:
        words = ngettext(
            "%(count)d finding: %(label)s", "%(count)d findings: %(label)s", self.count
        )
        return words % {"count": self.count, "label": self.label}

    @property
    def html(self) -> SafeString:
        """The number, as a link where it leads somewhere."""
        if not self.url:
            return format_html("{}", self.count)
        return format_html('<a href="{}" aria-label="{}">{}</a>', self.url, self.spoken, self.count)

    @property
    def labelled(self) -> SafeString:
        """The number after its label, with the colon of the reader's language."""
        pattern = conditional_escape(gettext("%(label)s: %(number)s"))
        words = pattern % {"label": conditional_escape(self.label), "number": self.html}
        return mark_safe(words)  # noqa: S308 - escaped above


@dataclass(frozen=True, slots=True)
class QuadrantView:
    """A quadrant with its number, its shape in the size of the number, and a small one."""

    priority: int
    name: str
    label: str
    advice: str
    figure: Figure
    shape: SafeString
    mark: SafeString


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What the template prints. `rows` are the two of the table and their totals."""

    quadrants: tuple[QuadrantView, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]
    beside: tuple[tuple[Figure, tuple[Figure, ...]], ...]
    outside: int
    total: int
    sentence: str


def matrix_view(matrix: Any, words: Any, address: Callable[[str], str]) -> MatrixView:
    """The view of a :class:`~wagtail_parcours.insights.matrix.CrossMatrix`.

    `words` are its `EFFECT_WORDS`; `address` gives the address of a cell's findings by its key.
    """

    def figure(count: int, label: Any, key: str) -> Figure:
        return Figure(count, str(label), address(key) if count else "")

    largest = max((count for _quadrant, count in matrix.quadrants), default=0)
    quadrants = tuple(
        QuadrantView(
            quadrant.priority,
            str(quadrant.name),
            quadrant.label,
            str(quadrant.advice),
            figure(count, quadrant.label, quadrant.key),
            priority_shape(quadrant.priority, count, largest),
            priority_mark(quadrant.priority),
        )
        for quadrant, count in matrix.quadrants
    )
    # By priority they are in the order of a table: rows for clients, columns for employees.
    client, employee = words["client"], words["employee"]
    rows = []
    for effect, pair in (("irritant", quadrants[:2]), ("delight", quadrants[2:])):
        total = figure(matrix.client_total(effect), client[effect], f"client-{effect}")
        rows.append((str(client[effect]), (*(one.figure for one in pair), total)))
    totals = [
        figure(matrix.employee_total(effect), employee[effect], f"employee-{effect}")
        for effect in ("irritant", "delight")
    ]
    every = figure(matrix.in_quadrants, gettext("All four quadrants"), "quadrants")
    rows.append((gettext("Total"), (*totals, every)))
    beside = tuple(
        (
            figure(reason.count, reason.label, reason.key),
            tuple(figure(cell["count"], cell["label"], cell["key"]) for cell in reason.cells),
        )
        for reason in matrix.beside
    )
    columns = (str(employee["irritant"]), str(employee["delight"]), gettext("Total"))
    return MatrixView(
        quadrants,
        columns,
        tuple(rows),
        beside,
        matrix.outside,
        matrix.total,
        sentence(quadrants),
    )


def sentence(quadrants: tuple[QuadrantView, ...]) -> str:
    """What the picture shows, in words."""
    first, following, after, build = (one.figure.count for one in quadrants)
    return gettext(
        "To fix first: %(first)d. To fix next: %(next)d. To fix right after: %(after)d. "
        "To build on: %(build)d."
    ) % {"first": first, "next": following, "after": after, "build": build}


def priority_mark(priority: int) -> SafeString:
    level = LEVEL_OF_PRIORITY[priority]
    return format_html(
        '<svg class="parcours-mark parcours-level-{}" viewBox="-12 -12 24 24" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        LEVEL_CLASSES[level],
        LEVEL_SHAPES[level],
    )


def priority_shape(priority: int, count: int, largest: int) -> SafeString:
    """The shape of a priority, its area in proportion to the number; an outline for none."""
    level = LEVEL_OF_PRIORITY[priority]
    share = math.sqrt(count / largest) if largest else 0
    scale = round(max(SMALLEST, LARGEST * share), 2)
    return format_html(
        '<svg class="parcours-matrix__shape parcours-level-{}{}" viewBox="-12 -12 24 24"'
        ' aria-hidden="true" focusable="false"><path transform="scale({})" d="{}"/></svg>',
        LEVEL_CLASSES[level],
        "" if count else " parcours-matrix__shape--none",
        scale,
        LEVEL_SHAPES[level],
    )

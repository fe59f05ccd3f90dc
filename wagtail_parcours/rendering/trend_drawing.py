"""A line of readings, small enough to stand in a sentence or in a cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language_bidi

from ..journeys.measures import Read

WIDTH, HEIGHT = 120, 32
#: Room for the mark of the last reading.
PADDING = 4


@dataclass(frozen=True, slots=True)
class TrendDrawing:
    """Coordinates in a box of :data:`WIDTH` × :data:`HEIGHT`; `target` is None without one."""

    path: str
    last: tuple[float, float]
    target: float | None
    width: int = WIDTH
    height: int = HEIGHT


def trend_drawing(readings: Sequence[Read], target: Decimal | None) -> TrendDrawing | None:
    """The drawing of one series, oldest first; None when there are fewer than two readings.

    Days are as far apart as they were. The target is always in sight, so that the line shows how
    far away it is.
    """
    if len(readings) < 2:
        return None
    values = [reading.value for reading in readings]
    shown = values if target is None else [*values, target]
    low, high = min(shown), max(shown)
    first, last = readings[0].day, readings[-1].day
    days = (last - first).days
    rtl = get_language_bidi()

    def height_of(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high != low else 0.5
        return round(HEIGHT - PADDING - share * (HEIGHT - 2 * PADDING), 1)

    def place(index: int) -> tuple[float, float]:
        share = (readings[index].day - first).days / days if days else index / (len(readings) - 1)
        along = (1 - share) if rtl else share
        return round(PADDING + along * (WIDTH - 2 * PADDING), 1), height_of(values[index])

    places = [place(index) for index in range(len(readings))]
    path = "M" + "L".join(f"{x} {y}" for x, y in places)
    return TrendDrawing(path, places[-1], None if target is None else height_of(target))

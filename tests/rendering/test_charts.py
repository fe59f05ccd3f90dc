"""Charts as coordinates: where bars, marks, lines and words stand, both ways."""

import pytest

from wagtail_parcours.rendering.charts import (
    NARROW,
    WIDE,
    Bar,
    Stretch,
    Tick,
    bars_chart,
    bars_drawing,
)
from wagtail_parcours.rendering.line_charts import Line, lines_chart

BARS = [
    Bar("Telephone", "9", (Stretch(0, 1, "irritant"),)),
    Bar("Online", "2", (Stretch(0, 0.25, "irritant"),), mark=0.5),
]


def test_bars_are_as_long_as_their_share():
    wide = bars_chart(BARS).wide
    first, second = (row.boxes[0] for row in wide.rows)
    assert first.x == second.x == WIDE.start
    # Drawn to a tenth of a unit.
    assert second.width == pytest.approx(first.width / 4, abs=0.06)
    assert wide.rows[1].mark[0] == pytest.approx(WIDE.start + first.width / 2, abs=0.06)
    # The words follow the bar, or what it is measured against.
    assert wide.rows[0].value.x > first.x + first.width
    assert wide.rows[1].value.x > wide.rows[1].mark[0]


def test_on_a_telephone_names_stand_above_their_bars():
    row = bars_chart(BARS).narrow.rows[0]
    assert (row.names[0].x, row.names[0].anchor) == (0, "start")
    assert row.names[0].y < row.boxes[0].y
    assert row.boxes[0].x == NARROW.start == 0


def test_bars_leave_the_room_that_figures_need():
    def length(value):
        return (
            bars_chart([Bar("Apply", value, (Stretch(0, 1, "count"),))]).wide.rows[0].boxes[0].width
        )

    assert length("9") > length("9 (17 irritants)") > length("9.6 requests decided in a day")
    assert length("9.6 requests decided in a day" * 9) > 200


def test_everything_stays_inside_the_drawing():
    ticks = [Tick(0, "−2"), Tick(0.5, "0", strong=True), Tick(1, "+2")]
    for drawing in (bars_chart(BARS, ticks).wide, bars_chart(BARS, ticks).narrow):
        for row in drawing.rows:
            for box in row.boxes:
                assert box.x >= 0
                assert box.x + box.width <= drawing.width
                assert box.y + box.height <= drawing.height
        assert all(tick.words.y > 0 for tick in drawing.ticks)


def test_right_to_left_is_the_mirror_image():
    ticks = [Tick(0, "−2")]
    ltr = bars_drawing(BARS, ticks, WIDE)
    rtl = bars_drawing(BARS, ticks, WIDE, right_to_left=True)
    for left, right in zip(ltr.rows, rtl.rows, strict=True):
        for one, other in zip(left.boxes, right.boxes, strict=True):
            assert other.x + other.width == pytest.approx(WIDE.width - one.x)
            assert other.width == one.width
        assert left.names[0].anchor == "end"
        assert right.names[0].anchor == "start"
        assert right.value.text == f"\u2067{left.value.text}\u2069"
    assert rtl.ticks[0].x == WIDE.width - ltr.ticks[0].x
    assert rtl.rows[1].mark[0] == WIDE.width - ltr.rows[1].mark[0]


def test_a_small_line_breaks_where_nothing_is_known():
    row = bars_chart([Bar("Apply", "", points=(0.0, 0.5, None, 1.0, 1.0))]).wide.rows[0]
    assert len(row.runs) == 2
    start, end = row.runs[0][1:].split("L")
    # Higher is better, and lies further up.
    assert float(start.split(" ")[1]) > float(end.split(" ")[1])
    assert row.middle.startswith(f"M{WIDE.start} ")


def test_a_long_name_is_broken_and_cut():
    name = "Pulls against the client's satisfaction whatever anybody says or does about it"
    chart = bars_chart([Bar(name, "1")])
    wide, narrow = chart.wide.rows[0], chart.narrow.rows[0]
    assert len(wide.names) == 2
    assert wide.names[1].text.endswith("…")
    assert len(narrow.names) == 1


GRID = [(float(level), str(level)) for level in range(-2, 3)]
MONTHS = [("Nov", "2025"), ("Dec", "2025"), ("Jan", "2026"), ("Feb", "2026")]


def lines(**options):
    line = Line("Clients", "client", "circle", (-2.0, None, 0.0, 2.0))
    return lines_chart([line], MONTHS, GRID, **options)


def test_lines_run_along_time_and_break_at_gaps():
    drawing = lines().wide
    (line,) = drawing.lines
    assert len(line.points) == 3
    assert len(line.runs) == 1
    (x1, y1), (x2, y2), (x3, y3) = line.points
    assert x1 < x2 < x3
    assert y1 > y2 > y3
    assert {y3, y1} == {drawing.levels[-1].y, drawing.levels[0].y}


def test_time_runs_the_way_the_language_runs():
    drawing = lines(right_to_left=True).wide
    xs = [x for x, _y in drawing.lines[0].points]
    assert xs == sorted(xs, reverse=True)
    assert drawing.levels[0].words.x > drawing.width / 2


def test_years_are_written_where_they_change():
    wide, narrow = lines().wide, lines().narrow
    assert [[word.text for word in column] for column in wide.columns] == [
        ["Nov", "2025"],
        ["Dec"],
        ["Jan", "2026"],
        ["Feb"],
    ]
    assert [[word.text for word in column] for column in narrow.columns] == [
        ["Nov", "2025"],
        ["Feb", "2026"],
    ]

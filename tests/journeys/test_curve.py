"""The emotion curve: which stages it names, and where it draws them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.journeys import (
    EmployeeExperience,
    Experience,
    Stage,
    both_curves,
    curve_geometry,
    ease_curve,
    emotion_curve,
)


def stages(*levels):
    return [
        Stage(f"s{index}", f"Stage {index}", experience=Experience(level))
        for index, level in enumerate(levels)
    ]


def curve(*levels):
    return emotion_curve(stages(*levels))


def test_every_stage_is_a_point_in_reading_order():
    moment = Stage("m", "Decide", experience=Experience(-1, moment_of_truth=True))
    points = emotion_curve([*stages(2, None), moment]).points
    assert [(point.stage_id, point.level) for point in points] == [
        ("s0", 2),
        ("s1", None),
        ("m", -1),
    ]
    assert [point.moment_of_truth for point in points] == [False, False, True]
    assert points[2].name == "Decide"


def test_low_and_high_are_the_first_of_their_level():
    found = curve(0, -2, 2, -2, 2)
    assert found.lowest.stage_id == "s1"
    assert found.highest.stage_id == "s2"


def test_a_level_of_zero_counts_as_a_level():
    found = curve(None, 0)
    assert found.lowest == found.highest == found.points[1]


@pytest.mark.parametrize("levels", [(), (None,), (None, None)])
def test_without_levels_there_is_nothing_to_name(levels):
    found = curve(*levels)
    assert (found.lowest, found.highest, found.biggest_drop) == (None, None, None)
    assert len(found.points) == len(levels)


def test_the_biggest_drop_passes_over_stages_without_a_level():
    drop = curve(1, 0, 2, None, None, -1, 0).biggest_drop
    assert (drop.start.stage_id, drop.end.stage_id, drop.size) == ("s2", "s5", 3)


def test_of_equal_drops_the_first_counts():
    drop = curve(2, 0, 2, 0).biggest_drop
    assert (drop.start.stage_id, drop.end.stage_id) == ("s0", "s1")


@pytest.mark.parametrize("levels", [(-2, -2), (-2, 0, 2), (1,), (1, None, 1)])
def test_a_curve_that_never_falls_has_no_drop(levels):
    assert curve(*levels).biggest_drop is None


def test_points_stand_in_the_middle_of_equal_columns():
    drawn = curve_geometry(curve(2, 0, -2), width=320, height=120, padding=10)
    assert [(point.x, point.y) for point in drawn.points] == [(60, 10), (160, 60), (260, 110)]
    assert [(line.level, line.y) for line in drawn.levels] == [
        (2, 10),
        (1, 35),
        (0, 60),
        (-1, 85),
        (-2, 110),
    ]


def test_the_line_breaks_where_a_level_is_missing():
    drawn = curve_geometry(curve(2, 1, None, 0, None, -1, -2), width=70, height=40)
    assert drawn.segments == (((5, 0), (15, 10)), ((55, 30), (65, 40)))
    assert [point.y for point in drawn.points] == [0, 10, None, 20, None, 30, 40]


def test_right_to_left_time_runs_the_other_way():
    drawn = curve_geometry(curve(2, -2), width=100, height=40, right_to_left=True)
    assert [point.x for point in drawn.points] == [75, 25]
    assert drawn.segments == (((75, 0), (25, 40)),)


def test_an_empty_curve_still_has_its_scale():
    drawn = curve_geometry(curve(), width=100, height=40)
    assert (drawn.points, drawn.segments, len(drawn.levels)) == ((), (), 5)


@pytest.mark.parametrize(("width", "height", "padding"), [(20, 100, 10), (100, 20, 10), (9, 9, -1)])
def test_a_box_without_room_is_refused(width, height, padding):
    with pytest.raises(ValueError, match="room"):
        curve_geometry(curve(1), width=width, height=height, padding=padding)


@given(st.lists(st.none() | st.integers(-2, 2), max_size=40))
def test_a_curve_stays_inside_its_box(levels):
    drawn = curve_geometry(curve(*levels), width=300, height=100, padding=8)
    assert all(8 <= point.x <= 292 for point in drawn.points)
    assert all(8 <= point.y <= 92 for point in drawn.points if point.y is not None)
    xs = [point.x for point in drawn.points]
    assert xs == sorted(set(xs))
    assert sum(len(run) for run in drawn.segments) <= len(levels)


def served(*pairs):
    """Stages with a level of the client and one of the employee."""
    return [
        Stage(
            f"s{index}",
            experience=Experience(level, moment_of_truth=True),
            employee_experience=EmployeeExperience(ease),
        )
        for index, (level, ease) in enumerate(pairs)
    ]


def test_the_curve_of_employees_is_made_of_how_easy_it_is_for_them():
    found = ease_curve(served((2, -1), (None, None), (0, 1)))
    assert [point.level for point in found.points] == [-1, None, 1]
    assert not any(point.moment_of_truth for point in found.points)
    assert (found.lowest.stage_id, found.highest.stage_id) == ("s0", "s2")


def test_the_biggest_gap_is_the_first_of_its_size_whoever_is_better_off():
    gap = both_curves(served((0, 1), (-2, 1), (2, -1), (None, 2), (2, None))).biggest_gap
    assert (gap.client.stage_id, gap.client.level, gap.employee.level, gap.size) == ("s1", -2, 1, 3)


@pytest.mark.parametrize(
    ("pairs", "shared"), [((), 0), (((1, None), (None, 1)), 0), (((1, 1), (0, 0), (2, None)), 2)]
)
def test_no_gap_where_both_agree_or_share_no_stage(pairs, shared):
    found = both_curves(served(*pairs))
    assert found.biggest_gap is None
    assert found.shared == shared


@pytest.mark.parametrize("left_out", ["client", "employee"])
def test_a_side_that_is_not_asked_for_has_no_level(left_out):
    stages = served((1, -2), (2, 0))
    found = both_curves(stages, **{left_out: False})
    points = getattr(found, left_out).points
    assert [(point.stage_id, point.level, point.moment_of_truth) for point in points] == [
        ("s0", None, False),
        ("s1", None, False),
    ]
    assert getattr(found, left_out).lowest is None
    assert found.biggest_gap is None
    other = found.employee if left_out == "client" else found.client
    assert other.lowest is not None


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-2, 2),
            st.none() | st.integers(-2, 2),
        ),
        max_size=12,
    )
)
def test_both_curves_stand_at_the_same_places(pairs):
    found = both_curves(served(*pairs))
    client = curve_geometry(found.client, width=600, height=200)
    employee = curve_geometry(found.employee, width=600, height=200)
    assert [point.x for point in client.points] == [point.x for point in employee.points]
    assert client.levels == employee.levels
    for (level, ease), one, other in zip(pairs, client.points, employee.points, strict=True):
        assert (one.y is None) == (level is None)
        assert (other.y is None) == (ease is None)
        if level is not None and level == ease:
            assert one.y == other.y
    sizes = [abs(level - ease) for level, ease in pairs if None not in (level, ease)]
    assert (found.biggest_gap.size if found.biggest_gap else 0) == max(sizes, default=0)

"""Where bars, milestones and today stand, against numbers worked out by hand."""

import datetime

import pytest

from wagtail_parcours.roadmap.timeline import bar_of, month_index, period_of, read_month

D = datetime.date
TODAY = D(2026, 11, 16)


def months(period):
    return [f"{month:%Y-%m}" for month in period.months]


@pytest.fixture
def year():
    """The twelve months of 2027: each takes 8⅓ percent."""
    return period_of([D(2027, 1, 5), D(2027, 12, 20)], D(2027, 6, 1))


def test_the_period_shows_all_dates_and_today():
    period = period_of([D(2027, 1, 31), D(2027, 8, 1)], TODAY)
    assert months(period)[0] == "2026-11"
    assert months(period)[-1] == "2027-08"
    assert period.count == 10
    assert (period.earlier, period.later) == (None, None)


def test_a_short_plan_has_room_after_it():
    assert months(period_of([], TODAY)) == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
        "2027-03",
        "2027-04",
    ]
    assert months(period_of([D(2026, 10, 1)], TODAY))[0] == "2026-10"


def test_today_in_the_future_of_everything_is_shown():
    assert months(period_of([D(2026, 2, 1)], TODAY))[-1] == "2026-11"


def test_a_long_plan_is_turned_over_by_the_year():
    days = [D(2024, 1, 1), D(2030, 12, 31)]
    opened = period_of(days, TODAY)
    assert (months(opened)[0], months(opened)[-1], opened.count) == ("2026-08", "2028-07", 24)
    assert (opened.earlier, opened.later) == (D(2025, 8, 1), D(2027, 8, 1))
    first = period_of(days, TODAY, D(2024, 1, 1))
    assert (first.earlier, first.later) == (None, D(2025, 1, 1))
    last = period_of(days, TODAY, D(2031, 5, 1))
    assert (months(last)[0], months(last)[-1]) == ("2029-01", "2030-12")
    assert last.later is None
    assert last.earlier == D(2028, 1, 1)


def test_turning_over_reaches_every_month():
    days = [D(2024, 1, 1), D(2030, 12, 31)]
    seen, period = set(), period_of(days, TODAY, D(2024, 1, 1))
    while True:
        seen |= set(months(period))
        if period.later is None:
            break
        period = period_of(days, TODAY, period.later)
    assert len(seen) == 84


@pytest.mark.parametrize("day", [D(1, 1, 1), D(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_error(day):
    for today in (TODAY, day):
        period = period_of([day], today)
        assert 6 <= len(period.months) <= 24
        bar_of(day, day, period)


def test_a_bar_begins_and_ends_with_its_days(year):
    bar = bar_of(D(2027, 4, 1), D(2027, 6, 30), year)
    assert (bar.kind, bar.x, bar.length, bar.end_x) == ("bar", "25.000%", "25.000%", "50.000%")
    bar = bar_of(D(2027, 1, 16), D(2027, 1, 31), year)
    # 15 of 31 days have passed; the other 16 are the bar.
    assert (bar.x, bar.length) == ("4.032%", "4.301%")
    day = bar_of(D(2027, 2, 14), D(2027, 2, 14), year)
    assert (day.x, day.length) == ("12.202%", "0.298%")


def test_a_target_date_alone_is_a_milestone_at_the_end_of_its_day(year):
    mark = bar_of(None, D(2027, 3, 31), year)
    assert (mark.kind, mark.x, mark.is_drawn) == ("milestone", "25.000%", True)
    assert bar_of(None, D(2027, 12, 31), year).x == "100.000%"


def test_a_start_alone_goes_on(year):
    bar = bar_of(D(2027, 10, 1), None, year)
    assert (bar.kind, bar.x, bar.end_x) == ("open", "75.000%", "100.000%")


def test_what_goes_on_outside_says_so(year):
    both = bar_of(D(2026, 5, 1), D(2028, 2, 1), year)
    assert (both.before, both.after, both.x, both.end_x) == (True, True, "0.000%", "100.000%")
    gone = bar_of(D(2026, 5, 1), D(2026, 12, 31), year)
    assert (gone.kind, gone.before, gone.after, gone.is_drawn) == ("none", True, False, False)
    to_come = bar_of(D(2028, 1, 1), D(2028, 2, 1), year)
    assert (to_come.before, to_come.after, to_come.is_drawn) == (False, True, False)
    assert bar_of(None, D(2028, 1, 1), year).after
    assert bar_of(None, D(2026, 12, 31), year).before


def test_without_dates_nothing_is_drawn(year):
    assert bar_of(None, None, year).kind == "none"


def test_today_stands_in_the_middle_of_a_month(year):
    assert year.place(D(2027, 4, 16)) == 29.166666666666668


def test_a_month_of_an_address_is_read_or_left():
    assert read_month("2027-04") == D(2027, 4, 1)
    for odd in ("", "2027", "2027-13", "0000-01", "99999-1", "x" * 7, "2027-4-", "٢٠٢٧-٠٤"):
        assert read_month(odd) is None
    assert month_index(D(2027, 4, 1)) == 24327

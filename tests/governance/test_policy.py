"""What a map needs before it may go live: whose signatures, in which order, for how long."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from tests.factories import home_page, make_future_map, make_map
from tests.governance.routes import make_lax_site
from tests.governance.rules import CURRENT, FUTURE, set_rules
from wagtail_parcours.governance.policy import Rule, Step, months_later, rule_for

NOON = datetime.datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("America/Toronto"))
LEGAL, BOARD = "1", "2"


def record(person, *groups, signed_at=NOON):
    return SimpleNamespace(person_id_then=person, group_ids=sorted(groups), signed_at=signed_at)


# -- how many


@pytest.mark.parametrize(
    ("people", "enough"),
    [([], False), (["ana"], False), (["ana", "ana"], False), (["ana", "bo"], True)],
)
def test_people_count_not_signatures(people, enough):
    missing = Rule(required=True, signatures=2).missing([record(person) for person in people])
    assert (missing == "") == enough


def test_it_says_how_many_are_missing():
    missing = Rule(required=True, signatures=3).missing([record("ana"), record("bo")])
    assert missing == "3 people have to sign this version. Signed so far: 2."
    missing = Rule(required=True).missing([])
    assert missing == "1 person has to sign this version. Signed so far: 0."


# -- in which order

STEPS = Rule(required=True, steps=(Step(LEGAL), Step(BOARD)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("records", "enough"),
    [
        ([record("ana", LEGAL), record("bo", BOARD)], True),
        ([record("bo", BOARD), record("ana", LEGAL)], False),
        ([record("bo", BOARD), record("ana", LEGAL), record("bo", BOARD)], True),
        ([record("ana", LEGAL)], False),
        ([record("ana", LEGAL), record("ana", BOARD)], False),
        ([record("ana", LEGAL, BOARD)], False),
        ([record("ana", LEGAL, BOARD), record("bo", BOARD)], True),
        ([record("x"), record("ana", LEGAL), record("y"), record("bo", BOARD)], True),
        ([record("x", "12"), record("bo", BOARD)], False),
    ],
    ids=[
        "in order",
        "the other way round",
        "again in order",
        "only the first",
        "one person twice",
        "one person of both",
        "the second of both",
        "others between",
        "a group with a longer key",
    ],
)
def test_each_step_follows_the_one_before(records, enough):
    assert (STEPS.missing(records) == "") == enough


@pytest.mark.django_db
def test_a_step_may_need_several_people():
    rule = Rule(required=True, steps=(Step(LEGAL, 2), Step(BOARD)))
    ana, bo, cy = record("ana", LEGAL), record("bo", LEGAL), record("cy", BOARD)
    assert rule.missing([ana, bo, cy]) == ""
    assert rule.missing([ana, cy, bo]) != ""
    assert rule.missing([ana, ana, cy]) != ""


@pytest.mark.django_db
def test_it_names_the_group_whose_turn_it_is():
    group = Group.objects.create(name="Legal affairs")
    missing = Rule(required=True, steps=(Step(str(group.pk), 2),)).missing([])
    assert missing == ("“Legal affairs” has to sign this version in its turn: 0 of 2 so far.")


@pytest.mark.django_db
def test_a_group_that_is_gone_still_has_to_sign():
    assert Rule(required=True, steps=(Step("987654"),)).missing([record("ana", "1")])


# -- for how long


def test_a_signature_is_valid_through_its_last_day():
    rule = Rule(required=True, months=6)
    last_day = datetime.date(2026, 9, 30)
    assert rule.expires(NOON) == last_day
    assert rule.is_valid(record("ana"), last_day)
    assert not rule.is_valid(record("ana"), last_day + datetime.timedelta(days=1))


def test_days_are_those_of_the_site_not_of_greenwich():
    """A signature of the last evening of March is one of March, although it is April in UTC."""
    late = datetime.datetime(2026, 4, 1, 2, tzinfo=datetime.UTC)
    assert Rule(required=True, months=1).expires(late) == datetime.date(2026, 4, 30)


def test_without_months_it_stays_valid():
    rule = Rule(required=True)
    assert rule.expires(NOON) is None
    assert rule.is_valid(record("ana"), datetime.date(2099, 1, 1))
    assert rule.review_by([record("ana")]) is None


def test_the_review_is_due_when_too_few_signatures_are_left():
    first = record("ana", signed_at=NOON)
    second = record("bo", signed_at=NOON + datetime.timedelta(days=20))
    assert Rule(required=True, months=1).review_by([]) is None
    one = Rule(required=True, months=1)
    assert one.review_by([first, second]) == datetime.date(2026, 5, 20)
    two = Rule(required=True, months=1, signatures=2)
    assert two.review_by([first, second]) == datetime.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2026, 8, 31), 1, (2026, 9, 30)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 1, 31), 12, (2027, 1, 31)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2026, 11, 30), 3, (2027, 2, 28)),
        ((2026, 6, 30), 120, (2036, 6, 30)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(datetime.date(*day), months) == datetime.date(*later)


# -- whose rule


@pytest.mark.django_db
def test_future_maps_need_a_signature_and_current_ones_none(locale_en):
    assert rule_for(make_future_map(live=False)) == Rule(required=True)
    assert rule_for(make_map(live=False)) == Rule(required=False)


@pytest.mark.django_db
def test_a_site_decides_by_page_type(locale_en):
    group = Group.objects.create(name="Board")
    set_rules(
        {"page_type": CURRENT, "required": True, "signatures": 2, "months": 12},
        {"page_type": CURRENT, "required": False},
        {
            "page_type": FUTURE,
            "steps": [{"group": str(group.pk), "people": 3}],
            "when_changed": "show",
        },
    )
    assert rule_for(make_map(live=False)) == Rule(required=True, signatures=2, months=12)
    assert rule_for(make_future_map(live=False)) == Rule(
        required=True, steps=(Step(str(group.pk), 3),), keeps_signed=False
    )


@pytest.mark.django_db
def test_each_site_has_its_own(locale_en):
    other = make_lax_site()
    assert rule_for(make_future_map(live=False)).required
    assert not rule_for(make_future_map(live=False, parent=other.root_page)).required


@pytest.mark.django_db
def test_outside_every_site_the_defaults_hold(locale_en):
    set_rules({"page_type": FUTURE, "required": False})
    nowhere = Page.objects.get(depth=1).add_child(instance=Page(title="No site", slug="no-site"))
    assert rule_for(make_future_map(live=False, parent=nowhere)).required
    assert not rule_for(make_future_map(live=False, parent=home_page())).required


@pytest.mark.django_db
def test_a_rule_that_is_half_empty_is_read(locale_en):
    set_rules({"page_type": FUTURE, "signatures": None, "months": None})
    assert rule_for(make_future_map(live=False)) == Rule(required=True)

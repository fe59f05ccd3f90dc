"""A new signed version: what follows it, and what people wrote stays theirs."""

import datetime
import uuid

import pytest

from tests.roadmap.plans import (
    card,
    item,
    items,
    make_plan,
    promise,
    publish_signed,
)
from wagtail_parcours.models import RoadmapItem, SignOff, improvement_key
from wagtail_parcours.roadmap import move_item, renew_items, renew_map, write_item

pytestmark = pytest.mark.django_db


def write(key, **values):
    found = item(key)
    for name, value in values.items():
        setattr(found, name, value)
    return write_item(found, set(values))


def renewed(page, *entries):
    page = publish_signed(page, *entries)
    renew_items(page)
    return page


def test_new_improvements_join_and_gone_ones_are_withdrawn():
    page = make_plan(promise("a"), promise("b"))
    renewed(page, promise("c"), promise("a"))
    assert list(items()) == ["c", "a", "b"] or set(items()) == {"a", "b", "c"}
    assert {key: found.withdrawn for key, found in items().items()} == {
        "a": False,
        "b": True,
        "c": False,
    }
    assert (item("c").position, item("a").position) == (0, 1)


def test_a_withdrawn_improvement_that_comes_back_is_the_same_item():
    page = make_plan(promise("a"), promise("b"))
    write("b", progress="Half of it is there")
    before = item("b").pk
    page = renewed(page, promise("a"))
    assert item("b").withdrawn
    renewed(page, promise("a"), promise("b", "Said better"))
    back = item("b")
    assert (back.pk, back.withdrawn, back.text) == (before, False, "Said better")
    assert back.progress == "Half of it is there"


def test_what_nobody_touched_follows_the_signed_map():
    page = make_plan(promise("a"))
    renewed(page, promise("a", responsible="Branch offices", due="2027-06-30"))
    assert (item("a").owner, item("a").due) == ("Branch offices", datetime.date(2027, 6, 30))
    assert item("a").seal == SignOff.objects.latest("position").seal


def test_what_people_wrote_is_never_overwritten():
    page = make_plan(promise("a"))
    values = {
        "state": "blocked",
        "owner": "Odile",
        "start": datetime.date(2026, 12, 1),
        "due": datetime.date(2027, 1, 15),
        "progress": "Waits for the supplier",
        "indicator": "calls-answered",
    }
    write("a", **values)
    renewed(page, promise("a", "Said anew", responsible="Branch offices", due="2027-06-30"))
    kept = item("a")
    assert {name: getattr(kept, name) for name in values} == values
    assert kept.text == "Said anew"
    assert (kept.signed_owner, kept.signed_due) == ("Branch offices", datetime.date(2027, 6, 30))


def test_emptying_a_date_is_writing_too():
    page = make_plan(promise("a"))
    write("a", due=None)
    renewed(page, promise("a", due="2027-06-30"))
    assert item("a").due is None


def test_what_people_wrote_stays_even_when_the_map_said_the_same_meanwhile():
    page = make_plan(promise("a"))
    write("a", owner="Odile")
    page = renewed(page, promise("a", responsible="Odile"))
    write("a", state="under_way")
    renewed(page, promise("a", responsible="Somebody else"))
    assert item("a").owner == "Odile"


def test_writing_what_the_map_says_lets_it_follow_again():
    page = make_plan(promise("a"))
    write("a", owner="Odile")
    write("a", owner="Contact centre")
    renewed(page, promise("a", responsible="Branch offices"))
    assert item("a").owner == "Branch offices"


def test_renewing_again_changes_nothing(django_assert_num_queries):
    page = make_plan(promise("a"), promise("b"))
    page = renewed(page, promise("a"))
    before = list(RoadmapItem.objects.order_by("pk").values())
    facts = item("a").history.model.objects.count()
    result = renew_items(page)
    assert (result.made, result.changed, result.withdrawn) == (0, 0, 0)
    assert list(RoadmapItem.objects.order_by("pk").values()) == before
    assert item("a").history.model.objects.count() == facts


def test_it_tells_what_it_did():
    page = make_plan(promise("a"), promise("b"))
    page = publish_signed(page, promise("a", "Said anew"), promise("c"))
    result = renew_items(page)
    assert (result.made, result.changed, result.withdrawn) == (1, 1, 1)


def test_every_renewal_is_in_the_record():
    page = make_plan(promise("a"))
    renewed(page, promise("a", due="2027-06-30"))
    newest, oldest = item("a").history.all()
    assert (oldest.history_type, oldest.due) == ("+", datetime.date(2027, 3, 31))
    assert (newest.history_type, newest.due) == ("~", datetime.date(2027, 6, 30))


def test_the_record_names_the_person_and_keeps_only_real_changes():
    make_plan(promise("a"))
    write("a", progress="Begun")
    move_item(item("a").pk, "under_way")
    move_item(item("a").pk, "under_way")
    assert item("a").history.count() == 3


def test_moving_touches_nothing_but_the_state():
    make_plan(promise("a"))
    write("a", progress="Begun", owner="Odile")
    moved = move_item(item("a").pk, "done")
    assert (moved.state, moved.progress, moved.owner) == ("done", "Begun", "Odile")
    with pytest.raises(ValueError, match="finished"):
        move_item(moved.pk, "finished")


def test_one_improvement_on_two_cards_is_one_item():
    make_plan(body=[card(promise("a", "First")), card(promise("a", "Second"), channel="online")])
    assert item("a").text == "First"


def test_odd_entries_do_not_stop_the_others():
    odd = promise("x" * 200, "Long id", responsible="y" * 300, due="soon", kind="z" * 90)
    nameless = promise("")
    nameless["id"] = ""
    make_plan(body=[card(odd, nameless, promise("b", ""))])
    assert set(items()) == {improvement_key("x" * 200), "b"}
    first = item(improvement_key("x" * 200))
    assert (len(first.improvement), len(first.owner), first.due) == (64, 160, None)


def test_a_map_without_any_page_is_no_error():
    assert renew_map(uuid.uuid4()).made == 0


def test_saving_what_a_person_wrote_is_checked():
    make_plan(promise("a"))
    with pytest.raises(Exception, match="before the start"):
        write("a", start=datetime.date(2027, 5, 1))
    assert item("a").start is None


def test_a_version_that_changes_nothing_of_an_item_leaves_no_fact():
    page = make_plan(promise("a"), promise("b"))
    renewed(page, promise("b"), promise("a"), promise("c"))
    assert (item("a").position, item("a").history.count()) == (1, 1)
    assert item("a").seal == SignOff.objects.latest("position").seal

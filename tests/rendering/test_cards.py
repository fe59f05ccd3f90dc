"""Improvement cards: the barriers they remove, told by the linked map when one may read it."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import PageViewRestriction

from tests.factories import (
    finding,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    stage,
)
from tests.measured import IndicatorFactory, add_readings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


@pytest.fixture
def today():
    return make_map([stage("Inform", findings=[finding("The menu is spoken once", "b1")])])


def card(*barriers, **values):
    return improvement_card("telephone", [improvement(barriers=list(barriers), **values)])


def test_a_card_tells_what_changes_who_and_when(read, today):
    page = make_future_map(today, body=[card("b1", due="2027-03-31", responsible="Centre")])
    text = " ".join(read(page).select_one(".parcours-card").get_text(" ").split())
    for expected in (
        "Telephone",
        "Service design",
        "Read the menu twice",
        "Responsible Centre",
        "Target date March 31, 2027",
        "+1 Satisfied",
        "I reached a person.",
    ):
        assert expected in text


def test_a_barrier_is_told_and_linked_at_its_place(read, today):
    document = read(make_future_map(today, body=[card("b1")]))
    link = document.select_one(".parcours-barriers a")
    assert link.get_text() == "The menu is spoken once"
    assert link["href"] == f"{today.url}#finding-b1"
    assert link.find_next_sibling().get_text() == "Inform"


def test_a_barrier_that_is_gone_is_counted(read, today):
    document = read(make_future_map(today, body=[card("b1", "b2")]))
    assert "1 barrier that is no longer on the current-state map" in document.get_text()


def test_an_improvement_says_what_it_is_measured_by(read, today):
    add_readings(
        IndicatorFactory(slug="calls", name="Calls answered"),
        {"2026-03-01": "62", "2026-09-01": "71"},
    )
    document = read(make_future_map(today, body=[card("b1", indicator="calls")]))
    text = " ".join(document.select_one(".parcours-measured").get_text(" ").split())
    assert text.startswith("Measured by Calls answered 71%")
    assert "Below the target" in text


def test_an_improvement_that_nothing_measures_says_nothing_of_it(read, today):
    document = read(make_future_map(today, body=[card("b1", indicator="")]))
    assert document.select_one(".parcours-measured") is None


def test_a_map_that_the_reader_may_not_see_gives_nothing_away(client, today):
    page = make_future_map(today, body=[card("b1")])
    PageViewRestriction.objects.create(page=today, restriction_type="login")
    html = client.get(page.url).content.decode()
    assert "The menu is spoken once" not in html
    assert today.title not in html
    assert "1 barrier of a map that is not available to you" in html
    client.force_login(get_user_model().objects.create_user("employee"))
    assert "The menu is spoken once" in client.get(page.url).content.decode()


def test_an_unpublished_map_gives_nothing_away(client, today):
    page = make_future_map(today, body=[card("b1")])
    today.unpublish()
    assert "The menu is spoken once" not in client.get(page.url).content.decode()


def test_a_card_without_anything_says_so(read, today):
    empty = improvement_card(
        "online", [], limitations="", behaviours="", satisfaction="", experience=""
    )
    text = read(make_future_map(today, body=[empty])).get_text()
    assert "No improvement yet." in text
    assert "Nothing noted yet." in text

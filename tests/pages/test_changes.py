"""A future-state map beside the current-state map: at an address of its own, for its readers."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from tests.factories import (
    finding,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    stage,
    stage_table,
    touchpoint,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def maps():
    make_channels()
    content = stage(
        "Call",
        "call",
        touchpoints=[touchpoint()],
        findings=[finding("Menu too fast", "menu"), finding("Loud <music>", "music")],
        experience={"satisfaction": "-2"},
    )
    lanes = ("touchpoints", "findings", "experience")
    today = make_map(title="Applying now", slug="today", body=[stage_table([content], lanes)])
    card = improvement_card(
        "telephone", [improvement("Read the menu twice", barriers=["menu"])], satisfaction="1"
    )
    return today, make_future_map(today, title="Tomorrow", slug="tomorrow", body=[card])


def read(client, page, **extra):
    response = client.get(f"{page.url}changes/", **extra)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def cells(row):
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]


def test_readers_see_both_states_side_by_side(client, maps):
    today, future = maps
    document = read(client, future)
    rows = document.select(".parcours-numbers tbody tr")
    assert [cells(row) for row in rows] == [
        ["Telephone", "−2.0 mean of 1 stage", "+1 Satisfied", "+3.0", "1 of 2"]
    ]
    pairs = [" ".join(pair.get_text(" ").split()) for pair in document.select("ul > li:has(div)")]
    assert pairs == [
        "Today Menu too fast In the future Telephone Read the menu twice",
        "Today Loud <music> In the future No improvement yet",
    ]
    links = {link.get_text(): link["href"] for link in document.select(".parcours-against a")}
    assert links["Menu too fast"] == f"{today.url}#finding-menu"
    assert links["Call"] == f"{today.url}#stage-call"
    facts = document.select_one(".parcours-against__list dl").get_text(" ")
    assert " ".join(facts.split()) == (
        "Responsible Contact centre Target date March 31, 2027 Measured by not stated "
        "Expected change of satisfaction +3.0"
    )
    assert "1 barrier of today has no improvement yet." in document.get_text()


def test_the_map_leads_there(client, maps):
    _today, future = maps
    document = BeautifulSoup(client.get(future.url).content.decode(), "html.parser")
    assert document.select_one(f'a[href="{future.url}changes/"]')


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_nothing_is_told_of_a_current_map_that_the_visitor_may_not_read(client, maps, kind):
    today, future = maps
    rule = PageViewRestriction.objects.create(page=today, restriction_type=kind, password="x")
    rule.groups.add(Group.objects.create(name="Few"))
    document = read(client, future)
    text = document.get_text()
    assert "There is no current-state map that you can read" in text
    assert not any(
        word in text for word in ("Applying now", "Menu too fast", "Loud", "barrier of today")
    )


def test_a_private_future_map_has_no_public_comparison(client, maps):
    _today, future = maps
    PageViewRestriction.objects.create(page=future, restriction_type="login")
    assert client.get(f"{future.url}changes/").status_code == 302


def test_a_map_that_starts_from_none_has_no_comparison(client, maps):
    today, _future = maps
    assert client.get(f"{today.url}changes/").status_code == 404


@pytest.mark.parametrize("stages", [1, 12])
def test_the_number_of_queries_does_not_grow(client, stages, django_assert_max_num_queries):
    make_channels()
    today = make_map(stages, 4, title="Today", slug="today")
    future = make_future_map(today, slug="tomorrow")
    client.get(f"{future.url}changes/")
    with django_assert_max_num_queries(16):
        assert client.get(f"{future.url}changes/").status_code == 200

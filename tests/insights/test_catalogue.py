"""The catalogue: what a reader finds, by which filter, and what stays private."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    improvement_card,
    make_channels,
    make_future_map,
    make_index,
    make_map,
    make_project,
    persona_profile,
    stage_table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    make_channels()
    return make_index()


@pytest.fixture
def read(client):
    def get(index, /, **parameters):
        response = client.get(index.url, parameters)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    return get


def titles(document):
    return [" ".join(h.get_text().split()) for h in document.select(".parcours-entry h3")]


def heading(document):
    return document.find(id="parcours-results").get_text()


def test_all_live_maps_below_are_listed_by_title(read, index):
    make_map(title="Renewing", parent=make_project(index))
    make_map(title="Applying", parent=index)
    make_map(title="Elsewhere")
    make_map(title="Draft", parent=index, live=False)
    document = read(index)
    assert titles(document) == ["Applying", "Renewing"]
    assert heading(document) == "2 maps"


@pytest.fixture
def two_journeys(index):
    """Amina's map of today by telephone, Bo's future map online."""
    amina = PersonaFactory(name="Amina", target_group=TargetGroupFactory(name="Caregivers"))
    bo = PersonaFactory(name="Bo", target_group=TargetGroupFactory(name="Students"))
    today = make_map(
        title="Amina today",
        parent=index,
        body=[persona_profile(amina, [("telephone", "", "")])],
        introduction="How the benefit is asked for",
    )
    tomorrow = make_future_map(
        title="Bo tomorrow",
        parent=index,
        body=[persona_profile(bo, [("online", "", "")]), improvement_card("online")],
        introduction="A portal that listens",
    )
    return {"amina": amina, "bo": bo, "today": today, "tomorrow": tomorrow}


@pytest.mark.usefixtures("searchable")
def test_maps_are_filtered_by_each_facet(read, index, two_journeys):
    bo = two_journeys["bo"]
    for parameters in (
        {"persona": str(bo.translation_key)},
        {"group": str(bo.target_group.translation_key)},
        {"channel": "online"},
        {"state": "future"},
        {"q": "portal"},
        {"q": "portal", "state": "future", "channel": "online"},
    ):
        document = read(index, **parameters)
        assert titles(document) == ["Bo tomorrow"], parameters
        assert heading(document) == "1 of 2 maps"
    assert titles(read(index, q="portal", state="current")) == []


@pytest.mark.usefixtures("searchable")
def test_the_words_inside_a_map_are_searched(read, index):
    make_map(title="A map", parent=index, body=[stage_table(1)])
    assert titles(read(index, q="neighbour")) == ["A map"]


def test_filters_offer_what_there_is_with_counts_and_stay_chosen(read, index, two_journeys):
    document = read(index, channel="online", q="portal")
    channel = document.find(id="parcours-channel")
    assert [option.get_text() for option in channel.find_all("option")] == [
        "All",
        "Online (1)",
        "Telephone (1)",
    ]
    assert channel.select_one("option[selected]")["value"] == "online"
    assert document.find(id="parcours-q")["value"] == "portal"


def test_an_entry_names_state_people_and_channels(read, index, two_journeys):
    entry = read(index, state="current").select_one(".parcours-entry")
    text = " ".join(entry.get_text(" ").split())
    assert text == (
        "Current state Amina today How the benefit is asked for Persona Amina Channel Telephone"
    )


def test_pages_of_results_keep_the_filters(read, index, settings):
    settings.WAGTAIL_PARCOURS = {"CATALOGUE_PAGE_SIZE": 2}
    for number in range(5):
        make_map(1, 1, title=f"Map {number}", slug=f"m{number}", parent=index)
    document = read(index, state="current", page="2")
    assert titles(document) == ["Map 2", "Map 3"]
    assert "Page 2 of 3" in document.get_text()
    assert document.select_one("a[rel=next]")["href"] == "?state=current&page=3"
    assert titles(read(index, page="99")) == ["Map 4"]
    assert titles(read(index, page="x")) == ["Map 0", "Map 1"]


def test_a_filter_that_is_not_offered_any_more_finds_nothing_and_says_why(
    read, index, two_journeys
):
    for parameters in ({"channel": "telegraph"}, {"state": "past"}, {"persona": "x" * 5000}):
        document = read(index, **parameters)
        assert titles(document) == []
        assert "not offered any more" in document.get_text()


def test_odd_searches_do_no_harm(read, index, two_journeys):
    for query in ("\x00", "a" * 5000, "' OR 1=1 --", "(", '"', "*", "🙂", " "):
        read(index, q=query)


def test_an_empty_catalogue_says_what_belongs_there(read, index):
    document = read(index)
    assert "No journey map is published here yet" in document.get_text()
    assert document.form is None


# -- privacy


def test_private_maps_leave_no_trace(client, read, index, two_journeys):
    secret = two_journeys["tomorrow"]
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Insiders"))
    for parameters in ({}, {"q": "portal"}, {"channel": "online"}, {"state": "future"}):
        html = str(read(index, **parameters))
        for trace in ("Bo", "Students", "Online (", "Future state"):
            assert trace not in html, (trace, parameters)
    assert heading(read(index)) == "1 map"

    insider = get_user_model().objects.create_user("insider")
    insider.groups.add(Group.objects.get(name="Insiders"))
    client.force_login(insider)
    assert titles(read(index)) == ["Amina today", "Bo tomorrow"]


def test_a_private_section_hides_what_is_below_it(read, index):
    project = make_project(index)
    make_map(title="Hidden", parent=project)
    PageViewRestriction.objects.create(page=project, restriction_type="login")
    assert titles(read(index)) == []


def test_an_alias_is_as_private_as_its_source(read, index):
    source = make_map(title="Source")
    source.create_alias(parent=index, update_slug="alias")
    assert titles(read(index)) == ["Source"]
    PageViewRestriction.objects.create(page=source, restriction_type="login")
    assert titles(read(index)) == []


def test_a_project_lists_its_published_maps_in_order(read, index):
    project = make_project(index, actions_done=["understand.client", "follow.workshops"])
    make_map(title="Z first", parent=project)
    make_map(title="A second", parent=project, slug="second")
    make_map(title="Draft", parent=project, slug="draft", live=False)
    hidden = make_map(title="Hidden", parent=project, slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    document = read(project)
    assert titles(document) == ["Z first", "A second"]
    text = " ".join(document.get_text(" ").split())
    assert "2 of 12 actions of the method are done." in text
    assert "Say who the client is, including third parties who act for them. (done)" in text
    assert "Claire Tremblay" in text


def test_queries_do_not_grow_with_the_catalogue(client, index):
    def queries():
        cache.clear()
        client.get(index.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(index.url)
        return len(captured)

    def add(number):
        persona = PersonaFactory(target_group=TargetGroupFactory())
        body = [persona_profile(persona), stage_table(1)]
        make_map(body=body, title=f"Map {number}", slug=f"m{number}", parent=index)

    add(0)
    few = queries()
    for number in range(1, 9):
        add(number)
    assert queries() == few

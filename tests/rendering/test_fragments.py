"""The cache of stage tables: quick the second time, never old, and few queries either way."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail_factories import ImageFactory

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    child,
    evidence,
    home_page,
    make_future_map,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.measured import IndicatorFactory, add_readings
from tests.other_sides import indicator_use, need, needs_list, serving, whole_stage
from tests.testapp.models import WideMapPage
from wagtail_parcours.frameworks import all_lanes
from wagtail_parcours.models import Channel
from wagtail_parcours.rendering import pages
from wagtail_parcours.rendering.fragments import fragment_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]

FIRST_VIEW = 25
#: The last three are whether the map asks its readers, the maps that show a stage of this one in
#: detail, and the row of a translation, for the texts that are still in another language. The links
#: to the other languages cost none: they come with the row that says who approved the map.
SECOND_VIEW = 12
#: A future-state map asks for the progress of its improvements, which is never kept.
PROGRESS = 1


def queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.url).status_code == 200
    return len(captured)


@pytest.fixture
def warm(client):
    """Wagtail's own caches hold the addresses of the site, as on the second day."""
    client.get(make_map(body=[], slug="warm").url)


@pytest.mark.usefixtures("warm")
def test_queries_do_not_grow_with_the_map(client):
    persona = PersonaFactory()
    small = make_map(6, 4, persona=persona, page_class=WideMapPage, slug="small")
    large = make_map(30, 12, persona=persona, page_class=WideMapPage, slug="large")
    counts = [queries(client, small), queries(client, large)]
    assert counts[0] == counts[1]
    assert counts[0] <= FIRST_VIEW


@pytest.mark.usefixtures("warm")
def test_a_map_with_everything_on_it_stays_within_the_budget(client):
    picture = child("image", {"image": ImageFactory().pk, "alt": "A", "caption": ""})
    people = [persona_profile(PersonaFactory(photo=ImageFactory())) for _ in range(3)]
    body = [*people, stage_table(6), stage_table(6), picture, picture]
    page = make_map(body=body)
    # The very first view also makes the sizes of each picture, once for all.
    client.get(page.url)
    cache.clear()
    client.get(home_page().url)
    assert queries(client, page) <= FIRST_VIEW


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(
    ("people", "indicators", "groups", "more"),
    [(1, 0, 0, 1), (0, 1, 0, 2), (0, 0, 1, 1), (1, 1, 1, 4), (5, 5, 5, 4)],
)
def test_what_a_map_names_costs_one_query_for_people_and_groups_and_two_for_indicators(
    client, people, indicators, groups, more
):
    lanes = [lane.key for lane in all_lanes()]
    plain = [needs_list([need() for _ in range(6)]), stage_table([whole_stage()] * 6, lanes)]
    keys = [str(PersonaFactory(role="employee").translation_key) for _ in range(people)]
    named = [str(TargetGroupFactory().translation_key) for _ in range(groups)]
    slugs = [IndicatorFactory().slug for _ in range(indicators)]
    stages = [
        stage(
            serving=[serving(persona=key) for key in keys],
            indicators=[indicator_use(slug) for slug in slugs],
        )
        for _ in range(6)
    ]
    needs = needs_list([need(group=group) for group in named] or [need()])
    quiet = queries(client, make_map(body=plain, slug="quiet"))
    telling = make_map(body=[needs, stage_table(stages, lanes)], slug="telling")
    assert queries(client, telling) == quiet + more
    assert queries(client, telling) <= SECOND_VIEW + more


@pytest.mark.usefixtures("warm")
def test_the_second_view_takes_few_queries(client):
    today = make_map(6, 4, persona=PersonaFactory(), slug="today")
    tomorrow = make_future_map(today)
    for page, more in ((today, 0), (tomorrow, PROGRESS)):
        queries(client, page)
        assert queries(client, page) <= SECOND_VIEW + more


def test_the_second_view_builds_no_table(client, monkeypatch):
    page = make_map()
    first = client.get(page.url).content
    monkeypatch.setattr(pages, "part_view", None)
    assert client.get(page.url).content == first


def test_a_renamed_channel_shows_at_once(client):
    page = make_map([stage(touchpoints=[touchpoint()])])
    client.get(page.url)
    Channel.objects.filter(slug="telephone").update(name="By phone")
    assert "By phone" in client.get(page.url).content.decode()


@pytest.fixture
def telling(client):
    """A map, already in the cache, that names an indicator and an employee persona."""
    anne = PersonaFactory(name="Anne", role="employee")
    calls = IndicatorFactory(slug="calls", name="Calls answered")
    add_readings(calls, {"2026-03-01": "62"})
    entries = [serving(persona=str(anne.translation_key))]
    stages = [stage(serving=entries, indicators=[indicator_use("calls")])]
    page = make_map(stages, ["serving", "indicators"])
    before = client.get(page.url).content.decode()
    assert "62%" in before
    assert "Anne" in before
    return page, anne, calls


def test_a_new_reading_shows_at_once(client, telling):
    page, _anne, calls = telling
    add_readings(calls, {"2026-09-01": "71"})
    assert "71%" in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("change", "said"), [({"name": "Calls taken"}, "Calls taken"), ({"target": "50"}, "Target met")]
)
def test_a_changed_indicator_shows_at_once(client, telling, change, said):
    page, _anne, calls = telling
    assert said not in client.get(page.url).content.decode()
    type(calls).objects.filter(pk=calls.pk).update(**change)
    assert said in client.get(page.url).content.decode()


def test_a_persona_that_is_renamed_or_not_published_any_more_shows_at_once(client, telling):
    page, anne, _calls = telling
    people = type(anne).objects.filter(pk=anne.pk)
    people.update(name="Annette")
    assert "Annette" in client.get(page.url).content.decode()
    people.update(live=False)
    assert "Annette" not in client.get(page.url).content.decode()


def test_a_changed_cell_shows_at_once(client):
    page = make_map([stage(actions="Old words")])
    client.get(page.url)
    page.body = [stage_table([stage(actions="New words")])]
    page.save()
    assert "New words" in client.get(page.url).content.decode()


def test_each_language_has_its_own_fragment():
    page = make_map([stage(evidence=[evidence(date="2026-03-10")])], ["evidence"])
    assert "March 10, 2026" in pages.map_view(page).parts[0].html
    with translation.override("fr"):
        assert "10 mars 2026" in pages.map_view(page).parts[0].html


def test_the_key_of_a_fragment_holds_all_that_decides_how_it_looks():
    template = "wagtail_parcours/blocks/stage_table.html"
    other = "wagtail_parcours/blocks/callout.html"
    keys = {
        fragment_key(template, "en", ["a"]),
        fragment_key(template, "fr", ["a"]),
        fragment_key(template, "en", ["b"]),
        fragment_key(other, "en", ["a"]),
    }
    assert len(keys) == 4
    assert fragment_key(template, "en", ["a"]) in keys

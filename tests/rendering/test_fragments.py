"""The cache of stage tables: quick the second time, never old, and few queries either way."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail_factories import ImageFactory

from tests.factories import (
    PersonaFactory,
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
from tests.testapp.models import WideMapPage
from wagtail_parcours.models import Channel
from wagtail_parcours.rendering import pages
from wagtail_parcours.rendering.fragments import fragment_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]

FIRST_VIEW = 25
#: The last one is the row of a translation, for the texts that are still in another language. The
#: links to the other languages cost none: they come with the row that says who approved the map.
SECOND_VIEW = 10
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

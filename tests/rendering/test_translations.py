"""From one language to another: what search engines are told, and the links that people follow."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from wagtail.models import Locale, PageViewRestriction

from tests.factories import home_page, make_map
from wagtail_parcours.models import CurrentStateMapPage
from wagtail_parcours.rendering.translations import kept_query, own_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    """A map in English and in French."""
    french = Locale.objects.create(language_code="fr")
    accueil = home_page().copy_for_translation(french)
    accueil.save_revision().publish()
    accueil.refresh_from_db()
    english = make_map(body=[], slug="map")
    other = make_map(
        page_class=CurrentStateMapPage,
        body=[],
        parent=accueil,
        locale=french,
        slug="carte",
        translation_key=english.translation_key,
    )
    return english, other


def links(document):
    found = document.select("head link[rel=alternate]")
    return [(link["hreflang"], link["href"]) for link in found]


def private(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def switch(page, rf, query="", user=None):
    request = rf.get(page.url + query)
    request.user = user or AnonymousUser()
    template = Template("{% load parcours %}{% parcours_languages page %}")
    html = template.render(Context({"page": page, "request": request}))
    return BeautifulSoup(html, "html.parser").select("nav a")


def test_the_head_names_every_translation_once(pair, read):
    english, french = pair
    expected = [
        ("en", english.full_url),
        ("fr", french.full_url),
        ("x-default", english.full_url),
    ]
    assert links(read(english)) == links(read(french)) == expected


def test_a_page_in_one_language_names_none(read):
    assert links(read(make_map(body=[]))) == []


def test_a_draft_is_not_named(pair, read):
    english, french = pair
    french.unpublish()
    assert links(read(english)) == []


@pytest.mark.parametrize("place", ["page", "parent"])
def test_the_address_of_a_private_page_is_told_to_nobody(pair, client, place):
    english, french = pair
    private(french if place == "page" else french.get_parent())
    assert french.slug not in client.get(english.url).content.decode()
    client.force_login(get_user_model().objects.create_user("reader"))
    html = client.get(english.url).content.decode()
    assert links(BeautifulSoup(html, "html.parser")) == []


def test_a_private_page_names_no_other(pair, client):
    english, _french = pair
    private(english)
    client.force_login(get_user_model().objects.create_user("reader"))
    html = client.get(english.url).content.decode()
    assert links(BeautifulSoup(html, "html.parser")) == []


def test_the_switch_marks_the_language_being_read(pair, rf):
    english, french = pair
    first, second = switch(english, rf)
    assert (first["lang"], first["hreflang"], first["aria-current"]) == ("en", "en", "true")
    assert second["href"] == french.url
    assert second.get_text() == "Français"
    assert "aria-current" not in second.attrs


def test_the_switch_shows_a_private_translation_to_its_readers_only(pair, rf):
    english, french = pair
    private(french)
    assert switch(english, rf) == []
    reader = get_user_model().objects.create_user("reader")
    assert [link["lang"] for link in switch(english, rf, user=reader)] == ["en", "fr"]


def test_no_switch_for_a_page_in_one_language(rf):
    assert switch(make_map(body=[]), rf) == []


def test_the_switch_keeps_the_filters(pair, rf):
    english, french = pair
    _current, other = switch(english, rf, "?q=caf%C3%A9%20%26%20co&channel=online")
    assert other["href"] == f"{french.url}?q=caf%C3%A9+%26+co&channel=online"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?q=a%2520b", "?q=a%2520b"),
        ("?view=board&channel=online", "?view=board&channel=online"),
        ("?next=https://evil.example&q=a", "?q=a"),
        ("?go=//evil.example", ""),
        ("?RedirectTo=x&token=s3cret", ""),
        (f"?q={'x' * 201}", ""),
        ("?q=%00", ""),
        ("?<b>=1&a b=2", ""),
        ("?state=current&state=future", "?state=current&state=future"),
    ],
)
def test_what_could_lead_elsewhere_is_left_behind(rf, query, kept):
    assert kept_query(rf.get(f"/{query}")) == kept


def test_a_language_calls_itself_what_its_speakers_do(settings):
    assert own_name("fr") == "Français"
    assert own_name("ar") == "العربيّة"
    assert own_name("xx-none") == "Xx-none"


def test_a_site_that_asks_for_the_links_itself_gets_them_once(pair, rf):
    english, _french = pair
    request = rf.get(english.url)
    template = Template(
        "{% load parcours %}{% parcours_alternates page %}{% parcours_alternates page %}"
    )
    assert template.render(Context({"page": english, "request": request})).count("<link") == 3

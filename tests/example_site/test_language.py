"""Changing language keeps the place where one is reading."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction


@pytest.fixture
def switch(client, tree, employee):
    """The link to the other language on a page, as (address, text)."""
    client.force_login(employee)

    def link(path):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        other = page.select_one("header a[hreflang]")
        assert other["lang"] == other["hreflang"]
        return other["href"], " ".join(other.get_text(" ").split())

    return link


def test_it_leads_to_the_translation(switch):
    assert switch("/en/open-osprey/") == ("/fr/balbuzard/", "Français")
    assert switch("/fr/balbuzard/") == ("/en/open-osprey/", "English")


def test_without_a_translation_it_leads_home_and_says_so(switch, tree):
    tree["section"](tree["home"], "English only")
    address, text = switch("/en/english-only/")
    assert address == "/fr/"
    assert "not translated" in text


def test_a_draft_translation_does_not_count(switch, tree):
    tree["ouvert"].live = False
    tree["ouvert"].save()
    assert switch("/en/open-osprey/")[0] == "/fr/"


def test_a_translation_that_one_may_not_read_does_not_count(switch, tree, approver):
    restriction = PageViewRestriction.objects.create(page=tree["ouvert"], restriction_type="groups")
    restriction.groups.set(approver.groups.all())
    assert switch("/en/open-osprey/")[0] == "/fr/"


def test_search_keeps_its_query(switch):
    assert switch("/en/search/?query=osprey")[0] == "/fr/search/?query=osprey"


def test_each_page_names_its_language_and_speaks_it(client, tree, employee):
    client.force_login(employee)
    english = client.get("/en/open-osprey/").content.decode()
    french = client.get("/fr/balbuzard/").content.decode()
    assert '<html lang="en" dir="ltr">' in english
    assert "Sign out" in english
    assert '<html lang="fr" dir="ltr">' in french
    assert "Fermer la session" in french


def test_the_breadcrumb_leads_home(client, tree, employee):
    client.force_login(employee)
    page = BeautifulSoup(client.get("/fr/balbuzard/").content, "html.parser")
    trail = page.select_one("nav.breadcrumb")
    assert [(a["href"], a.get_text()) for a in trail.select("a")] == [("/fr/", "Accueil")]
    assert trail.select_one("[aria-current=page]").get_text() == "Balbuzard"


def test_the_menu_marks_where_one_is(client, tree, employee):
    client.force_login(employee)
    page = BeautifulSoup(client.get("/en/open-osprey/").content, "html.parser")
    current = page.select("#site-menu [aria-current=page]")
    assert [link.get_text(strip=True) for link in current] == ["Open osprey"]

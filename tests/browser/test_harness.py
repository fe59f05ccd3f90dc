"""The browser fixtures themselves: whom they sign in, what axe sees, what a test leaves."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect
from wagtail.models import Page, Site


@pytest.fixture
def administrator(db):
    return get_user_model().objects.create_superuser("ada", "ada@example.org", "not-secret")


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_starts_from_the_migrated_site(page, login, administrator, time):
    """The database is emptied after a browser test: the next one must not notice."""
    assert Site.objects.get().root_page.depth == 2
    assert Page.objects.count() == 2
    login(page, administrator)
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert "ada" in page.content()
    Page.objects.get(depth=2).add_child(instance=Page(title="Left behind"))


def test_nobody_is_signed_in_unasked(page):
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/login/"))


DOCUMENT = """
    <!doctype html><html lang="en"><head><title>Map</title></head>
    <body><main><h1>Map</h1><p>Text</p><div id="part">{}</div></main></body></html>
"""


def test_axe_names_the_rule_and_the_element(page, axe):
    page.set_content(DOCUMENT.format('<img src="data:," id="portrait">'))
    (problem,) = axe(page)
    assert "image-alt" in problem
    assert "#portrait" in problem


def test_axe_keeps_to_its_scope(page, axe):
    page.set_content(DOCUMENT.format('<img src="data:,">'))
    assert axe(page, exclude="#part") == []
    assert axe(page, "h1") == []
    assert axe(page, "#part") != []


def test_axe_refuses_a_scope_that_is_not_there(page, axe):
    """A misspelt selector would find no problem, for ever."""
    page.set_content(DOCUMENT.format(""))
    with pytest.raises(AssertionError, match="#parts"):
        axe(page, "#parts")

"""What reaches a page is what the allow-list allows."""

from html.parser import HTMLParser

import bleach
import pytest

from wagtail_parcours.sanitize import (
    ALLOWED_TAGS,
    MAX_LINKED_TEXT,
    clean_markup,
    link_text,
    text_points,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<svg><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    '<p style="position:fixed">x</p>',
    '<p title="x" lang="y" class="z" id="w">x</p>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


def attributes_of(markup):
    found = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.update(name for name, _value in attrs)
    parser.feed(markup)
    parser.close()
    return found


@pytest.mark.parametrize("markup", HOSTILE)
def test_a_second_cleaner_finds_nothing_left_to_remove(markup):
    cleaned = clean_markup(markup)
    again = bleach.clean(
        cleaned,
        tags=ALLOWED_TAGS,
        attributes={"a": ["href", "id", "linktype"]},
        protocols=["http", "https", "mailto", "tel"],
    )
    assert again == cleaned
    assert attributes_of(cleaned) <= {"href", "id", "linktype"}
    assert "javascript:" not in cleaned


def test_links_to_pages_keep_what_wagtail_stores():
    stored = '<p><a id="3" linktype="page">a page</a> and <b>bold</b></p>'
    assert clean_markup(stored) == stored


def test_addresses_in_text_become_links():
    html = link_text("See https://example.org/a?b=1&c=2 & more")
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">' in html
    assert "&amp; more" in html


@pytest.mark.parametrize(
    "text",
    [
        "<b>https://example.org</b>",
        "javascript://example.org/%0aalert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/<script>alert(1)</script>",
        "ftp://example.org/file",
    ],
)
def test_text_never_becomes_markup_of_its_own(text):
    html = link_text(text)
    assert "<b>" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="ftp' not in html
    assert bleach.clean(html, tags={"a"}, attributes={"a": ["href", "rel"]}) == html


def test_a_very_long_text_is_shown_without_links():
    text = "www.example.org " * (MAX_LINKED_TEXT // 16 + 1)
    assert "<a " not in link_text(text)


def test_points_are_the_lines_that_say_something():
    assert text_points(" one \r\n\n two\n \n") == ["one", "two"]

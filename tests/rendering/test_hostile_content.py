"""Every value is hostile: nothing that an editor, an import or an API stores may execute."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import bleach
import pytest
from bs4 import BeautifulSoup

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    add_page,
    child,
    make_future_map,
    make_index,
    make_map,
    make_project,
    stage,
)
from tests.testapp.models import AnyPage

pytestmark = pytest.mark.django_db

VECTORS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</title></textarea></svg><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "javascript:alert(1)",
    'http://example.org/"onmouseover="alert(1)',
    "https://example.org/<script>alert(1)</script>",
    "\x01\u202e<b>bold</b>&lt;i&gt;&#x3c;u&#x3e;",
)
SCHEMES = {"", "http", "https", "mailto", "tel"}
#: What our templates and the test site's base print; anything else came from a value.
OURS = {
    "svg", "path", "g", "text", "circle", "figure", "figcaption", "search", "progress", "time",
    "bdi",
}  # fmt: skip
ALLOWED = OURS | {
    "a", "article", "b", "blockquote", "body", "br", "button", "caption", "dd", "details", "div",
    "dl", "dt", "em", "form", "h1", "h2", "h3", "h4", "head", "header", "html", "i", "img",
    "input", "label", "li", "link", "main", "meta", "nav", "ol", "option", "p", "section",
    "select", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "title", "tr",
    "ul",
}  # fmt: skip


#: The scripts of our own templates, as they stand there: modules of the package, without content.
OUR_SCRIPT = re.compile(
    r'<script type="module" src="/static/wagtail_parcours/js/(?:place|story)\.js">'
    r"</script>"
)


def without_our_scripts(html: str) -> str:
    return OUR_SCRIPT.sub("", html)


def dangers(html: str) -> Iterator[str]:
    """What a browser would run, fetch from elsewhere, or style inline."""
    document = BeautifulSoup(without_our_scripts(html), "html.parser")
    for element in document.find_all():
        if element.name not in ALLOWED:
            yield f"<{element.name}>"
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            if name.startswith("on") or name in {"style", "srcdoc", "autofocus"}:
                yield f"{element.name} {name}={text}"
            if name in {"href", "src", "action", "xlink:href"}:
                scheme = urlsplit("".join(text.split())).scheme
                if scheme not in SCHEMES:
                    yield f"{element.name} {name}={text}"


def hostile_body(text: str, persona) -> list[dict]:
    """Every kind of block with `text` in every one of its fields."""
    finding = {"kind": text, "text": text, "severity": text, "channel": text, "evidence": text}
    known = {"kind": "barrier", "text": text, "severity": "3", "channel": "evil", "evidence": text}
    proof = {"kind": text, "text": text, "source": text, "date": text, "url": text}
    cells = stage(
        text,
        text,
        framework_stage=text,
        service_point=True,
        trigger=text,
        actions=f"{text}\n{text}",
        touchpoints=[child("touchpoint", {"channel": "evil", "text": text}, text)],
        findings=[child("finding", finding, text), child("finding", known)],
        experience={
            "satisfaction": "-2",
            "emotions": f"{text}\n{text}",
            "words": text,
            "moment_of_truth": True,
        },
        evidence=[child("evidence", proof, text)],
    )
    lanes = ["trigger", "actions", "touchpoints", "findings", "experience", "evidence", text]
    reality = {"channel": text, "limitations": text, "behaviours": text}
    change = {
        "kind": text,
        "text": text,
        "barriers": [text, "b1"],
        "responsible": text,
        "due": "2027-03-31",
    }
    return [
        child(
            "persona_profile",
            {"persona": persona.pk, "realities": [child("reality", reality, text)]},
            text,
        ),
        child("stage_table", {"title": text, "lanes": lanes, "stages": [cells]}, text),
        child(
            "channel_improvement",
            {
                "channel": text,
                "limitations": text,
                "behaviours": text,
                "improvements": [child("improvement", change, text)],
                "satisfaction": "2",
                "experience": text,
            },
            text,
        ),
        child("evidence", proof, text),
        child("text", f'{text}<p id="finding-b1">{text}</p><a href="{text}" onclick="x">l</a>'),
        child("callout", {"kind": text, "title": text, "text": text}, text),
    ]


@pytest.fixture(params=VECTORS)
def vector(request):
    return request.param


@pytest.fixture
def persona(vector):
    """Everything that a person types about a persona, a channel and a group."""
    text = vector
    ChannelFactory(slug="evil", name=text[:80])
    values = dict.fromkeys(
        ("quote", "narrative", "needs", "goals", "condition", "symptoms", "evidence"), text
    )
    group = TargetGroupFactory(name=text)
    return PersonaFactory(name=text[:80], languages=text, target_group=group, **values)


@pytest.fixture
def pages(vector, persona):
    text = vector
    today = make_map(body=hostile_body(vector, persona), title=text, introduction=text, slug="a")
    tomorrow = make_future_map(
        today, body=hostile_body(vector, persona), title=text, introduction=text, slug="b"
    )
    anywhere = add_page(AnyPage(title=text, body=hostile_body(vector, persona), slug="c"))
    project = make_project(
        title=text, slug="d", problem_statement=text, scope=text, sponsor=text, partners=text
    )
    make_map(body=hostile_body(vector, persona), title=text, slug="e", parent=project)
    index = make_index(title=text, slug="f", introduction=text)
    make_map(body=hostile_body(vector, persona), title=text, slug="g", parent=index)
    return [today, tomorrow, anywhere, project, index]


def test_nothing_stored_can_execute(client, pages, vector):
    ways = [f"{page.url}{way}/" for page in pages[:2] for way in ("outline", "story")]
    for address in (*(page.url for page in pages), *ways):
        response = client.get(address, {"q": vector, "persona": vector, "page": vector})
        html = response.content.decode()
        assert list(dangers(html)) == [], address
        # The values are there, as text.
        if "<script>" in vector:
            assert "&lt;script&gt;" in html or "%3Cscript%3E" in html


def test_a_second_opinion_finds_nothing_more(client, pages):
    """bleach parses as browsers do: what it would have to remove must not be there."""

    def attributes(tag: str, name: str, value: str) -> bool:
        return not name.startswith("on") and name != "style"

    for page in pages:
        html = client.get(page.url).content.decode()
        body = without_our_scripts(html[html.index("<main>") :])
        cleaned = bleach.clean(
            body, tags=ALLOWED, attributes=attributes, protocols=list(SCHEMES - {""})
        )
        removed = BeautifulSoup(cleaned, "html.parser")
        original = BeautifulSoup(body, "html.parser")
        assert [tag.name for tag in removed.find_all()] == [tag.name for tag in original.find_all()]
        assert [tag.get("href") for tag in removed.find_all("a")] == [
            tag.get("href") for tag in original.find_all("a")
        ]


def test_the_check_itself_sees_a_danger():
    for html in ("<script>", "<p onclick=x>", '<a href="java\nscript:x">', "<p style=x>"):
        assert list(dangers(html))


def test_rich_text_links_work_and_keep_no_foreign_anchor(client):
    target = make_project(title="Target")
    source = (
        f'<p>See <a linktype="page" id="{target.pk}">this</a></p><h2 id="finding-b1">T</h2>'
        '<p><a id="finding-b2" href="https://example.org/">there</a></p>'
    )
    page = make_map(body=[child("text", source)])
    html = client.get(page.url).content.decode()
    assert f'<a href="{target.url}">this</a>' in html
    assert '<a href="https://example.org/">there</a>' in html
    assert 'id="finding-' not in html

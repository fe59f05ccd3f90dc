"""The canonical text of a sealed content: the same content, the same bytes, and back again."""

import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.test_comparison import contents
from wagtail_parcours.journeys import (
    MAX_BYTES,
    Attachment,
    Journey,
    JourneyFormatError,
    Picture,
    RichText,
    SealedContent,
    compare,
    read_sealed,
    seal_of,
    sealed_text,
)
from wagtail_parcours.journeys.references import references, renamed


@given(contents)
def test_what_was_written_reads_back_and_is_written_the_same(content):
    text = sealed_text(content)
    again = read_sealed(text)
    assert sealed_text(again) == text
    assert again.journey == content.journey
    assert compare(again, content) == ()


@given(contents)
def test_the_order_of_keys_and_an_empty_kind_make_no_difference(content):
    turned = SealedContent(
        content.journey,
        dict(reversed(content.page.items())),
        {
            **{
                kind: {
                    key: dict(reversed(facts.items())) for key, facts in reversed(things.items())
                }
                for kind, things in reversed(content.shown.items())
            },
            "nothing": {},
        },
    )
    assert sealed_text(turned) == sealed_text(content)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20))
def test_unicode_and_line_ends_are_those_of_the_canonical_form(text):
    def sealed(said):
        return sealed_text(SealedContent(Journey(title=said), {said: said}, {said: {said: {}}}))

    assert sealed(unicodedata.normalize("NFD", text)) == sealed(text)
    assert sealed(text.replace("\n", "\r\n")) == sealed(text)


def test_the_seal_is_the_sha_256_of_the_text():
    text = sealed_text(SealedContent(Journey(title="Été")))
    assert seal_of(text) == hashlib.sha256(text.encode()).hexdigest()
    assert len(seal_of(text)) == 64


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "wrong_format"),
        ('{"format": "wagtail-parcours/journey"}', "wrong_format"),
        ('{"format": "wagtail-parcours/sealed-content"}', "wrong_version"),
        ('{"format": "wagtail-parcours/sealed-content", "version": 2}', "wrong_version"),
        ('{"format": "wagtail-parcours/sealed-content", "version": 1}', "missing_key"),
        (" " * (2 * MAX_BYTES + 1), "too_large"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text, code):
    with pytest.raises(JourneyFormatError) as refused:
        read_sealed(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("journey", None),
        ("journey", {}),
        ("page", []),
        ("page", {"seo_title": 5}),
        ("shown", []),
        ("shown", {"persona": []}),
        ("shown", {"persona": {"a": "Amina"}}),
    ],
)
def test_a_part_of_the_wrong_shape_is_refused(key, value):
    data = json.loads(sealed_text(SealedContent(Journey())))
    data[key] = value
    with pytest.raises(JourneyFormatError):
        read_sealed(json.dumps(data))


def test_a_number_with_too_many_digits_is_refused():
    text = sealed_text(SealedContent(Journey(), {}, {"persona": {"a": {"age": 1}}}))
    with pytest.raises(JourneyFormatError):
        read_sealed(text.replace('"age":1', f'"age":{"1" * 5000}'))


# -- what a map refers to


def names(kind, key):
    return f"{kind}-{key}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a linktype="page" id="3">x</a>', '<a linktype="page" id="page-3">x</a>'),
        ('<a id="3" linktype="page">x</a>', '<a id="page-3" linktype="page">x</a>'),
        ("<a id='3' linktype='page'>x</a>", "<a id=\"page-3\" linktype='page'>x</a>"),
        ("<a id=3 linktype=page>x</a>", '<a id="page-3" linktype=page>x</a>'),
        ('<A ID="3" LINKTYPE="page">x</A>', '<A ID="page-3" LINKTYPE="page">x</A>'),
        ('<a\n id = "3"\n linktype="document">', '<a\n id = "document-3"\n linktype="document">'),
        (
            '<embed embedtype="image" format="left" id="7" alt="a"/>',
            '<embed embedtype="image" format="left" id="image-7" alt="a"/>',
        ),
        # Two ids: a browser takes the first.
        ('<a id="3" id="4" linktype="page">', '<a id="page-3" id="4" linktype="page">'),
    ],
)
def test_references_are_renamed_however_they_are_written(html, expected):
    part = RichText("r", f"<p>{html}</p>")
    assert renamed(part, names).html == f"<p>{expected}</p>"
    assert len(list(references([part]))) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/?id=3">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a id="top">x</a>',
        '<a title=\'linktype="page" id="3"\'>x</a>',
        '<embed embedtype="media" url="https://example.org/3"/>',
        '<abbr id="3" linktype="page">x</abbr>',
        'linktype="page" id="3"',
        "<a " * 20_000,
        "<a id='" * 20_000,
    ],
)
def test_what_is_no_reference_stays_as_it_is(html):
    part = RichText("r", html)
    assert renamed(part, names) == part
    assert list(references([part])) == []


def test_pictures_and_documents_are_references_too():
    parts = (Picture("p", "3"), Attachment("a", "4"), Picture("q"))
    assert list(references(parts)) == [("image", "3"), ("document", "4")]
    assert [renamed(part, names) for part in parts] == [
        Picture("p", "image-3"),
        Attachment("a", "document-4"),
        Picture("q"),
    ]


def test_a_link_whose_target_is_gone_can_be_dropped():
    part = RichText("r", '<p><a id="3" linktype="page">x</a> <a id="" linktype="page">y</a></p>')
    gone = renamed(part, lambda kind, key: "", drop_links=True)
    assert gone.html == "<p><a>x</a> <a>y</a></p>"

"""Each text says in which language it is, as soon as it is not that of its page."""

import pytest
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Locale

from tests.factories import (
    PersonaFactory,
    child,
    evidence,
    experience,
    finding,
    home_page,
    improvement,
    improvement_card,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.journeys import journey_texts, text_hash
from wagtail_parcours.models import Channel, CurrentStateMapPage
from wagtail_parcours.models.translations import MapTranslation
from wagtail_parcours.rendering.languages import (
    TextLanguages,
    is_right_to_left,
    language_attributes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def arabic(channels):
    return Locale.objects.create(language_code="ar")


def body():
    """A text in every place that has one, each with the name of its place."""
    table = stage_table(
        [
            stage(
                "words: name",
                "s1",
                actions="words: actions\nsecond point",
                touchpoints=[{**touchpoint("words: touchpoint"), "id": "t1"}],
                findings=[finding("words: finding", "f1", evidence="words: proof")],
                experience=experience("1", "words: emotions", "words: quote"),
                evidence=[{**evidence("words: evidence"), "id": "e1"}],
            )
        ],
        ["actions", "touchpoints", "findings", "experience", "evidence"],
        title="words: table",
    )
    card = improvement_card(
        "telephone",
        [{**improvement("words: improvement", responsible="words: responsible"), "id": "i1"}],
        limitations="words: limitations",
        behaviours="words: behaviours",
        experience="words: expected",
    )
    return [
        {**table, "id": "table"},
        {**card, "id": "card"},
        child("text", "<p>words: text</p>", "text"),
        child("callout", {"kind": "note", "title": "words: T", "text": "words: C"}, "callout"),
    ]


def make_arabic(arabic, source=None, **values):
    home = home_page()
    parent = home.get_translation_or_none(arabic) or home.copy_for_translation(arabic)
    parent.get_latest_revision_as_object()
    if not parent.live:
        parent.save_revision().publish()
        parent.refresh_from_db()
    if source is not None:
        values["translation_key"] = source.translation_key
    return make_map(
        page_class=CurrentStateMapPage, parent=parent, locale=arabic, slug="ar-map", **values
    )


def record(page, source, untranslated=(), pairs=None):
    row, _created = MapTranslation.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "source_id": source.pk,
            "source_locale": source.locale,
            "untranslated": list(untranslated),
            "pairs": pairs or {},
        },
    )
    page.__dict__.pop("translation_record", None)
    return row


def marked(document, language="en"):
    """The texts that say that they are in `language`."""
    return {
        " ".join(element.get_text(" ").split())
        for element in document.select(f"article [lang={language}]")
        if element.name != "text"
    }


def all_texts(page):
    return [text.path for text in journey_texts(page.get_journey())]


def test_every_untranslated_text_says_its_language_and_direction(arabic, read):
    source = make_map(body=body(), title="words: title")
    page = make_arabic(arabic, source, body=body(), title="words: title", introduction="words: I")
    record(page, source, all_texts(page))
    document = read(page)
    article = document.select_one("article")
    assert (article["lang"], article["dir"]) == ("ar", "rtl")
    for text in document.find_all(string=lambda text: "words:" in text):
        if text.find_parent("article") and not text.find_parent(["svg", "caption"]):
            holder = text.find_parent(lang=True)
            assert holder["lang"] == "en", text
            assert holder["dir"] == "ltr", text


def test_what_is_translated_says_nothing(arabic, read):
    source = make_map(body=body())
    page = make_arabic(arabic, source, body=body())
    record(page, source, ["body.table.stages.s1.findings.f1.text"])
    assert marked(read(page)) - {"Telephone"} == {"words: finding"}


@pytest.mark.parametrize(
    ("path", "holder"),
    [
        ("body.table.stages.s1.actions", "ul"),
        ("body.table.stages.s1.touchpoints.t1.text", "span"),
        ("body.table.stages.s1.findings.f1.evidence", "span"),
        ("body.table.stages.s1.experience.words", "blockquote"),
        ("body.table.stages.s1.experience.emotions", "p"),
        ("body.table.stages.s1.evidence.e1.text", "p"),
        ("title", "h1"),
    ],
)
def test_the_smallest_element_that_holds_it_says_so(arabic, read, path, holder):
    Channel.objects.all().delete()
    source = make_map(body=body())
    page = make_arabic(arabic, source, body=body())
    record(page, source, [path])
    (element,) = read(page).select("article [lang=en]")
    assert element.name == holder


def test_a_cell_that_was_translated_since_is_marked_no_more(arabic, read):
    """The mark is part of what is cached."""
    source = make_map(body=body())
    page = make_arabic(arabic, source, body=body())
    record(page, source, ["body.table.stages.s1.actions"])
    assert any("words: actions" in text for text in marked(read(page)))
    record(page, source, [])
    assert not any("words: actions" in text for text in marked(read(page)))


def test_a_draft_is_looked_up_by_what_it_says(arabic, rf):
    """What is live is counted beforehand, any other version is not."""
    source = make_map(body=body())
    page = make_arabic(arabic, source, body=body())
    texts = {text.path: text.text for text in journey_texts(page.get_journey())}
    pairs = {path: {text_hash(text): [text_hash(text), "person"]} for path, text in texts.items()}
    place = "body.table.stages.s1.findings.f1.text"
    pairs[place] = {text_hash("words: finding"): [text_hash("words: finding"), "nobody"]}
    record(page, source, pairs=pairs)
    draft = CurrentStateMapPage.objects.get(pk=page.pk)
    with translation.override("ar"):
        html = draft.make_preview_request().content.decode()
    assert '<span lang="en" dir="ltr">words: finding</span>' in html
    assert '<span lang="en" dir="ltr">words: touchpoint</span>' not in html


def test_people_and_channels_of_another_language_say_so(arabic, read):
    persona = PersonaFactory(name="Amina")
    page = make_arabic(arabic, body=[persona_profile(persona), stage_table(1, ["touchpoints"])])
    document = read(page)
    assert document.select_one(".parcours-person h2")["lang"] == "en"
    assert document.select_one(".parcours-quote")["dir"] == "ltr"
    tags = document.select(".parcours-table .parcours-tag")
    assert {tag.get("lang") for tag in tags} == {"en"}


def test_in_its_own_language_nothing_is_marked(channels, read):
    page = make_map(body=[persona_profile(PersonaFactory()), *body()])
    document = read(page)
    assert document.select_one("article")["lang"] == "en"
    assert document.select("article [lang]") == []


def test_an_alias_in_another_language_shows_the_words_of_its_source(arabic, read):
    source = make_map(body=body(), title="words: title")
    page = make_arabic(arabic, source, body=body(), title="words: title")
    CurrentStateMapPage.objects.filter(pk=page.pk).update(alias_of=source)
    assert read(page).select_one("h1")["lang"] == "en"


@pytest.mark.parametrize(
    ("language", "text", "attributes"),
    [
        ("en", "plain words", ""),
        ("en", "كلمات عربية", ' dir="rtl"'),
        ("en", "mostly English with كلمة", ""),
        ("ar", "PDF كلمات عربية كثيرة", ""),
        ("ar", "English only, 40 minutes", ' dir="ltr"'),
        ("ar", "2026-11-22", ""),
    ],
)
def test_a_text_typed_in_the_other_script_runs_its_own_way(language, text, attributes):
    assert TextLanguages(language).of("any", text) == attributes


def test_languages_that_run_from_right_to_left():
    turned = {"ar", "ar-dz", "fa", "he", "ur", "ckb", "ps"}
    others = {"en", "fr-ca", "iu", "x-none"}
    assert {code for code in turned | others if is_right_to_left(code)} == turned
    assert language_attributes("fr-ca") == ' lang="fr-ca" dir="ltr"'
    assert language_attributes("") == ""


def test_stage_names_in_the_curve_are_kept_apart(arabic, read):
    stages = [
        stage("Aware", "s1", experience=experience("1")),
        stage("تقديم", "s2", experience=experience("-2")),
    ]
    source = make_map(body=[])
    page = make_arabic(arabic, source, body=[{**stage_table(stages, ["experience"]), "id": "t"}])
    record(page, source, ["body.t.stages.s1.name"])
    cache.clear()
    sentence = read(page).select_one(".parcours-curve figcaption p")
    names = {name.get_text(): name.get("lang") for name in sentence.select("bdi")}
    assert names == {"Aware": "en", "تقديم": None}

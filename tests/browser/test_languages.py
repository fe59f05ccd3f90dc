"""A half-translated map in Arabic, as browsers and checkers see it."""

import pytest
from wagtail.models import Locale

from tests.factories import finding, home_page, make_channels, make_map, stage, stage_table
from wagtail_parcours.models import CurrentStateMapPage
from wagtail_parcours.models.translations import MapTranslation


@pytest.fixture
def pair(db):
    """A map in English and its translation into Arabic, one finding of which is missing."""
    make_channels()
    arabic = Locale.objects.create(language_code="ar")
    home = home_page().copy_for_translation(arabic)
    home.save_revision().publish()
    home.refresh_from_db()
    english = make_map(body=body("Aware", "Waits at the counter"), slug="map")
    translated = make_map(
        page_class=CurrentStateMapPage,
        body=body("المعرفة", "Waits at the counter"),
        title="دانيال يجدد الإعانة",
        introduction="مقدمة قصيرة",
        slug="kharita",
        parent=home,
        locale=arabic,
        translation_key=english.translation_key,
    )
    MapTranslation.objects.update_or_create(
        page_id=translated.pk,
        defaults={
            "source_id": english.pk,
            "source_locale": english.locale,
            "untranslated": ["body.table.stages.s1.findings.f1.text"],
        },
    )
    return english, translated


def body(name, text):
    stages = [stage(name, "s1", actions=name, findings=[finding(text, "f1")])]
    return [{**stage_table(stages, ["actions", "findings"], title=name), "id": "table"}]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_half_translated_map_has_no_barrier_and_is_valid(
    pair, new_context, axe, nu_check, client, width
):
    _english, page = pair
    screen = new_context(viewport={"width": width, "height": 900}, locale="ar").new_page()
    screen.goto(page.url)
    missing = screen.get_by_text("Waits at the counter")
    assert missing.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert missing.evaluate("e => e.closest('[lang]').lang") == "en"
    article = screen.locator("article")
    assert article.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert axe(screen) == []
    assert not screen.evaluate("document.documentElement.scrollWidth > innerWidth")
    html = client.get(page.url, headers={"accept-language": "ar"}).content.decode()
    assert nu_check(html) == []

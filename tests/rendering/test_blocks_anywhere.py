"""Our blocks in a page that knows nothing of journeys, and in the editor's block picker."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.factories import (
    PersonaFactory,
    add_page,
    child,
    improvement_card,
    make_channels,
    make_map,
    persona_profile,
    stage_table,
)
from tests.testapp.models import AnyPage
from wagtail_parcours.blocks import JourneyBodyBlock

pytestmark = pytest.mark.django_db

BLOCKS = list(JourneyBodyBlock.base_blocks)


@pytest.fixture
def anywhere(client):
    make_channels()
    body = [
        persona_profile(PersonaFactory(name="Amina")),
        stage_table(3),
        improvement_card(),
        child("evidence", {"kind": "survey", "text": "Six in ten", "source": "", "url": ""}),
        child("text", "<p>Some <b>context</b></p>"),
        child("callout", {"kind": "warning", "title": "Careful", "text": "Draft"}),
    ]
    page = add_page(AnyPage(title="Any", body=body))
    return BeautifulSoup(client.get(page.url).content.decode(), "html.parser")


def test_each_block_looks_the_same_in_any_page(client, anywhere):
    for selector, words in (
        (".parcours-profile h2", "Amina"),
        (".parcours-table caption", "Amina applies for the benefit"),
        (".parcours-card h2", "Telephone"),
        (".parcours-evidence", "Six in ten"),
        (".parcours-text b", "context"),
        (".parcours-callout", "Careful"),
    ):
        assert words in anywhere.select_one(selector).get_text()
    plain = make_map(body=[stage_table(3)], slug="plain")
    on_a_map = BeautifulSoup(client.get(plain.url).content.decode(), "html.parser")
    cells = [cell.get_text() for cell in anywhere.select(".parcours-scroll td")]
    assert cells == [cell.get_text() for cell in on_a_map.select(".parcours-scroll td")]


def test_the_style_sheets_come_with_the_first_block_only(anywhere):
    links = [link["href"] for link in anywhere.select("link[rel=stylesheet]")]
    assert "/static/wagtail_parcours/css/map.css" in links
    assert len(links) == len(set(links))


@pytest.mark.parametrize("name", BLOCKS)
def test_the_block_picker_shows_each_block(client, name):
    client.force_login(get_user_model().objects.create_superuser("ada"))
    block = JourneyBodyBlock.base_blocks[name]
    assert block.is_previewable
    url = reverse("wagtailadmin_block_preview")
    response = client.get(url, {"id": block.definition_prefix})
    document = BeautifulSoup(response.content.decode(), "html.parser")
    sample = document.select_one("main .parcours")
    assert sample is not None
    assert len(sample.get_text(strip=True)) > 15
    assert document.h1.get_text() == str(block.label)


def test_a_profile_in_the_picker_shows_nobody_who_exists(client):
    PersonaFactory(name="Zebedee")
    client.force_login(get_user_model().objects.create_superuser("ada"))
    block = JourneyBodyBlock.base_blocks["persona_profile"]
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert "Zebedee" not in response.content.decode()

"""axe on every published page type and on each block's preview.

English and French, 320 and 1280 pixels, light and dark.
"""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_factories import DocumentFactory, ImageFactory

from tests.factories import (
    PersonaFactory,
    child,
    home_page,
    make_channels,
    make_future_map,
    make_index,
    make_map,
    make_project,
    persona_profile,
    stage,
    stage_table,
)
from tests.testapp.models import WideMapPage
from wagtail_parcours.blocks import JourneyBodyBlock

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")


def everything(persona):
    return [
        persona_profile(persona),
        stage_table(6, 6),
        stage_table([stage("Empty")], 4, title="A table with empty cells"),
        child("evidence", {"kind": "data", "text": "A", "source": "B", "url": "https://a.example"}),
        child("text", '<h2>Context</h2><p>Some <a href="https://a.example">words</a></p>'),
        child("image", {"image": ImageFactory().pk, "alt": "A counter", "caption": "Caption"}),
        child("document", {"document": DocumentFactory().pk, "title": "Report"}),
        child("callout", {"kind": "warning", "title": "Careful", "text": "One\nTwo"}),
    ]


@pytest.fixture(params=["en", "fr"])
def pages(request):
    """The addresses of one page of each kind, in one language."""
    make_channels()
    parent, values = None, {}
    if request.param != "en":
        locale = Locale.objects.create(language_code=request.param)
        parent = home_page().copy_for_translation(locale)
        parent.save_revision().publish()
        values = {"locale": locale}
    index = make_index(parent, introduction="All the journeys", **values)
    project = make_project(index, actions_done=["understand.client"], scope="All", **values)
    people = PersonaFactory(photo=ImageFactory(), photo_alt="A woman at a window")
    today = make_map(body=everything(people), parent=project, slug="today", **values)
    tomorrow = make_future_map(today, parent=project, slug="tomorrow", **values)
    long = make_map(
        40, 12, page_class=WideMapPage, parent=project, slug="long", title="Forty", **values
    )
    empty = make_map(body=[], parent=project, slug="empty", title="Empty", **values)
    return {
        "index": index.url,
        "no result": f"{index.url}?q=nothing",
        "project": project.url,
        "current": today.url,
        "future": tomorrow.url,
        "changes": f"{tomorrow.url}changes/",
        "long": long.url,
        "empty": empty.url,
    }


def problems(page, axe):
    found = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {problem}" for problem in axe(page)]
    return found


def test_published_pages_have_no_accessibility_problem(page, axe, pages):
    for name, url in pages.items():
        page.goto(url)
        if name == "current":
            page.locator("details summary").first.click()
            expect(page.locator("details[open]").first).to_be_attached()
        assert problems(page, axe) == [], name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_block_previews_have_no_accessibility_problem(page, axe, login, language):
    make_channels()
    ada = get_user_model().objects.create_superuser("ada")
    UserProfile.objects.update_or_create(user=ada, defaults={"preferred_language": language})
    login(page, ada)
    for name, block in JourneyBodyBlock.base_blocks.items():
        url = reverse("wagtailadmin_block_preview")
        page.goto(f"{url}?id={block.definition_prefix}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert problems(page, axe) == [], name

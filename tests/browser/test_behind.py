"""From the list of what is behind the source to the text itself, and the note that readers see."""

import copy
import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from tests.browser.boards import expect_ready, make_administrator
from tests.browser.waiting import eventual
from tests.factories import make_map, stage_table
from tests.governance.routes import translate_home
from wagtail_parcours.models import CurrentStateMapPage

PHONE = {"width": 360, "height": 740}
LAST = "apply"


@pytest.fixture
def source(locale_en):
    """A map that is wider than the window; its last stage is closed until it is looked at."""
    table = stage_table(12, 4)
    table["id"] = "table"
    table["value"]["stages"][-1]["id"] = LAST
    page = make_map(body=[table], title="Applying")
    page.save_revision().publish()
    return CurrentStateMapPage.objects.get(pk=page.pk)


PATH = f"body.table.stages.{LAST}.actions"


def say(page, text, stage=LAST):
    """Publish the map with another text in one cell."""
    version = CurrentStateMapPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    body = copy.deepcopy(list(version.body.raw_data))
    next(one for one in body[0]["value"]["stages"] if one["id"] == stage)["value"]["actions"] = text
    version.body = json.dumps(body)
    version.save_revision().publish()


@pytest.fixture
def copied(source, locale_fr):
    """The French map, one cell of it translated and behind."""
    translate_home(locale_fr)
    page = source.copy_for_translation(locale_fr)
    say(source, "Asks a neighbour about the form")
    say(page, "Demande de l'aide à un voisin")
    say(source, "Asks a neighbour and her son about the form")
    return CurrentStateMapPage.objects.get(pk=page.pk)


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@eventual
def expect_in_sight(field):
    box = field.bounding_box()
    window = field.page.viewport_size
    assert box is not None
    assert 0 <= box["x"] < window["width"]
    assert 0 <= box["y"] < window["height"]


def test_a_link_opens_the_cell_on_the_board(page, login, copied):
    login(page, make_administrator())
    page.goto(edit_address(copied))
    expect_ready(page)
    panel = page.locator("[data-parcours-behind]")
    expect(panel).to_contain_text("1 text is newer in English")
    panel.get_by_text("What it says in English").first.click()
    expect(panel.locator("ins").first).to_contain_text("her son")
    panel.locator(f'[data-parcours-jump="{PATH}"]').click()
    field = page.locator(f'[data-contentpath="{LAST}"] [data-parcours-child="actions"] textarea')
    expect(field).to_be_focused()
    expect(field).to_have_value("Demande de l'aide à un voisin")
    expect_in_sight(field)
    # Looking is no edit, and the way works a second time.
    page.locator("[data-parcours-behind]").scroll_into_view_if_needed()
    panel.locator(f'[data-parcours-jump="{PATH}"]').click()
    expect(field).to_be_focused()


def test_the_list_leads_into_the_editor_too(page, login, copied):
    login(page, make_administrator())
    page.goto(reverse("wagtail_parcours:translation_behind", args=[copied.pk]))
    page.get_by_role("link", name="Client actions").first.click()
    field = page.locator(f'[data-contentpath="{LAST}"] [data-parcours-child="actions"] textarea')
    expect(field).to_be_focused()
    expect_in_sight(field)


def test_marking_works_without_a_script(new_context, login, copied):
    page = new_context(java_script_enabled=False).new_page()
    login(page, make_administrator())
    address = reverse("wagtail_parcours:translation_behind", args=[copied.pk])
    page.goto(address)
    expect(page.locator("main")).to_contain_text("1 text is newer in English")
    page.locator(f'button[value="{PATH}"]').click()
    expect(page.locator("main")).not_to_contain_text("newer in English")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main")).to_contain_text("1 text is newer in English")


def test_the_list_is_accessible_and_fits_a_phone(new_context, login, copied, axe):
    page = new_context(viewport=PHONE).new_page()
    login(page, make_administrator())
    page.goto(reverse("wagtail_parcours:translation_behind", args=[copied.pk]))
    assert axe(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture
def localized(source, locale_fr):
    translate_home(locale_fr)
    translate_object(source, [locale_fr])
    page = CurrentStateMapPage.objects.get(locale=locale_fr, translation_key=source.translation_key)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = translation.source.stringsegment_set.get(context__path=PATH)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale_fr,
        data="Demande de l'aide",
        translation_type="manual",
    )
    translation.save_target()
    say(source, "Asks a neighbour and her son about the form")
    translation.source.update_from_db()
    return page


def test_a_link_finds_the_text_in_the_translation_editor(page, login, localized):
    login(page, make_administrator())
    page.goto(edit_address(localized))
    panel = page.locator(".parcours-translation-panels [data-parcours-behind]")
    expect(panel).to_contain_text("1 text is newer in English")
    panel.locator(f'[data-parcours-jump="{PATH}"]').click()
    row = page.locator(".parcours-jumped-to")
    expect(row).to_contain_text("Asks a neighbour and her son about the form")
    expect(row.get_by_role("button", name="Translate")).to_be_focused()
    expect_in_sight(row.get_by_role("button", name="Translate"))


def test_readers_find_the_cell_in_the_other_language(page, copied, source, axe):
    page.goto(copied.url)
    note = page.locator(".parcours-behind")
    note.locator("summary").click()
    assert axe(page, ".parcours-behind") == []
    note.get_by_role("link").first.click()
    page.wait_for_url(f"**{source.url}#stage-{LAST}")
    expect_in_sight(page.locator(f"#stage-{LAST}"))

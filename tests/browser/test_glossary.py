"""The glossary in a real browser: on the published page, and beside the text in both editors."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from tests.browser.test_board import WATCH
from tests.factories import default_locale, make_map, stage, stage_table
from tests.governance.routes import translate_home
from wagtail_parcours.models import GlossaryTerm

LONG = " ".join(["Somebody waits"] * 12)


def make_term(term, definition, **values):
    values.setdefault("locale", default_locale())
    return GlossaryTerm.objects.create(term=term, definition=definition, **values)


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def worded_map():
    """A map with two terms, a word to avoid and a long sentence."""
    obstacle = make_term("obstacle", "What stops or slows a client.", other_forms="obstacles")
    make_term("client", "Who asks for a service.", forbidden_synonyms="customer")
    french = Locale.objects.get_or_create(language_code="fr")[0]
    make_term("embûche", "Ce qui arrête.", locale=french, translation_key=obstacle.translation_key)
    stages = [
        stage("Aware", actions="The client meets an obstacle"),
        stage("Inform", actions=f"The customer calls\nMore obstacles\n{LONG}"),
    ]
    table = stage_table(stages, ["actions"], title="What happens")
    return make_map(body=[table], introduction="From first letter to first payment.")


# -- readers


@pytest.mark.parametrize("script", [True, False])
def test_a_term_leads_to_its_meaning_and_back(new_context, worded_map, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(worded_map.url)
    link = page.get_by_role("link", name="obstacle", exact=True)
    expect(link).to_have_count(1)
    expect(link).to_have_accessible_description("What stops or slows a client.")
    link.click()
    entry = page.locator(".parcours-terms dt:target")
    expect(entry).to_have_text("obstacle")
    expect(entry).to_be_in_viewport()
    page.get_by_role("link", name="Back to the map: first use of “obstacle”").click()
    expect(page.locator("a.parcours-term:target")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 360])
def test_nobody_is_left_out_of_the_terms(new_context, axe, worded_map, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(worded_map.url)
    expect(page.get_by_role("heading", name="Terms used on this map")).to_be_visible()
    assert axe(page) == []


def test_the_meaning_is_on_paper_too(page, worded_map):
    page.goto(worded_map.url)
    page.emulate_media(media="print")
    expect(page.get_by_text("What stops or slows a client.")).to_be_visible()
    expect(page.get_by_text("Back to the map").first).to_be_hidden()


# -- editors


def open_panel(page, worded_map):
    page.goto(f"/admin/pages/{worded_map.pk}/edit/")
    page.get_by_role("button", name="Toggle glossary and plain language").click()
    return page.locator("[data-side-panel='parcours-writing']")


def test_terms_and_words_to_avoid_stand_beside_the_text(page, login, axe, boss, worded_map):
    login(page, boss)
    panel = open_panel(page, worded_map)
    expect(panel.get_by_text("What stops or slows a client.")).to_be_visible()
    expect(panel.get_by_text("embûche")).to_be_visible()
    avoided = panel.get_by_role("listitem").filter(has_text="Write instead:")
    expect(avoided).to_have_count(1)
    expect(avoided).to_contain_text("customer Write instead: client")
    expect(panel.get_by_text("1 with more than 20 words")).to_be_visible()
    expect(panel.get_by_text("A score needs about 100 words.")).to_be_visible()
    assert axe(page, "[data-side-panel='parcours-writing']") == []


def test_a_place_leads_to_its_cell(page, login, boss, worded_map):
    login(page, boss)
    panel = open_panel(page, worded_map)
    avoided = panel.get_by_role("listitem").filter(has_text="Write instead:")
    avoided.get_by_role("link", name="Stage “Inform” › Client actions").click()
    (table,) = worded_map.get_journey().tables
    cell = page.locator(
        f"[data-contentpath='{table.stages[1].id}'] [data-contentpath='actions'] textarea"
    )
    expect(cell).to_be_focused()
    expect(cell).to_be_in_viewport()


def test_the_panel_follows_the_draft(page, login, boss, worded_map, saving_by_itself):
    saving_by_itself()
    page.add_init_script(WATCH)
    login(page, boss)
    panel = open_panel(page, worded_map)
    page.wait_for_function("() => window.isWatched")
    counter = page.locator(
        "[data-side-panel-toggle='parcours-writing'] [data-side-panel-toggle-counter]"
    )
    expect(counter).to_have_text("1")
    panel.get_by_role("link", name="Stage “Inform” › Client actions").first.click()
    (table,) = worded_map.get_journey().tables
    cell = page.locator(
        f"[data-contentpath='{table.stages[1].id}'] [data-contentpath='actions'] textarea"
    )
    expect(cell).to_be_focused()
    cell.fill("The client calls\nThe customer's customer")
    expect(counter).to_have_text("2")
    avoided = panel.get_by_role("listitem").filter(has_text="Write instead:")
    expect(avoided).to_have_count(2)


# -- translators


def test_translators_have_the_terms_above_the_texts(page, login, axe, boss, worded_map):
    french = Locale.objects.get(language_code="fr")
    translate_home(french)
    translate_object(worded_map, [french])
    translation = worded_map.get_translation(french)
    login(page, boss)
    page.goto(f"/admin/pages/{translation.pk}/edit/")
    panel = page.locator(".parcours-writing-panel")
    entry = panel.locator(".parcours-writing__terms > div").filter(has_text="obstacle")
    expect(entry).to_contain_text("embûche")
    expect(entry).to_contain_text("What stops or slows a client.")
    client = panel.locator(".parcours-writing__terms > div").filter(has_text="Who asks")
    expect(client).to_contain_text("This term has no translation yet.")
    assert axe(page, ".parcours-writing-panel") == []


# -- the report


@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_left_out_of_the_report(new_context, login, axe, boss, worded_map, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)
    page.goto("/admin/parcours/reports/words-to-avoid/")
    expect(page.locator("mark")).to_have_text("customer")
    expect(page.locator(".sidebar-loading")).to_have_count(0)
    assert page.locator("td.title .title-wrapper").bounding_box()["width"] > 150
    assert axe(page) == []
    page.get_by_role("link", name="Edit: Applying for the benefit, Stage “Inform”").click()
    (table,) = worded_map.get_journey().tables
    cell = page.locator(
        f"[data-contentpath='{table.stages[1].id}'] [data-contentpath='actions'] textarea"
    )
    expect(cell).to_be_focused()

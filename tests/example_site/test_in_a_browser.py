"""The intranet as people meet it: on a phone, in the dark, without script, with axe watching."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, browser, login, new_context
from tests.example_site.loaded import load_demo

__all__ = ["axe", "browser", "login", "new_context"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

OWN_PAGES = [
    "/en/",
    "/fr/",
    "/en/our-clients/",
    "/fr/normes-de-service/",
    "/fr/aide-au-travail/reserver-un-interprete/",
    "/en/search/?query=client",
    "/fr/search/?query=introuvable",
    "/en/no-such-page/",
    "/ar/",
    "/ar/masarat/talab-muyassar/daniel-yujaddid/",
]


@pytest.fixture
def demo(db):
    load_demo(commits=True)


def sign_in(page, username="employee"):
    page.goto("/en/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(f"{username}-borealia-2026")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("^[^?]*/en/$"))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_everything_works_on_a_phone_without_script(demo, new_context):
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    sign_in(page)

    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("link", name="Service standards").first.click()
    expect(page).to_have_url(re.compile("/en/service-standards/$"))
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Normes de service")
    page.get_by_role("searchbox").fill("interprète")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(r"/fr/[^?]*\?query="))
    page.get_by_role("link", name="Réserver un interprète").click()
    expect(page).to_have_url(re.compile("/fr/aide-au-travail/reserver-un-interprete/$"))
    page.get_by_role("button", name="Fermer la session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrir une session")


def test_the_keyboard_skips_the_header_and_closes_the_menu(demo, new_context):
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    sign_in(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    menu = page.get_by_role("navigation", name="Main menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    expect(menu).to_be_visible()
    page.get_by_role("button", name="Close the menu").press("Enter")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_another_language_opens_at_the_same_place(demo, new_context):
    page = new_context().new_page()
    sign_in(page)
    page.goto(
        "/en/journeys/accessible-first-application/daniel-renews-today/"
        "?channel=online&next=//elsewhere.example#finding-2f409267-3151-5863-aa05-ef60c88ea74c"
    )
    for language, place in [("Français", "/fr/parcours/"), ("العربيّة", "/ar/masarat/")]:
        expect(page.locator("li:target")).to_be_visible()
        page.get_by_role("link", name=language).click()
        expect(page).to_have_url(re.compile(rf"{place}.*/\?channel=online#finding-2f409267"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def keep_errors(page, problems):
    """What the browser complains about, a page that is meant to be missing apart."""

    def keep(message):
        if message.type == "error" and "404" not in message.text:
            problems.append(message.text)

    page.on("console", keep)


def test_no_barrier_on_any_page_of_its_own(demo, new_context, axe):
    problems = []
    for width, scheme in [(320, "light"), (1280, "dark")]:
        page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        keep_errors(page, problems)
        page.goto("/en/login/")
        problems += axe(page)
        sign_in(page)
        for path in OWN_PAGES:
            page.goto(path)
            problems += [f"{path} at {width}, {scheme}: {problem}" for problem in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{path} is wider than {width}")
    assert problems == []

"""The portfolio page and its dashboard in a real browser, for everyone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.browser.waiting import eventual
from tests.factories import add_page
from tests.panels.world import in_french, make_world
from wagtail_parcours.models import JourneyPortfolioPage


@pytest.fixture
def portfolio():
    english, french = (Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "fr"))
    make_world(english, french)
    page = add_page(JourneyPortfolioPage(title="Portfolio", slug="portfolio"))
    in_french(page, french)
    return page


@eventual
def expect_no_overflow(page):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize(("path", "width"), [("/portfolio/", 1440), ("/fr/portfolio/", 360)])
def test_employees_read_the_page_without_script(new_context, axe, portfolio, path, width):
    context = new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    table = page.locator("#parcours-stages table")
    expect(table).to_be_hidden()
    page.locator("#parcours-stages summary").click()
    expect(table).to_be_visible()
    # One drawing for each width, and only that one.
    shown, hidden = ("narrow", "wide") if width < 700 else ("wide", "narrow")
    expect(page.locator(f"#parcours-stages .parcours-chart__drawing--{shown}")).to_be_visible()
    expect(page.locator(f"#parcours-stages .parcours-chart__drawing--{hidden}")).to_be_hidden()
    scripted = new_context(viewport={"width": width, "height": 900}).new_page()
    scripted.goto(path)
    scripted.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert axe(scripted, context=".parcours") == []
    expect_no_overflow(scripted)


@pytest.mark.parametrize("width", [1440, 360])
def test_the_dashboard_is_read_filtered_and_taken_along(
    new_context, login, axe, portfolio, django_user_model, width
):
    boss = django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)
    page.goto(reverse("wagtail_parcours:portfolio"))
    expect(page.get_by_role("heading", name="Stages that satisfy least")).to_be_visible()
    expect(page.locator(".sidebar-loading")).to_have_count(0)
    assert axe(page) == []
    expect_no_overflow(page)
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV: Channels that irritate most").click()
    assert started.value.suggested_filename == "journeys-channels.csv"

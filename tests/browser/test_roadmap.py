"""The roadmap in a real browser: its three looks, a card moved by keyboard, what readers see."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import eventual
from tests.factories import make_channels
from tests.roadmap.plans import item, make_plan, promise
from tests.roadmap.screens import BOARD, TABLE, TIMELINE, update
from wagtail_parcours.models import RoadmapItem, site_today


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def plan():
    """One of each kind that looks different; publishing made the items."""
    make_channels()
    page = make_plan(
        promise("a", "Read the menu twice", due="2099-01-31"),
        promise("b", "Call back the same day"),
        promise("c", "A form in large print", due=""),
    )
    today = site_today()
    update(
        "b",
        state="blocked",
        start=today - datetime.timedelta(days=90),
        due=today - datetime.timedelta(days=5),
        progress="Waits for the supplier.",
    )
    update("c", state="done", withdrawn=True, start=today)
    return page


@eventual
def expect_no_overflow(page):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_left_out(new_context, login, axe, boss, plan, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)
    form = f"{BOARD}{item('b').pk}/"
    for address in (BOARD, TIMELINE, TABLE, form, f"{form}record/"):
        page.goto(address)
        expect(page.locator(".sidebar-loading")).to_have_count(0)
        assert axe(page) == [], address
        expect_no_overflow(page)
    reader = new_context(viewport={"width": width, "height": 900}).new_page()
    reader.goto(plan.url)
    expect(reader.get_by_role("heading", name="Progress so far")).to_be_visible()
    assert axe(reader) == []
    expect_no_overflow(reader)


def test_a_card_is_moved_by_keyboard_without_scripts(new_context, login, boss, plan):
    # Wagtail's own page to sign in works without scripts as well.
    page = new_context(java_script_enabled=False).new_page()
    login(page, boss)
    page.goto(f"{BOARD}?q=menu")
    card = page.locator(f"#parcours-item-{item('a').pk}")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    moved = page.locator("section", has=page.get_by_role("heading", name="Under way"))
    expect(moved.get_by_role("link", name="Read the menu twice")).to_be_visible()
    assert page.url.endswith(f"{BOARD}?q=menu#parcours-item-{item('a').pk}")
    assert RoadmapItem.objects.get(improvement="a").state == "under_way"


def test_filters_reach_the_other_looks(page, login, boss, plan):
    login(page, boss)
    page.goto(BOARD)
    page.locator("#id_q").fill("supplier")
    expect(page.locator(".parcours-plan")).to_have_count(1)
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page.locator(".parcours-gantt tbody tr")).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("supplier")

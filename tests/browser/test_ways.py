"""A map read as an outline and as a story, in a real browser, for everyone."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import eventual
from tests.factories import PersonaFactory, make_channels, make_map, persona_profile, stage_table
from tests.other_sides import whole_stage
from wagtail_parcours.frameworks import all_lanes

WIDTHS = (320, 1440)


@pytest.fixture
def whole():
    """Three stages with something to say in every lane."""
    make_channels()
    stages = [whole_stage(number) for number in (1, 2, 3)]
    table = stage_table(stages, [lane.key for lane in all_lanes()])
    return make_map(body=[persona_profile(PersonaFactory(name="Ana")), table], title="Whole")


@eventual
def expect_no_overflow(page):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def visible_text(page):
    return " ".join(page.locator("article").inner_text().split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("way", ["outline", "story"])
def test_it_is_for_everyone(new_context, live_server, axe, whole, way, width):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{whole.url}{way}/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert axe(page, ".parcours") == []
    expect_no_overflow(page)


def test_without_script_every_way_says_the_same(new_context, whole):
    texts = []
    for scripted in (True, False):
        page = new_context(java_script_enabled=scripted).new_page()
        page.goto(f"{whole.url}outline/")
        texts.append(visible_text(page))
    assert texts[0] == texts[1]
    page.goto(f"{whole.url}story/")
    # What only a script can do is not offered.
    expect(page.get_by_role("button", name="Full screen")).to_have_count(0)
    page.get_by_role("link", name="Next:").first.click()
    expect(page.locator(".parcours-scene").nth(1).locator("h3")).to_be_in_viewport()


def test_the_way_is_changed_at_the_same_place(page, whole):
    page.goto(f"{whole.url}outline/")
    page.get_by_role("navigation", name="Stages of").get_by_role("link").nth(1).click()
    place = page.evaluate("window.location.hash")
    assert place.startswith("#stage-")
    page.get_by_role("navigation", name="Ways to read this map").get_by_role(
        "link", name="Story"
    ).click()
    page.wait_for_url(f"**/story/{place}")
    expect(page.locator(".parcours-scene").nth(1).locator("h3")).to_be_in_viewport()


def test_a_story_is_told_from_the_keyboard_and_as_large_as_the_screen(page, whole):
    page.goto(f"{whole.url}story/")
    headings = page.locator(".parcours-scene h3")
    headings.first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.parcours-scene h3').scrollIntoView()")
    page.keyboard.press("ArrowRight")
    expect(headings.nth(1)).to_be_focused()
    expect(headings.nth(1)).to_be_in_viewport()
    page.keyboard.press("PageDown")
    expect(headings.nth(2)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(headings.nth(1)).to_be_focused()
    button = page.get_by_role("button", name="Full screen")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement.matches('.parcours-story')")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")

"""A published map in a browser: one stage at a time on a phone, headers in sight, paper, RTL."""

import io

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from tests.browser.waiting import eventual
from tests.factories import (
    PersonaFactory,
    finding,
    full_stage,
    home_page,
    improvement,
    improvement_card,
    make_channels,
    make_future_map,
    make_map,
    stage,
    stage_table,
)
from tests.testapp.models import WideMapPage

PHONE = {"width": 320, "height": 740}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def open_map(new_context):
    """Return a function that opens the map, with the options of a browser context."""
    make_channels()

    def go(page, path="", **options):
        tab = new_context(**options).new_page()
        tab.goto(page.url + path)
        return tab

    return go


def three_stages():
    return [
        stage("Aware", "s1", actions="Hears of it"),
        stage("Inform", "s2", actions="Calls", findings=[finding("Long wait", "f2")]),
        stage("Apply", "s3", actions="Signs"),
    ]


def shown(tab):
    """The names of the stages whose column can be seen."""
    return tab.locator(".parcours-name").filter(visible=True)


def expect_shown(tab, names):
    expect(shown(tab)).to_have_text(names, use_inner_text=True)


@eventual
def expect_no_overflow(tab):
    """The page is no wider than the window."""
    assert tab.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@eventual
def expect_to_hold_its_content(locator):
    assert locator.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


def test_a_phone_shows_one_stage_and_its_links_show_the_others(open_map):
    tab = open_map(make_map(three_stages()), viewport=PHONE)
    expect_shown(tab, ["Aware"])
    expect(tab.get_by_text("Hears of it")).to_be_visible()
    expect(tab.get_by_text("Signs")).to_be_hidden()
    steps = tab.get_by_role("navigation", name="Stages of “Amina applies for the benefit”")
    steps.get_by_role("link", name="3 Apply").click()
    expect_shown(tab, ["Apply"])
    expect(tab.get_by_text("Signs")).to_be_visible()

    @eventual
    def expect_near_the_top(locator):
        assert locator.bounding_box()["y"] < PHONE["height"] / 2

    expect_near_the_top(tab.locator("th#stage-s3"))
    tab.go_back()
    expect_shown(tab, ["Aware"])
    steps.get_by_role("link", name="All stages").click()
    expect_shown(tab, ["Aware", "Inform", "Apply"])


def test_without_script_a_link_to_a_finding_shows_its_stage(open_map):
    tab = open_map(
        make_map(three_stages()), "#finding-f2", viewport=PHONE, java_script_enabled=False
    )
    expect_shown(tab, ["Inform"])
    expect(tab.get_by_text("Long wait")).to_be_visible()


def test_an_improvement_leads_to_its_barrier_on_the_other_map(open_map):
    today = make_map(three_stages(), slug="today")
    card = improvement_card("telephone", [improvement(barriers=["f2"])])
    tab = open_map(make_future_map(today, body=[card]), viewport=PHONE)
    tab.get_by_role("link", name="Long wait").click()
    tab.wait_for_url("**/today/#finding-f2")
    expect_shown(tab, ["Inform"])


def test_an_ordinary_map_fits_a_desktop_with_columns_of_one_width(open_map):
    tab = open_map(make_map(6, 4, persona=PersonaFactory()), viewport=DESKTOP)
    expect(shown(tab)).to_have_count(6)
    expect_to_hold_its_content(tab.locator(".parcours-scroll"))
    widths = tab.locator(".parcours-scroll thead th").evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().width))"
    )
    assert max(widths) - min(widths) <= 1


def test_stage_names_stay_in_sight_while_the_page_scrolls(open_map):
    tab = open_map(make_map(6, 6), viewport={"width": 1440, "height": 500})
    last = tab.locator(".parcours-scroll tbody tr").last
    last.evaluate("e => e.scrollIntoView({block: 'end'})")

    @eventual
    def expect_at_the_top(locator):
        assert locator.bounding_box()["y"] == pytest.approx(0, abs=2)

    expect_at_the_top(tab.locator(".parcours-scroll thead th").first)
    expect(last).to_be_in_viewport()


def test_the_curve_stands_above_its_columns(open_map):
    tab = open_map(make_map(6, 4), viewport=DESKTOP)
    marks = tab.locator(".parcours-curve__wide g").evaluate_all(
        "all => all.map(e => { const b = e.lastElementChild.getBoundingClientRect();"
        " return b.x + b.width / 2 })"
    )
    columns = tab.locator(".parcours-scroll thead th").evaluate_all(
        "all => all.map(e => { const b = e.getBoundingClientRect(); return b.x + b.width / 2 })"
    )
    assert all(abs(mark - column) < 10 for mark, column in zip(marks, columns, strict=True))


def test_headers_stay_in_sight_in_a_long_map(open_map):
    page = make_map(40, 12, page_class=WideMapPage)
    tab = open_map(page, viewport=DESKTOP)
    expect_no_overflow(tab)
    region = tab.locator(".parcours-scroll")
    region.focus()
    expect(region).to_be_focused()
    expect(region).to_have_attribute("role", "region")
    region.evaluate("e => e.scrollTo(3000, 500)")

    @eventual
    def expect_headers_at_the_edges():
        box = region.bounding_box()
        lane = tab.locator(".parcours-scroll tr:not(.parcours-line) > th[scope='row']").nth(8)
        line = tab.locator(".parcours-line__name").nth(1).bounding_box()
        name = tab.locator(".parcours-scroll thead th").nth(20).bounding_box()
        assert abs(lane.bounding_box()["x"] - box["x"]) < 8
        assert abs(line["x"] - box["x"]) < 8
        assert abs(name["y"] - box["y"]) < 8

    expect_headers_at_the_edges()


def test_long_words_stay_in_their_cell(open_map):
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    stages = [stage(word, actions=word, findings=[finding(word)]), full_stage(1)]
    for viewport in (PHONE, DESKTOP):
        tab = open_map(make_map(stages, slug=f"w{viewport['width']}"), viewport=viewport)
        expect_no_overflow(tab)
        expect_to_hold_its_content(tab.locator(".parcours-scroll tbody td").first)


def test_no_page_is_wider_than_a_small_phone(open_map):
    current = make_map(30, 12, page_class=WideMapPage, slug="long")
    future = make_future_map(current)
    for page in (current, future):
        tab = open_map(page, viewport=PHONE)
        expect_no_overflow(tab)


def test_right_to_left_the_first_stage_is_on_the_right(open_map):
    arabic = Locale.objects.create(language_code="ar")
    home = home_page().copy_for_translation(arabic)
    home.save_revision().publish()
    page = make_map(three_stages(), parent=home, locale=arabic)
    tab = open_map(page, viewport=DESKTOP)
    lane = tab.locator(".parcours-scroll tbody th").first.bounding_box()
    stages = [th.bounding_box()["x"] for th in tab.locator(".parcours-scroll thead th").all()]
    assert lane["x"] > stages[0] > stages[1] > stages[2]
    expect_no_overflow(tab)


@pytest.mark.parametrize("stages", [6, 14])
def test_paper_shows_every_stage_and_cuts_none(open_map, stages):
    tab = open_map(make_map(stages, 4, slug=f"paper{stages}"), viewport=DESKTOP)
    tab.emulate_media(media="print")
    # The width of an A4 sheet on its side, less its margins, in CSS pixels.
    tab.set_viewport_size({"width": 1032, "height": 700})
    expect_no_overflow(tab)
    expect(shown(tab)).to_have_count(stages)

    @eventual
    def expect_within_the_sheet(cells):
        rights = "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
        assert cells.evaluate_all(rights) <= 1032

    expect_within_the_sheet(tab.locator(".parcours-scroll :is(th, td)"))
    sheet = io.BytesIO(tab.pdf(prefer_css_page_size=True)).getvalue()
    assert sheet.startswith(b"%PDF")


def test_a_phone_prints_every_stage(open_map):
    tab = open_map(make_map(three_stages()), viewport=PHONE)
    tab.emulate_media(media="print")
    expect_shown(tab, ["Aware", "Inform", "Apply"])


def test_nothing_on_a_page_breaks_a_strict_policy(new_context):
    make_channels()
    body = [stage_table(6, 6), improvement_card()]
    page = make_map(body=body, persona=PersonaFactory())
    tab = new_context().new_page()
    complaints = []
    tab.on("console", lambda message: complaints.append(message.text))

    def strict(route):
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": "default-src 'self'"}
        route.fulfill(response=response, headers=headers)

    tab.route("**/*", strict)
    tab.goto(page.url)
    expect(tab.locator(".parcours-scroll table")).to_have_css("table-layout", "fixed")
    # The browser's messages come in order: after this one, none about the page is on its way.
    with tab.expect_console_message(lambda message: message.text == "That was all."):
        tab.evaluate("console.log('That was all.')")
    assert [text for text in complaints if "Content Security Policy" in text] == []


def test_forced_colours_keep_marks_and_lines(open_map):
    tab = open_map(make_map(), viewport=DESKTOP, forced_colors="active")
    mark = tab.locator(".parcours-level .parcours-mark").first
    fill, ground = mark.evaluate(
        "e => [getComputedStyle(e).fill, getComputedStyle(document.body).backgroundColor]"
    )
    assert fill != ground

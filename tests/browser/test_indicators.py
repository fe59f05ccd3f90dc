"""Indicators in a browser: entering a reading, and looking at a file before it is imported."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import fill_day
from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, add_readings
from wagtail_parcours.models import IndicatorReading

LIST = "/admin/snippets/wagtail_parcours/indicator/"
FILE = (
    "indicator;day;value;channel;source;note\n"
    "calls;2026-01-01;62;;;\n"
    "calls;2026-04-01;66,5;;;\n"
    "calls;01/05/2026;67;;;\n"
)


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def calls():
    ChannelFactory(slug="telephone", name="Telephone")
    indicator = IndicatorFactory(slug="calls", name="Calls answered")
    add_readings(indicator, {"2026-01-01": "60", "2026-02-01": "63"})
    return indicator


@pytest.mark.parametrize("width", [1440, 360])
def test_a_reading_is_entered_deleted_and_brought_back(new_context, login, axe, boss, calls, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    login(page, boss)
    page.goto(LIST)
    expect(page.get_by_role("img", name="From 60% in January 2026 to 63%")).to_be_visible()
    assert axe(page, "main") == []
    page.get_by_role("link", name=re.compile("readings of “Calls answered”")).click()

    fill_day(page, "Day", "2026-03-01")
    page.get_by_label("Value (%)").fill("64,5")
    page.get_by_label("Channel").select_option("Telephone")
    page.get_by_role("button", name="Add the reading").click()
    expect(page.get_by_text("The reading of March 1, 2026, Telephone was added.")).to_be_visible()
    assert axe(page, "main") == []

    page.get_by_role("link", name="Delete: March 1, 2026, Telephone").click()
    page.get_by_role("button", name="Delete the reading").click()
    page.get_by_role("link", name="Bring it back").click()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("cell", name="64.5%")).to_be_visible()


def test_a_file_is_looked_at_and_imported(new_context, login, axe, boss, calls):
    page = new_context(viewport={"width": 360, "height": 900}).new_page()
    login(page, boss)
    page.goto(f"{LIST}readings/import/")
    file = {"name": "readings.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("heading", name="1 row is refused")).to_be_visible()
    assert axe(page, "main") == []
    page.get_by_role("button", name="Import 2 readings, without the row that is refused").click()
    expect(page.get_by_text("1 reading added, 1 reading changed.")).to_be_visible()
    values = IndicatorReading.objects.order_by("day").values_list("value", flat=True)
    assert [str(value.normalize()) for value in values] == ["62", "63", "66.5"]

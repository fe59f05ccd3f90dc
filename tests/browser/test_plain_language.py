"""Hints on hard texts in a real browser: among Wagtail's checks."""

import pytest
from playwright.sync_api import expect

from tests.factories import child, make_map, stage, stage_table

LONG = " ".join(["Somebody waits"] * 12)


@pytest.fixture
def boss(django_user_model):
    return django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def hard_map(settings):
    settings.WAGTAIL_PARCOURS = {"BASE_TEMPLATE": "base_with_userbar.html"}
    stages = [stage("Aware", actions="Waits"), stage("Inform", actions=f"First\n{LONG}")]
    note = child("callout", {"kind": "note", "title": "Note", "text": LONG + " again"})
    table = stage_table(stages, ["actions"], title="What happens")
    return make_map(body=[table, note], introduction="Short.")


def open_checks(page, hard_map):
    page.goto(f"/admin/pages/{hard_map.pk}/edit/")
    page.get_by_role("button", name="Toggle checks").click()
    return page.locator("[data-checks-panel]")


def test_the_checks_name_the_cells_with_a_hint(page, login, boss, hard_map):
    login(page, boss)
    panel = open_checks(page, hard_map)
    hint = panel.get_by_text("Hint: a long sentence")
    expect(hint).to_have_count(2)
    expect(panel.get_by_text("more than 20 words").first).to_be_visible()
    expect(panel.get_by_text("#Inform-Client-actions")).to_be_visible()
    expect(panel.get_by_text("#Callout")).to_be_visible()


def test_readers_find_no_mark_on_the_published_page(page, login, boss, hard_map):
    login(page, boss)
    page.goto(hard_map.url)
    expect(page.get_by_text(LONG).first).to_be_visible()
    expect(page.locator("[data-parcours-plain]")).to_have_count(0)

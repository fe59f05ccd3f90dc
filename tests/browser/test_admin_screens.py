"""The screens of the Journeys menu in a real browser: reachable to all, and they work."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    make_channels,
    make_index,
    make_map,
)
from wagtail_parcours.models import FutureStateMapPage, Persona

NAMES = "wagtailsnippets_wagtail_parcours_"


@pytest.fixture
def administrator():
    return get_user_model().objects.create_superuser("boss", "boss@example.org", "pw")


@pytest.fixture
def ana():
    """A persona with a past: published, then published with changes."""
    persona = PersonaFactory(
        name="Ana", live=False, condition="Low hearing", target_group=TargetGroupFactory()
    )
    for age in (34, 35):
        persona = Persona.objects.get(pk=persona.pk)
        persona.age = age
        persona.save_revision().publish()
    return Persona.objects.get(pk=persona.pk)


def screens(persona):
    pk, row = persona.pk, persona.history.last().history_id
    return {
        "personas": reverse(f"{NAMES}persona:list"),
        "channels": reverse(f"{NAMES}channel:list"),
        "empty list": reverse(f"{NAMES}frameworkstagetext:list"),
        "record": reverse(f"{NAMES}persona:facts", args=[pk]),
        "restore": reverse(f"{NAMES}persona:restore_fact", args=[pk, row]),
        "preview": reverse(f"{NAMES}persona:revisions_view", args=[pk, persona.latest_revision_id]),
        "new map": reverse("wagtail_parcours:new_map"),
    }


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("fr", "dark", 1280), ("en", "dark", 320), ("fr", "light", 320)],
)
def test_nobody_is_left_out(new_context, login, axe, administrator, ana, language, scheme, width):
    make_channels()
    make_index()
    profile = UserProfile.get_for_user(administrator)
    profile.preferred_language = language
    profile.save()
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    login(page, administrator)
    problems = {}
    for name, url in screens(ana).items():
        page.goto(url)
        expect(page.locator("h1, h2").filter(visible=True).first, name).to_be_visible()
        expect(page.locator(".sidebar-loading")).to_have_count(0)
        # Wagtail's user bar floats over the preview.
        found = axe(page, exclude="wagtail-userbar" if name == "preview" else None)
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or too_wide > 0:
            problems[name] = (found, too_wide)
    assert problems == {}


def choose(page, field, name, chosen):
    page.locator(f"#id_{field}-chooser").get_by_role("button").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name=name).click()
    expect(page.locator(f"#id_{field}")).to_have_value(str(chosen.pk))
    expect(dialog).to_have_count(0)


def test_a_new_map_is_made_from_a_few_answers(page, login, administrator, ana):
    make_channels()
    index = make_index()
    current = make_map(parent=index, title="As it is today", persona=ana)
    login(page, administrator)
    page.goto(reverse("wagtail_parcours:new_map"))
    page.get_by_label("Title").fill("As it should be")

    # Questions appear with the answers that raise them.
    expect(page.get_by_label("Framework", exact=True)).to_be_visible()
    linked = page.locator("#id_current_map-chooser")
    expect(linked).to_be_hidden()
    page.get_by_label("Future-state map").check()
    expect(linked).to_be_visible()
    page.get_by_label("The stages of an existing map").check()
    expect(page.get_by_label("Framework", exact=True)).to_be_hidden()

    # A missing answer keeps the others.
    with page.expect_navigation():
        page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("Choose the map whose stages you want.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("As it should be")
    expect(page.get_by_label("Future-state map")).to_be_checked()

    for field in ("shape", "current_map"):
        choose(page, field, "As it is today", current)
    choose(page, "persona", "Ana", ana)
    page.get_by_role("button", name="Create the draft").click()

    expect(page.get_by_text("The draft of “As it should be” is ready.")).to_be_visible()
    made = FutureStateMapPage.objects.get(title="As it should be")
    journey = made.get_journey()
    assert made.get_current_map() == current
    assert [card.channel for card in journey.cards] == ["online", "telephone", "in-person"]
    assert [profile.persona for profile in journey.profiles] == [str(ana.translation_key)]
    assert journey.tables[0].stages[0].name == "Aware"


def test_an_earlier_state_is_restored_after_a_look(page, login, administrator, ana):
    login(page, administrator)
    page.goto(reverse(f"{NAMES}persona:facts", args=[ana.pk]))
    with page.expect_navigation():
        page.get_by_role("link", name="Restore this state").click()
    expect(page.get_by_role("row", name="Age")).to_contain_text("35")
    with page.expect_navigation():
        page.get_by_role("button", name="Restore", exact=True).click()
    expect(page.get_by_text("has a new draft with its earlier values")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Age")).to_have_value("34")
    assert Persona.objects.get(pk=ana.pk).age == 35

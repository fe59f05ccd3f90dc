"""The sign-off records in a real browser: found, read, checked and compared."""

import hashlib

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from tests.browser.waiting import eventual
from tests.factories import (
    PersonaFactory,
    improvement_card,
    make_channels,
    make_future_map,
    make_signer,
    persona_profile,
    sign_as_it_is,
    stage_table,
)
from wagtail_parcours.models import SignOff

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def twice_signed():
    """A map of which two versions were signed."""
    make_channels()
    Locale.objects.get_or_create(language_code="en")
    body = [
        persona_profile(PersonaFactory(name="Amina")),
        stage_table(3, 3),
        improvement_card("telephone"),
    ]
    page = make_future_map(body=body, title="Applying, as it should be", slug="tomorrow")
    raw = list(page.body.raw_data)
    raw[1]["value"]["stages"][0]["value"]["name"] = "Discover"
    page.body = raw
    sign_as_it_is(page, make_signer("noor", first_name="Noor", last_name="Haddad"))
    return page


def administrator(language="en"):
    boss = get_user_model().objects.create_superuser("boss", "boss@example.org", "pw")
    profile = UserProfile.get_for_user(boss)
    profile.preferred_language = language
    profile.save()
    return boss


def address(name, *args):
    return reverse(f"wagtail_parcours:{name}", args=args)


@eventual
def expect_no_overflow(tab):
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.usefixtures("twice_signed")
@pytest.mark.parametrize(
    ("language", "scheme", "viewport"),
    [("en", "light", DESKTOP), ("fr", "dark", DESKTOP), ("en", "dark", PHONE)],
)
def test_nobody_is_left_out(new_context, login, axe, language, scheme, viewport):
    tab = new_context(color_scheme=scheme, viewport=viewport).new_page()
    login(tab, administrator(language))
    places = {
        address("sign_offs"): "tbody a",
        f"{address('sign_offs')}?page_title=nothing": "main p",
        address("sign_off", 2): "main h2",
        address("sign_off_compare", 2): ".parcours-differences",
    }
    problems = {}
    for place, sign in places.items():
        tab.goto(place)
        expect(tab.locator(sign).first).to_be_visible()
        expect_no_overflow(tab)
        problems[place] = axe(tab)
    assert {name: found for name, found in problems.items() if found} == {}


def test_from_the_report_to_the_proof(page, login, twice_signed, tmp_path):
    Page.objects.get(pk=twice_signed.pk).delete()
    login(page, administrator())
    page.goto(address("sign_offs"))
    page.get_by_role("link", name="Applying, as it should be").last.click()
    expect(page.get_by_text("This map was deleted.")).to_be_visible()
    # The frame is loaded when it comes into sight.
    frame = page.get_by_title("The signed version as readers saw it")
    frame.scroll_into_view_if_needed()
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Amina", exact=True)).to_be_visible()
    expect(inside.locator("thead th").filter(has_text="Aware")).to_have_count(1)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the content that was signed").click()
    path = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(path)
    record = SignOff.objects.get(position=1)
    assert path.name == f"sign-off-1-{record.seal[:12]}.json"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == record.seal
    page.get_by_role("link", name="Compare with another version").click()
    row = page.locator(".parcours-differences tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Discover")


@pytest.mark.usefixtures("twice_signed")
def test_without_script_one_chooses_what_to_compare_with(new_context, login):
    tab = new_context(java_script_enabled=False).new_page()
    login(tab, administrator())
    tab.goto(address("sign_off_compare", 2))
    tab.get_by_label("Compare sign-off 2 with").select_option("What readers see now")
    tab.get_by_role("button", name="Compare").click()
    expect(tab.locator(".parcours-differences tbody tr")).to_contain_text("Discover")
    expect(tab.get_by_text("What readers see now").last).to_be_visible()

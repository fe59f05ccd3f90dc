"""Readers answer a map, and its editors answer back: for everybody, with and without script."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect
from wagtail.models import Site

from tests.factories import (
    PersonaFactory,
    finding,
    improvement_card,
    make_channels,
    make_map,
    persona_profile,
    stage,
    stage_table,
)
from wagtail_parcours.models import FeedbackPolicy, FeedbackSettings, Remark


@pytest.fixture
def page_that_asks():
    make_channels()
    stages = [stage("Aware", "one", findings=[finding("Long menu", "f1")])]
    body = [
        persona_profile(PersonaFactory(name="Ana")),
        stage_table(stages, ["actions", "findings"]),
        improvement_card("online"),
    ]
    page = make_map(body=body)
    policy = FeedbackPolicy.for_site(Site.objects.get())
    policy.notices = [("notice", {"language": "en", "text": "Read by the editors of the map."})]
    policy.save()
    FeedbackSettings.objects.create(page_id=page.pk, is_on=True)
    return page


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(1440, "light", True), (320, "dark", False)]
)
def test_a_reader_answers_and_an_editor_answers_back(
    new_context, login, axe, page_that_asks, width, scheme, script
):
    size = {"width": width, "height": 800}
    reader = new_context(viewport=size, color_scheme=scheme, java_script_enabled=script).new_page()
    reader.goto(page_that_asks.url)
    check = axe if script else (lambda page: [])
    assert check(reader) == []
    reader.get_by_role("link", name="Is this what you see? Aware").click()
    expect(reader.get_by_text("Read by the editors of the map.")).to_be_visible()
    assert check(reader) == []
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("alert")).to_contain_text("not sent yet")
    reader.get_by_role("radio", name="Partly").check()
    reader.get_by_label("In your words (optional)").fill("Longer on Mondays")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        "Thank you: your remark has arrived"
    )
    assert check(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    address = reader.url

    editor = new_context(viewport=size, color_scheme=scheme).new_page()
    login(editor, get_user_model().objects.create_superuser("ed", "ed@example.org", "pw"))
    editor.goto("/admin/parcours/remarks/")
    assert axe(editor, "main") == []
    editor.get_by_role("link", name="Aware").click()
    expect(editor.get_by_text("Longer on Mondays")).to_be_visible()
    editor.get_by_label("State").select_option("Answered")
    editor.get_by_label("Answer", exact=True).fill("One more agent on Mondays.")
    assert axe(editor, "main") == []
    with editor.expect_navigation():
        editor.get_by_role("button", name="Save").click()
    assert Remark.objects.get().state == "answered"

    reader.goto(address)
    expect(reader.get_by_text("One more agent on Mondays.")).to_be_visible()

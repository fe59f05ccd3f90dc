"""Maps of any size, and the steps that the tests of the board have in common."""

import json

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from tests.testapp.content import stage_table
from tests.testapp.models import WideMapPage
from wagtail_parcours.models import Channel

CHANNELS = (("online", "Online"), ("telephone", "Telephone"))


def make_administrator():
    users = get_user_model().objects
    existing = users.filter(username="ada").first()
    return existing or users.create_superuser("ada", "ada@example.org", "not-secret")


def make_map(body=None, cls=WideMapPage, title="Ana today", **fields):
    """A page under the home page, with a draft; `body` is the stored form."""
    home = Page.objects.get(depth=2)
    for slug, name in CHANNELS:
        Channel.objects.get_or_create(
            slug=slug, locale=home.locale, defaults={"name": name, "sort_order": 0}
        )
    body = [stage_table(6)] if body is None else body
    page = cls(title=title, slug=title.lower().replace(" ", "-"), body=json.dumps(body), **fields)
    home.add_child(instance=page)
    page.save_revision()
    return page


def stored(page):
    """The body of the page's last draft, as it is stored once every part is written.

    A body may lack what came to the blocks later; the first save writes it, empty.
    """
    current = type(page).objects.get(pk=page.pk)
    block = current.body.stream_block
    value = block.to_python(json.loads(current.get_latest_revision().content["body"]))
    # What was not looked at would be given back as it was.
    assert list(value) or not value
    parts = json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder))
    for part in parts:
        if part["type"] == "stage_table":
            # A form gives the lanes in the order of its boxes; they are drawn in that order anyway.
            part["value"]["lanes"].sort()
            part["value"]["channel_rows"] = bool(part["value"]["channel_rows"])
    return parts


def stages_of(page):
    (table,) = (block for block in stored(page) if block["type"] == "stage_table")
    return table["value"]["stages"]


def expect_ready(page):
    """Wait until the scripts have made boards of all tables."""
    page.wait_for_load_state()
    expect(page.locator(".parcours-table:not(:has(.parcours-bar))")).to_have_count(0)


def open_editor(page, map_page):
    page.goto(reverse("wagtailadmin_pages:edit", args=[map_page.pk]))
    expect(page.locator(".parcours-table, [data-parcours-stage]").first).to_be_visible()
    expect_ready(page)
    return page


def comment_on(page, field, text):
    """Write the first comment of a map, on one cell."""
    field.locator("textarea").hover()
    field.locator("[data-comment-add]").click()
    page.get_by_placeholder("Enter your comments...").fill(text)
    # By key: the box may still be on its way to its place, and a click would miss it.
    page.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(page.locator("[name='comments-0-text']")).to_have_value(text)


def columns(page):
    return page.locator(
        ".parcours-stages > [data-streamfield-stream-container] > [data-streamfield-child]"
        ":not([aria-hidden='true'])"
    )


def cell(page, number, child):
    """The cell of a child of the stage in column `number`, from 1."""
    return columns(page).nth(number - 1).locator(f"[data-parcours-child='{child}']")


def go_to(page, number):
    """Bring a stage into sight by the bar of the board, and wait until it is open."""
    page.locator(".parcours-bar__select").select_option(str(number - 1))
    expect(cell(page, number, "name").locator("input")).to_be_visible()


def save_draft(page):
    with page.expect_navigation():
        page.locator("button.action-save").first.click()
    expect_ready(page)


def is_saving(response):
    """Whether this answers a form that was posted to save, by hand or by itself."""
    return response.request.method == "POST" and response.url.endswith("/edit/")


def stop_moving(page):
    """Wait until stages that come or go have grown or shrunk into place."""
    page.wait_for_function("() => !window.jQuery.timers.length")


def posted_form(page):
    """What the editor's form would post now, without what changes with each answer."""
    return page.evaluate(
        """() => Array.from(new FormData(document.querySelector("[data-edit-form]")))
            .filter(([name]) => name.startsWith("body"))"""
    )

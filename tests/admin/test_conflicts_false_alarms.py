"""Saves that nobody is in the way of go through as ever."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from tests.admin.open_editors import OpenEditor, decide, post_form
from tests.factories import make_channels, make_map, sign_as_it_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    make_channels()
    page = make_map(2, 4, title="Ana today", live=False)
    page.save_revision()
    return page


def reload(page):
    return type(page).objects.get(pk=page.pk)


def actions(page):
    version = reload(page).get_latest_revision_as_object()
    return version.body.raw_data[0]["value"]["stages"][0]["value"]["actions"]


def test_saving_twice_in_a_row(ada, page):
    for text in ("One", "Two"):
        editor = OpenEditor(ada, page)
        editor.cell(1)["actions"] = text
        assert editor.post().status_code == 302
    assert actions(page) == "Two"


def test_the_first_save_of_a_map_without_any_version(ada):
    make_channels()
    page = make_map(2, 4, title="Ana today")
    assert page.latest_revision is None
    editor = OpenEditor(ada, page)
    editor.cell(1)["actions"] = "One"
    assert editor.post().status_code == 302
    assert actions(page) == "One"


def test_a_draft_that_saved_itself_is_no_other_version(ada, page):
    """The form goes on naming the version that it was opened with."""
    editor = OpenEditor(ada, page)
    editor.cell(1)["actions"] = "One"
    saved = editor.save_itself()
    assert saved["success"]
    editor.cell(1)["actions"] = "Two"
    assert editor.save_itself(overwrite_revision_id=saved["revision_id"])["success"]
    editor.cell(1)["actions"] = "Three"
    assert editor.post().status_code == 302
    assert actions(page) == "Three"


def test_the_history_tells_the_drafts_of_an_editor_as_before(ada, page):
    editor = OpenEditor(ada, page)
    saved = editor.save_itself()
    editor.save_itself(overwrite_revision_id=saved["revision_id"])
    editor.post()
    entries = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.edit")
    assert entries.latest_by_uuid_and_action().count() == 2


def test_a_draft_that_another_tab_saved_is_another_version(ada, page):
    first, second = OpenEditor(ada, page), OpenEditor(ada, page)
    first.cell(1)["actions"] = "One"
    assert first.save_itself()["success"]
    second.cell(1)["actions"] = "Two"
    assert second.post().status_code == 409
    assert second.save_itself()["error_code"] == "invalid_revision"


def test_nobody_borrows_the_name_of_another_editor(ada, ben, page):
    first = OpenEditor(ada, page)
    second = OpenEditor(ben, page, editor=first.fields["parcours-editor"])
    first.cell(1)["actions"] = "One"
    first.save_itself()
    second.cell(1)["actions"] = "Two"
    assert second.post().status_code == 409


def test_pressing_save_twice_saves(ada, page):
    editor = OpenEditor(ada, page)
    editor.cell(1)["actions"] = "One"
    assert [editor.post().status_code, editor.post().status_code] == [302, 302]


def test_two_people_who_write_the_same(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    for editor in (theirs, mine):
        editor.cell(1)["actions"] = "The same words"
        assert editor.post().status_code == 302


def test_a_map_that_was_signed_and_published_meanwhile(ada, page):
    editor = OpenEditor(ada, page)
    version = reload(page).get_latest_revision_as_object()
    sign_as_it_is(version)
    version.latest_revision.publish()
    assert reload(page).live
    editor.cell(1)["actions"] = "One"
    assert editor.post().status_code == 302
    assert actions(page) == "One"
    assert reload(page).live


def test_a_save_without_scripts_or_from_elsewhere(ada, page):
    editor = OpenEditor(ada, page, editor="")
    for name in ("loaded_revision_id", "loaded_revision_created_at"):
        del editor.fields[name]
    reload(page).save_revision()
    editor.cell(1)["actions"] = "One"
    assert editor.post().status_code == 302


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1", "٣"])
def test_an_odd_number_of_a_version_is_no_version(ada, page, number):
    editor = OpenEditor(ada, page)
    editor.fields["loaded_revision_id"] = number
    editor.fields["parcours-base"] = f"{number} x"
    assert editor.post().status_code == 302


def test_going_back_to_an_older_version(ada, page):
    editor = OpenEditor(ada, page)
    editor.cell(1)["actions"] = "One"
    editor.post()
    first = page.revisions.order_by("pk").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    before = actions(page)
    shown = ada.get(address)
    reverted = OpenEditor(ada, page)
    reverted.body = list(shown.context["page"].body.raw_data)
    reverted.fields["loaded_revision_created_at"] = shown.context["loaded_revision_created_at"]
    assert post_form(ada, address, reverted.data()).status_code == 302
    assert actions(page) != before


def test_going_back_while_somebody_saves_is_held_up_and_goes_on_there(ada, ben, page):
    first = page.revisions.order_by("pk").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    reverted = OpenEditor(ada, page)
    theirs = OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: waits"
    theirs.post()
    response = post_form(ada, address, reverted.data())
    assert response.status_code == 409
    assert decide(response, ada).status_code == 302
    assert actions(page).startswith("Looks for")


def test_other_pages_are_left_alone(ada, ben):
    from wagtail.models import Page

    home = Page.objects.get(depth=2)
    home.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    data = {
        "title": "Home",
        "slug": home.slug,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "loaded_revision_id": str(home.latest_revision_id),
        "loaded_revision_created_at": "long ago",
    }
    assert ada.post(address, data).status_code == 302

"""A save from an outdated editor is held up, shows both versions and loses nothing."""

import json
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.admin.open_editors import OpenEditor, decide, post_form
from tests.factories import (
    PersonaFactory,
    child,
    evidence,
    finding,
    improvement_card,
    make_channels,
    make_map,
    persona_profile,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    make_channels()
    page = make_map(6, 4, title="Ana today", live=False)
    page.save_revision()
    return page


@pytest.fixture
def rich_map(db):
    """A map with every kind of block."""
    make_channels()
    photo = get_image_model().objects.create(title="Portrait", file=get_test_image_file())
    page = make_map(2, 4, title="Ana again", live=False)
    page.body = json.dumps(
        [
            persona_profile(PersonaFactory()),
            *page.body.raw_data,
            improvement_card(),
            evidence(),
            child("text", "<p>Some <b>bold</b> words</p>"),
            child("image", {"image": photo.pk, "alt": "A door", "caption": ""}),
            child("callout", {"kind": "note", "title": "Mind", "text": "the step"}),
        ]
    )
    page.save_revision()
    return page


def latest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def stage_of(version, number):
    (table,) = (block for block in version.body.raw_data if block["type"] == "stage_table")
    return table["value"]["stages"][number - 1]["value"]


def rows(response):
    """Each difference: its place, who changed it, what mine and theirs say."""
    return {
        row.label: (row.side, said(row.mine), said(row.theirs))
        for row in response.context["differences"].rows
    }


def said(cell):
    return unescape(strip_tags(str(cell.html))) or "".join(piece.text for piece in cell.pieces)


def revisions(page):
    return page.revisions.order_by("pk")


# -- what the page shows


def test_an_outdated_save_changes_nothing_and_shows_who_changed_what(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.cell(3)["actions"] = "Ben: waits"
    theirs.cell(4)["actions"] = "The same words"
    assert theirs.post().status_code == 302
    mine.cell(2)["actions"] = "Ada: calls"
    mine.cell(3)["actions"] = "Ada: goes home"
    mine.cell(4)["actions"] = "The same words"
    response = mine.post()
    assert response.status_code == 409
    assert rows(response) == {
        "Aware › Client actions": (
            "theirs",
            "Looks for the form\nAsks a neighbour about step 0",
            "Ben: asks a friend",
        ),
        "Inform › Client actions": (
            "mine",
            "Ada: calls",
            "Looks for the form\nAsks a neighbour about step 1",
        ),
        "Advise › Client actions": ("both", "Ada: goes home", "Ben: waits"),
        "Determine › Client actions": ("same", "The same words", "The same words"),
    }
    text = response.content.decode()
    assert "Ben saved <strong>Ana today</strong>" in text
    assert revisions(page).count() == 2
    assert stage_of(latest(page), 2)["actions"].startswith("Looks for")


def test_other_fields_are_compared_too(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.fields["seo_title"] = "Ben's words"
    theirs.post()
    mine.fields["title"] = "Ana tomorrow"
    mine.fields["search_description"] = "Ada's words"
    found = rows(mine.post())
    assert found["Title"][0] == found["Meta description"][0] == "mine"
    assert found["Title tag"] == ("theirs", "", "Ben's words")


def test_a_stage_that_one_removed_and_the_other_changed_is_told_for_both(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    del theirs.stages[1]
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    found = rows(mine.post())
    assert found["Inform › Client actions"][:2] == ("both", "Ada: calls")
    assert found["Inform"][0] == "theirs"


def test_what_the_form_refuses_is_told_and_kept(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    mine.cell(3)["name"] = "x" * 200
    response = mine.post()
    assert response.status_code == 409
    text = response.content.decode()
    assert "Stage table" in text
    assert "Ensure this value has at most 120 characters" in text
    assert rows(response)["Inform › Client actions"][1] == "Ada: calls"
    assert not response.context["can_merge"]
    again = decide(response, ada)
    assert again.status_code == 200
    assert "could not be saved due to" in again.content.decode()
    assert stage_of(again.context["form"].instance, 1)["actions"] == "Ben: asks a friend"
    assert "Ada: calls" in json.dumps(again.context["form"]["body"].value().get_prep_value())


def test_the_same_person_in_two_tabs_is_warned(ada, page):
    first, second = OpenEditor(ada, page), OpenEditor(ada, page)
    first.cell(1)["actions"] = "One"
    first.post()
    second.cell(1)["actions"] = "Two"
    response = second.post()
    assert response.status_code == 409
    assert "in another window" in response.content.decode()


def test_a_base_that_was_written_over_is_remembered_while_others_have_the_map_open(ada, ben, page):
    theirs = OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: first"
    first = theirs.save_itself()
    mine = OpenEditor(ada, page)
    theirs.cell(2)["actions"] = "Ben: second"
    assert theirs.save_itself(overwrite_revision_id=first["revision_id"])["success"]
    mine.cell(3)["actions"] = "Ada: third"
    response = mine.post()
    sides = {place: row[0] for place, row in rows(response).items()}
    assert sides == {"Inform › Client actions": "theirs", "Advise › Client actions": "mine"}


def test_without_the_base_both_versions_are_shown_all_the_same(ada, ben, page):
    theirs = OpenEditor(ben, page)
    first = theirs.save_itself()
    mine = OpenEditor(ada, page)
    theirs.cell(2)["actions"] = "Ben: second"
    theirs.save_itself(overwrite_revision_id=first["revision_id"])
    mine.cell(3)["actions"] = "Ada: third"
    cache.clear()
    response = mine.post()
    assert rows(response)["Advise › Client actions"][:2] == ("either", "Ada: third")
    assert rows(response)["Inform › Client actions"][2] == "Ben: second"
    assert not response.context["can_merge"]


def test_the_lock_of_a_map_is_told(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    locked = type(page).objects.get(pk=page.pk)
    locked.locked, locked.locked_by, locked.locked_at = True, ben.user, timezone.now()
    locked.save()
    mine.cell(2)["actions"] = "Ada: calls"
    response = mine.post()
    assert response.status_code == 409
    assert "Nobody can save right now" in response.content.decode()
    again = decide(response, ada)
    assert "could not be saved as it is locked" in again.content.decode()
    assert "Ada: calls" in json.dumps(again.context["form"]["body"].value().get_prep_value())


# -- the ways on


def test_keeping_mine_saves_exactly_what_was_posted_and_leaves_theirs_in_the_history(
    ada, ben, page
):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    plain = OpenEditor(ada, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    for editor in (mine, plain):
        editor.cell(2)["actions"] = "  Ada:  “calls” & <b>waits</b>\r\n\r\n\ttwice\u00a0"
        editor.cell(2)["trigger"] = "\r\nAn empty line first"
    response = decide(mine.post(), ada)
    assert response.status_code == 302
    kept = latest(page)
    theirs_kept, mine_kept = list(revisions(page))[-2:]
    assert stage_of(theirs_kept.as_object(), 1)["actions"] == "Ben: asks a friend"
    assert (mine_kept.user, theirs_kept.user) == (ada.user, ben.user)

    # What the same form stores when nobody is in the way.
    plain.fields["loaded_revision_id"] = str(mine_kept.pk)
    plain.fields["loaded_revision_created_at"] = mine_kept.created_at.isoformat()
    assert plain.post().status_code == 302
    assert mine_kept.content["body"] == latest(page).latest_revision.content["body"]
    assert kept.title == "Ana today"


def test_a_third_save_holds_it_up_again_and_the_base_stays_the_first_one(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: first"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    response = mine.post()
    again = OpenEditor(ben, page)
    again.cell(3)["actions"] = "Ben: second"
    again.post()
    response = decide(response, ada)
    assert {place: row[0] for place, row in rows(response).items()} == {
        "Aware › Client actions": "theirs",
        "Inform › Client actions": "mine",
        "Advise › Client actions": "theirs",
    }
    assert decide(response, ada).status_code == 302
    assert stage_of(latest(page), 2)["actions"] == "Ada: calls"


def test_the_button_that_was_pressed_is_remembered(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    response = mine.post(**{"action-publish": "action-publish"})
    assert response.context["keep_label"] == "Keep my version and publish it"
    decide(response, ada)
    live = type(page).objects.get(pk=page.pk)
    assert live.live
    assert stage_of(live, 2)["actions"] == "Ada: calls"


def test_theirs_is_never_written_over_in_place(ada, ben, page):
    mine = OpenEditor(ada, page)
    own = mine.save_itself()["revision_id"]
    theirs = OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    before = {revision.pk: revision.content for revision in revisions(page)}
    mine.cell(2)["actions"] = "Ada: calls"
    response = mine.post(overwrite_revision_id=str(own))
    assert response.status_code == 409
    assert decide(response, ada).status_code == 302
    after = {revision.pk: revision.content for revision in revisions(page)}
    assert len(after) == len(before) + 1
    assert {pk: after[pk] for pk in before} == before


def test_a_map_that_was_submitted_meanwhile_is_not_submitted_over(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    response = mine.post(**{"action-submit": "action-submit"})
    assert response.status_code == 409
    assert response.context["keep_label"] == "Keep my version and submit it"
    assert not type(page).objects.get(pk=page.pk).workflow_in_progress


def test_merging_takes_both_and_mine_where_both_changed(ada, ben, page):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.cell(3)["actions"] = "Ben: waits"
    theirs.cell(3)["findings"][0]["value"]["text"] = "Ben: it is cold"
    theirs.stages.append(stage("Afterwards", actions="Ben: tells others"))
    theirs.fields["seo_title"] = "Ben's words"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    mine.cell(3)["actions"] = "Ada: goes home"
    mine.cell(3)["findings"].append(finding("Ada: nobody answers"))
    mine.stages.insert(0, stage("Before", actions="Ada: hears of it"))
    mine.fields["introduction"] = "Ada's introduction"
    response = mine.post(**{"action-publish": "action-publish"})
    assert response.context["can_merge"]
    assert decide(response, ada, "merge").status_code == 302
    merged = latest(page)
    stages = [child["value"] for child in merged.body.raw_data[0]["value"]["stages"]]
    assert [value["name"] for value in stages] == [
        "Before",
        "Aware",
        "Inform",
        "Advise",
        "Determine",
        "Apply",
        "Manage",
        "Afterwards",
    ]
    assert [value["actions"] for value in stages[:4]] == [
        "Ada: hears of it",
        "Ben: asks a friend",
        "Ada: calls",
        "Ada: goes home",
    ]
    assert [one["value"]["text"] for one in stages[3]["findings"]] == [
        "Ben: it is cold",
        "The form is kind",
        "Ada: nobody answers",
    ]
    assert merged.introduction == "Ada's introduction"
    assert merged.seo_title == "Ben's words"
    assert not merged.live


def test_merging_keeps_everything_else_a_map_may_hold(ada, ben, rich_map):
    mine, theirs = OpenEditor(ada, rich_map), OpenEditor(ben, rich_map)
    before = latest(rich_map).get_journey()
    theirs.fields["seo_title"] = "Ben's words"
    theirs.post()
    mine.fields["introduction"] = "Ada's introduction"
    response = mine.post()
    assert response.context["can_merge"]
    assert decide(response, ada, "merge").status_code == 302
    merged = latest(rich_map)
    assert merged.get_journey().parts == before.parts
    assert (merged.seo_title, merged.introduction) == ("Ben's words", "Ada's introduction")


# -- the file


@pytest.mark.parametrize("as_text", [False, True])
def test_my_version_can_be_downloaded(ada, ben, page, as_text):
    mine, theirs = OpenEditor(ada, page), OpenEditor(ben, page)
    theirs.cell(1)["actions"] = "Ben: asks a friend"
    theirs.post()
    mine.cell(2)["actions"] = "Ada: calls"
    mine.fields["seo_title"] = "Ada's words"
    response = mine.post()
    assert response.context["download_url"] == download_address(page)
    address = download_address(page) + ("?as=text" if as_text else "")
    file = post_form(ada, address, mine.data())
    assert "attachment" in file["Content-Disposition"]
    text = file.content.decode()
    assert "Ada: calls" in text
    assert "Ada's words" in text
    if not as_text:
        document = json.loads(text)
        assert document["journey"]["title"] == "Ana today"
        assert document["posted"]["seo_title"] == ["Ada's words"]
    assert revisions(page).count() == 2


def test_only_editors_download(ada, page):
    reader = get_user_model().objects.create_user("rea", "rea@x.org", "pw")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(reader)
    data = OpenEditor(ada, page).data()
    assert post_form(client, download_address(page), data).status_code == 302
    assert client.get(download_address(page)).status_code == 405


def download_address(page):
    return reverse("wagtail_parcours:conflict_download", args=[page.pk])

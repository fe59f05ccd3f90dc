"""Writing on an item: the form, moving a card, the record and back to an earlier state."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories import make_channels, make_index
from tests.governance.workflows import (
    edit,
    make_editor,
    make_group,
    make_person,
    make_workflow,
    sign_step,
    submit,
)
from tests.measured import IndicatorFactory, add_readings
from tests.roadmap.plans import item, make_plan, promise, publish_signed
from wagtail_parcours.models import LiveVersion, RoadmapItem, SignOff
from wagtail_parcours.roadmap import renew_items

pytestmark = pytest.mark.django_db

D = datetime.date


@pytest.fixture
def section(db):
    make_channels()
    return make_index(title="Ours")


@pytest.fixture
def plan(section):
    return make_plan(promise("a", "Read the menu twice"), promise("b"), parent=section)


def planner(section, username="odile", *, may_change=True, page_permission="change"):
    """Somebody of a section who may write on the roadmap, as `parcours_setup` has it."""
    group = make_group(f"Planners {username}")
    if may_change:
        group.permissions.add(Permission.objects.get(codename="change_roadmapitem"))
    if page_permission:
        GroupPagePermission.objects.create(
            group=group,
            page=section,
            permission=Permission.objects.get(
                codename=f"{page_permission}_page", content_type__app_label="wagtailcore"
            ),
        )
    return make_person(username, group)


@pytest.fixture
def odile(client, section):
    person = planner(section)
    client.force_login(person)
    return person


def address(name, found, *args):
    return reverse(f"wagtail_parcours:{name}", args=[found.pk, *args])


def form_of(client, found):
    """The values of the form as a browser would post them."""
    html = client.get(address("roadmap_item", found)).content.decode()
    form = BeautifulSoup(html, "html.parser").select_one("#w-editor-form")
    values = {}
    for field in form.select("[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            values[field["name"]] = chosen["value"] if chosen else ""
        else:
            values[field["name"]] = field.get("value", "") or field.get_text()
    values["progress"] = values.get("progress", "").strip()
    return values


def post(client, found, **changes):
    return client.post(address("roadmap_item", found), form_of(client, found) | changes)


def words(response):
    return " ".join(BeautifulSoup(response.content.decode(), "html.parser").get_text(" ").split())


# -- the form


def test_what_is_written_is_kept_without_any_approval(client, odile, plan):
    before = (LiveVersion.objects.get().seal, SignOff.objects.count())
    response = post(
        client,
        item("a"),
        state="under_way",
        progress="The texts are written.",
        progress_language="en",
        owner="Odile",
        start="2027-01-04",
        due="2027-02-26",
    )
    assert response.status_code == 302
    found = item("a")
    assert (found.state, found.progress, found.owner) == (
        "under_way",
        "The texts are written.",
        "Odile",
    )
    assert (found.start, found.due) == (D(2027, 1, 4), D(2027, 2, 26))
    assert response.url == f"/admin/parcours/roadmap/#parcours-item-{found.pk}"
    assert (LiveVersion.objects.get().seal, SignOff.objects.count()) == before
    newest = found.history.first()
    assert (newest.history_user, newest.state) == (odile, "under_way")


def test_what_the_form_changed_follows_the_map_no_more(client, odile, plan):
    post(client, item("a"), due="2027-02-26")
    page = publish_signed(
        plan, promise("a", responsible="Branch offices", due="2027-06-30"), promise("b")
    )
    renew_items(page)
    assert (item("a").due, item("a").owner) == (D(2027, 2, 26), "Branch offices")


def test_the_form_says_what_the_signed_map_says(client, odile, plan):
    RoadmapItem.objects.update(owner="Odile", due=D(2027, 1, 1))
    text = words(client.get(address("roadmap_item", item("a"))))
    for said in (
        "Read the menu twice",
        "Applying, as it should be",
        "Responsible Contact centre",
        "Target date March 31, 2027",
        "Telephone",
    ):
        assert said in text


def test_a_date_before_the_start_is_explained_and_nothing_is_lost(client, odile, plan):
    response = post(
        client, item("a"), start="2027-05-01", due="2027-04-01", progress="Please keep me"
    )
    text = words(response)
    assert "The target date is before the start." in text
    assert "Please keep me" in response.content.decode()
    assert item("a").progress == ""


def test_a_note_has_an_end(client, odile, plan):
    response = post(client, item("a"), progress="x" * 2001)
    assert "Please write at most 2000 characters." in words(response)
    assert post(client, item("a"), progress="x" * 2000).status_code == 302


def test_of_two_who_write_at_once_the_second_is_told(client, odile, plan):
    opened = form_of(client, item("a"))
    post(client, item("a"), progress="First")
    response = client.post(address("roadmap_item", item("a")), opened | {"progress": "Second"})
    assert "Someone else has changed this since you opened it" in words(response)
    assert item("a").progress == "First"
    again = BeautifulSoup(response.content.decode(), "html.parser")
    seen = again.select_one("input[name=seen]")["value"]
    assert "Second" in again.select_one("textarea[name=progress]").get_text()
    client.post(address("roadmap_item", item("a")), opened | {"progress": "Second", "seen": seen})
    assert item("a").progress == "Second"


def test_a_new_version_of_the_map_is_not_overwritten_by_an_open_form(client, odile, plan):
    opened = form_of(client, item("a"))
    renew_items(publish_signed(plan, promise("a", responsible="Branch offices"), promise("b")))
    response = client.post(address("roadmap_item", item("a")), opened | {"state": "done"})
    assert "Someone else has changed this since you opened it" in words(response)
    assert (item("a").owner, item("a").own_fields) == ("Branch offices", [])


def test_an_indicator_is_chosen_and_its_latest_reading_shown(client, odile, plan):
    add_readings(IndicatorFactory(slug="calls-answered"), {"2026-09-30": "71"})
    assert post(client, item("a"), indicator="calls-answered").status_code == 302
    text = words(client.get(address("roadmap_item", item("a"))))
    assert "What is measured Calls answered 71" in text
    assert "is not one of the available choices" in words(
        post(client, item("a"), indicator="no-such")
    )


def test_an_indicator_that_is_gone_is_no_obstacle(client, odile, plan):
    RoadmapItem.objects.update(indicator="gone-for-good")
    assert post(client, item("a"), state="done").status_code == 302
    assert item("a").indicator == "gone-for-good"


# -- who may


def test_writing_takes_the_permission_and_the_map(client, section, plan):
    found = item("a")
    other = make_index(title="Theirs", slug="theirs")
    people = {
        "without-permission": planner(section, "without-permission", may_change=False),
        "of-another-section": planner(other, "of-another-section"),
        "without-pages": planner(section, "without-pages", page_permission=None),
        "publisher": planner(section, "publisher", page_permission="publish"),
    }
    for name, person in people.items():
        client.force_login(person)
        allowed = name == "publisher"
        state = "done" if allowed else "planned"
        client.post(address("roadmap_move", found), {"state": "done"})
        assert item("a").state == state, name
        opened = client.get(address("roadmap_item", found))
        assert (opened.status_code == 200) is allowed, name
        client.post(address("roadmap_item", found), {"state": "dropped", "progress": "x"})
        assert item("a").state == state, name


def test_an_item_of_another_section_does_not_exist(client, odile):
    make_plan(promise("z"), parent=make_index(title="Theirs", slug="theirs"))
    found = item("z")
    fact = found.history.get()
    for name, args in (
        ("roadmap_item", ()),
        ("roadmap_facts", ()),
        ("roadmap_restore", (fact.history_id,)),
    ):
        assert client.get(address(name, found, *args)).status_code == 404
    assert client.post(address("roadmap_move", found), {"state": "done"}).status_code == 404


def test_who_only_signs_reads_the_record_and_writes_nothing(client, plan):
    author = make_editor()
    make_workflow(sign_step("Sign", make_group("Directors")))
    edit(plan, author, introduction="New")
    submit(plan, author)
    director = make_person("dora", group := make_group("Directors"))
    group.permissions.add(Permission.objects.get(codename="change_roadmapitem"))
    client.force_login(director)
    found = item("a")
    record = client.get(address("roadmap_facts", found))
    assert record.status_code == 200
    assert "Restore this state" not in words(record)
    fact = found.history.get()
    for name, args in (("roadmap_item", ()), ("roadmap_restore", (fact.history_id,))):
        assert client.get(address(name, found, *args)).status_code == 302
        client.post(address(name, found, *args), {"state": "done"})
    client.post(address("roadmap_move", found), {"state": "done"})
    assert (item("a").state, item("a").history.count()) == ("planned", 1)


def test_strangers_are_asked_to_sign_in(client, plan):
    found = item("a")
    for name in ("roadmap_item", "roadmap_facts"):
        assert "/login/" in client.get(address(name, found)).url
    assert "/login/" in client.post(address("roadmap_move", found), {"state": "done"}).url
    assert item("a").state == "planned"


def test_the_permission_is_offered_with_the_others_of_a_group(client, admin_client):
    group = make_group("Somebody")
    html = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    permission = Permission.objects.get(codename="change_roadmapitem")
    assert f'value="{permission.pk}"' in html


# -- moving a card


def test_a_card_moves_without_script_and_the_board_stays_as_it_was(client, odile, plan):
    found = item("a")
    board = BeautifulSoup(
        client.get("/admin/parcours/roadmap/", {"q": "menu"}).content.decode(), "html.parser"
    )
    form = board.select_one(f"#parcours-item-{found.pk} form")
    assert [button["value"] for button in form.select("button")] == [
        "under_way",
        "blocked",
        "done",
        "dropped",
    ]
    data = {field["name"]: field["value"] for field in form.select("input")}
    response = client.post(form["action"], data | {"state": "blocked"}, follow=True)
    assert response.redirect_chain[0][0] == (
        f"/admin/parcours/roadmap/?q=menu#parcours-item-{found.pk}"
    )
    assert "“Read the menu twice” is now under “Blocked”." in words(response)
    assert item("a").history.first().history_user == odile


def test_a_move_goes_nowhere_else(client, odile, plan):
    found = item("a")
    away = {"state": "done", "back": "https://evil.example/\r\nSet-Cookie: x#y"}
    response = client.post(address("roadmap_move", found), away)
    assert response.url.startswith("/admin/parcours/roadmap/?")
    assert "\n" not in response.url
    assert client.post(address("roadmap_move", found), {"state": "gone"}).status_code == 404
    assert client.get(address("roadmap_move", found)).status_code == 405


# -- the record


def test_the_record_tells_who_changed_what(client, odile, plan):
    post(client, item("a"), state="under_way", due="2027-02-26", progress="Begun")
    renew_items(publish_signed(plan, promise("a", "Said anew")))
    text = words(client.get(address("roadmap_facts", item("a"))))
    for said in (
        "State Planned Under way",
        "Target date March 31, 2027 Feb. 26, 2027",
        "Progress note empty Begun",
        "Odile",
        "Improvement Read the menu twice Said anew",
    ):
        assert said in text
    assert "Withdrawn from the map No Yes" in words(client.get(address("roadmap_facts", item("b"))))


def test_an_earlier_state_is_given_back(client, odile, plan):
    post(client, item("a"), state="under_way", progress="Begun", owner="Odile")
    post(client, item("a"), state="dropped", progress="Too dear", owner="Nobody")
    renew_items(publish_signed(plan, promise("a", "Said anew"), promise("b")))
    fact = item("a").history.get(progress="Begun", state="under_way")
    asked = client.get(address("roadmap_restore", item("a"), fact.history_id))
    assert "State Dropped Under way" in words(asked)
    assert "Said anew" not in words(asked).partition("What changes if")[2]
    response = client.post(address("roadmap_restore", item("a"), fact.history_id))
    assert response.status_code == 302
    found = item("a")
    assert (found.state, found.progress, found.owner) == ("under_way", "Begun", "Odile")
    assert found.text == "Said anew"
    newest = found.history.first()
    assert (newest.history_user, newest.state) == (odile, "under_way")


def test_what_is_given_back_follows_the_map_no_more(client, odile, plan):
    post(client, item("a"), owner="Odile")
    post(client, item("a"), owner="Contact centre")
    fact = item("a").history.get(owner="Odile")
    client.post(address("roadmap_restore", item("a"), fact.history_id))
    renew_items(publish_signed(plan, promise("a", responsible="Branch offices"), promise("b")))
    assert item("a").owner == "Odile"


def test_a_fact_of_another_item_cannot_be_given_back(client, odile, plan):
    fact = item("b").history.get()
    assert client.get(address("roadmap_restore", item("a"), fact.history_id)).status_code == 404

"""The list of barriers that an improvement may name: what it holds and who may ask for it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from tests.factories import make_future_map
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db


def stage(key, name, *findings):
    return {
        "type": "stage",
        "id": key,
        "value": {
            "name": name,
            "findings": [
                {
                    "type": "finding",
                    "id": finding_id,
                    "value": {"kind": kind, "text": text, "severity": "", "channel": ""},
                }
                for finding_id, kind, text in findings
            ],
        },
    }


@pytest.fixture
def current_map(locale_en):
    stages = [
        stage("s-1", "Aware", ("f-1", "barrier", "No video\nin sign language")),
        stage("s-2", "Inform", ("f-4", "bright_spot", "A clear letter")),
        stage("s-3", "Apply", ("f-2", "bright_spot", "Kind agents"), ("f-3", "pain_point", "Wait")),
    ]
    page = CurrentStateMapPage(
        title="Today",
        slug="today",
        live=False,
        body=[{"type": "stage_table", "id": "t", "value": {"lanes": [], "stages": stages}}],
    )
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def visitor(client, django_user_model):
    """Someone with access to the admin and no page of their own."""
    user = django_user_model.objects.create_user("visitor", "v@example.org", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def ask(client, page):
    return client.get(reverse("wagtail_parcours:barriers", args=(page.pk,)))


def test_what_hinders_comes_by_stage_with_its_kind_and_bright_spots_do_not(
    admin_client, current_map
):
    assert ask(admin_client, current_map).json() == {
        "map": "Today",
        "stages": [
            {
                "name": "Aware",
                "findings": [{"id": "f-1", "kind": "Barrier", "text": "No video in sign language"}],
            },
            {
                "name": "Apply",
                "findings": [
                    {"id": "f-3", "kind": "Pain point", "text": "Wait"},
                ],
            },
        ],
    }


def test_the_draft_counts_for_those_who_edit_it(admin_client, current_map):
    current_map.body.raw_data[0]["value"]["stages"] = [
        stage("s-1", "Aware", ("f-9", "barrier", "New in the draft"))
    ]
    current_map.save_revision()
    stages = ask(admin_client, current_map).json()["stages"]
    assert [finding["id"] for finding in stages[0]["findings"]] == ["f-9"]


def test_a_stranger_is_sent_to_sign_in(client, current_map):
    response = ask(client, current_map)
    assert response.status_code == 302
    assert "login" in response.url


def test_a_draft_is_hidden_from_those_who_do_not_edit_it(visitor, current_map):
    assert ask(visitor, current_map).status_code == 404


def test_a_published_map_is_open_to_all_who_have_access_to_the_admin(visitor, current_map):
    current_map.get_latest_revision().publish()
    assert ask(visitor, current_map).status_code == 200


def test_a_private_map_is_hidden_from_those_who_do_not_edit_it(visitor, current_map):
    current_map.get_latest_revision().publish()
    PageViewRestriction.objects.create(page=current_map, restriction_type="password", password="x")
    assert ask(visitor, current_map).status_code == 404


def test_an_editor_of_the_map_sees_its_draft(visitor, django_user_model, current_map):
    group = Group.objects.create(name="Some editors")
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(depth=2),
        permission=Permission.objects.get(codename="change_page"),
    )
    django_user_model.objects.get(username="visitor").groups.add(group)
    assert ask(visitor, current_map).status_code == 200


def test_only_current_state_maps_have_barriers_to_remove(admin_client, current_map):
    future = make_future_map(current_map)
    assert ask(admin_client, future).status_code == 404
    assert ask(admin_client, Page.objects.get(depth=2)).status_code == 404


def test_a_page_that_is_gone_answers_as_one_that_is_hidden(admin_client):
    url = reverse("wagtail_parcours:barriers", args=(999_999,))
    assert admin_client.get(url).status_code == 404


def test_nothing_is_changed_by_this_address(admin_client, current_map):
    url = reverse("wagtail_parcours:barriers", args=(current_map.pk,))
    assert admin_client.post(url).status_code == 405

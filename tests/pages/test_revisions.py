"""Editors save, preview and compare versions of a map with Wagtail's own screens."""

import copy

import pytest
from django.urls import reverse
from wagtail.models import Page

from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db

STAGE = {
    "framework_stage": "accessible-service/aware",
    "name": "Aware",
    "service_point": False,
    "trigger": "",
    "actions": "Asks a neighbour",
    "touchpoints": [],
    "findings": [
        {
            "type": "finding",
            "id": "f-1",
            "value": {
                "kind": "barrier",
                "text": "No video in sign language",
                "severity": "3",
                "channel": "",
                "evidence": "",
            },
        }
    ],
    "experience": {"satisfaction": "-1", "emotions": "", "words": "", "moment_of_truth": False},
    "evidence": [],
}
BODY = [
    {
        "type": "stage_table",
        "id": "t-1",
        "value": {
            "title": "Ana applies",
            "lanes": ["actions", "findings", "experience"],
            "stages": [{"type": "stage", "id": "s-1", "value": STAGE}],
        },
    }
]


@pytest.fixture
def journey_map(locale_en):
    page = CurrentStateMapPage(title="Ana's journey", slug="ana", live=False, body=BODY)
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision()
    return page


def edited(change):
    body = copy.deepcopy(BODY)
    change(body[0]["value"]["stages"][0]["value"])
    return body


def test_comparing_two_versions_shows_what_changed_in_a_cell_and_in_a_finding(
    admin_client, journey_map
):
    first = journey_map.latest_revision

    def change(stage):
        stage["actions"] = "Asks a librarian"
        stage["findings"][0]["value"]["text"] = "The video has no captions"

    journey_map.body = edited(change)
    second = journey_map.save_revision()
    response = admin_client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=(journey_map.pk, first.pk, second.pk))
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert "librarian" in html
    assert "captions" in html
    assert "sign language" in html


def test_a_draft_previews_as_readers_will_see_it(admin_client, journey_map):
    response = admin_client.get(
        reverse("wagtailadmin_pages:view_draft", args=(journey_map.pk,)), follow=True
    )
    html = response.content.decode()
    assert "Asks a neighbour" in html
    assert "No video in sign language" in html


def test_a_draft_is_not_served_to_readers(client, journey_map):
    assert client.get("/ana/").status_code == 404


def test_the_journey_of_a_page_carries_its_language_and_state(journey_map):
    journey = journey_map.get_journey()
    assert (journey.state, journey.language, journey.title) == ("current", "en", "Ana's journey")
    assert [stage.name for stage in journey.tables[0].stages] == ["Aware"]
    assert list(journey.findings) == ["f-1"]

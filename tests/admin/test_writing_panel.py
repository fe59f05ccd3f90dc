"""Terms, words to avoid and plain language beside the text: who sees it, and what it says."""

import pytest
from django.urls import reverse

from tests.factories import default_locale, make_map, stage, stage_table
from tests.governance.workflows import make_editor, make_group, make_person
from wagtail_parcours.models import GlossaryTerm

pytestmark = pytest.mark.django_db


@pytest.fixture
def worded_map():
    GlossaryTerm.objects.create(
        term="client",
        definition="Who asks <b>us</b>.",
        forbidden_synonyms="customer",
        locale=default_locale(),
    )
    table = stage_table([stage("Aware", actions="The <i>customer</i> calls")], ["actions"])
    return make_map(body=[table], introduction="A client.")


def content(page):
    return reverse("wagtail_parcours:writing", args=[page.pk])


def test_only_those_who_may_edit_the_map_read_its_draft(client, worded_map):
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_person("nina"))
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_person("rita", make_group("Readers of the admin")))
    assert client.get(content(worded_map)).status_code == 302
    client.force_login(make_editor())
    assert client.get(content(worded_map)).status_code == 200


def test_other_pages_have_none(admin_client, worded_map):
    home = worded_map.get_parent()
    assert admin_client.get(content(home)).status_code == 404
    assert admin_client.get(reverse("wagtail_parcours:writing", args=[99999])).status_code == 404
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert "parcours-writing" not in edit.content.decode()


def test_the_editor_of_a_map_has_it_among_its_side_panels(admin_client, worded_map):
    edit = admin_client.get(reverse("wagtailadmin_pages:edit", args=[worded_map.pk]))
    text = edit.content.decode()
    assert 'data-side-panel="parcours-writing"' in text
    assert "The &lt;i&gt;<mark>customer</mark>&lt;/i&gt; calls" in text
    assert "Who asks &lt;b&gt;us&lt;/b&gt;." in text


def test_it_reads_the_draft_not_what_is_live(admin_client, worded_map):
    worded_map.introduction = "A customer, another customer."
    worded_map.save_revision()
    text = admin_client.get(content(worded_map)).content.decode()
    assert 'data-count="3"' in text


def test_words_to_avoid_lead_to_their_cells(admin_client, worded_map):
    (table,) = worded_map.get_journey().tables
    path = f"body.{table.id}.stages.{table.stages[0].id}.actions"
    text = admin_client.get(content(worded_map)).content.decode()
    assert f'data-parcours-jump="{path}"' in text
    assert "Stage “Aware” › Client actions" in text


def test_plain_language_can_be_switched_off(admin_client, worded_map, settings):
    assert "Reading level" in admin_client.get(content(worded_map)).content.decode()
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": {}}
    assert "Reading level" not in admin_client.get(content(worded_map)).content.decode()

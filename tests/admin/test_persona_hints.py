"""Hints beside the editor and in the list: never in the way, never telling what is sensitive."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from tests.admin.coverage import BAKER, allow
from tests.factories import PersonaFactory
from tests.sensitive import (
    admin,
    assert_nothing,
    browser,
    colleague,
    group,
    make_persona,
    text_of,
)
from wagtail_parcours.models import Persona

# Fixtures, used by name.
__all__ = ["browser", "colleague", "group"]

pytestmark = pytest.mark.django_db

BLANK = {"narrative": "", "quote": "", "needs": "", "goals": ""}


def panel(client, persona):
    """The content of the side panel, as the editor shows it and as it is brought up to date."""
    page = text_of(client.get(admin("edit", persona.pk)))
    content = text_of(client.get(reverse("wagtail_parcours:persona_hints", args=[persona.pk])))
    assert squeezed(content) in squeezed(page)
    return squeezed(content)


def squeezed(text):
    return " ".join(text.split())


def test_the_panel_names_each_hint_with_advice(admin_client):
    ana = PersonaFactory(name="Ana", interviews=None, **{**BLANK, "narrative": BAKER})
    PersonaFactory(name="Bo", symptoms="Tires", **{**BLANK, "narrative": BAKER})
    text = panel(admin_client, ana)
    for words in (
        "No difficulty is named",
        "Nobody is a perfect client.",
        "Nearly the same text as “Bo”",
        "No research is named",
    ):
        assert words in text
    assert 'data-count="3"' in text
    assert f'href="{admin("review", ana.pk)}"' in text
    assert f'href="{admin("shown", ana.pk)}"' in text


def test_the_panel_says_so_when_all_is_well(admin_client):
    ana = PersonaFactory(symptoms="Tires", **BLANK)
    text = panel(admin_client, ana)
    assert 'data-count="0"' in text
    assert "A difficulty is named, no other persona says the same, and research is named." in text


def test_the_panel_follows_the_draft(admin_client):
    ana = PersonaFactory(name="Ana", symptoms="Tires", live=False, **BLANK)
    ana.save_revision().publish()
    PersonaFactory(name="Bo", symptoms="Tires", **{**BLANK, "narrative": BAKER})
    draft = Persona.objects.get(pk=ana.pk).get_latest_revision_as_object()
    draft.narrative = BAKER
    draft.save_revision()
    assert "Nearly the same text as “Bo”" in panel(admin_client, ana)


def test_hints_keep_nobody_from_publishing(admin_client):
    ana = PersonaFactory(name="Ana", interviews=None, live=False, **BLANK)
    data = nested_form_data(
        {
            **dict.fromkeys(("photo", "photo_alt", "age", "target_group", "interviews"), ""),
            **dict.fromkeys(("condition", "symptoms", "languages", "share", "evidence"), ""),
            **BLANK,
            "name": "Ana",
            "role": "client",
            "origin": "fictional",
            "reading_level": "",
            "action-publish": "1",
        }
    )
    admin_client.post(admin("edit", ana.pk), data)
    assert Persona.objects.get(pk=ana.pk).live


def test_a_draft_that_saves_itself_draws_no_panel(admin_client, django_assert_max_num_queries):
    ana = PersonaFactory(name="Ana", live=False, **BLANK)
    ana.save_revision()
    response = admin_client.post(
        admin("edit", ana.pk),
        {"name": "Ana", "role": "client", "origin": "fictional"},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 200
    assert "parcours-hints" not in json.dumps(response.json())


def test_the_content_is_for_people_who_may_change_personas(client, django_user_model):
    ana = PersonaFactory(**BLANK)
    url = reverse("wagtail_parcours:persona_hints", args=[ana.pk])
    user = django_user_model.objects.create_user("looker", "l@example.org", "pw")
    client.force_login(allow(user, "access_admin", "view_persona"))
    assert client.get(url).status_code == 302
    client.force_login(allow(user, "change_persona"))
    assert client.get(url).status_code == 200
    assert client.get(reverse("wagtail_parcours:persona_hints", args=[0])).status_code == 404


def test_the_list_counts_the_hints_on_what_is_published(admin_client):
    PersonaFactory(name="Ana", interviews=None, **BLANK)
    PersonaFactory(name="Bo", symptoms="Tires", **BLANK)
    PersonaFactory(name="Cy", live=False, interviews=None, **BLANK)
    response = admin_client.get(admin("list"))
    counts = {row.name: len(row.hints) for row in response.context["object_list"]}
    assert counts == {"Ana": 2, "Bo": 0, "Cy": 0}
    text = squeezed(text_of(response))
    assert text.count("<summary>2 hints</summary>") == 1
    assert "<li>No difficulty is named</li>" in text


@pytest.mark.parametrize("name", ["list", "edit", "shown"])
def test_nothing_sensitive_is_told(browser, name):
    persona = make_persona()
    # Nearly the same in what is sensitive, and in nothing else.
    PersonaFactory(condition=persona.condition, symptoms=persona.symptoms, **BLANK)
    arguments = [] if name == "list" else [persona.pk]
    assert_nothing(text_of(browser.get(admin(name, *arguments))))
    assert_nothing(
        text_of(browser.get(reverse("wagtail_parcours:persona_hints", args=[persona.pk])))
    )

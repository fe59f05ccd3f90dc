"""The same for personas: a save from an outdated editor is held up."""

import json
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.admin.open_editors import decide
from tests.factories import PersonaFactory
from wagtail_parcours.models import Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    persona = PersonaFactory(name="Ana", condition="Low vision", symptoms="Headaches")
    persona.save_revision()
    return persona


def address(persona, name="edit"):
    return reverse(f"wagtailsnippets_wagtail_parcours_persona:{name}", args=[persona.pk])


def opened(client, persona):
    """What the form of somebody's editor would post."""
    response = client.get(address(persona))
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["loaded_revision_id"] = str(response.context["object"].latest_revision_id)
    data["loaded_revision_created_at"] = response.context["loaded_revision_created_at"]
    return {name: "" if value is None else str(value) for name, value in data.items()}


def draft(persona):
    return Persona.objects.get(pk=persona.pk).get_latest_revision_as_object()


def places(response):
    return {row.label: row.side for row in response.context["differences"].rows}


def test_both_versions_are_shown_and_mine_can_be_kept(ada, ben, ana):
    mine, theirs = opened(ada, ana), opened(ben, ana)
    assert ben.post(address(ana), {**theirs, "needs": "Ben: rest"}).status_code == 302
    response = ada.post(address(ana), {**mine, "goals": "Ada: work"})
    assert response.status_code == 409
    assert places(response) == {"Needs": "theirs", "Goals": "mine"}
    assert not response.context["can_merge"]
    assert draft(ana).goals != "Ada: work"
    assert decide(response, ada).status_code == 302
    assert (draft(ana).goals, draft(ana).needs) == ("Ada: work", mine["needs"])
    assert "Ben: rest" in [revision.content["needs"] for revision in ana.revisions.all()]


def test_saving_twice_is_no_conflict(ada, ana):
    for age in ("30", "31"):
        assert ada.post(address(ana), {**opened(ada, ana), "age": age}).status_code == 302
    assert draft(ana).age == 31


def test_a_draft_that_saved_itself_is_no_other_version(ada, ana):
    mine = {**opened(ada, ana), "parcours-editor": str(uuid.uuid4()), "goals": "Ada: work"}
    saved = ada.post(address(ana), mine, headers={"accept": "application/json"}).json()
    assert saved["success"]
    assert ada.post(address(ana), {**mine, "goals": "Ada: rest"}).status_code == 302
    assert draft(ana).goals == "Ada: rest"


def test_sensitive_fields_are_shown_and_handed_out_to_those_only_who_may_see_them(
    ada, ben, ana, client, django_user_model
):
    rea = django_user_model.objects.create_user("rea", "rea@x.org", "pw")
    allowed = ("access_admin", "change_persona", "publish_persona")
    rea.user_permissions.set(Permission.objects.filter(codename__in=allowed))
    client.force_login(rea)
    mine, theirs = opened(client, ana), opened(ben, ana)
    assert "condition" not in mine
    ben.post(address(ana), {**theirs, "condition": "Blindness", "needs": "Ben: rest"})
    response = client.post(address(ana), {**mine, "goals": "Rea: work"})
    assert response.status_code == 409
    assert places(response) == {"Needs": "theirs", "Goals": "mine"}
    text = response.content.decode()
    assert not any(word in text for word in ("Blindness", "Low vision", "Headaches"))
    file = client.post(response.context["download_url"], mine).content.decode()
    assert not any(word in file for word in ("Blindness", "Low vision", "Headaches"))
    assert decide(response, client).status_code == 302
    assert (draft(ana).condition, draft(ana).goals) == ("Blindness", "Rea: work")


def test_my_version_can_be_downloaded(ada, ana):
    mine = {**opened(ada, ana), "goals": "Ada: work"}
    download = reverse("wagtail_parcours:conflict_download_thing", args=["persona", ana.pk])
    document = json.loads(ada.post(download, mine).content)
    assert document["posted"]["goals"] == ["Ada: work"]
    assert "Goals: Ada: work" in ada.post(f"{download}?as=text", mine).content.decode()


@pytest.mark.parametrize("model_name", ["signoff", "currentstatemappage", "nothing", "targetgroup"])
def test_nothing_else_is_downloaded_there(ada, ana, model_name):
    download = reverse("wagtail_parcours:conflict_download_thing", args=[model_name, ana.pk])
    assert ada.post(download, {}).status_code == 404

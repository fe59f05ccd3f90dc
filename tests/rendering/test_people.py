"""Persona profiles: who the person is for readers, and what only a few may see."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from tests.factories import PersonaFactory, TargetGroupFactory, make_map, persona_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]

CANARY = "canary-condition"


@pytest.fixture
def amina():
    return PersonaFactory(
        name="Amina",
        condition=CANARY,
        symptoms=f"{CANARY}-symptom",
        target_group=TargetGroupFactory(name="Caregivers"),
    )


def user(name, *codenames):
    made = get_user_model().objects.create_user(name)
    made.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return made


def test_a_persona_looks_like_a_person(read, amina):
    document = read(make_map(body=[persona_profile(amina)]))
    text = " ".join(document.select_one(".parcours-profile").get_text(" ").split())
    assert document.select_one(".parcours-profile h2").get_text() == "Amina"
    assert document.select_one(".parcours-badge").get_text() == "Composite of 12 interviews"
    for expected in (
        "I know what I need.",
        "Information she can listen to",
        "Age 58",
        "Target group Caregivers",
        "Stands for 18.5% of the clients",
    ):
        assert expected in text


def test_the_client_reality_is_told_by_service_mode(read, amina):
    document = read(make_map(body=[persona_profile(amina)]))
    headings = [heading.get_text() for heading in document.select(".parcours-realities h4")]
    assert headings == ["Online", "Telephone"]
    assert "Gives up after two tries" in document.get_text()


def test_sensitive_fields_need_the_permission(client, amina):
    page = make_map(body=[persona_profile(amina)])
    assert CANARY not in client.get(page.url).content.decode()
    client.force_login(user("reader"))
    assert CANARY not in client.get(page.url).content.decode()
    client.force_login(user("expert", "access_sensitive_persona"))
    assert CANARY in client.get(page.url).content.decode()
    # What the expert saw is not kept for the next reader.
    client.logout()
    assert CANARY not in client.get(page.url).content.decode()


def test_a_persona_that_is_not_published_is_not_shown(read):
    draft = PersonaFactory(name="Nadia", quote="Secret draft", live=False)
    document = read(make_map(body=[persona_profile(draft)]))
    assert "Nadia" not in document.get_text()
    assert "Secret draft" not in document.get_text()
    assert "Cannot enlarge the form" in document.get_text()


def test_a_deleted_persona_leaves_the_realities(read, amina):
    page = make_map(body=[persona_profile(amina)])
    amina.delete()
    assert "Cannot enlarge the form" in read(page).get_text()


def test_a_photo_has_the_text_of_the_persona_as_alternative(read):
    from wagtail_factories import ImageFactory

    persona = PersonaFactory(photo=ImageFactory(), photo_alt="A woman at a window")
    document = read(make_map(body=[persona_profile(persona)]))
    assert document.select_one("img.parcours-portrait")["alt"] == "A woman at a window"

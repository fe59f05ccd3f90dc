"""A persona with secrets, and a colleague who may do everything with personas but see them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories import PersonaFactory
from wagtail_parcours.models import Persona, base_page_model
from wagtail_parcours.permissions import SENSITIVE_PERMISSION

# Words of their own, so that searching for them finds nothing else.
LIVE, DRAFT, FORMER = "zirconium", "wolframite", "antimonite"
CANARIES = (LIVE, DRAFT, FORMER)
NAMES = "wagtailsnippets_wagtail_parcours_persona"


def make_persona():
    """A persona with secrets in its past, in what is live and in its draft."""
    persona = PersonaFactory(name="Ana", condition=FORMER, symptoms=FORMER, live=False)
    persona.save_revision().publish()
    for word in (LIVE, DRAFT):
        persona = Persona.objects.get(pk=persona.pk)
        persona.condition = persona.symptoms = word
        persona.narrative = f"Told in {len(word)} words"
        revision = persona.save_revision()
        if word is LIVE:
            revision.publish()
    return Persona.objects.get(pk=persona.pk)


@pytest.fixture
def persona():
    return make_persona()


@pytest.fixture
def group():
    """Everything about personas and pages, but the sensitive fields."""
    group = Group.objects.create(name="Colleagues")
    content_type = ContentType.objects.get_for_model(Persona)
    personas = Permission.objects.filter(content_type=content_type)
    group.permissions.add(
        *personas.exclude(codename=SENSITIVE_PERMISSION.split(".")[1]),
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="submit_translation"),
    )
    page_type = ContentType.objects.get_for_model(base_page_model())
    for permission in Permission.objects.filter(content_type=page_type):
        if permission.codename.split("_")[0] in {"add", "change", "publish", "lock", "unlock"}:
            GroupPagePermission.objects.create(
                group=group, page=base_page_model().get_first_root_node(), permission=permission
            )
    return group


@pytest.fixture
def colleague(group):
    user = get_user_model().objects.create_user("colleague", "c@example.org", "pw")
    user.groups.add(group)
    return user


@pytest.fixture
def browser(client, colleague):
    client.force_login(colleague)
    return client


def text_of(response):
    assert response.status_code == 200, response
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return response.content.decode()


def assert_nothing(text):
    assert [word for word in CANARIES if word in text.lower()] == []


def admin(name, *args):
    return reverse(f"{NAMES}:{name}", args=args)


def allow(user):
    user.user_permissions.add(Permission.objects.get(codename=SENSITIVE_PERMISSION.split(".")[1]))

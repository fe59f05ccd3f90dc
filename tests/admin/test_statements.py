"""Statements that people sign: written, translated, kept."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.factories import default_locale
from tests.governance.workflows import make_group, make_person, make_workflow
from wagtail_parcours.models import SignOffStatement, SignOffTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def address(name, *args):
    return reverse(f"wagtailsnippets_wagtail_parcours_signoffstatement:{name}", args=args)


@pytest.fixture
def statement():
    return SignOffStatement.objects.create(
        name="Approval", text="I read it and approve it.", locale=default_locale()
    )


def test_they_are_in_the_journeys_menu(admin_client):
    text = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert address("list") in text


def test_the_list_shows_the_wording(admin_client, statement):
    assert "I read it and approve it." in admin_client.get(address("list")).content.decode()


def test_the_list_finds_by_wording(admin_client, statement):
    response = admin_client.get(address("list"), {"q": "approve it"})
    assert [row.pk for row in response.context["object_list"]] == [statement.pk]
    response = admin_client.get(address("list"), {"q": "nonsense"})
    assert list(response.context["object_list"]) == []


def test_an_empty_list_says_what_belongs_there(admin_client):
    assert "No statement yet" in admin_client.get(address("list")).content.decode()


def test_a_change_of_wording_is_on_record(admin_client, statement):
    admin_client.post(address("edit", statement.pk), {"name": "Approval", "text": "I agree."})
    statement.refresh_from_db()
    assert statement.text == "I agree."
    record = admin_client.get(address("facts", statement.pk)).content.decode()
    assert "I read it and approve it." in record
    assert "I agree." in record


def test_it_can_be_translated(admin_client, statement, locale_fr):
    copy = statement.copy_for_translation(locale_fr)
    copy.text = "Je l’ai lu et je l’approuve."
    copy.save()
    assert copy.translation_key == statement.translation_key
    assert "Je l’ai lu" in admin_client.get(address("edit", copy.pk)).content.decode()


@pytest.fixture
def step(statement):
    task = SignOffTask.objects.create(name="Sign here", statement=statement)
    task.groups.add(Group.objects.create(name="Directors"))
    return task


def bulk_delete(*rows):
    query = "&".join(f"id={row.pk}" for row in rows)
    return (
        reverse("wagtail_bulk_action", args=["wagtail_parcours", "signoffstatement", "delete"])
        + f"?{query}"
    )


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("method", ["get", "post"])
def test_one_that_a_step_uses_is_kept_and_the_step_is_named(
    admin_client, statement, step, bulk, method
):
    where = bulk_delete(statement) if bulk else address("delete", statement.pk)
    response = getattr(admin_client, method)(where, follow=True)
    assert "Sign here" in response.content.decode()
    assert SignOffStatement.objects.filter(pk=statement.pk).exists()


@pytest.mark.parametrize("bulk", [False, True])
def test_one_that_nothing_uses_goes(admin_client, statement, bulk):
    where = bulk_delete(statement) if bulk else address("delete", statement.pk)
    admin_client.post(where)
    assert not SignOffStatement.objects.exists()


def test_the_steps_that_use_it_are_counted_and_named(admin_client, statement, step, locale_fr):
    make_workflow(step, name="Quick approval")
    french = statement.copy_for_translation(locale_fr)
    french.save()
    rows = admin_client.get(address("list")).context["object_list"]
    assert {row.usage_count for row in rows} == {1}
    for row in (statement, french):
        text = admin_client.get(address("usage", row.pk)).content.decode()
        for words in ("Sign here", "Quick approval"):
            assert words in text
    assert reverse("wagtailadmin_workflows:edit_task", args=[step.pk]) in text


def test_one_that_nothing_uses_says_so(admin_client, statement):
    (row,) = admin_client.get(address("list")).context["object_list"]
    assert row.usage_count == 0
    assert "Sign here" not in admin_client.get(address("usage", statement.pk)).content.decode()


def test_who_may_not_change_workflows_reads_the_step_without_a_link(client, statement, step):
    group = make_group("Writers of statements")
    group.permissions.add(*Permission.objects.filter(codename="change_signoffstatement"))
    client.force_login(make_person("wanda", group))
    text = client.get(address("usage", statement.pk)).content.decode()
    assert "Sign here" in text
    assert reverse("wagtailadmin_workflows:edit_task", args=[step.pk]) not in text

"""Whoever may not see the sensitive fields does not change them either, by any form."""

import pytest
from django.urls import reverse

from tests.models.test_history import form_of
from tests.sensitive import (
    DRAFT,
    FORMER,
    LIVE,
    admin,
    allow,
    browser,
    colleague,
    group,
    persona,
)
from wagtail_parcours.models import Persona

# Fixtures of the other module, used by name.
__all__ = ["browser", "colleague", "group", "persona"]

pytestmark = pytest.mark.django_db


def secrets(persona):
    """What is stored: in the live row, and in the draft."""
    live = Persona.objects.get(pk=persona.pk)
    draft = live.get_latest_revision_as_object()
    return (live.condition, live.symptoms), (draft.condition, draft.symptoms)


KEPT = ((LIVE, LIVE), (DRAFT, DRAFT))


def honest_form(persona, **values):
    form = form_of(persona, **values)
    del form["condition"], form["symptoms"]
    return form


def test_saving_a_draft_keeps_them(browser, persona):
    browser.post(admin("edit", persona.pk), honest_form(persona, narrative="Edited"))
    assert persona.get_latest_revision_as_object().condition == DRAFT
    fresh = Persona.objects.get(pk=persona.pk)
    assert fresh.get_latest_revision_as_object().narrative == "Edited"
    assert secrets(persona) == KEPT


def test_publishing_keeps_those_of_the_draft(browser, persona):
    form = honest_form(persona, narrative="Edited") | {"action-publish": "1"}
    browser.post(admin("edit", persona.pk), form)
    assert Persona.objects.get(pk=persona.pk).narrative == "Edited"
    assert secrets(persona) == ((DRAFT, DRAFT), (DRAFT, DRAFT))


def test_a_crafted_form_changes_nothing(browser, persona):
    form = form_of(persona, narrative="Edited", condition="forged", symptoms="forged")
    browser.post(admin("edit", persona.pk), form)
    assert Persona.objects.get(pk=persona.pk).get_latest_revision_as_object().narrative == "Edited"
    assert secrets(persona) == KEPT


def test_a_crafted_form_cannot_empty_them(browser, persona):
    browser.post(admin("edit", persona.pk), form_of(persona, condition="", symptoms=""))
    assert secrets(persona) == KEPT


def test_a_crafted_form_sets_none_on_a_new_persona(browser, persona):
    form = form_of(persona, name="New", condition="forged", symptoms="forged")
    browser.post(admin("add"), form)
    new = Persona.objects.get(name="New")
    assert (new.condition, new.symptoms) == ("", "")


def test_autosaving_keeps_them_and_says_nothing(browser, persona):
    form = honest_form(persona, narrative="Saved by itself")
    url = admin("edit", persona.pk)
    for _second in range(2):
        answer = browser.post(url, form, headers={"accept": "application/json"})
        assert answer.json()["success"]
        assert DRAFT not in answer.content.decode()
        form["overwrite_revision_id"] = answer.json()["revision_id"]
    assert secrets(persona) == KEPT


def test_with_the_permission_they_are_saved(browser, persona, colleague):
    allow(colleague)
    form = form_of(persona, condition="told", symptoms="told")
    browser.post(admin("edit", persona.pk), form)
    assert secrets(persona) == ((LIVE, LIVE), ("told", "told"))


def test_reverting_to_an_old_revision_keeps_the_present_ones(browser, persona):
    """Wagtail's own way back would bring the secrets of that time back with the rest."""
    oldest = persona.revisions.order_by("created_at").first()
    form = honest_form(persona, narrative="Reverted")
    browser.post(admin("revisions_revert", persona.pk, oldest.pk), form)
    fresh = Persona.objects.get(pk=persona.pk)
    assert fresh.get_latest_revision_as_object().narrative == "Reverted"
    assert secrets(persona) == KEPT


def test_reverting_with_the_permission_brings_them_back(browser, persona, colleague):
    allow(colleague)
    oldest = persona.revisions.order_by("created_at").first()
    form = form_of(persona, condition=FORMER, symptoms=FORMER)
    browser.post(admin("revisions_revert", persona.pk, oldest.pk), form)
    assert secrets(persona) == ((LIVE, LIVE), (FORMER, FORMER))


def test_restoring_a_fact_keeps_the_present_ones(browser, persona):
    row = persona.history.last()
    browser.post(admin("restore_fact", persona.pk, row.history_id))
    fresh = Persona.objects.get(pk=persona.pk)
    assert fresh.get_latest_revision_as_object().narrative == row.narrative
    assert secrets(persona) == KEPT


def test_restoring_with_the_permission_brings_them_back(browser, persona, colleague):
    allow(colleague)
    row = persona.history.last()
    browser.post(admin("restore_fact", persona.pk, row.history_id))
    assert secrets(persona) == ((LIVE, LIVE), (FORMER, FORMER))


def test_a_copy_does_not_take_them_along(browser, persona):
    """The form of a copy posts to "add": nobody copies what they cannot see."""
    text = browser.get(admin("copy", persona.pk)).content.decode()
    assert f'action="{admin("add")}' in text
    browser.post(admin("add"), honest_form(persona, name="Copy of Ana"))
    copy = Persona.objects.get(name="Copy of Ana")
    assert (copy.condition, copy.symptoms) == ("", "")


def test_nothing_can_be_posted_to_the_copy_view(browser, persona):
    """Wagtail binds that form to the original: it would overwrite it, or copy its secrets."""
    answer = browser.post(admin("copy", persona.pk), honest_form(persona, name="Overwritten"))
    assert answer.status_code == 405
    assert Persona.objects.get(pk=persona.pk).name == "Ana"
    assert secrets(persona) == KEPT


@pytest.mark.parametrize("model", ["channel", "targetgroup"])
def test_the_other_copy_views_refuse_too(admin_client, model):
    from tests.factories import ChannelFactory, TargetGroupFactory

    thing = {"channel": ChannelFactory, "targetgroup": TargetGroupFactory}[model]()
    url = reverse(f"wagtailsnippets_wagtail_parcours_{model}:copy", args=[thing.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, {"name": "Overwritten"}).status_code == 405

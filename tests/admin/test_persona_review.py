"""Saying that a persona was reviewed: a fact that drafts and restored states leave alone."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.admin.coverage import allow
from tests.factories import PersonaFactory, make_future_map, persona_profile
from tests.sensitive import (
    admin,
    assert_nothing,
    browser,
    colleague,
    group,
    make_persona,
    text_of,
)
from wagtail_parcours.models import LiveVersion, Persona

# Fixtures, used by name.
__all__ = ["browser", "colleague", "group"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    persona = PersonaFactory(name="Ana", live=False)
    persona.save_revision().publish()
    return Persona.objects.get(pk=persona.pk)


def fresh(persona):
    return Persona.objects.get(pk=persona.pk)


def reviewed(persona):
    return fresh(persona).reviewed_on


def test_the_page_shows_the_published_persona_and_the_button_records_the_day(
    admin_client, admin_user, ana
):
    draft = ana.get_latest_revision_as_object()
    draft.narrative = "Only a draft."
    draft.save_revision()
    text = text_of(admin_client.get(admin("review", ana.pk)))
    assert "Works part time and looks after her grandson." in text
    assert "Only a draft." not in text
    assert "Never reviewed. Last published change:" in text
    assert reviewed(ana) is None

    response = admin_client.post(admin("review", ana.pk), follow=True)
    assert response.redirect_chain[-1][0] == admin("edit", ana.pk)
    assert "“Ana” is reviewed as of today." in text_of(response)
    assert reviewed(ana) == timezone.localdate()
    row = ana.history.first()
    assert (row.reviewed_on, row.history_user) == (timezone.localdate(), admin_user)
    entry = ModelLogEntry.objects.get(action="wagtail_parcours.persona.review")
    assert (entry.user, entry.message) == (admin_user, "Reviewed the persona")


def test_every_published_language_is_reviewed_at_once(admin_client, ana, locale_fr):
    french = ana.copy_for_translation(locale_fr)
    french.live = True
    french.save()
    admin_client.post(admin("review", french.pk))
    assert reviewed(ana) == reviewed(french) == timezone.localdate()


def test_publishing_a_draft_written_before_keeps_the_review(admin_client, ana):
    draft = ana.get_latest_revision_as_object()
    draft.narrative = "Written before the review."
    revision = draft.save_revision()
    admin_client.post(admin("review", ana.pk))
    type(revision).objects.get(pk=revision.pk).publish()
    assert fresh(ana).narrative == "Written before the review."
    assert reviewed(ana) == timezone.localdate()


def test_a_review_publishes_nothing_and_leaves_the_draft(admin_client, ana):
    draft = ana.get_latest_revision_as_object()
    draft.narrative = "Only a draft."
    draft.save_revision()
    admin_client.post(admin("review", ana.pk))
    assert fresh(ana).narrative == "Works part time and looks after her grandson."
    assert fresh(ana).has_unpublished_changes
    assert fresh(ana).get_latest_revision_as_object().narrative == "Only a draft."


def test_the_record_of_changes_calls_it_a_review(admin_client, ana):
    admin_client.post(admin("review", ana.pk))
    text = text_of(admin_client.get(admin("facts", ana.pk)))
    events = [line for line in ("Reviewed", "Published for the first time") if line in text]
    assert events == ["Reviewed", "Published for the first time"]
    assert "Published with changes" not in text


def test_restoring_an_earlier_state_keeps_the_review(admin_client, ana):
    first = ana.history.first()
    draft = ana.get_latest_revision_as_object()
    draft.narrative = "Changed since."
    draft.save_revision().publish()
    admin_client.post(admin("review", ana.pk))
    page = text_of(admin_client.get(admin("restore_fact", ana.pk, first.history_id)))
    assert "Narrative" in page
    assert "Reviewed on" not in page
    admin_client.post(admin("restore_fact", ana.pk, first.history_id))
    restored = fresh(ana).get_latest_revision_as_object()
    assert restored.narrative == first.narrative
    assert restored.reviewed_on == timezone.localdate()


def test_restoring_what_is_taken_down_keeps_the_review_too(admin_client, ana):
    """The row of what is not published is written with its draft."""
    admin_client.post(admin("review", ana.pk))
    first = ana.history.last()
    fresh(ana).unpublish()
    admin_client.post(admin("restore_fact", ana.pk, first.history_id))
    assert reviewed(ana) == timezone.localdate()


def test_a_signed_map_does_not_count_as_changed(admin_client, ana):
    page = make_future_map(body=[persona_profile(ana)])
    admin_client.post(admin("review", ana.pk))
    assert LiveVersion.objects.get(page=page).changed_at is None


def test_the_way_back_leads_to_where_one_came_from(admin_client, ana):
    report = "/admin/parcours/reports/coverage/"
    page = text_of(admin_client.get(admin("review", ana.pk), {"next": report}))
    assert f'name="next" value="{report}"' in page
    response = admin_client.post(admin("review", ana.pk), {"next": report})
    assert response.url == report
    elsewhere = admin_client.post(admin("review", ana.pk), {"next": "https://example.org/"})
    assert elsewhere.url == admin("edit", ana.pk)


# -- who may


def test_reviewing_needs_the_permission_to_change(client, ana, django_user_model):
    user = django_user_model.objects.create_user("looker", "l@example.org", "pw")
    client.force_login(allow(user, "access_admin", "view_persona"))
    for method in (client.get, client.post):
        assert method(admin("review", ana.pk)).status_code == 302
    assert reviewed(ana) is None
    client.force_login(allow(user, "change_persona"))
    assert client.get(admin("review", ana.pk)).status_code == 200
    client.post(admin("review", ana.pk))
    assert reviewed(ana) == timezone.localdate()


def test_a_get_records_nothing(admin_client, ana):
    admin_client.get(admin("review", ana.pk))
    assert reviewed(ana) is None


def test_a_locked_persona_waits_for_the_one_who_locked_it(browser, admin_client, ana):
    admin_client.post(admin("lock", ana.pk))
    assert browser.post(admin("review", ana.pk)).status_code == 302
    assert reviewed(ana) is None
    admin_client.post(admin("unlock", ana.pk))
    browser.post(admin("review", ana.pk))
    assert reviewed(ana) == timezone.localdate()


def test_there_is_nothing_to_review_before_it_is_published(admin_client):
    draft = PersonaFactory(live=False)
    assert admin_client.get(admin("review", draft.pk)).status_code == 404
    assert admin_client.post(admin("review", draft.pk)).status_code == 404
    assert reviewed(draft) is None


def test_the_sensitive_fields_are_shown_to_people_with_the_permission_only(browser, colleague):
    persona = make_persona()
    assert_nothing(text_of(browser.get(admin("review", persona.pk))))
    allow(colleague, "access_sensitive_persona")
    assert "zirconium" in text_of(browser.get(admin("review", persona.pk)))

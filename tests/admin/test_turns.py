"""Saving in the editor: one after the other, all of it or nothing, and nothing written is lost."""

import pytest
from django.contrib.messages import get_messages
from django.db import OperationalError
from django.urls import reverse
from wagtail import hooks

from tests.factories import home_page, sign_as_it_is
from tests.governance.workflows import (
    edit_address,
    editor_form,
    fresh,
    make_draft,
    make_group,
    make_person,
    make_workflow,
)
from wagtail_parcours.models import FutureStateMapPage

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def publisher(locale_en):
    return make_person("pia", make_group("Publishers", "add", "change", "publish"))


@pytest.fixture
def browser(client, publisher):
    client.force_login(publisher)
    return client


@pytest.fixture
def page(publisher):
    return make_draft(publisher, body=[])


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_draft_is_saved(browser, page):
    response = browser.post(edit_address(page), editor_form(page, introduction="Written."))
    assert response.status_code == 302
    assert fresh(page).get_latest_revision_as_object().introduction == "Written."
    assert len(told(response)) == 1


def test_a_signed_version_is_published(browser, page):
    sign_as_it_is(page)
    browser.post(edit_address(page), editor_form(page) | PUBLISH)
    assert fresh(page).live


def test_a_version_that_nobody_signed_is_kept_as_a_draft(browser, page):
    response = browser.post(edit_address(page), editor_form(page, introduction="New.") | PUBLISH)
    page = fresh(page)
    assert not page.live
    assert page.get_latest_revision_as_object().introduction == "New."
    assert response.url == reverse("wagtail_parcours:not_published", args=[page.pk])


def test_readers_keep_what_was_signed_when_the_next_version_is_refused(browser, page):
    sign_as_it_is(page)
    browser.post(edit_address(page), editor_form(page) | PUBLISH)
    browser.post(edit_address(page), editor_form(page, introduction="New.") | PUBLISH)
    page = fresh(page)
    assert page.live
    assert page.introduction != "New."
    assert page.get_latest_revision_as_object().introduction == "New."


def new_map(publisher, **values):
    draft = make_draft(publisher, body=[])
    form = editor_form(draft, **values)
    draft.delete()
    address = reverse(
        "wagtailadmin_pages:add",
        args=["wagtail_parcours", "futurestatemappage", home_page().pk],
    )
    return address, form | {"slug": "brand-new"}


def test_a_new_map_that_may_not_go_live_is_kept_as_a_draft(browser, publisher):
    address, form = new_map(publisher, title="Brand new")
    response = browser.post(address, form | PUBLISH)
    page = FutureStateMapPage.objects.get(slug="brand-new")
    assert not page.live
    assert page.latest_revision is not None
    assert any("needs a sign-off before it goes live" in message for message in told(response))


def test_a_new_draft_is_created(browser, publisher):
    address, form = new_map(publisher, title="Brand new")
    browser.post(address, form)
    assert FutureStateMapPage.objects.get(slug="brand-new").title == "Brand new"


@pytest.fixture
def hook():
    """Register a hook for the time of the test."""
    registered = []

    def register(name, function):
        context = hooks.register_temporarily(name, function)
        context.__enter__()
        registered.append(context)

    yield register
    for context in registered:
        context.__exit__(None, None, None)


def test_other_hooks_run_once(browser, page, hook):
    calls = []
    hook("before_edit_page", lambda request, page: calls.append(page.pk))
    browser.post(edit_address(page), editor_form(page))
    assert calls == [page.pk]


@pytest.mark.django_db(transaction=True)
def test_a_save_that_the_database_would_not_take_is_tried_again(browser, page, hook, monkeypatch):
    attempts = []

    def fail_once(request, saved):
        attempts.append(request.POST.get("introduction"))
        request.POST = request.POST.copy()
        request.POST["introduction"] = "Changed by a hook."
        if len(attempts) == 1:
            raise OperationalError("deadlock detected")

    monkeypatch.setattr("wagtail_parcours.governance.locking.PAUSE", 0)
    hook("before_edit_page", fail_once)
    revisions = page.revisions.count()
    response = browser.post(edit_address(page), editor_form(page, introduction="Written."))
    assert response.status_code == 302
    assert attempts == ["Written.", "Written."]
    assert page.revisions.count() == revisions + 1
    assert len(told(response)) == 1


def test_an_autosave_answers_as_before(browser, page):
    response = browser.post(
        edit_address(page),
        editor_form(page, introduction="So far."),
        headers={"accept": "application/json"},
    )
    assert response.json()["success"] is True
    assert fresh(page).get_latest_revision_as_object().introduction == "So far."


def test_a_form_with_faults_is_shown_again(browser, page):
    response = browser.post(edit_address(page), editor_form(page, title=""))
    assert response.status_code == 200
    assert "title" in response.context["form"].errors


def test_submitting_starts_the_workflow(browser, page):
    make_workflow()
    browser.post(edit_address(page), editor_form(page) | {"action-submit": "1"})
    assert fresh(page).workflow_in_progress

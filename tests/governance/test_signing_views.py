"""Signing through Wagtail's own views: its dialogs, with and without scripts, and its editor."""

import json

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from tests.governance.workflows import (
    action_address,
    edit_address,
    editor_form,
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_group,
    make_person,
    make_workflow,
    sign_now,
    sign_step,
    submit,
    waiting_step,
)
from tests.governance.workflows import edit as edit_as
from wagtail_parcours.governance.signing import open_case
from wagtail_parcours.models import SignOff

pytestmark = pytest.mark.django_db

SCRIPT = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def page(editor):
    return make_draft(editor, body=[])


@pytest.fixture
def browser(client, approver):
    client.force_login(approver)
    return client


@pytest.fixture
def waiting(page, editor):
    make_workflow()
    return submit(page, editor)


def answer(state, **values):
    return {"seal": open_case(state).seal, "accepted": "on", "comment": "Fine.", **values}


def review(state, refused):
    return f"{reverse('wagtail_parcours:review', args=[state.pk])}?refused={refused}"


def test_the_dialog_carries_the_seal_of_what_it_tells_about(browser, page, waiting):
    response = browser.get(action_address(page, "approve", waiting), headers=SCRIPT)
    html = response.json()["html"]
    assert open_case(waiting).seal in html
    assert "accepted" in html


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["with a script", "without"])
def test_an_approver_who_may_neither_edit_nor_publish_puts_the_map_live(
    browser, page, waiting, headers
):
    address = action_address(page, "approve", waiting)
    browser.get(address, headers=headers)
    response = browser.post(address, answer(waiting), headers=headers)
    if headers:
        assert response.json()["step"] == "success"
    else:
        assert response.status_code == 302
    assert fresh(page).live
    assert SignOff.objects.get().comment == "Fine."
    assert "approve its publication" in SignOff.objects.get().statement


def test_the_dialog_shows_what_is_missing(browser, page, waiting):
    address = action_address(page, "approve", waiting)
    form = answer(waiting)
    del form["accepted"]
    html = browser.post(address, form, headers=SCRIPT).json()["html"]
    assert "Accept the statement to sign." in html
    assert not fresh(page).live


def test_without_a_script_nothing_is_signed_either(browser, page, waiting):
    form = answer(waiting)
    del form["accepted"]
    assert browser.post(action_address(page, "approve", waiting), form).status_code == 302
    assert SignOff.objects.count() == 0


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["with a script", "without"])
def test_a_map_that_changed_meanwhile_leads_to_the_page_that_says_so(
    browser, page, editor, waiting, headers
):
    form = answer(waiting)
    edit_as(page, editor, introduction="Another.")
    response = browser.post(action_address(page, "approve", waiting), form, headers=headers)
    target = response.json()["redirect"] if headers else response.url
    assert target == review(waiting, "changed")
    assert SignOff.objects.count() == 0


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["with a script", "without"])
def test_changes_are_requested_with_a_reason(browser, page, waiting, headers):
    address = action_address(page, "reject", waiting)
    browser.post(address, {"comment": " \n"}, headers=headers)
    assert waiting_step(page) == waiting
    browser.post(address, {"comment": "Say who pays."}, headers=headers)
    assert TaskState.objects.get(pk=waiting.pk).comment == "Say who pays."


def test_a_signature_for_another_page_is_one_for_what_waits_there(browser, page, editor, waiting):
    """The address names one page and a step of another: the seal decides."""
    other = make_draft(editor, title="Another", body=[])
    state = submit(other, editor)
    address = action_address(page, "approve", state)
    response = browser.post(address, answer(waiting))
    assert response.url == review(state, "changed")
    assert not SignOff.objects.exists()
    assert not fresh(page).live
    assert not fresh(other).live


def test_a_step_that_is_over_is_not_signed_through_another_page(
    browser, page, editor, waiting, approver
):
    other = make_draft(editor, title="Another", body=[])
    state = submit(other, editor)
    sign_now(other, approver)
    response = browser.post(action_address(page, "approve", state), answer(waiting))
    assert response.url == review(state, "not_waiting")
    assert SignOff.objects.count() == 1


def test_fields_that_the_form_does_not_have_are_ignored(page, approver, editor, waiting):
    other = make_approver("bruno")
    waiting.task.specific.on_action(
        waiting,
        approver,
        "approve",
        **answer(waiting),
        person=other.pk,
        statement="I sign anything.",
        role="Director",
        signed_at="2001-01-01",
        update=False,
    )
    record = SignOff.objects.get()
    assert (record.person, record.role) == ("Alma", "Approvers of maps")
    assert record.statement != "I sign anything."
    assert record.signed_at.year > 2001
    assert fresh(page).live


def test_a_superuser_sends_back_and_does_not_sign(client, page, waiting):
    client.force_login(make_person("root", is_superuser=True))
    client.post(action_address(page, "approve", waiting), answer(waiting))
    assert SignOff.objects.count() == 0
    client.post(action_address(page, "reject", waiting), {"comment": "Not now."})
    assert TaskState.objects.get(pk=waiting.pk).status == TaskState.STATUS_REJECTED


@pytest.mark.parametrize("person", ["approver", "root"])
def test_the_editor_takes_neither_edits_nor_signatures(client, page, approver, waiting, person):
    """Its way to act on a workflow saves first and asks afterwards."""
    root = make_person("root", is_superuser=True)
    client.force_login(approver if person == "approver" else root)
    revisions = page.revisions.count()
    client.post(
        edit_address(page),
        editor_form(page, introduction="Slipped in.")
        | {
            "action-workflow-action": "1",
            "workflow-action-name": "approve" if person == "approver" else "reject",
            "workflow-action-extra-data": json.dumps(answer(waiting) | {"user": 1}),
        },
    )
    assert page.revisions.count() == revisions
    assert SignOff.objects.count() == 0
    assert waiting_step(page) == waiting


def test_the_editor_can_still_cancel(client, page, editor, waiting):
    client.force_login(editor)
    client.post(edit_address(page), editor_form(page) | {"action-cancel-workflow": "1"})
    assert waiting_step(page) is None


def test_an_unknown_action_is_refused(browser, page, waiting):
    response = browser.post(action_address(page, "publish", waiting), {"comment": "Go."})
    assert response.status_code == 302
    assert waiting_step(page) == waiting


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["with a script", "without"])
def test_the_signing_starts_again_in_one_action(client, page, editor, approver, headers):
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    submit(page, editor)
    sign_now(page, approver)
    edit_as(page, editor, introduction="Changed.")
    client.force_login(make_person("bruno", make_group("Board")))
    address = action_address(page, "restart", waiting_step(page))
    assert client.get(address, headers=headers).status_code == 200
    client.post(address, headers=headers)
    assert waiting_step(page).task.name == "Content"

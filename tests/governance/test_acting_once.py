"""Two people in the same step of Wagtail's own kind: one acts, the other is told."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageLogEntry, Task, TaskState, WorkflowState

from tests.factories import add_page, make_map
from tests.governance import races
from tests.governance.routes import make_superuser, texts
from tests.governance.workflows import (
    action_address,
    approval_step,
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_group,
    make_workflow,
    sign_step,
    submit,
)
from wagtail_parcours.governance.acting_once import WRAPPED, ActedBefore, told

TOO_LATE = "Somebody else acted before you: nothing was changed."


@pytest.fixture
def workflow(locale_en):
    """A look by Wagtail's own step, then a sign-off."""
    return make_workflow(approval_step("First look", make_group()), sign_step())


@pytest.fixture
def state(workflow):
    editor = make_editor()
    return submit(make_draft(editor, body=[]), editor)


def again(state):
    """The same row as somebody else read it."""
    return type(state).objects.get(pk=state.pk)


def entries(state, action):
    page = state.workflow_state.object_id
    found = PageLogEntry.objects.filter(page=page, action=f"wagtail.workflow.{action}")
    return [entry.user.username for entry in found]


def test_what_is_wrapped_is_still_there():
    for owner, name in (
        (TaskState, "approve"),
        (TaskState, "reject"),
        (WorkflowState, "cancel"),
        (Task, "on_action"),
    ):
        assert hasattr(getattr(owner, name), WRAPPED), name


def test_the_second_approval_is_refused(state):
    alma, bruno = make_approver(), make_approver("bruno")
    late = again(state)
    state.approve(user=alma)
    with pytest.raises(ActedBefore, match=TOO_LATE):
        late.approve(user=bruno, comment="Me too")
    assert entries(state, "approve") == ["alma"]
    assert again(state).finished_by == alma
    assert again(state).comment == ""


def test_a_rejection_after_an_approval_is_refused(state):
    alma, bruno = make_approver(), make_approver("bruno")
    late = again(state)
    state.approve(user=alma)
    with pytest.raises(ActedBefore):
        late.reject(user=bruno)
    assert entries(state, "reject") == []
    workflow_state = WorkflowState.objects.get(pk=state.workflow_state_id)
    assert workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert workflow_state.current_task_state.task.name == "Sign-off"


def test_cancelling_what_was_cancelled_is_refused(state):
    alma, bruno = make_approver(), make_approver("bruno")
    late = WorkflowState.objects.get(pk=state.workflow_state_id)
    state.workflow_state.cancel(user=alma)
    with pytest.raises(ActedBefore):
        late.cancel(user=bruno)
    assert entries(state, "cancel") == ["alma"]


def test_cancelling_after_a_rejection_is_still_possible(state):
    alma = make_approver()
    late = WorkflowState.objects.get(pk=state.workflow_state_id)
    state.reject(user=alma)
    late.cancel(user=alma)
    assert WorkflowState.objects.get(pk=late.pk).status == WorkflowState.STATUS_CANCELLED


def test_other_pages_pass_as_ever(workflow):
    editor = make_editor()
    page = add_page(Page(title="Plain", live=False))
    page.save_revision(user=editor)
    state = submit(page, editor)
    late = again(state)
    state.approve(user=editor)
    # As Wagtail does it: who read it before it changed writes over it.
    late.approve(user=editor, update=False)


def test_the_second_person_reads_why(state, client, monkeypatch):
    """Both dialogs were let through; only then did the first one act."""
    alma = make_approver()
    page = fresh(state.workflow_state.content_object.specific)
    original = Task.on_action.__wrapped__

    def overtaken(task, task_state, user, action_name, **kwargs):
        again(state).approve(user=alma)
        return original(task, task_state, user, action_name, **kwargs)

    monkeypatch.setattr(Task, "on_action", told(overtaken))
    client.force_login(make_superuser())
    response = client.post(action_address(page, "approve", state), follow=True)
    assert texts(response).count(TOO_LATE) == 1
    assert "you do not have permission" not in texts(response)
    assert entries(state, "approve") == ["alma"]


def test_a_current_state_map_too(workflow):
    editor = make_editor()
    page = make_map(live=False, body=[])
    page.save_revision(user=editor)
    state = submit(page, editor)
    late = again(state)
    state.approve(user=editor)
    with pytest.raises(PermissionDenied):
        late.approve(user=editor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["approve", "reject", "cancel"])
def test_at_the_same_moment(locale_en, second):
    make_workflow(approval_step("First look", make_group()), sign_step())
    editor, chance = make_editor(), random.Random(20261122)
    alma, bruno = (races.browser_of(make_approver(name)) for name in ("alma", "bruno"))
    at_desk = races.browser_of(editor)
    for number in range(8):
        page = make_draft(editor, title=f"Map {number}", body=[])
        state = submit(page, editor)
        approving = action_address(page, "approve", state)
        requests = {
            "approve": lambda to=approving: bruno.post(to),
            "reject": races.sending_back(bruno, page, state),
            "cancel": races.saving(
                at_desk, fresh(page), "Same.", **{"action-cancel-workflow": "1"}
            ),
        }
        races.together(lambda to=approving: alma.post(to), requests[second], chance=chance)
        state = again(state)
        acted = sorted(entries(state, "approve") + entries(state, "reject"))
        if state.status == TaskState.STATUS_CANCELLED:
            assert acted == []
        else:
            assert acted == [state.finished_by.username]
        if second != "cancel":
            assert len(acted) == 1

"""Approval as a way to live: a workflow publishes what was signed, or does not end."""

import pytest
from django.urls import reverse
from wagtail.models import Task, TaskState, Workflow, WorkflowState

from tests.governance.routes import (
    UNSIGNED,
    draft_on,
    logged_in,
    make_publisher,
    make_signed,
    make_superuser,
    make_unsigned,
    sign_latest,
    standing,
    texts,
    unsigned_live,
)
from tests.governance.rules import FUTURE, set_rules
from tests.governance.workflows import (
    action_address,
    approval_step,
    edit,
    edit_address,
    editor_form,
    fresh,
    make_approver,
    make_editor,
    make_group,
    make_workflow,
    sign_now,
    sign_step,
    submit,
    waiting_step,
)
from wagtail_parcours.governance.running_steps import StepInUse
from wagtail_parcours.governance.signing import SignOffRefused, open_case
from wagtail_parcours.models import PublicationRefused, SignOff, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def root(locale_en):
    return make_superuser()


@pytest.fixture
def page(editor):
    return make_unsigned(owner=editor)


def workflow_status(page):
    return WorkflowState.objects.for_instance(page).latest("created_at").status


def test_the_last_approval_of_an_ordinary_step_publishes_nothing(page, editor, root):
    make_workflow(approval_step("Proof", make_group()))
    state = submit(page, editor)
    response = logged_in(root).post(action_address(page, "approve", state), follow=True)
    assert "needs a sign-off before it goes live" in texts(response)
    assert not fresh(page).live
    # Not "approved, but not live": it waits where it waited.
    assert waiting_step(page) == state
    assert workflow_status(page) == WorkflowState.STATUS_IN_PROGRESS


def test_nor_does_it_from_the_editor_where_the_draft_is_kept(page, editor):
    publisher = make_publisher()
    make_workflow(approval_step("Proof", publisher.groups.get()))
    submit(page, editor)
    form = editor_form(page, introduction="Corrected.") | {
        "action-workflow-action": "1",
        "workflow-action-name": "approve",
    }
    response = logged_in(publisher).post(edit_address(page), form, follow=True)
    assert texts(response).count("needs a sign-off before it goes live") == 1
    page = fresh(page)
    assert not page.live
    assert page.get_latest_revision_as_object().introduction == "Corrected."
    assert workflow_status(page) == WorkflowState.STATUS_IN_PROGRESS


def test_an_ordinary_step_may_publish_what_was_signed_before(page, editor, approver, root):
    make_workflow(sign_step(), approval_step("Proof", make_group()))
    submit(page, editor)
    sign_now(page, approver)
    assert not fresh(page).live
    logged_in(root).post(action_address(page, "approve", waiting_step(page)))
    assert standing(page) == Standing.SIGNED
    assert workflow_status(page) == WorkflowState.STATUS_APPROVED


def test_an_edit_after_the_signature_is_not_published_by_the_last_approval(
    page, editor, approver, root
):
    make_workflow(sign_step(), approval_step("Proof", make_group()))
    submit(page, editor)
    sign_now(page, approver)
    edit(page, root, introduction=UNSIGNED)
    response = logged_in(root).post(
        action_address(page, "approve", waiting_step(page)), follow=True
    )
    assert "needs a sign-off before it goes live" in texts(response)
    assert not fresh(page).live
    assert workflow_status(page) == WorkflowState.STATUS_IN_PROGRESS


def test_a_signature_on_what_was_read_does_not_publish_an_edit(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    read = open_case(state).seal
    edit(page, editor, introduction=UNSIGNED)
    with pytest.raises(SignOffRefused) as caught:
        sign_now(page, approver, seal=read)
    assert caught.value.code == "changed"
    assert not fresh(page).live
    assert not SignOff.objects.exists()


def test_the_signature_of_a_deactivated_account_publishes_nothing(page, editor, approver, root):
    make_workflow(sign_step(), approval_step("Proof", make_group()))
    submit(page, editor)
    sign_now(page, approver)
    approver.is_active = False
    approver.save()
    response = logged_in(root).post(
        action_address(page, "approve", waiting_step(page)), follow=True
    )
    assert "Signed so far: 0" in texts(response)
    assert not fresh(page).live


def test_nor_does_that_of_a_deleted_one(page, editor, approver):
    sign_latest(page, approver)
    approver.delete()
    with pytest.raises(PublicationRefused):
        fresh(page).get_latest_revision().publish()
    assert not fresh(page).live


def test_a_map_stays_live_when_a_signer_leaves(editor, approver):
    """Nobody changed anything that readers see; only a new publication asks again."""
    page = make_signed()
    page.title = page.title
    page.save()
    assert standing(page) == Standing.SIGNED


def test_a_workflow_without_steps_publishes_nothing(page, editor, root):
    empty = make_workflow(sign_step(active=False))
    assert fresh(page).get_workflow() is None
    assert not fresh(page).has_workflow
    with pytest.raises(PublicationRefused):
        empty.start(fresh(page), root)
    assert not WorkflowState.objects.exists()
    nothing = Workflow.objects.create(name="Nothing in it")
    with pytest.raises(PublicationRefused):
        nothing.start(fresh(page), None)
    assert not WorkflowState.objects.exists()
    assert not fresh(page).live


def test_switching_the_last_step_off_ends_no_workflow(page, editor, root):
    """Wagtail would take the skipped step for an approval, and publish."""
    step = sign_step()
    make_workflow(step)
    state = submit(page, editor)
    address = reverse("wagtailadmin_workflows:disable_task", args=[step.pk])
    response = logged_in(root).post(address, follow=True)
    assert "The step “Sign-off” is still needed" in texts(response)
    assert "“Applying, as it should be”. Cancel their workflow first." in texts(response)
    assert Task.objects.get(pk=step.pk).active
    assert waiting_step(page) == state
    assert not fresh(page).live


def test_nor_does_a_command_that_switches_it_off(page, editor):
    """Nobody is named there, and still nothing may end as approved without being live."""
    step = sign_step()
    make_workflow(step)
    state = submit(page, editor)
    with pytest.raises(StepInUse):
        Task.objects.get(pk=step.pk).specific.deactivate()
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    assert workflow_status(page) == WorkflowState.STATUS_IN_PROGRESS
    assert not fresh(page).live


def test_a_step_that_others_follow_can_be_switched_off(page, editor, approver):
    first, second = sign_step("First"), sign_step("Second")
    make_workflow(first, second)
    submit(page, editor)
    first.deactivate()
    assert waiting_step(page).task_id == second.pk
    sign_now(page, approver)
    assert standing(page) == Standing.SIGNED


def test_a_step_without_maps_can_be_switched_off(locale_en):
    step = sign_step()
    step.deactivate()
    step.name = "Asleep"
    step.save()
    assert not Task.objects.get(pk=step.pk).active


def test_switching_a_whole_workflow_off_cancels_and_publishes_nothing(page, editor, root):
    workflow = make_workflow()
    submit(page, editor)
    address = reverse("wagtailadmin_workflows:disable", args=[workflow.pk])
    assert logged_in(root).post(address, follow=True).status_code == 200
    assert workflow_status(page) == WorkflowState.STATUS_CANCELLED
    assert not fresh(page).live


def test_one_person_does_not_pass_two_steps(page, editor, approver):
    board = make_group("Board")
    approver.groups.add(board)
    make_workflow(sign_step("First"), sign_step("Second", board))
    submit(page, editor)
    sign_now(page, approver)
    with pytest.raises(SignOffRefused) as caught:
        sign_now(page, approver)
    assert caught.value.code == "already_signed"
    assert not fresh(page).live


def test_one_person_is_not_two_for_the_policy(page, editor, approver):
    """The workflow asks for one signature, the policy of the site for two."""
    set_rules({"page_type": FUTURE, "signatures": 2})
    make_workflow()
    submit(page, editor)
    with pytest.raises(SignOffRefused, match="2 people have to sign") as caught:
        sign_now(page, approver)
    assert caught.value.code == "policy"
    assert waiting_step(page) is not None
    assert not fresh(page).live
    sign_latest(page, approver)
    sign_latest(page, approver)
    with pytest.raises(PublicationRefused):
        fresh(page).get_latest_revision().publish()


def test_the_policy_decides_the_order_of_the_groups(page, editor, approver):
    board = make_group("Board")
    other = make_approver("otto")
    other.groups.add(board)
    set_rules(
        {
            "page_type": FUTURE,
            "steps": [
                {"group": str(board.pk), "people": 1},
                {"group": str(approver.groups.get().pk), "people": 1},
            ],
        }
    )
    make_workflow(sign_step("Approvers"), sign_step("Board", board))
    submit(page, editor)
    sign_now(page, approver)
    with pytest.raises(SignOffRefused, match="in its turn"):
        sign_now(page, other)
    assert not fresh(page).live


def test_signing_again_on_a_live_map_keeps_it_live(editor, approver):
    page = make_signed(owner=editor)
    make_workflow()
    draft_on(page, editor, introduction="Better.")
    submit(page, editor)
    sign_now(page, approver)
    assert fresh(page).introduction == "Better."
    assert standing(page) == Standing.SIGNED
    assert unsigned_live() == []

"""What a sign-off step offers, how it goes back, starts again, and stands beside other steps."""

import pytest
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from tests.factories import make_index, make_signer, sign_as_it_is
from tests.governance.workflows import (
    EDITORS,
    approval_step,
    edit,
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
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.governance.signing import SignOffRefused
from wagtail_parcours.governance.steps import request_changes, restart_signing
from wagtail_parcours.models import SignOff, SignOffPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def page(editor):
    return make_draft(editor)


def offered(page, person):
    state = waiting_step(page)
    return [name for name, _label, _modal in state.task.specific.get_actions(page, person)]


def code_of(refused, *args):
    with pytest.raises(SignOffRefused) as caught:
        refused(*args)
    assert str(caught.value)
    return caught.value.code


def policy(site, **rule):
    """A rule of the site for future-state maps."""
    value = {
        "page_type": "wagtail_parcours.FutureStateMapPage",
        "required": True,
        "signatures": 1,
        "steps": [],
        "months": None,
        "when_changed": "keep",
        **rule,
    }
    SignOffPolicy.objects.update_or_create(
        site=site, defaults={"rules": [{"type": "rule", "value": value}]}
    )


def test_what_a_step_offers(page, editor, approver):
    make_workflow()
    submit(page, editor)
    assert offered(page, approver) == ["reject", "approve"]
    assert offered(page, make_person("root", is_superuser=True)) == ["reject"]
    assert offered(page, make_approver("gone", is_active=False)) == []
    assert offered(page, editor) == []


def test_nothing_is_offered_for_a_page_that_waits_elsewhere(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    other = make_draft(editor, title="Another")
    assert state.task.specific.get_actions(other, approver) == []


def test_nobody_edits_a_map_that_waits(page, editor, approver):
    page.locked, page.locked_by = True, editor
    page.save(update_fields=["locked", "locked_by"])
    make_workflow()
    submit(page, editor)
    for person in (editor, approver, make_person("root", is_superuser=True)):
        assert fresh(page).get_lock().for_user(person)
    assert not fresh(page).permissions_for_user(approver).can_lock()


def test_changes_are_requested_with_a_reason(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    request_changes(state, approver, "Say who pays.")
    state = TaskState.objects.get(pk=state.pk)
    assert (state.status, state.comment) == (TaskState.STATUS_REJECTED, "Say who pays.")
    assert state.finished_by == approver
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert not fresh(page).get_lock()


@pytest.mark.parametrize("reason", ["", " ", "\n\t\u00a0"])
def test_changes_are_not_requested_without_one(page, editor, approver, reason):
    make_workflow()
    state = submit(page, editor)
    assert code_of(request_changes, state, approver, reason) == "incomplete"
    assert waiting_step(page) == state


def test_who_may_send_a_map_back(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    assert code_of(request_changes, state, editor, "No.") == "not_yours"
    request_changes(state, make_person("root", is_superuser=True), "No.")
    assert code_of(request_changes, state, approver, "No.") == "not_waiting"


def two_steps_with_a_change_between(page, editor, approver):
    """The first step was signed; then the map was edited by somebody who got past the lock."""
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    submit(page, editor)
    sign_now(page, approver)
    edit(page, editor, introduction="Changed after the first step.")
    return make_person("bruno", make_group("Board"))


def test_a_later_step_waits_for_the_earlier_one_to_be_signed_again(page, editor, approver):
    board = two_steps_with_a_change_between(page, editor, approver)
    assert code_of(sign_now, page, board) == "earlier_changed"
    assert offered(page, board) == ["reject", "restart"]
    assert SignOff.objects.count() == 1


def test_the_signing_starts_again_from_the_first_step(page, editor, approver):
    board = two_steps_with_a_change_between(page, editor, approver)
    before = waiting_step(page)
    after = restart_signing(before, board)
    assert WorkflowState.objects.get(pk=before.workflow_state_id).status == "cancelled"
    assert after.requested_by == editor
    assert waiting_step(page).task.name == "Content"
    entry = PageLogEntry.objects.get(page=page.pk, action="parcours.restart")
    assert entry.user == board
    assert "Content" in entry.formatter.format_message(entry)
    sign_now(page, approver)
    sign_now(page, board)
    assert fresh(page).live
    assert fresh(page).introduction == "Changed after the first step."
    assert [record.task for record in SignOff.objects.all()] == ["Content", "Content", "Board"]


def test_a_superuser_restarts_and_a_stranger_does_not(page, editor, approver):
    two_steps_with_a_change_between(page, editor, approver)
    state = waiting_step(page)
    assert code_of(restart_signing, state, editor) == "not_yours"
    restart_signing(state, make_person("root", is_superuser=True))
    assert waiting_step(page).task.name == "Content"


def test_nothing_is_restarted_while_every_signature_counts(page, editor, approver):
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    submit(page, editor)
    sign_now(page, approver)
    board = make_person("bruno", make_group("Board"))
    assert code_of(restart_signing, waiting_step(page), board) == "not_outdated"
    assert waiting_step(page).task.name == "Board"


def test_a_second_restart_finds_nothing_to_do(page, editor, approver):
    board = two_steps_with_a_change_between(page, editor, approver)
    state = waiting_step(page)
    restart_signing(state, board)
    assert code_of(restart_signing, state, board) == "not_waiting"
    assert WorkflowState.objects.active().count() == 1


def test_a_step_that_nobody_asks_any_more_is_not_missed(page, editor, approver):
    board = two_steps_with_a_change_between(page, editor, approver)
    waiting_step(page).workflow_state.workflow.tasks.filter(name="Content").update(active=False)
    sign_now(page, board)
    assert fresh(page).live


def test_wagtails_own_approval_may_come_first(page, editor, approver):
    group = make_group("Readers of proofs", "publish")
    reader = make_person("pia", group)
    make_workflow(approval_step("Proof", group), sign_step("Board"))
    state = submit(page, editor)
    state.task.specific.on_action(state, reader, "approve")
    sign_now(page, approver)
    assert fresh(page).live


def test_wagtails_own_approval_may_come_last(page, editor, approver):
    group = make_group("Readers of proofs", "publish")
    reader = make_person("pia", group)
    make_workflow(sign_step("Board"), approval_step("Proof", group))
    submit(page, editor)
    sign_now(page, approver)
    assert not fresh(page).live
    state = waiting_step(page)
    state.task.specific.on_action(state, reader, "approve")
    assert fresh(page).live


def test_an_edit_in_wagtails_own_step_makes_the_signature_void(page, editor, approver):
    """People of such a step may edit: what they changed was not signed."""
    group = make_group("Readers of proofs", "change", "publish")
    reader = make_person("pia", group)
    make_workflow(sign_step("Board"), approval_step("Proof", group))
    submit(page, editor)
    sign_now(page, approver)
    edit(page, reader, introduction="A last touch.")
    state = waiting_step(page)
    with pytest.raises(Exception, match="needs a sign-off"):
        state.task.specific.on_action(state, reader, "approve")
    assert not fresh(page).live
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS


def test_an_edit_in_wagtails_own_step_has_to_be_signed_where_signing_comes_last(
    page, editor, approver
):
    group = make_group(EDITORS)
    make_workflow(approval_step("Proof", group), sign_step("Board"))
    state = submit(page, editor)
    edit(page, editor, introduction="A last touch.")
    state.task.specific.on_action(state, editor, "approve")
    record = sign_now(page, approver)
    assert record.seal == seal_page(fresh(page))[0]
    assert fresh(page).introduction == "A last touch."


def test_a_policy_that_wants_more_refuses_the_last_signature(page, editor, approver):
    policy(page.get_site(), signatures=2)
    make_workflow()
    state = submit(page, editor)
    with pytest.raises(SignOffRefused, match="2 people have to sign this version") as caught:
        sign_now(page, approver)
    assert caught.value.code == "policy"
    assert SignOff.objects.count() == 0
    assert waiting_step(page) == state
    assert not PageLogEntry.objects.filter(page=page.pk, action="wagtail.workflow.approve")


def test_signatures_given_elsewhere_satisfy_the_policy_too(page, editor, approver):
    policy(page.get_site(), signatures=2)
    sign_as_it_is(page, make_signer())
    make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    assert fresh(page).live


def test_a_page_without_a_map_passes_as_through_wagtails_own_step(editor, approver):
    approver.groups.add(make_group("Publishers", "publish"))
    index = make_index(live=False, owner=editor)
    index.save_revision(user=editor)
    make_workflow()
    state = submit(index, editor)
    task = state.task.specific
    assert [name for name, *_rest in task.get_actions(index, approver)] == [
        "reject",
        "approve_page",
    ]
    task.on_action(state, approver, "approve_page", comment="Good.")
    assert fresh(index).live
    assert SignOff.objects.count() == 0


def test_a_map_does_not(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    address = state.task.specific.on_action(state, approver, "approve_page", comment="Good.")
    assert address.endswith("?refused=not_accepted")
    assert waiting_step(page) == state

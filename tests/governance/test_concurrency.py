"""Two people at the same moment: one outcome, one record for each signature, never an error.

The short version of each race runs with the other tests; ``-m soak`` runs the long one.
"""

import itertools
import random

import pytest
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from tests.factories import PersonaFactory, persona_profile
from tests.governance import races
from tests.governance.workflows import (
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
from wagtail_parcours.governance.chain import record_hash
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.models import (
    LiveVersion,
    SignOff,
    SignOffChain,
    SignOffTask,
    Standing,
)

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = [8, pytest.param(200, marks=pytest.mark.soak)]
many = pytest.mark.parametrize("rounds", ROUNDS)


class Scene:
    """The people, their browsers, and a new map in each round."""

    def __init__(self):
        self.editor = make_editor()
        self.people = [make_approver(name) for name in ("alma", "bruno")]
        self.browsers = [races.browser_of(person) for person in self.people]
        self.at_desk = races.browser_of(self.editor)
        self.chance = random.Random(20261121)
        self.number = 0

    def new_map(self, **values):
        self.number += 1
        values.setdefault("body", [])
        page = make_draft(self.editor, title=f"Map {self.number}", **values)
        self.state = submit(page, self.editor)
        self.page = fresh(page)
        return self.page

    def signing(self, browser):
        dialog = self.chance.random() < 0.5
        return races.signing(browser, self.page, self.state, dialog=dialog)

    def together(self, *requests):
        """The answers in the order of the requests; threads start in any order."""
        return races.together(*requests, chance=self.chance)

    def records(self):
        return list(SignOff.objects.filter(page_key=self.page.translation_key))

    def check(self, signatures):
        """What holds after every round, whoever came first."""
        page = fresh(self.page)
        records = self.records()
        assert len(records) == signatures
        assert len({record.person_id_then for record in records}) == signatures
        workflow = WorkflowState.objects.get(pk=self.state.workflow_state_id)
        approved = workflow.status == WorkflowState.STATUS_APPROVED
        assert page.live == approved
        assert LiveVersion.objects.filter(page=page.pk).exists() == page.live
        log = PageLogEntry.objects.filter(page=page.pk)
        assert log.filter(action="wagtail.publish").count() == int(page.live)
        assert log.filter(action="wagtail.workflow.approve").count() == int(page.live)
        if page.live:
            assert signatures
            live = LiveVersion.objects.get(page=page.pk)
            assert live.standing == Standing.SIGNED
            assert seal_page(page)[0] == live.seal == records[-1].seal
            assert seal_page(page.live_revision.as_object())[0] == live.seal
        assert_unbroken()
        return page


def assert_unbroken():
    head = SignOffChain.objects.filter(pk=1).first()
    if head is None:
        assert not SignOff.objects.exists()
        return
    assert SignOff.objects.count() == head.position
    last = list(SignOff.objects.order_by("-position")[:3])
    assert not last or last[0].hash == head.hash
    for record, before in itertools.pairwise(last):
        assert record.previous_hash == before.hash
        assert record.hash == record_hash(record)


@pytest.fixture
def scene(locale_en):
    return Scene()


@many
def test_two_people_sign_where_one_suffices(scene, rounds):
    make_workflow()
    for _round in range(rounds):
        scene.new_map()
        scene.together(*(scene.signing(browser) for browser in scene.browsers))
        assert scene.check(signatures=1).live


@many
def test_one_person_signs_twice(scene, rounds):
    make_workflow()
    twice = [scene.browsers[0], races.browser_of(scene.people[0])]
    for _round in range(rounds):
        scene.new_map()
        scene.together(*(scene.signing(browser) for browser in twice))
        assert scene.check(signatures=1).live


@many
def test_two_people_sign_where_two_are_needed(scene, rounds):
    make_workflow(sign_step(signatures=2))
    for _round in range(rounds):
        scene.new_map()
        scene.together(*(scene.signing(browser) for browser in scene.browsers))
        assert scene.check(signatures=2).live


@many
def test_one_person_signs_twice_where_two_are_needed(scene, rounds):
    make_workflow(sign_step(signatures=2))
    twice = [scene.browsers[0], races.browser_of(scene.people[0])]
    for _round in range(rounds):
        scene.new_map()
        scene.together(*(scene.signing(browser) for browser in twice))
        assert not scene.check(signatures=1).live


@many
def test_one_signs_and_another_sends_back(scene, rounds):
    make_workflow()
    for _round in range(rounds):
        page = scene.new_map()
        back = races.sending_back(scene.browsers[1], page, scene.state)
        scene.together(scene.signing(scene.browsers[0]), back)
        status = TaskState.objects.get(pk=scene.state.pk).status
        assert status in {TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED}
        page = scene.check(signatures=int(status == TaskState.STATUS_APPROVED))
        assert page.live == (status == TaskState.STATUS_APPROVED)


@many
def test_one_signs_and_the_author_cancels(scene, rounds):
    make_workflow()
    cancel = {"action-cancel-workflow": "1"}
    for _round in range(rounds):
        page = scene.new_map()
        cancelling = races.saving(scene.at_desk, page, page.introduction, **cancel)
        scene.together(scene.signing(scene.browsers[0]), cancelling)
        status = WorkflowState.objects.get(pk=scene.state.workflow_state_id).status
        assert status in {WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_CANCELLED}
        approved = status == WorkflowState.STATUS_APPROVED
        assert scene.check(signatures=int(approved)).live == approved


@pytest.fixture
def past_the_lock(monkeypatch):
    """An editor whose request was let in just before the map was submitted."""
    monkeypatch.setattr(SignOffTask, "locked_for_user", lambda *args: False)


@many
def test_one_signs_and_another_saves(scene, rounds, past_the_lock):
    make_workflow()
    for _round in range(rounds):
        page = scene.new_map()
        text = f"Saved in round {scene.number}."
        saved, _signed = scene.together(
            races.saving(scene.at_desk, page, text), scene.signing(scene.browsers[0])
        )
        assert saved.status == 302
        page = scene.check(signatures=len(scene.records()))
        assert page.live == bool(scene.records())
        # Whoever came first, nobody's work is lost.
        assert page.get_latest_revision_as_object().introduction == text
        assert page.introduction != text or not page.live


@many
def test_one_signs_and_a_draft_saves_itself(scene, rounds, past_the_lock):
    make_workflow()
    for _round in range(rounds):
        page = scene.new_map()
        text = f"Saved itself in round {scene.number}."
        saved, _signed = scene.together(
            races.autosaving(scene.at_desk, page, text), scene.signing(scene.browsers[0])
        )
        assert saved.response.json()["success"] is True
        page = scene.check(signatures=len(scene.records()))
        assert page.live == bool(scene.records())
        assert page.get_latest_revision_as_object().introduction == text
        assert page.introduction != text or not page.live


@many
def test_one_signs_and_a_persona_changes(scene, rounds):
    make_workflow()
    for _round in range(rounds):
        persona = PersonaFactory()
        scene.new_map(body=[persona_profile(persona)])

        def change(persona=persona):
            persona.needs = "Something else"
            persona.save()
            return Saved()

        scene.together(scene.signing(scene.browsers[0]), change)
        page = fresh(scene.page)
        assert page.live == (len(scene.records()) == 1)
        assert_unbroken()


class Saved:
    """The answer of something that is not a request."""

    status_code = 200


@many
def test_two_maps_are_signed_at_the_same_moment(scene, rounds):
    make_workflow()
    SignOffChain.objects.all().delete()
    for _round in range(rounds):
        scene.new_map()
        first, signing = scene.page, scene.signing(scene.browsers[0])
        scene.new_map()
        scene.together(signing, scene.signing(scene.browsers[1]))
        assert scene.check(signatures=1).live
        assert fresh(first).live


@many
def test_the_signing_starts_again_once(scene, rounds):
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    board = [make_person(name, make_group("Board")) for name in ("carla", "denis")]
    browsers = [races.browser_of(person) for person in board]
    for _round in range(rounds):
        page = scene.new_map()
        sign_now(page, scene.people[0])
        edit(page, scene.editor, introduction="Changed.")
        state = waiting_step(page)
        scene.together(*(races.restarting(browser, page, state) for browser in browsers))
        states = WorkflowState.objects.for_instance(page)
        assert sorted(states.values_list("status", flat=True)) == ["cancelled", "in_progress"]
        assert waiting_step(page).task.name == "Content"


@many
def test_a_map_is_submitted_twice(scene, rounds):
    make_workflow()
    at_another_desk = races.browser_of(scene.editor)
    for _round in range(rounds):
        page = make_draft(scene.editor, title=f"Submitted {_round}", body=[])
        submitting = {"action-submit": "1"}
        scene.together(
            races.saving(scene.at_desk, page, page.introduction, **submitting),
            races.saving(at_another_desk, page, page.introduction, **submitting),
        )
        states = WorkflowState.objects.for_instance(page)
        assert [state.status for state in states] == [WorkflowState.STATUS_IN_PROGRESS]
        assert TaskState.objects.filter(workflow_state__in=states).count() == 1

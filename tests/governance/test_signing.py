"""Who may sign what, and what a signature leaves behind."""

import datetime

import pytest
from django.utils import timezone

from tests.factories import PersonaFactory, improvement_card, persona_profile
from tests.governance.workflows import (
    EDITORS,
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
from wagtail_parcours.governance.signing import (
    SignOffRefused,
    authors_of,
    open_case,
    people_to_sign,
    sign,
)
from wagtail_parcours.journeys import seal_of
from wagtail_parcours.models import LiveVersion, SealedVersion, SignOff, Standing

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


def refusal(page, person, **values):
    """The code with which a signature is refused. Nothing may change."""
    before = SignOff.objects.count(), waiting_step(page).pk, fresh(page).live
    with pytest.raises(SignOffRefused) as caught:
        sign_now(page, person, **values)
    assert (SignOff.objects.count(), waiting_step(page).pk, fresh(page).live) == before
    assert str(caught.value)
    return caught.value.code


def test_the_last_signature_publishes_what_was_signed(page, editor, approver):
    make_workflow()
    submit(page, editor)
    record = sign_now(page, approver)
    page = fresh(page)
    assert page.live
    assert page.live_revision_id == page.latest_revision_id
    assert not page.has_unpublished_changes
    assert seal_page(page)[0] == record.seal
    live = LiveVersion.objects.get(page=page.pk)
    assert (live.seal, live.standing) == (record.seal, Standing.SIGNED)
    assert page.current_workflow_state is None


def test_a_record_tells_everything_in_plain_words(page, editor, approver):
    board = make_group("Board")
    approver.groups.add(board)
    step = sign_step("Board", make_group(), board)
    make_workflow(step, name="Approval of maps")
    state = submit(page, editor)
    start = timezone.now()
    returned = sign_now(page, approver, statement="I approve.", comment="Well done.")
    record = SignOff.objects.get()
    assert record.pk == returned.pk
    assert record.kind == "signature"
    assert record.page_key == page.translation_key
    assert (record.language, record.page_id_then) == ("en", page.pk)
    assert (record.page_type, record.page_title) == (
        "wagtail_parcours.FutureStateMapPage",
        page.title,
    )
    assert (record.workflow, record.task) == ("Approval of maps", "Board")
    assert record.task_state_id_then == state.pk
    assert (record.person_id_then, record.person) == (str(approver.pk), "Alma")
    assert record.role == "Approvers of maps, Board"
    assert record.group_ids == sorted(str(group.pk) for group in approver.groups.all())
    assert (record.statement, record.comment) == ("I approve.", "Well done.")
    assert start <= record.signed_at <= timezone.now()
    kept = SealedVersion.objects.get(seal=record.seal)
    assert seal_of(kept.content) == record.seal


def test_the_record_stays_when_page_person_and_workflow_are_gone(page, editor, approver):
    workflow = make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    fresh(page).delete()
    workflow.delete()
    approver.delete()
    record = SignOff.objects.get()
    assert (record.person, record.page_title) == ("Alma", page.title)
    assert SealedVersion.objects.filter(seal=record.seal).exists()


@pytest.mark.parametrize(
    "person",
    [
        lambda: make_editor("someone"),
        lambda: make_person("root", is_superuser=True),
        lambda: make_approver("gone", is_active=False),
    ],
    ids=["another group", "a superuser", "an inactive account"],
)
def test_only_active_people_of_the_groups_sign(page, editor, person):
    make_workflow()
    submit(page, editor)
    assert refusal(page, person()) == "not_yours"


def test_a_superuser_of_the_group_signs(page, editor):
    make_workflow()
    submit(page, editor)
    sign_now(page, make_approver("root", is_superuser=True))
    assert fresh(page).live


def test_a_step_wants_as_many_different_people_as_it_says(page, editor, approver):
    make_workflow(sign_step(signatures=3))
    submit(page, editor)
    sign_now(page, approver)
    assert refusal(page, approver) == "already_signed"
    sign_now(page, make_approver("bruno"))
    assert open_case(waiting_step(page)).still_missing() == 1
    assert not fresh(page).live
    sign_now(page, make_approver("carla"))
    assert fresh(page).live
    assert [record.person for record in SignOff.objects.all()] == ["Alma", "Bruno", "Carla"]


def test_nobody_signs_two_steps_of_one_workflow(page, editor, approver):
    make_workflow(sign_step("Content"), sign_step("Board"))
    submit(page, editor)
    sign_now(page, approver)
    assert waiting_step(page).task.name == "Board"
    assert refusal(page, approver) == "already_signed"
    sign_now(page, make_approver("bruno"))
    assert fresh(page).live


def test_the_statement_has_to_be_accepted(page, editor, approver):
    make_workflow()
    submit(page, editor)
    assert refusal(page, approver, accepted=False) == "not_accepted"


def test_a_seal_of_another_content_is_refused(page, editor, approver):
    make_workflow()
    submit(page, editor)
    assert refusal(page, approver, seal="0" * 64) == "changed"


def test_an_edit_between_reading_and_signing_is_noticed(page, editor, approver):
    make_workflow()
    submit(page, editor)
    read = open_case(waiting_step(page)).seal
    edit(page, editor, introduction="Something else.")
    assert refusal(page, approver, seal=read) == "changed"
    sign_now(page, approver)
    assert fresh(page).introduction == "Something else."


def test_a_persona_that_changes_between_reading_and_signing_is_noticed(editor, approver):
    persona = PersonaFactory()
    page = make_draft(editor, body=[persona_profile(persona), improvement_card()])
    make_workflow()
    submit(page, editor)
    read = open_case(waiting_step(page)).seal
    persona.needs = "Somebody who listens"
    persona.save()
    assert refusal(page, approver, seal=read) == "changed"


def test_a_draft_of_a_persona_does_not_matter(editor, approver):
    persona = PersonaFactory()
    page = make_draft(editor, body=[persona_profile(persona), improvement_card()])
    make_workflow()
    submit(page, editor)
    read = open_case(waiting_step(page)).seal
    persona.needs = "Somebody who listens"
    persona.save_revision()
    sign_now(page, approver, seal=read)
    assert fresh(page).live


def test_an_overwritten_revision_is_another_content(page, editor, approver):
    make_workflow()
    submit(page, editor)
    read = open_case(waiting_step(page)).seal
    draft = fresh(page).get_latest_revision_as_object()
    draft.introduction = "Autosaved over it."
    draft.save_revision(user=editor, overwrite_revision=draft.latest_revision)
    assert refusal(page, approver, seal=read) == "changed"


def both(name):
    """A person who may edit and sign."""
    return make_person(name, make_group(EDITORS, "add", "change"), make_group())


def test_the_author_of_the_page_does_not_sign(locale_en):
    author = both("olga")
    page = make_draft(author)
    page.revisions.all().update(user=None)
    make_workflow()
    submit(page, author)
    assert refusal(page, author) == "author"


def test_those_who_edited_do_not_sign(page, editor, approver):
    helper = both("hugo")
    edit(page, helper, introduction="A better one.")
    make_workflow()
    submit(page, editor)
    assert refusal(page, helper) == "author"
    sign_now(page, approver)


def test_an_edit_of_which_only_the_log_is_left_counts(page, editor):
    helper = both("hugo")
    edit(page, helper, introduction="A better one.")
    edit(page, editor, introduction="Mine again.")
    page.revisions.filter(user=helper).delete()
    make_workflow()
    submit(page, editor)
    assert refusal(page, helper) == "author"


def test_an_edit_by_a_program_on_behalf_of_a_person_counts(page, editor):
    helper = both("hugo")
    draft = fresh(page).get_latest_revision_as_object()
    draft.introduction = "Sent by an API, without a log entry."
    draft.save_revision(user=helper)
    make_workflow()
    submit(page, editor)
    assert refusal(page, helper) == "author"


def test_those_who_edited_before_the_last_approval_may_sign(page, editor, approver):
    helper = both("hugo")
    edit(page, helper, introduction="A better one.")
    make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    edit(page, editor, introduction="Better still.")
    submit(page, editor)
    sign_now(page, helper)
    assert fresh(page).introduction == "Better still."
    assert SignOff.objects.count() == 2


def test_a_version_that_was_sent_back_was_not_approved(page, editor, approver):
    """Who wrote it wrote the next one too, even if somebody had signed it already."""
    helper = both("hugo")
    edit(page, helper, introduction="A better one.")
    make_workflow(sign_step(signatures=2))
    state = submit(page, editor)
    sign_now(page, approver)
    state.reject(user=make_approver("bruno"), comment="Not yet.")
    edit(page, editor, introduction="Better still.")
    fresh(page).current_workflow_state.resume(user=editor)
    assert str(helper.pk) in authors_of(fresh(page), open_case(waiting_step(page)).seal)
    assert refusal(page, helper) == "author"


def test_authors_sign_where_the_step_lets_them(locale_en):
    author = both("olga")
    page = make_draft(author)
    make_workflow(sign_step(authors_may_sign=True))
    submit(page, author)
    sign_now(page, author)
    assert fresh(page).live


def test_the_same_people_sign_a_workflow_that_starts_again(page, editor, approver):
    """A workflow that was cancelled by mistake must not wait for ever."""
    make_workflow(sign_step(signatures=2))
    submit(page, editor)
    sign_now(page, approver)
    fresh(page).current_workflow_state.cancel(user=editor)
    submit(page, editor)
    assert open_case(waiting_step(page)).still_missing() == 2
    sign_now(page, approver)
    sign_now(page, make_approver("bruno"))
    assert fresh(page).live


def test_a_signature_survives_a_request_for_changes_that_changed_nothing(page, editor, approver):
    make_workflow(sign_step(signatures=2))
    state = submit(page, editor)
    sign_now(page, approver)
    state.reject(user=approver, comment="Wait.")
    fresh(page).current_workflow_state.resume(user=editor)
    assert refusal(page, approver) == "already_signed"
    sign_now(page, make_approver("bruno"))
    assert fresh(page).live


def test_people_to_sign_are_those_whom_sign_would_take(page, editor, approver):
    helper = both("hugo")
    edit(page, helper, introduction="A better one.")
    make_approver("gone", is_active=False)
    bruno = make_approver("bruno")
    bruno.groups.add(make_group("Board"))
    make_workflow(sign_step("Both", make_group(), make_group("Board"), signatures=2))
    submit(page, editor)
    assert people_to_sign(open_case(waiting_step(page))) == [approver, bruno]
    sign_now(page, approver)
    assert people_to_sign(open_case(waiting_step(page))) == [bruno]


def test_a_step_that_is_over_takes_no_signature(page, editor, approver):
    make_workflow()
    state = submit(page, editor)
    seal = open_case(state).seal
    sign_now(page, approver)
    with pytest.raises(SignOffRefused) as caught:
        sign(state, make_approver("bruno"), seal=seal, accepted=True)
    assert caught.value.code == "not_waiting"
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("ending", ["cancel", "delete"])
def test_a_workflow_that_ended_takes_no_signature(page, editor, approver, ending):
    make_workflow()
    state = submit(page, editor)
    seal = open_case(state).seal
    if ending == "cancel":
        fresh(page).current_workflow_state.cancel(user=editor)
    else:
        fresh(page).delete()
    with pytest.raises(SignOffRefused) as caught:
        sign(state, approver, seal=seal, accepted=True)
    assert caught.value.code == "not_waiting"


def test_a_version_that_cannot_be_published_says_so(page, editor, approver):
    """A draft may lack what a live page needs, such as an address that nobody else has."""
    make_workflow()
    submit(page, editor)
    other = make_draft(editor, title="Another")
    latest = fresh(page).latest_revision
    latest.content["slug"] = other.slug
    latest.save()
    assert refusal(page, approver) == "invalid"


def test_a_signature_expires_with_the_policy(page, editor, approver, monkeypatch):
    """An expired signature no longer stands in the way of signing again."""
    make_workflow(sign_step(signatures=2))
    submit(page, editor)
    sign_now(page, approver)
    later = timezone.now() + datetime.timedelta(days=400)
    monkeypatch.setattr(
        "wagtail_parcours.governance.policy.Rule.expires",
        lambda rule, signed: (signed + datetime.timedelta(days=365)).date(),
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert open_case(waiting_step(page)).still_missing() == 2
    sign_now(page, approver)
    assert open_case(waiting_step(page)).still_missing() == 1

"""One view of all that happened to a map: nothing missing, nothing twice, nothing too much."""

import datetime

import pytest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    improvement_card,
    make_channels,
    make_map,
    persona_profile,
    sign_as_it_is,
    stage,
    stage_table,
)
from tests.governance.workflows import (
    edit,
    fresh,
    make_approver,
    make_draft,
    make_editor,
    make_workflow,
    sign_now,
    submit,
    waiting_step,
)
from tests.measured import IndicatorFactory
from tests.other_sides import indicator_use, need, needs_list, serving
from wagtail_parcours.governance.chain import append_record
from wagtail_parcours.governance.emergency import EMERGENCY_ACTION
from wagtail_parcours.governance.events import Kind, Wanted
from wagtail_parcours.governance.refusals import REFUSED_ACTION
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.governance.steps import request_changes
from wagtail_parcours.governance.timeline import people_of, subject_of, timeline
from wagtail_parcours.models import Channel, Persona, SignOffKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def ana():
    make_channels()
    return PersonaFactory(name="Ana", age=30)


@pytest.fixture
def page(editor, ana):
    body = [persona_profile(ana), improvement_card("telephone")]
    return make_draft(editor, body=body, title="As it should be")


def events(page, **wanted):
    return timeline(subject_of(page.pk), Wanted(**wanted)).events


def titles(page, *kinds, **wanted):
    """The titles, oldest first."""
    if kinds:
        wanted["kinds"] = frozenset(kinds)
    return [event.title for event in reversed(events(page, **wanted))]


def change(thing, **values):
    again = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(again, name, value)
    again.save()


def test_an_approval_is_told_from_the_draft_to_the_publication(page, editor, approver):
    make_workflow()
    submit(page, editor)
    request_changes(waiting_step(page), approver, "Name the service point.")
    edit(page, editor, introduction="At the counter.")
    fresh(page).current_workflow_state.resume(user=editor)
    sign_now(page, approver, comment="Well done.")
    told = [(event.kind, event.title, event.detail) for event in reversed(events(page))]
    assert told == [
        (Kind.EDIT, "Created", ""),
        (Kind.EDIT, "Draft saved", ""),
        (Kind.WORKFLOW, "'Map approval' started. Next step 'Sign-off'", ""),
        (
            Kind.WORKFLOW,
            "Rejected at 'Sign-off'. Changes requested",
            "Name the service point.",
        ),
        (Kind.EDIT, "Draft saved", ""),
        (Kind.WORKFLOW, "Resubmitted 'Sign-off'. Workflow resumed", ""),
        (Kind.SIGN_OFF, "Signed at “Sign-off”", "Well done."),
        (Kind.PUBLICATION, "Published", ""),
    ]
    signature = next(event for event in events(page) if event.kind == Kind.SIGN_OFF)
    assert (signature.person, signature.role) == ("Alma", "Approvers of maps")
    assert signature.record == 1


def test_a_cancelled_workflow_is_told(page, editor):
    make_workflow()
    submit(page, editor)
    fresh(page).current_workflow_state.cancel(user=editor)
    assert "Cancelled 'Map approval' at 'Sign-off'" in titles(page, Kind.WORKFLOW)


def test_the_saves_of_one_sitting_are_one_event(page, editor):
    draft = fresh(page).get_latest_revision_as_object()
    revision = draft.save_revision(user=editor, log_action=True)
    log_of = PageLogEntry.objects.filter(revision=revision)
    sitting = "0b3ee1a4-4f7d-4b7c-9a0f-0b4fd4f8a001"
    log_of.update(uuid=sitting)
    for _number in range(3):
        draft.save_revision(user=editor, log_action=True, overwrite_revision=revision)
        revision.refresh_from_db()
    assert PageLogEntry.objects.filter(uuid=sitting).count() == 4
    last, first, _created = events(page, kinds=frozenset({Kind.EDIT}))
    assert last.saves == 4
    assert last.started < last.when
    assert first.saves == 1


def test_a_version_that_was_saved_without_a_log_entry_is_told(page, editor):
    fresh(page).save_revision(user=editor)
    saved = events(page, kinds=frozenset({Kind.EDIT}))
    assert [event.title for event in saved] == ["Draft saved", "Draft saved", "Created"]
    assert saved[0].person == "Emile"


def test_a_publication_without_approval_is_a_sign_off_with_its_reason(page, editor):
    seal, content = seal_page(page)
    append_record(
        kind=SignOffKind.EMERGENCY,
        page=page,
        seal=seal,
        content=content,
        person=editor,
        comment="The office has moved.",
    )
    # The log says it as well.
    data = {"emergency": {"position": 1, "reason": "The office has moved."}}
    log(page, EMERGENCY_ACTION, user=editor, data=data)
    (event,) = [found for found in events(page) if found.kind not in {Kind.EDIT, Kind.SHOWN}]
    assert (event.title, event.detail) == ("Published without approval", "The office has moved.")


def test_a_refused_publication_is_told(page):
    reason = {"refusal": {"reason": "Nobody has signed it.", "scheduled": True}}
    log(page, REFUSED_ACTION, data=reason)
    (event,) = events(page, kinds=frozenset({Kind.PUBLICATION}))
    assert event.title == "Was not published on its planned date: the sign-off was missing"


def test_changes_of_a_persona_are_told_with_the_fields_that_differ(page, ana):
    change(ana, age=31, quote="Other words")
    change(ana, live=False)
    ana.delete()
    told = events(page, kinds=frozenset({Kind.SHOWN}))
    assert [(event.title, event.fields) for event in reversed(told)] == [
        ("The persona “Ana” was changed", ("Age", "Quote")),
        ("The persona “Ana” was unpublished", ()),
        ("The persona “Ana” was deleted", ()),
    ]


def test_a_persona_that_is_gone_is_told_where_a_signature_kept_its_key(page, ana):
    sign_as_it_is(page)
    change(ana, name="Anna")
    Persona.objects.get(pk=ana.pk).delete()
    assert titles(page, Kind.SHOWN) == [
        "The persona “Anna” was changed",
        "The persona “Anna” was deleted",
    ]


def test_the_past_of_a_persona_before_the_map_is_not_its_story(editor, ana):
    change(ana, age=29)
    page = make_draft(editor, body=[persona_profile(ana)])
    assert titles(page, Kind.SHOWN) == []


def test_other_personas_and_channels_stay_out_of_it(page):
    change(PersonaFactory(name="Ben"), age=20)
    assert titles(page, Kind.SHOWN) == []


@pytest.mark.parametrize(
    ("sensitive", "fields"),
    [(True, ("Disability or health condition",)), (False, ("Sensitive details",))],
)
def test_sensitive_fields_are_named_to_those_who_may_know(page, ana, sensitive, fields):
    change(ana, condition="Low vision")
    (event,) = events(page, kinds=frozenset({Kind.SHOWN}), sensitive=sensitive)
    assert event.fields == fields


def test_a_renamed_channel_is_told(page):
    channel = Channel.objects.get(slug="telephone")
    channel.name = "By phone"
    channel.save()
    assert titles(page, Kind.SHOWN) == ["The channel “By phone” was changed"]


def test_what_a_map_names_is_told(editor):
    anne = PersonaFactory(name="Anne", role="employee")
    group = TargetGroupFactory(name="Newcomers")
    calls = IndicatorFactory(slug="calls", name="Calls answered")
    IndicatorFactory(slug="other")
    entry = stage(
        serving=[serving(persona=str(anne.translation_key))], indicators=[indicator_use("calls")]
    )
    needs = needs_list([need(group=str(group.translation_key))])
    page = make_draft(editor, body=[stage_table([entry]), needs])
    for thing, name in ((anne, "Annette"), (group, "Arrivals"), (calls, "Calls taken")):
        change(thing, name=name)
    assert titles(page, Kind.SHOWN) == [
        "The persona “Annette” was changed",
        "The target group “Arrivals” was changed",
        "The indicator “Calls taken” was changed",
    ]


def test_the_map_that_it_starts_from_is_told(editor, ana):
    today = make_map(title="Today", slug="today")
    page = make_draft(editor, current_map=today)
    fresh(today).save_revision().publish()
    assert "The current-state map “Today” was published" in titles(page, Kind.SHOWN)


def test_comments_are_told(page, editor):
    comment = {"id": 1, "contentpath": "introduction", "text": "Too long"}
    for action in ("create", "resolve"):
        log(page, f"wagtail.comments.{action}", user=editor, data={"comment": comment})
    assert titles(page, Kind.COMMENT) == [
        'Added a comment on field Introduction: "Too long"',
        'Resolved a comment on field Introduction: "Too long"',
    ]


def test_one_asks_for_a_kind_a_person_and_a_period(page, editor, approver, ana):
    make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    with_person = events(page, person=str(approver.pk))
    assert {event.person for event in with_person} == {"Alma"}
    assert {event.kind for event in with_person} == {Kind.SIGN_OFF, Kind.PUBLICATION}
    all_events = events(page)
    middle = all_events[2].when
    assert events(page, since=middle) == all_events[:3]
    assert events(page, until=middle) == all_events[3:]
    assert titles(page, Kind.OTHER) == []


def test_people_are_those_who_appear(page, editor, approver, ana):
    make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    boss = make_editor("boss")
    row = ana.history.first()
    row.history_user = boss
    row.save()
    names = dict(people_of(subject_of(page.pk)))
    assert names == {
        str(approver.pk): "Alma",
        str(boss.pk): "Boss",
        str(editor.pk): "Emile",
    }


def test_the_timeline_outlives_its_page(page, editor, approver):
    make_workflow()
    submit(page, editor)
    sign_now(page, approver)
    comment = {"id": 1, "contentpath": "introduction", "text": "Too long"}
    log(fresh(page), "wagtail.comments.create", user=editor, data={"comment": comment})
    fresh(page).delete()
    subject = subject_of(page.pk)
    assert (subject.page, subject.title) == (None, "As it should be")
    told = [event.title for event in timeline(subject).events]
    assert told[0] == "Deleted"
    assert told[1] == "Add comment: “Too long”"
    assert "Signed at “Sign-off”" in told
    assert "Published" in told


def test_a_deleted_map_that_nobody_signed_is_known_by_the_log(page):
    fresh(page).delete()
    assert subject_of(page.pk).title == "As it should be"


def test_what_is_no_map_has_no_timeline(locale_en):
    plain = Page.objects.get(depth=2)
    assert subject_of(plain.pk) is None
    assert subject_of(999_999) is None


def many(page, number):
    """So many log entries, one a minute, the last one a minute ago."""
    entry = PageLogEntry.objects.filter(page_id=page.pk).first()
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type_id=entry.content_type_id,
            label=entry.label,
            action="wagtail.lock" if minute % 2 else "wagtail.publish",
            timestamp=now - datetime.timedelta(minutes=minute),
        )
        for minute in range(1, number + 1)
    )


def test_a_long_life_ends_where_the_timeline_is_complete(page):
    many(page, 30)
    sign_as_it_is(page)
    subject, kinds = subject_of(page.pk), frozenset(Kind) - {Kind.SHOWN}
    found = timeline(subject, Wanted(kinds, limit=20))
    # Twenty of the log, and the signature between them.
    assert len(found.events) == 21
    assert found.complete_since == found.events[-1].when
    whole = timeline(subject, Wanted(kinds))
    assert whole.complete_since is None
    older = timeline(subject, Wanted(kinds, limit=20, until=found.complete_since))
    assert older.complete_since is None
    assert found.events + older.events == whole.events


def test_queries_do_not_grow_with_the_age(page, ana, django_assert_max_num_queries):
    many(page, 400)
    for age in range(40, 60):
        change(ana, age=age)
    subject = subject_of(page.pk)
    with django_assert_max_num_queries(25):
        assert len(timeline(subject).events) > 400

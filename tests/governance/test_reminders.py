"""Reminders: who gets which e-mail, in which language, and how often."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import ngettext
from wagtail.models import TaskState
from wagtail.users.models import UserProfile

from tests.factories import make_future_map
from tests.governance.workflows import (
    APPROVERS,
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
)
from wagtail_parcours.governance import reminders
from wagtail_parcours.governance.reminders import deliver, remind
from wagtail_parcours.models import LiveVersion, SignOffReminder, Standing
from wagtail_parcours.tasks import remind_sign_offs

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def approver():
    return make_approver()


@pytest.fixture(autouse=True)
def _workflow():
    make_workflow(sign_step("Directors’ step", make_group(APPROVERS), signatures=2))


def waiting(editor, days=4, **values):
    """A map that has waited for so many days."""
    page = make_draft(editor, body=[], **values)
    state = submit(page, editor)
    set_age(state, days)
    mail.outbox.clear()
    return page


def set_age(state, days):
    then = timezone.now() - datetime.timedelta(days=days, hours=1)
    TaskState.objects.filter(pk=state.pk).update(started_at=then)


def ending(owner=None, days=10, **values):
    """A live map whose sign-off is valid for so many days more."""
    page = make_future_map(owner=owner, body=[], **values)
    last_day = timezone.localdate() + datetime.timedelta(days=days)
    LiveVersion.objects.filter(page=page).update(review_by=last_day)
    return page


def run(*args):
    out = io.StringIO()
    mail.outbox.clear()
    call_command("remind_sign_offs", *args, stdout=out, no_color=True)
    return out.getvalue()


def letters():
    return {message.to[0]: message for message in mail.outbox}


# -- maps that wait


def test_those_who_may_sign_hear_of_all_that_waits_in_one_e_mail(editor, approver):
    waiting(editor, title="Applying & asking", slug="a")
    waiting(editor, 10, title="Renewing", slug="b")
    said = run()
    assert list(letters()) == ["alma@example.org"]
    letter = letters()["alma@example.org"]
    assert letter.subject == "2 journey maps wait for your signature"
    assert "“Applying & asking” (en), for 4 days, in the step “Directors’ step”" in letter.body
    assert "“Renewing” (en), for 10 days" in letter.body
    for state in TaskState.objects.all():
        assert f"http://localhost/admin/parcours/sign/{state.pk}/" in letter.body
    assert "Hello Alma," in letter.body
    assert "/admin/account/" in letter.body
    assert "1 person was reminded." in said
    assert "alma <alma@example.org>: 2 waiting, 0 to review" in said


def test_what_has_not_waited_long_enough_is_left_alone(editor, approver):
    waiting(editor, 2)
    run()
    assert mail.outbox == []
    run("--waiting-days", "2")
    assert list(letters()) == ["alma@example.org"]


def test_who_may_not_sign_is_left_alone(editor, approver, django_user_model):
    """The author, who has signed, people of other groups, superusers who are in no group."""
    author_too = make_person("aline", make_group(APPROVERS))
    make_person("otto", make_group("Others"))
    django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")
    page = waiting(author_too)
    sign_now(page, approver)
    second = make_person("bert", make_group(APPROVERS))
    run()
    assert list(letters()) == [second.email]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_people_who_cannot_be_reached_are_skipped(editor, approver, change):
    for name, value in change.items():
        setattr(approver, name, value)
    approver.save()
    waiting(editor)
    run()
    assert mail.outbox == []
    assert not SignOffReminder.objects.exists()


def test_those_who_want_no_e_mail_of_this_kind_get_none(editor, approver):
    profile = UserProfile.get_for_user(approver)
    profile.submitted_notifications = False
    profile.save()
    waiting(editor)
    ending(editor)
    run()
    assert list(letters()) == ["emile@example.org"]


def test_what_was_sent_back_or_cancelled_waits_no_more(editor, approver):
    page = waiting(editor, slug="a")
    other = waiting(editor, slug="b")
    page.current_workflow_state.cancel(user=editor)
    other.current_workflow_task_state.reject(user=approver, comment="No")
    run()
    assert mail.outbox == []


def test_a_map_that_cannot_be_read_stops_no_other(editor, approver, monkeypatch):
    from wagtail_parcours.journeys import JourneyFormatError

    broken, fine = (
        waiting(editor, slug="a", title="Broken"),
        waiting(editor, slug="b", title="Fine"),
    )
    real = reminders.open_case

    def open_case(state):
        if state.workflow_state.object_id == str(broken.pk):
            raise JourneyFormatError("body", "damaged")
        return real(state)

    monkeypatch.setattr(reminders, "open_case", open_case)
    run()
    (letter,) = mail.outbox
    assert fine.title in letter.body
    assert "Broken" not in letter.body


# -- sign-offs that end


def test_owner_and_signers_hear_that_a_sign_off_ends(editor, approver):
    page = ending(editor, 10, title="Applying")
    run()
    assert set(letters()) == {"emile@example.org", "alma@example.org"}
    day = date_format(timezone.localdate() + datetime.timedelta(days=10), "DATE_FORMAT")
    for letter in mail.outbox:
        assert letter.subject == "The sign-off of 1 journey map ends"
        assert f"“Applying” (en): its sign-off is valid until {day}" in letter.body
        assert f"/admin/parcours/timeline/{page.pk}/" in letter.body


def test_and_that_it_has_ended(editor, approver):
    ending(editor, -1)
    run()
    assert "its sign-off ended on" in letters()["emile@example.org"].body


@pytest.mark.parametrize(
    ("days", "option", "reminded"), [(31, "30", False), (30, "30", True), (40, "60", True)]
)
def test_how_soon_is_the_operators_choice(editor, days, option, reminded):
    ending(editor, days)
    run("--expiring-days", option)
    assert bool(mail.outbox) == reminded


def test_how_soon_is_else_the_sites_setting(editor, settings):
    settings.WAGTAIL_PARCOURS = {"EXPIRING_DAYS": 60}
    ending(editor, 50)
    run()
    assert mail.outbox


def test_maps_that_are_gone_or_stand_on_nothing_end_nothing(editor):
    ending(editor, slug="a").unpublish()
    emergency = ending(editor, slug="b")
    LiveVersion.objects.filter(page=emergency).update(standing=Standing.EMERGENCY)
    run()
    assert mail.outbox == []


def test_who_owns_and_signs_gets_one_e_mail_about_all(approver, editor):
    waiting(editor, slug="a", title="Waits")
    ending(approver, slug="b", title="Ends")
    run()
    letter = letters()["alma@example.org"]
    assert letter.subject == "2 journey maps need you"
    assert letter.body.count("Waits") == 1
    assert letter.body.count("“Ends”") == 1


# -- in their language


def test_each_reader_reads_their_own_language(editor, approver):
    profile = UserProfile.get_for_user(approver)
    profile.preferred_language = "fr"
    profile.save()
    ending(editor, 10)
    with translation.override("ar"):
        run()
    last_day = timezone.localdate() + datetime.timedelta(days=10)
    with translation.override("fr"):
        french_day = date_format(last_day, "DATE_FORMAT")
        french_subject = ngettext(
            "The sign-off of %(number)s journey map ends",
            "The sign-offs of %(number)s journey maps end",
            1,
        ) % {"number": 1}
    with translation.override("en"):
        english_day = date_format(last_day, "DATE_FORMAT")
    french, english = letters()["alma@example.org"], letters()["emile@example.org"]
    assert french_day in french.body
    assert french.subject == french_subject
    assert english_day in english.body
    assert english_day not in french.body


def test_html_when_the_site_wants_it(editor, approver, settings):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    waiting(editor, title="<b>Bold</b>", slug="a")
    ending(editor, slug="b")
    run()
    html = letters()["alma@example.org"].alternatives[0].content
    assert "&lt;b&gt;Bold&lt;/b&gt;" in html
    assert "for 4 days" in html
    assert "Its sign-off is valid until" in html


# -- once


def test_running_twice_reminds_once(editor, approver):
    waiting(editor)
    run()
    assert len(mail.outbox) == 1
    assert "0 people were reminded." in run()
    assert mail.outbox == []


def test_the_same_is_said_again_after_some_days(editor, approver):
    waiting(editor)
    run()
    then = timezone.now() - datetime.timedelta(days=7, hours=1)
    SignOffReminder.objects.update(sent_at=then)
    run("--repeat-days", "10")
    assert mail.outbox == []
    run()
    assert len(mail.outbox) == 1
    run()
    assert mail.outbox == []


def test_something_new_is_said_at_once_together_with_the_rest(editor, approver):
    waiting(editor, slug="a", title="First")
    run()
    waiting(editor, slug="b", title="Second")
    run()
    (letter,) = mail.outbox
    assert "First" in letter.body
    assert "Second" in letter.body


def test_that_it_has_ended_is_news(editor):
    """Also to those who heard yesterday that it ends."""
    page = ending(editor, -1)
    last_day = LiveVersion.objects.get(page=page).review_by
    SignOffReminder.objects.create(
        person=editor,
        subject=f"review:{page.pk}:{last_day.isoformat()}",
        sent_at=timezone.now() - datetime.timedelta(days=1),
    )
    run()
    assert "ended on" in letters()["emile@example.org"].body


def test_a_dry_run_tells_only_of_what_is_due(editor, approver):
    waiting(editor)
    run()
    assert "0 people would be reminded." in run("--dry-run")


def test_a_dry_run_sends_and_remembers_nothing(editor, approver):
    waiting(editor)
    said = run("--dry-run")
    assert "alma <alma@example.org>: 1 waiting, 0 to review" in said
    assert "1 person would be reminded." in said
    assert mail.outbox == []
    assert not SignOffReminder.objects.exists()
    run()
    assert len(mail.outbox) == 1


def test_two_commands_at_once_send_one_e_mail(editor, approver):
    """Both have seen that it is due; the second finds that it was taken."""
    waiting(editor)
    now = timezone.now()
    before = now - datetime.timedelta(days=7)
    (reminder,) = remind(dry_run=True)
    assert deliver(reminder, now, before, mail.get_connection())
    assert not deliver(reminder, now, before, mail.get_connection())
    assert len(mail.outbox) == 1


def test_what_could_not_be_sent_is_sent_the_next_time(editor, approver, monkeypatch):
    other = make_person("zoe", make_group(APPROVERS))
    waiting(editor)
    real = reminders.send_one

    def fail_for_alma(person, *args):
        if person == approver:
            raise OSError("the mailbox is full")
        real(person, *args)

    monkeypatch.setattr(reminders, "send_one", fail_for_alma)
    said = run()
    assert list(letters()) == [other.email]
    assert "1 person was reminded." in said
    monkeypatch.setattr(reminders, "send_one", real)
    run()
    assert list(letters()) == [approver.email]


def test_a_failure_keeps_when_it_was_said_before(editor, approver, monkeypatch):
    waiting(editor)
    then = timezone.now() - datetime.timedelta(days=20)
    run()
    SignOffReminder.objects.update(sent_at=then)
    monkeypatch.setattr(reminders, "send_one", lambda *args: 1 / 0)
    run()
    assert SignOffReminder.objects.get().sent_at == then


# -- other ways to run it


def test_the_queue_does_the_same(editor, approver):
    waiting(editor)
    assert remind_sign_offs.call() == 1
    assert list(letters()) == ["alma@example.org"]
    assert remind_sign_offs.call(waiting_days=1) == 0
    result = remind_sign_offs.enqueue(repeat_days=0)
    assert result.return_value == 1


def test_a_signed_map_waits_no_more(editor, approver):
    second = make_person("bert", make_group(APPROVERS))
    page = waiting(editor)
    sign_now(page, approver)
    sign_now(page, second)
    assert fresh(page).live
    run()
    assert mail.outbox == []

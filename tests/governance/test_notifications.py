"""Who gets an e-mail when, in which language, and what it says."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from tests.factories import make_index
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
from wagtail_parcours.governance.signing import SignOffRefused
from wagtail_parcours.governance.steps import request_changes, restart_signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def approver(locale_en):
    return make_approver()


@pytest.fixture
def page(editor):
    return make_draft(editor, title="Applying & asking")


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Do something, and return the e-mails that it sends, by recipient."""

    def run(action, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(*args, **kwargs)
        letters = {}
        for letter in mail.outbox:
            (recipient,) = letter.to
            name = recipient.partition("@")[0]
            assert name not in letters, [letter.subject for letter in mail.outbox]
            letters[name] = letter
        return letters

    return run


def prefer(person, **values):
    profile = UserProfile.get_for_user(person)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()


def html_of(letter):
    (alternative,) = letter.alternatives
    return alternative[0]


def test_those_who_may_sign_are_asked(page, editor, approver, sent):
    make_workflow(sign_step("Board"))
    letters = sent(submit, page, editor)
    assert set(letters) == {"alma"}
    letter = letters["alma"]
    assert letter.subject == "“Applying & asking” waits for your signature"
    assert "Hello Alma," in letter.body
    assert "Emile asks for the approval" in letter.body
    assert "“Applying & asking”" in letter.body
    assert "“Board”" in letter.body
    address = reverse("wagtail_parcours:review", args=[waiting_step(page).pk])
    assert f"http://localhost{address}\n" in letter.body
    assert "&amp;" not in letter.body


def test_those_who_could_not_sign_are_not(page, editor, approver, sent):
    helper = make_person("hugo", make_group(EDITORS), make_group())
    edit(page, helper, introduction="A better one.")
    make_approver("gone", is_active=False)
    make_approver("mute", email="")
    prefer(make_approver("nono"), submitted_notifications=False)
    make_workflow()
    assert set(sent(submit, page, editor)) == {"alma"}


def test_a_superuser_hears_of_a_new_workflow_but_is_not_asked_to_sign(page, editor, sent):
    make_person("root", is_superuser=True)
    make_workflow()
    letters = sent(submit, page, editor)
    assert "has been submitted" in letters["root"].subject


def test_people_of_a_later_step_are_asked_when_it_comes(page, editor, approver, sent):
    make_person("bruno", make_group("Board"))
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    assert set(sent(submit, page, editor)) == {"alma"}
    letters = sent(sign_now, page, approver, comment="Fine <by> me.")
    assert set(letters) == {"bruno", "emile"}
    assert "waits for your signature" in letters["bruno"].subject
    assert letters["emile"].subject == "Alma has signed “Applying & asking”"
    assert "The step “Board” comes next." in letters["emile"].body
    assert "Alma wrote: “Fine <by> me.”" in letters["emile"].body


def test_who_has_signed_is_not_asked_again(page, editor, approver, sent):
    make_approver("bruno")
    make_workflow(sign_step("Content"), sign_step("Board"))
    sent(submit, page, editor)
    assert set(sent(sign_now, page, approver)) == {"bruno", "emile"}


def test_the_author_hears_how_many_are_missing(page, editor, approver, sent):
    make_approver("bruno")
    make_workflow(sign_step(signatures=2))
    assert "2 people have to sign." in sent(submit, page, editor)["alma"].body
    letters = sent(sign_now, page, approver)
    assert set(letters) == {"emile"}
    assert "1 more person has to sign." in letters["emile"].body
    assert reverse("wagtail_parcours:review", args=[waiting_step(page).pk]) in letters["emile"].body


def test_author_and_sender_both_hear_when_they_are_two(page, editor, approver, sent):
    make_approver("bruno")
    sender = make_editor("samir")
    make_workflow(sign_step(signatures=2))
    sent(submit, page, sender)
    assert set(sent(sign_now, page, approver)) == {"emile", "samir"}
    state = waiting_step(page)
    letters = sent(request_changes, state, approver, "Say who pays.")
    assert set(letters) == {"emile", "samir"}
    assert "Say who pays." in letters["emile"].body
    sent(fresh(page).current_workflow_state.resume, sender)
    letters = sent(sign_now, page, make_approver("carla"))
    assert set(letters) == {"emile", "samir"}
    assert all("has been approved" in letter.subject for letter in letters.values())
    assert fresh(page).full_url in letters["emile"].body


def test_nobody_hears_of_what_they_did_themselves(page, editor, sent):
    helper = make_person("hugo", make_group(EDITORS), make_group())
    make_approver("bruno")
    make_workflow(sign_step(signatures=2))
    assert set(sent(submit, page, helper)) == {"bruno"}
    assert set(sent(sign_now, page, helper)) == {"emile"}


def test_who_wants_no_e_mails_gets_none(page, editor, approver, sent):
    prefer(editor, approved_notifications=False, rejected_notifications=False)
    make_workflow(sign_step(signatures=2))
    sent(submit, page, editor)
    assert sent(sign_now, page, approver) == {}
    assert sent(request_changes, waiting_step(page), approver, "Say who pays.") == {}


def test_everybody_is_asked_again_when_the_signing_starts_again(page, editor, approver, sent):
    board = make_person("bruno", make_group("Board"))
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    sent(submit, page, editor)
    sent(sign_now, page, approver)
    edit(page, editor, introduction="Changed.")
    assert set(sent(restart_signing, waiting_step(page), board)) == {"alma"}


def test_a_signature_that_was_refused_tells_nobody(page, editor, approver, sent):
    make_workflow()
    sent(submit, page, editor)

    def refused():
        with pytest.raises(SignOffRefused):
            sign_now(page, approver, seal="0" * 64)

    assert sent(refused) == {}


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_not_told(page, editor, approver):
    make_workflow(approval_step("Proof", make_group(), make_group("Board")), sign_step("Board"))
    make_person("bruno", make_group("Board"))
    mail.outbox.clear()
    with transaction.atomic():
        submit(page, editor)
        waiting_step(page).approve(user=approver)
        transaction.set_rollback(True)
    assert mail.outbox == []
    submit(page, editor)
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_stops_no_signature(page, editor, approver, settings):
    make_workflow()
    settings.EMAIL_BACKEND = "tests.governance.test_notifications.NoServer"
    submit(page, editor)
    sign_now(page, approver)
    assert fresh(page).live


class NoServer:
    """A mail backend that cannot be reached."""

    def __init__(self, **kwargs):
        pass

    def open(self):
        raise OSError("No route to host")


def test_each_reads_it_in_their_own_language(page, editor, approver, sent, settings):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    prefer(approver, preferred_language="fr")
    prefer(editor, preferred_language="fr")
    make_workflow()
    letter = sent(submit, page, editor)["alma"]
    assert "Bonjour" in letter.body or "Alma" in letter.body
    assert 'lang="fr"' in html_of(letter)
    assert 'lang="fr"' in html_of(sent(sign_now, page, approver)["emile"])


def test_without_a_choice_it_is_the_language_of_the_site(page, editor, approver, sent, settings):
    from django.utils.translation import override

    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    make_workflow()
    with override("fr"):
        letter = sent(submit, page, editor)["alma"]
    assert 'lang="en"' in html_of(letter)


def test_markup_in_a_title_stays_text(editor, approver, sent, settings):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    page = make_draft(editor, title="<b>Bold</b> & “new”")
    make_workflow()
    letter = sent(submit, page, editor)["alma"]
    assert letter.subject == "“<b>Bold</b> & “new”” waits for your signature"
    assert "<b>Bold</b>" in letter.body
    assert "<b>Bold</b>" not in html_of(letter)
    assert "&lt;b&gt;Bold" in html_of(letter)


def test_a_subject_is_one_line(editor, approver, sent):
    page = make_draft(editor, title="One\nBcc: all@example.org")
    make_workflow()
    letters = sent(submit, page, editor)
    assert letters["alma"].subject == "“One Bcc: all@example.org” waits for your signature"


def test_wagtails_own_step_has_wagtails_own_e_mail(page, editor, sent):
    make_person("pia", make_group("Proof"))
    make_workflow(approval_step("Proof", make_group("Proof")))
    letters = sent(submit, page, editor)
    assert set(letters) == {"pia"}
    assert "has been submitted for approval" in letters["pia"].subject


def test_a_page_without_a_map_has_wagtails_own_e_mails(editor, approver):
    index = make_index(live=False, owner=editor)
    index.save_revision(user=editor)
    make_workflow()
    mail.outbox.clear()
    submit(index, editor)
    assert [letter.to for letter in mail.outbox] == [["alma@example.org"]]
    assert "has been submitted for approval" in mail.outbox[0].subject


def test_the_author_hears_when_a_planned_map_goes_live(page, editor, approver, sent):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    edit(page, editor, go_live_at=tomorrow)
    make_workflow()
    sent(submit, page, editor)
    sent(sign_now, page, approver)
    assert not fresh(page).live
    latest = fresh(page).latest_revision
    latest.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    latest.content["go_live_at"] = None
    latest.save(update_fields=["approved_go_live_at", "content"])
    letters = sent(call_command, "publish_scheduled")
    assert fresh(page).live
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()
    assert set(letters) == {"emile"}
    assert letters["emile"].subject == "“Applying & asking” is live"
    assert fresh(page).full_url in letters["emile"].body


def test_a_map_that_is_published_again_tells_nobody(page, editor, approver, sent):
    make_workflow()
    sent(submit, page, editor)
    sent(sign_now, page, approver)
    assert sent(fresh(page).latest_revision.publish, user=editor, skip_permission_checks=True) == {}

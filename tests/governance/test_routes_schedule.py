"""Publication on a date: what was not signed by then is left out, and those concerned hear it."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from tests.factories import add_page
from tests.governance.routes import (
    UNSIGNED,
    draft_on,
    logged_in,
    make_signed,
    make_unsigned,
    sign_latest,
    standing,
    texts,
    unsigned_live,
)
from tests.governance.workflows import (
    edit_address,
    fresh,
    make_approver,
    make_editor,
    make_workflow,
    sign_now,
    submit,
)
from wagtail_parcours.governance.refusals import REFUSED_ACTION
from wagtail_parcours.models import Standing, publication_refused

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.now() - datetime.timedelta(days=1)


@pytest.fixture
def editor(locale_en):
    return make_editor()


@pytest.fixture
def page(editor):
    """A draft that nobody signed, planned for a day that has come."""
    return plan(make_unsigned(owner=editor), editor)


def plan(page, person=None, day=YESTERDAY):
    draft = fresh(page).get_latest_revision_as_object()
    draft.go_live_at = day
    revision = draft.save_revision(user=person)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=day)
    return fresh(page)


def plain_page(slug):
    page = add_page(Page(title=slug, slug=slug, live=False))
    return plan(page)


@pytest.fixture
def cron(django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            call_command("publish_scheduled")

    return run


def test_what_nobody_signed_is_skipped_and_the_others_are_published(page, cron):
    others = [plain_page("before"), plain_page("after")]
    cron()
    assert not fresh(page).live
    assert all(fresh(other).live for other in others)
    assert unsigned_live() == []


def test_what_was_signed_is_published(page, cron):
    sign_latest(page)
    cron()
    assert standing(page) == Standing.SIGNED


def test_a_signature_that_ended_meanwhile_is_none(page, cron):
    approver = make_approver()
    sign_latest(page, approver)
    approver.is_active = False
    approver.save()
    cron()
    assert not fresh(page).live


def test_a_live_map_stays_as_it_was(editor, cron):
    page = make_signed()
    draft_on(page)
    plan(page)
    cron()
    assert fresh(page).introduction != UNSIGNED
    assert standing(page) == Standing.SIGNED


def test_it_is_refused_once_and_the_editor_is_free_again(page, cron):
    assert logged_in(page.owner).get(edit_address(page)).context["locked_for_user"]
    cron()
    cron()
    assert PageLogEntry.objects.filter(page=page.pk, action=REFUSED_ACTION).count() == 1
    assert not fresh(page).approved_schedule
    assert not logged_in(page.owner).get(edit_address(page)).context["locked_for_user"]


def test_it_goes_live_as_soon_as_it_is_signed(page, editor, cron):
    """Its date has passed: nobody has to plan it again."""
    cron()
    make_workflow()
    submit(page, editor)
    sign_now(page, make_approver())
    assert standing(page) == Standing.SIGNED


def test_the_history_of_the_map_says_so(page, cron):
    cron()
    entry = PageLogEntry.objects.get(page=page.pk, action=REFUSED_ACTION)
    assert entry.revision_id == page.latest_revision_id
    assert entry.data["refusal"]["scheduled"] is True
    assert "needs a sign-off" in entry.data["refusal"]["reason"]
    history = logged_in(page.owner).get(f"/admin/pages/{page.pk}/history/")
    assert "Was not published on its planned date" in texts(history)


def letters():
    return {letter.to[0]: letter for letter in mail.outbox}


def test_author_and_signers_hear_of_it_each_in_their_language(page, cron):
    make_workflow()
    approver = make_approver()
    UserProfile.objects.create(user=approver, preferred_language="fr")
    cron()
    assert set(letters()) == {"emile@example.org", "alma@example.org"}
    mine = letters()["emile@example.org"]
    assert mine.subject == "“Applying, as it should be” was not published"
    assert "needs a sign-off before it goes live" in mine.body
    assert f"/admin/pages/{page.pk}/edit/" in mine.body
    theirs = letters()["alma@example.org"]
    # Wagtail's own words around it tell the language, whatever our catalogue holds.
    assert "Edit your notification preferences" in mine.body
    assert "Edit your notification preferences" not in theirs.body


def test_who_wants_no_such_mail_gets_none(page, editor, cron):
    make_workflow()
    make_approver()
    UserProfile.objects.create(user=editor, rejected_notifications=False)
    cron()
    assert set(letters()) == {"alma@example.org"}


def test_what_listens_to_refusals_cannot_stop_the_others(page, cron, caplog):
    def break_down(**kwargs):
        raise RuntimeError("broken")

    other = plain_page("after")
    publication_refused.connect(break_down)
    try:
        cron()
    finally:
        publication_refused.disconnect(break_down)
    assert fresh(other).live
    assert not fresh(page).live


def test_nor_can_a_mail_server_that_is_down(page, cron, settings):
    other = plain_page("after")
    settings.EMAIL_BACKEND = "no.such.Backend"
    cron()
    assert fresh(other).live

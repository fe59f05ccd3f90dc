"""Publishing what nobody signed: for superusers, with a reason, and marked until it is signed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.factories import PersonaFactory, improvement_card, make_map, persona_profile
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
from tests.governance.workflows import (
    edit_address,
    fresh,
    make_approver,
    make_editor,
    make_workflow,
    sign_now,
    submit,
)
from wagtail_parcours.governance import emergency
from wagtail_parcours.governance.chain import record_hash
from wagtail_parcours.governance.emergency import (
    EMERGENCY_ACTION,
    EmergencyRefused,
    publish_without_approval,
)
from wagtail_parcours.models import (
    LiveVersion,
    PublicationRefused,
    SignOff,
    SignOffKind,
    Standing,
)

pytestmark = pytest.mark.django_db

REASON = "The line was closed this morning."


@pytest.fixture
def root(locale_en):
    return make_superuser()


@pytest.fixture
def page(root):
    return make_unsigned(owner=make_editor())


def address(page):
    return reverse("wagtail_parcours:publish_without_approval", args=[page.pk])


def test_the_map_goes_live_and_says_on_what_it_stands(page, root):
    publish_without_approval(page, root, REASON)
    assert standing(page) == Standing.EMERGENCY
    assert LiveVersion.objects.get(page=page.pk).signatures == []
    assert unsigned_live() == []


def test_the_reason_is_a_record_of_the_chain(page, root):
    record = publish_without_approval(page, root, f"  {REASON} ")
    assert record.kind == SignOffKind.EMERGENCY
    assert (record.person, record.comment) == (root.username, REASON)
    assert record.hash == record_hash(record)
    assert record.seal == LiveVersion.objects.get(page=page.pk).seal


def test_the_history_tells_it(page, root):
    publish_without_approval(page, root, REASON)
    entry = PageLogEntry.objects.get(page=page.pk, action=EMERGENCY_ACTION)
    assert entry.user == root
    history = logged_in(root).get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert f"Published without approval: {REASON}" in texts(history)


def test_only_superusers_may(page):
    for person in (make_publisher(), make_approver()):
        with pytest.raises(PermissionDenied):
            publish_without_approval(page, person, REASON)
    gone = make_superuser("gone")
    gone.is_active = False
    with pytest.raises(PermissionDenied):
        publish_without_approval(page, gone, REASON)
    assert not SignOff.objects.exists()
    assert not fresh(page).live


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_reason_is_needed(page, root, reason):
    with pytest.raises(EmergencyRefused):
        publish_without_approval(page, root, reason)
    assert not fresh(page).live


def test_there_is_no_emergency_where_nothing_is_missing(page, root):
    sign_latest(page)
    with pytest.raises(EmergencyRefused, match="needs no emergency"):
        publish_without_approval(page, root, REASON)
    with pytest.raises(EmergencyRefused):
        publish_without_approval(make_map(live=False), root, REASON)


def test_nor_for_a_later_date_or_an_alias(page, root):
    alias = make_signed(slug="signed").create_alias(update_slug="repeated")
    with pytest.raises(EmergencyRefused, match="shows another one"):
        publish_without_approval(alias, root, REASON)
    draft = fresh(page)
    draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
    draft.save_revision()
    with pytest.raises(EmergencyRefused, match="later date"):
        publish_without_approval(page, root, REASON)


def test_all_of_it_or_nothing(page, root, monkeypatch):
    monkeypatch.setattr(emergency, "log", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_without_approval(page, root, REASON)
    assert not SignOff.objects.exists()
    assert not fresh(page).live


def test_what_is_not_valid_is_not_published_either(page, root):
    draft = fresh(page).get_latest_revision_as_object()
    draft.framework = "no-such-framework"
    draft.save_revision(clean=False)
    with pytest.raises(EmergencyRefused, match="cannot be published as it is"):
        publish_without_approval(page, root, REASON)
    assert not SignOff.objects.exists()


def test_what_stands_in_the_page_is_published_whatever_its_revision_says(root):
    """An import writes into the page; the latest revision is an older text."""
    page = make_signed()
    type(page).objects.filter(pk=page.pk).update(introduction=UNSIGNED, live=False)
    publish_without_approval(page, root, REASON)
    assert fresh(page).introduction == UNSIGNED
    assert standing(page) == Standing.EMERGENCY


def test_the_workflow_signs_it_afterwards(page, root):
    make_workflow()
    publish_without_approval(page, root, REASON)
    assert standing(page) == Standing.EMERGENCY
    submit(page, page.owner)
    assert standing(page) == Standing.EMERGENCY
    sign_now(page, make_approver())
    assert standing(page) == Standing.SIGNED
    live = LiveVersion.objects.get(page=page.pk)
    assert [signature["person"] for signature in live.signatures] == ["Alma"]


def test_a_workflow_that_runs_is_cancelled_and_can_start_again(page, root):
    make_workflow()
    submit(page, page.owner)
    publish_without_approval(page, root, REASON)
    assert fresh(page).current_workflow_state is None
    submit(page, page.owner)
    sign_now(page, make_approver())
    assert standing(page) == Standing.SIGNED


def test_it_covers_this_content_and_no_other(page, root):
    publish_without_approval(page, root, REASON)
    draft_on(page, introduction=UNSIGNED)
    with pytest.raises(PublicationRefused):
        fresh(page).get_latest_revision().publish(user=root)
    assert fresh(page).introduction != UNSIGNED
    assert standing(page) == Standing.EMERGENCY


def test_it_replaces_what_was_signed_and_ends_its_signatures(root):
    page = make_signed()
    first = page.live_revision
    draft_on(page)
    publish_without_approval(page, root, REASON)
    assert standing(page) == Standing.EMERGENCY
    with pytest.raises(PublicationRefused):
        first.publish(user=root)


def test_a_map_whose_persona_changed_can_be_published_in_an_emergency(root):
    ana = PersonaFactory()
    page = make_signed(body=[persona_profile(ana), improvement_card()])
    ana.age = 31
    ana.save()
    publish_without_approval(page, root, REASON)
    assert standing(page) == Standing.EMERGENCY
    assert LiveVersion.objects.get(page=page.pk).changed_at is None


# -- in the admin


def test_the_page_explains_what_follows_and_publishes(page, root):
    make_workflow()
    submit(page, page.owner)
    browser = logged_in(root)
    asked = texts(browser.get(address(page)))
    assert "1 person has to sign this version" in asked
    assert "The workflow “Map approval” that the map waits in is cancelled" in asked
    seal = browser.get(address(page)).context["form"]["seal"].value()
    response = browser.post(address(page), {"reason": REASON, "seal": seal}, follow=True)
    assert "is live, marked as published without approval" in texts(response)
    assert standing(page) == Standing.EMERGENCY


def test_a_forgotten_reason_is_asked_for_again(page, root):
    browser = logged_in(root)
    seal = browser.get(address(page)).context["form"]["seal"].value()
    response = browser.post(address(page), {"reason": " ", "seal": seal})
    assert "Say why this cannot wait for the approval." in texts(response)
    assert not fresh(page).live


def test_what_changed_meanwhile_is_shown_before_it_is_published(page, root):
    browser = logged_in(root)
    seal = browser.get(address(page)).context["form"]["seal"].value()
    draft_on(page)
    response = browser.post(address(page), {"reason": REASON, "seal": seal}, follow=True)
    assert "The map has changed since you opened this page" in texts(response)
    assert not fresh(page).live


def test_nobody_else_gets_there(page):
    for person in (make_publisher(), make_approver()):
        response = logged_in(person).post(address(page), {"reason": REASON, "seal": ""})
        assert response.url == reverse("wagtailadmin_home")
    assert not fresh(page).live


def test_other_pages_have_no_such_page(root):
    browser = logged_in(root)
    assert browser.get(address(page=make_map().get_parent())).status_code == 404


def test_a_map_that_may_be_published_leads_back_to_its_editor(page, root):
    sign_latest(page)
    response = logged_in(root).get(address(page))
    assert response.url == edit_address(page)


def test_the_way_there_is_in_the_menu_for_superusers_while_it_is_needed(page, root):
    editor = edit_address(page)
    assert address(page) in texts(logged_in(root).get(editor))
    assert address(page) not in texts(logged_in(make_publisher()).get(editor))
    sign_latest(page)
    assert address(page) not in texts(logged_in(root).get(editor))

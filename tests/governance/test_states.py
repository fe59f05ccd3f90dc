"""The state of every map, told in bulk."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, Site

from tests.factories import (
    home_page,
    make_future_map,
    make_map,
    make_signer,
    sign_as_it_is,
)
from tests.governance.workflows import (
    edit,
    make_approver,
    make_draft,
    make_editor,
    make_workflow,
    sign_now,
    sign_step,
    submit,
)
from wagtail_parcours.governance import request_changes, rule_for
from wagtail_parcours.governance.policy import months_later
from wagtail_parcours.governance.rule_book import RuleBook
from wagtail_parcours.governance.states import (
    MapState,
    all_maps,
    in_states,
    related,
    statuses,
    with_states,
)
from wagtail_parcours.models import LiveVersion, SignOffPolicy, Standing

pytestmark = pytest.mark.django_db

FUTURE = "wagtail_parcours.FutureStateMapPage"
CURRENT = "wagtail_parcours.CurrentStateMapPage"


def read(today=None):
    return statuses(related(with_states(all_maps(), today)))


def status_of(page):
    return read()[page.pk]


def state_of(page):
    return [state.value for state in status_of(page).states]


def policy(site=None, **values):
    """The policy of a site with one rule."""
    rule = {
        "page_type": FUTURE,
        "required": True,
        "signatures": 1,
        "steps": [],
        "months": None,
        "when_changed": "keep",
        **values,
    }
    site = site or Site.objects.get(is_default_site=True)
    row, _created = SignOffPolicy.objects.get_or_create(site=site)
    row.rules = [{"type": "rule", "value": rule}]
    row.save()
    return row


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


# -- each state


def test_a_draft():
    assert state_of(make_future_map(live=False)) == ["draft"]


def test_a_draft_in_review_and_whom_it_waits_for():
    editor = make_editor()
    make_workflow(sign_step("Directors sign", signatures=2))
    page = make_draft(editor)
    submit(page, editor)
    status = status_of(page)
    assert [state.value for state in status.states] == ["review"]
    assert status.owner == "Emile"
    assert status.waits_for == "Approvers of maps (0 of 2 signatures)"
    assert status.waiting_days == 0
    sign_now(page, make_approver())
    assert status_of(page).waits_for == "Approvers of maps (1 of 2 signatures)"


def test_signatures_on_a_version_from_before_do_not_count():
    editor, approver = make_editor(), make_approver()
    make_workflow(sign_step(signatures=2))
    page = make_draft(editor)
    submit(page, editor)
    sign_now(page, approver)
    state = page.current_workflow_task_state
    request_changes(state, approver, "The date is missing.")
    assert status_of(page).waits_for == "Emile, to make the changes requested"
    assert state_of(page) == ["draft"]
    edit(page, editor, introduction="With the date.")
    type(page).objects.get(pk=page.pk).current_workflow_state.resume(user=editor)
    assert status_of(page).waits_for == "Approvers of maps (0 of 2 signatures)"


def test_a_signed_map_says_who_signed_and_when():
    page = make_future_map()
    status = status_of(page)
    assert [state.value for state in status.states] == ["signed"]
    assert status.signed_by == ("Sasha Roy",)
    assert status.age == 0
    assert status.review_by is None


def test_a_new_version_of_a_signed_map_is_in_review_as_well():
    editor = make_editor()
    make_workflow()
    page = make_future_map(owner=editor)
    edit(page, editor, introduction="Another beginning.")
    submit(page, editor)
    assert state_of(page) == ["signed", "review"]


def test_signed_but_changed():
    page = make_future_map()
    LiveVersion.objects.filter(page=page).update(changed_at=timezone.now())
    assert state_of(page) == ["changed"]


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "expired"), (0, "expiring"), (30, "expiring"), (31, "signed")],
)
def test_a_sign_off_that_ends(days, state):
    """On its last day it is still valid."""
    page = make_future_map()
    last_day = timezone.localdate() + datetime.timedelta(days=days)
    LiveVersion.objects.filter(page=page).update(review_by=last_day)
    assert state_of(page) == [state]
    assert status_of(page).review_by == last_day


def test_how_soon_is_soon_is_a_setting(settings):
    settings.WAGTAIL_PARCOURS = {"EXPIRING_DAYS": 90}
    page = make_future_map()
    last_day = timezone.localdate() + datetime.timedelta(days=80)
    LiveVersion.objects.filter(page=page).update(review_by=last_day)
    assert state_of(page) == ["expiring"]


def test_published_without_approval():
    page = make_future_map()
    LiveVersion.objects.filter(page=page).update(standing=Standing.EMERGENCY)
    status = status_of(page)
    assert [state.value for state in status.states] == ["emergency"]
    assert status.signed_by == ()


def test_live_without_need_of_a_sign_off_and_never_reviewed():
    assert state_of(make_map()) == ["never"]


def test_reviewed_once_and_published_since_without_a_sign_off():
    page = make_map(live=False)
    sign_as_it_is(page)
    page.introduction = "Changed since, as it may."
    page.live = True
    page.save()
    assert state_of(page) == ["free"]


def test_a_live_map_that_a_new_policy_wants_signed():
    page = make_map()
    policy(page_type=CURRENT)
    assert state_of(page) == ["unsigned"]


def test_a_live_map_from_before_sign_offs():
    page = make_future_map()
    LiveVersion.objects.filter(page=page).delete()
    assert state_of(page) == ["unsigned"]


def test_a_map_that_was_taken_down_is_a_draft():
    page = make_future_map()
    page.unpublish()
    status = status_of(page)
    assert [state.value for state in status.states] == ["draft"]
    assert status.since is None
    assert status.age is None


def test_an_alias_is_signed_as_its_source():
    page = make_future_map()
    alias = page.create_alias(parent=home_page(), update_slug="again")
    assert state_of(alias) == ["signed"]


def test_age_counts_from_the_signature_on_what_is_live():
    page = make_future_map()
    # By the wall clock: forty days ago the clocks may have been an hour off.
    then = timezone.localtime() - datetime.timedelta(days=40)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtail_parcours_signoff SET signed_at = %s", [then])
    assert status_of(page).age == 40


def test_a_signature_on_a_later_version_does_not_make_the_live_one_younger():
    page = make_future_map()
    # By the wall clock: forty days ago the clocks may have been an hour off.
    then = timezone.localtime() - datetime.timedelta(days=40)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtail_parcours_signoff SET signed_at = %s", [then])
    page.introduction = "The next version."
    sign_as_it_is(page)
    assert status_of(page).age == 40


# -- lists


def test_filtering_by_state_finds_what_the_lines_say():
    editor = make_editor()
    make_workflow()
    pages = {
        "signed": make_future_map(slug="a", title="A"),
        "draft": make_future_map(slug="b", title="B", live=False),
        "never": make_map(slug="c", title="C"),
    }
    waiting = make_future_map(slug="d", title="D", owner=editor)
    edit(waiting, editor, introduction="New")
    submit(waiting, editor)
    maps = with_states(all_maps())
    for state, page in pages.items():
        assert page.pk in set(in_states(maps, [state]).values_list("pk", flat=True))
    assert [page.pk for page in in_states(maps, ["review"])] == [waiting.pk]
    assert {page.pk for page in in_states(maps, ["signed"])} == {pages["signed"].pk, waiting.pk}
    for page in maps:
        assert page.pk in {found.pk for found in in_states(maps, [page.map_state])}


def test_only_maps_are_listed():
    make_map()
    assert {page.content_type.model for page in all_maps()} == {"currentstatemappage"}
    assert Page.objects.count() > 1


@pytest.mark.parametrize("number", [5, 50])
def test_the_number_of_queries_does_not_grow(number, django_assert_max_num_queries):
    editor = make_editor()
    make_workflow()
    for place in range(number):
        page = make_draft(editor, title=f"Map {place}", slug=f"map-{place}", body=[])
        if place % 2:
            submit(page, editor)
        else:
            sign_as_it_is(page)
            page.get_latest_revision().publish()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(
        connection,
    ) as counted:
        lines = read()
    assert len(lines) == number
    assert sum("review" in [s.value for s in line.states] for line in lines.values()) > 1
    assert len(counted) <= 12, [query["sql"][:80] for query in counted]


def test_labels_speak_french():
    with translation.override("fr"):
        labels = [str(state.label) for state in MapState]
    assert len(set(labels)) == len(MapState)


# -- rules in bulk


def another_site(**values):
    root = (
        home_page()
        .get_parent()
        .add_child(instance=type(home_page())(title="Other", slug="other-site"))
    )
    return Site.objects.create(hostname="other.example", root_page=root)


def test_the_rules_in_bulk_are_the_rules_one_by_one(locale_fr):
    other = another_site()
    policy(required=False)
    policy(other, page_type=CURRENT, months=6)
    french_root = home_page().copy_for_translation(locale_fr)
    pages = [
        make_future_map(title="1", slug="one", live=False),
        make_map(title="2", slug="two", live=False),
        make_future_map(title="3", slug="three", live=False, parent=other.root_page),
        make_map(title="4", slug="four", live=False, parent=other.root_page),
        make_map(title="5", slug="five", live=False, parent=french_root, locale=locale_fr),
        make_future_map(title="6", slug="six", live=False, parent=french_root, locale=locale_fr),
    ]
    book = RuleBook()
    rows = {row.pk: row for row in with_states(all_maps())}
    for page in pages:
        rule = rule_for(page)
        assert book.rule(rows[page.pk]) == rule, page.title
        assert rows[page.pk].needs_sign_off == rule.required, page.title


# -- review dates follow the policy


def test_a_policy_that_sets_a_validity_gives_live_maps_a_review_date():
    page = make_future_map()
    policy(months=12)
    assert status_of(page).review_by == months_later(timezone.localdate(), 12)


def test_a_policy_that_takes_it_away_takes_the_date_away():
    page = make_future_map()
    row = policy(months=12)
    assert LiveVersion.objects.get(page=page).review_by is not None
    row.delete()
    assert LiveVersion.objects.get(page=page).review_by is None


def test_the_date_is_the_one_that_publishing_again_would_give():
    policy(months=12, signatures=2)
    page = make_future_map(live=False)
    sign_as_it_is(page, make_signer("first"))
    sign_as_it_is(page, make_signer("second"))
    page.live = True
    page.save()
    written = LiveVersion.objects.get(page=page).review_by
    LiveVersion.objects.filter(page=page).update(review_by=None)
    policy(months=12, signatures=2)
    assert LiveVersion.objects.get(page=page).review_by == written


def test_the_policy_of_one_site_changes_no_other():
    page = make_future_map()
    policy(another_site(), months=12)
    assert LiveVersion.objects.get(page=page).review_by is None

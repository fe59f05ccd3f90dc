"""A process that is killed leaves the state before or the state after, never one between."""

import itertools
from collections import Counter

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from tests.factories import sign_as_it_is
from tests.governance import kills
from tests.governance.races import browser_of
from tests.governance.workflows import (
    action_address,
    edit_address,
    editor_form,
    fresh,
    home_page,
    make_approver,
    make_draft,
    make_group,
    make_person,
    make_workflow,
    sign_now,
    sign_step,
    submit,
)
from wagtail_parcours.governance.sealing import seal_page
from wagtail_parcours.governance.signing import open_case
from wagtail_parcours.models import (
    FutureStateMapPage,
    JourneyFacet,
    LiveVersion,
    SealedVersion,
    SignOff,
    SignOffChain,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publisher(locale_en):
    return make_person("pia", make_group("Publishers", "add", "change", "publish"))


@pytest.fixture
def approver(locale_en):
    return make_approver()


def state_of(page):
    """All that an approval or a publication changes, without keys and times."""
    page = fresh(page)
    draft = page.get_latest_revision_as_object()
    seal = seal_page(page)[0]
    live = LiveVersion.objects.filter(page=page.pk).first()
    head = SignOffChain.objects.filter(pk=1).first()
    steps = TaskState.objects.filter(workflow_state__in=page.workflow_states)
    return {
        "live": (page.live, page.has_unpublished_changes, page.first_published_at is not None),
        "content": page.introduction,
        "live revision": page.live_revision_id is not None
        and page.live_revision_id == page.latest_revision_id,
        "live version": live and (live.seal == seal, live.standing, len(live.signatures)),
        "records": SignOff.objects.filter(page_key=page.translation_key).count(),
        "contents": SealedVersion.objects.filter(seal=seal_page(draft)[0]).count(),
        "chain": head.position - SignOff.objects.exclude(page_key=page.translation_key).count()
        if head
        else 0,
        "steps": Counter(steps.values_list("task__name", "status")),
        "workflows": Counter(page.workflow_states.values_list("status", flat=True)),
        "log": Counter(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)),
        "revisions": page.revisions.count(),
        "draft": draft.introduction,
        "index": JourneyFacet.objects.filter(page=page.pk).count(),
    }


def interrupt(prepare, act, observe=state_of):
    """Kill `act` before each of its writes in turn, each time on what `prepare` made anew.

    Returns how often it left the state before and the state after.
    """
    before, left = None, []
    for number in itertools.count(1):
        subject = prepare()
        before = before or observe(subject)
        assert observe(subject) == before
        killed = kills.killed_before(number, lambda subject=subject: act(subject))
        if not killed:
            break
        left.append(observe(subject))
    after = observe(subject)
    assert before != after
    for number, state in enumerate(left, start=1):
        assert state in (before, after), (number, difference(state, before, after))
    return Counter("before" if state == before else "after" for state in left)


def difference(left, before, after):
    return {
        name: {"left": left[name], "before": before[name], "after": after[name]}
        for name in left
        if before[name] != after[name]
    }


class Numbers:
    """A new title for each map."""

    def __init__(self):
        self.number = 0

    def draft(self, person):
        self.number += 1
        return make_draft(person, title=f"Map {self.number}", introduction="One", body=[])


def test_a_final_approval_on_the_review_page(publisher, approver):
    make_workflow()
    browser, numbers = browser_of(approver), Numbers()

    def prepare():
        page = numbers.draft(publisher)
        page.waiting = submit(page, publisher)
        return page

    def sign(page):
        form = {"seal": open_case(page.waiting).seal, "accepted": "on", "action": "sign"}
        browser.post(reverse("wagtail_parcours:review", args=[page.waiting.pk]), form)

    assert interrupt(prepare, sign)["before"] > 10


def test_a_final_approval_in_wagtails_own_dialog(publisher, approver):
    make_workflow()
    browser, numbers = browser_of(approver), Numbers()

    def prepare():
        page = numbers.draft(publisher)
        page.waiting = submit(page, publisher)
        return page

    def sign(page):
        form = {"seal": open_case(page.waiting).seal, "accepted": "on"}
        browser.post(action_address(page, "approve", page.waiting), form)

    assert interrupt(prepare, sign)["before"] > 10


def test_a_signature_after_which_another_step_comes(publisher, approver):
    make_workflow(sign_step("Content"), sign_step("Board", make_group("Board")))
    numbers = Numbers()

    def prepare():
        page = numbers.draft(publisher)
        submit(page, publisher)
        return page

    assert interrupt(prepare, lambda page: sign_now(page, approver))["before"] > 5


def test_publishing_a_revision(publisher):
    numbers = Numbers()

    def prepare():
        page = numbers.draft(publisher)
        sign_as_it_is(page)
        return page

    def publish(page):
        fresh(page).get_latest_revision().publish(user=publisher)

    assert interrupt(prepare, publish)["before"] > 5


def test_publishing_over_a_running_workflow(publisher, approver):
    """It cancels the workflow, which has writes of its own."""
    make_workflow(sign_step(signatures=2))
    numbers = Numbers()

    def prepare():
        page = numbers.draft(publisher)
        submit(page, publisher)
        sign_now(page, approver)
        return page

    def publish(page):
        fresh(page).get_latest_revision().publish(user=publisher)

    assert interrupt(prepare, publish)["before"] > 5


def test_the_publish_button(publisher):
    browser, numbers = browser_of(publisher), Numbers()

    def prepare():
        page = numbers.draft(publisher)
        changed = fresh(page)
        changed.introduction = "Two"
        sign_as_it_is(changed)
        return page

    def publish(page):
        form = editor_form(page, introduction="Two")
        browser.post(edit_address(page), form | {"action-publish": "1"})

    assert interrupt(prepare, publish)["before"] > 10


def test_the_publish_button_where_nobody_signed(publisher):
    """What was written is kept as a draft, all of it."""
    browser, numbers = browser_of(publisher), Numbers()

    def publish(page):
        form = editor_form(page, introduction="Two")
        browser.post(edit_address(page), form | {"action-publish": "1"})

    assert interrupt(lambda: numbers.draft(publisher), publish)["before"] > 3


def test_submitting_for_approval(publisher):
    make_workflow()
    browser, numbers = browser_of(publisher), Numbers()

    def submit_it(page):
        form = editor_form(page, introduction="Two")
        browser.post(edit_address(page), form | {"action-submit": "1"})

    assert interrupt(lambda: numbers.draft(publisher), submit_it)["before"] > 5


def test_a_new_map_is_there_with_its_version_or_not_at_all(publisher):
    browser, numbers = browser_of(publisher), Numbers()
    form = editor_form(numbers.draft(publisher), introduction="Two")
    address = reverse(
        "wagtailadmin_pages:add", args=["wagtail_parcours", "futurestatemappage", home_page().pk]
    )

    def prepare():
        numbers.number += 1
        return f"new-map-{numbers.number}"

    def create(slug):
        browser.post(address, form | {"title": slug, "slug": slug})

    def observe(slug):
        page = FutureStateMapPage.objects.filter(slug=slug).first()
        if page is None:
            return {"page": None}
        return state_of(page)

    assert interrupt(prepare, create, observe)["before"] > 5


@pytest.mark.parametrize("part", [0, 0.25, 0.5, 0.75, 1])
def test_a_process_that_is_really_killed(publisher, approver, part):
    make_workflow()
    numbers = Numbers()
    form = {"accepted": "on", "comment": "", "action": "sign"}

    def prepared():
        page = numbers.draft(publisher)
        state = submit(page, publisher)
        seal = open_case(state).seal
        return page, reverse("wagtail_parcours:review", args=[state.pk]), form | {"seal": seal}

    browser = browser_of(approver)
    # Once for all that happens only the first time.
    _page, address, posted = prepared()
    browser.post(address, posted)
    page, address, posted = prepared()
    before = state_of(page)
    writes = kills.writes_of(lambda: browser.post(address, posted))
    after = state_of(page)
    commits = [number for number, write in enumerate(writes, start=1) if write == kills.COMMIT]
    last = next(number for number in commits if number > 10)
    number = 1 + round((last - 1) * part)
    page, address, posted = prepared()
    assert kills.really_killed_before(number, approver, address, posted) != 0
    connection.close()
    assert state_of(page) == before
    assert kills.really_killed_before(0, approver, address, posted) == 0
    assert state_of(page) == after

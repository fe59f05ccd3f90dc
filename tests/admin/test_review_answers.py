"""Signing and sending back on the review page: what happens, and what is said of it."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.admin.reviews import CALLS_BACK, waiting_map
from tests.governance.workflows import (
    edit,
    fresh,
    make_approver,
    make_group,
    make_person,
    sign_now,
    sign_step,
    waiting_step,
)
from wagtail_parcours.governance.signing import open_case
from wagtail_parcours.governance.steps import request_changes, review_address
from wagtail_parcours.models import Persona, SignOff

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(locale_en):
    return waiting_map()


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def answer(client, person, state, action="sign", follow=False, **data):
    """Send an answer as a person who has just opened the page."""
    client.force_login(person)
    if action == "sign":
        data = {"seal": open_case(state).seal, "accepted": "on", **data}
    return client.post(review_address(state), {"action": action, **data}, follow=follow)


def test_the_last_signature_puts_the_map_live(client, case):
    response = answer(client, case.approver, case.state, comment="Good", follow=True)
    page = fresh(case.page)
    assert page.live
    assert not page.has_unpublished_changes
    assert CALLS_BACK in str(page.body.raw_data[1])
    record = SignOff.objects.last()
    assert (record.person, record.comment) == ("Alma", "Good")
    assert "I approve its publication" in record.statement
    soup = soup_of(response)
    message = soup.select_one(".messages")
    assert "“Applying tomorrow” is live." in words(message)
    assert message.select_one("a")["href"] == page.url
    # The step is over: the page says by whom, and asks for nothing any more.
    assert "Signed Alma" in words(soup.select_one(".parcours-review__outcome"))
    assert soup.select_one("button[name=action]") is None


def test_one_of_several_says_how_many_are_missing(client, locale_en):
    case = waiting_map(sign_step("Content", signatures=3))
    zoe = make_approver("zoe")
    response = answer(client, case.approver, case.state, follow=True)
    assert "Your signature is recorded; 2 more are needed." in words(soup_of(response))
    response = answer(client, zoe, case.state, follow=True)
    assert "Your signature is recorded; 1 more is needed." in words(soup_of(response))
    assert waiting_step(case.page) == case.state


def test_the_next_step_is_named_and_linked_for_those_who_sign_there(client, locale_en):
    directors = make_group("Directors")
    dora = make_person("dora", directors)
    case = waiting_map(sign_step("Content"), sign_step("Direction", directors))
    response = answer(client, case.approver, case.state, follow=True)
    assert "Your signature is recorded; “Direction” comes next." in words(soup_of(response))
    outcome = soup_of(response).select_one(".parcours-review__outcome")
    following = review_address(waiting_step(case.page))
    assert "The map waits in “Direction” now." in words(outcome)
    assert outcome.select_one(f"a[href='{following}']") is None
    client.force_login(case.author)
    assert soup_of(client.get(review_address(case.state))).select_one(f"a[href='{following}']")
    response = answer(client, dora, waiting_step(case.page), follow=True)
    assert "“Applying tomorrow” is live." in words(soup_of(response))


def test_a_planned_publication_is_told(client, case):
    request_changes(case.state, case.approver, "Later")
    edit(case.page, case.author, go_live_at=timezone.now() + timezone.timedelta(days=3))
    case.page.current_workflow_state.resume(case.author)
    response = answer(client, case.approver, waiting_step(case.page), follow=True)
    assert "“Applying tomorrow” is signed and goes live on" in words(soup_of(response))


def test_without_the_statement_nothing_is_signed_and_nothing_lost(client, case):
    before = SignOff.objects.count()
    response = answer(client, case.approver, case.state, accepted="", comment="Almost")
    soup = soup_of(response)
    assert SignOff.objects.count() == before
    assert words(soup.select_one("#sign_accepted-error")) == "Accept the statement to sign."
    assert soup.select_one("#sign_comment").get_text(strip=True) == "Almost"


@pytest.mark.parametrize("accepted", ["on", ""])
def test_what_changed_meanwhile_is_read_before_it_is_signed(client, case, accepted):
    read = open_case(case.state).seal
    Persona.objects.filter(pk=case.persona.pk).update(quote="Now I was heard.")
    response = answer(
        client, case.approver, case.state, seal=read, accepted=accepted, comment="Fine"
    )
    soup = soup_of(response)
    assert response.status_code == 409
    assert "changed" in words(soup.select_one("[role=alert]"))
    assert "Now I was heard." in words(soup.select_one("#changes-section"))
    assert soup.select_one("input[name=seal]")["value"] == open_case(case.state).seal != read
    assert soup.select_one("#sign_comment").get_text(strip=True) == "Fine"
    assert not soup.select_one("#sign_accepted").has_attr("checked")
    assert waiting_step(case.page) == case.state


def test_somebody_who_may_not_sign_cannot_by_a_forged_form(client, case):
    before = SignOff.objects.count()
    case.author.groups.add(make_group())
    response = answer(client, case.author, case.state)
    assert response.status_code == 403
    assert "You wrote or edited this version" in words(soup_of(response).select_one("[role=alert]"))
    assert SignOff.objects.count() == before


def test_a_step_that_is_over_takes_nothing(client, case):
    seal = open_case(case.state).seal
    sign_now(case.page, case.approver)
    before = SignOff.objects.count()
    response = answer(client, make_approver("zoe"), case.state, seal=seal)
    assert response.status_code == 409
    assert "does not wait for you any more" in words(soup_of(response).select_one("[role=alert]"))
    assert SignOff.objects.count() == before


def test_changes_are_requested_with_a_reason(client, case):
    response = answer(client, case.approver, case.state, "changes", comment="  ")
    assert "Say what has to change." in words(soup_of(response))
    assert waiting_step(case.page) == case.state
    response = answer(
        client, case.approver, case.state, "changes", comment="Who pays?", follow=True
    )
    soup = soup_of(response)
    assert "“Applying tomorrow” went back to its authors." in words(soup.select_one(".messages"))
    outcome = words(soup.select_one(".parcours-review__outcome"))
    assert outcome.startswith("Changes were requested Alma")
    assert "Who pays?" in outcome
    assert waiting_step(case.page) is None


def test_a_cancelled_workflow_is_told(client, case):
    case.page.current_workflow_state.cancel(user=case.author)
    client.force_login(case.approver)
    outcome = soup_of(client.get(review_address(case.state))).select_one(
        ".parcours-review__outcome"
    )
    assert words(outcome).startswith("Cancelled before it was signed Emile")


def test_signing_starts_again_when_the_map_changed_after_an_earlier_step(client, locale_en):
    directors = make_group("Directors")
    dora = make_person("dora", directors)
    case = waiting_map(sign_step("Content"), sign_step("Direction", directors))
    sign_now(case.page, case.approver)
    second = waiting_step(case.page)
    Persona.objects.filter(pk=case.persona.pk).update(age=60)
    client.force_login(dora)
    soup = soup_of(client.get(review_address(second)))
    assert soup.select_one("button[value=sign]") is None
    assert "changed after “Content” was signed" in words(soup.select_one("#answer-section"))
    response = answer(client, dora, second, "restart", follow=True)
    assert "starts again from the first step" in words(soup_of(response).select_one(".messages"))
    assert waiting_step(case.page).task.name == "Content"


def test_an_unknown_answer_does_nothing(client, case):
    response = answer(client, case.approver, case.state, "publish")
    assert response.status_code == 400
    assert waiting_step(case.page) == case.state

"""The review page: who reads it, what it tells, and why somebody may not sign."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Comment, PageViewRestriction

from tests.admin.reviews import CALLS_BACK, FORM, HOLD, waiting_map
from tests.factories import child, improvement_card, make_map, persona_profile, stage_table
from tests.governance.workflows import (
    approval_step,
    edit,
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
from wagtail_parcours.governance.signing import open_case
from wagtail_parcours.governance.steps import request_changes, review_address
from wagtail_parcours.models import Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(locale_en):
    return waiting_map()


def opened(client, person, state, query=""):
    client.force_login(person)
    response = client.get(review_address(state) + query)
    return response, BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def section(soup, name):
    return words(soup.select_one(f"#{name}-section"))


# -- who reads it


def test_an_approver_without_any_right_on_the_page_reads_it(client, case):
    permissions = case.page.permissions_for_user(case.approver)
    assert not permissions.can_publish()
    response, soup = opened(client, case.approver, case.state)
    assert response.status_code == 200
    assert words(soup.select_one(".parcours-review__title")) == "Applying tomorrow"
    facts = words(soup.select_one(".parcours-review__facts"))
    for fact in ("Future-state map", "English", "Emile", "Sign-off", "Map approval"):
        assert fact in facts


def test_its_author_reads_it_and_others_do_not(client, case):
    assert opened(client, case.author, case.state)[0].status_code == 200
    stranger = make_person("nora", make_group("Others"))
    client.force_login(stranger)
    for name in ("review", "review_reading"):
        response = client.get(reverse(f"wagtail_parcours:{name}", args=[case.state.pk]))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    response = client.post(review_address(case.state), {"action": "changes", "comment": "No"})
    assert response.status_code == 302
    assert waiting_step(case.page) == case.state


def test_a_superuser_may_send_back_and_not_sign(client, case):
    boss = get_user_model().objects.create_superuser("boss")
    _response, soup = opened(client, boss, case.state)
    assert soup.select_one("button[value=sign]") is None
    assert soup.select_one("button[value=changes]")
    assert "Approvers of maps" in section(soup, "answer")


def test_steps_of_other_kinds_have_no_review_page(client, case):
    page = make_draft(case.author, title="Elsewhere")
    make_workflow(approval_step("Plain", make_group()), name="Plain approval")
    state = submit(page, case.author)
    client.force_login(case.approver)
    assert client.get(review_address(state)).status_code == 404
    assert client.get(reverse("wagtail_parcours:review", args=[999_999])).status_code == 404


# -- what it tells


def test_it_tells_what_changed_cell_by_cell(client, case):
    _response, soup = opened(client, case.approver, case.state)
    assert "Sasha Roy" in section(soup, "changes")
    rows = [words(row) for row in soup.select("#changes-section tbody tr")]
    assert len(rows) == 3
    assert "week" in words(soup.select_one("#changes-section del"))
    assert "day" in words(soup.select_one("#changes-section ins"))
    assert any("Added" in row and "A counter without stairs" in row for row in rows)
    assert any("Age 58 59" in row for row in rows)
    headings = [words(heading) for heading in soup.select("#changes-section h3")]
    assert headings == ["Channel improvement card “Telephone”", "Persona “Amina”"]


def test_it_tells_which_entry_a_detail_belongs_to(client, case):
    request_changes(case.state, case.approver, "When?")
    draft = case.page.get_latest_revision_as_object()
    body = list(draft.body.raw_data)
    body[1]["value"]["improvements"][0]["value"]["due"] = "2030-01-31"
    edit(case.page, case.author, body=body)
    state = case.page.current_workflow_state.resume(case.author) or waiting_step(case.page)
    _response, soup = opened(client, case.approver, state)
    changes = section(soup, "changes")
    assert f"Improvement “{CALLS_BACK}” › Target date" in changes
    assert "Jan. 31, 2030" in changes


def test_a_map_that_nobody_signed_is_summed_up(client, case):
    persona = Persona.objects.get()
    page = make_draft(
        case.author,
        title="Brand new",
        body=[persona_profile(persona), improvement_card("telephone"), stage_table(2)],
    )
    _response, soup = opened(client, case.approver, submit(page, case.author))
    changes = section(soup, "changes")
    assert "Nobody has signed this map before" in changes
    for line in ("Persona: Amina", "2 stages: Aware → Inform", "1 improvement"):
        assert line in changes
    assert soup.select("#reading-section iframe")[1:] == []


def test_nothing_new_is_said_plainly(client, case):
    sign_now(case.page, case.approver)
    again = submit(case.page, case.author)
    _response, soup = opened(client, case.approver, again)
    assert "Nothing has changed since." in section(soup, "changes")


def test_another_signed_version_can_be_chosen(client, case):
    sign_now(case.page, case.approver)
    edit(case.page, case.author, title="Applying the day after")
    state = submit(case.page, case.author)
    _response, soup = opened(client, case.approver, state)
    assert "Alma signed the version" in section(soup, "changes")
    assert CALLS_BACK not in section(soup, "changes")
    other = soup.select_one(".parcours-review__versions a")["href"].partition("#")[0]
    _response, soup = opened(client, case.approver, state, other)
    assert "Sasha Roy signed the version" in section(soup, "changes")
    assert CALLS_BACK in section(soup, "changes")


def test_a_version_that_was_sent_back_is_no_approved_one(client, locale_en):
    case = waiting_map(sign_step("First", signatures=2))
    sign_now(case.page, case.approver)
    request_changes(waiting_step(case.page), case.approver, "Not yet")
    edit(case.page, case.author, title="Third attempt")
    case.page.current_workflow_state.resume(case.author)
    _response, soup = opened(client, case.approver, waiting_step(case.page))
    # Compared with what is live, so that nobody overlooks what only one person has read.
    assert "Sasha Roy signed the version" in section(soup, "changes")
    assert CALLS_BACK in section(soup, "changes")


def test_it_tells_what_is_open(client, case):
    Comment.objects.create(
        page=case.page,
        user=case.author,
        text="Done long ago",
        contentpath="title",
        resolved_at=case.state.started_at,
    )
    _response, soup = opened(client, case.approver, case.state)
    open_points = section(soup, "open-points")
    assert "Who pays for this? Alma" in open_points
    assert (
        "Map › Channel improvement card “Telephone” › Improvements › Improvement › What changes"
        in open_points
    )
    assert "Done long ago" not in open_points
    assert f"{FORM} Barrier · Inform" in open_points
    assert HOLD not in open_points


def test_barriers_of_a_map_that_one_may_not_read_are_not_told(client, case):
    hidden = PageViewRestriction.objects.create(
        page=case.current, restriction_type=PageViewRestriction.GROUPS
    )
    hidden.groups.add(make_group("Researchers"))
    _response, soup = opened(client, case.approver, case.state)
    assert FORM not in section(soup, "open-points")
    assert "You may not read the current-state map" in section(soup, "open-points")


def test_a_comment_on_what_is_gone_says_so(client, case):
    Comment.objects.update(contentpath="body.gone.text")
    _response, soup = opened(client, case.approver, case.state)
    assert "Map › removed since" in section(soup, "open-points")


def test_it_shows_how_far_the_approval_is(client, locale_en):
    directors = make_group("Directors")
    case = waiting_map(sign_step("Content", signatures=2), sign_step("Direction", directors))
    sign_now(case.page, case.approver, comment="Well done")
    _response, soup = opened(client, case.author, case.state)
    signatures = section(soup, "signatures")
    assert "Content now 1 of 2 signatures · Approvers of maps Alma" in signatures
    assert "Well done" in signatures
    assert "Direction 0 of 1 signature · Directors" in signatures


# -- why somebody may not sign


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([], "Only people of the groups chosen for this step sign here."),
        (["Approvers of maps"], "You wrote or edited this version"),
    ],
)
def test_the_author_is_told_why_they_may_not_sign(client, case, groups, told):
    case.author.groups.add(*(make_group(name) for name in groups))
    _response, soup = opened(client, case.author, case.state)
    answer = section(soup, "answer")
    assert told in answer
    assert "People of these groups sign: Approvers of maps." in answer
    assert soup.select_one("button[value=sign]") is None


def test_who_signed_need_not_do_anything(client, locale_en):
    case = waiting_map(sign_step("Content", signatures=2))
    sign_now(case.page, case.approver)
    _response, soup = opened(client, case.approver, case.state)
    assert "You have signed this version already." in section(soup, "answer")
    assert "You need not do anything more." in section(soup, "answer")


def test_the_statement_and_the_seal_are_those_of_the_step(client, case):
    _response, soup = opened(client, case.approver, case.state)
    seal = open_case(case.state).seal
    assert soup.select_one("input[name=seal]")["value"] == seal
    assert words(soup.select_one(".parcours-seal")) == seal[:12]
    label = soup.select_one("label[for=sign_accepted]")
    assert "I approve its publication" in words(label)


def test_the_reason_of_a_refusal_in_the_dialog_is_told(client, case):
    _response, soup = opened(client, case.approver, case.state, "?refused=changed")
    assert "changed after you opened it" in words(soup.select_one("[role=alert]"))
    _response, soup = opened(client, case.approver, case.state, "?refused=<b>nonsense")
    assert soup.select_one("[role=alert]") is None


def test_the_page_costs_the_same_whatever_the_map_holds(
    client, case, django_assert_max_num_queries
):
    client.force_login(case.approver)
    client.get(review_address(case.state))
    with django_assert_max_num_queries(92) as captured:
        client.get(review_address(case.state))
        few = len(captured)
    request_changes(case.state, case.approver, "More")
    draft = case.page.get_latest_revision_as_object()
    body = [*draft.body.raw_data, stage_table(20), *(improvement_card() for _each in range(20))]
    edit(case.page, case.author, body=[*body, child("text", "<p>And so on</p>")])
    case.page.current_workflow_state.resume(case.author)
    state = waiting_step(case.page)
    client.get(review_address(state))
    # The edit and the round before are a few more rows, not a few more queries each.
    with django_assert_max_num_queries(few + 5):
        client.get(review_address(state))


def test_a_current_state_map_has_no_barriers_to_compare(client, case):
    page = make_map(title="Diagnosis", live=False)
    page.save_revision(user=make_editor("ed"))
    _response, soup = opened(client, case.approver, submit(page, case.author))
    assert "Barriers that no improvement removes" not in section(soup, "open-points")

"""“Waiting for my signature” on the home page."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.admin.reviews import waiting_map
from tests.governance.workflows import (
    approval_step,
    make_approver,
    make_draft,
    make_group,
    make_workflow,
    sign_now,
    sign_step,
    submit,
)
from wagtail_parcours.admin.waiting import SHOWN, WaitingPanel
from wagtail_parcours.governance.steps import request_changes, review_address
from wagtail_parcours.models import Persona

pytestmark = pytest.mark.django_db


def home(client, person):
    client.force_login(person)
    response = client.get(reverse("wagtailadmin_home"))
    return BeautifulSoup(response.content, "html.parser")


def panel(soup):
    return soup.select_one("#waiting-for-my-signature-section")


def words(element):
    return " ".join(element.get_text(" ").split())


def test_it_lists_what_one_may_sign(client, locale_en):
    case = waiting_map(sign_step("Content"))
    found = panel(home(client, case.approver))
    text = words(found)
    assert "Applying tomorrow Content · English · submitted by Emile · waiting since" in text
    assert found.select_one(f"a[href='{review_address(case.state)}']")


def test_it_leaves_out_what_one_wrote_signed_or_may_not_sign(client, locale_en):
    case = waiting_map(sign_step("Content", signatures=2))
    case.author.groups.add(make_group())
    boss = get_user_model().objects.create_superuser("boss")
    assert panel(home(client, case.author)) is None
    assert panel(home(client, boss)) is None
    sign_now(case.page, case.approver)
    assert panel(home(client, case.approver)) is None
    # The map changed: another signature of the same person is wanted.
    Persona.objects.filter(pk=case.persona.pk).update(age=60)
    assert panel(home(client, case.approver))


def test_it_is_gone_when_nothing_waits(client, locale_en):
    case = waiting_map()
    request_changes(case.state, case.approver, "No")
    assert panel(home(client, case.approver)) is None


def test_wagtails_own_list_does_not_repeat_it(client, locale_en):
    case = waiting_map()
    soup = home(client, case.approver)
    assert soup.select_one("#awaiting-review-section") is None
    # Its script is brought once: twice, each dialog would open twice.
    assert len(soup.select("script[src*='workflow-action']")) == 1
    assert len(soup.select("[data-workflow-action-url]")) == 2

    make_workflow(approval_step("Plain", make_group()), name="Plain approval")
    other = make_draft(case.author, title="Waits for a plain approval")
    submit(other, case.author)
    soup = home(client, case.approver)
    others = words(soup.select_one("#awaiting-review-section"))
    assert "Waits for a plain approval" in others
    assert "Applying tomorrow" not in others
    assert len(soup.select("script[src*='workflow-action']")) == 1


def test_a_superuser_still_finds_what_waits_for_others(client, locale_en):
    waiting_map()
    boss = get_user_model().objects.create_superuser("boss")
    others = home(client, boss).select_one("#awaiting-review-section")
    assert "Applying tomorrow" in words(others)


def test_a_long_list_costs_no_more(rf, locale_en, django_assert_max_num_queries):
    case = waiting_map()
    request_changes(case.state, case.approver, "Apart")
    author, approver = case.author, make_approver("zoe")

    def add(number):
        for each in range(number):
            submit(make_draft(author, title=f"Map {each}"), author)

    def cost(limit):
        request = rf.get("/")
        request.user = get_user_model().objects.get(pk=approver.pk)
        with django_assert_max_num_queries(limit) as captured:
            shown = WaitingPanel(request).maps
            return len(shown), len(captured)

    add(SHOWN)
    assert cost(400)[0] == SHOWN
    number = cost(400)[1]
    add(SHOWN)
    assert cost(number) == (SHOWN, number)

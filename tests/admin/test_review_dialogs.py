"""Wagtail's own dialogs for signing and sending back, and the locked editor."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.admin.reviews import waiting_map
from tests.governance.workflows import action_address, fresh, waiting_step
from wagtail_parcours.governance.signing import open_case
from wagtail_parcours.governance.steps import review_address
from wagtail_parcours.models import Persona

pytestmark = pytest.mark.django_db

XHR = {"x-requested-with": "XMLHttpRequest"}


@pytest.fixture
def case(locale_en):
    return waiting_map()


@pytest.fixture
def dialog(client, case):
    """Return a function that opens a dialog of the approver, or sends it."""
    client.force_login(case.approver)

    def ask(action="approve", **data):
        address = action_address(case.page, action, case.state)
        if data:
            return client.post(address, data, headers=XHR).json()
        return client.get(address, headers=XHR).json()

    return ask


def soup_of(answer):
    return BeautifulSoup(answer["html"], "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def test_the_dialog_carries_the_seal_of_what_it_tells(case, dialog):
    soup = soup_of(dialog())
    assert soup.select_one("input[name=seal]")["value"] == open_case(case.state).seal
    text = words(soup)
    assert "3 changes (Added: 1, Changed: 2) since the version signed on" in text
    assert "1 comment without an answer" in text
    assert "1 barrier that no improvement removes" in text
    assert soup.select_one(f"a[href='{review_address(case.state)}']")


def test_signing_in_the_dialog_puts_the_map_live(case, dialog):
    seal = soup_of(dialog()).select_one("input[name=seal]")["value"]
    answer = dialog(seal=seal, accepted="on", comment="")
    assert answer["step"] == "success"
    assert not fresh(case.page).has_unpublished_changes


def test_the_dialog_asks_for_the_statement(case, dialog):
    seal = open_case(case.state).seal
    soup = soup_of(dialog(seal=seal, comment="Almost"))
    assert words(soup.select_one(".error-message")) == "Accept the statement to sign."
    assert soup.select_one("textarea").get_text(strip=True) == "Almost"
    assert waiting_step(case.page) == case.state


def test_the_dialog_says_that_the_map_changed_meanwhile(case, dialog):
    read = open_case(case.state).seal
    Persona.objects.filter(pk=case.persona.pk).update(age=60)
    # An incomplete form is shown again, with the seal of what is there now.
    soup = soup_of(dialog(seal=read, comment=""))
    assert "The map has changed since you opened this." in words(soup)
    assert soup.select_one("input[name=seal]")["value"] == open_case(case.state).seal
    # A complete one leads to the page that shows what changed.
    answer = dialog(seal=read, accepted="on")
    assert answer["redirect"] == review_address(case.state, "changed")
    assert waiting_step(case.page) == case.state


def test_requesting_changes_in_the_dialog_takes_a_reason(case, dialog):
    soup = soup_of(dialog("reject"))
    assert soup.select_one(f"a[href='{review_address(case.state)}']")
    soup = soup_of(dialog("reject", comment=""))
    assert "Say what has to change." in words(soup)
    assert dialog("reject", comment="Who pays?")["step"] == "success"
    assert waiting_step(case.page) is None


@pytest.mark.parametrize(
    ("person", "label"), [("approver", "Review and sign"), ("author", "See the review page")]
)
def test_the_locked_editor_leads_to_the_review(client, case, person, label):
    client.force_login(getattr(case, person))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[case.page.pk]))
    soup = BeautifulSoup(response.content, "html.parser")
    links = soup.select(f"a[href='{review_address(case.state)}']")
    assert [words(link) for link in links] == [label, label]
    assert "Nobody can change it" in words(soup.select_one(".messages"))
    assert soup.select_one("footer a.button")["href"] == review_address(case.state)


def test_an_editor_that_waits_for_nothing_has_no_such_link(client, case):
    case.page.current_workflow_state.cancel(user=case.author)
    client.force_login(case.author)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[case.page.pk]))
    assert review_address(case.state) not in response.content.decode()

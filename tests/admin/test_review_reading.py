"""Both versions as readers see them, for those who may not edit them either."""

import pytest
from django.urls import reverse

from tests.admin.reviews import CALLS_BACK, waiting_map
from tests.factories import make_future_map
from tests.governance.workflows import edit, make_group, make_person, sign_now
from wagtail_parcours.governance.approvals import records_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(locale_en):
    return waiting_map()


def reading(case, *position):
    name = "review_signed_reading" if position else "review_reading"
    return reverse(f"wagtail_parcours:{name}", args=[case.state.pk, *position])


def test_the_version_to_sign_is_a_page_of_the_site(client, case):
    client.force_login(case.approver)
    response = client.get(reading(case))
    text = response.content.decode()
    assert CALLS_BACK in text
    assert "<dd>59</dd>" in text
    assert "parcours-map--future" in text
    # What is live was approved; this was not.
    assert "Approved" not in text
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_signed_version_shows_what_it_showed_then(client, case):
    client.force_login(case.approver)
    first = records_of(case.page).get()
    response = client.get(reading(case, first.position))
    text = response.content.decode()
    assert "within a week" in text
    assert CALLS_BACK not in text
    assert "<dd>58</dd>" in text
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_records_of_other_maps_are_not_read_here(client, case):
    other = make_future_map(case.current, title="Another map")
    client.force_login(case.approver)
    assert client.get(reading(case, records_of(other).get().position)).status_code == 404
    assert client.get(reading(case, 999_999)).status_code == 404


def test_others_read_neither(client, case):
    client.force_login(make_person("nora", make_group("Others")))
    first = records_of(case.page).get()
    for address in (reading(case), reading(case, first.position)):
        assert client.get(address).url == reverse("wagtailadmin_home")


def test_a_step_that_is_over_keeps_to_its_own_version(client, case):
    sign_now(case.page, case.approver)
    edit(case.page, case.author, introduction="A new beginning.")
    client.force_login(case.approver)
    text = client.get(reading(case)).content.decode()
    assert CALLS_BACK in text
    assert "A new beginning." not in text


def test_reading_changes_nothing(client, case):
    client.force_login(case.approver)
    assert client.post(reading(case)).status_code == 405

"""Indicators in the menu: their list, and who may do what with them and their readings."""

import csv
import io
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation

from tests.admin.indicator_pages import address, allow, entered, words
from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, ReadingFactory, add_readings
from wagtail_parcours.models import IndicatorReading
from wagtail_parcours.permissions import APPROVERS, EDITORS, READERS
from wagtail_parcours.provisioning.groups import provision_groups
from wagtail_parcours.provisioning.report import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


@pytest.fixture
def maya(db):
    """Somebody who may use the admin and, so far, nothing in it."""
    user = get_user_model().objects.create_user("maya", "maya@example.org", "pw")
    user.first_name, user.last_name = "Maya", "Roy"
    user.save()
    allow(user, "access_admin")
    return user


@pytest.fixture
def calls(db):
    ChannelFactory(slug="telephone", name="Telephone")
    return IndicatorFactory(slug="calls", name="Calls answered", owner="Contact centre")


# -- the list of indicators


def test_the_list_says_where_each_indicator_stands(admin_client, calls):
    add_readings(calls, {"2026-03-01": "62", "2026-09-01": "71"})
    IndicatorFactory(name="Unread", sort_order=200)
    response = admin_client.get(address())
    text = words(response)
    assert "71%" in text
    assert "Sept. 1, 2026" in text
    assert "Below the target" in text
    assert "Getting better" in text
    assert "Enter the first reading" in text
    drawing = BeautifulSoup(response.content.decode(), "html.parser").select_one(".parcours-trend")
    assert drawing["aria-label"].startswith("From 62% in March 2026 to 71%")


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        ("met", ["Good"]),
        ("missed", ["Bad"]),
        ("no-target", ["Aimless", "Aimless and unread"]),
        ("unread", ["Aimless and unread", "Unread"]),
    ],
)
def test_the_list_is_filtered_by_standing(admin_client, standing, names):
    for name, target, value in (
        ("Good", "80", "80"),
        ("Bad", "80", "79"),
        ("Aimless", None, "5"),
        ("Unread", "80", None),
        ("Aimless and unread", None, None),
    ):
        indicator = IndicatorFactory(name=name, target=target)
        if value:
            ReadingFactory(indicator=indicator, value=value)
    found = admin_client.get(address(), {"standing": standing}).context["object_list"]
    assert sorted(one.name for one in found) == names


def test_the_list_is_sorted_by_the_last_reading_and_searched(admin_client):
    for name, day in (("Newer", "2026-09-01"), ("Older", "2025-01-01")):
        add_readings(IndicatorFactory(name=name), {day: "5"})
    found = admin_client.get(address(), {"ordering": "latest_day"}).context["object_list"]
    assert [one.name for one in found] == ["Older", "Newer"]
    query = {"ordering": "-latest_day", "q": "newer"}
    found = admin_client.get(address(), query).context["object_list"]
    assert [one.name for one in found] == ["Newer"]


def test_the_list_costs_the_same_for_many(admin_client, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(60) as queries:
            admin_client.get(address())
        # wagtail-localize asks twice for each line of a list.
        return len([query for query in queries if "reading" in query["sql"]])

    add_readings(IndicatorFactory(), {"2026-01-01": "1", "2026-02-01": "2"})
    count()
    few = count()
    for _number in range(8):
        add_readings(IndicatorFactory(), {"2026-01-01": "1", "2026-02-01": "2"}, channel="post")
    assert count() == few


def test_an_empty_list_says_what_belongs_there(admin_client):
    assert "No indicator yet" in words(admin_client.get(address()))


def test_the_list_is_exported_with_its_last_readings(admin_client, calls):
    calls.definition = "=1+1"
    calls.save()
    add_readings(calls, {"2026-09-01": "71.5"})
    response = admin_client.get(address(), {"export": "csv"})
    heading, row = csv.reader(io.StringIO(response.getvalue().decode()))
    cells = dict(zip(heading, row, strict=True))
    assert cells["Definition"] == "'=1+1"
    assert (cells["Target"], cells["Last reading"]) == ("80", "71.5")
    assert cells["Day of the last reading"] == "2026-09-01"


def test_deleting_says_what_goes_with_it(admin_client, calls, locale_fr):
    add_readings(calls, {"2026-01-01": "1", "2026-02-01": "2"})
    copy = calls.copy_for_translation(locale_fr)
    copy.save()
    sentence = "Its 2 readings are deleted too."
    assert sentence not in words(admin_client.get(address("delete", calls.pk)))
    copy.delete()
    assert sentence in words(admin_client.get(address("delete", calls.pk)))


def test_the_record_of_changes_writes_numbers_plainly(admin_client, calls):
    calls.target = "85.5"
    calls.save()
    entry = admin_client.get(address("facts", calls.pk)).context["entries"][0]
    assert [(c.label, c.before, c.after) for c in entry.changes] == [("Target", "80", "85.5")]


# -- who may what

PAGES = [
    ("all_readings", False),
    ("all_readings_results", False),
    ("import_readings", False),
    ("readings", True),
    ("readings_record", True),
]


def status(client, method, page, data=None):
    return getattr(client, method)(page, data or {}).status_code


def test_without_a_permission_every_page_is_closed(client, maya, calls):
    reading = ReadingFactory(indicator=calls)
    row = reading.history.get()
    client.force_login(maya)
    pages = [address(name, *([calls.pk] if below else [])) for name, below in PAGES]
    pages += [
        address("list"),
        address("edit_reading", calls.pk, reading.pk),
        address("delete_reading", calls.pk, reading.pk),
        address("restore_reading", calls.pk, row.history_id),
    ]
    for page in pages:
        for method in ("get", "post"):
            response = getattr(client, method)(page, entered(value="1"))
            assert response.status_code in (302, 403, 405), page
            if response.status_code == 302:
                assert response.url == reverse("wagtailadmin_home"), page
    reading.refresh_from_db()
    assert reading.value == Decimal(62)
    assert IndicatorReading.objects.count() == 1


def test_who_may_only_add_indicators_reads_and_writes_no_reading(client, maya, calls):
    allow(maya, "add_indicator")
    client.force_login(maya)
    reading = ReadingFactory(indicator=calls)
    row = reading.history.get()
    text = words(client.get(address("readings", calls.pk)))
    assert "62%" in text
    assert "Enter a reading" not in text
    assert status(client, "get", address("readings_record", calls.pk)) == 200
    assert status(client, "get", address("all_readings"), {"export": "csv"}) == 200
    for page in (
        address("readings", calls.pk),
        address("edit_reading", calls.pk, reading.pk),
        address("delete_reading", calls.pk, reading.pk),
        address("restore_reading", calls.pk, row.history_id),
        address("import_readings"),
    ):
        response = client.post(page, entered(day="2026-05-01"))
        assert response.status_code in (302, 403)
        assert response.status_code == 403 or response.url == reverse("wagtailadmin_home")
    assert list(IndicatorReading.objects.all()) == [reading]


def test_a_stranger_is_asked_to_sign_in(client, calls):
    response = client.get(address("readings", calls.pk))
    assert response.status_code == 302
    assert "login" in response.url


def test_the_groups_may_what_they_may_with_channels(maya):
    groups = provision_groups(Report())
    rights = {
        name: set(
            Group.objects.get(name=name)
            .permissions.filter(content_type__model="indicator")
            .values_list("codename", flat=True)
        )
        for name in groups
    }
    assert rights == {
        EDITORS: {"add_indicator", "change_indicator"},
        APPROVERS: {"add_indicator", "change_indicator", "delete_indicator"},
        READERS: set(),
    }
    assert not Permission.objects.filter(content_type__model="indicatorreading").exists()


def test_an_editor_enters_readings(client, maya, calls):
    maya.user_permissions.clear()
    maya.groups.add(provision_groups(Report())[EDITORS])
    client.force_login(maya)
    client.post(address("readings", calls.pk), entered())
    assert IndicatorReading.objects.get().history.get().history_user == maya


def test_markup_in_what_people_wrote_is_shown_as_text(admin_client, calls):
    calls.name = calls.unit = "<b>x</b>"
    calls.save()
    ReadingFactory(indicator=calls, note="<script>alert(1)</script>", source="<i>")
    for page in (address(), address("readings", calls.pk), address("all_readings")):
        text = admin_client.get(page).content.decode()
        assert "<b>x</b>" not in text
        assert "<script>alert" not in text


def test_pages_work_in_french(admin_client, admin_user, calls):
    from wagtail.users.models import UserProfile

    add_readings(calls, {"2026-03-01": "62.5", "2026-04-01": "1234.5"})
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "fr"})
    with translation.override("fr"):
        text = words(admin_client.get(address("readings", calls.pk)))
        text += words(admin_client.get(address()))
    assert "62,5 %" in text
    assert "1 234,5 %" in text
    assert "1 avril 2026" in text

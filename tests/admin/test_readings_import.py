"""Importing readings in the admin: uploaded, looked at, confirmed; nothing lost on the way."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.admin.indicator_pages import address, words
from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, ReadingFactory, add_readings
from wagtail_parcours.exchange.readings_csv import MAX_BYTES, MAX_ROWS
from wagtail_parcours.models import IndicatorReading

pytestmark = pytest.mark.django_db

HEADING = "indicator,day,value,channel,source,note\n"


@pytest.fixture
def calls(db):
    ChannelFactory(slug="telephone", name="Telephone")
    return IndicatorFactory(slug="calls", name="Calls answered")


def upload(client, text, name="readings.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return client.post(address("import_readings"), {"file": file})


def form_of(response):
    """What the button of the list would send."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    return {
        field["name"]: field["value"]
        for field in soup.select('.parcours-import form input[type="hidden"]')
        if field["name"] != "csrfmiddlewaretoken"
    }


def confirm(client, response, **kwargs):
    return client.post(address("import_readings"), form_of(response), **kwargs)


def groups(response):
    """The lines of the file in each group of the list."""
    return {
        group["state"]: [row["line"] for row in group["rows"]]
        for group in response.context["groups"]
    }


def test_nothing_is_written_before_it_was_seen_and_then_all_of_it(admin_client, admin_user, calls):
    add_readings(calls, {"2026-01-01": "60", "2026-02-01": "61"})
    response = upload(
        admin_client,
        f"{HEADING}calls,2026-01-01,60,,,\ncalls,2026-02-01,61.5,,,\n"
        "calls,2026-03-01,62,telephone,Survey,By hand\ngone,2026-03-01,1,,,\n",
    )
    assert groups(response) == {"refused": [5], "changed": [3], "new": [4], "unchanged": [2]}
    text = words(response)
    assert "Nothing is written yet. 2 readings would be added or changed." in text
    assert "No indicator has the identifier “gone”." in text
    assert "Before: 61% After: 61.5%" in text
    assert "Import 2 readings, without the row that is refused" in text
    assert IndicatorReading.objects.count() == 2

    response = confirm(admin_client, response, follow=True)
    assert "1 reading added, 1 reading changed." in words(response)
    values = list(IndicatorReading.objects.values_list("value", "channel"))
    assert values == [
        (Decimal(60), ""),
        (Decimal("61.5"), ""),
        (Decimal(62), "telephone"),
    ]
    newest = IndicatorReading.history.order_by("-history_id").first()
    assert newest.history_user == admin_user


def test_confirming_twice_writes_once(admin_client, calls):
    response = upload(admin_client, f"{HEADING}calls,2026-03-01,62,,,\n")
    confirm(admin_client, response)
    again = confirm(admin_client, response)
    assert "all that can be imported is there already" in words(again)
    assert IndicatorReading.history.count() == 1


def test_what_changed_meanwhile_is_shown_before_anything_is_written(admin_client, calls):
    response = upload(admin_client, f"{HEADING}calls,2026-03-01,62,,,\n")
    ReadingFactory(indicator=calls, day=date(2026, 3, 1), value="50")
    shown = confirm(admin_client, response)
    assert "Something changed since you saw this list" in words(shown)
    assert groups(shown) == {"changed": [2]}
    assert IndicatorReading.objects.get().value == Decimal(50)
    confirm(admin_client, shown)
    assert IndicatorReading.objects.get().value == Decimal(62)


def test_a_list_that_somebody_altered_or_another_person_made_is_refused(
    admin_client, client, django_user_model, calls
):
    response = upload(admin_client, f"{HEADING}calls,2026-03-01,62,,,\n")
    form = form_of(response)
    altered = {**form, "rows": form["rows"][:-2] + "xx"}
    for posted in (altered, {"rows": "", "fingerprint": form["fingerprint"]}):
        answer = admin_client.post(address("import_readings"), posted, follow=True)
        assert "Upload the file again." in words(answer)
    other = django_user_model.objects.create_superuser("other", "o@example.org", "pw")
    client.force_login(other)
    client.post(address("import_readings"), form)
    assert not IndicatorReading.objects.exists()


def test_a_fingerprint_that_is_missing_writes_nothing(admin_client, calls):
    form = form_of(upload(admin_client, f"{HEADING}calls,2026-03-01,62,,,\n"))
    admin_client.post(address("import_readings"), {"rows": form["rows"]})
    assert not IndicatorReading.objects.exists()


def test_a_file_without_anything_to_import_offers_no_button(admin_client, calls):
    response = upload(admin_client, f"{HEADING}gone,2026-03-01,62,,,\n")
    text = words(response)
    assert "Nothing in this file can be imported." in text
    assert "Import 0" not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The submitted file is empty."),
        (b"a,b\n1,2\n", "Missing: Indicator, Day, Value."),
        (b"indicator,day,value\ncalls,2026-03-01,\x0062\n", "control character"),
        (b"x" * (MAX_BYTES + 1), "larger than 1000 kilobytes"),
        (b"indicator,day,value\n" + b"calls,2026-03-01,6\n" * (MAX_ROWS + 1), "more than 5000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(admin_client, calls, data, reason):
    response = upload(admin_client, data)
    assert response.status_code == 200
    assert reason in words(response)


def test_a_file_is_asked_for(admin_client):
    response = admin_client.post(address("import_readings"), {})
    assert "This field is required." in words(response)


def test_no_more_of_a_file_is_read_than_is_allowed(admin_client, monkeypatch):
    sizes = []
    monkeypatch.setattr(
        "wagtail_parcours.admin.indicators.importing.read_readings",
        lambda data: sizes.append(len(data)) or pytest.fail("not refused"),
    )
    with pytest.raises(pytest.fail.Exception):
        upload(admin_client, b"x" * (3 * MAX_BYTES))
    assert sizes == [MAX_BYTES + 1]


def test_markup_in_a_file_is_shown_as_text(admin_client, calls):
    evil = "<script>alert(1)</script>"
    response = upload(
        admin_client,
        f"{HEADING.strip()},{evil}\n{evil},{evil},{evil},{evil},{evil},{evil}\n"
        f"calls,2026-03-01,62,,{evil},{evil}\n",
        name="<img src=x>.csv",
    )
    html = response.content.decode()
    assert evil not in html
    assert "<img src=x>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    headings = upload(admin_client, f"{evil},b\n1,2\n").content.decode()
    assert evil not in headings


def test_looking_at_a_file_costs_the_same_for_many_rows(
    admin_client, calls, django_assert_max_num_queries
):
    def count(rows):
        lines = "".join(f"calls,2026-01-{day:02},{day},,,\n" for day in range(1, rows + 1))
        with django_assert_max_num_queries(25) as queries:
            upload(admin_client, HEADING + lines)
        return len(queries)

    count(1)
    assert count(28) == count(2)


def test_who_may_not_change_indicators_imports_nothing(client, django_user_model, calls):
    maya = django_user_model.objects.create_user("maya", "maya@example.org", "pw")
    client.force_login(maya)
    assert upload(client, f"{HEADING}calls,2026-03-01,62,,,\n").status_code == 302
    assert client.get(address("import_readings")).status_code == 302
    assert not IndicatorReading.objects.exists()

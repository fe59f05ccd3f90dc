"""The readings of an indicator: entered, changed, deleted, brought back, exported."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.admin.indicator_pages import address, entered, rows, words
from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, ReadingFactory, add_readings
from wagtail_parcours.exchange.readings_csv import read_readings
from wagtail_parcours.exchange.readings_import import plan_readings
from wagtail_parcours.models import Indicator, IndicatorReading
from wagtail_parcours.models.channels import forget_choices as forget_channels
from wagtail_parcours.models.indicators import forget_choices as forget_indicators

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(db):
    ChannelFactory(slug="telephone", name="Telephone")
    return IndicatorFactory(slug="calls", name="Calls answered", owner="Contact centre")


# -- readings


def test_a_reading_is_entered_on_one_line(admin_client, admin_user, calls):
    form = entered(value="62,5", channel="telephone", source="Survey", note="By\r\nhand")
    response = admin_client.post(address("readings", calls.pk), form, follow=True)
    reading = IndicatorReading.objects.get()
    assert (reading.indicator_key, reading.day) == (calls.translation_key, date(2026, 3, 1))
    assert (reading.value, reading.channel) == (Decimal("62.5"), "telephone")
    assert (reading.source, reading.note) == ("Survey", "By\nhand")
    assert reading.history.get().history_user == admin_user
    assert "The reading of March 1, 2026, Telephone was added." in words(response)
    (row,) = rows(response)
    assert row[1:5] == ["62.5%", "Below the target", "Telephone", "Survey"]


def test_readings_come_newest_first(admin_client, calls):
    add_readings(calls, {"2026-01-01": "1", "2026-03-01": "3", "2026-02-01": "2"})
    ReadingFactory(indicator=IndicatorFactory(), value="99")
    shown = rows(admin_client.get(address("readings", calls.pk)))
    assert [row[1] for row in shown] == ["3%", "2%", "1%"]


@pytest.mark.parametrize(
    ("form", "field", "error"),
    [
        (entered(day=""), "day", "This field is required."),
        (entered(day="2026-02-30"), "day", "Enter a valid date."),
        (entered(value=""), "value", "This field is required."),
        (entered(value="many"), "value", "is not a number"),
        (entered(value="1,250"), "value", "can be read in two ways"),
        (entered(channel="post"), "channel", "Select a valid choice."),
        (entered(source="x" * 201), "source", "at most 200 characters"),
        (entered(note="x" * 501), "note", "at most 500 characters"),
    ],
)
def test_what_was_typed_stays_when_it_is_wrong(admin_client, calls, form, field, error):
    form = {**form, "source": form["source"] or "Typed before"}
    response = admin_client.post(address("readings", calls.pk), form)
    assert not IndicatorReading.objects.exists()
    assert error in " ".join(response.context["form"].errors[field])
    assert form["source"] in response.content.decode()


def test_a_day_to_come_is_no_day_of_a_reading(admin_client, calls):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = admin_client.post(address("readings", calls.pk), entered(day=str(tomorrow)))
    assert "This day has not come yet." in words(response)


def test_a_day_and_channel_have_one_reading(admin_client, calls, monkeypatch):
    add_readings(calls, {"2026-03-01": "50"})
    response = admin_client.post(address("readings", calls.pk), entered())
    assert "already a reading of this day and channel" in words(response)
    # Two people at once: neither form saw the reading of the other.
    monkeypatch.setattr(
        "wagtail_parcours.admin.indicators.reading_form.ReadingForm.clean",
        lambda form: form.cleaned_data,
    )
    response = admin_client.post(address("readings", calls.pk), entered())
    assert "already a reading of this day and channel" in words(response)
    assert IndicatorReading.objects.get().value == Decimal(50)


def test_a_reading_is_changed(admin_client, calls):
    reading = ReadingFactory(indicator=calls, value="62.5")
    page = address("edit_reading", calls.pk, reading.pk)
    assert 'value="62.5"' in admin_client.get(page).content.decode()
    admin_client.post(page, entered(value="63"))
    reading.refresh_from_db()
    assert reading.value == Decimal(63)
    assert reading.history.count() == 2


def test_a_form_gives_numbers_in_the_persons_language(admin_client, admin_user, calls):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "fr"})
    for typed, shown in (("62.5", "62,5"), ("1.125", "1.125")):
        reading = ReadingFactory(indicator=IndicatorFactory(), value=typed)
        indicator = Indicator.objects.get(translation_key=reading.indicator_key)
        page = address("edit_reading", indicator.pk, reading.pk)
        assert f'value="{shown}"' in admin_client.get(page).content.decode()
        admin_client.post(page, entered(value=shown, note="again"))
        reading.refresh_from_db()
        assert (reading.value, reading.note) == (Decimal(typed), "again")


def test_a_channel_that_is_gone_keeps_its_readings(admin_client, calls):
    reading = ReadingFactory(indicator=calls, channel="front-desk")
    page = address("edit_reading", calls.pk, reading.pk)
    assert "Front desk" in words(admin_client.get(page))
    admin_client.post(page, entered(channel="front-desk", value="70"))
    reading.refresh_from_db()
    assert (reading.channel, reading.value) == ("front-desk", Decimal(70))


def test_a_reading_of_another_indicator_is_not_found(admin_client, calls):
    other = ReadingFactory(indicator=IndicatorFactory())
    for name in ("edit_reading", "delete_reading"):
        assert admin_client.get(address(name, calls.pk, other.pk)).status_code == 404
        assert admin_client.post(address(name, calls.pk, other.pk)).status_code == 404
    row = other.history.get()
    restore = address("restore_reading", calls.pk, row.history_id)
    assert admin_client.post(restore).status_code == 404
    assert IndicatorReading.objects.count() == 1


# -- the record, and the way back


def events(response):
    return [entry.event for entry in response.context["entries"]]


def test_what_was_deleted_can_be_brought_back(admin_client, calls):
    reading = ReadingFactory(indicator=calls, value="62.5", note="By hand")
    response = admin_client.post(address("delete_reading", calls.pk, reading.pk), follow=True)
    assert not IndicatorReading.objects.exists()
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    back = soup.find("a", string=lambda text: text and "Bring it back" in text)
    question = admin_client.get(back["href"])
    assert "62.5" in words(question)
    admin_client.post(back["href"])
    again = IndicatorReading.objects.get()
    assert (again.pk, again.value, again.note) == (reading.pk, Decimal("62.5"), "By hand")
    record = admin_client.get(address("readings_record", calls.pk))
    assert events(record) == [
        "March 1, 2026: brought back",
        "March 1, 2026: deleted",
        "March 1, 2026: added",
    ]


def test_the_record_tells_each_change_in_words(admin_client, admin_user, calls):
    reading = ReadingFactory(indicator=calls, value="62")
    other = ReadingFactory(indicator=calls, day=date(2026, 4, 1))
    page = address("edit_reading", calls.pk, reading.pk)
    admin_client.post(page, entered(value="63,5", channel="telephone"))
    response = admin_client.get(address("readings_record", calls.pk))
    first = response.context["entries"][0]
    assert first.event == "March 1, 2026, Telephone: changed"
    assert [(c.label, c.before, c.after) for c in first.changes] == [
        ("Value", "62", "63.5"),
        ("Channel", "", "Telephone"),
    ]
    assert [entry.restorable for entry in response.context["entries"]] == [False, False, True]
    assert other.history.count() == 1


def test_an_earlier_value_is_restored(admin_client, calls):
    reading = ReadingFactory(indicator=calls, value="62")
    reading.value = "26"
    reading.save()
    page = address("restore_reading", calls.pk, reading.history.last().history_id)
    changes = admin_client.get(page).context["changes"]
    assert [(c.label, c.before, c.after) for c in changes] == [("Value", "26", "62")]
    admin_client.post(page)
    reading.refresh_from_db()
    assert reading.value == Decimal(62)
    assert reading.history.count() == 3


def test_what_is_not_possible_any_more_is_refused(admin_client, calls):
    reading = ReadingFactory(indicator=calls, value="62")
    reading.delete()
    add_readings(calls, {"2026-03-01": "70"})
    row = IndicatorReading.history.filter(value=62).first()
    page = address("restore_reading", calls.pk, row.history_id)
    response = admin_client.post(page, follow=True)
    assert "There is already a reading of this day." in words(response)
    assert IndicatorReading.objects.get().value == Decimal(70)


def test_a_long_record_costs_the_same(admin_client, calls, django_assert_max_num_queries):
    def count():
        forget_channels()
        forget_indicators()
        with django_assert_max_num_queries(40) as queries:
            admin_client.get(address("readings_record", calls.pk))
        return len(queries)

    reading = ReadingFactory(indicator=calls, value=50)
    reading.value = 51
    reading.save()
    count()
    few = count()
    for value in range(12):
        reading.value = value
        reading.save()
    assert count() == few


# -- all readings, and their export


def test_all_readings_are_listed_and_filtered(admin_client, calls):
    add_readings(calls, {"2026-01-01": "1", "2026-03-01": "3"})
    add_readings(IndicatorFactory(slug="delay", name="Delay"), {"2026-02-01": "2"})
    add_readings(calls, {"2026-04-01": "4"}, channel="telephone")

    def values(**query):
        return [row[2] for row in rows(admin_client.get(address("all_readings"), query))]

    assert values() == ["4%", "3%", "2%", "1%"]
    assert values(indicator="calls") == ["4%", "3%", "1%"]
    assert values(channel="telephone") == ["4%"]
    assert values(day_from="2026-02-01", day_to="2026-03-15") == ["3%", "2%"]
    results = admin_client.get(address("all_readings_results"), {"indicator": "delay"})
    assert [row[2] for row in rows(results)] == ["2%"]


def test_all_readings_cost_the_same_for_many(admin_client, calls, django_assert_max_num_queries):
    def count():
        forget_channels()
        forget_indicators()
        with django_assert_max_num_queries(40) as queries:
            admin_client.get(address("all_readings"))
        return len(queries)

    add_readings(calls, {"2026-01-01": "1"})
    count()
    few = count()
    for number in range(5):
        add_readings(IndicatorFactory(), {"2026-01-01": number, "2026-02-01": number})
    assert count() == few


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_exported_is_imported_unchanged(admin_client, admin_user, calls, language):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    texts = ["=1+1", "'=1", "-5", "a;b,c\td", 'say "no"', "one\ntwo", "  lead", "\u200b@x", "é"]
    for number, text in enumerate(texts, start=1):
        day = date(2026, 1, number)
        value = Decimal(number * -100) / 8
        ReadingFactory(indicator=calls, day=day, value=value, note=text, source=text[:5])
    ReadingFactory(indicator=IndicatorFactory(), day=date(2026, 1, 1), channel="telephone")
    stored = list(IndicatorReading.objects.order_by("pk").values())
    data = admin_client.get(address("all_readings"), {"export": "csv"}).getvalue()

    plan = plan_readings(read_readings(data).rows, "en")
    assert dict(plan.counts) == {"unchanged": 10}

    IndicatorReading.objects.all().delete()
    imported = read_readings(data).rows
    plan = plan_readings(imported, "en")
    assert dict(plan.counts) == {"new": 10}
    facts = {(r.reading.day, r.reading.value, r.reading.source, r.reading.note) for r in plan.rows}
    assert facts == {(s["day"], s["value"], s["source"], s["note"]) for s in stored}


def test_an_export_holds_numbers_and_no_formula(admin_client, calls):
    ReadingFactory(indicator=calls, value="-62.5", note="@SUM(A1)")
    response = admin_client.get(address("readings", calls.pk), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    heading, row = sheet.iter_rows(values_only=True)
    assert heading == ("Indicator", "Day", "Value", "Channel", "Source", "Note")
    assert (row[0], row[2], row[5]) == ("calls", -62.5, "'@SUM(A1)")
    assert response["Content-Disposition"] == 'attachment; filename="readings-calls.xlsx"'

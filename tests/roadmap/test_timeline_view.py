"""The timeline as it is drawn, and the table as it is taken away."""

import datetime

import pytest
from wagtail.users.models import UserProfile

from tests.governance.routes import translate_home
from tests.roadmap.plans import item, make_plan, promise, publish_signed
from tests.roadmap.screens import TABLE, TIMELINE, csv_rows, document, shown, update, words
from wagtail_parcours.roadmap import renew_items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


# -- the timeline


def test_the_timeline_draws_bars_milestones_and_today(client, boss, monkeypatch):
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda *args, **kwargs: datetime.date(2027, 4, 1)
    )
    make_plan(
        promise("bar", due="2027-09-30"), promise("point", due="2027-06-30"), promise("x", due="")
    )
    update("bar", start=datetime.date(2027, 7, 1), state="under_way")
    page = document(client, TIMELINE)
    months = [words(month) for month in page.select(".parcours-month")]
    assert months == ["2027 Apr", "May", "Jun", "Jul", "Aug", "Sep"]
    point, bar, nothing = page.select(".parcours-gantt tbody tr")
    assert point.select_one(".parcours-milestone").parent["x"] == "50.000%"
    rect = bar.select_one("rect")
    assert (rect["x"], rect["width"]) == ("50.000%", "50.000%")
    assert rect["class"] == ["parcours-bar", "parcours-bar--under_way"]
    assert not nothing.select("rect, path.parcours-milestone")
    assert [row.select_one("line.parcours-today")["x1"] for row in (point, bar)] == ["0.000%"] * 2


def test_every_bar_has_its_dates_in_words(client, plan):
    rows = {
        words(row.select_one("th a")): words(row.select_one(".parcours-gantt__dates"))
        for row in document(client, TIMELINE).select("tbody tr")
    }
    assert rows["Improvement a"] == "By Jan. 31, 2099"
    assert rows["Improvement b"] == "Nov. 1, 2019 – to Jan. 31, 2020"
    assert rows["In the language of nobody"] == "No date yet"
    assert all(
        svg["aria-hidden"] == "true"
        for svg in document(client, TIMELINE).select(".parcours-gantt__drawing > svg")
    )


def test_drawings_are_written_the_same_in_every_language(client, boss):
    UserProfile.objects.create(user=boss, preferred_language="fr")
    make_plan(promise("a", due="2099-01-15"))
    update("a", start=datetime.date(2099, 1, 2))
    html = client.get(TIMELINE, {"from": "2098-12"}).content.decode()
    assert 'x="' in html
    assert not [part for part in html.split('x="')[1:] if "," in part.split('"')[0]]


def test_a_long_plan_is_turned_over_by_links(client, boss):
    make_plan(promise("a", due="2019-05-31"), promise("b", due="2031-05-31"))
    first = document(client, TIMELINE, **{"from": "2019-05", "state": "planned"})
    link = first.select_one(".parcours-turns a")
    assert words(link) == "Later months"
    assert link["href"] == f"{TIMELINE}?from=2020-05&state=planned"
    later = document(client, link["href"])
    assert [words(link) for link in later.select(".parcours-turns a")] == [
        "Earlier months",
        "Later months",
    ]


# -- export


def test_the_table_can_be_taken_away_as_it_is_filtered(client, plan):
    heading, row = csv_rows(client, state="blocked")
    found = dict(zip(heading, row, strict=True))
    approved = found.pop("Approved on")
    assert datetime.date.fromisoformat(approved)
    assert found == {
        "Improvement": "Improvement c",
        "Map": "The plan",
        "Language": "en",
        "Kind": "Service design",
        "Channel": "Telephone",
        "Responsible": "Odile",
        "State": "Blocked",
        "Start": "",
        "Target date": "2020-01-31",
        "Overdue": "Yes",
        "Progress note": "Waits for the supplier",
        "Indicator": "",
        "Withdrawn from the map": "No",
        "Map is published": "Yes",
    }
    assert len(csv_rows(client)) == 7


def test_a_text_cannot_pass_for_a_formula(client, boss):
    make_plan(promise("a", "=1+1", responsible="@SUM(A1)"))
    update("a", progress="-2+3")
    row = csv_rows(client)[1]
    assert "'=1+1" in row
    assert "'@SUM(A1)" in row
    assert "'-2+3" in row


# -- in the language of the person


def test_everybody_reads_the_improvements_in_their_language(client, boss, locale_fr):
    translate_home(locale_fr)
    page = make_plan(promise("a"), promise("b"))
    french = page.copy_for_translation(locale_fr)
    french.title = "La demande"
    french.save()
    french = publish_signed(french, promise("a", "Lire le menu deux fois"), promise("z"))
    renew_items(french)
    UserProfile.objects.create(user=boss, preferred_language="fr")
    assert shown(client) == {"Lire le menu deux fois", "Improvement b"}
    link = document(client, TABLE, q="deux fois").select_one(".listing td.title a")
    assert (words(link), link["lang"]) == ("Lire le menu deux fois", "fr")
    row = csv_rows(client, q="menu deux")[1]
    assert row[:3] == ["Lire le menu deux fois", "La demande", "fr"]
    form = client.get(f"/admin/parcours/roadmap/{item('a').pk}/").content.decode()
    assert french.url in form

"""An indicator as readers meet it: words, numbers of their language, a drawing said in words."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from tests.factories import ChannelFactory
from tests.measured import IndicatorFactory, add_readings
from wagtail_parcours.rendering.figures import amount
from wagtail_parcours.rendering.indicators import SHOWN, indicator_views

pytestmark = pytest.mark.django_db


def view_of(indicator, language="en"):
    return indicator_views([indicator.slug], language)[indicator.slug]


def printed(view, **context):
    html = render_to_string(
        "wagtail_parcours/includes/indicator.html", {"indicator": view, **context}
    )
    return BeautifulSoup(html, "html.parser")


def words(soup):
    return " ".join(soup.get_text(" ").split())


@pytest.fixture
def calls():
    indicator = IndicatorFactory(
        slug="calls",
        name="Calls answered",
        definition="Share of the calls that a person answers",
        service_standard="We answer within five minutes.",
        owner="Contact centre",
    )
    add_readings(indicator, {"2026-03-01": "62", "2026-09-01": "71"})
    return indicator


# -- numbers


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        ("62.0000", "%", "62%", "62\u00a0%"),
        ("71.5", "%", "71.5%", "71,5\u00a0%"),
        ("1234567.25", "", "1,234,567.25", "1\u00a0234\u00a0567,25"),
        ("100", "minutes", "100\u00a0minutes", "100\u00a0minutes"),
        ("-3.10", "", "\u22123.1", "\u22123,1"),
        ("0", "", "0", "0"),
        ("0.0001", "", "0.0001", "0,0001"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, unit, english, french):
    assert amount(Decimal(value), unit) == english
    assert amount(Decimal(value).normalize(), unit) == english
    with translation.override("fr"):
        assert amount(Decimal(value), unit) == french


def test_no_value_is_no_number():
    assert amount(None, "%") == ""


# -- what is said


def test_it_says_how_it_went_in_one_sentence(calls):
    main = view_of(calls).main
    assert main.sentence == "From 62% in March 2026 to 71% in September 2026. Target: 80%."
    assert (main.value, main.day, main.day_iso) == ("71%", "Sept. 1, 2026", "2026-09-01")
    assert (main.standing.key, main.standing.word) == ("missed", "Below the target")
    assert (main.trend.key, main.trend.word) == ("better", "Getting better")
    assert view_of(calls).progress == 50


def test_in_french_numbers_and_days_are_french(calls):
    view = view_of(calls, "fr")
    assert (view.target, view.main.value) == ("80\u00a0%", "71\u00a0%")
    assert view.main.day == "1 septembre 2026"
    assert "mars 2026" in view.main.sentence
    assert translation.get_language() == "en"


def test_days_are_named_when_a_month_has_several(calls):
    add_readings(calls, {"2026-09-15": "80"})
    main = view_of(calls).main
    assert main.sentence == "From 62% on March 1, 2026 to 80% on Sept. 15, 2026. Target: 80%."
    assert main.standing.word == "Target met"


def test_one_reading_is_said_but_not_drawn():
    delay = IndicatorFactory(unit="days", target=None)
    add_readings(delay, {"2026-03-05": "12.5"})
    view = view_of(delay)
    assert view.main.sentence == "12.5\u00a0days on March 5, 2026."
    assert (view.main.drawing, view.main.trend, view.main.standing) == (None, None, None)
    assert (view.target, view.progress) == ("", None)


def test_lower_may_be_better():
    delay = IndicatorFactory(unit="days", direction="down", target="10")
    add_readings(delay, {"2026-01-01": "20", "2026-02-01": "15"})
    main = view_of(delay).main
    assert (main.trend.word, main.standing.word) == ("Getting better", "Above the target")


def test_an_arrow_points_where_the_number_went_not_how_good_that_is():
    shapes = {}
    for direction in ("up", "down"):
        indicator = IndicatorFactory(direction=direction)
        add_readings(indicator, {"2026-01-01": "20", "2026-02-01": "15"})
        trend = view_of(indicator).main.trend
        shapes[trend.key] = trend.mark
    assert set(shapes) == {"better", "worse"}
    assert shapes["better"] == shapes["worse"]


def test_without_a_reading_it_says_so():
    soup = printed(view_of(IndicatorFactory(name="Unread")))
    assert "No reading yet." in words(soup)
    assert soup.find("svg") is None


# -- the drawing


def test_the_line_is_drawn_to_scale_with_the_target(calls):
    drawing = view_of(calls).main.drawing
    assert drawing.path == "M4.0 28.0L116.0 16.0"
    assert (drawing.last, drawing.target) == ((116.0, 16.0), 4.0)


def test_days_are_as_far_apart_as_they_were():
    indicator = IndicatorFactory(target=None)
    add_readings(indicator, {"2026-01-01": "0", "2026-01-02": "10", "2026-01-05": "10"})
    assert view_of(indicator).main.drawing.path == "M4.0 28.0L32.0 4.0L116.0 4.0"


def test_a_flat_line_stands_in_the_middle():
    indicator = IndicatorFactory(target=None)
    add_readings(indicator, {"2026-01-01": "5", "2026-02-01": "5"})
    assert view_of(indicator).main.drawing.path == "M4.0 16.0L116.0 16.0"


def test_time_runs_with_the_language(calls):
    assert view_of(calls, "ar").main.drawing.path == "M116.0 28.0L4.0 16.0"


def test_the_drawing_is_the_same_in_every_language(calls):
    add_readings(calls, {"2026-04-07": "62.3"})
    with translation.override("fr"):
        french = printed(view_of(calls, "fr"))
    path = french.select_one(".parcours-trend__line")["d"]
    assert path == printed(view_of(calls)).select_one(".parcours-trend__line")["d"]
    assert "," not in path
    assert french.select_one("circle")["cx"] == "116.0"


def test_only_the_last_readings_are_shown():
    indicator = IndicatorFactory(target=None)
    days = [f"20{year}-{month:02}-01" for year in (20, 21, 22) for month in range(1, 13)]
    add_readings(indicator, {day: number for number, day in enumerate(days)})
    main = view_of(indicator).main
    assert main.sentence == "From 12% in January 2021 to 35% in December 2022."
    assert main.drawing.path.count("L") == SHOWN - 1


# -- several


def test_many_indicators_cost_two_queries(locale_fr, django_assert_num_queries):
    ChannelFactory(slug="telephone", name="Telephone")
    slugs = []
    for number in range(6):
        indicator = IndicatorFactory()
        add_readings(indicator, {"2026-01-01": number, "2026-02-01": 5})
        add_readings(indicator, {"2026-01-01": number}, channel="telephone")
        slugs.append(indicator.slug)
    for wanted in (slugs[:1], slugs):
        with django_assert_num_queries(2):
            views = indicator_views(reversed(wanted), "fr")
        assert list(views) == wanted[::-1]
    with django_assert_num_queries(0):
        assert indicator_views([], "en") == {}


def test_an_unknown_indicator_is_left_out(calls):
    assert list(indicator_views(["gone", "calls", "calls"], "en")) == ["calls"]
    assert indicator_views(["gone"], "en") == {}


def test_channels_are_named_in_the_readers_language(calls, locale_fr):
    phone = ChannelFactory(slug="telephone", name="Telephone")
    french = phone.copy_for_translation(locale_fr)
    french.name = "Téléphone"
    french.save()
    ChannelFactory(slug="online", name="Online")
    for slug in ("telephone", "online", "front-desk"):
        add_readings(calls, {"2026-09-01": "50"}, channel=slug)
    view = view_of(calls, "fr")
    assert view.main.channel == ""
    assert [(s.channel_name, s.channel_language) for s in view.channels] == [
        ("Front desk", ""),
        ("Online", ' lang="en" dir="ltr"'),
        ("Téléphone", ""),
    ]
    assert [s.channel_name for s in view_of(calls, "en").channels][2] == "Telephone"


# -- as it is printed


def test_everything_is_in_words(calls):
    text = words(printed(view_of(calls)))
    for said in (
        "Calls answered",
        "Share of the calls that a person answers",
        "71%",
        "Below the target",
        "Getting better",
        "From 62% in March 2026 to 71% in September 2026. Target: 80%.",
        "Target 80%",
        "Direction Higher is better",
        "Service standard We answer within five minutes.",
        "Owner Contact centre",
    ):
        assert said in text


def test_the_short_form_keeps_the_sentence_for_those_who_do_not_see_the_drawing(calls):
    soup = printed(view_of(calls), compact=True)
    drawing = soup.select_one("svg.parcours-trend")
    assert drawing["aria-label"].startswith("From 62% in March 2026")
    assert drawing["role"] == "img"
    assert "Share of the calls" not in words(soup)


def test_beside_its_sentence_the_drawing_is_silent(calls):
    drawing = printed(view_of(calls)).select_one("svg.parcours-trend")
    assert drawing["aria-hidden"] == "true"


def test_what_is_not_translated_says_its_language(calls):
    with translation.override("fr"):
        soup = printed(view_of(calls, "fr"))
    assert soup.select_one(".parcours-indicator__name")["lang"] == "en"
    assert soup.select_one(".parcours-indicator__definition")["lang"] == "en"


def test_what_people_wrote_is_text(calls):
    calls.name = calls.owner = calls.unit = "<script>alert(1)</script>"[:40]
    calls.definition = calls.service_standard = "<img src=x onerror=alert(1)>"
    calls.save()
    for compact in (False, True):
        soup = printed(view_of(calls), compact=compact)
        assert soup.find(["script", "img"]) is None
        assert "<script>" in words(soup)


def test_it_is_valid_html(calls, nu_check):
    ChannelFactory(slug="telephone", name="Telephone")
    add_readings(calls, {"2026-08-01": "40", "2026-09-01": "50"}, channel="telephone")
    view = view_of(calls)
    body = "".join(str(printed(view, compact=compact)) for compact in (False, True))
    page = f"<!doctype html><html lang='en'><title>Test</title><main>{body}</main></html>"
    assert nu_check(page) == []


def test_its_version_follows_readings_and_texts(calls):
    first = view_of(calls).version
    assert view_of(calls).version == first
    add_readings(calls, {"2026-10-01": "71"})
    second = view_of(calls).version
    calls.owner = "Another team"
    calls.save()
    assert len({first, second, view_of(calls).version}) == 3

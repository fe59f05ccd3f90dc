"""Panels: words, tables and drawings, and that a spreadsheet holds the numbers of the screen."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from tests.factories import ChannelFactory
from tests.panels.world import request_of
from wagtail_parcours.insights.portfolio import Portfolio
from wagtail_parcours.insights.scope import Narrowing, Scope
from wagtail_parcours.models import Channel
from wagtail_parcours.panels import PANELS, build_panel, headline
from wagtail_parcours.panels.spreadsheet import PanelSpreadsheet

pytestmark = pytest.mark.django_db

FRAMEWORK = "Accessible client service"


@pytest.fixture
def portfolio(world):
    return Portfolio(Scope(request_of(), language="en"))


@pytest.fixture
def panel(portfolio):
    return lambda key: build_panel(key, portfolio, "en")


def shown(panel):
    return [[cell.shown for cell in row] for row in panel.rows]


def file_rows(panel, export_format):
    response = PanelSpreadsheet(panel).response(export_format)
    content = response.content
    if export_format == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_stages_in_words_numbers_and_bars(panel):
    stages = panel("stages")
    assert shown(stages) == [
        ["Apply", FRAMEWORK, "\u22121.5", "2", "100%", "1", "\u22120.5"],
        ["Manage", FRAMEWORK, "0.0", "1", "0%", "0", ""],
        ["Aware", FRAMEWORK, "+1.0", "1", "0%", "0", ""],
    ]
    assert stages.sentence == (
        "“<bdi>Apply</bdi>” satisfies least (\u22121.5), “<bdi>Aware</bdi>” satisfies most (+1.0)."
    )
    bars = stages.chart.wide.rows
    assert [bar.value.text for bar in bars] == ["\u22121.5", "0.0", "+1.0"]
    # −1.5 rounds to “very frustrated”; each shade is named.
    assert bars[0].boxes[0].css == "level-m2"
    assert [shade.css for shade in stages.shades] == ["level-m2", "level-0", "level-p1"]


def test_channels_say_how_they_are_weighted(panel):
    channels = panel("channels")
    assert shown(channels) == [
        ["Telephone", "1", "9", "1", "1", "0", "2"],
        ["Online", "1", "2", "0", "0", "1", "0"],
        ["No channel named", "1", "1", "0", "0", "0", "0"],
    ]
    assert channels.sentence == (
        "There are 3 irritants, with a weight of 12 together. "
        "“<bdi>Telephone</bdi>” weighs most: 9."
    )
    assert "severity (1 to 3) times its frequency (1 to 3)" in channels.how


def test_indicators_stand_against_their_targets(panel):
    indicators = panel("indicators")
    names = [row[0] for row in shown(indicators)]
    assert names == ["Calls answered", "Days to decide", "Calls per agent"]
    answered, wait, calls = (row[1:] for row in shown(indicators))
    below = "Below the target"
    assert answered == ["71%", "Oct. 1, 2026", "80%", below, "Getting better", "1", "0"]
    assert wait == ["19%", "Oct. 1, 2026", "20%", "Target met", "Getting better", "0", "1"]
    assert calls == ["41%", "Sept. 1, 2026", "", "", "", "2", "0"]
    assert indicators.sentence == "Targets met: 1 of 2."
    answered, wait = indicators.chart.wide.rows
    # It falls short of the line that stands for the target.
    assert answered.mark[0] > answered.boxes[0].x + answered.boxes[0].width
    assert wait.value.text == "19% ✓"


def test_which_way_indicators_pull(panel):
    alignment = panel("alignment")
    assert alignment.sentence == (
        "Stages that an indicator measures: 2 of 4. "
        "Stages where an indicator pulls against the client&#x27;s satisfaction: 1."
    )
    assert [row[1] for row in shown(alignment)] == ["1", "1", "0", "0"]


def test_risks_needs_guesswork_and_evidence(panel):
    assert shown(panel("risks")) == [
        ["Confidentiality", "1", "0", "0", "0", "1"],
        ["Integrity", "0", "1", "0", "0", "0"],
        ["Availability", "0", "0", "0", "1", "1"],
    ]
    assert panel("risks").sentence == (
        "High risks: 1 of 3. Risks for which nothing is done yet: 2."
    )
    assert shown(panel("needs")) == [
        ["Newcomers", "Ana", "1", "1"],
        ["No target group named", "No persona named", "1", "0"],
    ]
    assert shown(panel("guesswork")) == [["Conjecture", "2"], ["Judgement case by case", "1"]]
    assert shown(panel("evidence")) == [
        ["Stages", "3", "4", "75%"],
        ["Findings", "2", "4", "50%"],
    ]


def test_the_roadmap_says_what_is_done_and_what_is_late(panel):
    roadmap = panel("roadmap")
    assert shown(roadmap) == [
        ["Planned", "1"],
        ["Under way", "0"],
        ["Blocked", "1"],
        ["Done", "1"],
        ["Dropped", "0"],
        ["Late, whatever the state", "1"],
    ]
    assert roadmap.sentence == "Improvements done: 1 of 3. Late: 1."


def test_the_headline_says_the_same_as_the_panels(portfolio):
    figures = {figure.label: figure.shown for figure in headline(portfolio)}
    assert figures == {
        "maps of today": "2",
        "maps of the future": "1",
        "mean satisfaction of clients, from \u22122 to +2": "\u22120.5",
        "mean ease for employees, from \u22122 to +2": "\u22120.5",
        "irritants of clients": "3",
        "of stages rest on evidence": "75%",
    }


@pytest.mark.parametrize("key", PANELS)
def test_files_hold_the_numbers_of_the_screen(panel, key):
    one = panel(key)
    assert one.rows
    for export_format in ("csv", "xlsx"):
        headings, *rows = file_rows(one, export_format)
        assert headings == one.headings
        for cells, values in zip(one.rows, rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                if cell.is_number and cell.value is not None:
                    assert Decimal(str(value)) == cell.value
                    assert cell.shown.strip("+%").replace("\u2212", "-") == str(cell.value)


def test_files_hold_no_formula(world, portfolio):
    Channel.objects.filter(slug="telephone").update(name="=1+1")
    panel = build_panel("channels", portfolio, "en")
    assert file_rows(panel, "csv")[1][0] == "'=1+1"
    assert file_rows(panel, "xlsx")[1][0] == "'=1+1"


def test_names_in_another_language_say_so(world, portfolio, locale_fr):
    telephone = Channel.objects.get(slug="telephone")
    ChannelFactory(
        slug="online",
        name="En ligne",
        locale=locale_fr,
        translation_key=Channel.objects.get(slug="online").translation_key,
    )
    with translation.override("fr"):
        channels = build_panel("channels", portfolio, "fr")
    cells = {row[0].shown: row[0].language for row in channels.rows}
    assert cells[telephone.name] == ' lang="en" dir="ltr"'
    assert cells["En ligne"] == ""


def test_panels_without_anything_say_how_to_start(db):
    nothing = Portfolio(Scope(request_of(), language="en"))
    for key in PANELS:
        panel = build_panel(key, nothing, "en")
        assert panel.rows == ()
        assert panel.empty
    narrowed = Portfolio(Scope(request_of(), narrowing=Narrowing(channel="online")))
    assert "take the filter by channel away" in build_panel("months", narrowed, "en").empty


def test_there_is_no_panel_of_any_other_name(portfolio):
    assert build_panel("secrets", portfolio, "en") is None

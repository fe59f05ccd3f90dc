"""The demo's reports: what stands on the screen and in the export is what was counted by hand."""

import csv
import io
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from example_site.demo.files import LANGUAGES
from tests.example_site.counted import (
    ALL_EFFECTS,
    CHANNELS_WITHOUT_CARD,
    COVERAGE,
    IMPROVEMENTS_WITHOUT_BARRIER,
    MAPS,
    OVERDUE,
    PERSONAS_ON_NO_MAP,
    ROADMAP,
    UNADDRESSED_BARRIERS,
)
from wagtail_parcours.models import Channel

REPORTS = "/admin/parcours/reports/"
FELT = ("irritant", "delight")
#: What stands above the roadmap: done, all, and late.
SUMMARY = {
    "en": r"(\d+) of (\d+) improvements are done\. (\d+) are past",
    "fr": r"Améliorations réalisées : (\d+) sur (\d+)\. (\d+) ont dépassé",
}


@pytest.fixture(params=LANGUAGES)
def reader(request, demo, client):
    """The administrator of the demo, who works in one of its languages."""
    boss = get_user_model().objects.get(username="admin")
    profile = UserProfile.get_for_user(boss)
    profile.preferred_language = request.param
    profile.save()
    client.force_login(boss)
    client.language = request.param
    return client


def screen(client, where, **query):
    response = client.get(where, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def exported(client, where, **query):
    response = client.get(where, {**query, "export": "csv"})
    text = response.getvalue() if response.streaming else response.content
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))


def number(element):
    return int(re.sub(r"\D", "", element.get_text()))


def all_of(name):
    return sum((Counter(getattr(counted, name)) for counted in MAPS.values()), Counter())


def both(name):
    """The pairs of all maps added up."""
    pairs = [getattr(counted, name) for counted in MAPS.values()]
    return sum(part for part, _whole in pairs), sum(whole for _part, whole in pairs)


def test_the_cross_matrix(reader):
    where = f"{REPORTS}cross-matrix/"
    document = screen(reader, where)
    quadrants = {
        (client, employee): document.select_one(f'a[href*="cell={client}-{employee}#"]')
        for client in FELT
        for employee in FELT
    }
    shown = {pair: number(link) for pair, link in quadrants.items()}
    assert shown == {pair: ALL_EFFECTS[pair] for pair in quadrants}
    for pair, link in quadrants.items():
        (cell,) = re.findall(r"cell=([\w-]+)", link["href"])
        # A row for each finding, below the headings.
        assert len(exported(reader, where, cell=cell)) - 1 == ALL_EFFECTS[pair]
    assert len(exported(reader, where)) - 1 == sum(ALL_EFFECTS.values())


def test_the_gap_analysis(reader):
    where = f"{REPORTS}gap-analysis/"
    stages, all_stages = both("stages")
    hurts = MAPS["noemie-current"].by_kind["barrier"] + MAPS["noemie-current"].by_kind["pain_point"]
    current = [name for name in MAPS if not name.endswith("future")]
    expected = {
        "": (len(UNADDRESSED_BARRIERS), hurts),
        "improvements": (
            len(IMPROVEMENTS_WITHOUT_BARRIER),
            sum(MAPS["noemie-future"].improvements.values()),
        ),
        "channels": (len(CHANNELS_WITHOUT_CARD), len(CHANNELS_WITHOUT_CARD) + 3),
        "stages": (all_stages - stages, all_stages),
        "needs": (MAPS["noemie-future"].needs_open, MAPS["noemie-future"].needs),
        "maps": (len(current) - 1, len(current)),
    }
    rows = screen(reader, where).select(".parcours-gaps tbody tr")
    assert [tuple(map(number, row.select("td"))) for row in rows] == list(expected.values())
    for gap, (count, _total) in expected.items():
        assert len(exported(reader, where, gap=gap)) - 1 == count, gap
    (channel,) = CHANNELS_WITHOUT_CARD
    name = Channel.objects.get(slug=channel, locale__language_code=reader.language).name
    assert name in exported(reader, where, gap="channels")[1]


def test_guesswork_risks_and_needs(reader):
    assert len(exported(reader, f"{REPORTS}guesswork/")) - 1 == all_of("guesswork").total()
    assert len(exported(reader, f"{REPORTS}data-risks/")) - 1 == all_of("risks").total()
    assert len(exported(reader, f"{REPORTS}needs/")) - 1 == MAPS["noemie-future"].needs
    table = screen(reader, f"{REPORTS}guesswork/").select_one(".parcours-panel table")
    shown = Counter(number(row.select_one("td")) for row in table.select("tbody tr"))
    assert shown == Counter(all_of("guesswork").values())
    table = screen(reader, f"{REPORTS}data-risks/").select_one(".parcours-panel table")
    scores = MAPS["disability-data"].risk_scores
    high = sum(count for score, count in scores.items() if score and int(score) >= 6)
    assert sum(number(row.select_one("td")) for row in table.select("tbody tr")) == high


def test_evidence_map_by_map(reader):
    rows = exported(reader, f"{REPORTS}evidence/")[1:]
    counted = Counter(
        (one.stages[1], one.stages[0], one.findings[1], one.findings[0])
        for name, one in MAPS.items()
        if not name.endswith("future")
    )
    assert Counter((int(r[2]), int(r[3]), int(r[5]), int(r[6])) for r in rows) == counted


def test_satisfaction_and_ease_on_the_dashboard(reader):
    levels = [level for counted in MAPS.values() for level in counted.levels]
    eases = [ease for counted in MAPS.values() for ease in counted.eases]
    _headings, *earlier, (_month, satisfaction, rated, ease, eased) = exported(
        reader, f"{REPORTS}portfolio/", panel="months"
    )
    assert (int(rated), int(eased)) == (len(levels), len(eases))
    assert float(satisfaction) == round(sum(levels) / len(levels), 1)
    assert float(ease) == round(sum(eases) / len(eases), 1)
    document = screen(reader, f"{REPORTS}portfolio/")
    # One line of figures for each month in which something was rated.
    months = document.select("#parcours-months tbody tr")
    assert len(months) == len(earlier) + 1
    assert number(months[-1].select("td")[1]) == len(levels)


def test_the_coverage_of_each_project(reader):
    rows = screen(reader, f"{REPORTS}coverage/").select(".listing tbody tr")
    shares = [
        int(found[0])
        for row in rows
        if (found := re.findall(r"(\d+)\s?%", row.get_text(" ").replace("\xa0", " ")))
    ]
    assert Counter(shares) & Counter(COVERAGE.values()) == Counter(COVERAGE.values())
    text = screen(reader, f"{REPORTS}coverage/").select_one("section:has(#list-unused)")
    if text is not None:
        assert {link.get_text(strip=True) for link in text.select("li a")} >= PERSONAS_ON_NO_MAP


def test_the_roadmap(reader):
    rows = exported(reader, "/admin/parcours/roadmap/table/")
    assert len(rows) - 1 == sum(ROADMAP.values())
    document = screen(reader, "/admin/parcours/roadmap/")
    text = " ".join(document.select_one("main").get_text(" ").split())
    done, total, late = re.search(SUMMARY[reader.language], text).groups()
    assert (int(done), int(total)) == (ROADMAP["done"], sum(ROADMAP.values()))
    assert int(late) == OVERDUE

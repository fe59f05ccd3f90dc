"""The portfolio dashboard and the reports beside it: figures, lists, who sees what, cost."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from tests.factories import experience, make_map, make_project, stage, stage_table
from tests.governance.routes import logged_in, make_superuser
from tests.panels.world import LANES, guess, make_world, need, needs, risk
from wagtail_parcours.models import InsightEntry, channels, personas, target_groups

pytestmark = pytest.mark.django_db

REPORTS = {
    "portfolio": "portfolio",
    "evidence": "evidence_report",
    "assumptions": "assumptions_report",
    "guesswork": "guesswork_report",
    "risks": "risk_report",
    "needs": "need_report",
}
#: What is listed for somebody who is no insider, in order, by hand (see ``tests.panels.world``).
LISTS = {
    "portfolio": ["Apply", "Demander"],
    # A half of what “Renouveler” says is proven: 1 of 3; of “Applying” 4 of 5.
    "evidence": ["Renouveler", "Applying"],
    "assumptions": ["The form times out", "Six clients in ten", "Personne ne rappelle"],
    "guesswork": ["Somebody guesses the address"] * 3,
    "risks": ["The letter is lost", "A name is wrong", "Le dossier disparaît"],
    "needs": ["Un formulaire clair", "Savoir où en est la demande", "Être rappelé"],
}
PANELS = {
    "portfolio": "channels",
    "evidence": "evidence",
    "guesswork": "guesswork",
    "risks": "risks",
    "needs": "needs",
}


def address(name):
    return reverse(f"wagtail_parcours:{REPORTS[name]}")


@pytest.fixture
def world(locale_en, locale_fr):
    return make_world(locale_en, locale_fr)


@pytest.fixture
def person(world, django_user_model):
    """Somebody who may edit a project of their own, and is no insider."""
    group = Group.objects.create(name="Elsewhere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    own = make_project(title="Elsewhere", slug="elsewhere")
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=own, permission=permission)
    user = django_user_model.objects.create_user("emile")
    user.groups.add(group)
    return user


@pytest.fixture
def editor(person):
    return logged_in(person)


@pytest.fixture
def boss(world):
    return logged_in(make_superuser())


def read(client, where, **query):
    response = client.get(where, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def listed(document):
    return [words(text) for text in document.select(".parcours-insight-entry__text")]


def csv_rows(client, where, **query):
    response = client.get(where, {**query, "export": "csv"})
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def without_order(name, found):
    # The order of needs is that of their target groups' keys, which are random.
    return sorted(found) if name == "needs" else found


# -- lists


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_lists_what_maps_say(editor, name):
    assert without_order(name, listed(read(editor, address(name)))) == without_order(
        name, LISTS[name]
    )


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_private_is_told_on_any_route(editor, person, world, name):
    routes = [(address(name), {}), (f"{address(name)}results/", {})]
    routes += [(address(name), {"export": kind}) for kind in ("csv", "xlsx")]
    if name in PANELS:
        routes += [(address(name), {"export": "csv", "panel": PANELS[name]})]
    for where, query in routes:
        response = editor.get(where, query)
        assert response.status_code == 200
        content = response.getvalue()
        if query.get("export") == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            content = str(list(sheet.iter_rows(values_only=True))).encode()
        assert b"Secret" not in content
        assert b"Hidden" not in content.replace(b"parcours-hidden", b"")
    person.groups.add(world.insiders)
    assert "Secret" in str(read(editor, address(name)))


@pytest.mark.parametrize("name", REPORTS)
def test_only_people_with_maps_to_look_after_come_in(client, world, django_user_model, name):
    assert client.get(address(name)).status_code == 302
    stranger = django_user_model.objects.create_user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    theirs = logged_in(stranger)
    assert theirs.get(address(name)).status_code == 302
    assert theirs.get(address(name), {"export": "csv"}).status_code == 302
    if name in PANELS:
        query = {"export": "csv", "panel": PANELS[name]}
        assert theirs.get(address(name), query).status_code == 302


@pytest.mark.parametrize("name", REPORTS)
def test_an_export_holds_the_list(editor, name):
    rows = csv_rows(editor, address(name))
    column = {"portfolio": "Stage", "evidence": "Map", "assumptions": "What is assumed"}.get(name)
    column = column or {"guesswork": "What is guessed, and by whom", "risks": "Risk"}.get(name)
    found = [row[column or "Need"] for row in rows]
    assert without_order(name, found) == without_order(name, LISTS[name])


def test_evidence_is_counted_map_by_map(editor):
    rows = {row["Map"]: row for row in csv_rows(editor, address("evidence"))}
    applying, renewing = rows["Applying"], rows["Renouveler"]
    assert [applying["Stages"], applying["Stages with evidence"]] == ["2", "2"]
    assert [applying["Findings"], applying["Findings with evidence"]] == ["3", "2"]
    assert applying["Findings with evidence, in percent"] == "67"
    assert [renewing["Stages"], renewing["Stages with evidence"]] == ["2", "1"]
    assert [renewing["Findings"], renewing["Findings with evidence"]] == ["1", "0"]
    document = read(editor, address("evidence"))
    assert "2 of 3 (67%)" in words(document)
    assert "Stages with evidence: 3 of 4 (75%)." in words(document)


def test_risks_come_by_score_with_what_is_missing(editor):
    rows = csv_rows(editor, address("risks"))
    assert [(row["Score"], row["Owner"]) for row in rows] == [
        ("9", ""),
        ("4", "Privacy office"),
        ("", ""),
    ]
    text = words(read(editor, address("risks")))
    assert "9 (likelihood 3 × impact 3) Nothing is done yet Nobody named" in text
    assert "4 (likelihood 2 × impact 2) Ask again Privacy office" in text
    assert "Not rated" in text


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("risks", {"score": "high"}, ["The letter is lost"]),
        ("risks", {"score": "unrated"}, ["Le dossier disparaît"]),
        ("risks", {"mitigation": "some"}, ["A name is wrong"]),
        ("risks", {"mitigation": "none"}, ["The letter is lost", "Le dossier disparaît"]),
        ("risks", {"kind": "integrity"}, ["A name is wrong"]),
        ("risks", {"channel": "online"}, ["The letter is lost", "A name is wrong"]),
        ("guesswork", {"kind": "manual_judgement"}, ["Somebody guesses the address"]),
        ("needs", {"answer": "answered"}, ["Être rappelé"]),
        ("assumptions", {"stage": "accessible-service/aware"}, ["Six clients in ten"]),
        ("portfolio", {"framework": "accessible-service"}, ["Apply"]),
        ("portfolio", {"framework": "no-such-framework"}, ["Apply", "Demander"]),
    ],
)
def test_lists_are_narrowed(editor, name, query, found):
    assert listed(read(editor, address(name), **query)) == found


def test_places_open_for_readers_and_for_those_who_edit(editor, boss, world):
    guesswork = read(boss, address("guesswork"))
    links = [link["href"] for link in guesswork.select(".parcours-insight-entry a")]
    assert f"{world.applying.url}#" in links[0]
    assert links[1].startswith(f"/admin/pages/{world.applying.pk}/edit/#:w:contentpath=body.")
    theirs = read(editor, address("guesswork")).select(".parcours-insight-entry a")
    assert not [link for link in theirs if "/admin/" in link["href"]]


def test_exports_hold_no_formula(boss, world):
    InsightEntry.objects.filter(kind="risk").update(text="=1+1", note="@SUM(A1)")
    row = csv_rows(boss, address("risks"))[0]
    assert (row["Risk"], row["Mitigation"]) == ("'=1+1", "'@SUM(A1)")


# -- the dashboard


def test_the_dashboard_adds_up(editor):
    document = read(editor, address("portfolio"))
    text = words(document)
    for said in (
        "3 maps are counted, each in one language.",
        "There are 3 irritants, with a weight of 12 together.",
        "Targets met: 1 of 2.",
        "High risks: 1 of 3.",
        "Improvements done: 1 of 3. Late: 1.",
    ):
        assert said in text
    stages = document.select("#parcours-stages tbody tr")
    cells = [words(cell) for cell in stages[0].find_all(["th", "td"])]
    assert [cells[0], *cells[2:]] == [*("Apply", "\u22121.5", "2", "100%", "1", "\u22120.5")]


def test_filters_reach_figures_reports_and_downloads(editor):
    query = {"framework": "accessible-service"}
    document = read(editor, address("portfolio"), **query)
    assert "There are 2 irritants, with a weight of 11 together." in words(document)
    panel = document.select_one("#parcours-channels .parcours-panel__links")
    report, csv_link, _xlsx = (link["href"] for link in panel.find_all("a"))
    assert report == f"{reverse('wagtail_parcours:cross_matrix')}?framework=accessible-service"
    rows = list(csv.reader(io.StringIO(editor.get(csv_link).getvalue().decode())))
    assert [row[:3] for row in rows[1:]] == [["Telephone", "1", "9"], ["Online", "1", "2"]]


def test_there_is_no_download_of_what_is_not_shown(editor):
    for name, key in (("risks", "stages"), ("portfolio", "worst"), ("portfolio", "secrets")):
        response = editor.get(address(name), {"panel": key, "export": "csv"})
        assert response.status_code == 404


def test_the_dashboard_speaks_the_persons_language(person, editor):
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = "fr"
    profile.save()
    document = read(editor, address("portfolio"))
    # In French “Demander” is +2, so “Apply” is 0.5.
    stages = [words(row) for row in document.select("#parcours-stages tbody tr")]
    assert any("+0,5" in row for row in stages)


@pytest.mark.parametrize("name", REPORTS)
def test_without_a_map_it_says_how_to_start(locale_en, name):
    boss = logged_in(make_superuser())
    document = read(boss, address(name))
    assert document.select_one(".parcours-empty__title")
    assert document.select_one(".parcours-panel") is None


@pytest.mark.parametrize("name", REPORTS)
def test_queries_do_not_grow(boss, world, name, monkeypatch):
    # They are kept for a second, which is short on a busy machine.
    monkeypatch.setattr("wagtail_parcours.models.slugs.CHOICES_LIFETIME", 60)

    def queries():
        boss.get(address(name))
        for forget in (channels.by_slug, personas._everyone, target_groups._groups):
            forget.forget()
        with CaptureQueriesContext(connection) as captured:
            boss.get(address(name))
        return len(captured)

    few = queries()
    assert few <= 30
    parent = Page.objects.get(pk=world.index.pk)
    for number in range(4):
        sides = {"guesswork": [guess("conjecture")], "risks": [risk("Lost", likelihood="1")]}
        stages = [stage("Apply", experience=experience("-1"), **sides)]
        body = [stage_table(stages, LANES), needs(need("To know"))]
        make_map(body=body, title=f"Map {number}", slug=f"map-{number}", parent=parent)
    assert queries() == few


def test_it_is_in_the_menus(boss):
    html = str(read(boss, "/admin/"))
    assert html.count(address("portfolio")) >= 2
    for name in ("evidence", "guesswork", "risks", "needs"):
        assert address(name) in html

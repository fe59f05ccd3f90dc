"""The reports on live maps: numbers, lists, filters, exports, who sees what, cost."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from tests.factories import (
    PersonaFactory,
    finding,
    make_index,
    make_map,
    make_project,
    persona_profile,
    stage,
    stage_table,
)
from tests.governance.routes import logged_in, make_superuser
from tests.insights.small_world import make_world, today
from wagtail_parcours.models.channels import by_slug as _channels
from wagtail_parcours.models.personas import _everyone
from wagtail_parcours.models.target_groups import _groups

pytestmark = pytest.mark.django_db

MATRIX = "/admin/parcours/reports/cross-matrix/"
GAPS = "/admin/parcours/reports/gap-analysis/"
#: Which list of gaps, and its length, by hand; see small_world.
LENGTHS = {"": 3, "improvements": 2, "channels": 2, "stages": 4, "needs": 1, "maps": 1}


@pytest.fixture
def world(locale_fr):
    return make_world(locale_fr)


@pytest.fixture
def boss(locale_en):
    return logged_in(make_superuser())


@pytest.fixture
def editor(world, django_user_model):
    """Somebody who may edit a project of their own, and is in no other group."""
    group = Group.objects.create(name="Elsewhere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    own = make_project(title="Elsewhere")
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=own, permission=permission)
    person = django_user_model.objects.create_user("emile")
    person.groups.add(group)
    return logged_in(person)


def read(client, where, **query):
    response = client.get(where, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def listed(document):
    return [words(text) for text in document.select(".parcours-insight-entry__text")]


def figures(document):
    return {
        row.th.find(string=True).strip(): [words(cell) for cell in row.find_all("td")]
        for row in document.select(".parcours-gaps tbody tr")
    }


def csv_rows(client, where, **query):
    response = client.get(where, {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def xlsx_rows(client, where, **query):
    response = client.get(where, {"export": "xlsx", **query})
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    return list(book.active.iter_rows(values_only=True))


# -- the matrix


def test_the_matrix_shows_its_numbers(world, boss):
    document = read(boss, MATRIX)
    table = document.select_one(".parcours-matrix__table")
    assert [words(cell) for cell in table.select("tbody td")] == [
        *("3", "1", "4"),
        *("1", "1", "2"),
        *("4", "2", "6"),
    ]
    picture = document.select_one(".parcours-matrix__picture")
    assert picture["aria-label"] == (
        "To fix first: 3. To fix next: 1. To fix right after: 1. To build on: 1."
    )
    text = words(document)
    assert "Effect on the employee not stated: 2" in text
    assert "Beside the quadrants stand 3 findings:" in text
    assert "3 maps are counted" not in text
    assert "2 maps are counted, each in one language." in text


def test_each_number_leads_to_as_many_findings(world, boss):
    links = read(boss, MATRIX).select(".parcours-matrix a")
    assert len(links) > 12
    for link in links:
        address = link["href"].partition("#")[0]
        assert len(listed(read(boss, address))) == int(link.get_text()), address


def test_a_finding_leads_to_the_map_and_to_its_cell(world, boss):
    document = read(boss, MATRIX, cell="irritant-irritant")
    assert listed(document) == ["No number on the page", "The form is lost", "No reminder"]
    first = document.select_one(".parcours-insight-entry")
    shown, edited = (link["href"] for link in first.select("a"))
    assert shown == f"{world.applying.url}#finding-f1"
    edit = reverse("wagtailadmin_pages:edit", args=[world.applying.pk])
    assert edited == f"{edit}#:w:contentpath=body.table.stages.s1.findings.f1.text"


def test_filters_of_the_matrix(world, boss, locale_fr):
    amina = PersonaFactory(name="Amina")
    make_map(body=[persona_profile(amina), *today()], title="Amina applies")
    assert len(listed(read(boss, MATRIX))) == 16
    march = timezone.make_aware(timezone.datetime(2026, 3, 31, 23, 30))
    Page.objects.filter(pk=world.renewing.pk).update(last_published_at=march)
    for query, count in (
        ({"section": world.project.pk}, 9),
        ({"section": make_index(title="Empty").pk}, 0),
        ({"channel": "telephone", "section": world.project.pk}, 3),
        ({"persona": str(amina.translation_key)}, 7),
        ({"stage": "accessible-service/apply"}, 8),
        ({"state": "future"}, 0),
        ({"state": "all"}, 16),
        ({"published_from": "2999-01-01"}, 0),
        ({"published_from": "2026-03-01", "published_to": "2026-03-31"}, 2),
        ({"cell": "irritant-delight"}, 2),
    ):
        assert len(listed(read(boss, MATRIX, **query))) == count, query


def test_the_language_of_the_maps_can_be_chosen(world, boss, locale_fr):
    assert "Demander" not in words(read(boss, MATRIX))
    text = words(read(boss, MATRIX, language=locale_fr.pk))
    assert "Demander" in text
    assert "Renewing" in text


def test_the_list_is_cut_into_pages(world, boss):
    findings = [finding(f"Number {number}") for number in range(60)]
    make_map(body=[stage_table([stage(findings=findings)])], title="Long")
    assert len(listed(read(boss, MATRIX))) == 50
    assert len(listed(read(boss, MATRIX, p=2))) == 19
    assert words(read(boss, MATRIX).select(".parcours-matrix__beside")[0]).count("62") >= 1


def test_without_any_finding_it_says_how_to_start(boss):
    text = words(read(boss, MATRIX))
    assert "No finding on a published map yet" in text
    assert "Write findings on a map" in text


# -- gaps


def test_the_gaps_show_their_numbers(world, boss):
    assert figures(read(boss, GAPS)) == {
        "Barriers and pain points that no improvement removes": ["3", "5"],
        "Improvements that answer nothing": ["2", "4"],
        "Channels in use without an improvement card": ["2", "4"],
        "Stages without evidence": ["4", "5"],
        "Open needs": ["1", "2"],
        "Current-state maps without a future-state map": ["1", "2"],
    }
    assert "2 barriers and pain points stand on them." in words(read(boss, GAPS))


def test_each_gap_has_its_list(world, boss):
    links = read(boss, GAPS).select(".parcours-gaps a")
    assert len(links) == 6
    for link in links:
        address = link["href"].partition("#")[0]
        assert len(listed(read(boss, address))) == int(link.get_text()), address
    assert listed(read(boss, GAPS, gap="maps")) == ["Renewing"]
    assert listed(read(boss, GAPS, gap="channels")) == ["In person", "Mail"]
    needs = words(read(boss, GAPS, gap="needs"))
    assert "No initiative yet" in needs
    reasons = words(read(boss, GAPS, gap="improvements"))
    assert "Names no barrier" in reasons
    assert "Names only barriers that are gone" in reasons


def test_what_a_filter_knows_nothing_of_is_not_counted(world, boss):
    document = read(boss, GAPS, channel="telephone", gap="needs")
    assert figures(document)["Open needs"] == ["not counted with these filters"]
    assert listed(document) == []
    assert figures(document)["Barriers and pain points that no improvement removes"] == ["1", "2"]


def test_without_any_map_it_says_how_to_start(boss):
    assert "No map is published yet" in words(read(boss, GAPS))


# -- exports


def test_the_export_of_the_matrix_equals_the_screen(world, boss):
    for cell in ("", "irritant-irritant", "employee-unstated"):
        document = read(boss, MATRIX, cell=cell)
        rows = csv_rows(boss, MATRIX, cell=cell)
        assert [row["Finding"] for row in rows] == listed(document)
        header, *lines = xlsx_rows(boss, MATRIX, cell=cell)
        assert [line[header.index("Finding")] for line in lines] == listed(document)
    first = csv_rows(boss, MATRIX)[0]
    assert first["Map"] == "Applying"
    assert first["Stage"] == "Aware"
    assert first["Effect on the client"] == "Client irritated"
    assert first["Severity"] == "3 Stops the client"
    assert first["Channel"] == "Online"
    assert first["Address"].endswith("#finding-f1")


@pytest.mark.parametrize("gap", LENGTHS)
def test_the_export_of_each_gap_equals_the_screen(world, boss, gap):
    document = read(boss, GAPS, gap=gap)
    assert len(listed(document)) == LENGTHS[gap]
    assert len(csv_rows(boss, GAPS, gap=gap)) == LENGTHS[gap]
    assert len(xlsx_rows(boss, GAPS, gap=gap)) == 1 + LENGTHS[gap]


def test_no_cell_of_an_export_is_a_formula(boss):
    findings = [finding("=cmd()", "f1", kind="barrier")]
    make_map(body=[stage_table([stage(findings=findings)])], title="+danger")
    (row,) = csv_rows(boss, MATRIX)
    assert row["Finding"] == "'=cmd()"
    assert row["Map"] == "'+danger"


# -- who sees what


@pytest.mark.parametrize("where", [MATRIX, GAPS])
def test_who_has_no_maps_has_no_report(boss, where, client, django_user_model):
    assert where in boss.get(reverse("wagtailadmin_home")).content.decode()
    person = django_user_model.objects.create_user("rita")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger = logged_in(person)
    assert where not in stranger.get(reverse("wagtailadmin_home")).content.decode()
    for address in (where, f"{where}results/"):
        assert stranger.get(address).status_code == 302
        assert "login" in client.get(address)["Location"]


def restrict(page, kind):
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open")
    if kind == "groups":
        rule.groups.add(Group.objects.get_or_create(name="Insiders")[0])


@pytest.mark.parametrize("kind", ["groups", "password"])
@pytest.mark.parametrize("route", ["", "results/"])
def test_an_editor_without_access_sees_nothing_of_a_private_map(world, editor, kind, route):
    for page in (world.applying, world.french["applying"]):
        restrict(page, kind)
    document = read(editor, f"{MATRIX}{route}")
    assert [words(cell) for cell in document.select(".parcours-matrix__table td")][1:3] == [
        "1",
        "0",
    ]
    assert listed(document) == ["No reminder", "The date is unclear"]
    gaps = read(editor, f"{GAPS}{route}")
    assert figures(gaps)["Barriers and pain points that no improvement removes"] == ["0", "0"]
    assert figures(gaps)["Current-state maps without a future-state map"] == ["1", "1"]
    for where, query in (
        (MATRIX, {}),
        (MATRIX, {"cell": "irritant-delight"}),
        *((GAPS, {"gap": gap}) for gap in LENGTHS),
    ):
        response = editor.get(f"{where}{route}", query)
        export = editor.get(f"{where}{route}", {**query, "export": "csv"}).getvalue().decode()
        for text in (response.content.decode(), export):
            for secret in ("Demander<", "always busy", "The form is lost", "Somebody to ask"):
                assert secret not in text, (where, query)
            assert f"{world.applying.url}#" not in text


def test_a_private_section_is_not_offered(world, editor, boss, locale_fr):
    restrict(world.project, "groups")
    restrict(world.project.get_translation(locale_fr), "groups")
    assert "Benefit for caregivers" not in words(read(editor, MATRIX))
    assert "Benefit for caregivers" in words(read(boss, MATRIX))
    # Asked for by its key, it is no section.
    document = read(editor, MATRIX, section=world.project.pk)
    assert "always busy" not in words(document)


def test_who_may_not_edit_finds_the_map_only(world, editor):
    links = read(editor, MATRIX).select(".parcours-insight-entry a")
    assert links
    assert not [link for link in links if "/edit/" in link["href"]]


# -- cost


def forget_everything():
    """What a form offers to choose from is remembered for a second, an answer until maps change."""
    for offered in (_channels, _groups, _everyone):
        offered.forget()
    cache.clear()


OTHERS = (
    "portfolio",
    "evidence",
    "assumptions",
    "guesswork",
    "data-risks",
    "needs",
    "coverage",
)


@pytest.mark.parametrize(
    "where", [MATRIX, GAPS, *(f"/admin/parcours/reports/{name}/" for name in OTHERS)]
)
def test_a_first_page_costs_at_most_thirty_queries(
    world, boss, editor, where, django_assert_max_num_queries
):
    restrict(world.renewing, "groups")
    queries = [{"gap": gap} for gap in LENGTHS] if where == GAPS else [{}]
    for person in (boss, editor):
        for query in queries:
            read(person, where, **query)
            forget_everything()
            with django_assert_max_num_queries(30):
                read(person, where, **query)


@pytest.mark.parametrize("where", [MATRIX, GAPS])
def test_the_cost_does_not_grow(world, editor, where):
    """Neither with maps and findings nor with private pages."""

    def cost():
        read(editor, where)
        forget_everything()
        with CaptureQueriesContext(connection) as captured:
            read(editor, where)
        return len(captured)

    restrict(world.renewing, "groups")
    before = cost()
    for number in range(4):
        restrict(make_map(body=today(), title=f"Private {number}"), "groups")
        make_map(body=today(), title=f"Open {number}")
    assert cost() == before

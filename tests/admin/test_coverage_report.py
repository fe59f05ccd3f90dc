"""The report of coverage: the same numbers on screen and in the exports, for the right people."""

import csv
import datetime
import html
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.admin.coverage import REPORT, allow, make_organisation, make_reader_of_reports
from tests.factories import PersonaFactory, TargetGroupFactory, make_map, make_project
from wagtail_parcours.models import Persona, TargetGroup

pytestmark = pytest.mark.django_db

#: Counted by hand from what `make_organisation` says.
SERVICES = [
    # Service, share, target, standing, personas, without a share, third parties, live maps
    ["Benefit", "85.5", "80", "Target reached", "Ana (45.5%), Bo (40%)", "0", "Tess", "2"],
    [
        "Permit",
        "105.5",
        "80",
        "Over 100%: check the shares",
        "Ana (45.5%), Cy (60%), Di (no share)",
        "1",
        "",
        "1",
    ],
    [
        "Maps outside any published project",
        "40",
        "80",
        "Target not reached",
        "Bo (40%)",
        "0",
        "",
        "1",
    ],
]


@pytest.fixture
def organisation():
    return make_organisation()


def text_of(response):
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def csv_rows(client, **query):
    response = client.get(REPORT, {"export": "csv", **query})
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


def xlsx_rows(client, **query):
    response = client.get(REPORT, {"export": "xlsx", **query})
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def lists(response):
    """The names in each list of the page, with the number that its heading says."""
    return {
        each.key: (each.total, [line.name for line in each.lines])
        for each in response.context["lists"]
    }


# -- the numbers


def test_screen_exports_and_a_count_by_hand_agree(admin_client, organisation):
    assert csv_rows(admin_client)[1:] == SERVICES
    sheet = xlsx_rows(admin_client)
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet[1:]] == SERVICES
    # Numbers, to go on counting with.
    assert [row[1] for row in sheet[1:]] == [85.5, 105.5, 40]
    text = text_of(admin_client.get(REPORT))
    for line in [
        "Benefit 85.5% Target reached Target: 80% Ana 45.5% Bo 40% "
        "Third parties, not counted: Tess 2",
        "Permit 105.5% Over 100%: check the shares Target: 80% 1 persona without a share "
        "Ana 45.5% Cy 60% Di no share 1",
        "Maps outside any published project 40% Target not reached Target: 80% Bo 40% 1",
    ]:
        assert line in text
    assert "3 services" in text


def test_the_bar_is_drawn_to_the_share_and_marks_the_target(admin_client, organisation):
    page = admin_client.get(REPORT).content.decode()
    parts = re.findall(r'class="parcours-share__part" width="([^"]+)"', page)
    marks = re.findall(r'class="parcours-share__target" x1="([^"]+)"', page)
    # More than everyone fills the bar.
    assert parts == ["85.50", "100.00", "40.00"]
    assert marks == ["80.00"] * 3


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("share", ["Benefit", "Permit"]),
        ("-share", ["Permit", "Benefit"]),
        ("maps", ["Permit", "Benefit"]),
        ("-title", ["Permit", "Benefit"]),
        ("nonsense", ["Benefit", "Permit"]),
    ],
)
def test_services_are_sorted_and_the_rest_stands_last(
    admin_client, organisation, ordering, expected
):
    shown = [row[0] for row in csv_rows(admin_client, ordering=ordering)[1:]]
    assert shown == [*expected, SERVICES[2][0]]


def test_the_lists_below_say_what_is_missing(admin_client, organisation):
    people = organisation["people"]
    Persona.objects.filter(pk=people["Bo"].pk).update(reviewed_on=datetime.date(2024, 5, 4))
    response = admin_client.get(REPORT)
    assert lists(response) == {
        "groups": (1, ["Northerners"]),
        "unused": (1, ["Édouard"]),
        "reviews": (1, ["Bo"]),
        "hints": (5, ["Ana", "Bo", "Cy", "Di", "Tess"]),
        "employees": (1, ["Parking"]),
    }
    text = text_of(response)
    assert "Bo Reviewed May 4, 2024" in text
    assert "Cy No difficulty is named · Nearly the same text as “Di”" in text
    names = "wagtailsnippets_wagtail_parcours"
    northerners = TargetGroup.objects.get(name="Northerners")
    for address in [
        reverse(f"{names}_targetgroup:edit", args=[northerners.pk]),
        reverse(f"{names}_persona:add"),
        reverse(f"{names}_persona:edit", args=[people["Édouard"].pk]),
        reverse(f"{names}_persona:review", args=[people["Bo"].pk]),
        reverse("wagtailadmin_pages:edit", args=[organisation["maps"]["Parking"].pk]),
        reverse("wagtailadmin_explore", args=[organisation["benefit"].pk]),
    ]:
        assert f'href="{address}' in response.content.decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("groups", [["Target group"], ["Northerners"]]),
        ("unused", [["Persona"], ["Édouard"]]),
        (
            "reviews",
            [["Persona", "What happened last", "Date"], ["Bo", "Reviewed", "2024-05-04"]],
        ),
        (
            "hints",
            [
                ["Persona", "Hints"],
                ["Ana", "No difficulty is named"],
                ["Bo", "No difficulty is named"],
                ["Cy", "No difficulty is named · Nearly the same text as “Di”"],
                ["Di", "No difficulty is named · Nearly the same text as “Cy”"],
                ["Tess", "No difficulty is named"],
            ],
        ),
        ("employees", [["Map"], ["Parking"]]),
    ],
)
def test_each_list_is_exported_as_it_is_shown(admin_client, organisation, name, expected):
    bo = organisation["people"]["Bo"]
    Persona.objects.filter(pk=bo.pk).update(reviewed_on=datetime.date(2024, 5, 4))
    assert csv_rows(admin_client, list=name) == expected


def test_a_long_list_is_cut_on_screen_and_whole_in_the_export(admin_client):
    for number in range(23):
        TargetGroupFactory(name=f"Group {number:02}")
    response = admin_client.get(REPORT)
    total, names = lists(response)["groups"]
    assert (total, len(names)) == (23, 20)
    assert "3 more are in the download." in text_of(response)
    assert len(csv_rows(admin_client, list="groups")) == 24


def test_no_cell_is_a_formula(admin_client):
    project = make_project(title="=1+1")
    make_map(persona=PersonaFactory(name="+Ana", share="50"), parent=project)
    TargetGroupFactory(name="@SUM(A1)")
    assert csv_rows(admin_client)[1][0] == "'=1+1"
    assert csv_rows(admin_client)[1][4] == "'+Ana (50%)"
    assert csv_rows(admin_client, list="groups")[1] == ["'@SUM(A1)"]
    assert xlsx_rows(admin_client)[1][0] == "'=1+1"


def test_there_is_no_export_of_a_list_that_does_not_exist(admin_client):
    assert admin_client.get(REPORT, {"export": "csv", "list": "everything"}).status_code == 404


# -- filters and empty states


def test_filters_hold_for_services_and_exports(admin_client, organisation, locale_fr):
    section = organisation["benefit"].pk
    assert csv_rows(admin_client, section=section)[1:] == SERVICES[:1]
    assert csv_rows(admin_client, language=locale_fr.pk)[1:] == []
    text = text_of(admin_client.get(REPORT, {"section": section}))
    assert "Only maps in the chosen language and section count." in text
    page = admin_client.get(REPORT, {"section": section}).content.decode()
    assert f"?section={section}&amp;list=hints&amp;export=csv" in page
    nothing = text_of(admin_client.get(REPORT, {"language": locale_fr.pk}))
    assert "No service matches. Take a filter away to see more." in nothing


def test_the_results_are_loaded_alone_when_filters_change(admin_client, organisation):
    url = reverse("wagtail_parcours:coverage_results")
    text = text_of(admin_client.get(url, {"section": organisation["permit"].pk}))
    assert "Permit" in text
    assert "Benefit 85.5%" not in text
    assert "Hints on personas: 5" in text


def test_an_empty_report_says_what_belongs_there(admin_client):
    text = text_of(admin_client.get(REPORT))
    for sentence in [
        "No mapping project yet",
        "Every target group has a published persona.",
        "Every published persona is on a live map.",
        "Every published persona was looked at in time.",
        "There is nothing to say of the published personas.",
        "Every live map with employee lanes shows an employee persona.",
    ]:
        assert sentence in text


# -- who sees what


@pytest.mark.parametrize("name", ["coverage", "coverage_results"])
def test_it_is_for_people_who_look_after_maps(client, django_user_model, organisation, name):
    user = django_user_model.objects.create_user("nobody", "n@example.org", "pw")
    client.force_login(allow(user, "access_admin", "change_persona"))
    for query in ({}, {"export": "csv"}, {"export": "csv", "list": "hints"}):
        assert client.get(reverse(f"wagtail_parcours:{name}"), query).status_code == 302


def test_lists_of_personas_are_for_people_who_work_with_them(client, organisation):
    editor = make_reader_of_reports()
    client.force_login(editor)
    response = client.get(REPORT)
    # The services add up what the maps show to everyone.
    assert "Benefit 85.5%" in text_of(response)
    assert list(lists(response)) == ["employees"]
    assert "Édouard" not in text_of(response)
    assert "/persona/edit/" not in response.content.decode()
    for name in ("groups", "unused", "reviews", "hints"):
        assert client.get(REPORT, {"export": "csv", "list": name}).status_code == 404

    client.force_login(allow(editor, "view_persona"))
    response = client.get(REPORT)
    assert list(lists(response)) == ["unused", "reviews", "hints", "employees"]
    # Seen, not edited.
    assert "/persona/edit/" not in response.content.decode()


def test_private_maps_are_in_no_number(client, organisation):
    editor = make_reader_of_reports()
    editor = allow(editor, "change_persona")
    for title in ("Bo applies", "Parking"):
        page = organisation["maps"][title]
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    client.force_login(editor)
    rows = {row[0]: row[1:] for row in csv_rows(client)[1:]}
    assert rows["Benefit"] == ["45.5", "80", "Target not reached", "Ana (45.5%)", "0", "Tess", "1"]
    assert rows["Permit"] == ["0", "80", "Target not reached", "", "0", "", "0"]
    response = client.get(REPORT)
    assert lists(response)["employees"] == (0, [])
    assert lists(response)["unused"][1] == ["Cy", "Di", "Édouard"]
    assert "Parking" not in text_of(response)


def test_the_menu_offers_it_to_those_who_may_see_it(admin_client, client, django_user_model):
    assert f'"url": "{REPORT}"' in admin_client.get("/admin/").content.decode()
    user = django_user_model.objects.create_user("nobody", "n@example.org", "pw")
    client.force_login(allow(user, "access_admin"))
    assert REPORT not in client.get("/admin/").content.decode()


# -- cost


def test_thirty_queries_are_enough_for_any_number(
    admin_client, organisation, django_assert_max_num_queries
):
    for number in range(30):
        project = make_project(title=f"Service {number}", slug=f"service-{number}")
        persona = PersonaFactory(share="10", target_group=TargetGroupFactory())
        make_map(2, persona=persona, parent=project)
    day = timezone.localdate() - datetime.timedelta(days=400)
    Persona.objects.update(reviewed_on=day)
    admin_client.get(REPORT)
    with django_assert_max_num_queries(30):
        assert len(lists(admin_client.get(REPORT))["reviews"][1]) == 20
    with django_assert_max_num_queries(30):
        assert len(csv_rows(admin_client)) == 34

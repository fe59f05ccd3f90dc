"""The report of maps: who sees which, filters, order, search, export, its cost."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Site

from tests.factories import make_future_map, make_index, make_map, make_project
from tests.governance.workflows import (
    edit,
    make_approver,
    make_draft,
    make_editor,
    make_group,
    make_person,
    make_workflow,
    sign_step,
    submit,
)
from wagtail_parcours.models import LiveVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

ADDRESS = "/admin/parcours/reports/maps/"


def shown(client, **query):
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.context["object_list"]


def titles(client, **query):
    return [page.title for page in shown(client, **query)]


def text_of(client, **query):
    return " ".join(client.get(ADDRESS, query).content.decode().split())


def csv_rows(client, **query):
    response = client.get(ADDRESS, {"export": "csv", **query})
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


@pytest.fixture
def editor(client):
    person = make_editor()
    client.force_login(person)
    return person


# -- who sees what


def test_it_is_in_both_menus(admin_client):
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert home.count(ADDRESS) == 2


def test_people_without_business_there_are_turned_away(client):
    group = make_group("Readers of the admin")
    client.force_login(make_person("rita", group))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ADDRESS not in home
    assert client.get(ADDRESS).status_code == 302


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302


def test_editors_see_the_maps_of_their_section_only(client):
    ours, theirs = make_index(title="Ours"), make_index(title="Theirs", slug="theirs")
    make_map(title="Our map", parent=ours)
    make_map(title="Their map", parent=theirs)
    group = make_group("Our editors")
    GroupPagePermission.objects.create(
        group=group,
        page=ours,
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    client.force_login(make_person("odile", group))
    assert titles(client) == ["Our map"]
    text = text_of(client)
    assert "Their map" not in text
    assert "Theirs (English)" not in text
    assert [row[0] for row in csv_rows(client)] == ["Title", "Our map"]


def test_authors_who_may_only_add_see_their_own(client):
    index = make_index()
    author = make_person("ada", group := make_group("Authors"))
    GroupPagePermission.objects.create(
        group=group,
        page=index,
        permission=Permission.objects.get(
            codename="add_page", content_type__app_label="wagtailcore"
        ),
    )
    make_map(title="Mine", parent=index, owner=author)
    make_map(title="Another’s", slug="another", parent=index)
    client.force_login(author)
    assert titles(client) == ["Mine"]


def test_signers_without_edit_rights_see_what_waits_for_them(client):
    author = make_editor()
    make_workflow(sign_step("Sign", make_group("Directors")))
    waiting = make_draft(author, title="Waits for directors")
    submit(waiting, author)
    make_future_map(title="Waits for nobody", slug="nobody")
    director = make_person("dora", make_group("Directors"))
    client.force_login(director)
    (page,) = shown(client)
    assert page.title == "Waits for directors"
    state = waiting.current_workflow_task_state
    assert page.address == reverse("wagtail_parcours:review", args=[state.pk])
    text = text_of(client)
    assert reverse("wagtailadmin_pages:edit", args=[waiting.pk]) not in text
    client.force_login(make_approver("somebody-else"))
    assert client.get(ADDRESS).status_code == 302


# -- what a line says


def test_a_line_names_state_owner_and_whom_it_waits_for(client, editor):
    make_workflow(sign_step("Directors sign", make_group("Directors"), signatures=2))
    page = make_future_map(title="The map", owner=editor)
    edit(page, editor, introduction="New")
    submit(page, editor)
    text = text_of(client)
    for words in ("The map", "Future-state map", "Signed", "In review", "Emile"):
        assert words in text
    assert "Directors (0 of 2 signatures)" in text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert reverse("wagtail_parcours:timeline", args=[page.pk]) in text


def test_an_empty_report_says_what_it_is_for(admin_client):
    assert "No journey map yet" in text_of(admin_client)


# -- filters, search, order


@pytest.fixture
def some_maps(editor, locale_fr):
    other = make_editor("olga")
    section = make_project(title="Caregivers")
    signed = make_future_map(title="Signed", owner=editor, parent=section)
    make_future_map(title="Draft", slug="draft", owner=other, live=False, parent=section)
    make_map(title="Never", slug="never", owner=other)
    make_map(title="Jamais", slug="jamais", locale=locale_fr, owner=None)
    return signed, section


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "signed"}, {"Signed"}),
        ({"state": ["draft", "never"]}, {"Draft", "Never", "Jamais"}),
        ({"locale": "fr"}, {"Jamais"}),
        ({"q": "raf"}, {"Draft"}),
        ({"state": "draft", "locale": "fr"}, set()),
        ({"state": "nonsense"}, {"Signed", "Draft", "Never", "Jamais"}),
    ],
)
def test_filters_and_search(client, some_maps, query, expected):
    assert set(titles(client, **query)) == expected


def test_filter_by_type_owner_and_section(client, some_maps, editor):
    signed, section = some_maps
    assert set(titles(client, owner=editor.pk)) == {"Signed"}
    assert set(titles(client, section=section.pk)) == {"Signed", "Draft"}
    assert set(titles(client, content_type=signed.content_type_id)) == {"Signed", "Draft"}


def test_a_filter_is_shown_and_kept_in_the_export(client, some_maps):
    text = text_of(client, state="draft")
    assert "There is 1 match" in text
    assert [row[0] for row in csv_rows(client, state="draft")] == ["Title", "Draft"]


def test_the_most_urgent_come_first(client, some_maps):
    assert titles(client) == ["Draft", "Jamais", "Never", "Signed"]
    assert titles(client, ordering="-urgency")[0] == "Signed"


@pytest.mark.parametrize(
    ("ordering", "first", "last"),
    [
        ("title", "Draft", "Signed"),
        ("-title", "Signed", "Draft"),
        ("owner", "Signed", "Jamais"),
        ("-owner", "Draft", "Jamais"),
        ("standing_since", None, "Draft"),
        ("-standing_since", None, "Draft"),
        ("review_by", "Signed", None),
        ("-review_by", "Signed", None),
        ("locale", None, "Jamais"),
        ("password", "Draft", None),
    ],
)
def test_columns_sort_with_gaps_last(client, some_maps, ordering, first, last):
    LiveVersion.objects.filter(page=some_maps[0]).update(
        review_by=timezone.localdate() + datetime.timedelta(days=90)
    )
    found = titles(client, ordering=ordering)
    assert len(found) == 4
    assert first in {None, found[0]}
    assert last in {None, found[-1]}


# -- export


def test_the_export_says_all_in_words(client, some_maps):
    last_day = timezone.localdate() + datetime.timedelta(days=90)
    LiveVersion.objects.filter(page=some_maps[0]).update(review_by=last_day)
    headings, *rows = csv_rows(client)
    lines = {row[0]: dict(zip(headings, row, strict=True)) for row in rows}
    assert lines["Signed"] == {
        "Title": "Signed",
        "State": "Signed",
        "Type": "Future-state map",
        "Language": "English",
        "Section": "Caregivers",
        "Owner": "Emile",
        "Signed by": "Sasha Roy",
        "Signed or live since": timezone.localdate().isoformat(),
        "Age in days": "0",
        "Next review": last_day.isoformat(),
        "Waits for": "",
        "Waiting for how many days": "",
    }
    assert lines["Jamais"]["Owner"] == ""


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_a_title_is_never_a_formula(admin_client, export):
    make_map(title="=HYPERLINK(1)")
    response = admin_client.get(ADDRESS, {"export": export})
    content = response.getvalue()
    if export == "csv":
        cell = list(csv.reader(io.StringIO(content.decode())))[1][0]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cell = sheet.cell(2, 1).value
        assert isinstance(sheet.cell(2, 9).value, int)
    assert cell == "'=HYPERLINK(1)"


# -- cost


def count(client, **query):
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as counted:
        response = client.get(ADDRESS, query)
        if "export" in query:
            response.getvalue()
    return len(counted)


@pytest.mark.parametrize("who", ["superuser", "editor"])
def test_fifty_maps_cost_as_many_queries_as_five(client, who, django_user_model):
    editor = make_editor()
    boss = django_user_model.objects.create_superuser("boss", "boss@example.org", "pw")
    client.force_login(boss if who == "superuser" else editor)
    make_workflow()

    def add(numbers):
        for number in numbers:
            page = make_draft(editor, title=f"Map {number:02}", slug=f"map-{number}", body=[])
            submit(page, editor)

    add(range(5))
    count(client)
    few, few_exported = count(client), count(client, export="csv")
    add(range(5, 50))
    assert count(client) <= few
    assert count(client, export="csv") <= few_exported
    assert few < 50


def test_long_reports_come_in_pages(admin_client):
    for number in range(53):
        make_map(title=f"Map {number:02}", slug=f"map-{number}", body=[])
    assert len(shown(admin_client)) == 50
    assert len(shown(admin_client, p=2)) == 3
    assert len(csv_rows(admin_client)) == 54
    assert "53 maps" in text_of(admin_client)


def test_groups_with_the_same_name_as_a_step_change_nothing(client, editor):
    """A map that waits in an ordinary approval step has no review page of ours."""
    from tests.governance.workflows import approval_step

    make_workflow(approval_step("Look at it", Group.objects.create(name="Lookers")))
    page = make_draft(editor)
    submit(page, editor)
    (line,) = shown(client)
    assert line.status.waits_for == "Lookers"
    assert [button.label for button in line.buttons] == ["Timeline"]

"""The report of translations: who sees which, filters, order, export, its cost."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale

from tests.factories import make_index, make_map
from tests.governance.routes import logged_in, make_superuser, translate_home
from tests.translation.copies import change, copied, draft, make_source
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

ADDRESS = "/admin/parcours/reports/translations/"
MISSING = "/admin/parcours/reports/translations/missing/"


@pytest.fixture
def boss(locale_en):
    return logged_in(make_superuser())


@pytest.fixture
def source(locale_en):
    return make_source()


@pytest.fixture
def page(source, locale_fr):
    """The French map: live and translated but for the texts beside the table."""
    translate_home(locale_fr)
    page = copied(source, locale_fr)
    draft(page, "Demander", aware_actions="Lit la lettre", apply_actions="Remplit").publish()
    return CurrentStateMapPage.objects.get(pk=page.pk)


def shown(client, where=ADDRESS, **query):
    response = client.get(where, query)
    assert response.status_code == 200
    return list(response.context["object_list"])


def csv_rows(client, where=ADDRESS, **query):
    response = client.get(where, {"export": "csv", **query})
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


def test_a_line_tells_how_far_a_translation_has_come(boss, source, page):
    change(source, aware_actions="Opens the letter", middle_new="Inform")
    (row,) = shown(boss)
    assert row.page_id == page.pk
    assert row.counts["new"] == 1
    assert row.counts["changed"] == 1
    assert row.said == row.percent
    assert 0 < row.said < 100
    text = " ".join(boss.get(ADDRESS).content.decode().split())
    assert f"{row.said}%" in text
    assert "Changed: 1" in text
    assert reverse("wagtail_parcours:translation_behind", args=[page.pk]) in text


def test_it_is_in_the_menu_of_those_who_have_maps(boss, django_user_model):
    assert ADDRESS in boss.get(reverse("wagtailadmin_home")).content.decode()
    person = django_user_model.objects.create_user("rita")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = logged_in(person)
    assert ADDRESS not in client.get(reverse("wagtailadmin_home")).content.decode()
    for where in (ADDRESS, MISSING, f"{ADDRESS}results/", f"{MISSING}results/"):
        assert client.get(where).status_code == 302


@pytest.mark.parametrize("where", [ADDRESS, MISSING])
def test_strangers_are_asked_to_sign_in(client, where, db):
    assert "login" in client.get(where)["Location"]


def test_people_see_the_translations_that_they_may_edit(page, source, django_user_model):
    other = copied(make_map(title="Another"), page.locale)
    group = Group.objects.create(name="French")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=other, permission=permission)
    person = django_user_model.objects.create_user("emile")
    person.groups.add(group)
    client = logged_in(person)
    assert [row.page_id for row in shown(client)] == [other.pk]
    assert shown(client, MISSING) == []
    assert page.title not in client.get(ADDRESS).content.decode()


def test_filters(boss, source, page, locale_en):
    arabic = Locale.objects.create(language_code="ar")
    translate_home(arabic)
    second = copied(source, arabic)
    keys = lambda **query: {row.page_id for row in shown(boss, **query)}  # noqa: E731
    assert keys() == {page.pk, second.pk}
    assert keys(language=arabic.pk) == {second.pk}
    assert keys(source_language=locale_en.pk) == {page.pk, second.pk}
    assert keys(source_language=arabic.pk) == set()
    assert keys(standing="behind") == {page.pk, second.pk}
    assert keys(standing="in_step") == set()
    assert keys(state="draft") == {second.pk}
    section = make_index(title="Benefits")
    assert keys(section=section.pk) == set()
    assert keys(q="Demander") == {page.pk}


def test_those_furthest_behind_come_first(boss, source, page, locale_fr):
    fresh_copy = copied(make_map(title="Zebra"), locale_fr)
    assert [row.page_id for row in shown(boss)] == [fresh_copy.pk, page.pk]
    assert [row.page_id for row in shown(boss, ordering="-said")] == [page.pk, fresh_copy.pk]


def test_the_export_runs_no_formula(boss, source, page):
    draft(page, "=1+1").publish()
    headings, line = csv_rows(boss)
    assert line[0] == "'=1+1"
    assert line[headings.index("Language")] == "Français"
    assert line[headings.index("Translated, in percent")].isdecimal()
    response = boss.get(ADDRESS, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    assert book.active["A2"].value == "'=1+1"


def test_the_cost_does_not_grow_with_the_list(boss, source, page, locale_fr):
    shown(boss)
    with CaptureQueriesContext(connection) as few:
        shown(boss)
    for number in range(4):
        copied(make_map(title=f"Map {number}"), locale_fr)
    with CaptureQueriesContext(connection) as many:
        assert len(shown(boss)) == 5
    assert len(many) == len(few)


# -- maps without a translation


def test_maps_that_lack_a_language_are_listed(boss, source, page):
    assert shown(boss, MISSING) == []
    alone = make_map(title="Alone")
    (row,) = shown(boss, MISSING)
    assert row.pk == alone.pk
    assert row.missing == "Français"
    arabic = Locale.objects.create(language_code="ar")
    rows = {row.pk: row.missing for row in shown(boss, MISSING)}
    assert rows == {alone.pk: "Français, العربية", source.pk: "العربية"}
    assert [row.pk for row in shown(boss, MISSING, into=page.locale_id)] == [alone.pk]
    assert len(shown(boss, MISSING, into=arabic.pk)) == 2


def test_an_alias_is_no_translation(boss, source, locale_fr):
    translate_home(locale_fr)
    source.copy_for_translation(locale_fr, alias=True)
    assert [row.pk for row in shown(boss, MISSING)] == [source.pk]


def test_their_export_and_cost(boss, source, locale_fr):
    make_map(title="@SUM(A1)")
    assert csv_rows(boss, MISSING)[1][0] == "'@SUM(A1)"
    shown(boss, MISSING)
    with CaptureQueriesContext(connection) as few:
        shown(boss, MISSING)
    for number in range(4):
        make_map(title=f"Map {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(shown(boss, MISSING)) == 6
    assert len(many) == len(few)

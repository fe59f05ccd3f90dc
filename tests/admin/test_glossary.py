"""The glossary in the admin: its terms, their usage, the report of words to avoid."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories import default_locale, make_index, make_map, stage, stage_table
from tests.governance.workflows import make_editor, make_group, make_person
from wagtail_parcours.models import GlossaryTerm
from wagtail_parcours.permissions import APPROVERS, EDITORS, READERS

pytestmark = pytest.mark.django_db

REPORT = "/admin/parcours/reports/words-to-avoid/"
ROUTES = ("list", "add", "edit", "history", "usage", "facts", "delete")


def make_term(term="client", **values):
    values.setdefault("locale", default_locale())
    values.setdefault("definition", "Who asks for a service.")
    return GlossaryTerm.objects.create(term=term, **values)


def map_with(text="The customer waits for the client.", **values):
    table = stage_table([stage("Aware", actions=text)], ["actions"])
    return make_map(body=[table], introduction="", **values)


@pytest.fixture
def term():
    return make_term(forbidden_synonyms="customer\n=cmd()")


def route(name, term):
    names = GlossaryTerm.snippet_viewset
    arguments = [] if name in ("list", "add") else [term.pk]
    return reverse(names.get_url_name(name), args=arguments)


def rows(client, **query):
    response = client.get(REPORT, query)
    assert response.status_code == 200
    return response.context["object_list"]


# -- who may do what


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        (EDITORS, set(ROUTES) - {"delete"}),
        (APPROVERS, set(ROUTES)),
        (READERS, set()),
        (None, set()),
    ],
)
def test_each_group_does_what_it_may(client, term, group, allowed):
    call_command("parcours_setup", verbosity=0)
    if group is not None:
        client.force_login(make_person("pat", Group.objects.get(name=group)))
    for name in ROUTES:
        answer = client.get(route(name, term)).status_code
        assert (answer == 200) is (name in allowed), name


def test_people_without_business_in_the_report_are_turned_away(client, term):
    assert client.get(REPORT).status_code == 302
    client.force_login(make_person("rita", make_group("Readers of the admin")))
    assert client.get(REPORT).status_code == 302
    assert REPORT not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_sees_maps_that_they_may_not_work_with(client, term):
    mine = make_index(slug="mine")
    map_with(parent=mine, title="Mine")
    map_with(title="Theirs", slug="theirs")
    person = make_person("eve", make_group("Some editors"))
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Some editors"), page=mine, permission_type="change"
    )
    client.force_login(person)
    assert [use.map_title for use in rows(client)] == ["Mine"]
    usage = client.get(route("usage", term))
    if usage.status_code == 200:
        assert "Theirs" not in usage.content.decode()


# -- the terms


def test_the_list_counts_the_maps_that_use_a_term(admin_client, term):
    map_with()
    map_with("The client, the client", slug="second")
    map_with("Nobody", slug="third")
    page = BeautifulSoup(admin_client.get(route("list", term)).content, "html.parser")
    link = page.find("a", href=route("usage", term))
    assert "2" in link.get_text()
    listed = admin_client.get(route("usage", term))
    assert len(listed.context["object_list"]) == 2


def test_a_clash_is_said_beside_the_field(admin_client, term):
    values = {"term": "Customer", "definition": "Somebody.", "other_forms": ""}
    answer = admin_client.post(route("add", term), {**values, "forbidden_synonyms": ""})
    assert "“Customer” is a word to avoid: the glossary asks for “client”." in (
        answer.content.decode()
    )
    assert GlossaryTerm.objects.count() == 1


def test_a_term_is_added_with_a_record_of_it(admin_client, term):
    values = {"term": "stage", "definition": "A step.", "other_forms": "stages"}
    admin_client.post(route("add", term), {**values, "forbidden_synonyms": "phase"})
    made = GlossaryTerm.objects.get(term="stage")
    assert made.history.count() == 1
    assert "phase" in admin_client.get(route("facts", made)).content.decode()


# -- the report


def test_it_says_where_and_what_to_write_instead(admin_client, term):
    page = map_with("Today the customer waits.")
    text = admin_client.get(REPORT).content.decode()
    assert "Today the <mark>customer</mark> waits." in text
    assert "Stage “Aware” › Client actions" in text
    (use,) = rows(admin_client)
    assert use.term_text == "client"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    path = page.get_journey().tables[0]
    assert f"{edit}#:w:contentpath=body.{path.id}.stages.{path.stages[0].id}.actions" in text
    assert page.url in text


def test_hostile_texts_are_shown_as_text(admin_client, term):
    map_with("<script>alert(1)</script> customer <b>")
    text = admin_client.get(REPORT).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>customer</mark> &lt;b&gt;" in text


def test_drafts_and_maps_that_went_are_not_there(admin_client, term):
    map_with(live=False, slug="draft")
    map_with(slug="gone").unpublish()
    assert not rows(admin_client)


def test_filters(admin_client, term, locale_fr):
    owner = make_editor()
    make_term("étape", locale=locale_fr, forbidden_synonyms="phase")
    other = make_term("stage", forbidden_synonyms="phase")
    map_with("The customer in a phase", owner=owner)
    map_with("Une phase", slug="fr", locale=locale_fr)
    assert len(rows(admin_client)) == 3
    assert [use.locale_name for use in rows(admin_client, language=locale_fr.pk)] == ["Français"]
    assert [use.said for use in rows(admin_client, term=other.pk)] == ["phase"]
    assert len(rows(admin_client, owner=owner.pk)) == 2


def test_the_download_holds_no_formula(admin_client, term):
    map_with("customer", title="=1+1")
    response = admin_client.get(REPORT, {"export": "csv"})
    lines = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert lines[0][0] == "Word to avoid"
    assert lines[1][1:3] == ["client", "'=1+1"]
    assert lines[1][-1] == "customer"
    assert admin_client.get(REPORT, {"export": "xlsx"}).status_code == 200


def test_its_cost_does_not_grow_with_the_maps(admin_client, term):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(REPORT)
        return len(captured)

    map_with(slug="first")
    admin_client.get(REPORT)
    few = cost()
    for number in range(6):
        map_with(f"The customer {number}", slug=f"more-{number}")
    assert cost() == few

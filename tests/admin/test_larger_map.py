"""Editors say of which stage of which larger map a map is the detail, and are told what hinders."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests.admin.open_editors import OpenEditor, flat, person, stream
from tests.factories import add_page, make_channels, stage, stage_table
from tests.families import detail, hide, in_french, journey, table
from tests.testapp.models import AnyPage, WideMapPage
from wagtail_parcours.admin.detailed_maps import detailed_by
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db

GONE = "A stage that is no longer in this map"


@pytest.fixture
def ada(db):
    make_channels()
    return person("Ada")


@pytest.fixture
def visitor(client, django_user_model):
    """Someone with access to the admin and no page of their own."""
    user = django_user_model.objects.create_user("visitor", "v@example.org", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    client.user = user
    return client


def editor_of(page, user):
    group = Group.objects.create(name=f"Editors of {page}")
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=codename)
        )
    user.groups.add(group)


def saved(page):
    """What the last version of a map says of its larger map, and at which stage."""
    page = type(page).objects.get(pk=page.pk)
    version = page.get_latest_revision_as_object()
    return (version.detailed_map_id, version.detailed_stage)


def errors(response, field):
    assert response.status_code == 200
    return response.context["form"].errors.get(field, [])


def offered(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    select = response.context["form"]["detailed_stage"]
    field = select.field.widget
    groups = field.optgroups("detailed_stage", [select.value()])
    return [
        (option["value"], option["label"])
        for _name, options, _index in groups
        for option in options
    ]


# -- which stages there are to choose from


def ask(client, page):
    return client.get(reverse("wagtail_parcours:stages", args=[page.pk]))


def test_the_stages_of_a_map_come_with_their_numbers(ada):
    assert ask(ada, journey()).json() == {
        "map": "Whole journey",
        "stages": [
            {"id": "aware", "name": "1. Aware"},
            {"id": "inform", "name": "2. Inform"},
            {"id": "apply", "name": "3. Apply"},
        ],
    }


def test_two_tables_are_told_apart_and_stages_that_cannot_be_named_are_left_out(ada):
    stages = [stage("", "odd"), stage("Too long", "x" * 81), stage("Without", "")]
    stages[-1]["id"] = None
    body = [table("Aware"), stage_table(stages, 1, title="")]
    names = [entry["name"] for entry in ask(ada, journey(body=body)).json()["stages"]]
    assert names == ["Stages: 1. Aware", "Stages of the journey: 1. Unnamed stage"]


def test_the_draft_counts_for_those_who_edit_it_and_is_hidden_from_others(visitor, ada):
    whole = journey()
    whole.body = [table("Inform")]
    whole.save_revision()
    assert [entry["id"] for entry in ask(ada, whole).json()["stages"]] == ["inform"]
    assert [entry["id"] for entry in ask(visitor, whole).json()["stages"]] == [
        "aware",
        "inform",
        "apply",
    ]
    hide(whole)
    assert ask(visitor, whole).status_code == 404
    assert ask(visitor, journey("Draft", live=False)).status_code == 404


def test_only_maps_have_stages_and_only_people_of_the_admin_are_told(ada, client):
    whole = journey()
    assert ask(ada, Page.objects.get(depth=2)).status_code == 404
    url = reverse("wagtail_parcours:stages", args=[whole.pk])
    assert ada.post(url).status_code == 405
    assert ada.get(reverse("wagtail_parcours:stages", args=[999_999])).status_code == 404
    assert "login" in client.get(url).url


def test_the_list_holds_the_stages_of_the_saved_map_and_a_stage_that_is_gone(ada):
    whole = journey()
    form = detail(whole, "long-gone")
    assert offered(ada, form) == [
        ("", "No stage in particular"),
        ("aware", "1. Aware"),
        ("inform", "2. Inform"),
        ("apply", "3. Apply"),
        ("long-gone", GONE),
    ]
    assert offered(ada, whole) == [("", "No stage in particular")]


def test_a_map_that_an_editor_may_not_see_tells_no_stage(visitor):
    whole = journey()
    form = detail(whole)
    hide(whole)
    editor_of(form, visitor.user)
    assert offered(visitor, form) == [
        ("", "No stage in particular"),
        ("apply", "The stage chosen before"),
    ]
    editor = OpenEditor(visitor, form)
    assert editor.post(**{"action-publish": "1"}).status_code == 302
    assert saved(form) == (whole.pk, "apply")
    editor = OpenEditor(visitor, form)
    editor.fields["detailed_stage"] = "aware"
    assert errors(editor.post(**{"action-publish": "1"}), "detailed_stage")


# -- what is asked of the link


def test_a_link_is_saved_and_published(ada):
    whole, form = journey(), journey("In the form")
    editor = OpenEditor(ada, form)
    editor.fields |= {"detailed_map": whole.pk, "detailed_stage": "apply"}
    assert editor.save_itself()["success"] is True
    assert saved(form) == (whole.pk, "apply")
    editor = OpenEditor(ada, form)
    assert editor.post(**{"action-publish": "1"}).status_code == 302
    form.refresh_from_db()
    assert (form.detailed_map_id, form.detailed_stage) == (whole.pk, "apply")


def test_a_new_map_may_begin_as_a_detail(ada):
    whole = journey()
    url = reverse("wagtailadmin_pages:add", args=["wagtail_parcours", "currentstatemappage", 2])
    post = {
        "title": "In the form",
        "slug": "in-the-form",
        "detailed_map": whole.pk,
        "detailed_stage": "inform",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **dict(flat("body", stream([]))),
    }
    assert ada.post(url, post).status_code == 302
    assert saved(CurrentStateMapPage.objects.get(slug="in-the-form")) == (whole.pk, "inform")


def test_without_a_map_there_is_no_stage(ada):
    form = detail(journey())
    editor = OpenEditor(ada, form)
    editor.fields["detailed_map"] = ""
    assert editor.save_itself()["success"] is True
    assert saved(form) == (None, "")


def test_a_map_of_any_kind_may_be_the_larger_one_but_no_other_page(ada):
    form = journey("In the form")
    wide = journey("Wide", page_class=WideMapPage)
    editor = OpenEditor(ada, form)
    editor.fields["detailed_map"] = wide.pk
    assert editor.save_itself()["success"] is True
    editor.fields["detailed_map"] = add_page(AnyPage(title="Any", slug="any")).pk
    assert errors(editor.post(), "detailed_map") == ["Choose a journey map."]


def test_no_map_is_part_of_itself_in_any_language(ada):
    whole = journey()
    tout = in_french(whole, "Tout")
    for chosen in (whole, tout):
        editor = OpenEditor(ada, whole)
        editor.fields["detailed_map"] = chosen.pk
        for way in ({}, {"action-publish": "1"}):
            assert errors(editor.post(**way), "detailed_map") == [
                "A map cannot be a part of itself. Choose another map."
            ]


@pytest.mark.parametrize("depth", [1, 2, 12])
def test_no_map_is_part_of_what_lies_in_it_at_any_depth(ada, depth):
    whole = inner = journey()
    for number in range(depth):
        inner = detail(inner, "apply", f"Level {number}", live=number % 2 == 0)
    editor = OpenEditor(ada, whole)
    editor.fields["detailed_map"] = inner.pk
    message = f"“Level {depth - 1}” is already a part of this map. Choose a map that is not."
    assert errors(editor.post(), "detailed_map") == [message]
    assert editor.save_itself()["success"] is False


def test_a_circle_that_others_closed_stops_publishing_and_no_draft(ada):
    whole = journey()
    form = detail(whole)
    rows = CurrentStateMapPage.objects.filter(pk=whole.pk)
    rows.update(detailed_map=form, detailed_stage="aware")
    editor = OpenEditor(ada, form)
    assert editor.save_itself()["success"] is True
    assert saved(form) == (whole.pk, "apply")
    assert errors(OpenEditor(ada, form).post(**{"action-publish": "1"}), "detailed_map")


def test_a_stage_that_is_gone_stays_in_the_draft_and_publishing_asks_for_another(ada):
    whole = journey()
    form = detail(whole)
    whole.body = [table("Aware", "Inform")]
    whole.save_revision().publish()
    assert OpenEditor(ada, form).save_itself()["success"] is True
    assert saved(form) == (whole.pk, "apply")
    editor = OpenEditor(ada, form)
    publish = {"action-publish": "1"}
    assert errors(editor.post(**publish), "detailed_stage") == [
        "This stage is no longer in “Whole journey”. Choose another one, or none."
    ]
    for stage_id in ("inform", ""):
        editor = OpenEditor(ada, form)
        editor.fields["detailed_stage"] = stage_id
        assert editor.post(**publish).status_code == 302
        assert saved(form) == (whole.pk, stage_id)


def test_a_stage_may_be_in_the_draft_of_the_larger_map_or_in_what_readers_see(ada):
    whole, form = journey(), journey("In the form")
    whole.body = [stage_table([stage("New", "new")], 1)]
    whole.save_revision()
    for stage_id in ("new", "apply"):
        editor = OpenEditor(ada, form)
        editor.fields |= {"detailed_map": whole.pk, "detailed_stage": stage_id}
        assert editor.post(**{"action-publish": "1"}).status_code == 302
        assert saved(form) == (whole.pk, stage_id)


def test_another_map_drops_the_stage_of_the_one_before_but_not_in_another_language(ada):
    whole = journey()
    form = detail(whole)
    other = journey("Other", body=[table("Aware")])
    tout = in_french(whole, "Tout")
    for chosen, kept in ((tout, "apply"), (other, "")):
        editor = OpenEditor(ada, form)
        editor.fields["detailed_map"] = chosen.pk
        assert editor.save_itself()["success"] is True
        assert saved(form) == (chosen.pk, kept)


def test_an_alias_is_replaced_by_the_map_that_it_shows(ada):
    whole, form = journey(), journey("In the form")
    section = add_page(AnyPage(title="Section", slug="section"))
    alias = whole.create_alias(parent=section, update_slug="alias")
    editor = OpenEditor(ada, form)
    editor.fields |= {"detailed_map": alias.pk, "detailed_stage": "apply"}
    assert editor.save_itself()["success"] is True
    assert saved(form) == (whole.pk, "apply")


def test_versions_are_compared_by_the_names_of_stages(ada):
    form = detail(journey())
    first = form.save_revision()
    form.detailed_stage = "inform"
    second = form.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[form.pk, first.pk, second.pk])
    html = ada.get(url).content.decode()
    assert '<span class="deletion">Apply</span><span class="addition">Inform</span>' in html


def test_saving_a_draft_costs_few_queries_for_the_link(ada):
    """A draft saves itself again and again; no stage is looked up for that."""
    whole, alone = journey(), journey("Alone")
    linked = detail(whole)

    def queries(page):
        editor = OpenEditor(ada, page)
        editor.save_itself()
        editor = OpenEditor(ada, page)
        editor.fields["introduction"] = "Other"
        with CaptureQueriesContext(connection) as captured:
            assert editor.save_itself()["success"] is True
        return [query["sql"] for query in captured]

    before, after = queries(alone), queries(linked)
    # What Django and Wagtail ask for the key of any other page. What a form offers to choose from
    # is remembered for a second, and counts here or there as it happens.
    of_pages = [sum('FROM "wagtailcore_page"' in sql for sql in found) for found in (before, after)]
    assert of_pages[1] - of_pages[0] <= 5
    bodies = [sum('"body"' in sql for sql in found) for found in (before, after)]
    assert bodies[0] == bodies[1]


# -- what the editor of the larger map is told


def note(client, page):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    found = BeautifulSoup(html, "html.parser").select_one(".parcours-detailed-by")
    if found is None:
        return None
    lists = found.select("ul")
    return [[" ".join(li.get_text(" ").split()) for li in ul.select("li")] for ul in lists]


def test_the_editor_names_the_maps_that_detail_its_stages(ada):
    whole = journey()
    assert note(ada, whole) is None
    detail(whole, "apply", "In the form")
    detail(whole, "aware", "In the letter", live=False)
    detail(whole, "", "What people say")
    assert note(ada, whole) == [
        ["What people say", "1. Aware › In the letter draft", "3. Apply › In the form"]
    ]


def test_the_editor_warns_of_maps_whose_stage_is_not_in_this_version(ada):
    whole = journey()
    form = detail(whole)
    whole.body = [table("Aware")]
    whole.save_revision()
    html = ada.get(reverse("wagtailadmin_pages:edit", args=[whole.pk])).content.decode()
    assert "a stage in detail that is no longer in this version" in html
    assert reverse("wagtailadmin_pages:edit", args=[form.pk]) in html
    assert note(ada, whole) == [["In the form"]]


def test_a_person_is_told_of_maps_that_they_may_see_only(visitor):
    whole = journey()
    section = add_page(AnyPage(title="Section", slug="section"))
    editor_of(whole, visitor.user)
    detail(whole, "apply", "Secret draft", live=False)
    hide(detail(whole, "apply", "Secret page"))
    assert note(visitor, whole) is None
    detail(whole, "apply", "For all")
    mine = detail(whole, "aware", "My draft", live=False, parent=section)
    editor_of(section, visitor.user)
    assert note(visitor, whole) == [["1. Aware › My draft draft", "3. Apply › For all"]]
    html = visitor.get(reverse("wagtailadmin_pages:edit", args=[whole.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[mine.pk]) in html
    assert 'href="http://localhost/for-all/"' in html


def test_each_map_is_named_once_in_the_language_of_the_page(ada):
    whole = journey()
    form = detail(whole)
    tout = in_french(whole, "Tout")
    in_french(form, "Dans le formulaire")
    assert note(ada, tout) == [["3. Demander › Dans le formulaire"]]
    assert note(ada, whole) == [["3. Apply › In the form"]]


def test_the_note_costs_the_same_for_many_maps(ada, django_assert_num_queries):
    whole = journey()
    for number in range(2):
        detail(whole, "apply", f"Map {number}")
    with CaptureQueriesContext(connection) as captured:
        detailed_by(whole, ada.user)
    for number in range(2, 8):
        detail(whole, "apply", f"Map {number}")
    with django_assert_num_queries(len(captured)):
        detailed_by(whole, ada.user)

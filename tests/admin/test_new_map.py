""" "New journey map": a few questions, a draft that is laid out, nobody's rights exceeded."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail import hooks
from wagtail.models import GroupPagePermission, Locale, PageLogEntry, PageViewRestriction

from tests.factories import (
    PersonaFactory,
    add_page,
    finding,
    home_page,
    make_channels,
    make_index,
    make_map,
    make_project,
    sign_as_it_is,
    stage,
    stage_table,
)
from tests.testapp.models import AnyPage
from wagtail_parcours.frameworks import ACCESSIBLE_SERVICE
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FrameworkStageText,
    FutureStateMapPage,
    base_page_model,
)

pytestmark = pytest.mark.django_db

URL = "/admin/parcours/new/"
CURRENT, FUTURE = "wagtail_parcours.currentstatemappage", "wagtail_parcours.futurestatemappage"
STAGES = ["Aware", "Inform", "Advise", "Determine", "Apply", "Manage"]


@pytest.fixture
def index():
    return make_index()


def answers(parent, /, **values):
    return {
        "kind": CURRENT,
        "title": "Ana applies",
        "parent": parent.pk,
        "start": "framework",
        "framework": "accessible-service",
        "shape": "",
        "persona": "",
        "current_map": "",
        **values,
    }


def create(client, parent, /, **values):
    """Answer the questions; return the new page, after checking where the answer leads."""
    before = set(base_page_model().objects.values_list("pk", flat=True))
    response = client.post(URL, answers(parent, **values))
    assert response.status_code == 302, response.context["form"].errors
    page = base_page_model().objects.exclude(pk__in=before).get().specific
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    return page


def errors(client, parent, /, **values):
    pages = base_page_model().objects.count()
    response = client.post(URL, answers(parent, **values))
    assert response.status_code == 200
    assert base_page_model().objects.count() == pages
    return response.context["form"].errors


def stages_of(page):
    (table,) = page.get_journey().tables
    return table.stages


# -- what it makes


def test_a_map_has_the_stages_of_the_framework(admin_client, index):
    page = create(admin_client, index)
    assert type(page) is CurrentStateMapPage
    assert page.get_parent().specific == index
    assert page.framework == "accessible-service"
    (table,) = page.get_journey().tables
    assert table.lanes == ACCESSIBLE_SERVICE.lanes
    assert [stage.name for stage in table.stages] == STAGES
    assert [stage.texts["framework_stage"] for stage in table.stages] == [
        f"accessible-service/{name.lower()}" for name in STAGES
    ]
    assert len({stage.id for stage in table.stages} | {table.id}) == 7


def test_it_is_a_draft_of_the_person_and_logged(admin_client, admin_user, index):
    page = create(admin_client, index)
    assert not page.live
    assert page.owner == admin_user
    assert page.latest_revision.user == admin_user
    assert page.latest_revision.as_object().body.raw_data[0]["type"] == "stage_table"
    actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", "user")
    assert ("wagtail.create", admin_user.pk) in actions


def test_the_editor_opens_it(admin_client, index):
    page = create(admin_client, index)
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    text = response.content.decode()
    assert "The draft of “Ana applies” is ready." in text
    assert "Determine" in text


def test_the_persona_comes_first(admin_client, index):
    persona = PersonaFactory()
    page = create(admin_client, index, persona=persona.pk)
    assert [part["type"] for part in page.body.raw_data] == ["persona_profile", "stage_table"]
    assert page.body[0].value["persona"] == persona


def test_stages_are_named_as_the_organisation_names_them(admin_client, index):
    FrameworkStageText.objects.create(
        framework="accessible-service", key="aware", name="Hears of it", locale=index.locale
    )
    names = [stage.name for stage in stages_of(create(admin_client, index))]
    assert names == ["Hears of it", *STAGES[1:]]


def test_the_map_takes_the_language_of_its_place(admin_client):
    french = Locale.objects.get_or_create(language_code="fr")[0]
    index = make_index(title="Parcours", locale=french)
    FrameworkStageText.objects.create(
        framework="accessible-service", key="aware", name="Connaître", locale=french
    )
    persona = PersonaFactory()
    translated = persona.copy_for_translation(french)
    translated.save()
    page = create(admin_client, index, persona=persona.pk)
    assert page.locale == french
    assert stages_of(page)[0].name == "Connaître"
    assert page.body[0].value["persona"] == translated


def test_built_in_texts_come_in_the_language_of_the_place(admin_client, monkeypatch):
    from django.utils import translation

    french = Locale.objects.get_or_create(language_code="fr")[0]
    used = []
    monkeypatch.setattr(
        "wagtail_parcours.frameworks.registry.Framework.stage_reference",
        lambda self, stage: used.append(translation.get_language()) or stage.key,
    )
    create(admin_client, make_index(locale=french))
    assert set(used) == {"fr"}


def test_a_persona_without_translation_stays_who_it_is(admin_client):
    french = Locale.objects.get_or_create(language_code="fr")[0]
    persona = PersonaFactory()
    page = create(admin_client, make_index(locale=french), persona=persona.pk)
    assert page.body[0].value["persona"] == persona


def test_the_shape_of_a_map_is_copied_and_its_content_is_not(admin_client, index):
    rows = [
        stage("First", framework_stage="accessible-service/aware", service_point=True),
        stage("Second", actions="Secret words", findings=[finding("Secret words", channel="")]),
    ]
    body = [stage_table(rows, ["actions", "evidence"], title="Secret words")]
    source = make_map(body=body, parent=index, framework="accessible-service")
    page = create(admin_client, index, start="map", shape=source.pk, framework="")

    assert "Secret words" not in str(page.body.raw_data)
    assert page.framework == "accessible-service"
    (table,), (old,) = page.get_journey().tables, source.get_journey().tables
    assert table.lanes == ("actions", "evidence")
    assert [(s.name, s.service_point) for s in table.stages] == [
        ("First", False),
        ("Second", False),
    ]
    assert table.stages[0].texts["framework_stage"] == "accessible-service/aware"
    old_ids = {old.id, *(s.id for s in old.stages)}
    assert not old_ids & {table.id, *(s.id for s in table.stages)}


def test_the_shape_of_the_draft_is_taken_by_those_who_edit_it(admin_client, index):
    source = make_map(body=[stage_table([stage("Old")])], parent=index)
    source.body = [stage_table([stage("New")])]
    source.save_revision()
    page = create(admin_client, index, start="map", shape=source.pk)
    assert [stage.name for stage in stages_of(page)] == ["New"]


def test_a_map_may_start_empty(admin_client, index):
    page = create(admin_client, index, start="empty")
    assert (list(page.body), page.framework) == ([], "")


def test_a_future_map_has_a_card_for_each_channel(admin_client, index):
    make_channels()
    current = make_map(parent=index)
    page = create(admin_client, index, kind=FUTURE, current_map=current.pk)
    assert type(page) is FutureStateMapPage
    assert page.get_current_map() == current
    assert [card.channel for card in page.get_journey().cards] == [
        "online",
        "telephone",
        "in-person",
    ]
    assert len(page.get_journey().tables) == 1


def test_a_current_map_has_no_cards_and_no_link(admin_client, index):
    make_channels()
    page = create(admin_client, index, current_map=make_map(parent=index).pk)
    assert page.get_journey().cards == ()
    assert not hasattr(page, "current_map")


def test_what_it_makes_can_be_published_once_filled_in(admin_client, index):
    make_channels()
    page = create(admin_client, index, kind=FUTURE, persona=PersonaFactory().pk)
    sign_as_it_is(page.get_latest_revision_as_object())
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live
    page.full_clean()


# -- the form


def test_it_proposes_what_is_usual(admin_client, index):
    form = admin_client.get(URL).context["form"]
    assert form["kind"].initial == CURRENT
    assert form["framework"].initial == "accessible-service"
    assert form["parent"].initial.pk == index.pk
    other = make_index(title="Second")
    assert admin_client.get(URL).context["form"]["parent"].initial is None
    assert (
        admin_client.get(URL, {"parent": other.pk}).context["form"]["parent"].initial.pk == other.pk
    )


@pytest.mark.parametrize("wrong", ["x", "-1", "999999", "9" * 40, "²"])
def test_a_wrong_place_in_the_address_is_ignored(admin_client, wrong):
    assert admin_client.get(URL, {"parent": wrong}).status_code == 200


def test_what_is_missing_is_said_and_what_was_typed_is_kept(admin_client, index):
    persona = PersonaFactory(name="Ana")
    response = admin_client.post(URL, answers(index, kind="", persona=persona.pk))
    text = response.content.decode()
    assert response.context["form"].errors.keys() == {"kind"}
    assert 'value="Ana applies"' in text
    assert f'value="{persona.pk}"' in text
    assert f'value="{index.pk}"' in text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"parent": ""}, "parent"),
        ({"parent": "999999"}, "parent"),
        ({"kind": "wagtailcore.page"}, "kind"),
        ({"start": "other"}, "start"),
        ({"framework": ""}, "framework"),
        ({"framework": "unknown"}, "framework"),
        ({"start": "map"}, "shape"),
        ({"persona": "999999"}, "persona"),
    ],
)
def test_every_answer_is_checked(admin_client, index, values, field):
    assert errors(admin_client, index, **values).keys() == {field}


def test_a_map_without_stages_has_no_shape(admin_client, index):
    source = make_map(body=[], parent=index)
    assert "no stages" in str(errors(admin_client, index, start="map", shape=source.pk)["shape"])


def test_only_maps_have_a_shape(admin_client, index):
    assert "shape" in errors(admin_client, index, start="map", shape=index.pk)


def test_only_current_state_maps_can_be_linked(admin_client, index):
    future = make_map(page_class=FutureStateMapPage, parent=index)
    for page in (future, index):
        assert "current_map" in errors(admin_client, index, kind=FUTURE, current_map=page.pk)


# -- where, and who


def test_not_below_a_page_that_takes_no_maps(admin_client, index):
    existing = make_map(parent=index)
    assert "there can be no" in str(errors(admin_client, existing)["parent"])


def test_the_page_types_own_rule_is_respected(admin_client, index, monkeypatch):
    monkeypatch.setattr(CurrentStateMapPage, "max_count_per_parent", 1)
    create(admin_client, index)
    assert "No more" in str(errors(admin_client, index)["parent"])


def test_the_parents_own_rule_is_respected(admin_client):
    """A project takes our maps; a site's own map type is not on its list."""
    project = make_project()
    found = errors(admin_client, project, kind="testapp.widemappage")
    assert "there can be no" in str(found["parent"])
    assert create(admin_client, project).get_parent().specific == project


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("editor", "e@example.org", "pw")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def let_add(user, page, action="add"):
    group = Group.objects.create(name=f"{action} {page.pk}")
    model = base_page_model()
    permission = Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model),
        codename=f"{action}_{model._meta.model_name}",
    )
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)


def test_who_may_add_nowhere_is_turned_away(client, editor, index):
    client.force_login(editor)
    assert client.get(URL).url == reverse("wagtailadmin_home")
    assert client.post(URL, answers(index)).url == reverse("wagtailadmin_home")
    assert not CurrentStateMapPage.objects.exists()


def test_strangers_are_asked_to_log_in(client, index):
    assert "login" in client.get(URL).url


def test_only_below_pages_where_the_person_may_add(client, editor, index):
    elsewhere = make_index(title="Not mine")
    let_add(editor, index)
    client.force_login(editor)
    assert "may not add" in str(errors(client, elsewhere)["parent"])
    assert create(client, index).owner == editor


def test_no_shape_is_read_from_a_map_the_person_cannot_see(client, editor, index):
    let_add(editor, index)
    client.force_login(editor)
    draft = make_map(live=False)
    private = make_map(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for source in (draft, private):
        assert "cannot see" in str(errors(client, index, start="map", shape=source.pk)["shape"])


def test_of_a_live_map_of_others_the_published_shape_is_taken(client, editor, index):
    let_add(editor, index)
    client.force_login(editor)
    source = make_map(body=[stage_table([stage("Published")])])
    source.body = [stage_table([stage("Unpublished plans")])]
    source.save_revision()
    page = create(client, index, start="map", shape=source.pk)
    assert [stage.name for stage in stages_of(page)] == ["Published"]


def test_hooks_for_new_pages_are_respected(admin_client, index):
    from django.http import HttpResponse

    seen = []
    with hooks.register_temporarily("after_create_page", lambda request, page: seen.append(page)):
        assert seen == [create(admin_client, index)]

    def refuse(request, parent, page_class):
        return HttpResponse(f"No {page_class.__name__} below {parent}")

    pages = base_page_model().objects.count()
    with hooks.register_temporarily("before_create_page", refuse):
        answer = admin_client.post(URL, answers(index))
    assert answer.content.decode() == "No CurrentStateMapPage below Journeys"
    assert base_page_model().objects.count() == pages


def test_any_page_that_takes_maps_may_be_the_place(admin_client):
    place = add_page(AnyPage(title="Section"), home_page())
    assert create(admin_client, place).get_parent().specific == place

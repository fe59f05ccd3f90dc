"""The lists of the Journeys menu: what they show, how they are searched, filtered, exported."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.icons import get_icons
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    make_map,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.admin.export import neutralise
from wagtail_parcours.admin.icons import NAMES
from wagtail_parcours.models import FrameworkStageText, Persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def address(model, name="list", *args):
    return reverse(f"wagtailsnippets_wagtail_parcours_{model}:{name}", args=args)


def page_text(client, model, **query):
    response = client.get(address(model), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shown(client, model, **query):
    return list(client.get(address(model), query).context["object_list"])


def csv_rows(client, model):
    response = client.get(address(model), {"export": "csv"})
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


# -- personas


def test_a_persona_is_shown_as_readers_meet_it(admin_client):
    group = TargetGroupFactory(name="Newcomers")
    PersonaFactory(name="Ana Maria", origin="composite", interviews=7, target_group=group)
    text = page_text(admin_client, "persona")
    assert '<span class="parcours-thumb parcours-thumb--monogram" aria-hidden="true">AM</span>' in (
        text
    )
    for word in ("Ana Maria", "Composite of 7 interviews", "Newcomers", "Client", "Live"):
        assert word in text


def test_a_persona_with_a_photo_shows_it(admin_client):
    photo = get_image_model().objects.create(title="Ana", file=get_test_image_file())
    PersonaFactory(photo=photo)
    text = page_text(admin_client, "persona")
    assert "parcours-thumb--monogram" not in text
    assert 'class="parcours-thumb"' in text


def test_headings_come_in_the_persons_language(admin_client, admin_user):
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = "fr"
    profile.save()
    PersonaFactory()
    text = page_text(admin_client, "persona")
    with translation.override("fr"):
        headings = [gettext(word) for word in ("Locale", "Updated", "Status", "Origin", "Usage")]
    assert [heading for heading in headings if heading not in text] == []


def test_drafts_and_live_personas_say_which_they_are(admin_client):
    PersonaFactory(name="Draft only", live=False)
    assert "Draft only" in page_text(admin_client, "persona")
    assert shown(admin_client, "persona", live="true") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"role": "employee"}, "Bo"),
        ({"origin": "real"}, "Bo"),
        ({"live": "true"}, "Ana"),
        ({"q": "ana"}, "Ana"),
        ({"q": "bo", "origin": "real"}, "Bo"),
        ({"q": "ana", "ordering": "role"}, "Ana"),
        ({"q": "ana", "ordering": "-target_group"}, "Ana"),
        ({"q": "ana", "ordering": "locale_id"}, "Ana"),
        ({"q": "ana", "live": "true", "ordering": "live"}, "Ana"),
        ({"q": "ana", "locale": "en", "ordering": "_updated_at"}, "Ana"),
    ],
)
def test_personas_are_searched_filtered_and_sorted(admin_client, query, found):
    PersonaFactory(name="Ana")
    PersonaFactory(name="Bo", role="employee", origin="real", live=False)
    assert [persona.name for persona in shown(admin_client, "persona", **query)] == [found]


def test_personas_are_filtered_by_target_group(admin_client):
    group = TargetGroupFactory()
    ana = PersonaFactory(name="Ana", target_group=group)
    PersonaFactory(name="Bo")
    assert shown(admin_client, "persona", target_group=group.pk) == [ana]
    assert shown(admin_client, "persona", target_group=group.pk, q="ana") == [ana]


def test_live_maps_are_counted_and_linked(admin_client, django_capture_on_commit_callbacks):
    ana = PersonaFactory(name="Ana")
    assert "No live map" in page_text(admin_client, "persona")
    with django_capture_on_commit_callbacks(execute=True):
        for title in ("One", "Two"):
            make_map(persona=ana, title=title)
    text = page_text(admin_client, "persona")
    assert f'<a href="{address("persona", "shown", ana.pk)}"> 2 live maps </a>' in text
    # Wagtail's own list, which knows drafts too, is still there.
    usage = admin_client.get(address("persona", "usage", ana.pk)).content.decode()
    assert "One" in usage
    assert "Two" in usage


def test_the_list_fetches_what_it_shows_at_once(admin_client):
    """Wagtail and wagtail-localize ask a few questions for each row; we add none."""
    photo = get_image_model().objects.create(title="Ana", file=get_test_image_file())
    tables = (
        "wagtail_parcours_targetgroup",
        "wagtailimages",
        "referenceindex",
        "wagtailcore_locale",
    )

    def ours():
        PersonaFactory(photo=photo, target_group=TargetGroupFactory())
        admin_client.get(address("persona"))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address("persona"))
        from_rows = [query["sql"] for query in queries if "translation_key" not in query["sql"]]
        return sum(any(table in sql for table in tables) for sql in from_rows)

    assert [ours() for _number in range(4)] == [ours()] * 4


# -- channels, target groups, framework texts


def test_channels_count_the_live_maps_that_name_them(admin_client):
    channel = ChannelFactory(slug="telephone", name="Telephone")
    ChannelFactory(slug="online", name="Online")
    body = [stage_table([stage(touchpoints=[touchpoint(channel="telephone")])])]
    make_map(body=body, title="Calling us")
    make_map(body=body, title="Only a draft", live=False)
    text = page_text(admin_client, "channel")
    assert "1 live map " in text
    assert "No live map" in text
    assert 'href="#icon-parcours-channel"' in text

    usage = admin_client.get(address("channel", "usage", channel.pk)).content.decode()
    assert "Calling us" in usage
    assert "Only a draft" not in usage
    delete = admin_client.get(address("channel", "delete", channel.pk)).content.decode()
    assert "referenced 1 time" in " ".join(delete.split())


def test_channels_come_in_their_own_order(admin_client):
    ChannelFactory(slug="a", name="A", sort_order=30)
    ChannelFactory(slug="z", name="Z", sort_order=10)
    assert [channel.slug for channel in shown(admin_client, "channel")] == ["z", "a"]


@pytest.mark.parametrize("order", ["slug", "-slug", "sort_order", "locale_id", "_updated_at"])
def test_found_channels_can_be_sorted(admin_client, order):
    channel = ChannelFactory(slug="online", name="Online")
    assert shown(admin_client, "channel", q="online", ordering=order) == [channel]


def test_target_groups_count_their_personas(admin_client):
    group = TargetGroupFactory()
    PersonaFactory(target_group=group)
    PersonaFactory(target_group=group)
    assert csv_rows(admin_client, "targetgroup")[1][-1] == "2"


def test_framework_texts_are_edited_but_not_added(admin_client):
    english = Locale.objects.get(language_code="en")
    row = FrameworkStageText.objects.create(
        framework="accessible-service", key="aware", name="Aware", locale=english
    )
    text = page_text(admin_client, "frameworkstagetext")
    assert "Aware" in text
    assert address("frameworkstagetext", "add") not in text
    assert admin_client.get(address("frameworkstagetext", "add")).status_code == 302
    edit = address("frameworkstagetext", "edit", row.pk)
    admin_client.post(edit, {"name": "Hears of it", "guidance": ""})
    row.refresh_from_db()
    assert (row.name, row.framework, row.key) == ("Hears of it", "accessible-service", "aware")


# -- empty lists


@pytest.mark.parametrize(
    ("model", "title"),
    [
        ("persona", "No persona yet"),
        ("channel", "No channel yet"),
        ("targetgroup", "No target group yet"),
    ],
)
def test_an_empty_list_says_what_belongs_there_and_how_to_start(admin_client, model, title):
    text = page_text(admin_client, model)
    assert title in text
    assert f'class="button button-small" href="{address(model, "add")}' in text


def test_an_empty_list_offers_nothing_to_those_who_cannot_add(client):
    user = get_user_model().objects.create_user("viewer", "v@example.org", "pw")
    for codename in ("access_admin", "change_persona"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    text = page_text(client, "persona")
    assert "No persona yet" in text
    assert address("persona", "add") not in text


def test_a_search_without_result_is_not_an_empty_list(admin_client):
    PersonaFactory(name="Ana")
    assert "No persona yet" not in page_text(admin_client, "persona", q="nobody")


# -- exports


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_neutralised(start):
    assert neutralise(f"{start}cmd|' /C calc'!A1") == f"'{start}cmd|' /C calc'!A1"


@pytest.mark.parametrize("value", ["Ana", "a=b", "", None, -3, 0.5])
def test_other_cells_stay_as_they_are(value):
    assert neutralise(value) == value


def test_no_cell_of_a_csv_export_is_a_formula(admin_client):
    PersonaFactory(name="=1+1", quote="@SUM(A1)", needs="-2", age=3, target_group=None)
    headings, row = csv_rows(admin_client, "persona")
    cells = dict(zip(headings, row, strict=True))
    assert cells["First name"] == "'=1+1"
    assert cells["Quote"] == "'@SUM(A1)"
    assert cells["Needs"] == "'-2"
    assert cells["Age"] == "3"
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_no_cell_of_an_xlsx_export_is_a_formula(admin_client):
    ChannelFactory(slug="a", name="=HYPERLINK(1)", description="+1")
    response = admin_client.get(address("channel"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    row = list(sheet[2])
    assert [cell.value for cell in row[:3]] == ["'=HYPERLINK(1)", "a", "'+1"]
    assert {cell.data_type for cell in row} <= {"s", "n"}


def test_exports_speak_in_words(admin_client):
    group = TargetGroupFactory(name="Newcomers")
    PersonaFactory(name="Ana", target_group=group, interviews=12)
    headings, row = csv_rows(admin_client, "persona")
    cells = dict(zip(headings, row, strict=True))
    assert cells["Role"] == "Client"
    assert cells["Origin"] == "Composite of 12 interviews"
    assert cells["Target group"] == "Newcomers"
    assert cells["Reading level"] == "Reads short, simple texts"
    assert cells["Status"] == "live"


# -- the menu and the icons


def menu_of(client, user):
    from django.test import RequestFactory
    from wagtail.admin.menu import admin_menu

    request = RequestFactory().get("/admin/")
    request.user = user
    for item in admin_menu.menu_items_for_request(request):
        if item.name == "journeys":
            return [str(entry.label) for entry in item.menu.menu_items_for_request(request)]
    return None


def test_the_menu_shows_each_person_what_they_may_use(client, django_user_model):
    boss = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    names = menu_of(client, boss)
    assert names == [
        "New journey map",
        "Journey maps",
        "Roadmap",
        "Portfolio",
        "Personas",
        "Channels",
        "Indicators",
        "Target groups",
        "Glossary",
        "Framework stages",
        "Statements",
    ]

    reader = django_user_model.objects.create_user("reader", "r@example.org", "pw")
    assert menu_of(client, reader) is None

    reader.user_permissions.add(Permission.objects.get(codename="change_persona"))
    reader = django_user_model.objects.get(pk=reader.pk)
    assert menu_of(client, reader) == ["Personas"]


def test_every_icon_is_in_the_sprite_and_takes_the_colour_of_the_text():
    sprite = get_icons()
    for name in NAMES:
        assert f'id="icon-parcours-{name}"' in sprite
    own = [part for part in sprite.split("<symbol") if 'id="icon-parcours-' in part]
    assert len(own) == len(NAMES)
    assert all("currentColor" in part and "#" not in part for part in own)


def test_the_editor_advises_before_the_first_field(admin_client):
    text = admin_client.get(address("persona", "add")).content.decode()
    assert text.index("never a caricature") < text.index('name="name"')


def test_the_editor_and_the_usage_lead_to_the_record(admin_client):
    ana = PersonaFactory()
    facts = address("persona", "facts", ana.pk)
    for name in ("edit", "usage", "history"):
        assert (
            f'href="{facts}"' in admin_client.get(address("persona", name, ana.pk)).content.decode()
        )
    assert Persona.objects.count() == 1

"""Where a persona, a channel or a target group is shown, and who sees it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.admin.coverage import allow, make_organisation
from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    finding,
    improvement,
    improvement_card,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from tests.governance.workflows import make_editor
from tests.measured import IndicatorFactory
from tests.other_sides import indicator_use, need, needs_list, serving
from wagtail_parcours.models import FutureStateMapPage

pytestmark = pytest.mark.django_db


def address(instance, name="shown"):
    model = instance._meta.model_name
    return reverse(f"wagtailsnippets_wagtail_parcours_{model}:{name}", args=[instance.pk])


def rows(response):
    return [
        (page.title, str(page.state), str(page.locale)) for page in response.context["object_list"]
    ]


@pytest.fixture
def ana():
    return PersonaFactory(name="Ana", target_group=TargetGroupFactory(name="Newcomers"))


def test_it_lists_live_maps_with_state_and_language(admin_client, ana, locale_fr):
    make_map(persona=ana, title="Today")
    make_map(
        body=[persona_profile(ana), improvement_card()],
        title="Tomorrow",
        page_class=FutureStateMapPage,
    )
    make_map(persona=ana, title="Aujourd’hui", locale=locale_fr)
    make_map(persona=ana, title="Draft", slug="draft", live=False)
    expected = [
        ("Aujourd’hui", "Current state", "Français"),
        ("Today", "Current state", "English"),
        ("Tomorrow", "Future state", "English"),
    ]
    assert rows(admin_client.get(address(ana))) == expected
    assert rows(admin_client.get(address(ana.target_group))) == expected


BODIES = {
    "persona": lambda ana: [stage_table(1), persona_profile(ana, [("chat", "", "")])],
    "stage": lambda ana: [
        persona_profile(ana, [("", "", "")]),
        stage_table([stage(touchpoints=[touchpoint(channel="chat")])], ["touchpoints"]),
    ],
    "finding": lambda ana: [
        persona_profile(ana, [("", "", "")]),
        stage_table([stage(findings=[finding(channel="chat")])], ["findings"]),
    ],
    "card": lambda ana: [persona_profile(ana, [("", "", "")]), improvement_card("chat")],
}


@pytest.mark.parametrize("kind", BODIES)
def test_the_public_link_leads_to_an_anchor_that_is_there(admin_client, client, ana, kind):
    channel = ChannelFactory(slug="chat")
    page = make_map(body=BODIES[kind](ana), page_class=FutureStateMapPage)
    for instance, prefix in ((channel, kind), (ana, "persona"), (ana.target_group, "persona")):
        listing = admin_client.get(address(instance)).content.decode()
        (anchor,) = re.findall(rf'href="{page.url}#({prefix}-[^"]+)"', listing)
        assert f'id="{anchor}"' in client.get(page.url).content.decode()


NAMED = {
    "stage of an indicator": lambda named: [
        stage_table([stage(indicators=[indicator_use("calls")])], ["indicators"])
    ],
    "card of an indicator": lambda named: [
        improvement_card("mail", [improvement(indicator="calls")])
    ],
    "stage of an employee": lambda named: [
        stage_table([stage(serving=[serving(persona=named["persona"])])], ["serving"])
    ],
    "need of a persona": lambda named: [needs_list([need(persona=named["persona"])])],
    "need of a group": lambda named: [needs_list([need(group=named["group"])])],
}


@pytest.mark.parametrize("where", NAMED)
def test_what_is_only_named_is_shown_there_too(admin_client, client, ana, where):
    prefix, whose = where.split()[0], where.split()[-1]
    shown = {
        "indicator": IndicatorFactory(slug="calls"),
        "employee": ana,
        "persona": ana,
        "group": ana.target_group,
    }[whose]
    named = {"persona": str(ana.translation_key), "group": str(ana.target_group.translation_key)}
    page = make_map(body=NAMED[where](named), page_class=FutureStateMapPage)
    response = admin_client.get(address(shown))
    assert [title for title, _state, _language in rows(response)] == [page.title]
    (anchor,) = re.findall(rf'href="{page.url}#({prefix}-[^"]+)"', response.content.decode())
    assert f'id="{anchor}"' in client.get(page.url).content.decode()
    listing = admin_client.get(address(shown).split("shown/")[0]).content.decode()
    assert "1 live map\n" in listing


def test_a_map_that_shows_and_names_somebody_counts_once(admin_client, ana):
    lane = stage_table([stage(serving=[serving(persona=str(ana.translation_key))])], ["serving"])
    make_map(body=[persona_profile(ana), lane])
    assert len(rows(admin_client.get(address(ana)))) == 1
    listing = admin_client.get(address(ana).split("shown/")[0]).content.decode()
    assert "1 live map\n" in listing


def test_deleting_an_indicator_says_where_it_stands(admin_client):
    indicator = IndicatorFactory(slug="calls")
    page = make_map(
        body=[stage_table([stage(indicators=[indicator_use("calls")])], ["indicators"])]
    )
    text = admin_client.get(address(indicator, "delete")).content.decode()
    assert "is referenced 1 time" in " ".join(text.split())
    usage = admin_client.get(address(indicator, "usage")).content.decode()
    assert page.title in usage


def test_the_title_opens_the_editor_at_the_block(admin_client, ana):
    page = make_map(persona=ana)
    profile = page.get_journey().profiles[0].id
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    listing = admin_client.get(address(ana)).content.decode()
    assert f'href="{edit}#:w:contentpath=body.{profile}"' in listing


def test_only_maps_that_one_may_read_are_listed_and_counted(client, ana):
    page, hidden = make_map(persona=ana, title="Open"), make_map(persona=ana, title="Hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")
    editor = allow(make_editor(), "change_persona", "change_targetgroup", "change_channel")
    channel = ChannelFactory(slug="telephone")
    client.force_login(editor)
    for instance in (ana, ana.target_group, channel):
        response = client.get(address(instance))
        assert rows(response) == [("Open", "Current state", "English")]
        listing = client.get(address(instance).split("shown/")[0]).content.decode()
        assert "1 live map\n" in listing
        assert "2 live maps" not in listing
    # Wagtail's own list of a channel's usage as well.
    usage = client.get(address(channel, "usage")).content.decode()
    assert "Open" in usage
    assert "Hidden" not in usage
    assert page.live


def test_a_map_that_one_may_read_and_not_edit_has_no_way_to_the_editor(
    client, ana, django_user_model
):
    page = make_map(persona=ana, title="Open")
    user = django_user_model.objects.create_user("looker", "l@example.org", "pw")
    client.force_login(allow(user, "access_admin", "view_persona"))
    response = client.get(address(ana))
    assert rows(response) == [("Open", "Current state", "English")]
    text = response.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in text
    assert address(ana, "edit") not in text
    assert f'href="{page.url}#' in text


@pytest.mark.parametrize("kind", ["persona", "channel", "targetgroup"])
def test_each_kind_needs_a_permission_of_its_own(client, ana, django_user_model, kind):
    things = {
        "persona": ana,
        "channel": ChannelFactory(slug="mail"),
        "targetgroup": ana.target_group,
    }
    others = [f"change_{name}" for name in things if name != kind]
    user = django_user_model.objects.create_user("looker", "l@example.org", "pw")
    client.force_login(allow(user, "access_admin", *others))
    assert client.get(address(things[kind])).status_code == 302
    client.force_login(allow(user, f"view_{kind}"))
    assert client.get(address(things[kind])).status_code == 200


def test_nothing_shown_is_said(admin_client, ana):
    text = admin_client.get(address(ana)).content.decode()
    assert "On no live map" in text
    assert "Maps appear here when they go live." in text


def test_the_editor_leads_there(admin_client, ana):
    for instance in (ana, ana.target_group, ChannelFactory(slug="mail")):
        page = admin_client.get(address(instance, "edit")).content.decode()
        assert f'href="{address(instance)}"' in page


def test_it_costs_the_same_for_many_maps(admin_client, ana):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            shown = len(rows(admin_client.get(address(ana))))
        return shown, len(queries)

    make_map(persona=ana, slug="first")
    asked()
    one, number = asked()
    for each in range(4):
        make_map(persona=ana, slug=f"map-{each}")
    assert (one, asked()) == (1, (5, number))
    assert number <= 20


def test_the_export_has_the_number_of_the_screen(admin_client):
    people = make_organisation()["people"]
    url = reverse("wagtailsnippets_wagtail_parcours_persona:list")
    lines = admin_client.get(url, {"export": "csv"}).getvalue().decode().splitlines()
    assert lines[0].endswith(",Live maps")
    counts = {line.split(",")[0]: line.rsplit(",", 1)[1] for line in lines[1:]}
    assert counts == {"Ana": "2", "Bo": "2", "Cy": "1", "Di": "1", "Tess": "1", "Édouard": "0"}
    assert set(counts) == set(people)

"""What a map names in its new lanes is part of what is signed; what was measured is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    stage,
    stage_table,
)
from tests.measured import IndicatorFactory, add_readings
from tests.other_sides import indicator_use, need, needs_list, serving
from wagtail_parcours.governance.sealing import sealed_content
from wagtail_parcours.models import LiveVersion
from wagtail_parcours.models.facets import JourneyFacet

pytestmark = pytest.mark.django_db


def key(thing):
    return str(thing.translation_key)


@pytest.fixture
def named():
    """What the map below names: one thing of each kind."""
    return {
        "anne": PersonaFactory(name="Anne", role="employee", age=40),
        "ben": PersonaFactory(name="Ben"),
        "group": TargetGroupFactory(name="Newcomers"),
        "calls": IndicatorFactory(slug="calls", name="Calls answered", target="80.0000"),
        "waits": IndicatorFactory(slug="waits", name="Waiting time", unit="minutes"),
        "counter": ChannelFactory(slug="counter", name="Counter"),
    }


@pytest.fixture
def page(named):
    stages = [
        stage(
            serving=[serving(persona=key(named["anne"]), channel="counter")],
            indicators=[indicator_use("calls")],
        )
    ]
    body = [
        # None of the lanes is shown: switching them on must not change what was signed.
        stage_table(stages, ["actions"]),
        needs_list([need(group=key(named["group"]), persona=key(named["ben"]))]),
        improvement_card("", [improvement(indicator="waits")]),
    ]
    return make_future_map(body=body, slug="signed")


def shown(page):
    return sealed_content(type(page).objects.get(pk=page.pk)).shown


def is_marked(page):
    return LiveVersion.objects.get(page_id=page.pk).changed_at is not None


def save(thing, **values):
    again = type(thing).objects.get(pk=thing.pk)
    for name, value in values.items():
        setattr(again, name, value)
    again.save()


def test_what_it_names_is_sealed_with_its_facts(page, named):
    found = shown(page)
    assert found["indicator"]["calls"] == {
        "name": "Calls answered",
        "definition": "",
        "unit": "%",
        "direction": "up",
        "target": "80",
        "service_standard": "",
        "owner": "",
    }
    assert sorted(found["indicator"]) == ["calls", "waits"]
    assert found["target_group"] == {key(named["group"]): {"name": "Newcomers"}}
    people = {facts["name"]: facts for facts in found["persona"].values()}
    assert sorted(people) == ["Anne", "Ben"]
    assert people["Anne"]["age"] == 40
    assert found["channel"] == {"counter": {"name": "Counter", "icon": "parcours-channel"}}


def test_no_sensitive_field_of_a_persona_that_is_named_is_sealed(page, named):
    assert "condition" not in shown(page)["persona"][key(named["anne"])]


def test_facts_are_those_of_the_language_of_the_map(page, named):
    french = Locale.objects.create(language_code="fr")
    for name, said in (("calls", "Appels"), ("group", "Nouveaux"), ("anne", "Anne-Marie")):
        copy = named[name].copy_for_translation(french)
        copy.name, copy.live = said, True
        copy.save()
    assert shown(page)["indicator"]["calls"]["name"] == "Calls answered"
    page.locale = french
    found = sealed_content(page).shown
    assert found["indicator"]["calls"]["name"] == "Appels"
    assert found["indicator"]["waits"]["name"] == "Waiting time"
    assert found["target_group"][key(named["group"])]["name"] == "Nouveaux"
    assert found["persona"][key(named["anne"])]["name"] == "Anne-Marie"


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("calls", {"name": "Calls answered"}, {"name": "Calls taken"}),
        ("calls", {"target": 80}, {"target": 85}),
        ("waits", {"direction": "up"}, {"direction": "down"}),
        ("waits", {"owner": ""}, {"owner": "Front desk"}),
        ("anne", {"name": "Anne"}, {"name": "Annette"}),
        ("anne", {"live": True}, {"live": False}),
        ("ben", {"age": 58}, {"age": 59}),
        ("group", {"name": "Newcomers"}, {"name": "Arrivals"}),
        ("counter", {"name": "Counter"}, {"name": "Desk"}),
        ("calls", {"slug": "calls"}, {"slug": "calls-answered"}),
    ],
)
def test_a_change_of_what_it_names_marks_the_signed_map_until_it_is_taken_back(
    page, named, what, before, after
):
    assert not is_marked(page)
    save(named[what], **after)
    assert is_marked(page)
    save(named[what], **before)
    assert not is_marked(page)


@pytest.mark.parametrize("what", ["calls", "anne", "group", "counter"])
def test_what_it_names_and_is_gone_marks_the_signed_map(page, named, what):
    named[what].delete()
    assert is_marked(page)


def test_what_is_measured_does_not_mark_it(page, named):
    add_readings(named["calls"], {"2026-03-01": "62", "2026-09-01": "71"})
    assert not is_marked(page)


def test_its_place_among_the_others_does_not_mark_it(page, named):
    save(named["calls"], sort_order=1)
    save(named["counter"], sort_order=1)
    assert not is_marked(page)


def test_an_indicator_that_the_map_was_waiting_for_marks_it(page):
    body = [improvement_card("", [improvement(indicator="awaited")])]
    waiting = make_future_map(body=body, slug="waiting")
    assert not is_marked(waiting)
    IndicatorFactory(slug="awaited")
    assert is_marked(waiting)


def test_what_another_map_names_changes_nothing(page):
    other = IndicatorFactory(slug="other")
    save(other, name="Another")
    assert not is_marked(page)


def test_odd_references_do_not_stop_the_seal_or_the_facets():
    odd = "x" * 300
    stages = [
        stage(
            serving=[serving(persona="no key", channel="\u2019")],
            indicators=[indicator_use(odd), indicator_use("gone")],
        )
    ]
    page = make_map(body=[stage_table(stages), needs_list([need(group="no", persona=odd)])])
    assert not {"indicator", "persona", "target_group"} & {
        kind for kind, things in shown(page).items() if things
    }
    assert not JourneyFacet.objects.filter(page=page, value=odd).exists()


def test_the_cost_of_a_seal_does_not_grow_with_what_is_named(page, named):
    def cost(one):
        one = type(one).objects.select_related("locale").get(pk=one.pk)
        with CaptureQueriesContext(connection) as captured:
            sealed_content(one)
        return len(captured)

    people = [PersonaFactory(role="employee") for _ in range(5)]
    indicators = [IndicatorFactory() for _ in range(5)]
    groups = [TargetGroupFactory() for _ in range(5)]
    stages = [
        stage(
            serving=[serving(persona=key(person), channel="counter") for person in people],
            indicators=[indicator_use(one.slug) for one in indicators],
        )
        for _ in range(5)
    ]
    body = [stage_table(stages), needs_list([need(group=key(group)) for group in groups])]
    assert cost(make_future_map(body=body, slug="large")) == cost(page)

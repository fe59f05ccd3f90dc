"""A sealed version names people, groups and indicators as they were, and measures nothing."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    improvement,
    improvement_card,
    make_future_map,
    stage_table,
)
from tests.measured import IndicatorFactory, add_readings
from tests.other_sides import need, needs_list, whole_stage
from wagtail_parcours.frameworks import all_lanes
from wagtail_parcours.governance.sealing import sealed_content
from wagtail_parcours.journeys import read_sealed, sealed_text
from wagtail_parcours.models import FutureStateMapPage
from wagtail_parcours.rendering.sealed import sealed_page, show_sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def key(thing):
    return str(thing.translation_key)


@pytest.fixture
def named():
    return {
        "anne": PersonaFactory(name="Anne", role="employee"),
        "ben": PersonaFactory(name="Ben"),
        "group": TargetGroupFactory(name="Newcomers"),
        "calls": IndicatorFactory(slug="calls", name="Calls answered"),
    }


@pytest.fixture
def page(named):
    stages = [
        whole_stage(number, persona=key(named["anne"]), indicator="calls") for number in (0, 1)
    ]
    table = stage_table(stages, [lane.key for lane in all_lanes()])
    table["value"]["channel_rows"] = True
    body = [
        table,
        needs_list([need(group=key(named["group"]), persona=key(named["ben"]))]),
        improvement_card("online", [improvement(indicator="calls")]),
    ]
    return make_future_map(body=body, slug="tomorrow")


def kept(page):
    return read_sealed(sealed_text(sealed_content(page)))


@pytest.fixture
def words_of(rf):
    def read(page):
        request = rf.get("/")
        request.user = AnonymousUser()
        html = page.serve(request).render().content.decode()
        main = BeautifulSoup(html, "html.parser").select_one("main")
        return " ".join(main.get_text(" ").split())

    return read


def again(page):
    return FutureStateMapPage.objects.get(pk=page.pk)


def test_it_prints_what_the_live_page_printed_but_for_what_was_measured(page, words_of):
    content = kept(page)
    live = words_of(again(page))
    assert live.count("No reading yet. Target: 80%.") == 3
    sealed = words_of(show_sealed(again(page), content))
    assert sealed == live.replace("No reading yet. Target: 80%.", "Target: 80%.")


def test_what_it_names_may_change(page, named, words_of):
    content = kept(page)
    before = words_of(show_sealed(again(page), content))
    add_readings(named["calls"], {"2026-03-01": "62", "2026-09-01": "71"})
    for name, thing in named.items():
        type(thing).objects.filter(pk=thing.pk).update(name=f"Other {name}")
    assert words_of(show_sealed(again(page), content)) == before


def test_it_can_be_read_when_everything_is_gone(page, named, words_of):
    content = kept(page)
    before = words_of(show_sealed(again(page), content))
    for thing in named.values():
        thing.delete()
    page.delete()
    alone = words_of(sealed_page(content, "wagtail_parcours.FutureStateMapPage"))
    for said in ("Anne", "Ben", "Newcomers", "Calls answered", "Target: 80%."):
        assert said in before
        assert said in alone


def test_rows_of_channels_keep_their_order(page, words_of):
    content = kept(page)
    ChannelFactory(slug="telephone")
    live = words_of(again(page))
    sealed = words_of(show_sealed(again(page), content))
    for told in (live, sealed):
        assert told.index("Interactions: Online") < told.index("Interactions: Telephone")


def test_tampered_facts_break_nothing(page, words_of):
    content = kept(page)
    calls = content.shown["indicator"]["calls"]
    calls["target"], calls["direction"], calls["unit"] = "many", ["up"], None
    assert "Calls answered" in words_of(show_sealed(again(page), content))

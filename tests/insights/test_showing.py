"""Where a thing is shown: on which live maps, for whom, and where on each of them."""

import pytest

from tests.factories import (
    ChannelFactory,
    PersonaFactory,
    TargetGroupFactory,
    child,
    finding,
    improvement_card,
    make_map,
    persona_profile,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.insights.showing import first_places, maps_showing, shown_counts
from wagtail_parcours.models import Channel, FutureStateMapPage, Persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(django_user_model, rf):
    request = rf.get("/")
    request.user = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    request.session = {}
    return request


def titles(instance, request):
    return [page.title for page in maps_showing(instance, request)]


def test_live_maps_that_one_may_read_by_title(request_of, privacy):
    ana = PersonaFactory()
    for title in ("B", "A", "Hidden"):
        page = make_map(body=[persona_profile(ana)], title=title)
    make_map(body=[persona_profile(ana)], title="Draft", live=False)
    make_map(body=[persona_profile(PersonaFactory())], title="Another's")
    privacy(page)
    assert titles(ana, request_of) == ["A", "B"]
    assert shown_counts(Persona, [ana], request_of) == {ana.pk: 2}


def test_translations_are_one_thing(request_of, locale_fr):
    ana = PersonaFactory()
    french = ana.copy_for_translation(locale_fr)
    french.save()
    make_map(body=[persona_profile(ana)], title="In English")
    make_map(body=[persona_profile(french)], title="En français")
    assert titles(ana, request_of) == titles(french, request_of) == ["En français", "In English"]


def test_a_target_group_is_shown_with_its_personas(request_of):
    group = TargetGroupFactory()
    ana, bo = PersonaFactory(), PersonaFactory(target_group=group)
    page = make_map(body=[persona_profile(ana), persona_profile(bo)])
    place = first_places(group, [page.pk])[page.pk]
    assert titles(group, request_of) == [page.title]
    assert (place.prefix, place.identity) == ("persona", page.get_journey().profiles[1].id)


PLACES = [
    (
        [stage_table([stage(block_id="s", touchpoints=[touchpoint(channel="mail")])])],
        ("stage", "s"),
        ".stages.s.touchpoints",
    ),
    (
        [stage_table([stage(block_id="s", findings=[finding(block_id="f", channel="mail")])])],
        ("finding", "f"),
        ".stages.s.findings",
    ),
    ([persona_profile(None, [("mail", "", "")])], ("persona", None), ""),
    ([improvement_card("telephone"), improvement_card("mail")], ("card", None), ""),
]


@pytest.mark.parametrize(("body", "expected", "below"), PLACES)
def test_the_first_place_of_a_channel(body, expected, below):
    channel = ChannelFactory(slug="mail")
    page = make_map(body=body, page_class=FutureStateMapPage)
    place = first_places(channel, [page.pk])[page.pk]
    block = body[-1]["id"]
    prefix, identity = expected
    assert (place.prefix, place.identity) == (prefix, identity or block)
    assert place.path == f"body.{block}{below}"


def test_counts_and_places_cost_the_same_for_many(request_of, django_assert_num_queries):
    channels = [ChannelFactory(slug=slug) for slug in ("mail", "online", "chat")]
    pages = [
        make_map(body=[persona_profile(PersonaFactory(), [("mail", "", "")])], slug=f"m{number}")
        for number in range(4)
    ]
    # Privacy settings, the numbers.
    with django_assert_num_queries(2):
        counts = shown_counts(Channel, channels, request_of)
    assert list(counts.values()) == [4, 0, 0]
    # The maps of each type (two of ours, one of the test site), and the personas they show.
    with django_assert_num_queries(4):
        assert len(first_places(channels[0], [page.pk for page in pages])) == 4


def test_nothing_is_asked_for_an_empty_list(request_of, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown_counts(Persona, [], request_of) == {}


def test_odd_bodies_have_no_place():
    page = make_map(body=[child("unheard_of", {"persona": "x"})])
    assert first_places(PersonaFactory(), [page.pk]) == {}

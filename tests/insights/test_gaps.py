"""Gap analysis: what nothing answers, by hand; who may know it; what it costs."""

import copy
import json

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import improvement, improvement_card, make_future_map, make_map
from tests.insights.small_world import live_copy, today
from wagtail_parcours.insights.gap_kinds import GAPS
from wagtail_parcours.insights.gaps import GapAnalysis
from wagtail_parcours.insights.scope import Narrowing, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyse(visitor):
    def analyse(narrowing=None, request=None, **values):
        values.setdefault("language", "en")
        scope = Scope(request or visitor(), narrowing=Narrowing(**(narrowing or {})), **values)
        return GapAnalysis(scope)

    return analyse


def numbers(analysis):
    return {key: (gap.count, gap.total) for key, gap in analysis.numbers.items()}


def ids(rows):
    return [row.entry for row in rows]


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


#: By hand; see small_world.
ALL = {
    "barriers": (3, 5),  # f5 f6 f7 of f1 f2 f5 f6 f7
    "improvements": (2, 4),  # i2 i3
    "channels": (2, 4),  # in person, mail; with cards: online, telephone
    "stages": (4, 5),  # all but “Aware”
    "needs": (1, 2),  # n1
    "maps": (1, 2),  # “Renewing”
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_numbers(world, analyse, language):
    analysis = analyse(language=language)
    assert numbers(analysis) == ALL
    assert analysis.waiting_barriers == 2
    assert list(analysis.numbers) == list(GAPS)


def test_the_lists(world, analyse):
    analysis = analyse()
    assert ids(analysis.barriers) == ["f7", "f5", "f6"]
    assert [(row.entry, row.reason) for row in analysis.improvements] == [
        ("i2", "unnamed"),
        ("i3", "gone"),
    ]
    assert [(row["channel"], row["uses"]) for row in analysis.channels] == [
        ("in-person", 1),
        ("mail", 1),
    ]
    assert [row.text for row in analysis.stages] == [
        "Apply",
        "Manage",
        "Behind the scenes",
        "Renew",
    ]
    assert ids(analysis.needs) == ["n1"]
    assert [(row.page.title, row.barriers) for row in analysis.waiting_maps] == [("Renewing", 2)]


def test_each_number_is_the_length_of_its_list(world, analyse):
    analysis = analyse()
    for key, gap in analysis.numbers.items():
        assert analysis.rows(key).count() == gap.count, key


def test_the_numbers_cost_the_same_for_any_number_of_maps(
    world, analyse, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        numbers(analyse())
    for number in range(3):
        page = make_map(body=today(), title=f"More {number}")
        make_future_map(page, title=f"More {number}, better")
    with django_assert_max_num_queries(16):
        assert analyse().numbers["barriers"].total == 20


# -- which map answers which


def test_a_future_map_in_another_language_answers(world, analyse, locale_fr):
    world.future.unpublish()
    assert numbers(analyse())["barriers"] == (3, 5)
    world.french["future"].unpublish()
    assert numbers(analyse())["barriers"] == (0, 0)
    assert numbers(analyse())["maps"] == (2, 2)
    assert analyse().waiting_barriers == 7


def test_a_copy_of_a_map_is_not_answered_by_the_future_of_the_first(world, analyse):
    """A copied page keeps the ids of its findings."""
    twin = make_map(body=today(), title="Twin")
    assert [row.page.title for row in analyse().waiting_maps] == ["Twin", "Renewing"]
    make_future_map(twin, body=[improvement_card("online", [])], title="Twin, better")
    assert numbers(analyse())["barriers"] == (3 + 5, 5 + 5)


def test_a_second_future_map_answers_too(world, analyse):
    cards = [improvement_card("in-person", [improvement(barriers=["f5"])])]
    make_future_map(world.applying, body=cards, title="A second way")
    found = numbers(analyse())
    assert found["barriers"] == (2, 5)
    assert found["channels"] == (1, 4)


def test_one_of_several_future_maps_alone(world, analyse):
    cards = [improvement_card("in-person", [improvement(barriers=["f5"])])]
    second = make_future_map(world.applying, body=cards, title="A second way")
    from wagtail_parcours.models import InsightMap

    scope = analyse(only=world.applying.pk).scope
    alone = GapAnalysis(scope, InsightMap.objects.filter(map_key=second.translation_key))
    assert ids(alone.barriers) == ["f1", "f7", "f2", "f6"]


def test_an_improvement_whose_barrier_is_fixed_answers_nothing(world, analyse):
    for page in (world.applying, world.french["applying"]):
        body = copy.deepcopy(list(page.body.raw_data))
        del body[0]["value"]["stages"][0]["value"]["findings"][0]
        page.body = json.dumps(body)
        page.save()
    assert [(row.entry, row.reason) for row in analyse().improvements] == [
        ("i1", "gone"),
        ("i2", "unnamed"),
        ("i3", "gone"),
    ]


# -- filters


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        (
            {"channel": "telephone"},
            {"barriers": (1, 2), "improvements": (1, 2), "channels": (0, 1), "stages": (2, 3)},
        ),
        (
            {"stage": "accessible-service/apply"},
            {"barriers": (3, 3), "channels": (1, 3), "stages": (1, 1)},
        ),
    ],
)
def test_filters_and_what_they_do_not_apply_to(world, analyse, narrowing, expected):
    found = numbers(analyse(narrowing))
    assert {key: found[key] for key in expected} == expected
    assert found["needs"] == (None, None)
    assert found["maps"] == (1, 2)
    if "stage" in narrowing:
        assert found["improvements"] == (None, None)


def test_one_project(world, analyse):
    make_map(body=today(), title="Elsewhere")
    assert numbers(analyse(below=world.project)) == ALL


# -- privacy


def test_a_private_current_map_is_in_no_number(world, analyse):
    restrict(world.applying)
    restrict(world.french["applying"])
    analysis = analyse()
    assert numbers(analysis) == {
        "barriers": (0, 0),
        # Whether i1, i3 and i4 answer anything cannot be told: i2 names no barrier.
        "improvements": (1, 4),
        "channels": (0, 0),
        "stages": (1, 1),
        "needs": (0, 0),
        "maps": (1, 1),
    }
    assert analysis.reasons == {"unnamed": 1, "unknown": 3}
    assert ids(analysis.improvements) == ["i2"]


def test_a_private_future_map_answers_nobody_who_may_not_read_it(world, analyse, visitor):
    restrict(world.future)
    restrict(world.french["future"])
    found = numbers(analyse())
    assert found["barriers"] == (0, 0)
    assert found["improvements"] == (0, 0)
    assert found["maps"] == (2, 2)


def test_who_may_read_it_sees_it(world, analyse, visitor, django_user_model):
    restrict(world.applying)
    restrict(world.future)
    person = django_user_model.objects.create_user("rita")
    assert numbers(analyse(request=visitor(person))) == ALL


def test_a_map_unpublished_in_one_language_is_told_in_the_other(world, analyse):
    world.applying.unpublish()
    analysis = analyse()
    assert numbers(analysis)["barriers"] == (3, 5)
    assert {row.page.title for row in analysis.barriers} == {"Demander"}


def test_a_translated_map_alone(world, analyse, locale_fr):
    assert numbers(analyse(only=world.french["applying"].pk))["barriers"] == (3, 5)
    live_copy(world.renewing, locale_fr, "Renouveler")
    assert numbers(analyse(language="fr")) == ALL

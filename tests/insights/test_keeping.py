"""Answers that are kept: asked for once, and never told of maps that say something else by now."""

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from tests.factories import (
    PersonaFactory,
    finding,
    home_page,
    make_future_map,
    make_map,
    make_project,
    persona_profile,
    stage,
    stage_table,
)
from wagtail_parcours.insights.gaps import GapAnalysis
from wagtail_parcours.insights.keeping import HALF, kept, new_stamp, summed_up
from wagtail_parcours.insights.matrix import cross_matrix
from wagtail_parcours.insights.portfolio import Portfolio
from wagtail_parcours.insights.scope import Narrowing, Scope
from wagtail_parcours.models import InsightMap

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def ask(rf, django_user_model):
    """Return a function that gives the scope of a new request of an employee."""
    user = django_user_model.objects.create_user("employee", "e@example.org", "pw")

    def new_scope(**options):
        request = rf.get("/")
        request.user, request.session = user, {}
        return Scope(request, language="en", **options)

    return new_scope


def hurts(number, persona=None):
    findings = [finding(block_id=f"f{place}") for place in range(number)]
    table = stage_table([stage(block_id="s", findings=findings)])
    return [table, *([persona_profile(persona)] if persona else [])]


def irritants(scope):
    return cross_matrix(scope).total


def test_the_second_answer_costs_one_query(ask, django_assert_num_queries):
    make_map(body=hurts(3))
    assert irritants(ask()) == 3
    scope = ask()
    assert scope.maps is not None
    with django_assert_num_queries(1):
        assert irritants(scope) == 3


def test_an_edit_that_is_published_is_told_at_once(ask):
    page = make_map(body=hurts(3))
    assert irritants(ask()) == 3
    page.body = hurts(2)
    page.save_revision().publish()
    assert irritants(ask()) == 2
    # Back as it was.
    page.body = hurts(3)
    page.save_revision().publish()
    assert irritants(ask()) == 3


def test_a_draft_changes_no_answer(ask):
    page = make_map(body=hurts(3))
    assert irritants(ask()) == 3
    page.body = hurts(1)
    page.save_revision()
    assert irritants(ask()) == 3


def test_a_map_that_comes_or_goes_is_told_at_once(ask):
    first = make_map(body=hurts(3))
    assert irritants(ask()) == 3
    make_map(body=hurts(2), slug="second")
    assert irritants(ask()) == 5
    first.unpublish()
    assert irritants(ask()) == 2


def test_what_becomes_private_is_told_to_nobody_else(ask):
    page = make_map(body=hurts(3))
    make_map(body=hurts(1), slug="open")
    assert irritants(ask()) == 4
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    assert irritants(ask()) == 1


def test_a_map_that_moves_away_counts_where_it_is(ask):
    project = make_project(title="One")
    page = make_map(body=hurts(3), parent=project)
    assert irritants(ask(below=project)) == 3
    page.move(home_page(), "last-child")
    assert irritants(ask(below=project)) == 0


def test_other_questions_have_answers_of_their_own(ask):
    make_map(body=hurts(3))
    assert irritants(ask()) == 3
    assert irritants(ask(narrowing=Narrowing(channel="mail"))) == 0


def test_another_persona_on_the_same_map_is_told_at_once(ask):
    ana, bo = PersonaFactory(), PersonaFactory()
    page = make_map(body=hurts(2, ana))
    assert [row.persona for row in Portfolio(ask()).personas] == [str(ana.translation_key)]
    page.body = hurts(2, bo)
    page.save_revision().publish()
    assert [row.persona for row in Portfolio(ask()).personas] == [str(bo.translation_key)]


def test_gaps_follow_the_maps_that_answer(ask):
    """The future-state map is no map of the scope, yet the answer rests on it."""
    project = make_project(title="One")
    page = make_map(body=hurts(3), parent=project)
    assert GapAnalysis(ask(below=project)).numbers["maps"].count == 1
    future = make_future_map(page)
    assert GapAnalysis(ask(below=project)).numbers["maps"].count == 0
    future.unpublish()
    assert GapAnalysis(ask(below=project)).numbers["maps"].count == 1


def test_maps_without_a_stamp_keep_nothing(ask):
    make_map(body=hurts(3))
    InsightMap.objects.update(stamp=0)
    assert summed_up(InsightMap.objects.all()).word == ""
    answers = iter([1, 2])
    assert kept(("question",), ("",), lambda: next(answers)) == 1
    assert kept(("question",), ("",), lambda: next(answers)) == 2


def test_what_is_empty_is_kept_too():
    answers = iter([None, "another"])
    assert kept(("nothing",), ("state",), lambda: next(answers)) is None
    assert kept(("nothing",), ("state",), lambda: next(answers)) is None


def test_the_largest_stamps_of_many_maps_add_up():
    for number in range(30):
        make_map(body=[], slug=f"m{number}")
    InsightMap.objects.update(stamp=HALF**2 - 1, shard=7)
    word = f"30.{30 * (HALF - 1)}.{30 * (HALF - 1)}"
    assert summed_up(InsightMap.objects.all()).words == {7: word}
    assert all(0 < new_stamp() < HALF**2 for _each in range(100))

"""The cross matrix: numbers counted by hand, cells, order, filters, privacy, cost."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from wagtail.models import Page, PageViewRestriction

from tests.factories import PersonaFactory, make_map, persona_profile
from tests.insights.small_world import today
from tests.journeys.strategies import bodies
from wagtail_parcours.insights.index import rewrite_index
from wagtail_parcours.insights.matrix import (
    BESIDE,
    QUADRANTS,
    cell_choices,
    cell_key,
    cross_matrix,
    findings_in,
    matrix_of,
    outer_pairs,
)
from wagtail_parcours.insights.scope import Narrowing, Scope
from wagtail_parcours.journeys import EFFECTS
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db

#: Of the whole world, by hand: see small_world.
ALL = {
    ("irritant", "irritant"): 3,  # f1 f7 g1
    ("irritant", "delight"): 1,  # f2
    ("delight", "irritant"): 1,  # f3
    ("delight", "delight"): 1,  # f4
    ("irritant", ""): 2,  # f5 g2
    ("neutral", "irritant"): 1,  # f6
}


def ids(findings):
    return [row.entry for row in findings]


def narrowed(visitor, **values):
    return Scope(visitor(), language="en", narrowing=Narrowing(**values))


def test_every_finding_is_counted_once(world, visitor):
    matrix = cross_matrix(Scope(visitor(), language="en"))
    assert matrix.counts == ALL
    assert matrix.total == 9
    assert [(quadrant.priority, count) for quadrant, count in matrix.quadrants] == [
        (1, 3),
        (2, 1),
        (3, 1),
        (4, 1),
    ]
    assert matrix.in_quadrants == 6
    assert [matrix.client_total(effect) for effect in ("irritant", "delight")] == [4, 2]
    assert [matrix.employee_total(effect) for effect in ("irritant", "delight")] == [4, 2]


def test_what_stands_in_no_quadrant_is_counted_beside(world, visitor):
    matrix = cross_matrix(Scope(visitor(), language="en"))
    assert [(beside.key, beside.count) for beside in matrix.beside] == [
        ("employee-unstated", 2),
        ("neutral", 1),
    ]
    assert matrix.outside == 3


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_a_map_counts_in_one_language(world, visitor, language):
    scope = Scope(visitor(), language=language)
    assert cross_matrix(scope).counts == ALL
    titles = {row.page.title for row in findings_in(scope)}
    assert titles == {"Demander" if language == "fr" else "Applying", "Renewing"}


def test_one_map_and_one_project(world, visitor):
    scope = Scope(visitor(), only=world.renewing.pk)
    assert cross_matrix(scope).counts == {("irritant", "irritant"): 1, ("irritant", ""): 1}
    make_map(body=today(), title="Elsewhere")
    assert cross_matrix(Scope(visitor(), below=world.project)).counts == ALL
    assert cross_matrix(Scope(visitor())).total == 16


def test_it_takes_two_queries(world, visitor, django_assert_num_queries):
    scope = Scope(visitor(), language="en")
    # What is private, and which language is asked for.
    assert scope.maps is not None
    # In which state the maps are, and their findings.
    with django_assert_num_queries(2):
        assert cross_matrix(scope).total == 9


@pytest.mark.parametrize(
    ("narrowing", "total"),
    [
        ({"channel": "telephone"}, 3),  # f2 f5 g1
        ({"stage": "accessible-service/aware"}, 3),
        ({"stage": "accessible-service/apply"}, 4),
        ({"channel": "online", "stage": "accessible-service/apply"}, 1),
        ({"state": "future"}, 0),
        ({"state": "current"}, 9),
    ],
)
def test_filters(world, visitor, narrowing, total):
    assert cross_matrix(narrowed(visitor, **narrowing)).total == total


def test_filter_by_persona(world, visitor):
    amina = PersonaFactory(name="Amina")
    make_map(body=[persona_profile(amina), *today()], title="Amina applies")
    persona = str(amina.translation_key)
    assert cross_matrix(narrowed(visitor, persona=persona)).total == 7


def test_filter_by_day_does_not_change_the_language(world, visitor):
    """The map was published in March, its translation in May."""
    march, may = (timezone.make_aware(timezone.datetime(2026, month, 10)) for month in (3, 5))
    for page, moment in ((world.applying, march), (world.french["applying"], may)):
        Page.objects.filter(pk=page.pk).update(last_published_at=moment)
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    assert cross_matrix(narrowed(visitor, since=first, until=last)).total == 7
    assert (
        cross_matrix(narrowed(visitor, since=date(2026, 4, 1), until=date(2026, 5, 31))).total == 0
    )


def test_the_worst_comes_first(world, visitor):
    scope = Scope(visitor(), language="en")
    assert ids(findings_in(scope, "irritant-irritant")) == ["f1", "f7", "g1"]
    assert ids(findings_in(scope)) == ["f1", "f7", "g1", "f2", "f5", "f3", "f4", "f6", "g2"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("irritant-delight", {"f2"}),
        ("delight-irritant", {"f3"}),
        ("delight-delight", {"f4"}),
        ("neutral-irritant", {"f6"}),
        ("irritant-unstated", {"f5", "g2"}),
        ("employee-unstated", {"f5", "g2"}),
        ("client-unstated", set()),
        ("neutral", {"f6"}),
        ("client-irritant", {"f1", "f2", "f7", "g1"}),
        ("client-delight", {"f3", "f4"}),
        ("employee-irritant", {"f1", "f3", "f7", "g1"}),
        ("employee-delight", {"f2", "f4"}),
        ("quadrants", {"f1", "f2", "f3", "f4", "f7", "g1"}),
        ("of-nothing", set()),
    ],
)
def test_the_findings_of_a_cell(world, visitor, cell, expected):
    assert set(ids(findings_in(Scope(visitor(), language="en"), cell))) == expected


def test_each_number_is_the_length_of_its_list(world, visitor):
    scope = Scope(visitor(), language="en")
    matrix = cross_matrix(scope)
    cells = [key for _group, choices in cell_choices() for key, _label in choices]
    assert len(cells) == len(set(cells)) == 4 + 5 + 3 + 12
    for quadrant, count in matrix.quadrants:
        assert findings_in(scope, quadrant.key).count() == count
    for beside in matrix.beside:
        assert findings_in(scope, beside.key).count() == beside.count
        for cell in beside.cells:
            assert findings_in(scope, cell["key"]).count() == cell["count"]
    assert sum(findings_in(scope, key).count() for key, _label, _holds in BESIDE) == 3


def test_an_effect_that_nobody_knows_is_none_stated(world, visitor):
    body = today()
    body[0]["value"]["stages"][0]["value"]["findings"][0]["value"]["effect_employee"] = "amused"
    page = make_map(body=body, title="Odd")
    scope = Scope(visitor(), only=page.pk)
    assert cross_matrix(scope).counts[("irritant", "")] == 2
    assert set(ids(findings_in(scope, "irritant-unstated"))) == {"f1", "f5"}


def test_a_switched_off_lane_is_not_counted(world, visitor):
    body = today()
    body[0]["value"]["lanes"] = ["touchpoints"]
    page = make_map(body=body, title="Without findings")
    assert cross_matrix(Scope(visitor(), only=page.pk)).total == 0


# -- privacy


def test_a_private_map_is_in_no_number(world, visitor):
    PageViewRestriction.objects.create(page=world.renewing, restriction_type="login")
    matrix = cross_matrix(Scope(visitor(), language="en"))
    assert matrix.total == 7
    assert matrix.count("irritant", "irritant") == 2


def test_a_map_private_in_one_language_is_told_in_another(world, visitor):
    PageViewRestriction.objects.create(
        page=world.applying, restriction_type="password", password="x"
    )
    scope = Scope(visitor(), language="en")
    assert cross_matrix(scope).counts == ALL
    assert {row.page.title for row in findings_in(scope)} == {"Demander", "Renewing"}


# -- against a naive walk


def naive(page):
    """Every finding in a lane that readers see, by what it does to both sides."""
    counts = {}
    for table in page.get_journey().tables:
        lanes = {lane.key for lane in page.stage_table_block.shown_lanes(table.lanes)}
        for stage in table.stages if "findings" in lanes else ():
            for finding in stage.findings:
                effects = (finding.felt_by_client, finding.effect_employee)
                pair = tuple(effect if effect in EFFECTS else "" for effect in effects)
                counts[pair] = counts.get(pair, 0) + 1
    return counts


@hypothesis_settings(max_examples=40)
@given(bodies())
def test_the_numbers_equal_a_walk_over_the_map(body):
    with transaction.atomic():
        page = make_map(body=[], title="Generated")
        page.body = CurrentStateMapPage(body=body).body
        rewrite_index(page)
        scope = Scope(None, only=page.pk)
        matrix = matrix_of(scope.entries("finding"))
        assert matrix.counts == naive(page)
        listed = {
            cell_key(*pair): findings_in(scope, cell_key(*pair)).count()
            for pair in [*outer_pairs(), *((one.client, one.employee) for one in QUADRANTS)]
        }
        assert {key: count for key, count in listed.items() if count} == {
            cell_key(*pair): count for pair, count in matrix.counts.items()
        }
        transaction.set_rollback(True)

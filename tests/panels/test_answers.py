"""What a portfolio answers, against counts written out by hand (see ``world``)."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from tests.panels.world import APPLY, AWARE, MANAGE, request_of
from wagtail_parcours.insights.answers import Mean, share
from wagtail_parcours.insights.portfolio import Portfolio
from wagtail_parcours.insights.scope import Narrowing, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio(world):
    return Portfolio(Scope(request_of(), language="en"))


def narrowed(**values):
    return Portfolio(Scope(request_of(), language="en", narrowing=Narrowing(**values)))


def by(rows, name):
    return {getattr(row, name): row for row in rows}


@pytest.mark.parametrize(
    ("total", "count", "value"),
    [(-3, 2, "-1.5"), (1, 4, "0.3"), (-1, 4, "-0.3"), (-1, 20, "-0.1"), (1, 30, "0.0")],
)
def test_means_are_rounded_as_people_round(total, count, value):
    assert Mean(total, count).value == Decimal(value)


def test_nothing_has_no_mean_and_no_share():
    assert Mean(0, 0).value is None
    assert share(0, 0) is None
    assert share(1, 8) == 13


def test_maps_are_counted_once_in_any_language(portfolio):
    assert portfolio.maps == {"current": 2, "future": 1}


def test_stages_come_with_their_means_the_worst_first(portfolio):
    apply, manage, aware = portfolio.stages
    assert (apply.reference, apply.stages, apply.low, apply.moments) == (APPLY, 2, 2, 1)
    assert (apply.satisfaction, apply.satisfaction.value) == (Mean(-3, 2), Decimal("-1.5"))
    assert (apply.ease, apply.ease.value) == (Mean(-1, 2), Decimal("-0.5"))
    assert (manage.reference, manage.satisfaction) == (MANAGE, Mean(0, 1))
    assert (aware.reference, aware.satisfaction, aware.ease) == (AWARE, Mean(1, 1), Mean(0, 0))
    assert portfolio.satisfaction == Mean(-2, 4)


def test_a_language_is_told_in_its_own_words(world):
    french = Portfolio(Scope(request_of(), language="fr"))
    apply = by(french.stages, "reference")[APPLY]
    # +2 on the translation and −1 on “Renouveler”.
    assert apply.satisfaction == Mean(1, 2)


def test_the_worst_stages_are_in_order(portfolio, world):
    assert [(stage.page_id, stage.stage_name) for stage in portfolio.worst_stages] == [
        (world.applying.pk, "Apply"),
        (world.renewing.pk, "Demander"),
    ]


def test_irritants_are_weighted_by_channel(portfolio):
    channels = by(portfolio.channels, "channel")
    assert list(channels) == ["telephone", "online", ""]
    telephone = channels["telephone"]
    # Severity 3 times frequency 3.
    assert (telephone.irritants, telephone.weight, telephone.moments) == (1, 9, 1)
    assert (telephone.employee_irritants, telephone.interactions) == (1, 2)
    # Severity 2, frequency not said; and a delight.
    assert (channels["online"].irritants, channels["online"].weight) == (1, 2)
    assert (channels["online"].delights, channels["online"].findings) == (1, 2)
    # Neither is said.
    assert (channels[""].irritants, channels[""].weight) == (1, 1)


def test_irritants_are_counted_for_each_persona_of_a_map(portfolio, world):
    personas = by(portfolio.personas, "persona")
    ana, bo = personas[str(world.ana.translation_key)], personas[str(world.bo.translation_key)]
    assert (ana.maps, ana.irritants, ana.weight) == (2, 3, 12)
    assert (bo.maps, bo.irritants, bo.weight) == (1, 1, 1)
    assert len(personas) == 2


def test_indicators_and_which_way_they_pull(portfolio):
    uses = by(portfolio.indicators, "indicator")
    assert {slug: (one.uses, one.against, one.improvements) for slug, one in uses.items()} == {
        "answered": (1, 0, 0),
        "calls": (2, 1, 0),
        "wait": (0, 0, 1),
    }
    # “Apply” has one against and one with; “Demander” has one that nobody judged.
    assert portfolio.alignments == {"against": 1, "unjudged": 1, "neutral": 0, "with": 0}


def test_risks_by_kind_and_score(portfolio):
    risks = by(portfolio.risks, "kind")
    assert list(risks) == ["confidentiality", "integrity", "availability"]
    found = {kind: (r.high, r.medium, r.low, r.unrated, r.bare) for kind, r in risks.items()}
    assert found == {
        "confidentiality": (1, 0, 0, 0, 1),
        "integrity": (0, 1, 0, 0, 0),
        "availability": (0, 0, 0, 1, 1),
    }


def test_guesswork_needs_and_evidence(portfolio, world):
    assert portfolio.guesswork == {"conjecture": 2, "manual_judgement": 1}
    group, ana = str(world.group.translation_key), str(world.ana.translation_key)
    assert {(n.group, n.persona): (n.open, n.answered) for n in portfolio.needs} == {
        (group, ana): (1, 1),
        ("", ""): (1, 0),
    }
    # “Apply” and “Aware” by a finding, “Gérer” by a survey; not “Demander”.
    assert portfolio.total("proven", "stages") == 3
    # “12 interviews”, twice: the delight has the evidence of the factory.
    assert portfolio.total("proven", "channels") == 2
    assert portfolio.total("findings", "channels") == 4


def test_narrowing_reaches_every_answer(world):
    by_channel = narrowed(channel="telephone")
    assert [stage.reference for stage in by_channel.stages] == [APPLY]
    assert by_channel.total("irritants", "channels") == 1
    assert by_channel.guesswork == {"conjecture": 1}
    assert by_channel.ratings.months == ()
    by_stage = narrowed(stage=MANAGE)
    assert by_stage.satisfaction == Mean(0, 1)
    assert [risk.kind for risk in by_stage.risks] == ["availability"]
    by_persona = narrowed(persona=str(world.bo.translation_key))
    assert by_persona.maps == {"current": 1, "future": 0}
    assert [row.persona for row in by_persona.personas] == [str(world.bo.translation_key)]
    by_framework = narrowed(framework="accessible-service")
    assert by_framework.total("irritants", "channels") == 2


def test_a_private_map_is_counted_for_insiders_only(world):
    insider = get_user_model().objects.create_user("insider")
    insider.groups.add(world.insiders)
    theirs = Portfolio(Scope(request_of(insider), language="en"))
    assert theirs.maps["current"] == 3
    assert theirs.satisfaction == Mean(-4, 5)
    assert "in-person" in by(theirs.channels, "channel")
    stranger = get_user_model().objects.create_user("stranger")
    assert Portfolio(Scope(request_of(stranger), language="en")).maps["current"] == 2


@pytest.mark.parametrize(
    "answer", ["stages", "personas", "indicators", "risks", "guesswork", "needs"]
)
def test_each_answer_is_one_query(portfolio, answer, django_assert_num_queries):
    # In which state the maps are, which all answers need.
    assert portfolio.scope.state
    with django_assert_num_queries(1):
        assert getattr(portfolio, answer)

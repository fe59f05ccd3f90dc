"""What the future state changes of the current one, written out by hand."""

import pytest

from wagtail_parcours.journeys import (
    Experience,
    Finding,
    Improvement,
    ImprovementCard,
    Journey,
    Stage,
    StageTable,
    Touchpoint,
)
from wagtail_parcours.journeys.current_future import current_against_future

CALL = Stage(
    id="call",
    name="Call",
    touchpoints=(Touchpoint(id="t", channel="telephone", text="Calls"),),
    findings=(
        Finding(id="menu", kind="barrier", text="Menu too fast", channel="telephone"),
        Finding(id="music", kind="pain_point", text="Loud music", channel="telephone"),
        Finding(id="agent", kind="bright_spot", text="A patient agent", channel="telephone"),
    ),
    experience=Experience(satisfaction=-2),
)
FORM = Stage(
    id="form",
    name="Form",
    touchpoints=(
        Touchpoint(id="u", channel="online", text="Fills in the form"),
        Touchpoint(id="v", channel="telephone", text="Asks what a word means"),
    ),
    findings=(Finding(id="words", kind="barrier", text="Hard words", channel="online"),),
    experience=Experience(satisfaction=1),
)
CURRENT = Journey(
    parts=(StageTable(id="table", stages=(CALL, FORM), lanes=("touchpoints", "findings")),)
)
SLOW_MENU = Improvement(id="slow", text="Read the menu twice", barriers=("menu", "gone"))
NOTHING = Improvement(id="new", text="New sign at the door")
FUTURE = Journey(
    state="future",
    parts=(
        ImprovementCard(
            id="card", channel="telephone", improvements=(SLOW_MENU, NOTHING), satisfaction=1
        ),
        ImprovementCard(id="desk", channel="in-person"),
    ),
)
ALL = ("touchpoints", "findings", "experience")


@pytest.fixture
def told():
    return current_against_future(CURRENT, FUTURE, lambda table: ALL)


def test_each_stage_says_what_is_removed_and_what_stays(told):
    call, form = told.stages
    assert [(r.finding.id, [i.id for _card, i in r.by]) for r in call.removals] == [
        ("menu", ["slow"]),
        ("music", []),
    ]
    assert [removal.finding.id for removal in call.left] == ["music"]
    assert [removal.finding.id for removal in form.left] == ["words"]
    assert [removal.finding.id for removal in told.left] == ["music", "words"]


def test_each_channel_says_how_it_feels_today_and_how_it_should(told):
    rows = [(c.channel, c.today, c.rated, c.expected, c.change) for c in told.channels]
    assert rows == [
        # The mean of −2 and +1: both stages are lived through by telephone.
        ("telephone", -0.5, 2, 1, 1.5),
        ("in-person", None, 0, None, None),
        ("online", 1.0, 1, None, None),
    ]
    telephone, _desk, online = told.channels
    assert [removal.finding.id for removal in telephone.left] == ["music"]
    assert online.cards == ()


def test_each_improvement_is_a_difference_with_the_change_expected_of_its_channel(told):
    rows = [
        (d.improvement.id, [r.finding.id for r in d.removals], d.gone, d.change)
        for d in told.differences
    ]
    assert rows == [("slow", ["menu"], 1, 1.5), ("new", [], 0, 1.5)]


def test_lanes_that_readers_do_not_see_say_nothing():
    told = current_against_future(CURRENT, FUTURE, lambda table: ("actions",))
    assert [stage.removals for stage in told.stages] == [(), ()]
    assert [(c.channel, c.today) for c in told.channels] == [
        ("telephone", None),
        ("in-person", None),
    ]
    assert [difference.gone for difference in told.differences] == [2, 0]


def test_two_empty_journeys_differ_in_nothing():
    told = current_against_future(Journey(), Journey(state="future"), lambda table: ALL)
    assert (told.stages, told.channels, told.differences) == ((), (), ())

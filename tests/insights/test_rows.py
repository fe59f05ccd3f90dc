"""What the index says of a map, written out by hand."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    child,
    finding,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    stage,
    stage_table,
    touchpoint,
)
from wagtail_parcours.insights import rewrite_index
from wagtail_parcours.models import EntryKind, InsightEntry, InsightMap, StageScore

pytestmark = pytest.mark.django_db

ALL_LANES = (
    "touchpoints",
    "findings",
    "experience",
    "evidence",
    "serving",
    "employee_experience",
    "indicators",
    "guesswork",
    "risks",
)


def full_stage():
    return stage(
        "Call",
        "stage-1",
        framework_stage="accessible-service/apply",
        service_point=True,
        touchpoints=[
            child("touchpoint", {"channel": "telephone", "text": "Calls", "volume": 1200}, "t")
        ],
        findings=[
            finding(
                "Waits",
                "f",
                severity="3",
                effect_employee="delight",
                frequency="2",
                moment_of_truth=True,
                evidence="",
            )
        ],
        experience={"satisfaction": "-2", "moment_of_truth": True},
        evidence=[child("evidence", {"kind": "assumption", "text": "Few call back"}, "e")],
        serving=[child("serving", {"office": "front", "who": "Agents", "tools": "Phone"}, "s")],
        employee_experience={"ease": "1"},
        indicators=[child("indicator", {"indicator": "calls-a-day", "alignment": "against"}, "i")],
        guesswork=[child("guesswork", {"kind": "conjecture", "text": "Who may call"}, "g")],
        risks=[
            child(
                "risk",
                {"kind": "consent", "text": "Not asked", "likelihood": "3", "impact": "2"},
                "r",
            )
        ],
    )


def rows(page, *columns):
    found = InsightEntry.objects.filter(page_id=page.pk).order_by("position")
    return list(found.values_list("kind", *columns))


def test_each_lane_gives_its_rows_in_reading_order():
    page = make_map(body=[stage_table([full_stage()], ALL_LANES)])
    assert rows(page, "entry", "sort", "text") == [
        # One of its indicators pulls against the client.
        ("stage", "stage-1", "against", "Call"),
        ("touchpoint", "t", "", "Calls"),
        ("finding", "f", "barrier", "Waits"),
        ("evidence", "e", "assumption", "Few call back"),
        ("serving", "s", "front", "Agents"),
        ("indicator", "i", "against", ""),
        ("guesswork", "g", "conjecture", "Who may call"),
        ("risk", "r", "consent", "Not asked"),
    ]
    assert rows(page, "level", "ease", "service_point", "moment_of_truth")[0] == (
        "stage",
        -2,
        1,
        True,
        True,
    )
    found = InsightEntry.objects.get(page_id=page.pk, kind=EntryKind.FINDING)
    assert (found.effect_client, found.effect_employee) == ("irritant", "delight")
    assert (found.severity, found.frequency, found.has_evidence) == (3, 2, False)
    assert (found.stage, found.stage_name, found.stage_position) == ("stage-1", "Call", 0)
    assert found.framework_stage == "accessible-service/apply"
    risk = InsightEntry.objects.get(page_id=page.pk, kind=EntryKind.RISK)
    assert (risk.likelihood, risk.impact) == (3, 2)
    assert InsightMap.objects.get(page_id=page.pk).employee_side


def test_a_lane_that_is_switched_off_counts_for_nothing():
    page = make_map(body=[stage_table([full_stage()], ("actions",))])
    assert rows(page, "level", "ease", "moment_of_truth") == [("stage", None, None, False)]
    assert not InsightMap.objects.get(page_id=page.pk).employee_side


@pytest.mark.parametrize(
    ("evidence", "found", "known"),
    [
        ("assumption", "", False),
        ("survey", "", True),
        ("assumption", "12 interviews", True),
    ],
)
def test_a_stage_has_evidence_when_something_in_it_is_more_than_an_assumption(
    evidence, found, known
):
    content = stage(
        findings=[finding("Waits", evidence=found)],
        evidence=[child("evidence", {"kind": evidence, "text": "Few"})],
    )
    page = make_map(body=[stage_table([content], ALL_LANES)])
    assert InsightEntry.objects.get(page_id=page.pk, kind="stage").has_evidence is known


def test_cards_improvements_and_the_barriers_that_they_remove():
    today = make_map(body=[stage_table([full_stage()], ALL_LANES)])
    page = make_future_map(
        today,
        body=[
            improvement_card(
                "online",
                [improvement("Call back", barriers=["f", "f", "gone"], indicator="calls-a-day")],
            )
        ],
    )
    assert rows(page, "channel", "reference", "level") == [
        ("card", "online", "", 1),
        ("improvement", "online", "", 1),
        ("removes", "online", "f", None),
        ("removes", "online", "gone", None),
    ]
    entry = InsightEntry.objects.get(page_id=page.pk, kind="improvement")
    assert entry.owner == "Contact centre"
    assert entry.due == datetime.date(2027, 3, 31)
    assert entry.indicator == "calls-a-day"
    row = InsightMap.objects.get(page_id=page.pk)
    assert (row.state, row.current_key) == ("future", today.translation_key)


def needs(*initiatives):
    value = {"moment": "Search", "text": "Know", "group": "g", "initiatives": list(initiatives)}
    return child("needs", {"title": "", "needs": [child("need", value, "n")]})


def test_a_need_is_open_until_something_answers_it_and_nothing_is_missing():
    answered = child("initiative", {"kind": "content", "text": "Video", "missing": " "})
    lacking = child("initiative", {"kind": "content", "text": "Video", "missing": "Signed"})
    for initiatives, is_open, note in (
        ([], True, ""),
        ([answered], False, ""),
        ([answered, lacking], True, "Signed"),
    ):
        page = make_map(body=[needs(*initiatives)])
        assert rows(page, "is_open", "note", "stage_name", "group") == [
            ("need", is_open, note, "Search", "g")
        ]


def test_texts_that_no_column_can_hold_are_cut_and_nothing_breaks():
    # PostgreSQL holds no body with such a character, SQLite does.
    text = "a\x00b" if connection.vendor == "sqlite" else "a\ufffdb"
    odd = stage("x" * 5000, "y" * 500, findings=[finding(text, "z" * 200, kind="k" * 99)])
    page = make_map(body=[stage_table([odd], ALL_LANES)])
    entry = InsightEntry.objects.get(page_id=page.pk, kind="finding")
    assert (len(entry.stage_name), len(entry.entry), len(entry.sort)) == (255, 80, 40)
    assert entry.text == "a\ufffdb"


def test_each_published_version_keeps_its_ratings_and_the_same_ratings_are_kept_once():
    def rated(level):
        content = stage("Call", "s", experience={"satisfaction": level})
        return [stage_table([content, stage("Wait", "w")], ("experience",))]

    page = make_map(body=rated("-1"))
    for level in ("-1", "2", "2"):
        page.body = rated(level)
        page.save_revision().publish()
    kept = StageScore.objects.filter(page_id=page.pk).order_by("published_at")
    assert list(kept.values_list("stage", "stage_name", "level")) == [
        ("s", "Call", -1),
        ("s", "Call", 2),
    ]


def test_publishing_again_without_a_change_writes_nothing():
    page = make_map(12, 6)
    before = set(InsightEntry.objects.values_list("pk", flat=True))
    page.save_revision().publish()
    assert set(InsightEntry.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("stages", [2, 20])
def test_upkeep_costs_the_same_queries_for_any_map(stages):
    page = make_map(stages, 6)
    page.body = [stage_table([stage("Other", touchpoints=[touchpoint()])] * stages, 4)]
    with CaptureQueriesContext(connection) as asked:
        rewrite_index(page)
    written = [query for query in asked if query["sql"].startswith("INSERT")]
    # A savepoint around it; the map, read and stamped; its entries, read, deleted; its ratings,
    # read, dated, ended.
    assert len(asked) - len(written) == 9
    # SQLite takes no more than 999 values at once.
    assert len(written) <= 1 + 2 * stages // 30

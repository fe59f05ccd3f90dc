"""The demo tells one service completely: the index of its maps equals a count by hand."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from wagtail.models import Page

from example_site.demo.dates import end_of_month, loading_day, moved
from example_site.demo.files import LANGUAGES, read_journey, read_pages, translation_key
from tests.example_site.counted import (
    ALL_EFFECTS,
    CHANNELS_WITHOUT_CARD,
    COVERAGE,
    GROUPS_WITHOUT_PERSONA,
    IMPROVEMENTS_WITHOUT_BARRIER,
    INDICATORS,
    MAPS,
    NOT_REVIEWED_FOR_A_YEAR,
    OVERDUE,
    PERSONAS_ON_NO_MAP,
    ROADMAP,
    UNADDRESSED_BARRIERS,
    Counted,
)
from wagtail_parcours.frameworks import get_framework
from wagtail_parcours.journeys.measures import Direction
from wagtail_parcours.models import (
    CurrentStateMapPage,
    FutureStateMapPage,
    Indicator,
    InsightEntry,
    JourneyFacet,
    Persona,
    RoadmapItem,
    TargetGroup,
    readings_by_indicator,
)
from wagtail_parcours.models.facets import Facet

MODELS = (CurrentStateMapPage, FutureStateMapPage)
FACTS = [(name, language) for name in MAPS for language in LANGUAGES]


def page_of(name, language):
    key = translation_key("page", name)
    model = FutureStateMapPage if name.endswith("future") else CurrentStateMapPage
    return model.objects.get(translation_key=key, locale__language_code=language)


def counted_in_the_index(page):
    """What the rows of one map add up to."""
    rows = {}
    for row in InsightEntry.objects.filter(page_id=page.pk).order_by("position"):
        rows.setdefault(row.kind, []).append(row)
    stages, findings, risks = (rows.get(kind, []) for kind in ("stage", "finding", "risk"))
    improvements, removes = rows.get("improvement", []), rows.get("removes", [])

    def by_sort(kind):
        return dict(Counter(row.sort for row in rows.get(kind, [])))

    return Counted(
        stages=(sum(row.has_evidence for row in stages), len(stages)),
        touchpoints=len(rows.get("touchpoint", [])),
        volumes=sum(row.volume is not None for row in rows.get("touchpoint", [])),
        findings=(sum(row.has_evidence for row in findings), len(findings)),
        by_kind=by_sort("finding"),
        by_effects=dict(Counter((row.effect_client, row.effect_employee) for row in findings)),
        moments_of_truth=sum(row.moment_of_truth for row in findings),
        evidence=by_sort("evidence"),
        serving=by_sort("serving"),
        alignments=by_sort("indicator"),
        guesswork=by_sort("guesswork"),
        risks=by_sort("risk"),
        risks_without_mitigation=sum(not row.note for row in risks),
        risk_scores=dict(Counter(map(score, risks))),
        cards=tuple(row.channel for row in rows.get("card", [])),
        improvements=by_sort("improvement"),
        without_barrier=len({row.entry for row in improvements} - {row.entry for row in removes}),
        without_indicator=sum(not row.indicator for row in improvements),
        dates_passed=sum(row.due < loading_day() for row in improvements),
        barriers_removed=len({row.reference for row in removes}),
        needs=len(rows.get("need", [])),
        needs_open=sum(row.is_open for row in rows.get("need", [])),
        levels=tuple(row.level for row in stages if row.level is not None),
        eases=tuple(row.ease for row in stages if row.ease is not None),
    )


def score(row):
    return str(row.likelihood * row.impact) if row.likelihood and row.impact else ""


@pytest.mark.parametrize(("name", "language"), FACTS)
def test_the_index_says_of_each_map_what_was_counted_by_hand(demo, name, language):
    assert counted_in_the_index(page_of(name, language)) == MAPS[name]


def test_every_map_of_the_demo_is_counted():
    assert set(MAPS) == {
        page["key"] for page in read_pages() if page["kind"] in {"current", "future"}
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_maps_together_fill_the_four_quadrants(demo, language):
    rows = InsightEntry.objects.filter(kind="finding", page__locale__language_code=language)
    assert Counter(rows.values_list("effect_client", "effect_employee")) == ALL_EFFECTS


def test_the_future_state_leaves_on_purpose_what_the_gap_analysis_must_find():
    current, future = (read_journey(f"noemie-{state}", "en") for state in ("current", "future"))
    hurts = {key for key, finding in current.findings.items() if finding.is_negative}
    items = [item for card in future.cards for item in card.improvements]
    removed = {key for item in items for key in item.barriers}
    assert hurts - removed == UNADDRESSED_BARRIERS
    assert removed <= hurts
    assert {item.id for item in items if not item.barriers} == IMPROVEMENTS_WITHOUT_BARRIER
    used = {
        entry.channel
        for table in current.tables
        for stage in table.stages
        for entry in (*stage.touchpoints, *stage.findings)
    }
    assert used - {""} - {card.channel for card in future.cards} == CHANNELS_WITHOUT_CARD


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("disability-blueprint", "service-blueprint"),
        ("disability-employees", "employee-experience"),
        ("disability-data", "data-journey"),
    ],
)
def test_every_lane_of_a_framework_is_used_at_its_own_stages(name, slug):
    framework = get_framework(slug)
    for language in LANGUAGES:
        journey = read_journey(name, language)
        (table,) = journey.tables
        assert journey.framework == slug
        assert [stage.framework_stage for stage in table.stages] == [
            framework.stage_reference(stage) for stage in framework.stages
        ]
        assert table.channel_rows == framework.channel_rows
        assert set(framework.lanes) <= set(table.lanes)
        for lane in framework.lanes:
            assert any(
                stage.texts.get(lane) or getattr(stage, lane, None) for stage in table.stages
            )


def test_indicators_have_readings_of_the_last_twelve_months(demo):
    today = loading_day()
    for indicator in Indicator.objects.filter(locale__language_code="en"):
        (readings,) = readings_by_indicator([indicator.translation_key]).values()
        number, latest, reached = INDICATORS[indicator.slug]
        whole = [reading for reading in readings if not reading.channel]
        assert len(readings) == number, indicator
        assert whole[-1].value == Decimal(latest)
        assert (today - readings[0].day).days < 370
        assert whole[-1].day == end_of_month(today, 1) < today
        wins = (
            whole[-1].value >= indicator.target
            if indicator.direction == Direction.UP
            else whole[-1].value <= indicator.target
        )
        assert wins is reached, indicator
    assert Indicator.objects.count() == 2 * len(INDICATORS)


def test_indicators_are_known_wherever_a_map_names_one(demo):
    named = set(InsightEntry.objects.exclude(indicator="").values_list("indicator", flat=True))
    assert named == set(INDICATORS)


def test_personas_leave_gaps_that_the_coverage_report_must_find(demo):
    english = Persona.objects.filter(locale__language_code="en")
    shown = JourneyFacet.objects.filter(facet=Facet.PERSONA)
    for project, share in COVERAGE.items():
        maps = CurrentStateMapPage.objects.filter(
            locale__language_code="en",
            path__startswith=page_path(project),
        )
        keys = shown.filter(page__in=maps.values("pk")).values("value")
        found = [
            persona
            for persona in english.filter(role="client")
            if str(persona.translation_key) in set(keys.values_list("value", flat=True))
        ]
        assert sum(persona.share for persona in found) == share
    everywhere = set(shown.values_list("value", flat=True))
    nowhere = {p.name for p in english if str(p.translation_key) not in everywhere}
    assert nowhere == PERSONAS_ON_NO_MAP
    groups = TargetGroup.objects.filter(locale__language_code="en", personas=None)
    assert set(groups.values_list("name", flat=True)) == GROUPS_WITHOUT_PERSONA


def page_path(name):
    key = translation_key("page", name)
    return Page.objects.get(translation_key=key, locale__language_code="en").path


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-01", "2027-02-28"),
        ("2026-12-31", "2027-02-28"),
        ("2026-11-30", "2027-01-31"),
        ("2028-12-15", "2029-02-28"),
    ],
)
def test_target_dates_move_with_the_month_of_loading(today, expected):
    assert moved("2027-02-28", datetime.date.fromisoformat(today)) == expected


@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_late_and_what_is_ahead_does_not_depend_on_the_day(month):
    for day in (datetime.date(2031, month, 1), end_of_month(datetime.date(2031, month, 1), 0)):
        cards = read_journey("noemie-future", "fr", day).cards
        dates = [datetime.date.fromisoformat(i.due) for card in cards for i in card.improvements]
        assert sum(date < day for date in dates) == MAPS["noemie-future"].dates_passed
        assert all(abs((date - day).days) > 25 for date in dates)


def test_one_map_shows_a_stage_of_another_in_detail(demo):
    for language in LANGUAGES:
        detail = page_of("noemie-questionnaire", language)
        larger = detail.detailed_map.get_translation_or_none(detail.locale) or detail.detailed_map
        stages = larger.specific.get_journey().tables[0].stages
        (stage,) = [stage for stage in stages if stage.id == detail.detailed_stage]
        assert stage.name == {"en": "Determine", "fr": "Déterminer"}[language]


def test_the_roadmap_says_how_far_each_improvement_is(demo):
    items = RoadmapItem.objects.current()
    assert Counter(items.values_list("state", flat=True)) == ROADMAP
    assert items.overdue().count() == OVERDUE
    assert items.count() == sum(MAPS["noemie-future"].improvements.values())
    assert {item.progress_language for item in items.exclude(progress="")} == set(LANGUAGES)
    for item in items.exclude(start=None):
        item.full_clean(exclude=["page"])
        assert item.start <= loading_day()


def test_one_persona_waits_for_a_review(demo):
    long_ago = loading_day() - datetime.timedelta(days=366)
    for language in LANGUAGES:
        waiting = Persona.objects.filter(locale__language_code=language, reviewed_on__lt=long_ago)
        assert set(waiting.values_list("name", flat=True)) == NOT_REVIEWED_FOR_A_YEAR

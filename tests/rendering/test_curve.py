"""The emotion curve: one sentence that tells it, shapes that differ, a table beside it."""

import pytest
from django.utils import translation

from tests.factories import experience, make_map, stage
from tests.other_sides import employee
from wagtail_parcours.journeys.curve import both_curves, emotion_curve
from wagtail_parcours.journeys.entries import EmployeeExperience
from wagtail_parcours.journeys.model import Experience, Stage
from wagtail_parcours.rendering.curve import TALL_WIDTH, curve_view, tall_drawing
from wagtail_parcours.rendering.curve_sentences import both_sentences, curve_sentence
from wagtail_parcours.rendering.marks import LEVEL_SHAPES


def stages(*levels):
    return [
        Stage(id=str(number), name=f"S{number}", experience=Experience(satisfaction=level))
        for number, level in enumerate(levels, start=1)
    ]


def curve(*levels):
    return emotion_curve(stages(*levels))


def drawn(*levels):
    return curve_view(both_curves(stages(*levels)), "t")


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ((None, None), ""),
        ((None, 1), "Only one stage has a satisfaction level: “S2” (+1 Satisfied)."),
        ((0, 0), "Satisfaction is the same at every stage: 0 Neutral."),
        (
            (-1, 2),
            "Satisfaction is lowest at “S1” (−1 Frustrated), highest at “S2” (+2 Delighted), "
            "and never drops on the way.",
        ),
        (
            (1, 0, 2),
            "Satisfaction is lowest at “S2” (0 Neutral) and highest at “S3” (+2 Delighted); "
            "it drops most from “S1” to “S2”, by 1 level.",
        ),
        (
            (1, None, -2, 0),
            "Satisfaction is lowest at “S3” (−2 Very frustrated) and highest at “S1” "
            "(+1 Satisfied); it drops most from “S1” to “S3”, by 3 levels.",
        ),
    ],
)
def test_one_sentence_names_the_low_the_high_and_the_biggest_drop(levels, sentence):
    assert curve_sentence(curve(*levels)) == sentence


def test_a_percent_sign_in_a_stage_name_does_no_harm():
    named = emotion_curve(
        [
            Stage(name="100 %(size)s", experience=Experience(satisfaction=1)),
            Stage(name="%s", experience=Experience(satisfaction=-1)),
        ]
    )
    assert "“100 %(size)s”" in curve_sentence(named)


def test_each_level_has_a_shape_of_its_own():
    assert len(set(LEVEL_SHAPES.values())) == 5


def test_no_level_no_curve():
    assert drawn(None) is None


def test_a_stage_without_a_level_breaks_the_line():
    assert len(drawn(1, 0, None, 0, 1).wide["runs"]) == 2


def test_time_runs_to_the_left_where_the_language_does():
    def first_x():
        return drawn(1, 0, -1).wide["points"][0]["x"]

    left_to_right = first_x()
    with translation.override("ar"):
        assert first_x() > left_to_right


@pytest.mark.django_db
def test_the_drawing_has_a_name_a_sentence_and_a_table(read):
    stages = [
        stage("Aware", experience=experience("1")),
        stage("Apply", experience=experience("-2", moment_of_truth=True)),
    ]
    document = read(make_map(stages))
    for drawing in document.select("svg[role=img]"):
        names = drawing["aria-labelledby"].split()
        text = " ".join(document.find(id=name).get_text() for name in names)
        assert text.startswith("Emotion curve Satisfaction is lowest at “Apply”")
    rows = document.select(".parcours-curve details tbody tr")
    assert [" ".join(row.get_text(" ").split()) for row in rows] == [
        "Aware +1 Satisfied — No",
        "Apply −2 Very frustrated Yes",
    ]


@pytest.mark.django_db
def test_without_the_experience_lane_there_is_no_curve(read):
    document = read(make_map([stage(experience=experience("1"))], ["actions"]))
    assert document.select_one(".parcours-curve") is None


@pytest.mark.parametrize("level", [-2, -1, 0, 1, 2])
def test_on_a_phone_the_moment_of_truth_has_room_for_its_words(level):
    stage = Stage(name="Apply", experience=Experience(level, moment_of_truth=True))
    point = tall_drawing(both_curves([stage]))["points"][0]
    # Eighteen letters, as in French, of nine units each.
    words = 18 * 9
    start = {"start": 0, "middle": words / 2, "end": words}[point["label_anchor"]]
    left = point["x"] + point["label_x"] - start
    assert left >= 0
    assert left + words <= TALL_WIDTH


# -- both sides


def of_both(*pairs):
    return both_curves(
        Stage(
            id=str(number),
            name=f"S{number}",
            experience=Experience(level),
            employee_experience=EmployeeExperience(ease),
        )
        for number, (level, ease) in enumerate(pairs, start=1)
    )


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (((None, None),), ""),
        (
            ((None, 1), (None, None)),
            "Only one stage tells how easy it is for employees: “S1” (+1 Easy).",
        ),
        (
            ((None, 0), (None, 0)),
            "For employees, every stage is the same: 0 Neither hard nor easy.",
        ),
        (
            ((1, 1), (1, 1)),
            "Satisfaction is the same at every stage: +1 Satisfied. For employees, every stage is "
            "the same: +1 Easy. Client and employee are level wherever both are known.",
        ),
        (
            ((1, None), (None, 1)),
            "Only one stage has a satisfaction level: “S1” (+1 Satisfied). Only one stage tells "
            "how easy it is for employees: “S2” (+1 Easy).",
        ),
        (
            ((0, 1), (-2, 2), (1, -1)),
            "Satisfaction is lowest at “S2” (−2 Very frustrated) and highest at “S3” (+1 "
            "Satisfied); it drops most from “S1” to “S2”, by 2 levels. For employees, it is "
            "hardest at “S3” (−1 Hard) and easiest at “S2” (+2 Very easy). Client and employee "
            "are farthest apart at “S2”: −2 Very frustrated for the client, +2 Very easy for the "
            "employee.",
        ),
    ],
)
def test_the_sentences_tell_both_sides_and_the_biggest_gap(pairs, sentence):
    assert both_sentences(of_both(*pairs)) == sentence


@pytest.mark.parametrize("language", ["en", "ar"])
def test_marks_of_both_sides_at_one_level_stand_apart(language):
    with translation.override(language):
        view = curve_view(of_both((1, 1), (0, 0)), "t")
    for drawing in (view.wide, view.tall):
        for client, served in zip(drawing["points"], drawing["employee"]["points"], strict=True):
            apart = max(abs(client["x"] - served["x"]), abs(client["y"] - served["y"]))
            # A mark is 22 wide at most.
            assert apart >= 24


def test_a_stage_that_employees_say_nothing_of_breaks_their_line_only():
    view = curve_view(of_both((1, 1), (0, 0), (0, None), (1, 1), (2, 2)), "t")
    assert len(view.wide["runs"]) == 1
    assert len(view.wide["employee"]["runs"]) == 2
    assert len(view.wide["employee"]["points"]) == 4


BOTH = [
    stage("Aware", experience=experience("1"), employee_experience=employee("-2")),
    stage("Apply", experience=experience("-2"), employee_experience=employee("")),
]


def table_beside(document):
    rows = document.select(".parcours-curve details tr")
    return [" | ".join(" ".join(cell.get_text(" ").split()) for cell in row) for row in rows]


@pytest.mark.django_db
def test_both_sides_are_on_one_chart_with_a_legend_and_a_table(read):
    document = read(make_map(BOTH, ["experience", "employee_experience"]))
    assert document.select_one(".parcours-curve h3").get_text() == "Client and employee curves"
    legend = [" ".join(li.get_text(" ").split()) for li in document.select(".parcours-legend li")]
    assert legend == [
        "Client: satisfaction. Solid line, filled marks.",
        "Employee: ease of satisfying the client. Dashed line, hollow marks.",
    ]
    drawing = document.select_one(".parcours-curve__wide svg")
    assert len(drawing.select("path.parcours-ease")) == 1
    assert [text.get_text() for text in drawing.select("text.parcours-axis")][:2] == [
        "+2 Delighted",
        "Very easy",
    ]
    assert table_beside(document) == [
        "Stage | Satisfaction | Moment of truth | Ease of satisfying the client",
        "Aware | +1 Satisfied | — No | −2 Very hard",
        "Apply | −2 Very frustrated | — No | Not stated",
    ]


@pytest.mark.django_db
def test_employees_alone_have_a_curve_of_their_own(read):
    document = read(make_map(BOTH, ["actions", "employee_experience"]))
    assert document.select_one(".parcours-curve h3").get_text() == "Employee curve"
    assert "Very frustrated" not in document.select_one(".parcours-curve").get_text()
    assert document.select_one(".parcours-legend") is None
    assert table_beside(document)[1] == "Aware | −2 Very hard"


@pytest.mark.django_db
def test_what_employees_say_is_not_drawn_where_their_lane_is_not_shown(read):
    document = read(make_map(BOTH, ["experience"]))
    assert document.select_one(".parcours-curve h3").get_text() == "Emotion curve"
    assert document.select("path.parcours-ease") == []

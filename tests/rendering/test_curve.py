"""The emotion curve: one sentence that tells it, shapes that differ, a table beside it."""

import pytest
from django.utils import translation

from tests.factories import experience, make_map, stage
from wagtail_parcours.journeys.curve import emotion_curve
from wagtail_parcours.journeys.model import Experience, Stage
from wagtail_parcours.rendering.curve import (
    TALL_WIDTH,
    curve_sentence,
    curve_view,
    tall_drawing,
)
from wagtail_parcours.rendering.marks import LEVEL_SHAPES


def curve(*levels):
    return emotion_curve(
        Stage(id=str(number), name=f"S{number}", experience=Experience(satisfaction=level))
        for number, level in enumerate(levels, start=1)
    )


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
    assert curve_view(curve(None), "t") is None


def test_a_stage_without_a_level_breaks_the_line():
    assert len(curve_view(curve(1, 0, None, 0, 1), "t").wide["runs"]) == 2


def test_time_runs_to_the_left_where_the_language_does():
    def first_x():
        return curve_view(curve(1, 0, -1), "t").wide["points"][0]["x"]

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
    point = tall_drawing(emotion_curve([stage]))["points"][0]
    # Eighteen letters, as in French, of nine units each.
    words = 18 * 9
    start = {"start": 0, "middle": words / 2, "end": words}[point["label_anchor"]]
    left = point["x"] + point["label_x"] - start
    assert left >= 0
    assert left + words <= TALL_WIDTH

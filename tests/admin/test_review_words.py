"""Every key that a comparison may tell is a word: kinds, lanes, fields and their values."""

import pytest
from django.utils.functional import Promise

from tests.factories import (
    PersonaFactory,
    TargetGroupFactory,
    improvement,
    improvement_card,
    make_future_map,
    make_map,
    stage,
    stage_table,
    touchpoint,
)
from tests.measured import IndicatorFactory
from tests.other_sides import (
    counted,
    employee,
    guesswork,
    indicator_use,
    initiative,
    need,
    needs_list,
    risk,
    serving,
    whole_stage,
)
from wagtail_parcours.admin.glossary.places import place_words
from wagtail_parcours.admin.review.changes import changes_between
from wagtail_parcours.admin.review.summary import map_summary
from wagtail_parcours.admin.review.vocabulary import ENTRIES, FIELDS, SHOWN
from wagtail_parcours.governance.sealing import sealed_content
from wagtail_parcours.journeys import journey_texts
from wagtail_parcours.journeys.comparison import ENTRIES as LISTS
from wagtail_parcours.journeys.comparison import SHOWN_ORDER
from wagtail_parcours.models import CurrentStateMapPage

pytestmark = pytest.mark.django_db


def key(thing):
    return str(thing.translation_key)


@pytest.fixture
def changes():
    """Return a function that tells, row by row, what changed between two bodies."""

    def tell(old, new):
        page = make_map(body=old, live=False)
        before = sealed_content(page)
        page.body = new
        told = changes_between(before, sealed_content(page), CurrentStateMapPage)
        return [
            (
                row.label,
                "".join(piece.text for piece in row.before),
                "".join(piece.text for piece in row.after),
                tuple(row.details),
            )
            for group in told.groups
            for row in group.rows
        ]

    return tell


def one_stage(**values):
    """A table whose ids are the same each time."""
    entry = stage("Apply", "s-1", **values)
    return [{**stage_table([entry]), "id": "t-1"}]


def test_every_kind_of_entry_and_of_thing_has_a_word():
    assert set(LISTS.values()) - {"stage"} <= set(ENTRIES)
    assert set(SHOWN_ORDER) <= set(SHOWN)
    assert all(isinstance(word, Promise) for word in {**ENTRIES, **SHOWN, **FIELDS}.values())


def test_fields_of_interactions_and_findings(changes):
    def touched(**values):
        entry = touchpoint("Calls")
        entry["id"] = "p-1"
        entry["value"] |= values
        return one_stage(touchpoints=[entry])

    assert changes(touched(**counted()), touched(**counted(1200, "calls", "month"))) == [
        ("Apply › Interactions › Interaction “Calls” › Volume", "", "1,200", ()),
        ("Apply › Interactions › Interaction “Calls” › Unit of the volume", "", "calls", ()),
        ("Apply › Interactions › Interaction “Calls” › Period of the volume", "", "per month", ()),
    ]


def test_an_employee_s_stage(changes):
    anne = PersonaFactory(name="Anne", role="employee")
    old = one_stage(employee_experience=employee("-1", "No."), serving=[serving("Agents", "e-1")])
    new = one_stage(
        employee_experience=employee("1", "Yes."),
        serving=[serving("Agents", "e-1", office="back", persona=key(anne))],
    )
    told = changes(old, new)
    assert [row[:3] for row in told[:4]] == [
        ("Apply › Employee experience › Ease of satisfying the client", "−1 Hard", "+1 Easy"),
        ("Apply › Employee experience › How the employee feels", "No.", "Yes."),
        (
            "Apply › Who serves, and how › Employees “Agents” › Office",
            "Front office",
            "Back office",
        ),
        ("Apply › Who serves, and how › Employees “Agents” › Persona", "", "Anne"),
    ]


def test_indicators_guesswork_and_risks(changes):
    IndicatorFactory(slug="calls", name="Calls answered")
    old = one_stage(
        indicators=[indicator_use("calls", "with", block_id="i-1")],
        guesswork=[guesswork("Guesses", "conjecture", "g-1")],
        risks=[risk("Leaks", "r-1", likelihood="1")],
    )
    new = one_stage(
        indicators=[indicator_use("calls", "against", block_id="i-1")],
        guesswork=[guesswork("Guesses", "manual_judgement", "g-1")],
        risks=[risk("Leaks", "r-1", kind="bias", likelihood="3", owner="Privacy")],
    )
    assert [row[:3] for row in changes(old, new)] == [
        (
            "Apply › Indicators › Indicator “Calls answered” › Alignment",
            "Pulls with the client's satisfaction",
            "Pulls against the client's satisfaction",
        ),
        ("Apply › Guesswork › Guesswork “Guesses” › Kind", "Conjecture", "Judgement case by case"),
        ("Apply › Risks to the data › Risk “Leaks” › Kind", "Confidentiality", "Bias"),
        ("Apply › Risks to the data › Risk “Leaks” › Likelihood", "1 Low", "3 High"),
        ("Apply › Risks to the data › Risk “Leaks” › Owner", "", "Privacy"),
    ]


def test_a_new_indicator_is_called_by_its_name_and_told_with_its_facts(changes):
    IndicatorFactory(slug="calls", name="Calls answered", owner="Centre")
    told = changes(one_stage(), one_stage(indicators=[indicator_use("calls", "neutral")]))
    assert told == [
        (
            "Apply › Indicators › Indicator",
            "",
            "Calls answered",
            (("Alignment", "Makes no difference to it"),),
        ),
        (
            "As a whole",
            "",
            "Calls answered",
            (
                ("Unit", "%"),
                ("Direction", "Higher is better"),
                ("Target", "80"),
                ("Owner", "Centre"),
            ),
        ),
    ]


def test_needs_and_initiatives(changes):
    group = TargetGroupFactory(name="Newcomers")

    def told_needs(moment, missing):
        answer = {**initiative("A video", missing=missing), "id": "i-1"}
        entry = {**need("Know", [answer], moment=moment, group=key(group)), "id": "n-1"}
        return [needs_list([entry], "Needs", "l-1")]

    assert [row[:3] for row in changes(told_needs("First", ""), told_needs("Later", "Half"))] == [
        ("Need “Know” › Key moment", "First", "Later"),
        ("Initiative “A video” › What is missing", "", "Half"),
    ]


def test_no_key_is_left_where_a_word_belongs(changes):
    """Everything new at once, in words: no label is the key of the field it stands for."""
    anne = PersonaFactory(name="Anne", role="employee")
    IndicatorFactory(slug="calls")
    answer = initiative(exists="All", missing="Half")
    full = whole_stage(persona=key(anne), indicator="calls")
    new = [
        stage_table([full]),
        needs_list([need("Know", [answer], moment="First")], "Needs"),
        improvement_card("", [improvement(indicator="calls")]),
    ]
    keys = {*FIELDS, *ENTRIES, "ease", "hinders", "definition"}
    for label, before, after, details in changes([], new):
        words = {*label.split(" › "), *(name for name, _value in details)}
        assert not words & keys, (label, before, after, details)


# -- elsewhere


def test_the_summary_counts_the_other_sides():
    anne = PersonaFactory(name="Anne", role="employee")
    IndicatorFactory(slug="calls", name="Calls answered")
    stages = [whole_stage(number, persona=key(anne), indicator="calls") for number in (0, 1)]
    needs = [need("One"), need("Two", [initiative(exists="All")])]
    page = make_future_map(body=[stage_table(stages), needs_list(needs)], slug="all")
    lines = map_summary(sealed_content(page))
    for line in (
        "Persona: Anne",
        "2 stages tell how easy it is for employees",
        "1 indicator: Calls answered",
        "2 pieces of guesswork",
        "2 risks to the data",
        "2 needs, 1 of them open",
    ):
        assert line in lines


def test_the_place_of_every_text_is_said_in_words():
    anne = PersonaFactory(name="Anne", role="employee")
    full = {**whole_stage(persona=key(anne), indicator="calls"), "id": "s-1"}
    answer = initiative(exists="All", missing="Half")
    body = [
        {**stage_table([full]), "id": "t-1"},
        needs_list([need("Know", [answer], moment="First")], "Needs"),
    ]
    texts = journey_texts(make_map(body=body).get_journey())
    cells = {text.path: text.text for text in texts}
    told = {path.split(".", 2)[-1]: place_words(path, cells) for path in cells}
    stage_place = "Stage “Aware”"
    assert told["stages.s-1.employee_experience.words"] == (
        f"{stage_place} › Employee experience › How the employee feels"
    )
    assert {
        f"{stage_place} › Who serves, and how › Which employees",
        f"{stage_place} › Who serves, and how › Tools",
        f"{stage_place} › Who serves, and how › Unit of the volume",
        f"{stage_place} › Indicators › Note",
        f"{stage_place} › Guesswork",
        f"{stage_place} › Risks to the data › Mitigation",
        f"{stage_place} › Risks to the data › Owner",
        "Need › Key moment",
        "Initiative › What answers the need",
        "Initiative › What exists",
        "Initiative › What is missing",
    } <= set(told.values())

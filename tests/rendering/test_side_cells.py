"""What stands in the cells of employees, indicators, guesswork and risks: words beside shapes."""

import pytest
from django.utils import translation

from tests.factories import PersonaFactory, child, finding, make_map, stage, touchpoint
from tests.measured import IndicatorFactory, add_readings
from tests.other_sides import (
    counted,
    employee,
    guesswork,
    indicator_use,
    risk,
    serving,
    whole_stage,
)
from wagtail_parcours.frameworks import all_lanes
from wagtail_parcours.rendering.volumes import volume_html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


def words(element):
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def cell(read):
    """Return a function that gives the one cell of a map with one stage and one lane."""

    def get(lane, **values):
        document = read(make_map([stage("Inform", **values)], [lane]))
        return document.select_one(".parcours-scroll tbody td")

    return get


# -- how often


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        ((1200, "calls", "month"), "about 1,200 calls per month"),
        ((45, "visits", ""), "about 45 visits"),
        ((45, "", "day"), "about 45 per day"),
        ((45, "", ""), "about 45"),
        ((None, "calls", "month"), ""),
        ((2, "% <b>", "some-day"), "about 2 % &lt;b&gt;"),
    ],
)
def test_a_volume_is_said_as_far_as_it_is_known(volume, said):
    assert volume_html(*volume) == said


def test_numbers_of_a_volume_are_written_as_the_language_does():
    with translation.override("fr"):
        said = volume_html(1234567, "appels", "month")
    assert "1\u202f234\u202f567" in said.replace("\u00a0", "\u202f")


def test_an_interaction_says_how_often_it_happens(cell):
    entry = touchpoint("Calls", "telephone")
    entry["value"] |= counted(1200, "calls", "month")
    assert words(cell("touchpoints", touchpoints=[entry])) == (
        "Telephone Calls about 1,200 calls per month"
    )


# -- findings


def test_a_finding_says_what_it_does_to_both_sides(cell):
    entry = finding(
        "No way to call back",
        severity="",
        evidence="Interviews",
        effect_client="irritant",
        effect_employee="delight",
        frequency="3",
        moment_of_truth=True,
    )
    found = cell("findings", findings=[entry])
    assert words(found) == (
        "Barrier Nearly all clients Moment of truth Telephone No way to call back "
        "Client: Irritant Employee: Delight Evidence: Interviews"
    )
    shapes = [svg.path["d"] for svg in found.select(".parcours-effect svg")]
    assert len(set(shapes)) == 2


def test_what_the_kind_of_a_finding_says_is_told_beside_the_effect_on_employees(cell):
    entry = finding("Kind agent", kind="bright_spot", severity="", effect_employee="irritant")
    text = words(cell("findings", findings=[entry]))
    assert "Client: Delight Employee: Irritant" in text


def test_an_effect_that_nobody_knows_is_left_out(cell):
    entry = finding("Odd", kind="other", severity="", effect_client="mystery")
    assert cell("findings", findings=[entry]).select_one(".parcours-effects") is None


# -- employees


def test_who_serves_by_which_channel_how_often_and_with_what(cell):
    anne = PersonaFactory(name="Anne <3", role="employee")
    entries = [
        serving(
            "Agents",
            persona=str(anne.translation_key),
            **counted(300, "calls", "day"),
            tools="Client file\nKnowledge base",
        ),
        serving("Officers", office="back", channel=""),
    ]
    first, second = cell("serving", serving=entries).find_all("li")
    assert words(first) == (
        "Front office Telephone Agents Persona: Anne <3 about 300 calls per day "
        "Tools: Client file Knowledge base"
    )
    assert words(second) == "Back office Officers"


@pytest.mark.parametrize("gone", [False, True])
def test_an_employee_persona_that_is_not_published_is_nobody(cell, gone):
    anne = PersonaFactory(name="Anne", role="employee", live=False)
    key = str(anne.translation_key)
    if gone:
        anne.delete()
    text = words(cell("serving", serving=[serving("Agents", persona=key)]))
    assert text == "Front office Telephone Agents"


def test_an_odd_key_of_a_persona_breaks_nothing(cell):
    assert "Agents" in words(cell("serving", serving=[serving("Agents", persona="no uuid")]))


def test_how_the_employee_lives_the_stage(cell):
    lived = employee("-1", "The screen says no.", "Four screens\nNo right to correct", "One view")
    found = cell("employee_experience", employee_experience=lived)
    assert words(found) == (
        "−1 Hard The screen says no. What is in the way Four screens No right to correct "
        "What would help One view"
    )
    assert found.select_one("svg.parcours-ease") is not None


# -- indicators


def test_an_indicator_comes_with_its_last_reading_and_its_alignment(cell):
    calls = IndicatorFactory(slug="first-contact", name="First contact")
    add_readings(calls, {"2026-03-01": "62", "2026-09-01": "71"})
    found = cell(
        "indicators", indicators=[indicator_use("first-contact", "against", "Agents hurry.")]
    )
    text = words(found)
    for said in ("First contact", "71%", "Below the target", "Getting better"):
        assert said in text
    assert text.endswith("Pulls against the client's satisfaction Agents hurry.")
    label = found.select_one("svg.parcours-trend")["aria-label"]
    assert label == "From 62% in March 2026 to 71% in September 2026. Target: 80%."


def test_alignments_differ_by_shape_as_well_as_by_word(cell):
    uses = [indicator_use("x", alignment) for alignment in ("with", "against", "neutral")]
    found = cell("indicators", indicators=uses)
    shapes = [svg.path["d"] for svg in found.select(".parcours-kind svg")]
    assert len(set(shapes)) == 3


def test_an_indicator_that_is_gone_stays_readable(cell):
    assert words(cell("indicators", indicators=[indicator_use("calls-answered")])) == (
        "Calls answered"
    )


def test_an_indicator_without_a_reading_says_so(cell):
    IndicatorFactory(slug="new", name="New")
    text = words(cell("indicators", indicators=[indicator_use("new")]))
    assert text == "New No reading yet. Target: 80%."


# -- guesswork and risks


def test_guesswork_is_marked_by_a_word_and_a_shape_and_can_be_linked_to(cell):
    entries = [guesswork("Guesses the income", "manual_judgement", "guess-1")]
    found = cell("guesswork", guesswork=entries).li
    assert words(found) == "Judgement case by case Guesses the income"
    assert found.svg is not None
    assert found["id"] == "guesswork-guess-1"


def test_guesswork_of_an_unknown_kind_is_still_called_guesswork(cell):
    assert words(cell("guesswork", guesswork=[guesswork("Hm", "odd")])) == "Guesswork Hm"


def test_a_risk_says_its_kind_weight_mitigation_and_owner(cell):
    entry = risk(
        "The letter is read by others",
        "risk-1",
        likelihood="3",
        impact="2",
        mitigation="Neutral envelope",
        owner="Privacy office",
    )
    found = cell("risks", risks=[entry]).li
    assert words(found) == (
        "Confidentiality The letter is read by others Likelihood: High × Impact: Medium "
        "Mitigation: Neutral envelope Owner: Privacy office"
    )
    assert found["id"] == "risk-risk-1"


@pytest.mark.parametrize(
    ("ratings", "said", "css"),
    [
        (("", ""), "Bias Odd No mitigation yet", None),
        (("1", ""), "Bias Odd Likelihood: Low No mitigation yet", None),
        (("1", "2"), "Bias Odd Likelihood: Low × Impact: Medium No mitigation yet", "low"),
        (("1", "3"), "Bias Odd Likelihood: Low × Impact: High No mitigation yet", "medium"),
        (("2", "2"), "Bias Odd Likelihood: Medium × Impact: Medium No mitigation yet", "medium"),
        (("2", "3"), "Bias Odd Likelihood: Medium × Impact: High No mitigation yet", "high"),
    ],
)
def test_a_risk_is_as_heavy_as_it_is_likely_and_harmful(cell, ratings, said, css):
    likelihood, impact = ratings
    entry = risk("Odd", kind="bias", likelihood=likelihood, impact=impact)
    found = cell("risks", risks=[entry]).li
    assert words(found) == said
    classes = [name for name in found["class"] if name.startswith("parcours-risk--")]
    assert classes == ([f"parcours-risk--{css}"] if css else [])


# -- all of them


def test_nothing_that_people_write_becomes_markup(client):
    evil = '<img src=x onerror="alert(1)">'
    entry = whole_stage()
    value = entry["value"]
    for lane in ("serving", "indicators", "guesswork", "risks", "touchpoints"):
        for item in value[lane]:
            item["value"] = {
                name: evil if isinstance(said, str) else said
                for name, said in item["value"].items()
            }
    value["employee_experience"] = employee("2", evil, evil, evil)
    value["risks"].append(child("risk", {"text": evil, "owner": evil}, '"><b id="x'))
    page = make_map([entry], [lane.key for lane in all_lanes()])
    html = client.get(page.url).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_a_map_of_every_lane_is_valid_html(client, nu_check):
    anne = PersonaFactory(role="employee")
    add_readings(IndicatorFactory(slug="calls"), {"2026-03-01": "62", "2026-09-01": "71"})
    named = {"persona": str(anne.translation_key), "indicator": "calls"}
    stages = [whole_stage(number, **named) for number in range(3)]
    page = make_map(stages, [lane.key for lane in all_lanes()])
    assert nu_check(client.get(page.url).content.decode()) == []

"""Hints on personas: what they rest on, what they say, and what they never tell."""

import pytest

from tests.factories import PersonaFactory, finding, make_map, persona_profile, stage, stage_table
from wagtail_parcours.insights.people import live_people
from wagtail_parcours.insights.persona_facts import (
    hints_of_draft,
    hints_of_people,
    hints_of_rows,
    live_neighbours,
)
from wagtail_parcours.insights.persona_quality import Hint, PersonaFacts, hints_of
from wagtail_parcours.models import Persona

STORY = "She works nights at the bakery and reads slowly, so letters wait in a tin for days."
OTHER = "He lives on a farm an hour from the office, and his connection drops each afternoon."


@pytest.fixture
def request_of(django_user_model, rf):
    request = rf.get("/")
    request.user = django_user_model.objects.create_superuser("boss", "b@example.org", "pw")
    request.session = {}
    return request


def persona(**values):
    """A persona on whom there is no hint, but for what is given."""
    values = {"symptoms": "Cannot read small print", "evidence": "Twelve interviews", **values}
    return PersonaFactory(**{"narrative": "", "quote": "", "needs": "", "goals": "", **values})


def kinds(person, request):
    """The hints of the report; those of the list and of the editor have to be the same."""
    person = Persona.objects.get(pk=person.pk)
    found = hints_of_people(live_people("en"), request)
    of_report = found[str(person.translation_key)].kinds if person_key(person) in found else ()
    assert hints_of_rows([person], request)[person.pk].kinds == of_report
    assert hints_of_draft(person, request).kinds == of_report
    return of_report


def person_key(person):
    return str(person.translation_key)


# -- pure


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PersonaFacts("client"), (Hint.NO_DIFFICULTY, Hint.NO_EVIDENCE)),
        (PersonaFacts("client", has_symptoms=True, has_research=True), ()),
        (PersonaFacts("client", named_on_maps=True, has_research=True), ()),
        (PersonaFacts("third_party", has_research=True), (Hint.NO_DIFFICULTY,)),
        (PersonaFacts("employee", has_research=True), ()),
        (
            PersonaFacts("employee", has_research=True, alike=("Ana",)),
            (Hint.LOOKALIKE,),
        ),
    ],
)
def test_hints_follow_from_facts(facts, expected):
    hints = hints_of(facts)
    assert hints.kinds == expected
    assert len(hints) == len(hints.titles) == len(expected)


def test_lookalikes_are_named():
    hints = hints_of(PersonaFacts("client", True, True, True, alike=("Ana", "Bo")))
    assert hints.titles == ("Nearly the same text as “Ana”, “Bo”",)


# -- from the database

db = pytest.mark.django_db


@db
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ()),
        ({"symptoms": " \n "}, (Hint.NO_DIFFICULTY,)),
        ({"symptoms": "", "condition": "Low vision"}, (Hint.NO_DIFFICULTY,)),
        ({"symptoms": "", "role": "employee"}, ()),
        ({"evidence": " ", "interviews": None}, (Hint.NO_EVIDENCE,)),
        ({"evidence": "", "interviews": 0}, (Hint.NO_EVIDENCE,)),
        ({"evidence": "", "interviews": 3}, ()),
    ],
)
def test_difficulties_and_research(request_of, values, expected):
    assert kinds(persona(**values), request_of) == expected


@db
def test_a_barrier_on_a_live_map_is_a_difficulty(request_of):
    ana = persona(symptoms="")
    body = [
        persona_profile(ana, [("online", "", "")]),
        stage_table([stage(findings=[finding()])]),
    ]
    page = make_map(body=body, live=False)
    assert kinds(ana, request_of) == (Hint.NO_DIFFICULTY,)
    page.save_revision().publish()
    assert kinds(ana, request_of) == ()


@db
def test_a_map_that_the_person_may_not_read_names_nothing(request_of, privacy):
    ana = persona(symptoms="")
    page = make_map(body=[persona_profile(ana)])
    assert kinds(ana, request_of) == ()
    privacy(page)
    # What a request may not read is asked once.
    del request_of._parcours_refused
    assert kinds(ana, request_of) == (Hint.NO_DIFFICULTY,)


@db
def test_a_translation_says_what_the_original_leaves_out(request_of, locale_fr):
    ana = persona(symptoms="", evidence="", interviews=None)
    french = ana.copy_for_translation(locale_fr)
    french.symptoms, french.evidence, french.live = "Lit avec peine", "Sondage", True
    french.save()
    assert kinds(ana, request_of) == ()


@db
def test_nearly_the_same_text_is_found_in_one_language(request_of, locale_fr):
    ana, bo = persona(name="Ana", narrative=STORY), persona(name="Bo", narrative=f"{STORY} Alone.")
    persona(name="Cy", narrative=OTHER)
    persona(name="Di", narrative=STORY, live=False)
    persona(name="Eve", narrative=STORY, locale=locale_fr)
    assert kinds(ana, request_of) == kinds(bo, request_of) == (Hint.LOOKALIKE,)
    hints = hints_of_people(live_people("en"), request_of)
    assert {key: said.alike for key, said in hints.items()} == {
        person_key(ana): ("Bo",),
        person_key(bo): ("Ana",),
    }


@db
def test_the_threshold_is_a_setting(request_of, settings):
    ana = persona(narrative=STORY)
    persona(narrative=f"{STORY} {OTHER}")
    assert kinds(ana, request_of) == ()
    settings.WAGTAIL_PARCOURS = {"PERSONA_SIMILARITY": 0.3}
    assert kinds(ana, request_of) == (Hint.LOOKALIKE,)


@db
def test_the_comparison_is_kept_until_a_persona_changes(request_of, django_assert_num_queries):
    ana = persona(name="Ana", narrative=STORY, live=False)
    ana.save_revision().publish()
    bo = persona(name="Bo", narrative=STORY)
    assert set(live_neighbours()) == {ana.pk, bo.pk}
    with django_assert_num_queries(2):
        live_neighbours()
    draft = Persona.objects.get(pk=ana.pk).get_latest_revision_as_object()
    draft.narrative = OTHER
    revision = draft.save_revision()
    assert set(live_neighbours()) == {ana.pk, bo.pk}
    revision.publish()
    assert live_neighbours() == {}


@db
def test_a_draft_is_compared_as_it_is_now(request_of):
    ana = persona(name="Ana", narrative=OTHER)
    persona(name="Bo", narrative=STORY)
    ana.narrative = STORY
    assert hints_of_draft(ana, request_of).alike == ("Bo",)


@db
def test_what_is_sensitive_is_never_compared(request_of):
    words = " ".join(f"secret{number}" for number in range(30))
    ana = persona(condition=words, symptoms=words)
    persona(condition=words, symptoms=words)
    assert kinds(ana, request_of) == ()


@db
def test_hints_cost_the_same_for_many_personas(request_of, django_assert_num_queries):
    for number in range(3):
        persona(name=f"P{number}", narrative=f"{STORY} {number}")
    live_neighbours()
    people = live_people("en")
    # Privacy settings, difficulties on maps, and two that ask whether the comparison is still good.
    with django_assert_num_queries(4):
        assert len(hints_of_people(people, request_of)) == 3

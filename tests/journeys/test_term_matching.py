"""Where a term stands in a text, and where it only seems to."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.journeys.term_matching import MAX_TEXT, Matcher, form_key


def found(text, *forms):
    matcher = Matcher((form, form) for form in forms)
    return [text[match.start : match.end] for match in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("An obstacle.", "obstacle", ["obstacle"]),
        ("OBSTACLE, Obstacle", "obstacle", ["OBSTACLE", "Obstacle"]),
        ("obstacles", "obstacle", []),
        ("l'obstacle, l’obstacle, qu'obstacle", "obstacle", ["obstacle"] * 3),
        ("aujourd'hui", "hui", []),
        ("the client's form", "client", ["client"]),
        ("o'client'x", "client", []),
        ("point\u00a0de\nservice", "point de service", ["point\u00a0de\nservice"]),
        ("moment de l’accès", "moment de l'accès", ["moment de l’accès"]),
        ("sign\u2011off, sign-off", "sign-off", ["sign\u2011off", "sign-off"]),
        ("A sign-off", "sign", []),
        ("A sign-off", "off", []),
        ("cet obstacle-là", "obstacle", ["obstacle"]),
        ("péché peche pêche", "pêche", ["pêche"]),
        ("pe\u0302che", "pêche", ["pe\u0302che"]),
        ("obs\u00adtacle", "obstacle", ["obs\u00adtacle"]),
        ("The arc and the ARC", "ARC", ["ARC"]),
        ("see https://example.org/obstacle, obstacle", "obstacle", ["obstacle"]),
        ("www.obstacle.ca obstacle@example.org canada.ca/obstacle", "obstacle", []),
        ("obstacle.pdf, obstacle.", "obstacle", ["obstacle"]),
        ("obstacle/irritant", "irritant", ["irritant"]),
        ("«obstacle» “obstacle” 'obstacle'", "obstacle", ["obstacle"] * 3),
        ("obstacle_2", "obstacle", []),
        ("R&D, r&d", "R&D", ["R&D"]),
        ("عقبة كبيرة", "عقبة", ["عقبة"]),
    ],
)
def test_whole_words_only(text, form, expected):
    assert found(text, form) == expected


def test_the_longest_form_is_what_is_meant():
    text = "A journey map of a journey"
    assert found(text, "journey", "journey map", "map") == ["journey map", "journey"]


def test_a_longer_form_that_does_not_fit_leaves_the_shorter_one():
    assert found("a journey maps", "journey", "journey map") == ["journey"]


def test_the_same_form_is_found_once_whatever_its_spelling():
    assert form_key("L’Accès") == form_key("l'accès")
    assert form_key("point\u00a0de service") == form_key("Point de service")
    assert form_key("ARC") != form_key("arc")


words = st.text(st.sampled_from("aeéoLlD' ’-\u00a0.@/\u0301w"), max_size=40)


@given(text=words, forms=st.lists(words, max_size=5))
def test_what_is_found_is_a_form_and_never_overlaps(text, forms):
    end = 0
    for match in Matcher((form, form) for form in forms).find(text):
        assert match.start >= end
        end = match.end
        assert form_key(text[match.start : match.end]).strip() == form_key(match.entry)


@given(before=words, after=words)
def test_a_word_of_its_own_is_always_found(before, after):
    assert "Zone" in found(f"{before} Zone {after}", "zone")


@pytest.mark.parametrize("hostile", ["a ", "l'", "a-", "a.", "@", "http://", "\u0301", "a\u0301'"])
def test_a_hostile_text_costs_no_more_than_its_length(hostile):
    forms = [f"{'a ' * number}b" for number in range(1, 50)] + ["l'" * 20, "a-" * 20]
    matcher = Matcher((form, form) for form in forms)
    started = time.perf_counter()
    matcher.find(hostile * MAX_TEXT)
    assert time.perf_counter() - started < 20


def test_many_terms_cost_no_more_than_few():
    text = "nothing of note stands here " * 4_000
    few = Matcher((f"term {number}", number) for number in range(10))
    many = Matcher((f"term {number}", number) for number in range(5_000))
    few.find(text)

    def duration(matcher):
        started = time.perf_counter()
        matcher.find(text)
        return time.perf_counter() - started

    assert min(duration(many) for _ in range(3)) < 3 * min(duration(few) for _ in range(3))


def test_an_abbreviation_and_a_word_of_the_same_letters_stand_side_by_side():
    matcher = Matcher([("arc", "a curve"), ("ARC", "an agency")])
    assert [match.entry for match in matcher.find("An arc, the ARC")] == ["a curve", "an agency"]

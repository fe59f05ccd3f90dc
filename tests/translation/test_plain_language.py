"""Long sentences and readability, in English and in French."""

import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from wagtail_parcours.translation.plain_language import (
    MAX_TEXT,
    hard_cells,
    level_of,
    read_cells,
    read_text,
    sentences_of,
    target_of,
    words_of,
)
from wagtail_parcours.translation.syllables import syllables

EASY = "We help you. You can call us. We will read the form with you.\n" * 10
HARD = (
    "The administrative reconsideration of eligibility determinations necessitates the "
    "simultaneous submission of supplementary documentation substantiating extraordinary "
    "circumstances.\n"
) * 8
FACILE = "Nous vous aidons. Vous pouvez nous appeler. On lit la page avec vous.\n" * 10
DIFFICILE = (
    "La reconsidération administrative des déterminations d’admissibilité nécessite la "
    "transmission simultanée de documentation supplémentaire justifiant les circonstances "
    "exceptionnelles.\n"
) * 8


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("One. Two! Three? Four… Five", "en", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("A point\nAnother point\n\n  A third", "en", ["A point", "Another point", "A third"]),
        ("Ask Dr. Roy, e.g. by fax. Wait.", "en", ["Ask Dr. Roy, e.g. by fax.", "Wait."]),
        ("It costs 3.50 now. Ask J. Smith.", "en", ["It costs 3.50 now.", "Ask J. Smith."]),
        ("He said: “Wait.” They left.", "en", ["He said: “Wait.”", "They left."]),
        ("Letters, forms, etc. are sent.", "en", ["Letters, forms, etc. are sent."]),
        ("1. First, call us.", "en", ["1. First, call us."]),
        ("Bon ? Oui ! « Attendez. » Puis…", "fr", ["Bon ?", "Oui !", "« Attendez. »", "Puis…"]),
        ("M. Roy, p. ex. au guichet no. 3. Fin", "fr", ["M. Roy, p. ex. au guichet no. 3.", "Fin"]),
    ],
)  # fmt: skip
def test_sentences(text, language, expected):
    assert list(sentences_of(text, language)) == expected


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("L’accès n'est pas simple", 4),
        ("online/offline — a word", 4),
        ("Vraiment ? « Oui » !", 2),
        ("Call 1 800 622-6232.", 4),
        ("See https://example.org/a?b=c", 2),
        ("… — !", 0),
    ],
)
def test_words(sentence, number):
    assert len(words_of(sentence)) == number


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("en", "the 1 client 2 application 4 little 2 asked 1 wanted 2 stages 2 video 3 every 3"),
        ("fr", "le 1 demandes 2 information 4 employée 3 création 3 théâtre 2 langue 1 fille 1"),
    ],
)
def test_syllables(language, counted):
    words = counted.split()
    found = {word: syllables(word, language) for word in words[::2]}
    assert found == dict(zip(words[::2], map(int, words[1::2]), strict=True))


@pytest.mark.parametrize(
    ("easy", "hard", "language"), [(EASY, HARD, "en"), (FACILE, DIFFICILE, "fr-ca")]
)
def test_the_score_tells_easy_from_hard(easy, hard, language):
    good, bad = read_text(easy, language), read_text(hard, language)
    assert good.score > 80
    assert bad.score < 30
    assert not good.is_too_hard
    assert bad.is_too_hard
    assert str(bad.level_label) == "very hard"


def test_a_grade_where_the_formula_gives_one():
    assert read_text(EASY, "en").grade <= 3
    assert read_text(HARD, "en").grade > 16
    assert read_text(FACILE, "fr").grade is None


def test_a_short_text_has_no_score_but_its_long_sentences_are_found():
    long = " ".join(["Word"] * 21)
    reading = read_cells({"title": "Short", "introduction": f"Short. {long}."}, "en")
    assert reading.score is None
    assert reading.level == ""
    assert not reading.is_too_hard
    (found,) = reading.long_sentences
    assert (found.path, found.words, found.text) == ("introduction", 21, f"{long}.")


def test_points_are_not_one_long_sentence():
    reading = read_text("\n".join(["A point without an end"] * 40), "en")
    assert not reading.long_sentences
    assert reading.sentences == 40


def test_formatted_texts_are_read_without_their_tags():
    html = "<p>One two</p><ul><li>Three &amp; four</li></ul>"
    reading = read_cells({"body.0001": html}, "en")
    assert (reading.words, reading.sentences) == (4, 2)


def test_hard_cells_are_told_one_by_one():
    long = " ".join(["mot"] * 25)
    cells = {"title": "Court", "introduction": long, "body.a.stages.b.actions": "Attend"}
    assert [path for path, _reading in hard_cells(cells, "fr")] == ["introduction"]


@pytest.mark.parametrize("wanted", [{}, None, {"en": None}, {"fr": {"level": "plain"}}])
def test_it_can_be_switched_off(settings, wanted):
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": wanted}
    assert read_text(HARD, "en") is None


def test_other_languages_are_left_alone(settings):
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": {"ar": {"level": "plain"}}}
    assert read_text("كلمة " * 200, "ar") is None


def test_the_organisation_sets_the_target(settings):
    settings.WAGTAIL_PARCOURS = {
        "PLAIN_LANGUAGE": {"en": {"level": "very-hard", "longest_sentence": 5}}
    }
    reading = read_text(HARD, "en")
    assert not reading.is_too_hard
    assert len(reading.long_sentences) == 8


@pytest.mark.parametrize("wrong", [{"level": "simple"}, {"longest_sentence": 0}])
def test_a_wrong_target_is_said_at_once(settings, wrong):
    settings.WAGTAIL_PARCOURS = {"PLAIN_LANGUAGE": {"en": wrong}}
    with pytest.raises(ImproperlyConfigured):
        target_of("en")


@pytest.mark.parametrize(
    ("score", "level"),
    [(95, "very-easy"), (60, "plain"), (59.9, "fairly-hard"), (-80, "very-hard")],
)
def test_levels(score, level):
    assert level_of(score) == level


@given(text=st.text(max_size=300), language=st.sampled_from(["en", "fr"]))
def test_no_word_is_lost(text, language):
    said = [word for sentence in sentences_of(text, language) for word in sentence.split()]
    assert said == text.split()
    read_text(text, language)


@pytest.mark.parametrize("hostile", [".", "a.", "…!", "e", "ia", "é", "« ", "a.b"])
def test_a_hostile_text_costs_no_more_than_its_length(hostile):
    started = time.perf_counter()
    read_text(hostile * MAX_TEXT, "fr")
    read_text(hostile * MAX_TEXT, "en")
    assert time.perf_counter() - started < 20

"""Finding the words that changed in a text."""

import pytest

from wagtail_parcours.admin.review.differing import MAX_WORDS, differing_words


def marked(pieces):
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Calls back in a week",
            "Calls back in a day",
            ("Calls back in a [week]", "Calls back in a [day]"),
        ),
        ("One, two", "One, and two", ("One, two", "One, [and ]two")),
        (
            "Due Sept. 30, 2027",
            "Due Jan. 31, 2028",
            ("Due [Sept. 30, 2027]", "Due [Jan. 31, 2028]"),
        ),
        ("Nothing in common", "Entirely otherwise said", None),
        ("", "New", None),
        ("Same", "Same", None),
    ],
)
def test_the_differing_words_are_marked(before, after, expected):
    pieces = differing_words(before, after)
    assert tuple(map(marked, pieces)) == (expected or (before, after))


def test_nothing_is_lost_of_long_texts():
    before, after = "word " * MAX_WORDS, "word " * MAX_WORDS + "more"
    assert tuple(map(marked, differing_words(before, after))) == (before, after)

"""Which words of two texts differ, so that a reader finds the one that changed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Beyond so many words, comparing takes longer than reading: both texts are shown as they are.
MAX_WORDS = 600
#: Texts that have less than this in common are two texts, not one that was edited.
ALIKE = 0.3
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `differs` when the other text does not have them there."""

    text: str
    differs: bool = False


def differing_words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, the differing ones marked."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if not old or not new or max(len(old), len(new)) > MAX_WORDS:
        return whole(before), whole(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return whole(before), whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    opcodes = matcher.get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        inside = 0 < place < len(opcodes) - 1
        # A comma between two differing words is no common ground.
        differs = tag != "equal" or (inside and not any(map(str.isalnum, old[i1:i2])))
        add(left, "".join(old[i1:i2]), differs)
        add(right, "".join(new[j1:j2]), differs)
    if all(piece.differs for piece in (*left, *right)):
        return whole(before), whole(after)
    return tuple(left), tuple(right)


def add(pieces: list[Piece], text: str, differs: bool) -> None:
    """Add words to the last piece when they belong to it, else as a piece of their own."""
    if pieces and pieces[-1].differs == differs:
        pieces[-1] = Piece(pieces[-1].text + text, differs)
    elif text:
        pieces.append(Piece(text, differs))


def whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()

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
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i1 < i2:
            left.append(Piece("".join(old[i1:i2]), differs))
        if j1 < j2:
            right.append(Piece("".join(new[j1:j2]), differs))
    return tuple(left), tuple(right)


def whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()

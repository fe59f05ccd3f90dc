"""How easy texts are to read: long sentences, and a score where there is enough text for one.

English is scored with the formula of Flesch, with the school grade of Kincaid beside it; French
with that of Kandel and Moles, Flesch's own for French, which names no grade. Other languages
have no formula here, and nothing is said of them.

Each line of a text is a sentence of its own, or several: cells hold one point per line. A word
is what stands between two blank spaces or dashes, as word processors count: *l'accès* is one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ..conf import parcours_settings
from .syllables import syllables
from .term_uses import plain_text

#: Below this number of words a score says more about chance than about the text.
WORDS_FOR_A_SCORE = 100
#: Characters of one text that are read.
MAX_TEXT = 200_000

#: Names of levels, from the easiest on, with the lowest score of each.
LEVELS: dict[str, tuple[float, Any]] = {
    "very-easy": (90, _("very easy")),
    "easy": (80, _("easy")),
    "fairly-easy": (70, _("fairly easy")),
    "plain": (60, _("plain")),
    "fairly-hard": (50, _("fairly hard")),
    "hard": (30, _("hard")),
    "very-hard": (float("-inf"), _("very hard")),
}
ORDER = tuple(LEVELS)

_ENDS = ".!?…"
_CLOSING = "'\"’”»)]}"
_OPENING = "'\"‘“«([{"
_DASHES = str.maketrans(dict.fromkeys("—–/", " "))
_ENGLISH = (
    "mr. mrs. ms. dr. prof. st. no. nos. vs. e.g. i.e. cf. fig. art. sec. p. pp. approx. dept. "
    "ext. tel. vol. ed. inc. ltd. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. "
    "a.m. p.m. u.s."
)
_FRENCH = (
    "m. mm. mme. mlle. me. dr. pr. st. ste. no. nos. n°. p. pp. ex. cf. fig. art. al. av. bd. "
    "boul. tél. env. réf. vol. éd. chap. janv. févr. avr. juill. sept. oct. nov. déc. c.-à-d. "
    "p.ex. c.a."
)
_ABBREVIATIONS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}


@dataclass(frozen=True, slots=True)
class Target:
    """What an organisation wants of its texts in one language."""

    level: str
    longest_sentence: int


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence with more words than wanted, and the path of the text that it stands in."""

    path: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be said of some texts in one language. Without enough words, no score."""

    target: Target
    words: int
    sentences: int
    score: float | None
    level: str
    grade: int | None
    long_sentences: tuple[LongSentence, ...]

    @property
    def level_label(self) -> Any:
        return LEVELS[self.level][1] if self.level else ""

    @property
    def target_label(self) -> Any:
        return LEVELS[self.target.level][1]

    @property
    def is_too_hard(self) -> bool:
        """Whether the texts are harder than the organisation wants them."""
        return bool(self.level) and ORDER.index(self.level) > ORDER.index(self.target.level)


def language_of(code: str) -> str:
    """The language that formulas know, from a code such as ``fr-ca``."""
    return code.lower().replace("_", "-").partition("-")[0]


def target_of(code: str) -> Target | None:
    """What is wanted in a language; None where nothing is, or no formula is known."""
    language = language_of(code)
    wanted = (parcours_settings.PLAIN_LANGUAGE or {}).get(language)
    if not wanted or language not in _ABBREVIATIONS:
        return None
    level, longest = wanted.get("level", "plain"), wanted.get("longest_sentence", 20)
    if level not in LEVELS or not isinstance(longest, int) or longest < 1:
        raise ImproperlyConfigured(
            f"WAGTAIL_PARCOURS['PLAIN_LANGUAGE']['{language}'] needs a level out of "
            f"{', '.join(LEVELS)} and the words of the longest sentence, a number above 0."
        )
    return Target(level, longest)


def read_cells(cells: Mapping[str, str], code: str) -> Reading | None:
    """What can be said of the texts of a map by path, taken together; None where nothing can."""
    target = target_of(code)
    if target is None:
        return None
    language = language_of(code)
    words = sentences = sounds = 0
    found: list[LongSentence] = []
    for path, text in cells.items():
        for sentence in sentences_of(plain_text(path, text), language):
            said = words_of(sentence)
            if not said:
                continue
            words += len(said)
            sentences += 1
            sounds += sum(syllables(word, language) for word in said)
            if len(said) > target.longest_sentence:
                found.append(LongSentence(path, sentence, len(said)))
    score = grade = None
    if words >= WORDS_FOR_A_SCORE:
        score, grade = score_of(language, words / sentences, sounds / words)
    level = level_of(score) if score is not None else ""
    return Reading(target, words, sentences, score, level, grade, tuple(found))


def read_text(text: str, code: str, path: str = "") -> Reading | None:
    """What can be said of one text."""
    return read_cells({path: text}, code)


def score_of(language: str, sentence: float, word: float) -> tuple[float, int | None]:
    """Score and school grade, from the words of a sentence and the syllables of a word."""
    if language == "fr":
        return round(207 - 1.015 * sentence - 73.6 * word, 1), None
    grade = round(0.39 * sentence + 11.8 * word - 15.59)
    return round(206.835 - 1.015 * sentence - 84.6 * word, 1), max(1, grade)


def level_of(score: float) -> str:
    return next(name for name, (lowest, _label) in LEVELS.items() if score >= lowest)


def sentences_of(text: str, language: str) -> Iterator[str]:
    """The sentences of a text, each on one line."""
    for line in text[:MAX_TEXT].splitlines():
        chunks = line.split()
        start = 0
        for index in range(len(chunks)):
            last = index + 1 == len(chunks)
            if last or _ends(chunks, start, index, language):
                yield " ".join(chunks[start : index + 1])
                start = index + 1


def _ends(chunks: list[str], start: int, index: int, language: str) -> bool:
    """Whether a sentence ends with this chunk, which is not the last one of its line."""
    chunk = chunks[index].rstrip(_CLOSING)
    if not chunk and index > start:
        # A closing sign by itself, as after a French quotation.
        chunk = chunks[index - 1].rstrip(_CLOSING)
    if not chunk or chunk[-1] not in _ENDS:
        return False
    if chunk[-1] != ".":
        # French writes these signs after a blank space; what follows may go on in small letters.
        return not _goes_on(chunks[index + 1])
    word = chunk.lstrip(_OPENING).casefold()
    if word in _ABBREVIATIONS[language] or _goes_on(chunks[index + 1]):
        return False
    letters = word.rstrip(_ENDS)
    if len(letters) == 1 and letters.isalpha():
        # An initial.
        return False
    # The number of a point in a list.
    return not (index == start and letters.isdecimal())


def _goes_on(following: str) -> bool:
    said = following.lstrip(_OPENING)
    return said[:1].islower() or bool(said and not any(map(str.isalnum, said)))


def words_of(sentence: str) -> list[str]:
    """The words of a sentence: signs alone are none, a web address is one."""
    found: list[str] = []
    for chunk in sentence.split():
        words = [chunk] if "://" in chunk else chunk.translate(_DASHES).split()
        found.extend(word for word in words if any(map(str.isalnum, word)))
    return found


def hard_cells(cells: Mapping[str, str], code: str) -> Iterator[tuple[str, Reading]]:
    """The texts, one by one, that have a long sentence or are harder than wanted."""
    for path, text in cells.items():
        reading = read_text(text, code, path)
        if reading is not None and (reading.long_sentences or reading.is_too_hard):
            yield path, reading


def longest_first(found: Iterable[LongSentence]) -> list[LongSentence]:
    return sorted(found, key=lambda sentence: -sentence.words)

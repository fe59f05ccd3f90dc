"""Which texts say nearly the same, among thousands, without comparing each with each.

Two texts are as alike as the part of their runs of three words that they share (the Jaccard index
of their word 3-shingles): 1 for the same words, 0 for nothing in common. Case, punctuation and
accents written in other ways make no difference.

Texts that share half of their runs share one of their rarest, so each is compared only with those
that have one of these in common (prefix filtering). What one text may cost is bounded: in a heap
of texts that are all alike, each finds a few of the others, not all.

Pure Python: no database, no request.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Run = tuple[str, ...]
#: The runs of a text in reading order, each once.
Runs = tuple[Run, ...]

#: Words of a run.
LENGTH = 3
#: A text with fewer runs says too little to be like another one.
FEWEST_RUNS = 8
#: Words that are read of one text.
MOST_WORDS = 200
#: How many texts are named as being like one text.
MOST_ALIKE = 3
#: How many texts one text is compared with, and entries of the index looked at to find them.
MOST_COMPARED = 40
MOST_STEPS = 600
WORD = re.compile(r"\w+")
#: What stands for the name of the person: another name alone makes no other person.
NAME = "\x00"


@dataclass(frozen=True, slots=True)
class Alike(Generic[Key]):
    """Another text, and how much of both is the same: above 0, at most 1."""

    key: Key
    similarity: float


def words_of(text: str) -> list[str]:
    # Cut before the work: words with their spaces are shorter than this on average.
    normal = unicodedata.normalize("NFKC", text[: MOST_WORDS * 10]).casefold()
    return WORD.findall(normal)[:MOST_WORDS]


def runs_of(text: str, name: str = "") -> Runs:
    """The runs of three words of a text; none when it is too short to be compared."""
    names = set(words_of(name))
    words = [NAME if word in names else word for word in words_of(text)]
    runs = tuple(dict.fromkeys(zip(*(words[start:] for start in range(LENGTH)), strict=False)))
    return runs if len(runs) >= FEWEST_RUNS else ()


def similarity(one: set[Hashable], other: set[Hashable]) -> float:
    """The Jaccard index; 0 for what cannot be compared."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def nearest(
    one: Runs, others: Iterable[tuple[Key, Runs]], threshold: float
) -> tuple[Alike[Key], ...]:
    """Those of the others that are at least so alike, the most alike first."""
    own: set[Hashable] = set(one)
    found = []
    for key, runs in others:
        # Texts of very different lengths cannot share enough.
        if min(len(one), len(runs)) >= threshold * max(len(one), len(runs)) - 1e-9:
            score = similarity(own, set(runs))
            if score and score >= threshold:
                found.append(Alike(key, score))
    return best(found)


def best(found: Iterable[Alike[Key]]) -> tuple[Alike[Key], ...]:
    return tuple(sorted(found, key=lambda alike: -alike.similarity)[:MOST_ALIKE])


def lookalikes(texts: Mapping[Key, Runs], threshold: float) -> dict[Key, tuple[Alike[Key], ...]]:
    """The texts that have others at least so alike, with the nearest of those.

    `threshold` is above 0, at most 1.
    """
    same: dict[Runs, list[Key]] = defaultdict(list)
    for key, runs in texts.items():
        if runs:
            same[runs].append(key)
    found: dict[Key, list[Alike[Key]]] = defaultdict(list)
    for group in same.values():
        for position, key in enumerate(group):
            twins = [*group[:position][-MOST_ALIKE:], *group[position + 1 :][:MOST_ALIKE]]
            found[key] += [Alike(twin, 1.0) for twin in twins]
    groups = list(same.values())
    for one, other, score in Search(list(same), threshold).pairs():
        # One of those with the same words speaks for them all.
        for key in groups[one]:
            found[key].append(Alike(groups[other][0], score))
        for key in groups[other]:
            found[key].append(Alike(groups[one][0], score))
    return {key: best(alike) for key, alike in found.items() if alike}


class Search:
    """Finds the pairs of different texts that are alike; texts go by their position."""

    def __init__(self, texts: list[Runs], threshold: float) -> None:
        self.threshold = threshold
        frequency = Counter(run for runs in texts for run in runs)
        # The rarest run has the smallest number, so that sorting numbers sorts by rarity.
        ranks = {run: rank for rank, run in enumerate(sorted(frequency, key=frequency.__getitem__))}
        #: From this number on, more than one text has the run.
        self.shared = sum(number == 1 for number in frequency.values())
        self.texts = [{ranks[run] for run in runs} for runs in texts]
        self.index: dict[int, list[int]] = defaultdict(list)
        self.partners: Counter[int] = Counter()

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        # From the shortest: what is indexed is never longer than what asks.
        for position in sorted(range(len(self.texts)), key=lambda each: len(self.texts[each])):
            runs = self.texts[position]
            rarest = self.rarest(runs)
            for other in self.candidates(runs, rarest):
                if self.partners[position] >= MOST_ALIKE and self.partners[other]:
                    continue
                score = similarity(runs, self.texts[other])
                if score >= self.threshold:
                    self.partners[position] += 1
                    self.partners[other] += 1
                    yield position, other, score
            for run in rarest:
                self.index[run].append(position)

    def rarest(self, runs: set[int]) -> list[int]:
        """So many of the rarest runs that no text can be alike without one of them, without
        those that no other text has."""
        # A little less, because 0.7 × 10 is more than 7 to a computer.
        number = len(runs) - ceil(self.threshold * len(runs) - 1e-9) + 1
        return [run for run in sorted(runs)[:number] if run >= self.shared]

    def candidates(self, runs: set[int], rarest: list[int]) -> list[int]:
        """The texts to compare with, those with the rarest runs in common first."""
        found: dict[int, None] = {}
        steps = 0
        for run in rarest:
            # The last are the nearest in length.
            for other in reversed(self.index[run]):
                steps += 1
                if steps > MOST_STEPS or len(found) >= MOST_COMPARED:
                    return list(found)
                if len(self.texts[other]) < self.threshold * len(runs) - 1e-9:
                    break
                found[other] = None
        return list(found)

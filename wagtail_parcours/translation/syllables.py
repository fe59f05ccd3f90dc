"""How many syllables a word has, in English and in French, by rule.

Readability formulas need an estimate that is right on average, not a dictionary. pyphen was
measured for it: its patterns say where a word may be *broken*, never after one letter, and found
a tenth of the syllables too few in English and a sixth in French. textstat has the sounds of
English words, but brings nltk, which fetches them when it runs, and has nothing for French.
The rules below are within a few per cent on ordinary texts and need no data.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_LETTERS = re.compile(r"[^\W\d_]+")

# -- English

_EN_GROUP = re.compile(r"[aeiouy]+")
#: An e that is not heard: at the end, before an -s or -d of grammar, before a suffix.
_EN_MUTE = (
    re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouyrl]l)e$"),
    re.compile(r"(?<=[^aeiouysxzcghl])es$|(?<=[aeiouyrl]l)es$|(?<=[tp]h)es$"),
    re.compile(r"(?<=[^aeiouytdl])ed$|(?<=[aeiouyrl]l)ed$"),
    re.compile(
        r"(?<=[^aeiouy])e(?=(?:ments?|ful|fully|ly|less|ness|times?|things?|where|fore|body)$)"
    ),
)
#: Two vowels that are heard one after the other.
_EN_APART = re.compile(
    r"(?<![ctsg])i(?=a(?!ge))|(?<![ctsgx])i(?=o(?!n))|i(?=e(?:t|n[ct]))|(?<!p)e(?=o(?!u))"
    r"|(?<=cr)e(?=at)|(?<=ar)e(?=a$)|(?<=id)e(?=a)|(?<![qg])u(?=a)|[aeiouy](?=ing$)"
    r"|(?<=[ct])i(?=at)"
)


def _english(word: str) -> int:
    for mute in _EN_MUTE:
        shorter = mute.sub("", word)
        # Never the only vowel that there is: "the", "be".
        if shorter != word and _EN_GROUP.search(shorter):
            word = shorter
    return len(_EN_GROUP.findall(word)) + len(_EN_APART.findall(word))


# -- French, as it is spoken: the mute e at the end does not count

_FR_VOWELS = "aeiouàâäéèêëîïôöùûüœæ"
_FR_GROUP = re.compile(f"[{_FR_VOWELS}y]+")
_FR_MUTE = re.compile(r"(?<=.)e(?:s)?$")
_FR_BETWEEN = re.compile(f"(?<=[{_FR_VOWELS}])y(?=[{_FR_VOWELS}])")
_FR_APART = re.compile(
    f"[{_FR_VOWELS}](?=[éèëïâôêî])|é(?=[aou])|(?<=[bcdfgptv][rl])i(?=[aeoéèu])|"
    r"(?<!o)u(?=[aoe](?!i))(?!e(?:s|x|u|i|r)?$)|(?<=[^aeiouéè]o)u(?=[ae])"
)
#: i and y before é or è are one sound with them, as in *pied*, *ministère*, *première*.
_FR_GLIDE = re.compile(r"(?<![bcdfgptv][rl])i(?=[éèê])")


def _french(word: str) -> int:
    word = word.replace("qu", "q")
    word = re.sub(r"gu(?=[eiéèê])", "g", word)
    word = _FR_BETWEEN.sub("j", word)
    shorter = _FR_MUTE.sub("", word)
    if _FR_GROUP.search(shorter):
        word = shorter
    word = _FR_GLIDE.sub("j", word)
    return len(_FR_GROUP.findall(word)) + len(_FR_APART.findall(word))


_COUNTERS: dict[str, Callable[[str], int]] = {"en": _english, "fr": _french}


# A text says the same words again and again.
@lru_cache(maxsize=16_384)
def syllables(word: str, language: str) -> int:
    """The syllables of one word; a number, or what has no letter, counts as one."""
    count = _COUNTERS[language]
    lowered = unicodedata.normalize("NFC", word[:80].casefold())
    return max(1, sum(max(1, count(part)) for part in _LETTERS.findall(lowered)))

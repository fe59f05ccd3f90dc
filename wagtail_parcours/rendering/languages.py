"""In which language each text of a page is, and which way it is written.

A page names its language once, on its article. What is in another language says so itself, on the
smallest element that holds it: a text that is not translated yet, a persona or a channel that the
page's language does not have.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..journeys import journey_texts, text_hash
from ..models.maps import JourneyMapMixin
from ..models.translations import Maker

#: Languages that Django knows nothing of, written from right to left.
RIGHT_TO_LEFT = {"arc", "ckb", "dv", "he", "ks", "ku-arab", "nqo", "ps", "sd", "syr", "yi"}
#: Letters written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko, and their variants.
RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
NOTHING = mark_safe("")
ALL = ("",)


@lru_cache(maxsize=256)
def is_right_to_left(code: str) -> bool:
    """Whether the language with this code is written from right to left."""
    for name in (code, code.split("-", maxsplit=1)[0]):
        info = LANG_INFO.get(name)
        if info is not None and "bidi" in info:
            return bool(info["bidi"])
    return code in RIGHT_TO_LEFT or code.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT


def direction(code: str) -> str:
    """``"rtl"`` or ``"ltr"``."""
    return "rtl" if is_right_to_left(code) else "ltr"


@lru_cache(maxsize=256)
def language_attributes(code: str) -> SafeString:
    """`` lang="ar" dir="rtl"`` for an opening tag; nothing for a language nobody named."""
    return format_html(' lang="{}" dir="{}"', code, direction(code)) if code else NOTHING


@dataclass(frozen=True, slots=True)
class TextLanguages:
    """In which language the texts of a page are: in its own, or some of them in their source's.

    `paths` are those of :func:`~wagtail_parcours.journeys.journey_texts`; one path that ends in
    nothing (``""``) stands for all of them.
    """

    language: str
    source: str = ""
    paths: frozenset[str] = frozenset()

    def of(self, path: str, text: str = "") -> SafeString:
        """The attributes for the element that holds `text`; nothing when the page says it."""
        if self.is_foreign(path):
            return language_attributes(self.source)
        return self.as_written(text)

    def is_foreign(self, path: str) -> bool:
        return bool(self.paths) and (path in self.paths or "" in self.paths)

    def other(self, code: str) -> SafeString:
        """The attributes for a text in the language `code`; nothing in that of the page."""
        return language_attributes(code) if code and code != self.language else NOTHING

    def as_written(self, text: str) -> SafeString:
        """The direction of a text that people typed in the other script."""
        letters = len(RTL_LETTER.findall(text))
        if not is_right_to_left(self.language):
            if not letters:
                return NOTHING
            return self.turned("rtl") if 2 * letters > count_letters(text) else NOTHING
        others = count_letters(text) - letters
        return self.turned("ltr") if others > letters else NOTHING

    @staticmethod
    def turned(way: str) -> SafeString:
        return mark_safe(f' dir="{way}"')  # noqa: S308 - one of two words of ours

    def below(self, prefix: str) -> list[str]:
        """The paths in another language that begin with `prefix`, for the key of a fragment."""
        found = sorted(path for path in self.paths if not path or path.startswith(prefix))
        return [self.language, self.source if found else "", *found]


def count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def marked(html: str, attributes: str) -> str:
    """`html` in an element of its own when it has something to say of itself."""
    return f"<span{attributes}>{html}</span>" if attributes else html


def isolated(text: str, attributes: str = "") -> SafeString:
    """A piece of a generated sentence, kept apart from the direction of the sentence."""
    return format_html("<bdi{}>{}</bdi>", attributes, text)


def text_languages(page: Any) -> TextLanguages:
    """The languages of the texts that `page` shows, as it is in memory.

    No query for a page that is being served (what there is to know came with it), one for a
    preview, and one for each alias.
    """
    if not isinstance(page, JourneyMapMixin) or page.locale_id is None:
        return TextLanguages(get_language() or "")
    language = page.locale.language_code
    shown = alias_language(page)
    if shown and shown != language:
        return TextLanguages(language, shown, frozenset(ALL))
    record = page.translation_record
    if record is None or record.source_locale_id == page.locale_id:
        return TextLanguages(language)
    paths = frozenset(untranslated(page, record))
    return TextLanguages(language, record.source_locale.language_code, paths)


def live_text_languages(page: Any) -> TextLanguages:
    """The same for another live page that this one shows something of.

    No query when what there is to know came with it (see ``find_current_map``).
    """
    if not hasattr(page, "texts_of_source"):
        page.served_version = None
        return text_languages(page)
    language = page.locale.language_code
    if not page.language_of_source:
        return TextLanguages(language)
    return TextLanguages(language, page.language_of_source, frozenset(page.texts_of_source or ()))


def alias_language(page: Any) -> str:
    """The language of the page that an alias shows; ``""`` for a page with words of its own."""
    seen = set()
    code = ""
    while page.alias_of_id is not None and page.alias_of_id not in seen:
        seen.add(page.alias_of_id)
        page = page.alias_of
        code = page.locale.language_code
    return code


def untranslated(page: Any, record: Any) -> Iterable[str]:
    """The paths of the texts that are in the language of the source.

    Of the live page they are known; of any other version each text is looked up by what it says.
    """
    if hasattr(page, "served_version"):
        return [path for path in record.untranslated if isinstance(path, str) and path]
    return [
        text.path
        for text in journey_texts(page.get_journey())
        if (record.pairs.get(text.path, {}).get(text_hash(text.text)) or ("", ""))[1]
        == Maker.NOBODY
    ]

"""Finds words of another language on a screen: what people see, hear or read in a tooltip.

Two ways. A text that the code asks gettext for, and that is shown as it stands in the code, was
not translated. Any other text is betrayed by the small words that no sentence does without.
What people wrote (titles, names, cells) is no interface and is left out, and so is what is marked
as being in another language.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import polib
import wagtail
import wagtail_localize
from bs4 import BeautifulSoup, NavigableString, Tag
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
OURS = (ROOT / "wagtail_parcours", ROOT / "example_site")
THEIRS = tuple(Path(package.__file__).parent for package in (django, wagtail, wagtail_localize))
CATALOGUE = "locale/fr/LC_MESSAGES/*.po"

SMALL_WORDS = {
    "en": "the and of with your this that are was been from which when who not have has its "
    "to by there you they it we is be been before after until nobody",
    "fr": "le la les des du une avec votre vos pour est sont dans cette ces aux et qui que ou "
    "ne pas nous vous sur",
}
PATTERNS = {
    language: re.compile(rf"(?<![\w’'.@/-])(?:{'|'.join(words.split())})(?![\w’'.@/-])", re.I)
    for language, words in SMALL_WORDS.items()
}
#: What people hear or read beside the text itself.
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder")
BUTTONS = {"submit", "button", "reset"}
SILENT = {"script", "style", "svg", "code", "pre", "textarea", "noscript"}
#: Where Wagtail keeps the words of the editor, which its script prints.
EDITOR_DATA = ("data-w-block-data-value", "data-value")
EDITOR_WORDS = {"label", "helpText", "description", "blockDefLabel", "placeholder"}

#: Texts that are right in both languages, each with its reason.
EXCEPTIONS = {
    "en": {
        # A button of Wagtail's home page that is written into its template.
        "Search",
        # Wagtail refuses before it knows in which language the person works.
        "Sorry, you do not have permission to access this area.",
        # Named once by Wagtail and wagtail-localize, in the language of whoever came first.
        "Home",
        "Translations",
    },
    "fr": {"Accueil", "Traductions"},
}
#: The same, for an entry of the menu that names the version.
WHATS_NEW = re.compile(r"(What's new in|Ce qui est nouveau avec) Wagtail [\d.]+", re.I)
#: And for the link of a chooser in a form that Wagtail builds once.
CHOOSER = re.compile(r"(Edit this|Modifier ce/cette) (target group|public cible)")
CUT_SHORT = re.compile(r"[«“]\s*([^«»“”…]{8,})…")
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")


def findings(document: BeautifulSoup, language: str, content: set[str]) -> list[str]:
    """The texts of a screen in `language` that are in the other one."""
    other = {"fr": "en", "en": "fr"}[language]
    texts = {" ".join(text.split()) for text in shown_texts(document, language)}
    return sorted(text for text in texts if text and is_foreign(text, other, content))


def is_foreign(text: str, other: str, content: set[str]) -> bool:
    if text in content or text in EXCEPTIONS[other]:
        return False
    if WHATS_NEW.fullmatch(text) or CHOOSER.fullmatch(text):
        return False
    if text in untranslated_words(other):
        return True
    if not PATTERNS[other].search(text):
        return False
    # What people wrote may stand inside a sentence of ours, whole or its beginning.
    for start in CUT_SHORT.findall(text):
        if any(said.startswith(start) for said in content):
            text = text.replace(f"{start}…", " ")
    for said in sorted((said for said in content if said in text), key=len, reverse=True):
        if len(said) > 3:
            text = text.replace(said, " ")
    return bool(PATTERNS[other].search(text)) and not is_theirs(text, other)


# -- what people see and hear


def shown_texts(document: BeautifulSoup, language: str) -> Iterator[str]:
    for node in document.find_all(string=True):
        # Not a comment or a doctype, which are kinds of it.
        if type(node) is NavigableString and is_ours(node.parent, language):
            yield str(node)
    for element in document.find_all(True):
        if not is_ours(element, language):
            continue
        yield from (str(element[name]) for name in ATTRIBUTES if element.get(name))
        if element.name == "input" and element.get("type") in BUTTONS:
            yield str(element.get("value", ""))
        for name in EDITOR_DATA:
            if str(element.get(name, "")).startswith(("[", "{")):
                yield from editor_words(element[name])
    props = document.find(id="wagtail-sidebar-props")
    if props is not None:
        yield from editor_words(props.get_text())


def is_ours(element: Tag | None, language: str) -> bool:
    """Whether a text in this element claims to be in `language`."""
    for place in (element, *element.parents) if element is not None else ():
        if place.name in SILENT:
            return False
    for place in (element, *element.parents) if element is not None else ():
        said = place.get("lang") if isinstance(place, Tag) else None
        if said:
            return str(said).split("-")[0] == language
    return True


def editor_words(stored: str) -> Iterator[str]:
    try:
        found = [json.loads(stored)]
    except ValueError:
        return
    while found:
        value = found.pop()
        if isinstance(value, dict):
            yield from (
                said for name, said in value.items() if name in EDITOR_WORDS and is_text(said)
            )
            found += value.values()
        elif isinstance(value, list):
            found += value


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


# -- what the code and its catalogues say


@cache
def untranslated_words(other: str) -> frozenset[str]:
    """Texts of ours that must not be seen: English ones that French says otherwise, or the
    French ones of which the same is true."""
    french = {
        entry.msgid: entry.msgstr
        for folder in OURS
        for path in folder.glob(CATALOGUE)
        for entry in polib.pofile(str(path))
        if not entry.msgid_plural and not entry.msgctxt
    }
    shared = set(french.values()) | theirs_as_they_are("en")
    if other == "fr":
        english = set(french) | texts_of_the_code()
        return frozenset(said for said in french.values() if said not in english)
    asked = set(french) | texts_of_the_code()
    return frozenset(
        text for text in asked if french.get(text) != text and text not in shared and text
    )


@cache
def texts_of_the_code() -> frozenset[str]:
    """What the code asks gettext for, collected or not yet."""
    found: set[str] = set()
    for folder in OURS:
        for path in folder.rglob("*.py"):
            if "migrations" not in path.parts:
                found |= set(texts_asked_for(path))
        for path in folder.rglob("*.html"):
            for pair in TRANSLATE.findall(path.read_text("utf-8")):
                found |= set(filter(None, pair))
    return frozenset(text for text in found if not PLACEHOLDER.search(text))


def texts_asked_for(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id="_" | "gettext" | "gettext_lazy"),
                args=[ast.Constant(value=str(text)), *_],
            ):
                yield text


@cache
def theirs_as_they_are(other: str) -> frozenset[str]:
    """Texts of Wagtail, wagtail-localize and Django that have no French of their own."""
    if other != "en":
        return frozenset()
    found: set[str] = set()
    for package in THEIRS:
        for path in package.rglob(CATALOGUE):
            for entry in polib.pofile(str(path)):
                if not entry.translated() or entry.msgstr == entry.msgid:
                    found |= {entry.msgid, entry.msgid_plural}
        english = [
            entry
            for path in package.rglob("locale/en/LC_MESSAGES/*.po")
            for entry in polib.pofile(str(path))
        ]
        known = {
            entry.msgid for path in package.rglob(CATALOGUE) for entry in polib.pofile(str(path))
        }
        found |= {
            text
            for entry in english
            if entry.msgid not in known
            for text in (entry.msgid, entry.msgid_plural)
        }
    return frozenset(" ".join(text.split()) for text in found if text)


@cache
def their_patterns(other: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(PLACEHOLDER.sub(".*", re.sub(r"([.?*+^$\[\]()|])", r"\\\1", text)))
        for text in theirs_as_they_are(other)
        if PLACEHOLDER.search(text)
    )


def is_theirs(text: str, other: str) -> bool:
    return text in theirs_as_they_are(other) or any(
        pattern.fullmatch(text) for pattern in their_patterns(other)
    )


# -- what people wrote


def content_of_the_site() -> set[str]:
    """Every text that is stored: titles, names, cells, statements, messages of the log."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not field.choices
        ]
        if names and model._meta.managed and model._meta.app_label != "sessions":
            for row in model._base_manager.values_list(*names):
                for value in row:
                    found |= set(pieces(value))
    return {" ".join(text.split()) for text in found if text.strip()}


def pieces(value: object) -> Iterator[str]:
    """The strings of a stored value, whole and line by line."""
    if isinstance(value, str):
        if value[:1] in "[{":
            try:
                yield from pieces(json.loads(value))
                return
            except ValueError:
                pass
        yield value
        yield from value.splitlines()
        if "<" in value:
            yield from BeautifulSoup(value, "html.parser").stripped_strings
    elif isinstance(value, dict):
        for item in value.values():
            yield from pieces(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from pieces(item)
    elif hasattr(value, "raw_data"):
        yield from pieces(list(value.raw_data))

"""French, as Canadian readers expect it: complete, well set, and at peace with Wagtail's own."""

import ast
import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.template.loader import render_to_string
from django.utils import translation

from wagtail_parcours.admin.fact_views import FactPaginator
from wagtail_parcours.frameworks import ACCESSIBLE_SERVICE
from wagtail_parcours.journeys.curve import both_curves
from wagtail_parcours.journeys.model import Experience, Stage
from wagtail_parcours.rendering.curve import curve_view

PACKAGE = Path(__file__).resolve().parents[1] / "wagtail_parcours"
CATALOGUE = "locale/fr/LC_MESSAGES/django.po"
#: How many arguments come before the text, by the name of the function.
LOOKUPS = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 1,
    "npgettext_lazy": 1,
}


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(PACKAGE / CATALOGUE))


def texts_asked_for(path):
    """The texts that a module looks up, by reading its syntax rather than its lines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = LOOKUPS.get(node.func.id)
            if place is not None and isinstance(node.args[place], ast.Constant):
                yield node.args[place].value


def test_makemessages_sees_every_text_of_the_code(catalogue):
    """It overlooks a gettext call inside an f-string, and readers then get English."""
    known = {entry.msgid for entry in catalogue}
    modules = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    asked = {text for path in modules for text in texts_asked_for(path)}
    assert len(asked) > 100
    assert asked - known == set()


def test_a_shared_word_means_the_same_as_in_wagtail(catalogue):
    """Django has one catalogue for all apps: ours would change the words of Wagtail's admin."""
    ours = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in catalogue}
    theirs = Path(wagtail.__file__).parent
    differing = [
        (entry.msgid, entry.msgstr, ours[entry.msgctxt, entry.msgid])
        for folder in ("", "admin", "documents", "images", "snippets", "users")
        for entry in polib.pofile(str(theirs / folder / CATALOGUE)).translated_entries()
        if (entry.msgctxt, entry.msgid) in ours and entry.msgstr != ours[entry.msgctxt, entry.msgid]
    ]
    assert differing == []


def test_punctuation_never_starts_a_line(catalogue):
    """A no-break space stands inside « » and before : and %; none before ; ? and !."""
    wrong = re.compile(r" [:»]|« |\s[;?!]| %(?!\()|'")
    texts = [t for e in catalogue for t in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in texts if wrong.search(text)] == []


def test_stages_have_the_names_of_the_official_template():
    with translation.override("fr"):
        names = [str(stage.name) for stage in ACCESSIBLE_SERVICE.stages]
    assert names == [
        "Connaître",
        "Informer",
        "Conseiller",
        "Déterminer",
        "Présenter une demande",
        "Gérer",
    ]


def test_the_curve_is_drawn_in_french_as_in_english():
    """French writes 12,5 where a drawing needs 12.5."""
    levels = [0, -1, 2, -2, 1, 0, 1]
    stages = [Stage(name="É", experience=Experience(satisfaction=level)) for level in levels]
    drawn = {}
    for language in ("en", "fr"):
        with translation.override(language):
            view = curve_view(both_curves(stages), "t")
            html = render_to_string("wagtail_parcours/includes/curve.html", {"curve": view})
        drawn[language] = re.findall(r' (?:d|x|y|transform|viewBox|width)="[^"]*"', html)
    assert any("." in place for place in drawn["en"])
    assert drawn["fr"] == drawn["en"]


@pytest.mark.parametrize(("number", "label"), [(0, "0 changement"), (2, "2 changements")])
def test_the_record_counts_changes(number, label):
    """Not "2 historical persona", which is what the model of the record calls itself."""
    with translation.override("fr"):
        assert FactPaginator(range(number), 20).items_count_label == label

"""Translations: complete, current, compiled, and with the same placeholders as the source."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ["wagtail_parcours", "example_site"]
LANGUAGE = "fr"
#: Languages of published pages only: whatever their catalogues say has to be right.
PARTIAL = {"ar"}
CATALOGUES = sorted(path for folder in FOLDERS for path in (ROOT / folder / "locale").rglob("*.po"))
WHOLE = [path for path in CATALOGUES if not PARTIAL & set(path.parts)]
IN_PART = [path for path in CATALOGUES if PARTIAL & set(path.parts)]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def each(paths: list[Path]) -> pytest.MarkDecorator:
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return pytest.mark.parametrize("path", paths, ids=names)


catalogues = each(CATALOGUES)


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_each_part_with_texts_has_a_catalogue():
    assert {path.relative_to(ROOT).parts[0] for path in CATALOGUES} == set(FOLDERS)


@catalogues
def test_every_text_is_translated(path):
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


@catalogues
def test_placeholders_and_tags_survive(path):
    problems = []
    for entry in polib.pofile(str(path)):
        allowed = [sorted(PLACEHOLDER.findall(entry.msgid))]
        if entry.msgid_plural:
            allowed.append(sorted(PLACEHOLDER.findall(entry.msgid_plural)))
        problems += [
            f"{entry.msgid!r} → {text!r}"
            for text in translations(entry)
            if sorted(PLACEHOLDER.findall(text)) not in allowed
        ]
    assert problems == []


@catalogues
def test_gettext_accepts_it(path, tmp_path):
    run = subprocess.run(
        ["msgfmt", "--check", "--output-file", tmp_path / "out.mo", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@catalogues
def test_the_compiled_catalogue_says_the_same(path):
    """Whoever edits a translation and forgets to compile it changes nothing on the site."""
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    def texts(catalogue):
        return {(entry.msgctxt, entry.msgid): translations(entry) for entry in catalogue}

    source = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert texts(compiled) == texts(source)


@each(IN_PART)
def test_a_partial_language_says_nothing_that_the_code_does_not_ask_for(path):
    """A text that was reworded would stay in it, seen by nobody."""
    whole = path.parents[2] / LANGUAGE / "LC_MESSAGES" / path.name

    def texts(catalogue):
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}

    assert texts(polib.pofile(str(path))) - texts(polib.pofile(str(whole))) == set()


@each(WHOLE)
def test_it_holds_the_texts_of_the_code_and_no_others(path, tmp_path):
    """Collect the texts again, in a copy, and compare."""
    folder = path.relative_to(ROOT).parts[0]
    copy = tmp_path / folder
    shutil.copytree(ROOT / folder, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    subprocess.run(
        [
            sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE,
            "--domain", path.stem, "--no-obsolete", "--no-location",
        ],
        cwd=copy,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )  # fmt: skip

    def texts(catalogue):
        return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(catalogue))}

    assert texts(tmp_path / path.relative_to(ROOT)) == texts(path)

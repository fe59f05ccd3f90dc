"""Rules of the house that hold for every file: who may import whom, sizes, names, markup."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "wagtail_parcours"
NAME = PACKAGE.name

MAX_LINES = 400
VAGUE_NAMES = {"common", "helpers", "misc", "util", "utils"}

CORE = {"journeys", "frameworks"}
# Small modules at the top of the package that any room may use; they import no room
# themselves, which is checked too.
GROUND = {"conf", "permissions", "sanitize"}
# A room may import the rooms named here, itself and, from blocks upwards, the ground.
# What is not listed (admin, views, hooks, template tags, commands) stands on top of it all.
ALLOWED = {
    "journeys": {"frameworks"},
    "frameworks": {"journeys"},
    "blocks": CORE | GROUND,
    "models": CORE | GROUND | {"blocks"},
    "conf": {"frameworks"},
    "permissions": set(),
    "sanitize": set(),
    # The terms of the glossary are linked on published maps.
    "rendering": CORE | GROUND | {"blocks", "models", "translation"},
    "insights": CORE | GROUND | {"blocks", "models"},
    "governance": CORE | GROUND | {"blocks", "models"},
    "provisioning": CORE | GROUND | {"blocks", "models"},
    "roadmap": CORE | GROUND | {"blocks", "models"},
    "translation": CORE | GROUND | {"blocks", "models"},
    "exchange": CORE | GROUND | {"blocks", "models"},
    # A remark is about a part with an anchor on the published map.
    "feedback": CORE | GROUND | {"blocks", "models", "rendering"},
}

# What a room asks upwards: which channels, indicators, personas and target groups does the
# organisation have? They are read from the database when a form is built, long after both are
# imported.
EXCEPTIONS = {
    ("wagtail_parcours/blocks/offered.py", f"wagtail_parcours.models.{name}")
    for name in ("channels", "indicators", "personas", "target_groups")
}


def python_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "node_modules" not in path.parts]


def own_files() -> list[Path]:
    folders = [PACKAGE, ROOT / "example_site", ROOT / "tests", ROOT / "benchmarks"]
    return [path for folder in folders if folder.is_dir() for path in python_files(folder)]


def written_by_hand(path: Path) -> bool:
    return "migrations" not in path.parts


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def type_checking_imports(tree: ast.AST) -> set[ast.AST]:
    """The imports that only the type checker sees; they bind nothing at run time."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for statement in node.body:
                found.update(ast.walk(statement))
    return found


def imported_modules(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of every module that ``path`` imports, late ones too."""
    tree = ast.parse(path.read_text("utf-8"))
    ignored = type_checking_imports(tree)
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree):
        if node in ignored:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            # `from wagtail_parcours import models` names its room in the alias; a name such
            # as `__version__` is the package's own.
            if source == NAME:
                for alias in node.names:
                    own = alias.name.startswith("__")
                    yield node.lineno, NAME if own else f"{NAME}.{alias.name}"
            else:
                yield node.lineno, source


def room_of(module: str) -> str:
    """The first name below the package: a folder, or a module at its top."""
    parts = module.split(".")
    return parts[1] if parts[0] == NAME and len(parts) > 1 else ""


def forbidden_imports(path: Path) -> list[str]:
    room = room_of(module_name(path))
    if room not in ALLOWED:
        return []
    allowed = ALLOWED[room] | {room, ""}
    name = path.relative_to(ROOT).as_posix()
    return [
        f"{name}:{line}: {room} must not import {module}"
        for line, module in imported_modules(path)
        if module.split(".")[0] == NAME
        and room_of(module) not in allowed
        and (name, module) not in EXCEPTIONS
    ]


def test_rooms_import_only_what_lies_below_them():
    problems = [problem for path in python_files(PACKAGE) for problem in forbidden_imports(path)]
    assert problems == []


def test_the_neutral_form_imports_no_framework():
    problems = []
    for path in python_files(PACKAGE / "journeys"):
        for line, module in imported_modules(path):
            top = module.split(".")[0]
            if top in {"django", "wagtail", "modelcluster", "simple_history"}:
                problems.append(f"{path.relative_to(ROOT)}:{line}: {module}")
    assert problems == []


def test_the_example_site_keeps_to_public_names():
    """A customer's site has no business in private modules or names of the plugin."""
    problems = []
    for path in python_files(ROOT / "example_site"):
        for line, module in imported_modules(path):
            parts = module.split(".")
            if parts[0] == NAME and any(part.startswith("_") for part in parts):
                problems.append(f"{path.relative_to(ROOT)}:{line}: {module}")
    assert problems == []


def test_the_package_imports_neither_tests_nor_example():
    problems = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in python_files(PACKAGE)
        for line, module in imported_modules(path)
        if module.split(".")[0] in {"tests", "example_site", "benchmarks"}
    ]
    assert problems == []


def test_hooks_register_and_do_nothing_else():
    """A hook module defines small functions that return what the other rooms built."""
    tree = ast.parse((PACKAGE / "wagtail_hooks.py").read_text("utf-8"))
    too_long = [
        f"{node.name} has {len(node.body)} statements"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and len(node.body) > 6
    ]
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    assert too_long == []
    assert classes == []


def test_no_module_outgrows_a_reader():
    problems = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in own_files()
        if written_by_hand(path)
        and (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    ]
    assert problems == []


def test_every_module_is_named_for_what_it_holds():
    problems = [
        str(path.relative_to(ROOT))
        for path in own_files()
        if path.stem in VAGUE_NAMES or path.parent.name in VAGUE_NAMES
    ]
    assert problems == []


def undocumented_classes(path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]


@pytest.mark.parametrize("room", ["journeys", "blocks"])
def test_classes_say_what_they_hold(room):
    """A block's docstring gives the shape of its value: importers and themes rely on it."""
    problems = [
        line for path in python_files(PACKAGE / room) for line in undocumented_classes(path)
    ]
    assert problems == []


def test_every_module_says_what_it_is_for():
    problems = [
        str(path.relative_to(ROOT))
        for path in python_files(PACKAGE)
        if written_by_hand(path)
        and (text := path.read_text("utf-8")).strip()
        and ast.get_docstring(ast.parse(text)) is None
    ]
    assert problems == []


def templates() -> list[Path]:
    folders = [PACKAGE / "templates", ROOT / "example_site", ROOT / "tests"]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.html"))
        if "node_modules" not in path.parts
    ]


# Each of these breaks under the content security policy that published pages are served with.
BANNED_MARKUP = {
    "inline script": re.compile(r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>", re.I),
    "inline style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}


def banned_markup(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.S)
    for what, pattern in BANNED_MARKUP.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {what}"


def test_templates_work_under_a_strict_policy():
    found = templates()
    assert found, "no template was found: is the folder right?"
    assert [problem for path in found for problem in banned_markup(path)] == []


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color: red">', "style attribute"),
        ("<style>p {}</style>", "inline style element"),
        ('<button onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript address"),
    ],
)
def test_banned_markup_is_recognised(tmp_path, monkeypatch, markup, what):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    template = tmp_path / "page.html"
    template.write_text(markup)
    assert [problem.rsplit(": ", 1)[1] for problem in banned_markup(template)] == [what]


def test_allowed_markup_is_left_alone(tmp_path):
    template = tmp_path / "page.html"
    template.write_text('<script src="{% static "a.js" %}" defer></script><p data-one="1">')
    assert list(banned_markup(template)) == []


@pytest.mark.parametrize(
    "source",
    [
        "from wagtail_parcours.models import Persona",
        "from wagtail_parcours import models",
        "from ..models import Persona",
        "from .. import models",
        "def late():\n    import wagtail_parcours.models.personas",
    ],
)
def test_a_forbidden_import_is_recognised(tmp_path, monkeypatch, source):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / NAME / "journeys" / "reading.py"
    module.parent.mkdir(parents=True)
    module.write_text(source)
    assert len(forbidden_imports(module)) == 1


def test_an_import_for_types_only_is_allowed(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / NAME / "blocks" / "cells.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n"
        "    from wagtail_parcours.models import Persona\n"
    )
    assert forbidden_imports(module) == []

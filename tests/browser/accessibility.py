"""axe-core, injected into a page under test."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import axe_playwright_python

from tests.browser.waiting import finish_drawing

TAGS = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)


@cache
def _source() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(
    page,
    context: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | None = None,
    tags: Sequence[str] = TAGS,
) -> list[str]:
    """Return what axe objects to, one readable entry per rule; empty means nothing found.

    ``context`` and ``exclude`` are CSS selectors. The script is handed to the debugger
    rather than to the document, so that a page's content security policy stays in force.
    """
    finish_drawing(page)
    page.evaluate(_source())
    include = _selectors(context) or [["html"]]
    scope = {"include": include, "exclude": _selectors(exclude)}
    for selector in (part for entry in include for part in entry):
        # axe throws on a scope that matches nothing only when all of it matches nothing.
        assert page.locator(selector).count(), f"nothing matches {selector!r}"
    results = page.evaluate(
        "([scope, tags]) => axe.run(scope, {runOnly: {type: 'tag', values: tags}})",
        [scope, list(tags)],
    )
    return [_describe(violation) for violation in results["violations"]]


def _selectors(value: str | Sequence[str] | None) -> list[list[str]]:
    if not value:
        return []
    return [[selector] for selector in ([value] if isinstance(value, str) else value)]


def _describe(violation: dict) -> str:
    lines = [f"[{violation['impact']}] {violation['id']}: {violation['help']}"]
    for node in violation["nodes"][:5]:
        target = " ".join(str(part) for part in node["target"])
        summary = " ".join((node.get("failureSummary") or "").split())
        lines.append(f"    {target}: {summary}")
    if len(violation["nodes"]) > 5:
        lines.append(f"    … and {len(violation['nodes']) - 5} more")
    return "\n".join(lines)

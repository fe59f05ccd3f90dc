"""A mapping project for readers: its people and how far the method has come."""

from typing import Any

from django.utils.translation import gettext, ngettext

from .marks import box_mark


def people_rows(page: Any) -> list[tuple[str, str]]:
    """Who takes part, as label and text; what nobody filled in is left out."""
    rows = [
        (gettext("Sponsor"), page.sponsor),
        (gettext("Partners"), page.partners),
        (gettext("Champions"), page.champions),
        (gettext("Governance"), page.governance),
    ]
    return [(label, text) for label, text in rows if text.strip()]


def method_steps(page: Any) -> list[dict[str, Any]]:
    """The method's steps with a mark and words for each action."""
    steps = []
    for step in page.method_progress():
        actions = [{**action, "mark": box_mark(action["done"])} for action in step["actions"]]
        steps.append({**step, "actions": actions, "summary": done_of(step["done"], step["total"])})
    return steps


def progress_sentence(steps: list[dict[str, Any]]) -> str:
    done = sum(step["done"] for step in steps)
    total = sum(step["total"] for step in steps)
    return ngettext(
        "%(done)d of %(total)d action of the method is done.",
        "%(done)d of %(total)d actions of the method are done.",
        total,
    ) % {"done": done, "total": total}


def done_of(done: int, total: int) -> str:
    return gettext("%(done)d of %(total)d done") % {"done": done, "total": total}

"""Needs and initiatives for readers: who needs what when, what answers it, and what is missing."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from ..blocks.needs import INITIATIVE_KINDS
from ..journeys.entries import Initiative, Need, NeedsList
from . import marks
from .anchors import Anchors
from .languages import NOTHING
from .sources import Sources

KIND_LABELS = dict(INITIATIVE_KINDS)


def needs_view(
    part: NeedsList, sources: Sources, anchor: str, anchors: Anchors | None = None
) -> dict[str, Any]:
    """What the template of the block prints: the needs of each target group together."""
    taken = anchors or Anchors()
    path = f"body.{part.id}"
    title = part.title.strip()
    open_needs = sum(need.is_open for need in part.needs)
    groups = by_group(part)
    return {
        "anchor": anchor,
        "title": title or gettext("Needs and initiatives"),
        "language": sources.languages.of(f"{path}.title", title) if title else NOTHING,
        "standing": standing(len(part.needs), open_needs),
        "groups": [
            {
                # Nobody named a group: there is nothing to tell apart.
                "name": group_name(key, sources) if set(groups) != {""} else "",
                "needs": [
                    need_view(need, sources, f"{path}.needs.{need.id}", taken) for need in needs
                ],
            }
            for key, needs in groups.items()
        ],
    }


def by_group(part: NeedsList) -> dict[str, list[Need]]:
    """The needs by target group, in reading order; those of no group come last."""
    groups: dict[str, list[Need]] = {}
    for need in part.needs:
        groups.setdefault(need.group, []).append(need)
    if "" in groups:
        groups[""] = groups.pop("")
    return groups


def group_name(key: str, sources: Sources) -> SafeString | str:
    if not key:
        return gettext("Any target group")
    return sources.group(key) or gettext("Target group that is gone")


def standing(needs: int, open_needs: int) -> str:
    """How many needs nothing answers yet, or not wholly, in one sentence."""
    if not needs:
        return ""
    if not open_needs:
        return gettext("Each need has its answer.")
    counted = ngettext("%(count)d need", "%(count)d needs", needs) % {"count": needs}
    return ngettext(
        "%(needs)s, %(open)d of which is still open.",
        "%(needs)s, %(open)d of which are still open.",
        open_needs,
    ) % {"needs": counted, "open": open_needs}


def need_view(need: Need, sources: Sources, path: str, anchors: Anchors) -> dict[str, Any]:
    moment = need.moment.strip()
    return {
        "anchor": anchors.take("need", need.id),
        "person": sources.person(need.persona) if need.persona else "",
        "moment": moment,
        "moment_language": sources.languages.of(f"{path}.moment", moment),
        "text": need.text,
        "language": sources.languages.of(f"{path}.text", need.text),
        "is_open": need.is_open,
        "mark": marks.box_mark(not need.is_open),
        "initiatives": [
            initiative_view(entry, sources, f"{path}.initiatives.{entry.id}")
            for entry in need.initiatives
        ],
    }


def initiative_view(entry: Initiative, sources: Sources, path: str) -> dict[str, Any]:
    said = sources.languages
    return {
        "kind": str(KIND_LABELS.get(entry.kind, gettext("Initiative"))),
        "text": entry.text,
        "language": said.of(f"{path}.text", entry.text),
        "exists": entry.exists,
        "exists_language": said.of(f"{path}.exists", entry.exists),
        "missing": entry.missing,
        "missing_language": said.of(f"{path}.missing", entry.missing),
    }

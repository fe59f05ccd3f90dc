"""Channel improvement cards for readers, with the barriers that each improvement addresses."""

from typing import Any

from django.utils.translation import gettext, ngettext

from ..blocks.channels import IMPROVEMENT_KINDS
from ..journeys.model import Improvement, ImprovementCard
from .marks import level_view
from .sources import Sources
from .texts import day

KIND_LABELS = dict(IMPROVEMENT_KINDS)


def card_view(card: ImprovementCard, sources: Sources, anchor: str) -> dict[str, Any]:
    """What the card's template prints."""
    return {
        "anchor": anchor,
        "title": sources.channel_name(card.channel) or gettext("Service mode not stated"),
        "icon": sources.channel_icon(card.channel),
        "limitations": card.limitations,
        "behaviours": card.behaviours,
        "improvements": [improvement_view(entry, sources) for entry in card.improvements],
        "level": level_view(card.satisfaction),
        "experience": card.experience,
    }


def improvement_view(entry: Improvement, sources: Sources) -> dict[str, Any]:
    """One improvement; barriers that this reader may not see, or that are gone, are counted."""
    known = sources.barriers if entry.barriers else {}
    barriers = [known[name] for name in entry.barriers if name in known]
    missing = len(entry.barriers) - len(barriers)
    return {
        "kind": str(KIND_LABELS.get(entry.kind, gettext("Improvement"))),
        "text": entry.text,
        "barriers": barriers,
        "missing": missing_sentence(missing, sources) if missing else "",
        "responsible": entry.responsible.strip(),
        "due": day(entry.due),
        "due_iso": entry.due if day(entry.due) else "",
    }


def missing_sentence(count: int, sources: Sources) -> str:
    if sources.current_map is None:
        return ngettext(
            "%(count)d barrier of a map that is not available to you",
            "%(count)d barriers of a map that is not available to you",
            count,
        ) % {"count": count}
    return ngettext(
        "%(count)d barrier that is no longer on the current-state map",
        "%(count)d barriers that are no longer on the current-state map",
        count,
    ) % {"count": count}

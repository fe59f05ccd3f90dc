"""Channel improvement cards for readers, with the barriers that each improvement addresses."""

from typing import Any

from django.utils.translation import gettext, ngettext

from ..blocks.channels import IMPROVEMENT_KINDS
from ..journeys.model import ClientReality, Improvement, ImprovementCard
from ..models.roadmap import improvement_key
from .marks import level_view
from .roadmap import improvement_progress
from .sources import Sources
from .texts import day

KIND_LABELS = dict(IMPROVEMENT_KINDS)


def card_view(card: ImprovementCard, sources: Sources, anchor: str) -> dict[str, Any]:
    """What the card's template prints."""
    path = f"body.{card.id}"
    return {
        "anchor": anchor,
        "title": sources.channel_name(card.channel) or gettext("Service mode not stated"),
        "language": sources.channel_attributes(card.channel),
        "icon": sources.channel_icon(card.channel),
        **reality_texts(card, sources, path),
        "improvements": [
            improvement_view(entry, sources, f"{path}.improvements.{entry.id}")
            for entry in card.improvements
        ],
        "level": level_view(card.satisfaction),
        "experience": card.experience,
        "experience_language": sources.languages.of(f"{path}.experience", card.experience),
    }


def reality_texts(
    said: ImprovementCard | ClientReality, sources: Sources, path: str
) -> dict[str, Any]:
    """What a service mode is for the client, with the languages of both texts."""
    return {
        "limitations": said.limitations,
        "limitations_language": sources.languages.of(f"{path}.limitations", said.limitations),
        "behaviours": said.behaviours,
        "behaviours_language": sources.languages.of(f"{path}.behaviours", said.behaviours),
    }


def improvement_view(entry: Improvement, sources: Sources, path: str) -> dict[str, Any]:
    """One improvement; barriers that this reader may not see, or that are gone, are counted."""
    known = sources.barriers if entry.barriers else {}
    barriers = [known[name] for name in entry.barriers if name in known]
    missing = len(entry.barriers) - len(barriers)
    item = sources.roadmap.get(improvement_key(entry.id))
    return {
        "kind": str(KIND_LABELS.get(entry.kind, gettext("Improvement"))),
        "text": entry.text,
        "language": sources.languages.of(f"{path}.text", entry.text),
        "barriers": barriers,
        "missing": missing_sentence(missing, sources) if missing else "",
        "responsible": entry.responsible.strip(),
        "responsible_language": sources.languages.of(f"{path}.responsible", entry.responsible),
        "due": day(entry.due),
        "due_iso": entry.due if day(entry.due) else "",
        "progress": improvement_progress(entry, item, sources),
        "indicator": sources.indicator(entry.indicator) if entry.indicator else "",
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

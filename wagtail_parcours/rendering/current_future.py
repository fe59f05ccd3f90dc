"""The current state against the future one, for readers of a future-state map."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext, ngettext

from ..blocks.channels import IMPROVEMENT_KINDS
from ..journeys import Journey, StageTable, read_body
from ..journeys.current_future import (
    ChannelChange,
    CurrentAgainstFuture,
    Difference,
    Removal,
    StageChange,
    current_against_future,
)
from ..models.indicators import indicators_by_slug
from .anchors import anchor
from .languages import TextLanguages, language_attributes, live_text_languages
from .marks import LEFT_TO_RIGHT_MARK, level_view
from .readers import readable_current_map
from .sealed import sources_for
from .sources import Sources
from .texts import day

KINDS = dict(IMPROVEMENT_KINDS)


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the attributes of its language and, where it has one, its place on a map."""

    text: str
    language: SafeString
    url: str = ""


def comparison_view(page: Any, request: Any) -> dict[str, Any]:
    """What the template prints for a future-state map that this visitor may read.

    Without a current-state map that the visitor may read, ``current`` is None and nothing of it
    is told.
    """
    current = readable_current_map(page, request)
    told = {
        "language": language_attributes(page.locale.language_code),
        "here": page.get_url(request) or "",
        "current": current,
    }
    if current is None:
        return told
    writer = Writer(page, current, request)
    return {**told, **writer.view()}


class Writer:
    """Puts the comparison of two maps into words and links, in the language of the future one."""

    def __init__(self, page: Any, current: Any, request: Any) -> None:
        self.sources: Sources = sources_for(list(page.body.raw_data), request, page)
        self.here = page.get_url(request) or ""
        self.there = current.get_url(request) or ""
        self.current = current
        self.languages: TextLanguages = self.sources.languages
        self.foreign = live_text_languages(current)
        parts = read_body(list(current.body.raw_data), persona_key=lambda pk: "")
        self.told: CurrentAgainstFuture = current_against_future(
            Journey(parts=parts), Journey(parts=self.sources.parts), self.lanes_of
        )
        named = {d.improvement.indicator for d in self.told.differences} - {""}
        self.indicators = indicators_by_slug(self.sources.language) if named else {}

    def lanes_of(self, table: StageTable) -> frozenset[str]:
        block = self.current.stage_table_block
        if block is None:
            return frozenset(table.lanes)
        return frozenset(lane.key for lane in block.shown_lanes(table.lanes))

    def view(self) -> dict[str, Any]:
        left = len(self.told.left)
        return {
            "current_url": self.there,
            "current_language": self.languages.other(self.current.locale.language_code),
            "channels": [self.channel(change) for change in self.told.channels],
            "stages": [self.stage(change) for change in self.told.stages],
            "differences": [self.difference(each) for each in self.told.differences],
            "left": left,
            "left_sentence": ngettext(
                "%(count)d barrier of today has no improvement yet.",
                "%(count)d barriers of today have no improvement yet.",
                left,
            )
            % {"count": left}
            if left
            else gettext("Every barrier of today has an improvement."),
        }

    # -- by service mode

    def channel(self, change: ChannelChange) -> dict[str, Any]:
        return {
            "name": self.sources.channel_name(change.channel),
            "language": self.sources.channel_attributes(change.channel),
            "today": mean_label(change.today),
            "rated": ngettext("mean of %(count)d stage", "mean of %(count)d stages", change.rated)
            % {"count": change.rated},
            "expected": level_view(change.expected),
            "change": change_label(change.change),
            "has_card": bool(change.cards),
            "url": self.card_url(change.cards[0].id) if change.cards else "",
            "barriers": len(change.barriers),
            "left": [self.barrier(removal) for removal in change.left],
        }

    def card_url(self, identity: str) -> str:
        place = anchor("card", identity)
        return f"{self.here}#{place}" if place else self.here

    # -- by stage

    def stage(self, change: StageChange) -> dict[str, Any]:
        stage = change.place.stage
        path = f"body.{change.place.table.id}.stages.{stage.id}.name"
        place = anchor("stage", stage.id)
        return {
            "name": Said(
                stage.name.strip() or gettext("Stage without a name"),
                self.beside(path),
                f"{self.there}#{place}" if place else self.there,
            ),
            "level": level_view(change.place.satisfaction),
            "removals": [
                {"barrier": self.barrier(removal), "by": [self.answer(*by) for by in removal.by]}
                for removal in change.removals
            ],
        }

    def barrier(self, removal: Removal) -> Said:
        place = removal.place
        path = f"body.{place.table.id}.stages.{place.stage.id}.findings.{removal.finding.id}.text"
        name = anchor("finding", removal.finding.id)
        return Said(removal.finding.text, self.beside(path), f"{self.there}#{name}" if name else "")

    def answer(self, card: Any, improvement: Any) -> dict[str, Any]:
        return {
            "channel": self.sources.channel_name(card.channel),
            "channel_language": self.sources.channel_attributes(card.channel),
            "said": self.improvement(card, improvement),
        }

    def improvement(self, card: Any, improvement: Any) -> Said:
        path = f"body.{card.id}.improvements.{improvement.id}.text"
        return Said(
            improvement.text,
            self.languages.of(path, improvement.text),
            self.card_url(card.id),
        )

    def beside(self, path: str) -> SafeString:
        """The attributes here for a text of the current-state map."""
        said = self.foreign
        return self.languages.other(said.source if said.is_foreign(path) else said.language)

    # -- one by one

    def difference(self, each: Difference) -> dict[str, Any]:
        improvement, card = each.improvement, each.card
        path = f"body.{card.id}.improvements.{improvement.id}.responsible"
        indicator = self.indicators.get(improvement.indicator)
        return {
            "kind": str(KINDS.get(improvement.kind, gettext("Improvement"))),
            "said": self.improvement(card, improvement),
            "channel": self.sources.channel_name(card.channel)
            or gettext("Service mode not stated"),
            "channel_language": self.sources.channel_attributes(card.channel),
            "owner": Said(
                improvement.responsible.strip(), self.languages.of(path, improvement.responsible)
            ),
            "due": day(improvement.due),
            "due_iso": improvement.due if day(improvement.due) else "",
            "measure": indicator.name if indicator is not None else "",
            "measure_language": self.languages.other(indicator.locale.language_code)
            if indicator is not None
            else "",
            "removals": [self.barrier(removal) for removal in each.removals],
            "change": change_label(each.change),
            "expected": level_view(card.satisfaction),
        }


def mean_label(mean: float | None) -> str:
    """A mean on the scale of satisfaction, to one decimal: “−0,5”; ``""`` when there is none."""
    return "" if mean is None else signed_number(mean)


def change_label(change: float | None) -> str:
    """A change in levels, such as “+1.5”; ``""`` where one side is not rated."""
    return "" if change is None else signed_number(change)


def signed_number(number: float) -> str:
    rounded = round(number, 1)
    shown = number_format(abs(rounded), decimal_pos=1)
    sign = "+" if rounded > 0 else "\u2212" if rounded < 0 else ""
    # Where the language runs the other way, a sign would change sides.
    return f"{LEFT_TO_RIGHT_MARK if get_language_bidi() else ''}{sign}{shown}"


def offers_comparison(page: Any) -> bool:
    """Whether a map has a comparison to offer: it starts from a current-state map."""
    return getattr(page, "current_map_id", None) is not None

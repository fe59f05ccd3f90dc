"""What a gap analysis looks for, in words and in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Why an improvement is listed: it names no barrier, or none that is still there.
UNNAMED, GONE = "unnamed", "gone"
#: The two others: it answers something; the map that would tell is not there for the visitor.
ANSWERS, UNKNOWN = "answers", "unknown"

GAP_LABELS: Mapping[str, Any] = {
    "barriers": _("Barriers and pain points that no improvement removes"),
    "improvements": _("Improvements that answer nothing"),
    "channels": _("Channels in use without an improvement card"),
    "stages": _("Stages without evidence"),
    "needs": _("Open needs"),
    "maps": _("Current-state maps without a future-state map"),
}
GAPS = tuple(GAP_LABELS)
REASONS: Mapping[str, Any] = {
    UNNAMED: _("Names no barrier"),
    GONE: _("Names only barriers that are gone"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """How many of `total` are a gap. None where the report was narrowed to what they know not."""

    key: str
    count: int | None
    total: int | None

    @property
    def applies(self) -> bool:
        return self.count is not None

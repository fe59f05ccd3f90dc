"""The lanes of a stage table: what kinds of information a stage can hold.

A lane is data. Its key is the name of the child block of ``StageBlock`` that stores it and the
key of the neutral form, so it never changes once maps exist.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Side = Literal["client", "employee", "backstage", "data"]
LaneKind = Literal["text", "touchpoints", "findings", "experience", "evidence"]


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the stage table.

    `key` identifies it; `label` is its name on the board and on the published map; `side` says
    whose experience it tells; `kind` says how it is stored and drawn: plain ``text`` (one point
    per line) or one of the structured kinds. `help_text` guides the editor.
    """

    key: str
    label: Any
    side: Side = "client"
    kind: LaneKind = "text"
    help_text: Any = ""


_lanes: dict[str, Lane] = {}


def register_lane(lane: Lane) -> Lane:
    """Make `lane` known; registering the same key again replaces it. Returns `lane`.

    Call it where the lane's block is defined, at import time: the order of registration is the
    order of the rows.
    """
    _lanes[lane.key] = lane
    return lane


def get_lane(key: str) -> Lane | None:
    return _lanes.get(key)


def all_lanes() -> tuple[Lane, ...]:
    return tuple(_lanes.values())


TRIGGER = register_lane(
    Lane(
        "trigger",
        _("Trigger"),
        help_text=_("What makes the client enter this stage. One point per line."),
    )
)
ACTIONS = register_lane(
    Lane(
        "actions",
        _("Client actions"),
        help_text=_("What the client does, and what they try to achieve. One point per line."),
    )
)
TOUCHPOINTS = register_lane(
    Lane(
        "touchpoints",
        _("Interactions"),
        kind="touchpoints",
        help_text=_("Each contact between the client and the organisation, with its channel."),
    )
)
FINDINGS = register_lane(
    Lane(
        "findings",
        _("Barriers and findings"),
        kind="findings",
        help_text=_("What stops, slows or hurts the client here, and what works well."),
    )
)
EXPERIENCE = register_lane(
    Lane(
        "experience",
        _("Client experience"),
        kind="experience",
        help_text=_("How satisfied the client is, what they feel, and what they would say."),
    )
)
EVIDENCE = register_lane(
    Lane(
        "evidence",
        pgettext_lazy("lane", "Evidence"),
        kind="evidence",
        help_text=_("Where the statements of this stage come from."),
    )
)

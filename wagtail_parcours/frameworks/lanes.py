"""The lanes of a stage table: what kinds of information a stage can hold.

A lane is data. Its key is the name of the child block of ``StageBlock`` that stores it and the
key of the neutral form, so it never changes once maps exist.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Side = Literal["client", "employee", "backstage", "data"]
LaneKind = Literal[
    "text",
    "touchpoints",
    "findings",
    "experience",
    "evidence",
    "serving",
    "employee_experience",
    "indicators",
    "guesswork",
    "risks",
]
Zone = Literal["client", "frontstage", "backstage", "support", "data"]


#: What the sides are called, in the order of the rows.
SIDES: dict[Side, Any] = {
    "client": _("Client side"),
    "employee": _("Employee side"),
    "backstage": _("Backstage"),
    "data": _("Data"),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the stage table.

    `key` identifies it; `label` is its name on the board and on the published map; `side` says
    whose experience it tells; `kind` says how it is stored and drawn: plain ``text`` (one point
    per line) or one of the structured kinds. `help_text` guides the editor. `zone` says where the
    lane lies on a service blueprint; without one, `side` decides.
    """

    key: str
    label: Any
    side: Side = "client"
    kind: LaneKind = "text"
    help_text: Any = ""
    zone: Zone | None = None

    @property
    def place(self) -> Zone:
        """The zone of the service blueprint that the lane lies in."""
        return self.zone or ZONE_OF_SIDE[self.side]


ZONE_OF_SIDE: dict[Side, Zone] = {
    "client": "client",
    "employee": "frontstage",
    "backstage": "backstage",
    "data": "data",
}


@dataclass(frozen=True, slots=True)
class DividerLine:
    """A line of a service blueprint, between two zones. `key` names it in style sheets."""

    key: str
    label: Any


#: The line above each zone, from the client's side down.
LINES: dict[Zone, DividerLine] = {
    "frontstage": DividerLine("interaction", _("Line of interaction")),
    "backstage": DividerLine("visibility", _("Line of visibility")),
    "support": DividerLine("internal-interaction", _("Line of internal interaction")),
}
_ZONES: tuple[Zone, ...] = ("client", "frontstage", "backstage", "support")


def lines_between(above: Lane, below: Lane) -> tuple[DividerLine, ...]:
    """The lines that are crossed from one lane down to the next, in order; none upwards.

    From the client's side straight to what happens behind the scenes, both the line of
    interaction and the line of visibility are crossed. Data lanes lie beside the blueprint.
    """
    if above.place not in _ZONES or below.place not in _ZONES:
        return ()
    first, last = _ZONES.index(above.place), _ZONES.index(below.place)
    return tuple(LINES[zone] for zone in _ZONES[first + 1 : last + 1])


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
SEES = register_lane(
    Lane(
        "sees",
        _("What the client sees"),
        help_text=_("Which information the client has at this stage. One point per line."),
    )
)
MISSING_INFORMATION = register_lane(
    Lane(
        "missing_information",
        _("Missing information"),
        help_text=_("What the client would need to know here, and does not. One point per line."),
    )
)
COMPLETION = register_lane(
    Lane(
        "completion",
        _("Completion signal"),
        help_text=_("What tells the client that this stage is over. One point per line."),
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
SERVING = register_lane(
    Lane(
        "serving",
        _("Who serves, and how"),
        side="employee",
        kind="serving",
        help_text=_(
            "Which employees serve the client here, by which channel, how often and with which "
            "tools."
        ),
    )
)
EMPLOYEE_EXPERIENCE = register_lane(
    Lane(
        "employee_experience",
        _("Employee experience"),
        side="employee",
        kind="employee_experience",
        help_text=_(
            "How easy it is to satisfy the client here, how that feels, what is in the way and "
            "what would help."
        ),
    )
)
INDICATORS = register_lane(
    Lane(
        "indicators",
        _("Indicators"),
        side="employee",
        kind="indicators",
        help_text=_(
            "What this stage is measured by, and whether the measure pulls with or against the "
            "client's satisfaction."
        ),
    )
)
PEOPLE = register_lane(
    Lane(
        "people",
        _("People"),
        side="backstage",
        help_text=_("Who works behind the scenes to make this stage happen. One point per line."),
    )
)
GUESSWORK = register_lane(
    Lane(
        "guesswork",
        _("Guesswork"),
        side="backstage",
        kind="guesswork",
        help_text=_(
            "Where somebody guesses, judges case by case or relies on what was never written down."
        ),
    )
)
PROCESSES = register_lane(
    Lane(
        "processes",
        _("Processes"),
        side="backstage",
        zone="support",
        help_text=_("Which procedures and decisions this stage rests on. One point per line."),
    )
)
TECHNOLOGIES = register_lane(
    Lane(
        "technologies",
        _("Technologies"),
        side="backstage",
        zone="support",
        help_text=_("Which systems, tools and data are in use here. One point per line."),
    )
)
DATA_HANDLERS = register_lane(
    Lane(
        "data_handlers",
        _("Who handles the data"),
        side="data",
        help_text=_("Everyone who reads, writes or passes on data here. One point per line."),
    )
)
DATA_CHANGES = register_lane(
    Lane(
        "data_changes",
        _("What happens to the data"),
        side="data",
        help_text=_("What is collected, changed, merged, sent or deleted. One point per line."),
    )
)
DATA_SYSTEMS = register_lane(
    Lane(
        "data_systems",
        _("Systems that hold the data"),
        side="data",
        help_text=_("Where the data are at this stage. One point per line."),
    )
)
RISKS = register_lane(
    Lane(
        "risks",
        _("Risks to the data"),
        side="data",
        kind="risks",
        help_text=_("Where data could leak, be wrong, be lost, be unfair or be used unasked."),
    )
)

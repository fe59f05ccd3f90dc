"""The cross matrix: what irritates or delights clients beside what it does to employees.

Both irritated comes first, then what irritates clients only, then what irritates employees only;
what delights both is built on. Findings that say nothing of one side, or are neutral to it, stand
in no quadrant: they are counted beside them, so that every finding is counted once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..journeys import EFFECTS
from ..models.insights import EntryKind, InsightEntry
from .scope import Scope
from .shards import Row

#: The key of an effect that nobody stated, in the key of a cell.
UNSTATED = "unstated"
SIDES = ("client", "employee")
#: The effects that make the quadrants, in the order of rows and columns.
FELT = ("irritant", "delight")

EFFECT_WORDS: Mapping[str, Mapping[str, Any]] = {
    "client": {
        "irritant": pgettext_lazy("effect", "Client irritated"),
        "delight": pgettext_lazy("effect", "Client delighted"),
        "neutral": pgettext_lazy("effect", "Neutral for the client"),
        "": pgettext_lazy("effect", "Effect on the client not stated"),
    },
    "employee": {
        "irritant": pgettext_lazy("effect", "Employee irritated"),
        "delight": pgettext_lazy("effect", "Employee delighted"),
        "neutral": pgettext_lazy("effect", "Neutral for the employee"),
        "": pgettext_lazy("effect", "Effect on the employee not stated"),
    },
}


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One of the four, with its priority (1 comes first), its name and what to do."""

    client: str
    employee: str
    priority: int
    name: Any
    advice: Any

    @property
    def key(self) -> str:
        return cell_key(self.client, self.employee)

    @property
    def label(self) -> str:
        return pair_label(self.client, self.employee)


def cell_key(client: str, employee: str) -> str:
    return f"{client or UNSTATED}-{employee or UNSTATED}"


def pair_label(client: str, employee: str) -> str:
    """“Client irritated, employee delighted” as a heading."""
    return gettext("%(client)s · %(employee)s") % {
        "client": EFFECT_WORDS["client"][client],
        "employee": EFFECT_WORDS["employee"][employee],
    }


#: In the order of their priority.
QUADRANTS = (
    Quadrant(
        "irritant",
        "irritant",
        1,
        _("Fix first"),
        _("It costs clients and the employees who serve them. One repair helps both: start here."),
    ),
    Quadrant(
        "irritant",
        "delight",
        2,
        _("Fix next"),
        _(
            "What suits the inside hurts clients. Look at the indicators that employees are "
            "measured by, and at the contact channels: can clients reach anyone?"
        ),
    ),
    Quadrant(
        "delight",
        "irritant",
        3,
        _("Fix right after"),
        _(
            "Employees make up for something that does not work. Look at the process and the "
            "tools before their goodwill is used up, and clients feel it."
        ),
    ),
    Quadrant(
        "delight",
        "delight",
        4,
        _("Build on it"),
        _("It works for both sides. Keep it, say so, and find out where else it can be done."),
    ),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Findings outside the quadrants: why, how many, and each pair of effects with its number."""

    key: str
    label: Any
    pairs: tuple[tuple[str, str, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _client, _employee, count in self.pairs)

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The pairs as ``{"key", "label", "count"}``."""
        return [
            {"key": cell_key(client, employee), "label": pair_label(client, employee), "count": n}
            for client, employee, n in self.pairs
        ]


#: Why a finding stands in no quadrant: key, words, and which pairs. Each pair is in one of them.
BESIDE = (
    ("employee-unstated", EFFECT_WORDS["employee"][""], lambda client, employee: not employee),
    ("client-unstated", EFFECT_WORDS["client"][""], lambda client, employee: not client),
    ("neutral", _("Neutral for one side or both"), lambda client, employee: True),
)


@dataclass(frozen=True)
class CrossMatrix:
    """How many findings there are by (effect on the client, effect on the employee).

    Effects are those of ``EFFECTS``, and ``""`` where none is stated.
    """

    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def count(self, client: str, employee: str) -> int:
        return self.counts.get((client, employee), 0)

    @property
    def total(self) -> int:
        """All findings, in the quadrants and beside them."""
        return sum(self.counts.values())

    @property
    def in_quadrants(self) -> int:
        return sum(self.client_total(effect) for effect in FELT)

    def client_total(self, effect: str) -> int:
        """The findings in the quadrants with this effect on the client."""
        return sum(self.count(effect, employee) for employee in FELT)

    def employee_total(self, effect: str) -> int:
        return sum(self.count(client, effect) for client in FELT)

    @property
    def quadrants(self) -> list[tuple[Quadrant, int]]:
        """The four with their numbers, by priority."""
        return [
            (quadrant, self.count(quadrant.client, quadrant.employee)) for quadrant in QUADRANTS
        ]

    @property
    def beside(self) -> list[Beside]:
        """What stands in no quadrant; a reason that holds for nothing is left out."""
        found = [
            Beside(
                key,
                label,
                tuple(
                    (*pair, self.counts[pair])
                    for pair in outer_pairs()
                    if reason_of(pair) == key and self.counts.get(pair)
                ),
            )
            for key, label, _holds in BESIDE
        ]
        return [reason for reason in found if reason.pairs]

    @property
    def outside(self) -> int:
        return self.total - self.in_quadrants


def outer_pairs() -> Iterator[tuple[str, str]]:
    """Every pair of effects that is no quadrant."""
    for client in (*EFFECTS, ""):
        for employee in (*EFFECTS, ""):
            if not (client in FELT and employee in FELT):
                yield client, employee


def reason_of(pair: tuple[str, str]) -> str:
    return next(key for key, _label, holds in BESIDE if holds(*pair))


def cross_matrix(scope: Scope) -> CrossMatrix:
    """The numbers of every pair of effects over the findings of `scope`. Kept; else one query."""
    return scope.kept(
        "matrix",
        lambda: matrix_from(
            scope.added_up(
                "matrix",
                ("effect_client", "effect_employee"),
                lambda part: effects_of(part.entries(EntryKind.FINDING)),
            )
        ),
    )


def matrix_of(findings: QuerySet[InsightEntry]) -> CrossMatrix:
    """The same over findings that somebody has chosen already."""
    return matrix_from(effects_of(findings))


def effects_of(findings: QuerySet[InsightEntry]) -> QuerySet[Any, dict[str, Any]]:
    """The number of `findings` by part of the maps and pair of effects."""
    rows = findings.order_by().values("shard", "effect_client", "effect_employee")
    return rows.annotate(findings=Count("pk"))


def matrix_from(rows: Iterable[Row]) -> CrossMatrix:
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        pair = (known_effect(row["effect_client"]), known_effect(row["effect_employee"]))
        counts[pair] = counts.get(pair, 0) + row["findings"]
    return CrossMatrix(counts)


def known_effect(effect: str) -> str:
    """An effect that a body may hold and that nobody knows is as good as none stated."""
    return effect if effect in EFFECTS else ""


def findings_in(scope: Scope, cell: str = "") -> QuerySet[InsightEntry]:
    """The findings of a cell, or all of them, worst first. An unknown cell holds none."""
    findings = scope.entries(EntryKind.FINDING)
    if cell:
        condition = cell_condition(cell)
        findings = findings.none() if condition is None else findings.filter(condition)
    return worst_first(findings)


def worst_first(findings: QuerySet[InsightEntry]) -> QuerySet[InsightEntry]:
    """By severity, frequency and moment of truth; what is alike in the order of the maps."""
    return findings.order_by(
        F("severity").desc(nulls_last=True),
        F("frequency").desc(nulls_last=True),
        "-moment_of_truth",
        "page__title",
        "page_id",
        "position",
    )


def cell_condition(cell: str) -> Q | None:
    """What the findings of a cell have in common; None for a cell that does not exist."""
    if cell == "quadrants":
        return Q(effect_client__in=FELT, effect_employee__in=FELT)
    for side, other in (SIDES, SIDES[::-1]):
        name, _dash, effect = cell.partition("-")
        if name == side and effect in FELT:
            return Q(**{f"effect_{side}": effect, f"effect_{other}__in": FELT})
    pairs = [pair for pair in outer_pairs() if reason_of(pair) == cell]
    if not pairs:
        every = [(client, employee) for client in (*EFFECTS, "") for employee in (*EFFECTS, "")]
        pairs = [pair for pair in every if cell_key(*pair) == cell]
    condition = Q()
    for client, employee in pairs:
        condition |= effect_is("client", client) & effect_is("employee", employee)
    return condition if pairs else None


def effect_is(side: str, effect: str) -> Q:
    name = f"effect_{side}"
    return Q(**{name: effect}) if effect else ~Q(**{f"{name}__in": EFFECTS})


def cell_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every cell that findings can be listed by, for a form: keys and words in groups."""
    totals = [(f"{side}-{effect}", EFFECT_WORDS[side][effect]) for side in SIDES for effect in FELT]
    beside: list[tuple[str, Any]] = []
    for key, label, _holds in BESIDE:
        beside.append((key, label))
        pairs = [pair for pair in outer_pairs() if reason_of(pair) == key]
        beside += [(cell_key(*pair), pair_label(*pair)) for pair in pairs]
    return [
        (_("Quadrants"), [(quadrant.key, quadrant.label) for quadrant in QUADRANTS]),
        (_("Sides of the quadrants"), [*totals, ("quadrants", _("All four quadrants"))]),
        (_("Beside the quadrants"), beside),
    ]

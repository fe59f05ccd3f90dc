"""Importing readings: a plan that says what each row would do, then all of it or nothing.

The plan is made twice: to show it, and again under a lock when a person has confirmed it. It is
carried out only when the second says the same as the first, so confirming twice, or after
somebody else changed something, writes nothing that nobody saw.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from ..models.channels import channels_by_slug
from ..models.indicators import Indicator, IndicatorReading, indicators_by_slug
from .cell_values import day_of, value_of
from .readings_csv import ReadingRow

#: Rows written in one statement.
BATCH = 500
#: Fields that a row may change.
CHANGING = ("value", "source", "note")


class RowState(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class PlannedRow:
    """A row and what it would do. `before` is the reading that is there now."""

    row: ReadingRow
    state: RowState = RowState.REFUSED
    reasons: list[str] = field(default_factory=list)
    indicator: Indicator | None = None
    reading: IndicatorReading | None = None
    before: IndicatorReading | None = None

    @property
    def place(self) -> tuple[Any, ...] | None:
        """What one reading can be at: indicator, day and channel."""
        if self.reading is None:
            return None
        return (self.reading.indicator_key, self.reading.day, self.reading.channel)

    def refuse(self, reason: str) -> None:
        self.state = RowState.REFUSED
        self.reasons.append(reason)


@dataclass(frozen=True, slots=True)
class ReadingsPlan:
    """Every row of a file, in its order. `fingerprint` changes with whatever would be written."""

    rows: tuple[PlannedRow, ...]

    def of(self, state: str) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.state == state]

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(planned.state.value for planned in self.rows)

    @property
    def writes(self) -> int:
        """How many readings would be added or changed."""
        return self.counts[RowState.NEW] + self.counts[RowState.CHANGED]

    @property
    def fingerprint(self) -> str:
        told = [
            [planned.row.line, planned.state, *map(facts, (planned.reading, planned.before))]
            for planned in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def facts(reading: IndicatorReading | None) -> list[str] | None:
    if reading is None:
        return None
    values = [reading.indicator_key, reading.day, reading.channel, reading.value.normalize()]
    return [str(value) for value in (*values, reading.source, reading.note)]


def plan_readings(rows: Sequence[ReadingRow], language: str) -> ReadingsPlan:
    """What each row would do now. Three queries. Reasons come in the active language."""
    indicators = indicators_by_slug(language, {row.indicator for row in rows})
    channels = set(channels_by_slug(language))
    planned = [judged(row, indicators, channels) for row in rows]
    compare_with_each_other(planned)
    compare_with_present(planned)
    return ReadingsPlan(tuple(planned))


def import_readings(
    rows: Sequence[ReadingRow], fingerprint: str, language: str, user: Any
) -> tuple[ReadingsPlan, bool]:
    """Carry the plan with this `fingerprint` out; return the plan as it is now, and whether it was.

    Everything is written in one transaction, or nothing is.
    """
    try:
        with transaction.atomic():
            lock(row.indicator for row in rows)
            plan = plan_readings(rows, language)
            if plan.fingerprint != fingerprint:
                return plan, False
            write(plan, user)
            return plan, True
    except IntegrityError:
        # Somebody entered one of them by hand at this very moment.
        return plan_readings(rows, language), False


def lock(slugs: Iterable[str]) -> None:
    """Let imports of the same indicators wait for each other.

    A statement that writes does so on every database; SQLite knows no other way.
    """
    Indicator.objects.filter(slug__in=set(slugs)).order_by().update(sort_order=F("sort_order"))


def write(plan: ReadingsPlan, user: Any) -> None:
    """Write what the plan says, with its history."""
    created = [planned.reading for planned in plan.of(RowState.NEW)]
    if created:
        bulk_create_with_history(created, IndicatorReading, batch_size=BATCH, default_user=user)
    changed = []
    for planned in plan.of(RowState.CHANGED):
        if planned.before is not None:
            for name in CHANGING:
                setattr(planned.before, name, getattr(planned.reading, name))
            changed.append(planned.before)
    if changed:
        bulk_update_with_history(
            changed, IndicatorReading, list(CHANGING), batch_size=BATCH, default_user=user
        )


# -- one row


def judged(row: ReadingRow, indicators: Mapping[str, Indicator], channels: set[str]) -> PlannedRow:
    """The row with everything that is wrong with it, all at once."""
    planned = PlannedRow(row)
    if row.problem:
        planned.refuse(row.problem)
    indicator = planned.indicator = indicators.get(row.indicator)
    if indicator is None:
        planned.refuse(
            gettext("No indicator has the identifier “%(slug)s”.") % {"slug": row.indicator[:80]}
            if row.indicator
            else gettext("The indicator is missing.")
        )
    if row.channel and row.channel not in channels:
        planned.refuse(
            gettext("No channel has the identifier “%(slug)s”.") % {"slug": row.channel[:80]}
        )
    day = value = None
    try:
        day = day_of(row.day)
    except ValueError as error:
        planned.refuse(str(error))
    try:
        value = value_of(row.value)
    except ValueError as error:
        planned.refuse(str(error))
    reading = IndicatorReading(
        indicator_key=indicator.translation_key if indicator is not None else None,
        day=day,
        value=value,
        channel=row.channel,
        source=row.source or "",
        note=row.note or "",
    )
    for reason in problems_of(reading):
        planned.refuse(reason)
    if not planned.reasons:
        planned.reading = reading
        planned.state = RowState.NEW
    return planned


def problems_of(reading: IndicatorReading) -> list[str]:
    """What the reading itself objects to: a day to come, a text that is too long."""
    checked = {"source", "note"} | ({"day"} if reading.day is not None else set())
    fields = {field.name: field for field in IndicatorReading._meta.fields}
    try:
        reading.clean_fields(exclude=set(fields) - checked)
    except ValidationError as error:
        return [
            gettext("%(field)s: %(problem)s")
            % {"field": capfirst(fields[name].verbose_name), "problem": " ".join(said)}
            for name, said in error.message_dict.items()
        ]
    return []


# -- all rows


def compare_with_each_other(planned: Sequence[PlannedRow]) -> None:
    """A row that repeats another one does nothing; rows that contradict each other are refused."""
    groups: dict[Any, list[PlannedRow]] = {}
    for one in planned:
        if one.place is not None:
            groups.setdefault(one.place, []).append(one)
    for group in groups.values():
        if len(group) == 1:
            continue
        if len({tuple(facts(one.reading) or ()) for one in group}) == 1:
            for one in group[1:]:
                one.state = RowState.UNCHANGED
                one.reasons.append(
                    gettext("It repeats line %(line)d.") % {"line": group[0].row.line}
                )
        else:
            lines = gettext(", ").join(str(one.row.line) for one in group)
            for one in group:
                one.refuse(
                    gettext("Lines %(lines)s say different things of the same day.")
                    % {"lines": lines}
                )


def compare_with_present(planned: Sequence[PlannedRow]) -> None:
    """Find the readings that are there already, in one query."""
    new = [one for one in planned if one.state is RowState.NEW and one.reading is not None]
    days = [one.reading.day for one in new if one.reading is not None]
    if not days:
        return
    present = IndicatorReading.objects.filter(
        indicator_key__in={one.reading.indicator_key for one in new if one.reading is not None},
        day__range=(min(days), max(days)),
    )
    found = {(one.indicator_key, one.day, one.channel): one for one in present}
    for one in new:
        before = one.before = found.get(one.place)
        if before is None or one.reading is None:
            continue
        # A column that the file does not have changes nothing.
        if one.row.source is None:
            one.reading.source = before.source
        if one.row.note is None:
            one.reading.note = before.note
        same = facts(one.reading) == facts(before)
        one.state = RowState.UNCHANGED if same else RowState.CHANGED

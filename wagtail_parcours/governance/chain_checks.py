"""Walking the chain of records from its first one to its head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from ..models.base import base_page_model
from ..models.sign_off_tasks import SignOffTask
from ..models.sign_offs import SealedVersion, SignOff, SignOffChain, SignOffKind
from .chain import record_hash
from .findings import Finding, notice

#: Records looked at in one go.
BATCH = 500
#: How many altered records are tried on each other's places before only shifts are tried.
CLOSELY = 50

#: Columns of plain text and numbers: what else a record holds may have been made unreadable.
READABLE = (
    "position",
    "kind",
    "seal",
    "hash",
    "previous_hash",
    "page_title",
    "person",
    "page_id_then",
    "task_state_id_then",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring numbers, from `first` to `last`."""

    first: int
    last: int


@dataclass
class ChainWalk:
    """One walk. `records` and `head` are right when the findings have ended."""

    records: int = 0
    head: str = ""
    position: int = 0
    expectation_met: bool = False
    gaps: list[Run] = field(default_factory=list)
    altered: list[int] = field(default_factory=list)
    unlinked: list[int] = field(default_factory=list)

    def findings(self, expected: str = "") -> Iterator[Finding]:
        yield from self.walk(expected)
        end = SignOffChain.objects.filter(pk=1).first()
        if end is not None and end.position > self.position:
            # Somebody may have signed meanwhile.
            yield from self.walk(expected)
        yield from self.verdicts()
        yield from self.check_end(SignOffChain.objects.filter(pk=1).first())
        if expected and not self.expectation_met:
            yield Finding(
                "expectation",
                _(
                    "No record has the hash %(hash)s that was kept elsewhere: the chain was "
                    "rebuilt, or records were removed from its end."
                )
                % {"hash": expected},
            )

    def walk(self, expected: str) -> Iterator[Finding]:
        while batch := records_after(self.position if self.records else -1):
            for record in batch:
                self.step(record)
                self.expectation_met = self.expectation_met or record.hash == expected
            yield from check_batch(batch)

    def step(self, record: SignOff) -> None:
        gap = record.position > self.position + 1
        if gap:
            self.gaps.append(Run(self.position + 1, record.position - 1))
        if hash_of(record) != record.hash or record.position < 1:
            self.altered.append(record.position)
        elif not gap and record.previous_hash != self.head:
            self.unlinked.append(record.position)
        self.records += 1
        self.position, self.head = record.position, record.hash

    def verdicts(self) -> Iterator[Finding]:
        """What the places tell that did not fit: moved, put in, removed or altered records."""
        moved = original_numbers(self.altered)
        taken = set(moved.values())
        # Where a moved record was signed, another one stands now.
        put_in = [number for number in sorted(taken - moved.keys()) if self.has(number)]
        for run, shift in runs_of_moved(moved):
            yield moved_finding(run, shift)
        for position in put_in:
            said = _(
                "Record %(number)s (%(name)s) was put in: another record was signed as number "
                "%(number)s."
            )
            yield record_finding("inserted", position, said)
        for position in self.altered:
            if position not in moved and position not in put_in:
                said = _("Record %(number)s (%(name)s) was altered: it does not match its hash.")
                yield record_finding("altered", position, said)
        for position in self.unlinked:
            if position - 1 not in moved and position not in put_in:
                said = _(
                    "Record %(number)s (%(name)s) does not follow the record before it: one of "
                    "the two was replaced or put in."
                )
                yield record_finding("unlinked", position, said)
        for run in self.missing(moved):
            yield missing_finding(run)

    def has(self, number: int) -> bool:
        """Whether a record stands at this number."""
        gap = any(run.first <= number <= run.last for run in self.gaps)
        return 0 < number <= self.position and not gap

    def missing(self, moved: dict[int, int]) -> list[Run]:
        """The numbers that were signed and that no record bears, wherever it stands."""
        taken = set(moved.values())
        last = max([*taken, 0 if self.position in moved else self.position], default=0)
        runs = [run for run in self.gaps if not all_taken(run, taken)]
        runs += [Run(number, number) for number in moved if number not in taken and number <= last]
        return sorted(runs, key=lambda run: run.first)

    def check_end(self, end: SignOffChain | None) -> Iterator[Finding]:
        """The head row against the last record."""
        if end is None or not end.position:
            if self.records:
                yield Finding(
                    "head",
                    _("The end of the chain is not known any more: its row was removed or reset."),
                )
            return
        if end.position > self.position:
            yield missing_finding(Run(self.position + 1, end.position), at_the_end=True)
        elif end.position < self.position:
            yield record_finding(
                "beyond",
                self.position,
                _(
                    "Record %(number)s (%(name)s) stands beyond the end of the chain, which is "
                    "record %(end)s: it was put in, or the end was turned back."
                ),
                end=end.position,
            )
        elif end.hash != self.head:
            yield record_finding(
                "head",
                self.position,
                _(
                    "Record %(number)s (%(name)s) is not the one that the end of the chain "
                    "names: it was replaced."
                ),
            )


def records_after(position: int) -> list[SignOff]:
    """The next records. One whose columns hold what cannot be read comes without them."""
    rows = SignOff.objects.filter(position__gt=position).order_by("position")
    try:
        return list(rows[:BATCH])
    except ValueError:
        return list(rows.only(*READABLE)[:BATCH])


def hash_of(record: SignOff) -> str:
    """The hash that a record should have; ``""`` when it holds what no record can hold."""
    try:
        return record_hash(record)
    except (AttributeError, TypeError, ValueError):
        return ""


def original_numbers(positions: Sequence[int]) -> dict[int, int]:
    """For each record that was moved, by the place where it stands: the number it was signed as.

    A record whose hash fits with another number was moved; nothing else about it was changed.
    """
    moved: dict[int, int] = {}
    shifts = {-1, 1}
    close = positions[:CLOSELY]
    for start in range(0, len(positions), BATCH):
        part = positions[start : start + BATCH]
        for record in SignOff.objects.filter(position__in=part).only("position", "hash"):
            here = record.position
            candidates = {here + shift for shift in shifts} | set(close)
            for number in sorted(candidates - {here}, key=lambda other: abs(other - here)):
                record.position = number
                if number > 0 and hash_of(record) == record.hash:
                    moved[here] = number
                    shifts.add(number - here)
                    break
    return moved


def runs_of_moved(moved: dict[int, int]) -> Iterator[tuple[Run, int]]:
    """Neighbours that were moved by the same distance, together."""
    first = last = shift = None
    for position in sorted(moved):
        distance = moved[position] - position
        if last is not None and position == last + 1 and distance == shift:
            last = position
            continue
        if first is not None:
            yield Run(first, last), shift
        first = last = position
        shift = distance
    if first is not None:
        yield Run(first, last), shift


def moved_finding(run: Run, shift: int) -> Finding:
    if run.first == run.last:
        return record_finding(
            "moved",
            run.first,
            _("Record %(number)s (%(name)s) was moved: it was signed as number %(original)s."),
            original=run.first + shift,
        )
    return Finding(
        "moved",
        _(
            "Records %(first)s to %(last)s were moved: they were signed as numbers %(from)s to "
            "%(to)s."
        )
        % {
            "first": run.first,
            "last": run.last,
            "from": run.first + shift,
            "to": run.last + shift,
        },
        position=run.first,
    )


def all_taken(run: Run, taken: set[int]) -> bool:
    """Whether every number of a gap belongs to a record that stands elsewhere now."""
    return run.last - run.first < len(taken) and all(
        number in taken for number in range(run.first, run.last + 1)
    )


def missing_finding(run: Run, *, at_the_end: bool = False) -> Finding:
    count = run.last - run.first + 1
    if at_the_end:
        sentence = ngettext(
            "The last record, number %(last)s, was removed.",
            "The last %(count)s records, numbers %(first)s to %(last)s, were removed.",
            count,
        )
    else:
        sentence = ngettext(
            "Record %(first)s was removed.",
            "Records %(first)s to %(last)s were removed.",
            count,
        )
    said = sentence % {"count": count, "first": run.first, "last": run.last}
    return Finding("removed", said, position=run.first)


def record_finding(code: str, position: int, sentence: str, **words: Any) -> Finding:
    """A problem of one record, which is named by its number, title and person."""
    record = SignOff.objects.filter(position=position).only("page_title", "person").first()
    said = sentence % {"number": position, "name": name_of_record(record), **words}
    return Finding(code, said, position=position)


def name_of_record(record: SignOff | None) -> str:
    if record is None:
        return "?"
    return _("“%(title)s”, %(person)s") % {"title": record.page_title, "person": record.person}


# -- records against the rest of the database


def check_batch(records: Sequence[SignOff]) -> Iterator[Finding]:
    """Each record has its content, and the workflow step it names is one of its page."""
    if not records:
        return
    seals = {record.seal for record in records}
    kept = set(SealedVersion.objects.filter(seal__in=seals).values_list("seal", flat=True))
    steps = steps_by_key(records)
    for record in records:
        words = {"number": record.position, "name": name_of_record(record)}
        if record.seal not in kept:
            said = _("The content that record %(number)s (%(name)s) stands for was removed.")
            yield Finding("content_missing", said % words, position=record.position)
        if record.kind != SignOffKind.SIGNATURE:
            continue
        if record.task_state_id_then is None:
            said = _("Record %(number)s (%(name)s) was signed outside a workflow.")
            yield notice("no_step", said % words, position=record.position)
        elif record.task_state_id_then in steps:
            step = steps[record.task_state_id_then]
            if step != (str(record.page_id_then), True):
                said = _(
                    "Record %(number)s (%(name)s) names a workflow step that is not a sign-off "
                    "of its page."
                )
                yield Finding("step", said % words, position=record.position)


def steps_by_key(records: Sequence[SignOff]) -> dict[int, tuple[str, bool]]:
    """Of the steps that records name and that still exist: the page, and whether one signs there.

    A step of anything but a page counts as one of no page.
    """
    keys = {record.task_state_id_then for record in records} - {None}
    page_type = ContentType.objects.get_for_model(base_page_model())
    tasks = {
        content_type.pk
        for content_type in ContentType.objects.get_for_models(
            SignOffTask, *SignOffTask.__subclasses__()
        ).values()
    }
    rows = TaskState.objects.filter(pk__in=keys).values_list(
        "pk",
        "workflow_state__object_id",
        "workflow_state__base_content_type_id",
        "task__content_type_id",
    )
    return {
        pk: (str(object_id) if base == page_type.pk else "", task in tasks)
        for pk, object_id, base, task in rows
    }

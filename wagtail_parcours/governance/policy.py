"""What a map needs before it may go live, by site and page type."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models.policies import SignOffPolicy
from ..models.sign_offs import SignOff

#: Days in a month, for adding months to a day that the shorter month lacks.
LAST_DAYS = range(31, 27, -1)


@dataclass(frozen=True, slots=True)
class Step:
    """So many people of one group, after the step before."""

    group: str
    people: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy for one page type on one site.

    `months` is how long a signature is valid (None: until the content changes);
    `keeps_signed` says whether a live map goes on showing what was signed when something it
    shows changes.
    """

    required: bool
    signatures: int = 1
    steps: tuple[Step, ...] = ()
    months: int | None = None
    keeps_signed: bool = True

    def expires(self, signed: datetime.datetime) -> datetime.date | None:
        """The last day on which a signature of `signed` is valid; None when it stays so."""
        if self.months is None:
            return None
        return months_later(timezone.localtime(signed).date(), self.months)

    def is_valid(self, record: SignOff, today: datetime.date | None = None) -> bool:
        last_day = self.expires(record.signed_at)
        return last_day is None or last_day >= (today or timezone.localdate())

    def review_by(self, records: Sequence[SignOff]) -> datetime.date | None:
        """The last day on which these signatures, oldest first, are enough; None for ever.

        Each one ends on its own, so the day comes when too few are left, not when the last ends.
        """
        if self.months is None or not records:
            return None
        left = list(records)
        while left:
            ended = left.pop(0)
            if not left or self.missing(left):
                return self.expires(ended.signed_at)
        return None

    def missing(self, records: Sequence[SignOff]) -> str:
        """Why these signatures, in their order, are not enough; ``""`` when they are.

        One person counts once, whatever the number of steps.
        """
        if not self.steps:
            people = {record.person_id_then for record in records}
            return "" if len(people) >= self.signatures else self.too_few(len(people))
        counted: set[str] = set()
        waiting = list(records)
        for step in self.steps:
            signed = 0
            while waiting and signed < step.people:
                record = waiting.pop(0)
                if step.group in record.group_ids and record.person_id_then not in counted:
                    counted.add(record.person_id_then)
                    signed += 1
            if signed < step.people:
                return self.step_missing(step, signed)
        return ""

    def too_few(self, signed: int) -> str:
        return ngettext(
            "%(needed)d person has to sign this version. Signed so far: %(signed)d.",
            "%(needed)d people have to sign this version. Signed so far: %(signed)d.",
            self.signatures,
        ) % {"needed": self.signatures, "signed": signed}

    def step_missing(self, step: Step, signed: int) -> str:
        group = Group.objects.filter(pk=step.group).values_list("name", flat=True).first()
        return _(
            "“%(group)s” has to sign this version in its turn: %(signed)d of %(needed)d so far."
        ) % {
            "group": group or step.group,
            "signed": signed,
            "needed": step.people,
        }


#: What holds for a type of map that the site has no rule for, by its state.
DEFAULT_RULES = {"future": Rule(required=True), "current": Rule(required=False)}


def rule_for(page: Any) -> Rule:
    """The rule for a map: the site's own for its page type, else the default of its state.

    A page outside every site follows the defaults: nothing goes live for want of a site.
    """
    label = page._meta.concrete_model._meta.label
    site = page.get_site() if page.path else None
    policy = SignOffPolicy.objects.filter(site=site).first() if site is not None else None
    own = rules_by_type(policy).get(label) if policy is not None else None
    return own or DEFAULT_RULES[page.journey_state]


def rules_by_type(policy: SignOffPolicy) -> dict[str, Rule]:
    """The site's own rules; the first one of each page type counts."""
    found: dict[str, Rule] = {}
    for child in policy.rules:
        value = child.value
        found.setdefault(value["page_type"], read_rule(value))
    return found


def read_rule(value: Any) -> Rule:
    return Rule(
        required=bool(value["required"]),
        signatures=value["signatures"] or 1,
        steps=read_steps(child.value for child in value["steps"] or ()),
        months=value["months"] or None,
        keeps_signed=value["when_changed"] != "show",
    )


def read_steps(values: Iterable[Any]) -> tuple[Step, ...]:
    return tuple(Step(str(value["group"]), value["people"] or 1) for value in values)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in LAST_DAYS:
        try:
            return day.replace(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months later")

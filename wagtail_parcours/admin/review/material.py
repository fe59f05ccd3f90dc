"""Everything that the review page shows of a map that waits for signatures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ...governance.signing import Case, open_case, outdated_step, reason_not_to_sign
from ...governance.steps import in_groups, statement_for
from ...journeys import JourneyFormatError, SealedContent, read_sealed
from .baseline import CHOICES, SignedVersion, chosen_version, signed_versions
from .both import BothLanguages
from .changes import Changes, changes_between
from .concerns import BarrierGap, OpenComment, barrier_gap, open_comments
from .progress import StepProgress, people_who_may_sign, steps_of
from .refusals import way_out
from .summary import map_summary

#: Characters of a seal that a person compares.
SHORT_SEAL = 12


@dataclass
class ReviewMaterial:
    """One map in one step, as the person of `request` sees it. Each part is made when asked."""

    request: HttpRequest
    case: Case
    #: The position of the record whose version the map is compared with; ``""`` for the last.
    since: str = ""

    @classmethod
    def gather(cls, request: HttpRequest, state: Any) -> "ReviewMaterial":
        return cls(request, open_case(state), request.GET.get("since", ""))

    @property
    def version(self) -> Any:
        return self.case.version

    @cached_property
    def content(self) -> SealedContent:
        return read_sealed(self.case.content)

    @property
    def short_seal(self) -> str:
        return self.case.seal[:SHORT_SEAL]

    @cached_property
    def revision(self) -> Any:
        """The revision that would go live, for its author and time."""
        revisions = self.case.page.revisions.select_related("user")
        return revisions.filter(pk=self.case.page.latest_revision_id).first()

    # -- who signed, who may

    @cached_property
    def steps(self) -> list[StepProgress]:
        return steps_of(self.case, self.case.in_run())

    @cached_property
    def current_step(self) -> StepProgress:
        return next(step for step in self.steps if step.is_current)

    @cached_property
    def statement(self) -> str:
        return statement_for(self.case.task)

    @cached_property
    def reason(self) -> tuple[str, str] | None:
        """Code and sentence why this person may not sign; None when they may."""
        return reason_not_to_sign(self.case, self.request.user)

    @cached_property
    def may_send_back(self) -> bool:
        user = self.request.user
        return user.is_superuser or in_groups(self.case.task, user)

    @cached_property
    def outdated(self) -> Any:
        """The earlier step that has to be signed again, as far as this person may see to it."""
        return outdated_step(self.case) if self.may_send_back else None

    @cached_property
    def way_out(self) -> str:
        if self.reason is None:
            return ""
        return way_out(self.reason[0], people_who_may_sign(self.case), self.may_send_back)

    # -- what changed

    @cached_property
    def signed_before(self) -> list[SignedVersion]:
        return signed_versions(self.case.page, self.case)

    @property
    def other_versions(self) -> list[SignedVersion]:
        """The versions that one may compare with instead."""
        chosen = self.baseline
        return [
            version
            for version in self.signed_before[:CHOICES]
            if chosen is None or version.record != chosen.record
        ]

    @cached_property
    def baseline(self) -> SignedVersion | None:
        return chosen_version(self.signed_before, self.since)

    @cached_property
    def changes(self) -> Changes | None:
        """None when there is nothing to compare with."""
        if self.baseline is None or self.baseline.content is None:
            return None
        try:
            return changes_between(self.baseline.content, self.content, type(self.version))
        except JourneyFormatError:
            return None

    @property
    def summary(self) -> list[str]:
        return map_summary(self.content)

    # -- what is open

    @cached_property
    def comments(self) -> list[OpenComment]:
        return open_comments(self.version)

    @cached_property
    def barriers(self) -> BarrierGap | None:
        return barrier_gap(self.version, self.request)

    @property
    def open_points(self) -> int:
        barriers = len(self.barriers.barriers) if self.barriers else 0
        return len(self.comments) + barriers + self.unconfirmed

    # -- in both languages

    @cached_property
    def both(self) -> BothLanguages | None:
        """The map beside its source; None when it is no translation."""
        return BothLanguages.of(self.version, self.request)

    @property
    def unconfirmed(self) -> int:
        """How many texts a machine translated and nobody has confirmed."""
        return self.both.unconfirmed if self.both is not None else 0

    @property
    def source_reading_address(self) -> str:
        """The source as readers see it; ``""`` for one that this person may not read."""
        if self.both is None or not self.both.source_is_shown:
            return ""
        return reverse("wagtail_parcours:review_source_reading", args=[self.case.task_state.pk])

    # -- reading

    @property
    def reading_address(self) -> str:
        return reverse("wagtail_parcours:review_reading", args=[self.case.task_state.pk])

    @property
    def signed_reading_address(self) -> str:
        """The version compared with, as readers saw it; ``""`` when it cannot be shown."""
        if self.baseline is None or self.baseline.content is None:
            return ""
        return reverse(
            "wagtail_parcours:review_signed_reading",
            args=[self.case.task_state.pk, self.baseline.record.position],
        )

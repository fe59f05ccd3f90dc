"""What became of a step that does not wait any more."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from ...governance.steps import review_address
from ...models import SignOff, SignOffTask
from ..timeline import RECORDS_PERMISSION, may_see_timeline
from .access import may_review

HEADINGS = {
    TaskState.STATUS_APPROVED: gettext_lazy("Signed"),
    TaskState.STATUS_REJECTED: gettext_lazy("Changes were requested"),
    TaskState.STATUS_CANCELLED: gettext_lazy("Cancelled before it was signed"),
    TaskState.STATUS_SKIPPED: gettext_lazy("Skipped"),
}
ENDED = gettext_lazy("This step is over")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended. `next_address` leads to where the map waits now, if it does."""

    heading: str
    person: Any
    ended_at: Any
    reason: str
    signatures: tuple[SignOff, ...]
    live_address: str = ""
    timeline_address: str = ""
    may_see_records: bool = False
    next_step: str = ""
    next_address: str = ""


def outcome_of(state: Any, page: Any, request: HttpRequest) -> Outcome:
    waiting = page.current_workflow_task_state
    is_readable = (
        waiting is not None
        and isinstance(waiting.task.specific, SignOffTask)
        and may_review(waiting, page, request.user)
    )
    records = SignOff.objects.filter(task_state_id_then=state.pk).order_by("position")
    return Outcome(
        heading=str(HEADINGS.get(state.status, ENDED)),
        person=state.finished_by,
        ended_at=state.finished_at,
        reason=state.comment if state.status != TaskState.STATUS_APPROVED else "",
        signatures=tuple(records),
        live_address=(page.get_url(request) or "") if page.live else "",
        timeline_address=timeline_address(request.user, page),
        may_see_records=request.user.has_perm(RECORDS_PERMISSION),
        next_step=waiting.task.name if waiting is not None else "",
        next_address=review_address(waiting) if is_readable else "",
    )


def timeline_address(user: Any, page: Any) -> str:
    if not may_see_timeline(user, page):
        return ""
    return reverse("wagtail_parcours:timeline", args=[page.pk])


def closing_words(state: Any, page: Any) -> str:
    """Where the map stands now, in one sentence; ``""`` when there is nothing to add."""
    if state.status == TaskState.STATUS_REJECTED:
        return _("The map went back to its authors. When they submit it again, it can be signed.")
    if state.status == TaskState.STATUS_APPROVED and page.live:
        return _("The map is live.")
    return ""

"""With which signed version a map is compared: what an approver has to know of what changed."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import TaskState, WorkflowState

from ...governance.approvals import records_of
from ...governance.signing import Case
from ...journeys import JourneyFormatError, SealedContent, read_sealed
from ...models import SealedVersion, SignOff, SignOffKind

#: Signed versions that a reader may choose from, the newest ones.
CHOICES = 5


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version that was signed before.

    `record` is the last signature on it, `people` names those who signed it. `approved` says
    whether its workflow came to its end, so that it could go live; `content` is None when what
    was kept of it cannot be read.
    """

    record: SignOff
    people: tuple[str, ...]
    approved: bool
    content: SealedContent | None = None

    @property
    def names(self) -> str:
        """Who signed it, each person once."""
        return ", ".join(dict.fromkeys(self.people))


def signed_versions(page: Any, case: Case | None = None) -> list[SignedVersion]:
    """The versions that were signed before, newest first, without their content.

    Signatures on the very version that waits in `case` belong to the approval under way.
    """
    records = list(records_of(page).filter(kind=SignOffKind.SIGNATURE).order_by("-position"))
    outcomes = workflow_outcomes(records)
    under_way = case.workflow_state.pk if case is not None else None
    found: list[SignedVersion] = []
    previous = ""
    for record in records:
        workflow, approved = outcomes.get(record.task_state_id_then, (None, True))
        if case is not None and workflow == under_way and record.seal == case.seal:
            continue
        if record.seal == previous:
            last = found[-1]
            found[-1] = SignedVersion(
                last.record, (record.person, *last.people), last.approved or approved
            )
            continue
        previous = record.seal
        found.append(SignedVersion(record, (record.person,), approved))
    return found


def workflow_outcomes(records: list[SignOff]) -> dict[int | None, tuple[int, bool]]:
    """For each step that records name and that still exists: its workflow, and its success."""
    keys = {record.task_state_id_then for record in records}
    rows = TaskState.objects.filter(pk__in=keys - {None})
    return {
        pk: (workflow, status == WorkflowState.STATUS_APPROVED)
        for pk, workflow, status in rows.values_list(
            "pk", "workflow_state_id", "workflow_state__status"
        )
    }


def chosen_version(versions: list[SignedVersion], asked: str = "") -> SignedVersion | None:
    """The version to compare with: the one asked for by its position, else the last approved
    one, else the last one that anybody signed."""
    by_position = {str(version.record.position): version for version in versions}
    approved = (version for version in versions if version.approved)
    chosen = by_position.get(asked) or next(approved, None) or next(iter(versions), None)
    return with_content(chosen) if chosen is not None else None


def with_content(version: SignedVersion) -> SignedVersion:
    text = SealedVersion.objects.filter(seal=version.record.seal).values_list("content", flat=True)
    try:
        content = read_sealed(text[0])
    except (IndexError, JourneyFormatError):
        content = None
    return SignedVersion(version.record, version.people, version.approved, content)

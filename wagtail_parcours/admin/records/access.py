"""Who may read which sign-off record, and what is there of the page it is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from wagtail.models import TaskState

from ...journeys import JourneyFormatError, SealedContent, read_sealed, seal_of
from ...models import JourneyMapMixin, SealedVersion, SignOff, SignOffTask, base_page_model
from ..reports import may_see_report, visible_maps
from ..timeline import RECORDS_PERMISSION, may_see_timeline


def may_see_records(user: Any) -> bool:
    """Whether there may be a record in the list of this person."""
    return user.has_perm(RECORDS_PERMISSION) or may_see_report(user)


def visible_records(user: Any) -> QuerySet[SignOff]:
    """All records for those who have the permission, those of maps that are gone included.

    Others read the records of maps that they may edit or publish, of maps that wait for their
    groups, and of steps in which their groups sign.
    """
    if user.has_perm(RECORDS_PERMISSION):
        return SignOff.objects.all()
    maps = visible_maps(user).filter(
        translation_key=OuterRef("page_key"), locale__language_code=OuterRef("language")
    )
    tasks = SignOffTask.objects.filter(groups__user=user).values("pk")
    steps = TaskState.objects.filter(task__in=tasks)
    return SignOff.objects.filter(Q(Exists(maps)) | Q(task_state_id_then__in=steps.values("pk")))


def record_to_read(user: Any, position: int) -> tuple[SignOff, Any]:
    """A record, and the map it is about as it is now; None for one that is gone.

    Raises ``Http404`` when there is no such record, and ``PermissionDenied`` for those who have
    no business with it.
    """
    record = SignOff.objects.filter(position=position).first()
    if record is None:
        raise Http404
    page = map_of(record)
    if not (
        may_see_timeline(user, page) or visible_records(user).filter(position=position).exists()
    ):
        raise PermissionDenied
    return record, page


def map_of(record: SignOff) -> Any:
    """The map that a record is about, None when it is gone."""
    found = base_page_model().objects.filter(
        translation_key=record.page_key, locale__language_code=record.language
    )
    page = found.first()
    page = page.specific if page is not None else None
    return page if isinstance(page, JourneyMapMixin) else None


def text_of(record: SignOff) -> str | None:
    """The canonical content that a record stands for, as it is kept; None when it was removed."""
    rows = SealedVersion.objects.filter(seal=record.seal)
    return rows.values_list("content", flat=True).first()


def content_of(text: str | None) -> SealedContent | None:
    """What a kept text says, None when it cannot be read."""
    try:
        return read_sealed(text) if text is not None else None
    except JourneyFormatError:
        return None


def matches(record: SignOff, text: str | None) -> bool:
    """Whether the kept text is the one that was signed."""
    try:
        return text is not None and seal_of(text) == record.seal
    except UnicodeEncodeError:
        return False

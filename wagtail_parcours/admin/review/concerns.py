"""What is still open on a map: comments nobody resolved, barriers no improvement removes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import BaseStreamBlock, BaseStructBlock
from wagtail.models import Comment

from ...blocks.findings import FINDING_KINDS
from ...models import FutureStateMapMixin, current_channel_choices
from ...rendering.readers import may_read

KIND_LABELS = dict(FINDING_KINDS)
#: Children of a block whose value names it, in the order in which they are tried.
NAMING = ("name", "title")
#: Lists inside a block that need no mention: their entries say what they are.
UNNAMED = frozenset({"stages"})


@dataclass(frozen=True, slots=True)
class OpenComment:
    """A comment that waits for an answer. `place` says where on the map it was made."""

    text: str
    person: Any
    place: str
    created_at: Any
    replies: tuple[Any, ...]


def open_comments(version: Any) -> list[OpenComment]:
    """The unresolved comments on a map, oldest first, placed where they are in `version`."""
    comments = (
        Comment.objects.filter(page_id=version.pk, resolved_at=None)
        .select_related("user")
        .prefetch_related("replies__user")
        .order_by("created_at", "pk")
    )
    return [
        OpenComment(
            text=comment.text,
            person=comment.user,
            place=comment_place(version, comment.contentpath),
            created_at=comment.created_at,
            replies=tuple(comment.replies.all()),
        )
        for comment in comments
    ]


def comment_place(version: Any, path: str) -> str:
    """Where a comment is, in the words of the editor: “Map › Stage table › Apply › Trigger”."""
    name, *steps = path.split(".")
    try:
        field = version._meta.get_field(name)
    except FieldDoesNotExist:
        return _("A part that is not on the map any more")
    labels = [capfirst(str(getattr(field, "verbose_name", name)))]
    value = getattr(version, name)
    if hasattr(value, "raw_data"):
        labels += block_labels(value.stream_block, list(value.raw_data), steps)
    return " › ".join(label for label in labels if label)


def block_labels(block: Any, value: Any, steps: Sequence[str]) -> Iterator[str]:
    """The names of the blocks on the way to a comment."""
    for step in steps:
        if isinstance(block, BaseStreamBlock):
            child = next((c for c in value or () if c.get("id") == step), None)
            block = block.child_blocks.get(child.get("type")) if child is not None else None
            value = child.get("value") if child is not None else None
            if block is None:
                yield _("removed since")
                return
            yield block_name(block, value)
        elif isinstance(block, BaseStructBlock) and step in block.child_blocks:
            block = block.child_blocks[step]
            value = value.get(step) if isinstance(value, Mapping) else None
            if step not in UNNAMED:
                yield str(block.label)
        else:
            return


def block_name(block: Any, value: Any) -> str:
    """What a block is, and which one of its kind: “Stage “Apply””."""
    named = value if isinstance(value, Mapping) else {}
    own = next((named[key] for key in NAMING if isinstance(named.get(key), str)), "")
    channel = named.get("channel")
    if not own and isinstance(channel, str):
        own = dict(current_channel_choices()).get(channel, channel)
    if not own.strip():
        return str(block.label)
    return _("%(kind)s “%(name)s”") % {"kind": block.label, "name": own.strip()}


@dataclass(frozen=True, slots=True)
class OpenBarrier:
    """A barrier of today that the future map leaves as it is."""

    text: str
    kind: str
    stage: str


@dataclass(frozen=True, slots=True)
class BarrierGap:
    """The barriers of the current-state map that no improvement names.

    `note` says why there is nothing to compare, when there is not.
    """

    current_map: Any = None
    barriers: tuple[OpenBarrier, ...] = ()
    note: str = ""


def barrier_gap(version: Any, request: HttpRequest) -> BarrierGap | None:
    """What a future-state map leaves unaddressed; None for a map of another kind."""
    if not isinstance(version, FutureStateMapMixin):
        return None
    current = version.get_current_map()
    if current is None:
        return BarrierGap(
            note=_(
                "This map does not say which current-state map it starts from, so nobody can "
                "tell which barriers it removes."
            )
        )
    if not current.live:
        return BarrierGap(
            note=_("The current-state map that this one starts from is not published.")
        )
    if not may_read(current, request):
        return BarrierGap(
            note=_("You may not read the current-state map that this one starts from.")
        )
    named = {
        barrier
        for card in version.get_journey().cards
        for improvement in card.improvements
        for barrier in improvement.barriers
    }
    return BarrierGap(current, tuple(left_open(current.get_journey(), named)))


def left_open(journey: Any, named: set[str]) -> Iterator[OpenBarrier]:
    for table in journey.tables:
        for stage in table.stages:
            for finding in stage.findings:
                if finding.is_negative and finding.id not in named:
                    kind = str(KIND_LABELS.get(finding.kind, finding.kind))
                    yield OpenBarrier(finding.text, kind, stage.name)

"""A stage table as columns and rows, ready to be printed by a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..frameworks import Lane
from ..journeys.curve import emotion_curve
from ..journeys.model import StageTable
from .anchors import Anchors
from .cells import CellWriter
from .curve import CurveView, curve_view
from .hierarchy import MapLink
from .languages import NOTHING, TextLanguages
from .marks import SERVICE_POINT_SHAPE, line_mark

SIDES = {
    "client": _("Client side"),
    "employee": _("Employee side"),
    "backstage": _("Backstage"),
    "data": _("Data"),
}
#: What fits side by side on a page of ordinary width; longer tables scroll.
STAGES_ON_A_PAGE = 6
#: What fits side by side on paper; longer tables are printed lane by lane.
STAGES_ON_A_SHEET = 9
NO_DETAILS: Mapping[str, tuple[MapLink, ...]] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A stage as a column header."""

    anchor: str
    number: int
    name: str
    service_point: bool
    #: Attributes for the element that holds the name, when it is in another language.
    language: SafeString
    #: The maps that show this stage in detail.
    details: tuple[MapLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A lane: its name, the side it belongs to, and one cell per stage."""

    key: str
    label: str
    side: str
    side_label: str
    cells: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything a template needs to print one stage table."""

    anchor: str
    title: str
    #: Attributes for the element that holds the title, when it is in another language.
    language: SafeString
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    curve: CurveView | None

    @property
    def service_point_mark(self) -> SafeString:
        return line_mark(SERVICE_POINT_SHAPE)

    @property
    def is_long(self) -> bool:
        return len(self.columns) > STAGES_ON_A_PAGE

    @property
    def is_very_long(self) -> bool:
        return len(self.columns) > STAGES_ON_A_SHEET

    @property
    def has_sides(self) -> bool:
        return len({row.side for row in self.rows}) > 1


def stage_grid(
    table: StageTable,
    *,
    lanes: Sequence[Lane],
    channel_name: Callable[[str], str],
    anchor: str,
    title: str = "",
    anchors: Anchors | None = None,
    languages: TextLanguages | None = None,
    channel_attributes: Callable[[str], str] = lambda slug: "",
    details: Mapping[str, tuple[MapLink, ...]] = NO_DETAILS,
) -> Grid:
    """Lay out `table` with the lanes to show. `title` replaces an empty or repeated title.

    `details` are the maps that show a stage in detail, by the id of the stage.
    """
    taken = anchors or Anchors()
    said = languages or TextLanguages(get_language() or "")
    path = f"body.{table.id}"
    writer = CellWriter(channel_name, taken, said, path, channel_attributes)
    columns = tuple(
        Column(
            taken.take("stage", stage.id),
            number,
            stage.name.strip() or gettext("Stage without a name"),
            stage.service_point,
            said.of(f"{path}.stages.{stage.id}.name", stage.name),
            details.get(stage.id, ()) if stage.id else (),
        )
        for number, stage in enumerate(table.stages, start=1)
    )
    rows = tuple(
        Row(
            lane.key,
            str(lane.label),
            lane.side,
            str(SIDES.get(lane.side, "")),
            tuple(mark_safe(writer.write(stage, lane)) for stage in table.stages),  # noqa: S308
        )
        for lane in lanes
    )
    shown = title or table.title.strip() or gettext("Stages of the journey")
    caption = ngettext(
        "%(title)s: %(count)d stage in a column, its lanes in rows",
        "%(title)s: %(count)d stages in columns, their lanes in rows",
        len(columns),
    ) % {"title": shown, "count": len(columns)}
    shows_experience = any(lane.kind == "experience" for lane in lanes)
    curve = None
    if shows_experience:
        names = [column.language for column in columns]
        curve = curve_view(emotion_curve(table.stages), anchor, names)
    of_title = said.of(f"{path}.title", table.title) if table.title.strip() else NOTHING
    return Grid(anchor, shown, of_title, caption, columns, rows, curve)


def grid_material(
    table_raw: Any,
    lanes: Sequence[Lane],
    channels: dict[str, list[str]],
    languages: Sequence[str] = (),
    details: Mapping[str, Sequence[MapLink]] = NO_DETAILS,
) -> list[Any]:
    """All that decides how a table looks, for the key of its cached fragment.

    The detailed maps are those that this visitor may read, so those who may read others get a
    fragment of their own.
    """
    return [
        table_raw,
        [[lane.key, str(lane.label), lane.side, lane.kind] for lane in lanes],
        sorted(channels.items()),
        list(languages),
        [[stage, *map(astuple, links)] for stage, links in sorted(details.items())],
    ]

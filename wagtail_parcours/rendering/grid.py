"""A stage table as columns and rows, ready to be printed by a template."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from ..frameworks import SIDES, DividerLine, Lane, lines_between
from ..journeys.curve import both_curves
from ..journeys.model import StageTable
from .anchors import Anchors
from .cells import CellWriter
from .curve import CurveView, curve_view, drawn_until
from .hierarchy import MapLink
from .languages import NOTHING, TextLanguages, isolated
from .marks import SERVICE_POINT_SHAPE, line_mark

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
    """A lane: its name, the side it belongs to, and one cell per stage.

    `lines` are the lines of a service blueprint that lie above it.
    """

    key: str
    label: str
    side: str
    side_label: str
    cells: tuple[SafeString, ...]
    lines: tuple[DividerLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What one lane says of a stage, below the lines of a blueprint that lie above it."""

    lines: tuple[DividerLine, ...]
    label: str
    side: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class StageTold:
    """A stage as a chapter: its header, and what each lane says of it, in the order of the rows.

    `before` and `after` are the stages beside it; `drawing` is the curve up to this stage.
    """

    column: Column
    passages: tuple[Passage, ...]
    before: Column | None
    after: Column | None
    drawing: dict[str, Any] | None

    @property
    def lived(self) -> list[Passage]:
        """What the client lives through."""
        return [passage for passage in self.passages if passage.side == "client"]

    @property
    def behind(self) -> list[Passage]:
        """What the organisation and its employees do at the same stage."""
        return [passage for passage in self.passages if passage.side != "client"]


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
    #: What a cell holds of which nothing is noted.
    nothing: str = ""

    @property
    def stages(self) -> list[StageTold]:
        """The same content, stage by stage: cells of which nothing is noted are left out."""
        columns = self.columns
        return [
            StageTold(
                column,
                self.passages(at),
                columns[at - 1] if at else None,
                columns[at + 1] if at + 1 < len(columns) else None,
                drawn_until(self.curve, at) if self.curve is not None else None,
            )
            for at, column in enumerate(columns)
        ]

    def passages(self, place: int) -> tuple[Passage, ...]:
        found = []
        # A line is crossed by what follows it, so it waits for a lane that says something.
        lines: tuple[DividerLine, ...] = ()
        for row in self.rows:
            lines = (*lines, *row.lines)
            cell = row.cells[place]
            if cell != self.nothing:
                found.append(Passage(lines, row.label, row.side, cell))
                lines = ()
        return tuple(found)

    @property
    def service_point_mark(self) -> SafeString:
        return line_mark(SERVICE_POINT_SHAPE)

    @property
    def width(self) -> int:
        """The number of columns, that of the lane names included."""
        return len(self.columns) + 1

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
    channels: Sequence[str] = (),
    person: Callable[[str], str] = lambda key: "",
    indicator: Callable[[str], str] = lambda slug: "",
) -> Grid:
    """Lay out `table` with the lanes to show. `title` replaces an empty or repeated title.

    `details` are the maps that show a stage in detail, by the id of the stage. `channels` are the
    slugs of the channels in their order; `person` and `indicator` give what the table names of
    these, as HTML.
    """
    taken = anchors or Anchors()
    said = languages or TextLanguages(get_language() or "")
    path = f"body.{table.id}"
    writer = CellWriter(channel_name, taken, said, path, channel_attributes, person, indicator)
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
    rows = tuple(table_rows(table, lanes, writer, channels))
    shown = title or table.title.strip() or gettext("Stages of the journey")
    caption = ngettext(
        "%(title)s: %(count)d stage in a column, its lanes in rows",
        "%(title)s: %(count)d stages in columns, their lanes in rows",
        len(columns),
    ) % {"title": shown, "count": len(columns)}
    kinds = {lane.kind for lane in lanes}
    curves = both_curves(
        table.stages, client="experience" in kinds, employee="employee_experience" in kinds
    )
    curve = curve_view(curves, anchor, [column.language for column in columns])
    of_title = said.of(f"{path}.title", table.title) if table.title.strip() else NOTHING
    return Grid(anchor, shown, of_title, caption, columns, rows, curve, writer.empty)


def table_rows(
    table: StageTable, lanes: Sequence[Lane], writer: CellWriter, channels: Sequence[str]
) -> Iterator[Row]:
    """The rows of a table: one for each lane, or one for each channel of its interactions."""
    above: Lane | None = None
    for lane in lanes:
        lines = lines_between(above, lane) if above is not None else ()
        above = lane
        side = (lane.side, str(SIDES.get(lane.side, "")))
        slugs = row_channels(table, channels) if lane.kind == "touchpoints" else []
        if not slugs:
            cells = tuple(safe(writer.write(stage, lane)) for stage in table.stages)
            yield Row(lane.key, str(lane.label), *side, cells, lines)
        for slug in slugs:
            cells = tuple(safe(writer.touchpoints_by(stage, slug)) for stage in table.stages)
            yield Row(lane.key, channel_row_label(lane, slug, writer), *side, cells, lines)
            lines = ()


def safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - each value in it was escaped


def row_channels(table: StageTable, channels: Sequence[str]) -> list[str]:
    """The channels whose interactions have a row of their own, in their order.

    The interactions of no stated channel (``""``) come last. None when one row is enough.
    """
    used = dict.fromkeys(
        touchpoint.channel for stage in table.stages for touchpoint in stage.touchpoints
    )
    named = [slug for slug in used if slug]
    if not table.channel_rows or len(named) < 2:
        return []
    known = [slug for slug in channels if slug in used]
    others = [slug for slug in named if slug not in known]
    return [*known, *others, *([""] if "" in used else [])]


def channel_row_label(lane: Lane, slug: str, writer: CellWriter) -> SafeString:
    if not slug:
        said = gettext("%(lane)s: channel not stated")
        return safe(esc(said) % {"lane": esc(str(lane.label))})
    name = isolated(writer.channel_name(slug), writer.channel_attributes(slug))
    said = gettext("%(lane)s: %(channel)s")
    return safe(esc(said) % {"lane": esc(str(lane.label)), "channel": name})


def grid_material(
    table_raw: Any,
    lanes: Sequence[Lane],
    channels: Mapping[str, Sequence[str]],
    languages: Sequence[str] = (),
    details: Mapping[str, Sequence[MapLink]] = NO_DETAILS,
    people: Mapping[str, str] | None = None,
    indicators: Mapping[str, str] | None = None,
) -> list[Any]:
    """All that decides how a table looks, for the key of its cached fragment.

    `channels` in their order, `people` and `indicators` by key: everything that is shown of them.
    The detailed maps are those that this visitor may read, so those who may read others get a
    fragment of their own.
    """
    return [
        table_raw,
        [[lane.key, str(lane.label), lane.side, lane.kind, lane.zone] for lane in lanes],
        list(channels.items()),
        list(languages),
        [[stage, *map(astuple, links)] for stage, links in sorted(details.items())],
        sorted((people or {}).items()),
        sorted((indicators or {}).items()),
    ]

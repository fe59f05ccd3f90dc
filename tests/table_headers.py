"""Which headers the cells of a table have, by the algorithm of the HTML standard.

Of the standard's "forming relationships between data cells and header cells", without the
``headers`` attribute, which our tables do not use.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell at its place in the grid, in slots."""

    tag: Any
    x: int
    y: int
    width: int
    group: Any

    @property
    def is_header(self) -> bool:
        return self.tag.name == "th"

    @property
    def scope(self) -> str:
        return self.tag.get("scope", "auto")


class Grid:
    """The slots of a table whose cells span no rows."""

    def __init__(self, table: Any) -> None:
        self.cells: list[Cell] = []
        self.slots: dict[tuple[int, int], Cell] = {}
        for y, row in enumerate(table.find_all("tr")):
            x = 0
            for tag in row.find_all(["td", "th"], recursive=False):
                assert tag.get("rowspan") is None
                cell = Cell(tag, x, y, int(tag.get("colspan", 1)), row.parent)
                self.cells.append(cell)
                for step in range(cell.width):
                    self.slots[x + step, y] = cell
                x += cell.width

    def is_column_header(self, cell: Cell) -> bool:
        if cell.scope == "auto":
            return all(other.is_header for (_x, y), other in self.slots.items() if y == cell.y)
        return cell.scope == "col"

    def is_row_header(self, cell: Cell) -> bool:
        if cell.scope == "auto" and not self.is_column_header(cell):
            columns = range(cell.x, cell.x + cell.width)
            return all(other.is_header for (x, _y), other in self.slots.items() if x in columns)
        return cell.scope == "row"

    def headers(self, cell: Cell) -> list[Cell]:
        """The headers of a data cell, those of its row first."""
        found = self._scan(cell, cell.x, cell.y, -1, 0)
        for x in range(cell.x, cell.x + cell.width):
            found += self._scan(cell, x, cell.y, 0, -1)
        found += [
            other
            for other in self.cells
            if other.is_header
            and (other.scope == "rowgroup" and other.group is cell.group)
            and other.x <= cell.x
            and other.y <= cell.y
        ]
        return [other for other in dict.fromkeys(found) if other.tag.get_text(strip=True)]

    def _scan(self, principal: Cell, x: int, y: int, dx: int, dy: int) -> list[Cell]:
        found: list[Cell] = []
        opaque: list[Cell] = []
        block: list[Cell] = [principal] if principal.is_header else []
        in_block = principal.is_header
        while (x := x + dx) >= 0 and (y := y + dy) >= 0:
            cell = self.slots.get((x, y))
            if cell is None:
                continue
            if cell.is_header:
                in_block = True
                block.append(cell)
                if dx == 0:
                    blocked = not self.is_column_header(cell) or any(
                        other.x == cell.x and other.width == cell.width for other in opaque
                    )
                else:
                    blocked = not self.is_row_header(cell) or any(
                        other.y == cell.y for other in opaque
                    )
                if not blocked:
                    found.append(cell)
            elif in_block:
                in_block = False
                opaque += block
                block = []
        return found

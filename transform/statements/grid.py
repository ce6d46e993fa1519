"""A table's cells by place: who covers a place, who begins there."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from extract.model import Cell, RawTable
from transform.text import squeeze


class Grid:
    """Read-only index over the cells of one :class:`RawTable`; rows and columns count from 0."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self.n_rows = table.n_rows
        self.n_cols = table.n_cols
        self._own: dict[tuple[int, int], Cell] = {}
        self._covering: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            self._own[cell.row, cell.col] = cell
            for row in range(cell.row, cell.row + cell.row_span):
                for col in range(cell.col, cell.col + cell.col_span):
                    self._covering.setdefault((row, col), cell)

    def own(self, row: int, col: int) -> Cell | None:
        """Return the cell that begins at this place, or None."""
        return self._own.get((row, col))

    def covering(self, row: int, col: int) -> Cell | None:
        """Return the cell that covers this place (a merged cell covers several), or None."""
        return self._covering.get((row, col))

    def text(self, row: int, col: int) -> str:
        """Return the squeezed text of the cell that covers this place, "" where there is none."""
        cell = self._covering.get((row, col))
        return squeeze(cell.text) if cell else ""

    def row_cells(self, row: int) -> tuple[Cell, ...]:
        """Return the cells that begin in this row, left to right."""
        return tuple(cell for col in range(self.n_cols) if (cell := self._own.get((row, col))))

    def printed(self, row: int) -> tuple[Cell, ...]:
        """Return the cells with text that begin in this row, left to right."""
        return tuple(cell for cell in self.row_cells(row) if cell.text.strip())

    def column_span(self, col: int, rows: range | None = None) -> tuple[float, float] | None:
        """Return where a column lies, ``(x0, x1)`` in points: the median edges of its unmerged cells."""
        cells = [
            cell
            for row in (rows if rows is not None else range(self.n_rows))
            if (cell := self._own.get((row, col))) and cell.col_span == 1
        ]
        if not cells:
            return None
        return median(cell.box.x0 for cell in cells), median(cell.box.x1 for cell in cells)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.n_rows))

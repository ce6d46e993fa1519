"""The header rows of a grid as a tree: which headings stand over a column, top to bottom.

A heading stands over the columns that its merged cell covers. Where a reader gives no merged cells (blank cells to
the right of 本年支出), a heading stands over the blank cells beside it, if both it and they have headings below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import Cell
from transform.statements.grid import Grid
from transform.statements.labels import header_label
from transform.text import squeeze

LABEL_ROLES = frozenset(("name", "code", "level", "row_no", "entity", "entity_code", "project", "sequence", "year"))


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows of a grid and the body row, if any, that prints headings, too (合计 | … | 合计 | 基本支出 under
    本年支出)."""

    grid: Grid
    rows: tuple[int, ...]
    mixed: int | None

    @classmethod
    def of(cls, grid: Grid, header_rows: Sequence[int], body_rows: Sequence[int]) -> Header:
        """Return the header of a block, its first body row included where it prints headings."""
        if not body_rows or not header_rows:
            return cls(grid, tuple(header_rows), None)
        tried = cls(grid, tuple(header_rows), body_rows[0])
        headings = [cell for cell in grid.printed(body_rows[0]) if tried._is_mixed_heading(cell.col)]
        return tried if len(headings) >= 2 else cls(grid, tuple(header_rows), None)

    def path(self, col: int) -> list[Cell]:
        """The headings over a column, top to bottom."""
        found: list[Cell] = []
        for row in self.rows:
            cell = self._heading(row, col)
            if cell is None or cell in found:
                continue
            above = header_label(found[-1].text).entry if found else None
            if above is not None and above.role in LABEL_ROLES and squeeze(cell.text) in {"合计", "总计"}:
                continue  # 合计 under 科目名称 is the label of a row that a blank form prints beside headings
            found.append(cell)
        if self.mixed is not None and self._is_mixed_heading(col):
            cell = self.grid.covering(self.mixed, col)
            found += [cell] if cell is not None else []
        return found

    def heads_labels(self, cell: Cell) -> bool:
        """Whether a heading stands over label columns, too (人员经费 over code, name, amount): it names a section."""
        if cell.col_span == 1:
            return False
        leaves = (self.path(col)[-1:] for col in range(cell.col, cell.col + cell.col_span))
        entries = (header_label(leaf[0].text).entry for leaf in leaves if leaf and leaf[0] is not cell)
        return any(entry is not None and entry.role in LABEL_ROLES for entry in entries)

    def _heading(self, row: int, col: int) -> Cell | None:
        """The cell with text that stands over a column in this row, merged over it or followed by blanks up to it."""
        cell = self.grid.covering(row, col)
        if cell is None or cell.text.strip():
            return cell
        left = next(
            (
                beside
                for other in range(col - 1, -1, -1)
                if (beside := self.grid.covering(row, other)) and beside.text.strip()
            ),
            None,
        )
        if left is None or left.row != row or left.col_span > 1:
            return None
        below = [other for other in (*self.rows, *([self.mixed] if self.mixed is not None else [])) if other > row]
        own_headings = any(
            self._prints_heading(other, left.col) and self._prints_heading(other, col) for other in below
        )
        return left if own_headings else None

    def _prints_heading(self, row: int, col: int) -> bool:
        cell = self.grid.own(row, col)
        if cell is None or not cell.text.strip():
            return False
        return row != self.mixed or header_label(cell.text).entry is not None

    def _is_mixed_heading(self, col: int) -> bool:
        """Whether the mixed row prints a heading here: a known amount word under a heading of several columns."""
        assert self.mixed is not None
        cell = self.grid.own(self.mixed, col)
        entry = header_label(cell.text).entry if cell is not None and cell.text.strip() else None
        if entry is None or entry.role != "amount":
            return False
        parent = self._lowest(col)
        if parent is None:
            return False
        return parent.col_span > 1 or self._lowest(col + 1) is parent or self._lowest(col - 1) is parent

    def _lowest(self, col: int) -> Cell | None:
        if not 0 <= col < self.grid.n_cols:
            return None
        headings = (self._heading(row, col) for row in reversed(self.rows))
        return next((cell for cell in headings if cell is not None), None)

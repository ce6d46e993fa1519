"""A worksheet to tables and lines: bordered (or filled) blocks of rows are tables, the rows between are lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import Cell, PageInfo, RawTable, TextLine
from extract.reading.captions import split_between
from extract.reading.page_layout import box
from extract.reading.sheet import Merge, Sheet, span_rect
from extract.reading.unicode_forms import normalise_text

_CJK_GAP = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff（）：])[ \t\u3000\u00a0]+(?=[\u2e80-\u9fff\uf900-\ufaff（）：])"
)
_LINE_HEIGHT = 11.0


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What one sheet gave; tables are numbered by the caller."""

    page: PageInfo
    tables: tuple[RawTable, ...]
    lines: tuple[TextLine, ...]


def lay_out_sheet(sheet: Sheet, engine: str) -> SheetLayout:
    """Find the tables of a sheet; rows outside them become lines, one a row."""
    shown = {
        place: cell
        for place, cell in sheet.cells.items()
        if place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_cols
    }
    texts = {place: cell_text(cell.text) for place, cell in shown.items()}
    filled = {place for place, text in texts.items() if text}
    n_rows = max((row for row, _ in shown), default=-1) + 1
    n_cols = max((col for _, col in shown), default=-1) + 1
    grid = _Grid(sheet, texts, sheet.x_edges(n_cols), sheet.y_edges(n_rows), {(m.row, m.col): m for m in sheet.merges})
    bordered = {place for place, cell in shown.items() if cell.bordered}
    blocks = _blocks(bordered, grid) if bordered else []
    if not blocks:
        blocks = _blocks_by_filling(filled, n_rows)
    tables: list[RawTable] = []
    lines: list[TextLine] = []
    pending: list[TextLine] = []
    above: list[TextLine] = []
    row = 0
    for first, last in [*blocks, (n_rows, n_rows)]:
        pending = [line for r in range(row, first) for line in grid.line(r, filled)]
        lines += pending
        if tables:
            below, above = split_between(pending, sheet.number) if first < n_rows else (pending, [])
            tables[-1] = replace(tables[-1], below=tuple(below))
        else:
            above = pending
        if first < n_rows:
            tables.append(grid.table(first, last, bordered | filled, above, engine))
            row = last + 1
    dropped = len(sheet.cells) - len(shown)
    warnings = (*sheet.warnings, *((f"{dropped} cells in hidden rows or columns left out",) if dropped else ()))
    n_chars = sum(map(len, texts.values()))
    info = PageInfo(
        sheet.number, round(grid.xs[-1], 2), round(grid.ys[-1], 2), 0, engine, n_chars, len(bordered), 0, warnings
    )
    return SheetLayout(info, tuple(tables), tuple(lines))


def cell_text(text: str) -> str:
    """Return a cell's text with ordinary code points, without padding and the blanks inside letter-spaced words."""
    lines = [_CJK_GAP.sub("", line.strip(" \t\u3000\u00a0\r")) for line in normalise_text(text).split("\n")]
    return "\n".join(line for line in lines if line)


def _blocks(bordered: set[tuple[int, int]], grid: _Grid) -> list[tuple[int, int]]:
    """Return first and last row of each run of rows with at least two bordered cells (a merged range is one)."""
    columns: dict[int, set[int]] = {}
    for row, col in bordered:
        columns.setdefault(row, set()).add(col)
    rows = sorted(row for row, cols in columns.items() if len(cols) >= 2 and not grid.is_title(row, cols))
    blocks: list[tuple[int, int]] = []
    for row in rows:
        if blocks and row - blocks[-1][1] <= 1 + grid.hidden_between(blocks[-1][1], row):
            blocks[-1] = (blocks[-1][0], row)
        else:
            blocks.append((row, row))
    return [block for block in blocks if block[1] > block[0]]


def _blocks_by_filling(filled: set[tuple[int, int]], n_rows: int) -> list[tuple[int, int]]:
    """Without borders: from the first row with three filled cells to the last with two."""
    counts = [sum(r == row for r, _ in filled) for row in range(n_rows)]
    starts = [row for row, count in enumerate(counts) if count >= 3]
    ends = [row for row, count in enumerate(counts) if count >= 2]
    return [(starts[0], ends[-1])] if starts and ends and ends[-1] > starts[0] else []


@dataclass(frozen=True, slots=True)
class _Grid:
    """A sheet's texts with its geometry."""

    sheet: Sheet
    texts: dict[tuple[int, int], str]
    xs: list[float]
    ys: list[float]
    merges: dict[tuple[int, int], Merge]

    def hidden_between(self, first: int, last: int) -> int:
        return sum(row in self.sheet.hidden_rows for row in range(first + 1, last))

    def is_title(self, row: int, cols: set[int]) -> bool:
        """Say whether the only text of a row is one merged range over all its bordered cells, a title with a border."""
        wide = [m for (r, _), m in self.merges.items() if r == row and m.last_row == row]
        return (
            row < 3
            and any({*range(m.col, m.last_col + 1)} >= cols for m in wide)
            and not any(self.texts.get((above, col)) for above in range(row) for col in cols)
        )

    def line(self, row: int, filled: set[tuple[int, int]]) -> list[TextLine]:
        """Return the row's texts as one line, or nothing for an empty row."""
        cols = sorted(col for r, col in filled if r == row)
        if not cols:
            return []
        parts: list[str] = []
        edges: list[tuple[float, float]] = []
        x0, top, x1, bottom = self.xs[-1], self.ys[row], 0.0, self.ys[row + 1]
        for col in cols:
            place = span_rect(self.xs, self.ys, self.range_at(row, col))
            text = self.texts[row, col].replace("\n", "")
            if parts:
                parts.append(" ")
                edges.append((edges[-1][1], max(edges[-1][1], place.x0)))
            step = (place.x1 - place.x0) / max(1, len(text))
            edges += [(place.x0 + i * step, place.x0 + (i + 1) * step) for i in range(len(text))]
            parts.append(text)
            x0, x1, bottom = min(x0, place.x0), max(x1, place.x1), max(bottom, place.bottom)
        rounded = tuple((round(a, 2), round(b, 2)) for a, b in edges)
        area = box(span_rect([x0, x1], [top, bottom], Merge(0, 0, 0, 0)))
        sheet = self.sheet
        return [TextLine(sheet.number, "".join(parts), area, rounded, _LINE_HEIGHT, sheet.address(row, cols[0]))]

    def range_at(self, row: int, col: int) -> Merge:
        return self.merges.get((row, col), Merge(row, col, row, col))

    def table(
        self, first: int, last: int, used: set[tuple[int, int]], above: Sequence[TextLine], engine: str
    ) -> RawTable:
        """Return the rows ``first`` to ``last`` as a table over the columns in use there."""
        hidden_rows, hidden_cols = self.sheet.hidden_rows, self.sheet.hidden_cols
        within = [col for row, col in used if first <= row <= last]
        rows = [row for row in range(first, last + 1) if row not in hidden_rows]
        cols = [col for col in range(min(within), max(within) + 1) if col not in hidden_cols]
        row_of, col_of = ({at: index for index, at in enumerate(places)} for places in (rows, cols))
        covered: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        for row in rows:
            for col in cols:
                if (row, col) in covered:
                    continue
                merge = self.range_at(row, col)
                # what a merged range takes beyond the table, or in hidden rows, is not part of it
                own_rows = [r for r in range(row, merge.last_row + 1) if r in row_of]
                own_cols = [c for c in range(col, merge.last_col + 1) if c in col_of]
                if len(own_rows) * len(own_cols) > 1:
                    covered.update((r, c) for r in own_rows for c in own_cols)
                cells.append(
                    Cell(
                        row_of[row],
                        col_of[col],
                        len(own_rows),
                        len(own_cols),
                        self.texts.get((row, col), ""),
                        self.sheet.number,
                        box(span_rect(self.xs, self.ys, Merge(row, col, own_rows[-1], own_cols[-1]))),
                        self.sheet.address(row, col),
                    )
                )
        return RawTable(0, tuple(cells), len(rows), len(cols), tuple(above), (), (self.sheet.number,), 0, engine)

"""Fragments of tables on consecutive pages, joined into the tables they were cut from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import Cell, RawTable, TextLine
from extract.reading.furniture import furniture_of
from extract.reading.page_layout import Fragment, PageLayout

SAME_EDGE = 4.0
"""Column edges on two pages are the same within this, in points."""
MAX_HEADER_ROWS = 8
_AMOUNT = re.compile(r"^-?[\d,，]*\d\.\d{1,6}$")


@dataclass(slots=True)
class _Open:
    """A table being put together."""

    fragments: list[Fragment]
    above: list[TextLine]
    repeated: int


def join_tables(layouts: Sequence[PageLayout]) -> tuple[RawTable, ...]:
    """Return the tables of a document in reading order, continuation pages appended."""
    furniture = furniture_of(layouts)
    tables: list[_Open] = []
    pending: list[TextLine] = []
    after: dict[int, list[TextLine]] = {}
    for layout in layouts:
        for item in layout.order:
            if isinstance(item, TextLine):
                if id(item) not in furniture:
                    pending.append(item)
                continue
            previous = tables[-1] if tables else None
            if previous is not None and not pending and continues(previous.fragments, item):
                dropped = repeated_header(previous.fragments[0], item)
                previous.repeated += dropped
                previous.fragments.append(without_top_rows(item, dropped))
            elif not item.blank:
                if previous is not None:
                    after[len(tables) - 1] = pending
                tables.append(_Open([item], _above(pending, item), 0))
            pending = []
    if tables:
        after[len(tables) - 1] = pending
    return tuple(_close(index, table, after.get(index, [])) for index, table in enumerate(tables))


def continues(fragments: Sequence[Fragment], fragment: Fragment) -> bool:
    """Say whether ``fragment`` goes on with the table whose parts so far are ``fragments``."""
    last = fragments[-1]
    if fragment.page != last.page + 1:
        return False
    if last.n_cols == fragment.n_cols:
        return True
    return same_edges(last.xs, fragment.xs)


def same_edges(first: Sequence[float], second: Sequence[float]) -> bool:
    """Say whether two sets of column edges are the same within :data:`SAME_EDGE`."""
    return len(first) == len(second) and all(abs(a - b) <= SAME_EDGE for a, b in zip(first, second, strict=True))


def repeated_header(first: Fragment, fragment: Fragment) -> int:
    """Count the top rows of ``fragment`` that repeat those of the table's first part."""
    count = 0
    for row in range(min(MAX_HEADER_ROWS, first.n_rows, fragment.n_rows)):
        ours, theirs = _row(first, row), _row(fragment, row)
        if ours != theirs or any(_AMOUNT.match(text) for _, _, text in ours):
            break
        count = row + 1
    while count and any(cell.row < count < cell.row + cell.row_span for cell in fragment.cells):
        count -= 1
    return count if any(text for row in range(count) for _, _, text in _row(first, row)) else 0


def _row(fragment: Fragment, row: int) -> list[tuple[int, int, str]]:
    return [(c.col, c.col_span, re.sub(r"\s", "", c.text)) for c in fragment.cells if c.row == row]


def without_top_rows(fragment: Fragment, count: int) -> Fragment:
    """Return ``fragment`` without its first ``count`` rows."""
    if not count:
        return fragment
    cells = tuple(replace(c, row=c.row - count) for c in fragment.cells if c.row >= count)
    return replace(fragment, cells=cells, n_rows=fragment.n_rows - count)


_NOTE = re.compile(r"^\s*[（(]?(?:注|备注|说明|附注|数据来源)")


def _above(pending: Sequence[TextLine], fragment: Fragment) -> list[TextLine]:
    same_page = [line for line in pending if line.page == fragment.page]
    if same_page:
        return same_page
    return [line for line in pending if line.page == fragment.page - 1][-12:]


def _close(index: int, table: _Open, after: Sequence[TextLine]) -> RawTable:
    cells: list[Cell] = []
    rows = 0
    for fragment in table.fragments:
        cells.extend(replace(cell, row=cell.row + rows) if rows else cell for cell in fragment.cells)
        rows += fragment.n_rows
    last_page = table.fragments[-1].page
    return RawTable(
        index,
        tuple(cells),
        rows,
        max(fragment.n_cols for fragment in table.fragments),
        tuple(table.above),
        tuple(line for line in after if line.page == last_page),
        tuple(dict.fromkeys(fragment.page for fragment in table.fragments)),
        table.repeated,
        table.fragments[0].engine,
    )

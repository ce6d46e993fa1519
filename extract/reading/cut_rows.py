"""Rows at a page break: headers printed again, forms that start over, and a row cut in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Cell
from extract.reading.page_layout import Fragment

MAX_HEADER_ROWS = 8
_AMOUNT = re.compile(r"^[-−(（]?[\d,，]*\d\.\d{1,6}[)）]?%?$")
_NUMBER = re.compile(r"\d")
_NEW_ITEM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中|合\s*计|小\s*计|总\s*计|本年|年初|年末|注)"
)


def row_texts(fragment: Fragment, row: int) -> list[tuple[int, int, str]]:
    """Return column, column span and text (without blanks) of the cells that start in ``row``."""
    return [(c.col, c.col_span, re.sub(r"\s", "", c.text)) for c in fragment.cells if c.row == row]


def repeated_header(first: Fragment, fragment: Fragment) -> int:
    """Count the top rows of ``fragment`` that repeat those of the table's first part.

    A row with an amount is no header; a header cell must not reach into the rows that stay.
    """
    count = 0
    for row in range(min(MAX_HEADER_ROWS, first.n_rows, fragment.n_rows)):
        ours, theirs = row_texts(first, row), row_texts(fragment, row)
        if ours != theirs or any(_AMOUNT.match(text) for _, _, text in ours):
            break
        count = row + 1
    while count and any(cell.row < count < cell.row + cell.row_span for cell in fragment.cells):
        count -= 1
    return count if any(text for row in range(count) for _, _, text in row_texts(first, row)) else 0


def without_top_rows(fragment: Fragment, count: int) -> Fragment:
    """Return ``fragment`` without its first ``count`` rows."""
    if not count:
        return fragment
    cells = tuple(replace(c, row=c.row - count) for c in fragment.cells if c.row >= count)
    return replace(fragment, cells=cells, n_rows=fragment.n_rows - count)


def same_form_again(first: Fragment, fragment: Fragment) -> bool:
    """Say whether ``fragment`` is the next copy of a form, not more rows: its labels repeat while its values do not."""
    start = repeated_header(first, fragment)
    compared = same = 0
    for row in range(start, min(first.n_rows, fragment.n_rows)):
        ours, theirs = row_texts(first, row), row_texts(fragment, row)
        if ours and theirs and theirs[0][2]:
            compared += 1
            same += ours[0] == theirs[0]
    return compared > 0 and same >= compared / 2


def join_cut_row(cells: Sequence[Cell], n_rows: int, fragment: Fragment) -> tuple[Cell, ...] | None:
    """Join the first row of ``fragment`` to the last of ``cells`` where it is only the rest of wrapped texts.

    That is so where the last row has a first cell (a code) and every row with text has one, while the new row lacks it
    and holds nothing but words under words, none of which begins an item. Returns the joined cells, or None.
    """
    last = {c.col: c for c in cells if c.row == n_rows - 1}
    tail = [c for c in fragment.cells if c.row == 0]
    filled = [c for c in tail if c.text]
    if not filled or any(c.row_span > 1 for c in tail) or not last.get(0) or not _NUMBER.search(last[0].text):
        return None
    if min(c.col for c in filled) == 0 or len(filled) * 2 > len(tail):
        return None
    for cell in filled:
        above = last.get(cell.col)
        if above is None or above.col_span != cell.col_span or not above.text:
            return None
        if _NUMBER.search(cell.text) or _NUMBER.search(above.text) or _NEW_ITEM.match(cell.text):
            return None
    if _has_uncoded_rows(cells):
        return None
    rest = {c.col: c.text for c in filled}
    return tuple(
        replace(c, text=f"{c.text}\n{rest[c.col]}") if c.row == n_rows - 1 and c.col in rest else c for c in cells
    )


def _has_uncoded_rows(cells: Sequence[Cell]) -> bool:
    """Say whether rows below the first coded one lack their code while naming something."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    coded = False
    for _, row in sorted(by_row.items()):
        first = min(row, key=lambda c: c.col)
        has_code = first.col == 0 and bool(_NUMBER.search(first.text))
        if coded and not has_code and any(c.text for c in row):
            return True
        coded = coded or has_code
    return False

"""Fragments of tables on consecutive pages, joined into the tables they were cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.model import Cell, RawTable, TextLine
from extract.reading.captions import only_number_again, repeats_caption, split_between
from extract.reading.columns import SHIFTED_EDGE, Columns, same_edges, shared_edges
from extract.reading.cut_rows import join_cut_row, repeated_header, row_texts, same_form_again, without_top_rows
from extract.reading.furniture import furniture_of
from extract.reading.page_layout import Fragment, PageLayout

_STACKED = 14.0
"""Two grids on one page with the same columns and at most this gap, in points, are one table drawn in two pieces."""


@dataclass(slots=True)
class _Open:
    """A table being put together."""

    fragments: list[Fragment]
    above: list[TextLine]
    repeated: int = 0
    below: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Joined:
    """The tables of a document and how many empty grids were left out, by page."""

    tables: tuple[RawTable, ...]
    empty_grids: tuple[int, ...]


def join_tables(layouts: Sequence[PageLayout]) -> Joined:
    """Return the tables of a document in reading order, continuation pages appended."""
    furniture = furniture_of(layouts)
    tables: list[_Open] = []
    empty: list[int] = []
    pending: list[TextLine] = []
    for layout in layouts:
        for item in layout.order:
            if isinstance(item, TextLine):
                if id(item) not in furniture:
                    pending.append(item)
                continue
            previous = tables[-1] if tables else None
            if previous is not None and _goes_on(previous, item, pending):
                _append(previous, item)
                pending = []
            elif item.blank:
                empty.append(item.page)
            else:
                below, above = split_between(pending, item.page)
                if previous is not None:
                    previous.below = below
                tables.append(_Open([item], above))
                pending = []
    if tables:
        tables[-1].below = pending
    return Joined(tuple(_close(index, table) for index, table in enumerate(tables)), tuple(empty))


def _goes_on(table: _Open, fragment: Fragment, between: Sequence[TextLine]) -> bool:
    """Say whether ``fragment`` continues ``table``, the lines ``between`` them given (page furniture left out)."""
    first, last = table.fragments[0], table.fragments[-1]
    if fragment.page == last.page:
        gap = fragment.rect.top - last.rect.bottom
        return not between and -1 <= gap <= _STACKED and same_edges(last.xs, fragment.xs)
    if fragment.page != last.page + 1:
        return False
    if not between or only_number_again(between, table.above):
        return _columns_agree(last, fragment) and not _own_header(first, fragment)
    # a caption printed again on every page: only with the header printed again too, and never for form after form
    return (
        same_edges(first.xs, fragment.xs, SHIFTED_EDGE)
        and repeats_caption(between, table.above)
        and repeated_header(first, fragment) > 0
        and not same_form_again(first, fragment)
    )


def _columns_agree(last: Fragment, fragment: Fragment) -> bool:
    return last.n_cols == fragment.n_cols or shared_edges(last.xs, fragment.xs)


def _own_header(first: Fragment, fragment: Fragment) -> bool:
    """Say whether ``fragment`` starts a table of its own: a title across it, or other columns under other words."""
    top = [cell for cell in fragment.cells if cell.row == 0]
    if len(top) == 1 and top[0].text.rstrip().endswith("表") and first.n_cols > 1:
        return row_texts(first, 0) != row_texts(fragment, 0)
    if same_edges(first.xs, fragment.xs, SHIFTED_EDGE) or shared_edges(first.xs, fragment.xs):
        return False
    filled = [cell.text for cell in top if cell.text]
    wordy = len(filled) >= 2 and len(filled) == len(top) and not any(ch.isdigit() for text in filled for ch in text)
    return wordy and row_texts(first, 0) != row_texts(fragment, 0)


def _append(table: _Open, fragment: Fragment) -> None:
    count = repeated_header(table.fragments[0], fragment)
    table.repeated += count
    table.fragments.append(without_top_rows(fragment, count))


def _close(index: int, table: _Open) -> RawTable:
    first = table.fragments[0]
    columns = Columns(first.xs, first.cells)
    rows = first.n_rows
    for fragment in table.fragments[1:]:
        cells: Sequence[Cell] = fragment.cells
        n_rows = fragment.n_rows
        joined = join_cut_row(columns.cells, rows, fragment) if same_edges(columns.edges, fragment.xs) else None
        if joined is not None:
            columns = replace(columns, cells=joined)
            shorter = without_top_rows(fragment, 1)
            cells, n_rows = shorter.cells, shorter.n_rows
        columns = columns.with_part(fragment.xs, [replace(cell, row=cell.row + rows) for cell in cells])
        rows += n_rows
    last_page = table.fragments[-1].page
    return RawTable(
        index,
        columns.cells,
        rows,
        len(columns.edges) - 1,
        tuple(table.above),
        tuple(line for line in table.below if line.page == last_page),
        tuple(dict.fromkeys(fragment.page for fragment in table.fragments)),
        table.repeated,
        first.engine,
    )

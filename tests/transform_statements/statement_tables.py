"""Tables typed as text: how the tests of the statement parser write a page."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Box, Cell, DocumentContent, PageInfo, RawTable, TextLine
from transform.records import FilingKind, LineItem
from transform.statements import StatementsResult, parse_statements

WIDTH, HEIGHT = 60.0, 20.0


def line(text: str, page: int = 1, top: float = 10.0) -> TextLine:
    """A line of text above or below a table."""
    return TextLine(page, text, Box(0, top, 10.0 * len(text), top + 10), (), 10.0, f"p{page}")


def table(
    text: str,
    above: Sequence[str] = (),
    *,
    below: Sequence[str] = (),
    index: int = 0,
    page: int = 1,
    edges: Sequence[float] | None = None,
) -> RawTable:
    """A table from lines of cells parted by ``|``: ``<`` continues the cell to its left, ``^`` the cell above.

    ``edges`` are the column edges in points; without them columns are 60 points wide.
    """
    lines = [row for row in text.splitlines() if row.strip()]
    grid = [[cell.strip() for cell in row.split("|")] for row in lines]
    n_cols = max(len(row) for row in grid)
    lefts = list(edges) if edges is not None else [WIDTH * col for col in range(n_cols + 1)]
    cells = []
    for row, texts in enumerate(grid):
        assert len(texts) == n_cols, f"row {row} has {len(texts)} cells, not {n_cols}: {texts}"
        for col, cell in enumerate(texts):
            if cell in {"<", "^"}:
                continue
            col_span = 1
            while col + col_span < n_cols and texts[col + col_span] == "<":
                col_span += 1
            row_span = 1
            while row + row_span < len(grid) and grid[row + row_span][col] == "^":
                row_span += 1
            box = Box(lefts[col], 100 + HEIGHT * row, lefts[col + col_span], 100 + HEIGHT * (row + row_span))
            cells.append(Cell(row, col, row_span, col_span, cell.replace("\\n", "\n"), page, box, f"p{page}"))
    lines_above = tuple(line(words, page) for words in above)
    lines_below = tuple(line(words, page) for words in below)
    return RawTable(index, tuple(cells), len(grid), n_cols, lines_above, lines_below, (page,), 0, "pdfium")


def content(*tables: RawTable) -> DocumentContent:
    """A document of these tables, in order."""
    pages = tuple(
        PageInfo(number, 595, 842, 0, "pdfium", 100, 10, 0)
        for number in range(1, max(page for one in tables for page in one.pages) + 1)
    )
    return DocumentContent("0" * 64, "application/pdf", pages, tables, ())


def parse(*tables: RawTable, kind: FilingKind = "final_account", year: int | None = 2024) -> StatementsResult:
    """Parse a document of these tables."""
    return parse_statements(content(*tables), kind=kind, fiscal_year=year)


def cell_of(result: StatementsResult, statement: str, label: str, measure: str, **more: object) -> LineItem:
    """The one line item of a statement with this label and measure (and further fields); fails on none or several."""
    found = [
        item
        for item in result.line_items
        if (item.statement, item.row_label, item.measure) == (statement, label, measure)
        and all(getattr(item, name) == value for name, value in more.items())
    ]
    assert len(found) == 1, f"{len(found)} items for {statement} {label} {measure} {more}"
    return found[0]

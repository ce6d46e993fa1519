"""A ``<table>`` to a grid: rows, columns and spans. A table that only lays out the page is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extract.model import UnreadableDocument
from extract.reading.html_tree import Node
from extract.reading.limits import ReadLimits

_MAX_SPAN = 1000
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot"))
#: A cell with more text than this holds an article, no entry.
_MAX_CELL = 4000


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """One cell; ``start`` and ``end`` are offsets in the source."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table of data with its place in the source."""

    cells: tuple[HtmlCell, ...]
    n_rows: int
    n_cols: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The texts of all cells."""
        return "\n".join(cell.text for cell in self.cells)

    @property
    def plain(self) -> int:
        """How many characters its cells hold."""
        return sum(len(cell.text) for cell in self.cells)


def read_table(node: Node, text_of: Callable[[Node], str], limits: ReadLimits) -> HtmlTable | None:
    """Return the grid of a table element, None where it only lays out the page: nested tables, one row or one column.

    Raises :class:`~extract.model.UnreadableDocument` (too_large) for a grid of more places than a sheet may have.
    """
    if _holds_table(node):
        return None
    taken: set[tuple[int, int]] = set()
    cells: list[HtmlCell] = []
    rows = list(_rows(node))
    for row, tr in enumerate(rows):
        col = 0
        for td in tr.children:
            if not isinstance(td, Node) or td.tag not in {"td", "th"}:
                continue
            while (row, col) in taken:
                col += 1
            row_span = min(_span(td, "rowspan") or len(rows), len(rows) - row)
            col_span = _span(td, "colspan") or 1
            if len(taken) + row_span * col_span > limits.max_sheet_cells:
                raise UnreadableDocument("too_large", f"a table of more than {limits.max_sheet_cells} places")
            taken.update((row + r, col + c) for r in range(row_span) for c in range(col_span))
            cells.append(HtmlCell(row, col, row_span, col_span, text_of(td), td.start, td.end))
            col += col_span
    n_cols = max((cell.col + cell.col_span for cell in cells), default=0)
    if len(rows) < 2 or n_cols < 2 or any(len(cell.text) > _MAX_CELL for cell in cells):
        return None
    return HtmlTable(tuple(cells), len(rows), n_cols, node.start, node.end)


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node) and child.tag == "tr":
            yield child
        elif isinstance(child, Node) and child.tag in _ROW_GROUPS:
            yield from (row for row in child.children if isinstance(row, Node) and row.tag == "tr")


def _span(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, "1").strip()
    return min(int(value), _MAX_SPAN) if value.isdecimal() and len(value) < 10 else 1


def _holds_table(node: Node) -> bool:
    stack = [child for child in node.children if isinstance(child, Node)]
    while stack:
        inner = stack.pop()
        if inner.tag == "table":
            return True
        stack += [child for child in inner.children if isinstance(child, Node)]
    return False

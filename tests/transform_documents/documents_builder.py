"""Small documents made by hand: lines of text and tables laid out like HTML rows."""

from __future__ import annotations

import re

from extract.model import Box, Cell, DocumentContent, PageInfo, RawTable, TextLine

WIDTH, HEIGHT, SIZE = 595.0, 842.0, 12.0
_SPAN = re.compile(r"^(?P<text>.*?)(?:>(?P<cols>\d+))?(?:\^(?P<rows>\d+))?$", re.DOTALL)


def line(text: str, *, page: int = 1, top: float = 100.0, x0: float = 90.0) -> TextLine:
    edges = tuple((x0 + SIZE * i, x0 + SIZE * (i + 1)) for i in range(len(text)))
    return TextLine(page, text, Box(x0, top, x0 + SIZE * len(text), top + SIZE), edges, SIZE, f"p{page}")


def lines(*texts: str, page: int = 1, top: float = 100.0) -> tuple[TextLine, ...]:
    return tuple(line(text, page=page, top=top + 40 * index) for index, text in enumerate(texts))


def table(rows, *, index=0, page=1, above=(), top=300.0, widths=None) -> RawTable:
    """Lay out ``rows`` of "text", "text>2" (two columns wide), "text^3" (three rows high); "." repeats nothing."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    n_cols = 0
    for row, printed in enumerate(rows):
        col = 0
        for text in printed:
            match = _SPAN.match(text)
            cols, height = int(match["cols"] or 1), int(match["rows"] or 1)
            while (row, col) in taken:
                col += 1
            taken |= {(r, c) for r in range(row, row + height) for c in range(col, col + cols)}
            box = Box(50.0 * col, top + 20 * row, 50.0 * (col + cols), top + 20 * (row + height))
            cells.append(Cell(row, col, height, cols, match["text"], page, box, f"p{page}"))
            col += cols
            n_cols = max(n_cols, col)
    head = tuple(line(text, page=page, top=top - 20 * (len(above) - i)) for i, text in enumerate(above))
    return RawTable(index, tuple(cells), len(rows), n_cols, head, (), (page,), 0, "pdfium")


def document(texts=(), tables=()) -> DocumentContent:
    all_lines = [*texts, *(text for made in tables for text in made.above)]
    all_lines.sort(key=lambda text: (text.page, text.box.top))
    last = max([text.page for text in all_lines] + [page for made in tables for page in made.pages] + [1])
    pages = tuple(PageInfo(n, WIDTH, HEIGHT, 0, "pdfium", 500, 10, 0) for n in range(1, last + 1))
    return DocumentContent("0" * 64, "application/pdf", pages, tuple(tables), tuple(all_lines))

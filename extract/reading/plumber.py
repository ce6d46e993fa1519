"""pdfplumber, the declared reference, as the fallback of a page that our own reading cannot settle.

So it is where rules enclose regions that are no rectangles. The engine's name tells such pages and tables.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extract.reading.cell_text import assign_chars
from extract.reading.lattice import Lattice, Span
from extract.reading.page import Char, Rect
from extract.reading.page_layout import Fragment, PageLayout, make_fragment, make_text_lines

ENGINE = "pdfplumber"
_SAME_EDGE = 3.0


def settle(layout: PageLayout, data: bytes) -> PageLayout:
    """Return ``layout``, its tables taken from pdfplumber where ours are in doubt and pdfplumber does better.

    Only for documents whose every page loads: pdfplumber does not come back from a cyclic page tree.
    """
    if not layout.ragged:
        return layout
    import pdfplumber

    number = layout.page.number
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as document:
            return _with_its_tables(layout, document.pages[0]) if document.pages else layout
    except MemoryError:
        raise
    except Exception as error:  # a broken page breaks it in many ways; our own reading stands then
        return replace(layout, warnings=(*layout.warnings, f"{ENGINE} failed as well: {type(error).__name__}"))


def _with_its_tables(layout: PageLayout, source: Any) -> PageLayout:
    """Take pdfplumber's cells for our characters, if they are rectangles that hold no less text than ours."""
    left, top = float(source.bbox[0]), float(source.bbox[1])
    fragments: list[Fragment] = []
    rest: Sequence[Char] = layout.page.chars
    for table in source.find_tables():
        cells = [Rect(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells]
        lattice = lattice_of(cells)
        if lattice is not None:
            inside, rest = assign_chars(lattice, rest)
            fragments.append(make_fragment(layout.page.number, lattice, inside, ENGINE))
    if _text_in(fragments) < _text_in(layout.fragments):
        return layout
    return replace(
        layout,
        page=replace(layout.page, engine=ENGINE),
        fragments=tuple(sorted(fragments, key=lambda fragment: fragment.rect.top)),
        lines=tuple(make_text_lines(layout.page.number, rest)),
        ragged=0,
        warnings=(*layout.warnings, f"tables taken from {ENGINE}"),
    )


def _text_in(fragments: Sequence[Fragment]) -> int:
    return sum(len(cell.text.replace("\n", "")) for fragment in fragments for cell in fragment.cells)


def lattice_of(cells: Sequence[Rect]) -> Lattice | None:
    """Return the lattice of a table given as cell rectangles; None for fewer than two, or where they overlap."""
    if len(cells) < 2:
        return None
    xs = _edges([edge for cell in cells for edge in (cell.x0, cell.x1)])
    ys = _edges([edge for cell in cells for edge in (cell.top, cell.bottom)])
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    spans: list[Span] = []
    for cell in sorted(cells, key=lambda rect: (rect.top, rect.x0)):
        row, col = _nearest(ys, cell.top), _nearest(xs, cell.x0)
        span = Span(row, col, _nearest(ys, cell.bottom) - row, _nearest(xs, cell.x1) - col)
        for r in range(row, row + span.row_span):
            for c in range(col, col + span.col_span):
                if owner[r][c] >= 0:
                    return None
                owner[r][c] = len(spans)
        spans.append(span)
    return Lattice(tuple(xs), tuple(ys), tuple(spans), tuple(map(tuple, owner)))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))

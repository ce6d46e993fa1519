"""Draws a filing's blocks as a PDF with the characters of a real Chinese font embedded.

The font is WenQuanYi Micro Hei (Debian package fonts-wqy-microhei; Apache-2.0 or GPL-3+ with font exception, so that
its characters may be embedded). The same blocks give the same bytes: dates are the filing's, ids derive from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from tests.generator.grid import Block, Cover, Grid, GridCell, Heading, PageBreak, Paragraph, TableBlock

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_WIDTH, _HEIGHT = 595.28, 841.89
_SIDE, _TOP, _BOTTOM = 64.0, 68.0, 72.0
_TABLE_SIZE, _SMALLEST, _TEXT_SIZE, _NOTE_SIZE = 8.0, 4.0, 12.0, 8.5
_LEADING = 21.0
_HEADING = {1: (16.0, 34.0), 2: (14.0, 28.0), 3: (12.0, 22.0), 4: (11.0, 20.0)}
_CLOSING, _OPENING = "，。、；：）”％%", "（“"


@dataclass(slots=True)
class Rendered:
    """The PDF and where things came to stand: per table block the page of each grid row, per paragraph of each line."""

    pdf: bytes = b""
    page_count: int = 0
    row_pages: dict[int, list[int]] = field(default_factory=dict)
    line_pages: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def page_of(self, block: int, offset: int) -> int:
        """The page on which the character at ``offset`` of a paragraph is printed."""
        return [page for start, page in self.line_pages[block] if start <= offset][-1]


def unpaged(blocks: Sequence[Block]) -> Rendered:
    """As if printed on one endless page: for truth without a font."""
    result = Rendered(page_count=1)
    for index, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            result.row_pages[index] = [1] * block.grid.n_rows
        elif isinstance(block, Paragraph):
            result.line_pages[index] = [(0, 1)]
    return result


def render(blocks: Sequence[Block], made_on: datetime, title: str) -> Rendered:
    """Draw the blocks. Raises ``FileNotFoundError`` where the font is not installed."""
    if not FONT.is_file():
        raise FileNotFoundError(f"{FONT} (apt install fonts-wqy-microhei)")
    sheet = _Sheet(made_on, title)
    for index, block in enumerate(blocks):
        sheet.draw(index, block)
    sheet.result.pdf = bytes(sheet.pdf.output())
    sheet.result.page_count = sheet.pdf.page
    return sheet.result


class _Pdf(FPDF):
    def footer(self) -> None:
        self.set_font("zh", size=9)
        text = str(self.page_no())
        self.text((self.w - self.get_string_width(text)) / 2, self.h - 40, text)


class _Sheet:
    """The page being drawn; ``y`` is where the next block begins."""

    def __init__(self, made_on: datetime, title: str) -> None:
        self.pdf = _Pdf(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_creation_date(made_on.replace(tzinfo=UTC))
        self.pdf.set_title(title)
        self.pdf.set_producer("gouji sample generator")
        self.pdf.add_font("zh", fname=FONT)
        self.pdf.set_line_width(0.5)
        self.result = Rendered()
        self.landscape = False
        self._lengths: dict[tuple[str, float], float] = {}
        self.new_page()

    def new_page(self) -> None:
        self.pdf.add_page(orientation="landscape" if self.landscape else "portrait")
        self.y = _TOP

    @property
    def width(self) -> float:
        return float(self.pdf.w) - 2 * _SIDE

    @property
    def room(self) -> float:
        return float(self.pdf.h) - _BOTTOM - self.y

    def draw(self, index: int, block: Block) -> None:
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(index, block)
            case TableBlock():
                self._table(index, block)
            case PageBreak():
                turned = self.landscape != block.landscape
                self.landscape = block.landscape
                if self.y > _TOP or turned:
                    self.new_page()

    def _line(self, text: str, size: float, x: float | None = None, align: str = "center") -> None:
        """Print one line whose baseline suits ``self.y`` as the top of a line of that size."""
        self.pdf.set_font("zh", size=size)
        length = self.pdf.get_string_width(text)
        free = self.width - length
        if x is None:
            x = _SIDE + {"left": 0.0, "center": free / 2, "right": free}[align]
        self.pdf.text(x, self.y + size, text)

    def wrap(self, text: str, size: float, width: float, indent: float = 0.0) -> list[str]:
        """Break a text into lines of at most ``width``; closing punctuation begins no line, numbers stay whole."""
        self.pdf.set_font("zh", size=size)
        lines: list[str] = []
        line, used = "", indent
        for piece in _pieces(text):
            length = self._lengths.get((piece, size), -1.0)
            if length < 0:
                length = self._lengths[piece, size] = self.pdf.get_string_width(piece)
            if line and used + length > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + piece, used + length
        return [*lines, line]

    def _cover(self, cover: Cover) -> None:
        self.y = 260
        for text in cover.lines:
            self._line(text, 22)
            self.y += 44
        self.y = 600
        self._line(cover.printed_on, 14)
        self.y += 20

    def _heading(self, heading: Heading) -> None:
        size, leading = _HEADING[heading.level]
        lines = self.wrap(heading.text, size, self.width)
        # A heading does not stand alone at the foot of a page.
        if self.room < leading * len(lines) + (0 if heading.level == 4 else 2 * _LEADING):
            self.new_page()
        for line in lines:
            self._line(line, size, align="center" if heading.level == 1 else "left")
            self.y += leading

    def _paragraph(self, index: int, paragraph: Paragraph) -> None:
        size = _NOTE_SIZE if paragraph.note else _TEXT_SIZE
        leading = 13.0 if paragraph.note else _LEADING
        indent = 0.0 if paragraph.note else 2 * size
        start, pages = 0, []
        for number, line in enumerate(self.wrap(paragraph.text, size, self.width, indent)):
            if self.room < leading:
                self.new_page()
            self._line(line, size, x=_SIDE + (indent if number == 0 else 0))
            pages.append((start, self.pdf.page))
            start += len(line)
            self.y += leading
        self.result.line_pages[index] = pages
        if paragraph.note:
            self.y += 2

    def _table(self, index: int, table: TableBlock) -> None:
        grid = table.grid
        heights = self._heights(grid)
        need = 40 + sum(heights[: grid.header_rows + 2])
        if self.y > _TOP and self.room < need:
            self.new_page()
        self._line(table.title, 13)
        self.y += 24
        for text, align in zip(table.above, ("left", "center", "right"), strict=True):
            if text:
                self._line(text, _TABLE_SIZE + 1, align=align)
        self.y += 15
        self.result.row_pages[index] = self._rows(grid, heights, repeat=table.repeat_header)
        self.y += 4

    def _fitted(self, text: str, width: float) -> tuple[list[str], float]:
        """The lines of a cell, set smaller where a number would not fit. Raises ``ValueError`` where none would."""
        size = _TABLE_SIZE
        while size >= _SMALLEST:
            lines = self.wrap(text, size, width)
            if all(self.pdf.get_string_width(line) <= width for line in lines):
                return lines, size
            size -= 0.5
        raise ValueError(f"{text} does not fit into {width:.0f} points")

    def _columns(self, grid: Grid) -> list[float]:
        scale = self.width / sum(grid.widths)
        edges = [_SIDE]
        for width in grid.widths:
            edges.append(edges[-1] + width * scale)
        return edges

    def _heights(self, grid: Grid) -> list[float]:
        edges = self._columns(grid)
        heights = [15.5] * grid.n_rows
        for cell in sorted(grid.cells, key=lambda cell: cell.rows):
            width = edges[cell.col + cell.cols] - edges[cell.col] - 4
            need = 10 * len(self._fitted(cell.text, width)[0]) + 5.5
            rows = range(cell.row, cell.row + cell.rows)
            missing = need - sum(heights[row] for row in rows)
            if missing > 0:
                heights[rows[-1]] += missing
        return heights

    def _rows(self, grid: Grid, heights: list[float], *, repeat: bool) -> list[int]:
        """Draw all rows, going on to new pages between rows that no cell spans; returns each row's page."""
        edges = self._columns(grid)
        pages: list[int] = []
        row = 0
        for stop in _breakable(grid):
            if self.room < sum(heights[row:stop]) and row > 0:
                self.new_page()
                if repeat:
                    self._band(grid, heights, edges, 0, grid.header_rows)
            self._band(grid, heights, edges, row, stop)
            pages += [self.pdf.page] * (stop - row)
            row = stop
        return pages

    def _band(self, grid: Grid, heights: list[float], edges: list[float], first: int, stop: int) -> None:
        tops = [self.y]
        for height in heights[first:stop]:
            tops.append(tops[-1] + height)
        for cell in grid.cells:
            if first <= cell.row < stop:
                top, bottom = tops[cell.row - first], tops[cell.row + cell.rows - first]
                self._cell(cell, edges[cell.col], top, edges[cell.col + cell.cols], bottom)
        self.y = tops[-1]

    def _cell(self, cell: GridCell, x0: float, top: float, x1: float, bottom: float) -> None:
        self.pdf.rect(x0, top, x1 - x0, bottom - top)
        lines, size = self._fitted(cell.text, x1 - x0 - 4)
        self.pdf.set_font("zh", size=size)
        y = (top + bottom) / 2 - 5 * len(lines) + 8
        for line in lines:
            free = x1 - x0 - 4 - self.pdf.get_string_width(line)
            self.pdf.text(x0 + 2 + {"left": 0.0, "center": free / 2, "right": free}[cell.align], y, line)
            y += 10


def _pieces(text: str) -> list[str]:
    """What a line break does not part: a number, closing punctuation and what it closes, opening and what it opens."""
    pieces: list[str] = []
    for char in text:
        before = pieces[-1][-1] if pieces else ""
        if before and ((_numeric(char) and _numeric(before)) or char in _CLOSING or before in _OPENING):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _numeric(char: str) -> bool:
    return char in "0123456789.,-"


def _breakable(grid: Grid) -> list[int]:
    """Row numbers at which a page may end: behind the header, and where no cell spans the edge."""
    spanned = {row for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.rows)}
    return [row for row in range(1, grid.n_rows + 1) if row not in spanned and row >= max(1, grid.header_rows)]

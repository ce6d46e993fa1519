"""One page to its tables and the lines around them, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import Box, Cell, TextLine
from extract.reading.aligned import find_aligned
from extract.reading.cell_text import assign_chars, cell_text, turned_lines
from extract.reading.lattice import Lattice
from extract.reading.page import Char, Page, Rect, Rule
from extract.reading.rulings import JOIN, Rulings, join_rules
from extract.reading.skew import TurnBack
from extract.reading.tables import find_lattices
from extract.reading.text_lines import Line, group_lines, make_line


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table that one page shows: ``xs`` are its column edges, rows count from its own top."""

    page: int
    rect: Rect
    xs: tuple[float, ...]
    n_rows: int
    cells: tuple[Cell, ...]
    engine: str

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in any cell."""
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's fragments and lines; ``order`` interleaves them as read.

    ``ragged`` counts regions between rules that are no rectangles.
    """

    page: Page
    fragments: tuple[Fragment, ...]
    lines: tuple[TextLine, ...]
    n_rules: int
    warnings: tuple[str, ...] = ()
    ragged: int = 0
    n_chars: int = 0

    @property
    def order(self) -> tuple[Fragment | TextLine, ...]:
        """Fragments and lines by their top edge."""
        items: list[Fragment | TextLine] = [*self.fragments, *self.lines]
        return tuple(sorted(items, key=lambda item: item.rect.top if isinstance(item, Fragment) else item.box.top))


def lay_out(page: Page) -> PageLayout:
    """Find the tables of a page; whatever is outside them becomes lines."""
    rulings = Rulings(join_rules(page.horizontals), join_rules(page.verticals))
    n_rules = len(rulings.horizontals) + len(rulings.verticals)
    lattices = find_lattices(rulings)
    fragments: list[Fragment] = []
    warnings: list[str] = []
    rest: Sequence[Char] = page.chars
    # smallest first: a frame around other tables must not take their text
    for lattice in sorted(lattices, key=_area):
        inside, outside = assign_chars(lattice, rest)
        if is_chart(lattice, inside):
            warnings.append("a grid of numbers only was taken for a chart")
            continue
        rest = outside
        if lattice.ragged:
            warnings.append(f"{lattice.ragged} cells without a full border were cut into rectangles")
        fragments.append(make_fragment(page.number, lattice, inside, page.engine))
    free = [rule for rule in rulings.horizontals if not any(_touches(lattice, rule) for lattice in lattices)]
    for lattice in find_aligned(free, rest):
        inside, rest = assign_chars(lattice, rest)
        fragments.append(make_fragment(page.number, lattice, inside, page.engine))
    fragments.sort(key=lambda fragment: (fragment.rect.top, fragment.rect.x0))
    lines = make_text_lines(page.number, rest)
    if page.skew:
        # the fragments keep their straight geometry, by which pages are compared; what is handed on is as displayed
        back = TurnBack.of(page)
        fragments = [replace(f, cells=tuple(map(back.cell, f.cells))) for f in fragments]
        lines = list(map(back.line, lines))
    ragged = sum(lattice.ragged for lattice in lattices)
    return PageLayout(
        page, tuple(fragments), tuple(lines), n_rules, (*page.warnings, *warnings), ragged, len(page.chars)
    )


def without_marks(layout: PageLayout) -> PageLayout:
    """Return ``layout`` without the marks that it was made from: they are most of a document's memory."""
    return replace(layout, page=replace(layout.page, chars=(), horizontals=(), verticals=()))


def is_chart(lattice: Lattice, inside: dict[int, list[Char]]) -> bool:
    """Say whether a grid is that of a chart: bands without columns that hold little more than numbers."""
    if len(lattice.xs) > 2 or len(lattice.ys) < 4:
        return False
    words = sum(any(char.text >= "\u2e80" for char in chars) for chars in inside.values())
    return 2 * words < len(lattice.spans)


def _touches(lattice: Lattice, rule: Rule) -> bool:
    rect = lattice.rect
    return rect.top - JOIN <= rule.at <= rect.bottom + JOIN and rule.start < rect.x1 and rule.end > rect.x0


def _area(lattice: Lattice) -> float:
    rect = lattice.rect
    return (rect.x1 - rect.x0) * (rect.bottom - rect.top)


def make_fragment(page: int, lattice: Lattice, inside: dict[int, list[Char]], engine: str) -> Fragment:
    """Turn a lattice and its characters into cells."""
    cells = []
    for index, span in enumerate(lattice.spans):
        chars = inside.get(index, ())
        levels = [char.confidence for char in chars if char.confidence is not None]
        cells.append(
            Cell(
                span.row,
                span.col,
                span.row_span,
                span.col_span,
                cell_text(chars) if chars else "",
                page,
                box(lattice.rect_of(span)),
                f"p{page}",
                min(levels) if levels else None,
            )
        )
    return Fragment(page, lattice.rect, lattice.xs, len(lattice.ys) - 1, tuple(cells), engine)


def make_text_lines(page: int, chars: Sequence[Char]) -> list[TextLine]:
    """Group the characters outside tables into printed lines."""
    upright = [char for char in chars if not char.angle]
    lines = [text_line(page, make_line(line)) for line in group_lines(upright)]
    for angle in (90, 180, 270):
        same = [char for char in chars if char.angle == angle]
        if same:
            lines.extend(text_line(page, line) for line in turned_lines(same, angle))
    return sorted(lines, key=lambda line: (line.box.top, line.box.x0))


def text_line(page: int, line: Line) -> TextLine:
    """Hand on one line in the shared model."""
    return TextLine(page, line.text, box(line.rect), line.edges, line.size, f"p{page}", line.confidence, line.levels)


def box(rect: Rect) -> Box:
    """Round a rectangle to hundredths of a point: beyond that is noise, and caches compare equal."""
    return Box(round(rect.x0, 2), round(rect.top, 2), round(rect.x1, 2), round(rect.bottom, 2))

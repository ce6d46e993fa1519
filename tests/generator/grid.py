"""Tables as printed: cells with spans, and for the amounts what they mean."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What an amount cell means, in the words of ``docs/architecture.md``. ``yuan`` None is a blank cell."""

    statement: str
    item: str
    measure: str
    row_label: str
    measure_label: str
    yuan: int | None
    row_kind: str = "detail"
    side: str | None = None
    row_no: str | None = None
    functional_code: str | None = None
    economic_code: str | None = None
    fund: str | None = None
    basis: str = "final"

    @property
    def key(self) -> str:
        """Names the cell for planting errors: statement, side, row, fund, measure, basis."""
        row = self.functional_code or self.economic_code or self.item
        return ":".join((self.statement, self.side or "", row, self.fund or "", self.measure, self.basis))


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell before it has its place. Entries of a row take the next free columns from the left."""

    text: str
    cols: int = 1
    rows: int = 1
    align: Align = "center"
    fact: Fact | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell at its place in the whole table; ``field`` names a form's cell."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    align: Align
    fact: Fact | None
    field: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. ``widths`` are relative; the first ``header_rows`` are not cut by a page break."""

    widths: tuple[float, ...]
    header_rows: int
    n_rows: int
    cells: tuple[GridCell, ...]


@dataclass(slots=True)
class GridBuilder:
    """Collects rows; spans are placed as in an HTML table."""

    widths: tuple[float, ...]
    header_rows: int
    cells: list[GridCell] = field(default_factory=list)
    _taken: set[tuple[int, int]] = field(default_factory=set)
    _row: int = 0

    def row(self, *entries: Entry | str) -> None:
        """Add a row. Raises ``ValueError`` where the entries do not fill it exactly."""
        col = 0
        for entry in entries:
            cell = entry if isinstance(entry, Entry) else Entry(entry)
            while (self._row, col) in self._taken:
                col += 1
            self.cells.append(
                GridCell(self._row, col, cell.rows, cell.cols, cell.text, cell.align, cell.fact, cell.field)
            )
            for row in range(self._row, self._row + cell.rows):
                for column in range(col, col + cell.cols):
                    if (row, column) in self._taken:
                        raise ValueError(f"row {self._row}: two cells at column {column}")
                    self._taken.add((row, column))
        filled = {column for row, column in self._taken if row == self._row}
        if filled != set(range(len(self.widths))):
            raise ValueError(f"row {self._row} fills {sorted(filled)} of {len(self.widths)} columns")
        self._row += 1

    def build(self) -> Grid:
        return Grid(self.widths, self.header_rows, self._row, tuple(self.cells))


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    lines: tuple[str, ...]
    printed_on: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is a part (第一部分), 2 a section (一、), 3 a subsection (（一）), 4 a line of the contents page."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A number (or direction word) of a paragraph; ``offset`` counts its characters."""

    key: str
    offset: int
    printed: str
    metric: str
    unit: str
    binding: tuple[tuple[str, str], ...]

    def record(self) -> dict[str, object]:
        return asdict(self) | {"binding": dict(self.binding)}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with the numbers in it; ``note`` is set small below a table."""

    text: str
    claims: tuple[Claim, ...] = ()
    note: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Go on with a new page."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its title and the line above it (left, middle, right part)."""

    kind: str
    title: str
    above: tuple[str, str, str]
    grid: Grid
    repeat_header: bool = False


Block = Cover | Heading | Paragraph | PageBreak | TableBlock

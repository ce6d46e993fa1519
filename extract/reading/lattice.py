"""From the rulings of one table to its cells.

The positions of all rulings cut the table into a raster; raster squares without a wall between them are one cell. A
merged cell therefore knows its spans, and a stub of a rule that closes nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.reading.page import Rect, Rule
from extract.reading.rulings import JOIN, Rulings

COVERED = 0.75
"""A wall counts where rules cover this share of it (or all but a joining gap)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A cell in raster places: ``row``/``col`` of its top-left square, and how many rows and columns it takes."""

    row: int
    col: int
    row_span: int
    col_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """One table's geometry: ``xs`` and ``ys`` are the edges of columns and rows.

    ``owner[row][col]`` indexes ``spans``, -1 outside; ``ragged`` counts regions that were no rectangles.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    owner: tuple[tuple[int, ...], ...]
    ragged: int = 0

    @property
    def rect(self) -> Rect:
        """The bounding rectangle."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def rect_of(self, span: Span) -> Rect:
        """The rectangle of one cell."""
        return Rect(
            self.xs[span.col], self.ys[span.row], self.xs[span.col + span.col_span], self.ys[span.row + span.row_span]
        )


def build_lattice(group: Rulings) -> Lattice | None:
    """Return the cells enclosed by one connected group of rulings, or None where it encloses none."""
    xs = sorted({rule.at for rule in group.verticals})
    ys = sorted({rule.at for rule in group.horizontals})
    if len(xs) < 2 or len(ys) < 2:
        return None
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    # floor[j][i]: is there a rule at ys[j] between xs[i] and xs[i+1]; side[i][j] likewise
    floor = _walls(group.horizontals, ys, xs)
    side = _walls(group.verticals, xs, ys)
    region = _regions(floor, side, n_rows, n_cols)
    spans, ragged = _cells(region, floor, side, n_rows, n_cols)
    if not spans:
        return None
    return _compact(xs, ys, spans, ragged)


def _walls(rules: Sequence[Rule], positions: Sequence[float], edges: Sequence[float]) -> list[list[bool]]:
    by_position: dict[float, list[Rule]] = {}
    for rule in rules:
        by_position.setdefault(rule.at, []).append(rule)
    walls: list[list[bool]] = []
    for position in positions:
        row = []
        for low, high in pairwise(edges):
            covered = sum(
                max(0.0, min(rule.end, high) - max(rule.start, low)) for rule in by_position.get(position, ())
            )
            length = high - low
            row.append(
                covered >= length * COVERED or (covered > 0 and length - covered <= 2 * JOIN and covered >= length / 2)
            )
        walls.append(row)
    return walls


def _regions(floor: list[list[bool]], side: list[list[bool]], n_rows: int, n_cols: int) -> list[list[int]]:
    """Number the connected regions of raster squares."""
    region = [[-1] * n_cols for _ in range(n_rows)]
    count = 0
    for row in range(n_rows):
        for col in range(n_cols):
            if region[row][col] >= 0:
                continue
            stack = [(row, col)]
            region[row][col] = count
            while stack:
                r, c = stack.pop()
                for nr, nc, wall in (
                    (r - 1, c, floor[r][c]),
                    (r + 1, c, floor[r + 1][c]),
                    (r, c - 1, side[c][r]),
                    (r, c + 1, side[c + 1][r]),
                ):
                    if not wall and 0 <= nr < n_rows and 0 <= nc < n_cols and region[nr][nc] < 0:
                        region[nr][nc] = count
                        stack.append((nr, nc))
            count += 1
    return region


def _cells(
    region: list[list[int]], floor: list[list[bool]], side: list[list[bool]], n_rows: int, n_cols: int
) -> tuple[list[Span], int]:
    squares: dict[int, list[tuple[int, int]]] = {}
    for row in range(n_rows):
        for col in range(n_cols):
            squares.setdefault(region[row][col], []).append((row, col))
    spans: list[Span] = []
    ragged = 0
    for places in squares.values():
        rows, cols = [p[0] for p in places], [p[1] for p in places]
        span = Span(min(rows), min(cols), max(rows) - min(rows) + 1, max(cols) - min(cols) + 1)
        if len(places) == span.row_span * span.col_span:
            if _open_sides(span, floor, side, n_rows, n_cols) <= 1:
                spans.append(span)
            continue
        # not a rectangle: a wall is missing somewhere, or it is the outside of a stepped table
        if _leaks(places, floor, side, n_rows, n_cols):
            continue
        ragged += 1
        spans.extend(_rectangles(places))
    return spans, ragged


def _open_sides(span: Span, floor: list[list[bool]], side: list[list[bool]], n_rows: int, n_cols: int) -> int:
    rows = range(span.row, span.row + span.row_span)
    cols = range(span.col, span.col + span.col_span)
    return (
        (not all(floor[span.row][c] for c in cols))
        + (not all(floor[span.row + span.row_span][c] for c in cols))
        + (not all(side[span.col][r] for r in rows))
        + (not all(side[span.col + span.col_span][r] for r in rows))
    )


def _leaks(
    places: Sequence[tuple[int, int]], floor: list[list[bool]], side: list[list[bool]], n_rows: int, n_cols: int
) -> bool:
    return any(
        (row == 0 and not floor[0][col])
        or (row == n_rows - 1 and not floor[n_rows][col])
        or (col == 0 and not side[0][row])
        or (col == n_cols - 1 and not side[n_cols][row])
        for row, col in places
    )


def _rectangles(places: Sequence[tuple[int, int]]) -> list[Span]:
    """Cut a ragged region into full-width rectangles, top to bottom."""
    by_row: dict[int, list[int]] = {}
    for row, col in places:
        by_row.setdefault(row, []).append(col)
    runs: list[tuple[int, int, int]] = []  # row, first col, last col
    for row, cols in sorted(by_row.items()):
        cols.sort()
        start = previous = cols[0]
        for col in cols[1:]:
            if col != previous + 1:
                runs.append((row, start, previous))
                start = col
            previous = col
        runs.append((row, start, previous))
    spans: list[Span] = []
    open_runs: dict[tuple[int, int], Span] = {}
    for row, first, last in runs:
        above = open_runs.get((first, last))
        if above is not None and above.row + above.row_span == row:
            spans.remove(above)
            grown = Span(above.row, first, above.row_span + 1, above.col_span)
        else:
            grown = Span(row, first, 1, last - first + 1)
        spans.append(grown)
        open_runs[first, last] = grown
    return spans


def _compact(xs: Sequence[float], ys: Sequence[float], spans: Sequence[Span], ragged: int) -> Lattice:
    """Renumber rows and columns after leaving out edges that bound no cell."""
    row_edges = sorted({s.row for s in spans} | {s.row + s.row_span for s in spans})
    col_edges = sorted({s.col for s in spans} | {s.col + s.col_span for s in spans})
    row_of = {edge: index for index, edge in enumerate(row_edges)}
    col_of = {edge: index for index, edge in enumerate(col_edges)}
    packed = sorted(
        (
            Span(
                row_of[s.row],
                col_of[s.col],
                row_of[s.row + s.row_span] - row_of[s.row],
                col_of[s.col + s.col_span] - col_of[s.col],
            )
            for s in spans
        ),
        key=lambda s: (s.row, s.col),
    )
    owner = [[-1] * (len(col_edges) - 1) for _ in range(len(row_edges) - 1)]
    for index, span in enumerate(packed):
        for row in range(span.row, span.row + span.row_span):
            for col in range(span.col, span.col + span.col_span):
                owner[row][col] = index
    return Lattice(
        tuple(xs[edge] for edge in col_edges),
        tuple(ys[edge] for edge in row_edges),
        tuple(packed),
        tuple(map(tuple, owner)),
        ragged,
    )

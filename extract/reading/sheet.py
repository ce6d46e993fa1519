"""A worksheet in the shared model, whichever library opened it: cells with printed text, merges, borders, sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extract.reading.page import Rect


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: the text it shows, and whether its borders make it part of a table (a rule under it does not)."""

    text: str
    bordered: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, first and last row and column, counted from 0."""

    row: int
    col: int
    last_row: int
    last_col: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible worksheet; ``widths`` and ``heights`` are in points by column and row, with defaults for the rest."""

    number: int
    name: str
    cells: Mapping[tuple[int, int], SheetCell]
    merges: tuple[Merge, ...]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    default_width: float = 51.0
    default_height: float = 15.0
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()

    def address(self, row: int, col: int) -> str:
        """Return the locator of a cell, such as ``Sheet1!C14``."""
        return f"{self.name}!{column_letters(col)}{row + 1}"

    def x_edges(self, n_cols: int) -> list[float]:
        """Return the left edges of columns 0 to ``n_cols`` (the last is the right edge)."""
        return _edges(n_cols, self.widths, self.default_width, self.hidden_cols)

    def y_edges(self, n_rows: int) -> list[float]:
        """Return the top edges of rows 0 to ``n_rows`` (the last is the bottom edge)."""
        return _edges(n_rows, self.heights, self.default_height, self.hidden_rows)


def _edges(count: int, sizes: Mapping[int, float], default: float, hidden: frozenset[int]) -> list[float]:
    edges = [0.0]
    for index in range(count):
        edges.append(edges[-1] + (0.0 if index in hidden else sizes.get(index, default)))
    return edges


def column_letters(col: int) -> str:
    """Return the letters of column ``col``, counted from 0."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def span_rect(xs: list[float], ys: list[float], merge: Merge) -> Rect:
    """Return the rectangle of a range in points."""
    return Rect(xs[merge.col], ys[merge.row], xs[merge.last_col + 1], ys[merge.last_row + 1])

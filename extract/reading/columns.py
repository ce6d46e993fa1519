"""Column edges of a table's parts: when they agree, and how parts with different edges share one set of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import Cell

SAME_EDGE = 4.0
"""Column edges on two pages are the same within this, in points."""
SHIFTED_EDGE = 12.0
"""Edges of the same column may drift this far from page to page where each page was laid out by itself."""
_SHARED = 0.5


def same_edges(first: Sequence[float], second: Sequence[float], tolerance: float = SAME_EDGE) -> bool:
    """Say whether two sets of column edges are the same within ``tolerance``."""
    return len(first) == len(second) and all(abs(a - b) <= tolerance for a, b in zip(first, second, strict=True))


def same_outline(first: Sequence[float], second: Sequence[float]) -> bool:
    """Say whether two sets of column edges begin and end at the same place."""
    return abs(first[0] - second[0]) <= SAME_EDGE and abs(first[-1] - second[-1]) <= SAME_EDGE


def shared_edges(first: Sequence[float], second: Sequence[float]) -> bool:
    """Say whether the parts share one set of columns: same outline, most inner edges of the simpler part met again."""
    if not same_outline(first, second):
        return False
    inner, other = sorted((first[1:-1], second[1:-1]), key=len)
    if not inner:
        return True
    met = sum(any(abs(edge - candidate) <= SAME_EDGE for candidate in other) for edge in inner)
    return met >= _SHARED * len(inner)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in the making, and what is already in them."""

    edges: tuple[float, ...]
    cells: tuple[Cell, ...]

    def with_part(self, edges: Sequence[float], cells: Sequence[Cell]) -> Columns:
        """Add the cells of another part with columns of its own; columns are split where either part needs it."""
        if same_edges(self.edges, edges) or (len(edges) == len(self.edges) and not shared_edges(self.edges, edges)):
            return replace(self, cells=(*self.cells, *cells))
        union = merged_edges(self.edges, edges)
        return Columns(
            union,
            (*_respan(self.cells, _places(self.edges, union)), *_respan(cells, _places(edges, union))),
        )


def merged_edges(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...]:
    """Return the edges of ``first`` and those of ``second`` that are not among them."""
    extra = [edge for edge in second if all(abs(edge - known) > SAME_EDGE for known in first)]
    return tuple(sorted((*first, *extra)))


def _places(edges: Sequence[float], union: Sequence[float]) -> list[int]:
    return [min(range(len(union)), key=lambda index: abs(union[index] - edge)) for edge in edges]


def _respan(cells: Sequence[Cell], places: Sequence[int]) -> list[Cell]:
    return [
        replace(cell, col=places[cell.col], col_span=max(1, places[cell.col + cell.col_span] - places[cell.col]))
        for cell in cells
    ]

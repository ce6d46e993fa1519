"""The internal page model: characters and rulings, placed as displayed, origin top left, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Char(NamedTuple):
    """One printed character. ``angle`` is 0, 90, 180 or 270 degrees clockwise as displayed."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    angle: int = 0
    confidence: float | None = None


class Rule(NamedTuple):
    """An axis-parallel ruling: of a horizontal one ``at`` is y, ``start`` and ``end`` are x; else the reverse."""

    at: float
    start: float
    end: float


class Rect(NamedTuple):
    """A rectangle in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page, before any table is looked for.

    ``skew`` is by how many degrees counter-clockwise a scan was turned to stand straight, as its places are given;
    ``image_share`` is the share of the page that images cover; ``n_unmapped`` counts printed glyphs that their
    font maps to no character.
    """

    number: int
    width: float
    height: float
    rotation: int
    chars: tuple[Char, ...]
    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]
    n_images: int
    engine: str
    warnings: tuple[str, ...] = ()
    skew: float = 0.0
    image_share: float = 0.0
    n_unmapped: int = 0

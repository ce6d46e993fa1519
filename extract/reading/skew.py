"""Places of a scan that was set straight, turned back to the page as displayed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from extract.model import Box, Cell, TextLine
from extract.reading.page import Page


@dataclass(frozen=True, slots=True)
class TurnBack:
    """The inverse of turning a page about its middle by ``angle`` degrees counter-clockwise."""

    x: float
    y: float
    cosine: float
    sine: float

    @classmethod
    def of(cls, page: Page) -> TurnBack:
        """Return the way back for ``page``."""
        angle = math.radians(page.skew)
        return cls(page.width / 2, page.height / 2, math.cos(angle), math.sin(angle))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the straight page is displayed."""
        dx, dy = x - self.x, y - self.y
        return self.x + self.cosine * dx - self.sine * dy, self.y + self.sine * dx + self.cosine * dy

    def box(self, box: Box) -> Box:
        """Move a box with its middle: its sides stay level, as tight as they were."""
        x, y = self.point((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)
        width, height = (box.x1 - box.x0) / 2, (box.bottom - box.top) / 2
        return Box(round(x - width, 2), round(y - height, 2), round(x + width, 2), round(y + height, 2))

    def cell(self, cell: Cell) -> Cell:
        """Return ``cell`` in its displayed place."""
        return Cell(
            cell.row,
            cell.col,
            cell.row_span,
            cell.col_span,
            cell.text,
            cell.page,
            self.box(cell.box),
            cell.locator,
            cell.confidence,
        )

    def line(self, line: TextLine) -> TextLine:
        """Return ``line`` in its displayed place; a long skewed line gets the height that it takes."""
        middle = (line.box.top + line.box.bottom) / 2
        left, left_y = self.point(line.box.x0, middle)
        right, right_y = self.point(line.box.x1, middle)
        half = (line.box.bottom - line.box.top) / 2
        box = Box(
            round(left, 2),
            round(min(left_y, right_y) - half, 2),
            round(right, 2),
            round(max(left_y, right_y) + half, 2),
        )
        edges = tuple(
            (round(self.point(x0, middle)[0], 2), round(self.point(x1, middle)[0], 2)) for x0, x1 in line.edges
        )
        return TextLine(line.page, line.text, box, edges, line.size, line.locator, line.confidence, line.levels)

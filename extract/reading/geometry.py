"""Where a point of PDF user space is displayed: /Rotate and the offset of the page box applied, origin top left."""

from __future__ import annotations

from dataclasses import dataclass

from extract.reading.page import Rect

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies ``first``, then ``second`` (PDF row vectors)."""
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = second
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space (PDF: y upwards) and its /Rotate in degrees clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as displayed."""
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Height as displayed."""
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """Place a user-space rectangle given by any two opposite corners."""
        if self.rotation == 0:
            xa, ya, xb, yb = x0 - self.left, self.top - y0, x1 - self.left, self.top - y1
        elif self.rotation == 90:
            xa, ya, xb, yb = y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        elif self.rotation == 180:
            xa, ya, xb, yb = self.right - x0, y0 - self.bottom, self.right - x1, y1 - self.bottom
        else:
            xa, ya, xb, yb = self.top - y0, self.right - x0, self.top - y1, self.right - x1
        return Rect(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def through(self, matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """Place the bounding rectangle of a rectangle that is first carried through ``matrix``."""
        if matrix == IDENTITY:
            return self.rect(x0, y0, x1, y1)
        a, b, c, d, e, f = matrix
        xs = [a * x + c * y + e for x, y in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
        ys = [b * x + d * y + f for x, y in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
        return self.rect(min(xs), min(ys), max(xs), max(ys))

"""A scanned page's image: its skew, its rulings, and where lines of text have ink. Pixels, origin top left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from extract.reading.page import Rect, Rule

Image: TypeAlias = npt.NDArray[np.uint8]

_MOST_SKEW = 4.0
_SHORTEST_PIECE = 40
"""Ink running straight for this many pixels (0.2 inch at 200 dpi) is a piece of a ruling; no small print does."""
_FEWEST_INK = 6
_MAX_RULE_WIDTH = 9
_APART = 0.7
"""No point or comma stands so many line heights away from the digits that it belongs to."""
_SPECK = 0.02
"""Ink of a speck, at most this share of a square of the line's height."""
_MARGIN = 0.35
"""White set around a line for recognition, as a share of its height: a point at the very edge is not seen."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page image set straight: ``ink`` is 255 where it is dark, ``angle`` by how many degrees it was turned."""

    gray: Image
    ink: Image
    angle: float


def set_straight(gray: Image) -> Scan:
    """Turn a page image so that its lines run level."""
    angle = skew_of(_ink(gray))
    straight = turned(gray, angle)
    return Scan(straight, _ink(straight), angle)


def turned(gray: Image, angle: float) -> Image:
    """Return the page turned about its middle by ``angle`` degrees counter-clockwise, on white paper."""
    return _turned(gray, angle, 255)


def _ink(gray: Image) -> Image:
    import cv2

    _, binary = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(binary, dtype=np.uint8)


def _turned(image: Image, angle: float, border: int) -> Image:
    import cv2

    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=border)
    return np.asarray(turned, dtype=np.uint8)


def skew_of(ink: Image) -> float:
    """Return the angle in degrees by which the page must be turned: the one whose rows of ink are the sharpest."""
    import cv2

    best = 0.0
    for scale, reach, step in ((4, _MOST_SKEW, 0.5), (2, 0.5, 0.1), (2, 0.1, 0.02)):
        small = cv2.resize(ink, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        angles = [best + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle, image=small: _sharpness(_turned(image, angle, 0)))  # type: ignore[misc]
    return best


def _sharpness(ink: Image) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def rules_of(ink: Image) -> tuple[list[Rule], list[Rule]]:
    """Return horizontal and vertical rulings found in the ink."""
    return _runs(ink, horizontal=True), _runs(ink, horizontal=False)


def _runs(ink: Image, *, horizontal: bool) -> list[Rule]:
    import cv2

    size = (_SHORTEST_PIECE, 1) if horizontal else (1, _SHORTEST_PIECE)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    rules = []
    for x, y, width, height, _ in stats[1:count]:
        if horizontal and height <= _MAX_RULE_WIDTH:
            rules.append(Rule(float(y + height / 2), float(x), float(x + width)))
        elif not horizontal and width <= _MAX_RULE_WIDTH:
            rules.append(Rule(float(x + width / 2), float(y), float(y + height)))
    return rules


def without_rules(scan: Scan, horizontals: list[Rule], verticals: list[Rule]) -> Scan:
    """Return the page with its rulings painted over: recognition would read them as letters."""
    gray, ink = scan.gray.copy(), scan.ink.copy()
    for rule, across in ((r, False) for r in horizontals):
        _paint(gray, ink, rule, across=across)
    for rule in verticals:
        _paint(gray, ink, rule, across=True)
    return Scan(gray, ink, scan.angle)


def _paint(gray: Image, ink: Image, rule: Rule, *, across: bool) -> None:
    low, high = max(0, int(rule.at) - 3), int(rule.at) + 4
    start, end = max(0, int(rule.start) - 2), int(rule.end) + 3
    area = (slice(start, end), slice(low, high)) if across else (slice(low, high), slice(start, end))
    gray[area] = 255
    ink[area] = 0


def text_rows(ink: Image, area: Rect, *, margin: int = 2) -> list[Rect]:
    """Return the boxes of the lines of ink inside ``area``, top to bottom, by the gaps between rows of ink."""
    x0, y0 = max(0, int(area.x0) + margin), max(0, int(area.top) + margin)
    part = ink[y0 : int(area.bottom) - margin, x0 : int(area.x1) - margin] > 0
    if part.size == 0:
        return []
    rows = part.sum(axis=1) > 0
    boxes: list[Rect] = []
    for start, end in _stretches(rows, gap=1):
        left, right = _without_specks(part[start:end])
        if part[start:end, left:right].sum() >= _FEWEST_INK and end - start >= 3:
            boxes.append(Rect(x0 + float(left), y0 + float(start), x0 + float(right), y0 + float(end)))
    return _joined_rows(boxes)


def bands(ink: Image, height: int) -> list[tuple[int, int]]:
    """Cut a page into bands of at most ``height`` rows, where the least ink is cut through; bands of blank paper are
    left out. Returns first row and the row after the last of each."""
    rows = ink.sum(axis=1, dtype=np.int64)
    found: list[tuple[int, int]] = []
    inked = np.flatnonzero(rows >= _FEWEST_INK * 255)
    at, end = (int(inked[0]), int(inked[-1]) + 1) if inked.size else (0, 0)
    while at < end:
        cut = end
        if end - at > height:
            window = rows[at + height // 2 : at + height]
            cut = at + height // 2 + int(window.size - 1 - np.argmin(window[::-1]))
        if (rows[at:cut] >= _FEWEST_INK * 255).any():
            found.append((at, cut))
        at = cut
    return found


def padded(gray: Image, area: Rect) -> Image | None:
    """Return the part of the image in ``area`` on white paper of its own; None where there is nothing to read."""
    height = int(area.bottom) - int(area.top)
    part = gray[max(0, int(area.top) - 1) : int(area.bottom) + 2, max(0, int(area.x0) - 1) : int(area.x1) + 2]
    if min(part.shape) < 4:
        return None
    margin = max(4, round(_MARGIN * height))
    canvas = np.full((part.shape[0] + 2 * margin, part.shape[1] + 4 * margin), 255, dtype=np.uint8)
    canvas[margin : margin + part.shape[0], 2 * margin : 2 * margin + part.shape[1]] = part
    return canvas


def _without_specks(line: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Return first column and the one after the last of a line's ink; dirt far beside it would be read as a point."""
    height = line.shape[0]
    ink = line.sum(axis=0)
    pieces = _stretches(ink > 0, gap=max(4, round(_APART * height)))
    printed = [(start, end) for start, end in pieces if ink[start:end].sum() > _SPECK * height * height]
    kept = printed or pieces
    return (kept[0][0], kept[-1][1]) if kept else (0, 0)


def widened(picture: Image, factor: float) -> Image:
    """Return a picture stretched sideways: narrow letters that run into one another come apart."""
    import cv2

    return np.asarray(cv2.resize(picture, None, fx=factor, fy=1.0, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _joined_rows(boxes: list[Rect]) -> list[Rect]:
    """Join strokes set apart vertically (三, 二, a dot) to the line that they belong to."""
    if len(boxes) < 2:
        return boxes
    height = max(box.bottom - box.top for box in boxes)
    out = [boxes[0]]
    for box in boxes[1:]:
        last = out[-1]
        joined = Rect(min(last.x0, box.x0), last.top, max(last.x1, box.x1), box.bottom)
        thin = min(box.bottom - box.top, last.bottom - last.top) < 0.5 * height
        if thin and box.top - last.bottom < 0.35 * height and joined.bottom - joined.top <= 1.25 * height:
            out[-1] = joined
        else:
            out.append(box)
    return out


def _stretches(flags: npt.NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return the runs of true flags, runs closer than ``gap`` joined."""
    places = np.flatnonzero(flags)
    if places.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]

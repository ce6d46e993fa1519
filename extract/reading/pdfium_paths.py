"""Rulings, dark fills and unusual text objects of a page through PDFium; form XObjects are entered."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import IDENTITY, Frame, Matrix, multiply
from extract.reading.page import Rect, Rule

THIN = 3.0
"""A painted rectangle at most this thick is a ruling, in points; the thickest table frames seen are 2.3."""
_MAX_SEGMENTS = 400_000
_WHITE = 245
"""Luminance (0 black to 255) from which a colour is taken for the paper's."""
PALE = "pale"
"""Marks text objects that are a watermark, if they are large as well."""
_PALE = 150
_DARK = 200
"""Luminance of a fill below which white text on it can be read."""
_HIDDEN_MODES = frozenset((3, 7))


@dataclass(slots=True)
class PageObjects:
    """What the walk over a page's objects collects; ``odd_text``: the addresses of text that may be unseen, and why."""

    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    backgrounds: list[Rect] = field(default_factory=list)
    odd_text: dict[int, str] = field(default_factory=dict)
    text_objects: list[int] = field(default_factory=list)
    n_images: int = 0
    image_area: float = 0.0
    n_objects: int = 0
    n_segments: int = 0
    truncated: bool = False


class _Buffers:
    """Scratch memory shared by all calls of one walk."""

    def __init__(self) -> None:
        self.floats = (ctypes.c_float * 8)()
        self.ints = (ctypes.c_uint * 6)()
        self.f = ctypes.addressof(self.floats)
        self.i = ctypes.addressof(self.ints)


def walk_page(page: int, frame: Frame, *, max_objects: int, max_depth: int) -> PageObjects:
    """Collect the rulings and backgrounds of the page at address ``page``."""
    found = PageObjects()
    buffers = _Buffers()

    def visit(container: int, matrix: Matrix, depth: int) -> None:
        if depth:
            count, get = pdfium.form_count_objects(container), pdfium.form_object
        else:
            count, get = pdfium.page_count_objects(container), pdfium.page_object
        for index in range(count):
            found.n_objects += 1
            if found.n_objects > max_objects:
                found.truncated = True
                return
            item = get(container, index)
            if not item:
                continue
            kind = pdfium.object_type(item)
            if kind == pdfium.OBJECT_TEXT:
                _note_text(item, found, buffers)
                if not depth:
                    found.text_objects.append(item)
            elif kind == pdfium.OBJECT_PATH:
                _read_path(item, matrix, frame, found, buffers)
            elif kind in (pdfium.OBJECT_IMAGE, pdfium.OBJECT_SHADING):
                place = _bounds(item, matrix, frame, buffers)
                found.backgrounds.append(place)
                if kind == pdfium.OBJECT_IMAGE:
                    found.n_images += 1
                    found.image_area += (place.x1 - place.x0) * (place.bottom - place.top)
            elif kind == pdfium.OBJECT_FORM and depth < max_depth:
                pdfium.object_matrix(item, buffers.f)
                own: Matrix = tuple(buffers.floats[:6])  # type: ignore[assignment]
                visit(item, multiply(own, matrix), depth + 1)

    visit(page, IDENTITY, 0)
    return found


def _bounds(item: int, matrix: Matrix, frame: Frame, buffers: _Buffers) -> Rect:
    f = buffers.f
    pdfium.object_bounds(item, f, f + 4, f + 8, f + 12)
    left, bottom, right, top = buffers.floats[:4]
    return frame.through(matrix, left, bottom, right, top)


def _note_text(item: int, found: PageObjects, buffers: _Buffers) -> None:
    mode = pdfium.text_render_mode(item)
    if mode in _HIDDEN_MODES:
        found.odd_text[item] = "invisible"
        return
    i = buffers.i
    read = pdfium.object_stroke if mode == 1 else pdfium.object_fill
    if read(item, i, i + 4, i + 8, i + 12):
        red, green, blue, alpha = buffers.ints[:4]
        # what is seen on white paper: a transparent black is a gray
        seen = 255 - (255 - (0.299 * red + 0.587 * green + 0.114 * blue)) * alpha / 255
        if alpha < 13:
            found.odd_text[item] = "invisible"
        elif seen >= _WHITE:
            found.odd_text[item] = "white"
        elif seen >= _PALE:
            found.odd_text[item] = PALE


def _read_path(item: int, matrix: Matrix, frame: Frame, found: PageObjects, buffers: _Buffers) -> None:
    i, f = buffers.i, buffers.f
    if not pdfium.path_draw_mode(item, i, i + 4):
        return
    filled, stroked = buffers.ints[0] != 0, buffers.ints[1] != 0
    if not (filled or stroked):
        return
    # luminance of what is painted, None where it is transparent
    ink = _luminance(pdfium.object_stroke, item, buffers) if stroked else None
    fill = _luminance(pdfium.object_fill, item, buffers) if filled else None
    darkest = min((level for level in (ink, fill) if level is not None), default=None)
    if darkest is None:
        return
    white = darkest >= _WHITE
    pdfium.object_bounds(item, f, f + 4, f + 8, f + 12)
    left, bottom, right, top = buffers.floats[:4]
    box = frame.through(matrix, left, bottom, right, top)
    if box.x1 - box.x0 <= THIN or box.bottom - box.top <= THIN:
        if not white:
            _add_thin(box, found)
        return
    if white:
        return
    count = pdfium.path_count_segments(item)
    found.n_segments += count
    if found.n_segments > _MAX_SEGMENTS:
        found.truncated = True
        return
    pdfium.object_matrix(item, f)
    own: Matrix = tuple(buffers.floats[:6])  # type: ignore[assignment]
    _read_segments(
        item,
        count,
        multiply(own, matrix),
        frame,
        found,
        buffers,
        stroked=ink is not None and ink < _WHITE,
        filled=fill is not None and fill < _WHITE,
        dark=fill is not None and fill < _DARK,
    )


def _luminance(read: Callable[..., int], item: int, buffers: _Buffers) -> float | None:
    """Return 0 (black) to 255 (white), or None where nothing would be seen."""
    i = buffers.i
    if not read(item, i, i + 4, i + 8, i + 12):
        return 0.0
    red, green, blue, alpha = buffers.ints[:4]
    return None if alpha < 13 else 0.299 * red + 0.587 * green + 0.114 * blue


def _read_segments(
    item: int,
    count: int,
    matrix: Matrix,
    frame: Frame,
    found: PageObjects,
    buffers: _Buffers,
    *,
    stroked: bool,
    filled: bool,
    dark: bool,
) -> None:
    f, floats = buffers.f, buffers.floats
    subpath: list[tuple[float, float]] = []
    curved = False
    a, b, c, d, e, g = matrix
    for index in range(count):
        segment = pdfium.path_segment(item, index)
        kind = pdfium.segment_type(segment)
        pdfium.segment_point(segment, f, f + 4)
        px, py = floats[0], floats[1]
        if kind == pdfium.SEGMENT_MOVE:
            if not curved:
                _finish(subpath, frame, found, stroked=stroked, filled=filled, dark=dark, closed=False)
            subpath, curved = [], False
        elif kind == pdfium.SEGMENT_BEZIER:
            curved = True
        subpath.append((a * px + c * py + e, b * px + d * py + g))
        if pdfium.segment_close(segment):
            start = subpath[0]
            if not curved:
                _finish(subpath, frame, found, stroked=stroked, filled=filled, dark=dark, closed=True)
            subpath, curved = [start], False
    if not curved:
        _finish(subpath, frame, found, stroked=stroked, filled=filled, dark=dark, closed=False)


def _finish(
    points: list[tuple[float, float]],
    frame: Frame,
    found: PageObjects,
    *,
    stroked: bool,
    filled: bool,
    dark: bool,
    closed: bool,
) -> None:
    """Turn one straight-edged subpath into rulings and backgrounds."""
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = frame.rect(min(xs), min(ys), max(xs), max(ys))
    if box.x1 - box.x0 <= THIN or box.bottom - box.top <= THIN:
        if stroked or filled:
            _add_thin(box, found)
        return
    if dark and len(points) <= 6:
        found.backgrounds.append(box)
    if not stroked:
        return
    pairs = list(pairwise(points))
    if closed:
        pairs.append((points[-1], points[0]))
    for (ax, ay), (bx, by) in pairs:
        edge = frame.rect(ax, ay, bx, by)
        if edge.x1 - edge.x0 <= 0.5 or edge.bottom - edge.top <= 0.5:
            _add_thin(edge, found)


def _add_thin(box: Rect, found: PageObjects) -> None:
    width, height = box.x1 - box.x0, box.bottom - box.top
    # a dot (a corner piece, or one of a dotted line) may belong to either direction: joining decides
    if height <= THIN:
        found.horizontals.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
    if width <= THIN:
        found.verticals.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))

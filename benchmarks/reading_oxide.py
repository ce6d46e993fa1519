"""pdf_oxide's characters and paths behind our own page model: a reader that was tried, kept for comparison.

What it cannot say is left out: no text that is invisible or clipped is told, no text object's colour is asked.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from extract.reading.geometry import Frame
from extract.reading.page import Char, Page, Rule
from extract.reading.pdfium_paths import THIN, _add_thin
from extract.reading.pdfium_paths import PageObjects as Found
from extract.reading.pdfium_text import _ASCENT, _DESCENT, _SPACES
from extract.reading.unicode_forms import ORDINARY_CHARS

_WHITE = 0.96


def open_document(data: bytes) -> Any:
    """Open a PDF; raises ImportError where pdf_oxide is not installed."""
    import pdf_oxide

    return pdf_oxide.PdfDocument.from_bytes(data)


def read_page(document: Any, number: int) -> Page:
    """Read page ``number``, counted from 1."""
    index = number - 1
    left, bottom, third, fourth = document.page_crop_box(index) or document.page_media_box(index)
    frame = Frame(left, bottom, third, fourth, int(document.page_rotation(index)) % 360)
    chars = tuple(_char(char, frame) for char in document.extract_chars(index) if char.char not in _SPACES)
    found = Found()
    for path in document.extract_paths(index):
        _add_path(path, frame, found)
    return Page(
        number,
        frame.width,
        frame.height,
        frame.rotation,
        chars,
        tuple(found.horizontals),
        tuple(found.verticals),
        0,
        "pdf_oxide",
    )


def _char(char: Any, frame: Frame) -> Char:
    x, y, width, size = char.origin_x, char.origin_y, char.advance_width, char.font_size
    turn = round(char.rotation_degrees / 90) * 90 % 360
    if turn == 90:
        box = frame.rect(x - _ASCENT * size, y, x + _DESCENT * size, y + width)
    elif turn == 270:
        box = frame.rect(x - _DESCENT * size, y - width, x + _ASCENT * size, y)
    else:
        box = frame.rect(x, y - _DESCENT * size, x + width, y + _ASCENT * size)
    return Char(ORDINARY_CHARS.get(char.char, char.char), *box, (frame.rotation - turn) % 360)


def _add_path(path: dict[str, Any], frame: Frame, found: Found) -> None:
    stroke, fill = path["stroke_color"], path["fill_color"]
    if all(color is None or min(color) >= _WHITE for color in (stroke, fill)):
        return
    x, y, width, height = path["bbox"]
    box = frame.rect(x, y, x + width, y + height)
    if box.x1 - box.x0 <= THIN or box.bottom - box.top <= THIN:
        _add_thin(box, found)
    elif stroke is not None:
        for (ax, ay), (bx, by) in _edges(path["operations"]):
            edge = frame.rect(ax, ay, bx, by)
            if edge.x1 - edge.x0 <= 0.5 or edge.bottom - edge.top <= 0.5:
                _add_thin(edge, found)


def _edges(operations: list[dict[str, Any]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    edges: list[tuple[tuple[float, float], tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    for operation in operations:
        kind = operation["op"]
        if kind == "rectangle":
            x, y, w, h = (operation[name] for name in ("x", "y", "width", "height"))
            corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]
            edges.extend(pairwise(corners))
        elif kind == "move_to":
            edges.extend(pairwise(points))
            points = [(operation["x"], operation["y"])]
        elif kind == "line_to":
            points.append((operation["x"], operation["y"]))
        elif kind == "close_path" and points:
            points.append(points[0])
    edges.extend(pairwise(points))
    return edges


__all__ = ["Rule", "open_document", "read_page"]

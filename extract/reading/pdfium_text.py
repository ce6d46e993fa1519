"""Characters of a page through PDFium: text, box, direction; invisible, off-page and double-printed ones left out."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import Frame
from extract.reading.page import Char
from extract.reading.pdfium_visibility import Hidden
from extract.reading.unicode_forms import normalise_char

_ASCENT, _DESCENT = 0.88, 0.12
"""The em box of CJK fonts, used where PDFium gives no loose box: text that runs up or down."""


_STRAIGHT = 0.01
"""Radians below which PDFium's angle means upright."""
_ASLANT = 8.0
"""Degrees off a quarter turn from which text is a watermark, not part of the page's text."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page, and what was left out, by reason."""

    chars: tuple[Char, ...]
    left_out: tuple[tuple[str, str], ...]
    n_chars: int


def read_chars(text_page: int, frame: Frame, limit: int, hidden: Hidden | None) -> PageText:
    """Read the characters of one PDFium text page.

    ``hidden`` says why a character is not seen, if it is not; ``None`` where every text object is plainly printed.
    White space is not returned: it is derived from the gaps.
    """
    count = min(int(pdfium.text_count(text_page)), limit)
    if count <= 0:
        return PageText((), (), 0)
    texts = _texts(text_page, count)
    boxes = (ctypes.c_float * (4 * count))()
    address = ctypes.addressof(boxes)
    loose, angle_of = pdfium.loose_char_box, pdfium.char_angle
    chars: list[Char] = []
    left_out: dict[str, list[str]] = {}
    width, height = frame.width, frame.height
    upright_page = frame.rotation == 0
    base_x, base_y = frame.left, frame.top
    for index, text in enumerate(texts):
        if text <= " " or text in _SPACES:
            continue
        place = address + 16 * index
        loose(text_page, index, place)
        # FS_RECTF is left, top, right, bottom
        left, upper, right, lower = boxes[4 * index : 4 * index + 4]
        turn = 0
        # PDFium's angle is not 0 for slanted letters either: the baseline's own direction decides then
        quarter = 0 if abs(angle_of(text_page, index)) < _STRAIGHT else _quarter_turn(text_page, index)
        if quarter is None:
            left_out.setdefault("skewed text", []).append(text)
            continue
        if upright_page and quarter == 0 and right - left > 0.01 and upper - lower > 0.01:
            x0, top, x1, bottom = left - base_x, base_y - upper, right - base_x, base_y - lower
        else:
            x0, top, x1, bottom = frame.rect(*_upended_box(text_page, index, quarter, (left, lower, right, upper)))
            # PDFium's angle turns counter-clockwise in user space, /Rotate clockwise
            turn = (frame.rotation - quarter) % 360
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
            left_out.setdefault("off the page", []).append(text)
            continue
        if hidden is not None:
            reason = hidden(pdfium.char_text_object(text_page, index) or 0, x, y)
            if reason is not None:
                left_out.setdefault(reason, []).append(text)
                continue
        chars.append(Char(normalise_char(text), x0, top, x1, bottom, turn))
    return PageText(tuple(drop_overprinted(chars)), tuple((k, "".join(v)) for k, v in left_out.items()), count)


_SPACES = frozenset(
    "\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff\ufffe\uffff\u00ad\u2028\u2029\u2000\u2001\u2004\u2005\u2006\u2007\u2008\u200a\u202f\u205f"
)


def _quarter_turn(text_page: int, index: int) -> int | None:
    """Return how far the baseline of a character is turned counter-clockwise in user space; None where it is aslant."""
    matrix = (ctypes.c_float * 6)()
    if not pdfium.char_matrix(text_page, index, ctypes.addressof(matrix)):
        return 0
    degrees = math.degrees(math.atan2(matrix[1], matrix[0]))
    quarter = round(degrees / 90) * 90
    return quarter % 360 if abs(degrees - quarter) <= _ASLANT else None


def _texts(text_page: int, count: int) -> list[str]:
    buffer = (ctypes.c_uint16 * (count + 1))()
    written = pdfium.text_range(text_page, 0, count, ctypes.addressof(buffer))
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return list(text)
    # characters without a code point are missing from the bulk text: ask one by one, to keep text and boxes in step
    return [_chr(pdfium.char_unicode(text_page, index)) for index in range(count)]


def _chr(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffe" if code == 0 else "\ufffd"


def _upended_box(
    text_page: int, index: int, quarter: int, loose: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top in user space of a character whose baseline is turned by ``quarter`` degrees."""
    if quarter in (0, 180) and loose[2] - loose[0] > 0.01:
        return loose
    tight = (ctypes.c_double * 6)()
    at = ctypes.addressof(tight)
    pdfium.char_box(text_page, index, at, at + 8, at + 16, at + 24)
    left, right, bottom, top = tight[0], tight[1], tight[2], tight[3]
    pdfium.char_origin(text_page, index, at + 32, at + 40)
    x, y = tight[4], tight[5]
    matrix = (ctypes.c_float * 6)()
    pdfium.char_matrix(text_page, index, ctypes.addressof(matrix))
    size = pdfium.char_font_size(text_page, index) * max(map(abs, matrix[:4]), default=1.0)
    if size <= 0:
        return left, bottom, right, top
    if quarter == 90:  # reads upwards: the glyph's top points left
        return x - _ASCENT * size, bottom, x + _DESCENT * size, top
    if quarter == 270:
        return x - _DESCENT * size, bottom, x + _ASCENT * size, top
    if quarter == 180:
        return left, y - _ASCENT * size, right, y + _DESCENT * size
    return left, y - _DESCENT * size, right, y + _ASCENT * size


def drop_overprinted(chars: list[Char]) -> list[Char]:
    """Leave out a character printed again at nearly the same place: the poor man's bold."""
    seen: dict[tuple[str, int, int], list[Char]] = {}
    kept: list[Char] = []
    for char in chars:
        text, x0, top, x1, bottom = char[:5]
        size = bottom - top
        reach_x, reach_y = 0.25 * min(x1 - x0, size), 0.25 * size
        column, row = int(x0) >> 2, int(top) >> 2
        twin = False
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for other in seen.get((text, column + dx, row + dy), ()):
                    if abs(other.x0 - x0) <= reach_x and abs(other.top - top) <= reach_y:
                        twin = True
        if not twin:
            kept.append(char)
            seen.setdefault((text, column, row), []).append(char)
    return kept

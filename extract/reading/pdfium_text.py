"""Characters of a page through PDFium: text, box, direction; invisible, off-page and double-printed ones left out."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import sub
from typing import cast

from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import Frame
from extract.reading.page import Char
from extract.reading.pdfium_paths import PALE
from extract.reading.pdfium_visibility import Hidden
from extract.reading.unicode_forms import ORDINARY_CHARS

_ASCENT, _DESCENT = 0.88, 0.12
"""The em box of CJK fonts, used where PDFium gives no loose box: text that runs up or down."""


_STRAIGHT = 0.01
"""Radians below which PDFium's angle means upright."""
_ASLANT = 8.0
"""Degrees off a quarter turn from which text is a watermark, not part of the page's text."""


_TALLEST = 1.7
"""A loose box taller than this many font sizes comes from a font that misstates its ascent and descent."""
_LINE_END_HYPHEN = "\ufffe"
"""What PDFium puts in place of a hyphen at the end of a line, as of any character without a code point."""
_THINNEST = 0.01
"""A loose box thinner than this was not computed: PDFium gives none for text that runs up or down."""
_WATERMARK = 1.6
"""Pale text this many times larger than the page's median is a watermark."""
_BLEED = 1.0
"""Characters whose middle is this far off the page, in points, are not displayed."""
_SPACES = frozenset(
    [chr(code) for code in range(0x21)]
    + list("\u00a0\u00ad\u200b\u202f\u205f\u2028\u2029\u3000\ufeff\ufffe\uffff")
    + [chr(code) for code in range(0x2000, 0x200B)]
)
"""White space, and what PDFium puts where a character has no code point."""


_UNMAPPED = frozenset([chr(code) for code in range(1, 0x20) if chr(code) not in "\t\n\r\x02"] + ["\ufffe", "\uffff"])
"""What stands for a printed glyph that its font maps to no character; ``\\x02`` is PDFium's own, for a hyphen."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page, what was left out, by reason, and how many glyphs are no character at all."""

    chars: tuple[Char, ...]
    left_out: tuple[tuple[str, str], ...]
    n_chars: int
    n_unmapped: int = 0


def read_chars(text_page: int, frame: Frame, limit: int, hidden: Hidden | None) -> PageText:
    """Read the characters of one PDFium text page.

    ``hidden`` says why a character is not seen, if it is not; ``None`` where every text object is plainly printed.
    White space is not returned: it is derived from the gaps.
    """
    count = min(int(pdfium.text_count(text_page)), limit)
    if count <= 0:
        return PageText((), (), 0)
    texts = _texts(text_page, count)
    for index in [at for at, text in enumerate(texts) if text == _LINE_END_HYPHEN]:
        if pdfium.char_is_hyphen(text_page, index) == 1:
            texts[index] = "-"
    indices = [index for index, text in enumerate(texts) if text not in _SPACES]
    unmapped = sum(text in _UNMAPPED for text in texts)
    if not indices:
        return PageText((), (), count, unmapped)
    boxes = _Boxes.read(text_page, indices)
    boxes.mend(text_page, indices)
    angles = [pdfium.char_angle(text_page, index) for index in indices]
    printed = [texts[index] for index in indices]
    left_out: dict[str, list[str]] = {}
    if frame.rotation == 0 and boxes.plain(frame) and max(map(abs, angles)) < _STRAIGHT:
        chars = _upright_chars(printed, boxes, frame)
    else:
        indices, chars = _placed_chars(text_page, frame, indices, printed, boxes, angles, left_out)
    if hidden is not None:
        chars = _seen_chars(text_page, hidden, indices, chars, left_out)
    return PageText(tuple(chars), tuple((k, "".join(v)) for k, v in left_out.items()), count)


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Loose boxes in user space, one list a side."""

    left: list[float]
    upper: list[float]
    right: list[float]
    lower: list[float]

    @classmethod
    def read(cls, text_page: int, indices: Sequence[int]) -> _Boxes:
        buffer = (ctypes.c_float * (4 * len(indices)))()
        place = ctypes.addressof(buffer)
        box = pdfium.loose_char_box
        for index in indices:
            box(text_page, index, place)
            place += 16
        values = cast("list[float]", memoryview(buffer).cast("B").cast("f").tolist())
        # FS_RECTF is left, top, right, bottom
        return cls(values[0::4], values[1::4], values[2::4], values[3::4])

    def mend(self, text_page: int, indices: Sequence[int]) -> None:
        """Give the em box to upright characters of fonts that misstate their height.

        Characters of one height share font and size: one of them is asked for its baseline.
        """
        tenths = [int(10 * height) for height in map(sub, self.upper, self.lower)]
        for height in set(tenths):
            first = tenths.index(height)
            size, base = _size_and_base(text_page, indices[first])
            if not 0 < size < height / 10 / _TALLEST:
                continue
            drop = base - self.lower[first] - _DESCENT * size
            for at, other in enumerate(tenths):
                if other == height:
                    self.lower[at] += drop
                    self.upper[at] = self.lower[at] + (_ASCENT + _DESCENT) * size
                    if (width := self.right[at] - self.left[at]) > _TALLEST * size:
                        # the box leaves out that the text is scaled down: its width is as wrong as its height
                        self.right[at] = self.left[at] + width * 10 * size / height

    def plain(self, frame: Frame) -> bool:
        """Say whether every box was computed and lies on the page."""
        return (
            min(map(sub, self.right, self.left)) > _THINNEST
            and min(map(sub, self.upper, self.lower)) > _THINNEST
            and min(self.left) >= frame.left - _BLEED
            and max(self.right) <= frame.right + _BLEED
            and min(self.lower) >= frame.bottom - _BLEED
            and max(self.upper) <= frame.top + _BLEED
        )


def _size_and_base(text_page: int, index: int) -> tuple[float, float]:
    """Return font size and baseline of an upright character in user space; size 0 for one that is turned."""
    matrix, origin = (ctypes.c_float * 6)(), (ctypes.c_double * 2)()
    at = ctypes.addressof(origin)
    if not pdfium.char_matrix(text_page, index, ctypes.addressof(matrix)) or matrix[3] <= 0 or matrix[1]:
        return 0.0, 0.0
    pdfium.char_origin(text_page, index, at, at + 8)
    return pdfium.char_font_size(text_page, index) * matrix[3], origin[1]


def _upright_chars(texts: Sequence[str], boxes: _Boxes, frame: Frame) -> list[Char]:
    """Place the characters of an ordinary page: this runs for nearly every page, so it does nothing else."""
    new, forms, x, y = tuple.__new__, ORDINARY_CHARS.get, frame.left, frame.top
    return [
        new(Char, (forms(text, text), left - x, y - upper, right - x, y - lower, 0, None))
        for text, left, upper, right, lower in zip(
            texts, boxes.left, boxes.upper, boxes.right, boxes.lower, strict=True
        )
    ]


def _placed_chars(
    text_page: int,
    frame: Frame,
    indices: Sequence[int],
    texts: Sequence[str],
    boxes: _Boxes,
    angles: Sequence[float],
    left_out: dict[str, list[str]],
) -> tuple[list[int], list[Char]]:
    """Place characters one by one; return those on the page with their indices, and add the others to ``left_out``."""
    kept: list[int] = []
    chars: list[Char] = []
    place = _Placing(text_page, frame)
    straight = frame.rotation == 0
    for index, text, angle, left, upper, right, lower in zip(
        indices, texts, angles, boxes.left, boxes.upper, boxes.right, boxes.lower, strict=True
    ):
        turn = 0
        if straight and abs(angle) < _STRAIGHT and right - left > _THINNEST and upper - lower > _THINNEST:
            x0, top, x1, bottom = left - frame.left, frame.top - upper, right - frame.left, frame.top - lower
        else:
            placed = place(index, angle, (left, upper, right, lower))
            if placed is None:
                left_out.setdefault("skewed text", []).append(text)
                continue
            x0, top, x1, bottom, turn = placed
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not (-_BLEED <= x <= frame.width + _BLEED and -_BLEED <= y <= frame.height + _BLEED):
            left_out.setdefault("off the page", []).append(text)
            continue
        kept.append(index)
        chars.append(Char(ORDINARY_CHARS.get(text, text), x0, top, x1, bottom, turn))
    return kept, chars


def _seen_chars(
    text_page: int, hidden: Hidden, indices: Sequence[int], chars: Sequence[Char], left_out: dict[str, list[str]]
) -> list[Char]:
    """Return the characters that a reader sees; add the others to ``left_out``, by reason."""
    seen: list[Char] = []
    pale: set[int] = set()
    text_object = pdfium.char_text_object
    current, odd, clip = -1, None, None
    for index, char in zip(indices, chars, strict=True):
        item = text_object(text_page, index) or 0
        if item != current:
            current = item
            odd, clip = hidden.look(item)
        if odd is not None or clip is not None:
            reason = hidden.reason(odd, clip, (char[1] + char[3]) / 2, (char[2] + char[4]) / 2)
            if reason == PALE:
                pale.add(len(seen))
            elif reason is not None:
                left_out.setdefault(reason, []).append(char[0])
                continue
        seen.append(char)
    return _without_watermark(seen, pale, left_out) if pale else seen


def _without_watermark(chars: Sequence[Char], pale: set[int], left_out: dict[str, list[str]]) -> list[Char]:
    """Leave out pale characters that are much larger than the page's other text."""
    sizes = sorted(char.bottom - char.top for index, char in enumerate(chars) if index not in pale)
    if not sizes:
        return list(chars)
    large = _WATERMARK * sizes[len(sizes) // 2]
    marks = {index for index in pale if chars[index].bottom - chars[index].top > large}
    left_out.setdefault("watermark", []).extend(chars[index].text for index in sorted(marks))
    if not marks:
        del left_out["watermark"]
    return [char for index, char in enumerate(chars) if index not in marks]


class _Placing:
    """Boxes of characters whose baseline does not simply run to the right of an unturned page."""

    def __init__(self, text_page: int, frame: Frame) -> None:
        self._text_page = text_page
        self._frame = frame
        self._matrix = (ctypes.c_float * 6)()
        self._tight = (ctypes.c_double * 6)()
        self._m, self._t = ctypes.addressof(self._matrix), ctypes.addressof(self._tight)

    def __call__(
        self, index: int, angle: float, loose: Sequence[float]
    ) -> tuple[float, float, float, float, int] | None:
        """Return the displayed box and how far the character is turned clockwise; None for one aslant."""
        # PDFium's angle is not 0 for slanted letters either: the baseline's own direction decides then
        quarter = 0 if abs(angle) < _STRAIGHT else self._quarter_turn(index)
        if quarter is None:
            return None
        left, upper, right, lower = loose
        if quarter in (0, 180) and right - left > _THINNEST:
            box = self._frame.rect(left, lower, right, upper)
        else:
            box = self._frame.rect(*self._upended_box(index, quarter))
        # PDFium's angle turns counter-clockwise in user space, /Rotate clockwise
        return (*box, (self._frame.rotation - quarter) % 360)

    def _quarter_turn(self, index: int) -> int | None:
        """Return how far a character's baseline is turned counter-clockwise in user space; None where it is aslant."""
        if not pdfium.char_matrix(self._text_page, index, self._m):
            return 0
        degrees = math.degrees(math.atan2(self._matrix[1], self._matrix[0]))
        quarter = round(degrees / 90) * 90
        return quarter % 360 if abs(degrees - quarter) <= _ASLANT else None

    def _upended_box(self, index: int, quarter: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top in user space of a character of which PDFium computes no loose box."""
        text_page, t, matrix = self._text_page, self._t, self._matrix
        pdfium.char_box(text_page, index, t, t + 8, t + 16, t + 24)
        pdfium.char_origin(text_page, index, t + 32, t + 40)
        left, right, bottom, top, x, y = self._tight
        pdfium.char_matrix(text_page, index, self._m)
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

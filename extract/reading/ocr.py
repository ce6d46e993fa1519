"""Pages without usable text, read from their image: rulings by morphology, text by RapidOCR, both as an ordinary page.

Without the ``ocr`` extra such pages stay empty, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from extract.reading.lattice import Lattice
from extract.reading.page import Char, Page, Rect, Rule
from extract.reading.recognition import LARGEST_DETECTION, engine, give_back_memory, read_line
from extract.reading.rulings import Rulings, join_rules
from extract.reading.scan_image import (
    Image,
    Scan,
    bands,
    padded,
    rules_of,
    set_straight,
    text_rows,
    turned,
    without_rules,
)
from extract.reading.tables import find_lattices
from extract.reading.usable_text import n_usable

DPI = 200
CLOSE_DPI = 300
"""For a second look at what is in doubt."""
LARGEST_IMAGE = 12_000_000
"""Pixels of a page at :data:`DPI`; a larger page (A2 and up) is read at fewer dots an inch."""
_UNSURE = 0.9
_ILLEGIBLE = 2 / 3
"""Where more of a page's characters are unsure, it holds no text that can be read."""
_SMALLEST_TABLE = (200, 60)
"""Width and height in pixels."""
_LONG_PIECE = (120, 0.25)
"""A table has an unbroken rule across so many pixels and that share of its width; no stroke of a letter is so long."""
_NEAR = 8
_BAND_MARGIN = 32
"""White rows set around a band: letters at the very edge are not found."""


def read_image(page: Page, gray: Image, *, closer: Callable[[], Image] | None = None, dpi: float = DPI) -> Page:
    """Return ``page`` with the text and rulings of its image, rendered at ``dpi``; each character has a confidence.

    ``closer`` renders the page larger by :data:`CLOSE_DPI` / :data:`DPI`, for what is in doubt. Places are those of
    the page set straight; ``skew`` says how to turn them back.
    """
    recogniser = engine()
    if recogniser is None:
        return replace(page, warnings=(*page.warnings, "image only: text recognition is not installed"))
    scan = set_straight(gray)
    horizontals, verticals = rules_of(scan.ink)
    rulings = Rulings(
        join_rules(horizontals, snap=6, join=20, shortest=30), join_rules(verticals, snap=6, join=20, shortest=30)
    )
    lattices = [lattice for lattice in find_lattices(rulings) if _is_table(lattice.rect, horizontals)]
    # what is not part of a table may be a stroke of a large letter (一): it stays
    drawn = [lattice.rect for lattice in lattices]
    clean = without_rules(scan, _of_tables(horizontals, drawn), _of_tables(verticals, drawn, across=True))
    sight = _Sight(recogniser, clean, closer, CLOSE_DPI / DPI)
    chars = [char for lattice in lattices for char in sight.read_cells(lattice)]
    chars += sight.read_outside(drawn)
    points = 72 / dpi
    warnings = list(page.warnings)
    unsure = sum((char.confidence or 0) < _UNSURE for char in chars)
    if unsure:
        warnings.append(f"{unsure} of {len(chars)} characters recognised with a confidence under {_UNSURE}")
    if unsure > _ILLEGIBLE * len(chars):
        # stains, grain and drawings give letters, too: none of them may become a number
        return replace(page, warnings=(*warnings, "image only: no legible text"))
    if len(chars) < 2 * n_usable(page):
        return page  # a picture behind a short text, such as a cover
    return replace(
        page,
        chars=tuple(_to_points(char, points) for char in chars),
        horizontals=tuple(_rule_to_points(rule, points) for rule in _of_tables(rulings.horizontals, drawn)),
        verticals=tuple(_rule_to_points(rule, points) for rule in _of_tables(rulings.verticals, drawn, across=True)),
        engine="ocr",
        skew=scan.angle,
        warnings=tuple(warnings),
    )


def _is_table(rect: Rect, horizontals: Sequence[Rule]) -> bool:
    """Say whether a lattice is large enough and ruled across: the strokes of large letters make lattices, too."""
    width = rect.x1 - rect.x0
    if width < _SMALLEST_TABLE[0] or rect.bottom - rect.top < _SMALLEST_TABLE[1]:
        return False
    long = max(_LONG_PIECE[0], _LONG_PIECE[1] * width)
    return any(rule.end - rule.start >= long for rule in _of_tables(horizontals, [rect]))


def _of_tables(rules: Sequence[Rule], tables: Sequence[Rect], *, across: bool = False) -> list[Rule]:
    """Return the rules that belong to one of the tables; ``across`` for vertical ones."""

    def belongs(rule: Rule, rect: Rect) -> bool:
        low, high, start, end = (
            (rect.x0, rect.x1, rect.top, rect.bottom) if across else (rect.top, rect.bottom, rect.x0, rect.x1)
        )
        within = rule.start >= start - 3 * _NEAR and rule.end <= end + 3 * _NEAR
        return within and low - _NEAR <= rule.at <= high + _NEAR

    return [rule for rule in rules if any(belongs(rule, rect) for rect in tables)]


def _to_points(char: Char, scale: float) -> Char:
    text, x0, top, x1, bottom, angle, confidence = char
    return Char(text, x0 * scale, top * scale, x1 * scale, bottom * scale, angle, confidence)


def _rule_to_points(rule: Rule, scale: float) -> Rule:
    return Rule(rule.at * scale, rule.start * scale, rule.end * scale)


@dataclass(slots=True)
class _Sight:
    """A page's picture and, once something is in doubt, the closer one (``zoom`` times as large)."""

    recogniser: Any
    scan: Scan
    closer: Callable[[], Image] | None
    zoom: float
    close: Image | None = field(default=None)

    def read_cells(self, lattice: Lattice) -> Iterator[Char]:
        """Recognise every line of ink of every cell by itself: what stands in a cell is never in doubt."""
        for span in lattice.spans:
            for row in text_rows(self.scan.ink, lattice.rect_of(span)):
                yield from self._read(self.scan.gray, row)

    def read_outside(self, tables: Sequence[Rect]) -> Iterator[Char]:
        """Detect and recognise the text outside all tables."""
        gray, ink = self.scan.gray.copy(), self.scan.ink.copy()
        for table in tables:
            area = (slice(int(table.top), int(table.bottom) + 1), slice(int(table.x0), int(table.x1) + 1))
            gray[area], ink[area] = 255, 0
        for top, bottom in bands(ink, max(200, LARGEST_DETECTION // ink.shape[1])):
            band = np.pad(gray[top:bottom], ((_BAND_MARGIN, _BAND_MARGIN), (0, 0)), constant_values=255)
            found = self.recogniser(band, use_det=True, use_cls=False, use_rec=False)
            give_back_memory()
            for quad in found.boxes if found.boxes is not None else ():
                xs, ys = [float(x) for x, _ in quad], [top - _BAND_MARGIN + float(y) for _, y in quad]
                yield from self._read(gray, Rect(min(xs), min(ys), max(xs), max(ys)))

    def _read(self, gray: Image, area: Rect) -> Iterator[Char]:
        picture = padded(gray, area)
        if picture is None:
            return
        reading = read_line(self.recogniser, picture, lambda: self._closer(area))
        if reading is None:
            return
        width = float(picture.shape[1])
        left = (area.x0 + area.x1 - width) / 2
        for glyph in reading.glyphs:
            yield Char(
                glyph.text,
                max(area.x0, left + glyph.x0 * width),
                area.top,
                min(area.x1, left + glyph.x1 * width),
                area.bottom,
                0,
                glyph.confidence,
            )

    def _closer(self, area: Rect) -> Image | None:
        if self.closer is None:
            return None
        if self.close is None:
            self.close = turned(self.closer(), self.scan.angle)
        return padded(self.close, Rect(*(at * self.zoom for at in area)))

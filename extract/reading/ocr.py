"""Pages without usable text, read from their image: rulings by morphology, text by RapidOCR, both as an ordinary page.

The recognition models ship inside the rapidocr wheel; without the ``ocr`` extra such pages stay empty, with a warning.
The angle classifier is off: it turns 08 into 80.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from extract.reading.lattice import Lattice
from extract.reading.page import Char, Page, Rect, Rule
from extract.reading.rulings import Rulings, join_rules
from extract.reading.scan_image import Image, Scan, padded, rules_of, set_straight, text_rows, without_rules
from extract.reading.tables import find_lattices
from extract.reading.text_lines import is_narrow
from extract.reading.unicode_forms import normalise_text

DPI = 200
_POINTS = 72 / DPI
_FEWEST_CHARS = 16
_LEAST_IMAGE = 0.4
"""A scan covers the page; a smaller image is a picture beside text."""
_LEAST_SCORE = 0.5
_UNSURE = 0.9
_SMALLEST_TABLE = (200, 60)
"""Width and height in pixels."""
_NEAR = 8


def needs_ocr(page: Page) -> bool:
    """Say whether a page shows an image and has no usable text: too little, or none with a known code point."""
    if page.image_share < _LEAST_IMAGE:
        return False
    known = sum(char.text not in "\ufffd\ufffe" and not "\ue000" <= char.text <= "\uf8ff" for char in page.chars)
    return known < _FEWEST_CHARS or known < len(page.chars) / 2


@lru_cache(maxsize=1)
def _engine() -> Any | None:
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    # one thread: documents are read by several workers, and threads that wait by spinning slow all of them down
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **threads})


def read_image(page: Page, gray: Image) -> Page:
    """Return ``page`` with the text and rulings of its image, rendered at :data:`DPI`; each character has a confidence.

    Places are those of the page set straight; ``skew`` says how to turn them back.
    """
    engine = _engine()
    if engine is None:
        return replace(page, warnings=(*page.warnings, "image only: text recognition is not installed"))
    scan = set_straight(gray)
    horizontals, verticals = rules_of(scan.ink)
    rulings = Rulings(
        join_rules(horizontals, snap=6, join=20, shortest=30), join_rules(verticals, snap=6, join=20, shortest=30)
    )
    lattices = [lattice for lattice in find_lattices(rulings) if _is_table(lattice.rect)]
    # what is not part of a table may be a stroke of a large letter (一): it stays
    drawn = [lattice.rect for lattice in lattices]
    clean = without_rules(
        scan,
        [rule for rule in horizontals if _among(rule, drawn, across=False)],
        [rule for rule in verticals if _among(rule, drawn, across=True)],
    )
    chars: list[Char] = []
    for lattice in lattices:
        chars += _read_cells(engine, clean, lattice)
    chars += _read_outside(engine, clean, [lattice.rect for lattice in lattices])
    warnings = list(page.warnings)
    unsure = sum((char.confidence or 0) < _UNSURE for char in chars)
    if unsure:
        warnings.append(f"{unsure} of {len(chars)} characters recognised with a confidence under {_UNSURE}")
    if len(chars) < 2 * len(page.chars):
        return page  # a picture behind a short text, such as a cover
    return replace(
        page,
        chars=tuple(map(_to_points, chars)),
        horizontals=tuple(_rule_to_points(rule) for rule in rulings.horizontals if _among(rule, drawn, across=False)),
        verticals=tuple(_rule_to_points(rule) for rule in rulings.verticals if _among(rule, drawn, across=True)),
        engine="ocr",
        skew=scan.angle,
        warnings=tuple(warnings),
    )


def _is_table(rect: Rect) -> bool:
    """Say whether a lattice is large enough: the strokes of a title's letters make small ones."""
    return rect.x1 - rect.x0 >= _SMALLEST_TABLE[0] and rect.bottom - rect.top >= _SMALLEST_TABLE[1]


def _among(rule: Rule, tables: Sequence[Rect], *, across: bool) -> bool:
    """Say whether a rule belongs to one of the tables; ``across`` for a vertical one."""
    for rect in tables:
        low, high, start, end = (
            (rect.x0, rect.x1, rect.top, rect.bottom) if across else (rect.top, rect.bottom, rect.x0, rect.x1)
        )
        if low - _NEAR <= rule.at <= high + _NEAR and rule.start >= start - 3 * _NEAR and rule.end <= end + 3 * _NEAR:
            return True
    return False


def _to_points(char: Char) -> Char:
    text, x0, top, x1, bottom, angle, confidence = char
    return Char(text, x0 * _POINTS, top * _POINTS, x1 * _POINTS, bottom * _POINTS, angle, confidence)


def _rule_to_points(rule: Rule) -> Rule:
    return Rule(rule.at * _POINTS, rule.start * _POINTS, rule.end * _POINTS)


def _read_cells(engine: Any, scan: Scan, lattice: Lattice) -> list[Char]:
    """Recognise every line of ink of every cell by itself: what stands in a cell is never in doubt."""
    return _recognise(
        engine, scan.gray, [row for span in lattice.spans for row in text_rows(scan.ink, lattice.rect_of(span))]
    )


def _read_outside(engine: Any, scan: Scan, tables: Sequence[Rect]) -> list[Char]:
    """Detect and recognise the text outside all tables."""
    gray = scan.gray.copy()
    for table in tables:
        gray[int(table.top) : int(table.bottom) + 1, int(table.x0) : int(table.x1) + 1] = 255
    found = engine(gray, use_det=True, use_cls=False, use_rec=False)
    areas = []
    for quad in found.boxes if found.boxes is not None else ():
        xs, ys = [float(x) for x, _ in quad], [float(y) for _, y in quad]
        areas.append(Rect(min(xs), min(ys), max(xs), max(ys)))
    return _recognise(engine, gray, areas)


def _recognise(engine: Any, gray: Image, areas: Sequence[Rect]) -> list[Char]:
    """Recognise lines of text, each given by its box."""
    crops = [(area, crop) for area in areas if (crop := padded(gray, area)) is not None]
    if not crops:
        return []
    # one call a line: recognised in batches, short lines are stretched to the longest and lose their points
    chars: list[Char] = []
    for area, crop in crops:
        found = engine(crop, use_det=False, use_cls=False, use_rec=True)
        if found.txts and found.scores[0] >= _LEAST_SCORE:
            chars += _spread(normalise_text(found.txts[0]), area, round(float(found.scores[0]), 4))
    return chars


def _spread(text: str, area: Rect, confidence: float) -> list[Char]:
    """Give every character its place: they share the width by their kind, Chinese wide, Latin narrow."""
    widths = [0.25 if ch.isspace() else 0.5 if is_narrow(ch) else 1.0 for ch in text]
    total = sum(widths) or 1.0
    chars: list[Char] = []
    at = area.x0
    for ch, width in zip(text, widths, strict=True):
        end = at + (area.x1 - area.x0) * width / total
        if not ch.isspace():
            chars.append(Char(ch, at, area.top, end, area.bottom, 0, confidence))
        at = end
    return chars

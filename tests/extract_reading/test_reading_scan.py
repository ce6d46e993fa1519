"""Pages that are only an image: which they are, how a scan is set straight, and that its digits are read."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from extract.model import Box
from extract.reading.limits import ReadLimits
from extract.reading.ocr import DPI, needs_ocr, read_image
from extract.reading.page import Char, Page, Rect
from extract.reading.page_layout import lay_out
from extract.reading.pdfium_document import PdfDocument
from extract.reading.scan_image import rules_of, set_straight, skew_of, text_rows
from extract.reading.skew import TurnBack

cv2 = pytest.importorskip("cv2")


def drawn() -> np.ndarray:
    image = np.full((1200, 900), 255, np.uint8)
    for y in (200, 300, 400):
        cv2.line(image, (100, y), (800, y), 0, 2)
    for x in (100, 450, 800):
        cv2.line(image, (x, 200), (x, 400), 0, 2)
    cv2.putText(image, "583.56", (480, 265), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    cv2.putText(image, "202.14", (480, 365), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3)
    return image


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), borderValue=255)


@pytest.mark.parametrize("degrees", [-2.3, -0.4, 0.0, 0.7, 3.1])
def test_skew_is_found(degrees: float) -> None:
    scan = set_straight(turned(drawn(), degrees))
    assert scan.angle == pytest.approx(-degrees, abs=0.1)
    assert abs(skew_of(scan.ink)) <= 0.1


def test_rules_and_lines_of_ink_are_found() -> None:
    scan = set_straight(drawn())
    horizontals, verticals = rules_of(scan.ink)
    assert sorted(round(rule.at) for rule in horizontals) == pytest.approx([200, 300, 400], abs=2)
    assert sorted(round(rule.at) for rule in verticals) == pytest.approx([100, 450, 800], abs=2)
    assert len(text_rows(scan.ink, Rect(455, 205, 795, 295))) == 1
    assert text_rows(scan.ink, Rect(105, 205, 445, 295)) == []


def test_places_are_turned_back_to_the_page_as_displayed() -> None:
    page = Page(1, 595, 842, 0, (), (), (), 1, "ocr", skew=2.0)
    back = TurnBack.of(page)
    assert back.point(297.5, 421) == pytest.approx((297.5, 421))
    x, y = back.point(497.5, 421)
    assert (x, y) == pytest.approx((297.5 + 200 * math.cos(math.radians(2)), 421 + 200 * math.sin(math.radians(2))))
    box = back.box(Box(400, 400, 440, 420))
    assert (box.x1 - box.x0, box.bottom - box.top) == pytest.approx((40, 20), abs=0.02)


@pytest.mark.parametrize(
    ("n_chars", "share", "text", "wanted"),
    [
        (0, 1.0, "a", True),
        (500, 1.0, "数", False),
        (0, 0.1, "a", False),
        (300, 1.0, "\ufffd", True),
        (8, 0.9, "数", True),
    ],
)
def test_only_pages_without_usable_text_need_recognition(n_chars: int, share: float, text: str, wanted: bool) -> None:
    chars = tuple(Char(text, 10.0 + i, 10.0, 15.0 + i, 20.0) for i in range(n_chars))
    assert needs_ocr(Page(1, 595, 842, 0, chars, (), (), 1, "pdfium", image_share=share)) is wanted


@pytest.mark.corpus
@pytest.mark.slow
def test_a_scanned_statement_reads_like_its_text_edition(corpus: Path) -> None:
    pytest.importorskip("rapidocr")
    limits = ReadLimits()
    with (
        PdfDocument((corpus / "seed" / "seed_scan.pdf").read_bytes(), limits) as scan,
        PdfDocument((corpus / "seed" / "seed_office.pdf").read_bytes(), limits) as office,
    ):
        page = scan.page(6)
        assert needs_ocr(page)
        read = lay_out(read_image(page, scan.render(6, DPI)))
        truth = lay_out(office.page(6))
    digits = [[c.text for f in layout.fragments for c in f.cells if c.text[:1].isdigit()] for layout in (read, truth)]
    assert digits[0] == digits[1]
    assert all(c.confidence is not None for f in read.fragments for c in f.cells if c.text)

"""Pages that are only an image: which they are, how a scan is set straight, and that its digits are read."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from extract.model import Box
from extract.reading.document import recognised_page
from extract.reading.limits import ReadLimits
from extract.reading.ocr import read_image
from extract.reading.page import Char, Page, Rect
from extract.reading.page_layout import lay_out
from extract.reading.pdfium_document import PdfDocument
from extract.reading.recognition import Glyph, Reading, decide, is_doubtful, with_digits
from extract.reading.scan_image import bands, rules_of, set_straight, skew_of, text_rows
from extract.reading.skew import TurnBack
from extract.reading.usable_text import is_garbage, needs_ocr

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


def test_dirt_beside_a_number_is_not_part_of_it() -> None:
    image = drawn()
    cv2.circle(image, (700, 250), 1, 0, -1)
    (row,) = text_rows(set_straight(image).ink, Rect(455, 205, 795, 295))
    assert row.x1 < 680
    point = np.zeros((60, 300), np.uint8)
    point[20:40, 50:60] = point[20:40, 70:80] = 255
    point[37:40, 85:88] = 255
    (row,) = text_rows(point, Rect(0, 0, 300, 60))
    assert row.x1 == pytest.approx(88)


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
    chars = tuple(Char(text, 10.0 + i, 100.0, 15.0 + i, 110.0) for i in range(n_chars))
    assert needs_ocr(Page(1, 595, 842, 0, chars, (), (), 1, "pdfium", image_share=share)) is wanted


def test_a_running_head_over_a_scan_is_no_text() -> None:
    head = tuple(Char("页", 10.0 + 9 * i, 20.0, 18.0 + 9 * i, 30.0) for i in range(30))
    body = tuple(Char("数", 10.0 + 9 * i, 400.0, 18.0 + 9 * i, 410.0) for i in range(60))
    assert needs_ocr(Page(1, 595, 842, 0, head, (), (), 1, "pdfium", image_share=1.0))
    assert not needs_ocr(Page(1, 595, 842, 0, head + body, (), (), 1, "pdfium", image_share=1.0))
    assert not needs_ocr(Page(1, 595, 842, 0, head, (), (), 0, "pdfium"))


@pytest.mark.parametrize("text", ["þ", "ﺷ", '"#', "\ufffd"])
def test_a_text_layer_of_signs_is_garbage_even_without_an_image(text: str) -> None:
    chars = tuple(Char(text[i % len(text)], 10.0 + i, 10.0, 15.0 + i, 20.0) for i in range(300))
    assert is_garbage(chars)
    assert needs_ocr(Page(1, 595, 842, 0, chars, (), (), 0, "pdfium"))


def test_glyph_numbers_among_chinese_letters_are_garbage() -> None:
    chars = [Char(ch, 0, 0, 1, 1) for ch in "X一Þ® Þ门ÿ,一\x81支入\x9a二Þ® N\x81支\x9a三入支Ì"]
    assert is_garbage(chars)
    assert not is_garbage(
        [Char(ch, 0, 0, 1, 1) for ch in "引进法国Eurêka、Électricité设备各一台，计583.56万元，占比17.20%"]
    )


def test_numbers_without_words_are_no_garbage() -> None:
    assert not is_garbage([Char(ch, 0, 0, 1, 1) for ch in "1,234.56 -17.20 583.56% " * 20])


@pytest.mark.parametrize(("n_unmapped", "wanted"), [(3, False), (60, True)])
def test_glyphs_without_a_character_make_a_page_unreadable_as_text(n_unmapped: int, wanted: bool) -> None:
    chars = tuple(Char("数", 10.0 + i, 10.0, 15.0 + i, 20.0) for i in range(300))
    assert needs_ocr(Page(1, 595, 842, 0, chars, (), (), 0, "pdfium", n_unmapped=n_unmapped)) is wanted


def reading(text: str, confidence: float = 0.99, **doubts: float) -> Reading:
    return Reading(tuple(Glyph(ch, 0.0, 0.1, doubts.get(ch, confidence)) for ch in text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("583.56", False), ("1,234.56万元", False), ("1,23.56", True), ("1.234.56", True), ("2O2.14", True)],
)
def test_a_number_that_nobody_writes_so_is_doubtful(text: str, wanted: bool) -> None:
    assert is_doubtful(reading(text)) is wanted


def test_an_unsure_digit_is_doubtful_an_unsure_word_is_not() -> None:
    assert is_doubtful(Reading((Glyph("5", 0, 0.5, 0.7), Glyph("8", 0.5, 1, 0.99))))
    assert not is_doubtful(Reading((Glyph("款", 0, 0.3, 0.7), Glyph("5", 0.3, 0.6, 0.99), Glyph("8", 0.6, 1, 0.99))))
    assert is_doubtful(Reading(()))


def test_most_readings_decide_and_say_so() -> None:
    chosen = decide([reading("488361人"), reading("48861人"), reading("48861人")])
    assert chosen.text == "48861人"
    assert chosen.digit_score == pytest.approx(0.85)
    alone = decide([reading("17"), reading("11"), reading("7")])
    assert alone.digit_score <= 0.6


def test_agreeing_readings_are_as_sure_as_the_surest() -> None:
    assert decide([reading("583.56", 0.7), reading("583.56"), reading("583.56")]).digit_score == pytest.approx(0.99)


def test_a_number_well_written_is_believed_before_two_that_are_not() -> None:
    chosen = decide([reading("1.234.56"), reading("1.234.56"), reading("1,234.56")])
    assert chosen.text == "1,234.56"
    assert chosen.digit_score < 0.9


def test_letters_in_a_number_are_digits_but_never_sure() -> None:
    assert with_digits(reading("2O2.l4")).text == "202.14"
    assert with_digits(reading("2O2.l4")).digit_score < 0.9
    assert with_digits(reading("O款l项")).text == "O款l项"


def test_a_page_is_cut_where_there_is_least_ink() -> None:
    ink = np.zeros((1000, 300), np.uint8)
    for top in range(100, 900, 50):
        ink[top : top + 30, 20:280] = 255
    cuts = bands(ink, 300)
    assert cuts[0][0] <= 100
    assert cuts[-1][1] >= 880
    assert all(not ink[bottom - 1].any() for _, bottom in cuts[:-1])
    assert all(bottom - top <= 300 for top, bottom in cuts)
    assert bands(np.zeros((50, 50), np.uint8), 300) == []


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
        read = lay_out(recognised_page(scan, page))
        truth = lay_out(office.page(6))
    digits = [[c.text for f in layout.fragments for c in f.cells if c.text[:1].isdigit()] for layout in (read, truth)]
    assert digits[0] == digits[1]
    assert all(c.confidence is not None for f in read.fragments for c in f.cells if c.text)


def test_a_picture_without_letters_gives_no_text() -> None:
    pytest.importorskip("rapidocr")
    rng = np.random.default_rng(7)
    tiles = np.kron(rng.integers(0, 2, (8, 8), dtype=np.uint8) * 255, np.ones((75, 75), np.uint8)).astype(np.uint8)
    page = read_image(Page(1, 216, 216, 0, (), (), (), 1, "pdfium", image_share=1.0), tiles)
    assert page.chars == ()
    assert any("no legible text" in warning for warning in page.warnings) or not page.warnings

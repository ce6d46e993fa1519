"""The boxes are drawn where the numbers stand, in the right colours, and the zoom shows them."""

from __future__ import annotations

import io
from pathlib import Path

import dashboard_warehouses as made
import pypdfium2
import pytest
from PIL import Image

from dashboards.evidence import (
    OPERAND_COLOUR,
    SUSPECT_COLOUR,
    Evidence,
    Mark,
    box_pixels,
    page_evidence,
    places_of,
    zoomed_evidence,
)
from extract.model import Box
from extract.page_picture import PictureError, render_page

NEAR = Mark(1, 1, Box(*made.LEFT_BOX), is_suspect=False)
SUSPECT = Mark(2, 1, Box(*made.FAR_BOX), is_suspect=True)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.draw_pdf(tmp_path_factory.mktemp("pdf") / "two.pdf")


def picture_of(evidence: Evidence) -> Image.Image:
    return Image.open(io.BytesIO(evidence.image)).convert("RGB")


def close(colour: tuple[int, ...], wanted: tuple[int, ...], by: int = 30) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("dpi", [72, 96, 144])
@pytest.mark.parametrize(("mark", "colour"), [(NEAR, OPERAND_COLOUR), (SUSPECT, SUSPECT_COLOUR)])
def test_the_frame_is_where_the_box_is(pdf: Path, dpi: int, mark: Mark, colour: tuple[int, ...]) -> None:
    picture = picture_of(page_evidence(pdf, 1, [mark], dpi=dpi))
    assert picture.size == (round(made.PAGE_WIDTH * dpi / 72), round(made.PAGE_HEIGHT * dpi / 72))
    left, top, right, bottom = (int(side) for side in box_pixels(mark.box, dpi / 72))
    middle_y, middle_x = (top + bottom) // 2, (left + right) // 2
    for x, y in ((right, middle_y), (middle_x, top), (middle_x, bottom), (left, bottom)):
        assert close(picture.getpixel((x, y)), colour), (x, y, picture.getpixel((x, y)))
    for x, y in ((left - 4, top - 4), (right + 6, middle_y), (middle_x, bottom + 6)):
        assert close(picture.getpixel((x, y)), (255, 255, 255)), (x, y)


def test_a_number_hides_nothing_that_is_printed(pdf: Path) -> None:
    plain, marked = render_page(pdf, 1, dpi=144), picture_of(page_evidence(pdf, 1, [NEAR, SUSPECT], dpi=144))
    for x in range(plain.width):
        for y in range(int(made.LEFT_BOX[1] * 2), int(made.LEFT_BOX[3] * 2)):
            if max(plain.getpixel((x, y))) < 40:
                assert max(marked.getpixel((x, y))) < 110, (x, y)


def test_the_zoom_shows_the_marks_and_little_else(pdf: Path) -> None:
    evidence = zoomed_evidence(pdf, 1, [NEAR], dpi=144)
    assert evidence.numbers == (1,)
    assert evidence.crop.top < NEAR.box.top < NEAR.box.bottom < evidence.crop.bottom
    assert evidence.crop.x0 < NEAR.box.x0 < NEAR.box.x1 < evidence.crop.x1
    assert evidence.height < 144 / 72 * made.PAGE_HEIGHT / 5
    picture = picture_of(evidence)
    _, top, right, bottom = (int(side) for side in box_pixels(NEAR.box, 2))
    x, y = right - int(evidence.crop.x0 * 2), (top + bottom) // 2 - int(evidence.crop.top * 2)
    assert any(close(picture.getpixel((x + dx, y)), OPERAND_COLOUR) for dx in (-1, 0, 1))


def test_distant_marks_are_two_places_and_the_suspect_comes_first() -> None:
    other_page = Mark(3, 2, NEAR.box, is_suspect=False)
    below = Mark(4, 1, Box(100, 220, 160, 236), is_suspect=False)
    places = places_of([NEAR, other_page, SUSPECT, below])
    assert [[mark.number for mark in place] for place in places] == [[2], [1, 4], [3]]


def test_a_box_over_the_edge_is_still_shown(pdf: Path) -> None:
    over = Mark(1, 1, Box(580, 790, 700, 900), is_suspect=True)
    evidence = zoomed_evidence(pdf, 1, [over])
    assert evidence.width > 0
    assert evidence.height > 0


def test_a_rotated_page_is_marked_as_displayed(pdf: Path, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(pdf)
    document[0].set_rotation(90)
    turned = tmp_path / "turned.pdf"
    document.save(turned)
    document.close()
    picture = picture_of(page_evidence(turned, 1, [Mark(1, 1, Box(600, 100, 640, 130), is_suspect=True)], dpi=72))
    assert picture.size == (made.PAGE_HEIGHT, made.PAGE_WIDTH)
    assert close(picture.getpixel((640, 115)), SUSPECT_COLOUR)


@pytest.mark.parametrize(
    ("content", "page", "said"),
    [(None, 1, "不在手边"), (b"PK\x03\x04 not a pdf", 1, "不是"), ("pdf", 3, "没有第 3 页"), ("pdf", 0, "没有第 0 页")],
)
def test_what_cannot_be_shown_says_why(pdf: Path, tmp_path: Path, content: object, page: int, said: str) -> None:
    path = pdf if content == "pdf" else tmp_path / "other"
    if isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(PictureError, match=said):
        page_evidence(path, page, [])


def test_a_page_metres_wide_is_refused(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    path = tmp_path / "huge.pdf"
    document.save(path)
    document.close()
    with pytest.raises(PictureError, match="过大"):
        render_page(path, 1, dpi=110)


def test_no_mark_on_the_page_is_an_error(pdf: Path) -> None:
    with pytest.raises(ValueError, match="no mark"):
        zoomed_evidence(pdf, 2, [NEAR])

"""Evidence: the printed page with each operand of a finding boxed and numbered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from extract.model import Box
from extract.page_picture import POINTS_PER_INCH, PictureError, render_page

SUSPECT_COLOUR = (200, 30, 30)
OPERAND_COLOUR = (20, 90, 200)
_MARGIN_POINTS = 26.0
_LINE_WIDTH = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw: its number on the picture, where it is, and whether it is the suspect."""

    number: int
    page: int
    box: Box
    is_suspect: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture of (a part of) one page with the numbers of the marks on it."""

    page: int
    numbers: tuple[int, ...]
    png: bytes
    width: int
    height: int


def page_evidence(path: Path, page: int, marks: Iterable[Mark], *, dpi: int = 96) -> Evidence:
    """The whole page with its marks. Raises :class:`extract.page_picture.PictureError`."""
    return _evidence(path, page, [mark for mark in marks if mark.page == page], dpi=dpi, crop=None)


def zoomed_evidence(path: Path, page: int, marks: Sequence[Mark], *, dpi: int = 140) -> Evidence:
    """The band of the page around its marks, over the page's full width.

    Raises :class:`extract.page_picture.PictureError`; ``ValueError`` where no mark lies on the page.
    """
    here = [mark for mark in marks if mark.page == page]
    if not here:
        raise ValueError(f"no mark on page {page}")
    top = min(mark.box.top for mark in here) - _MARGIN_POINTS
    bottom = max(mark.box.bottom for mark in here) + _MARGIN_POINTS
    return _evidence(path, page, here, dpi=dpi, crop=(top, bottom))


def _evidence(path: Path, page: int, marks: Sequence[Mark], *, dpi: int, crop: tuple[float, float] | None) -> Evidence:
    picture = render_page(path, page, dpi=dpi)
    scale = dpi / POINTS_PER_INCH
    drawing = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.load_default(size=max(11, int(11 * scale)))
    for mark in marks:
        _draw(drawing, mark, scale, font)
    if crop is not None:
        top = max(0, int(crop[0] * scale))
        bottom = min(picture.height, int(crop[1] * scale) + 1)
        picture = picture.crop((0, top, picture.width, max(bottom, top + 1)))
    return Evidence(
        page=page,
        numbers=tuple(mark.number for mark in marks),
        png=_png(picture),
        width=picture.width,
        height=picture.height,
    )


def _draw(
    drawing: ImageDraw.ImageDraw, mark: Mark, scale: float, font: ImageFont.ImageFont | ImageFont.FreeTypeFont
) -> None:
    colour = SUSPECT_COLOUR if mark.is_suspect else OPERAND_COLOUR
    left, top, right, bottom = (
        mark.box.x0 * scale - 2,
        mark.box.top * scale - 2,
        mark.box.x1 * scale + 2,
        mark.box.bottom * scale + 2,
    )
    drawing.rectangle((left, top, right, bottom), outline=(*colour, 255), width=_LINE_WIDTH, fill=(*colour, 28))
    label = str(mark.number)
    x0, y0, x1, y1 = drawing.textbbox((0, 0), label, font=font)
    width, height = x1 - x0 + 6, y1 - y0 + 6
    corner_x, corner_y = max(0.0, left - width), max(0.0, top - height / 2)
    drawing.rectangle((corner_x, corner_y, corner_x + width, corner_y + height), fill=(*colour, 255))
    drawing.text((corner_x + 3 - x0, corner_y + 3 - y0), label, fill=(255, 255, 255, 255), font=font)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.quantize(64).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


__all__ = ["Evidence", "Mark", "PictureError", "page_evidence", "zoomed_evidence"]

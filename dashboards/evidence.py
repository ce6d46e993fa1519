"""Evidence: the printed page with each operand of a finding boxed and numbered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from extract.model import Box
from extract.page_picture import POINTS_PER_INCH, PictureError, render_page

SUSPECT_COLOUR = (200, 30, 30)
OPERAND_COLOUR = (20, 90, 200)
ZOOM_DPI = 130
PAGE_DPI = 96
_MARGIN_POINTS = 34.0
_LEFT_CONTEXT_POINTS = 250.0
_RIGHT_CONTEXT_POINTS = 110.0
"""How much of the row is shown beside the marks: enough for the row's label, which stands to the left."""
_GAP_POINTS = 110.0
"""Marks further apart than this on a page are shown as two places."""
_LEAST_WIDTH_POINTS = 240.0
_LABEL_POINTS = 16.0
_PNG_COLOURS = 24
_PAGES_KEPT = 6
_INK_BELOW = 225


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw: its number on the picture, where it is, and whether it is the suspect."""

    number: int
    page: int
    box: Box
    is_suspect: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture of (a part of) one page with the numbers of the marks on it.

    ``crop`` is the part shown, in points of the page; ``image`` the bytes of a file of ``media_type``.
    """

    page: int
    numbers: tuple[int, ...]
    image: bytes
    media_type: str
    width: int
    height: int
    crop: Box


def page_evidence(path: Path, page: int, marks: Iterable[Mark], *, dpi: int = PAGE_DPI) -> Evidence:
    """The whole page with its marks. Raises :class:`extract.page_picture.PictureError`."""
    here = [mark for mark in marks if mark.page == page]
    picture = _marked(path, page, here, dpi)
    return _evidence(picture, page, here, dpi, (0, 0, picture.width, picture.height))


def zoomed_evidence(path: Path, page: int, marks: Sequence[Mark], *, dpi: int = ZOOM_DPI) -> Evidence:
    """The part of the page around its marks: the whole printed rows, white margins left out.

    Raises :class:`extract.page_picture.PictureError`; ``ValueError`` where no mark lies on the page.
    """
    here = [mark for mark in marks if mark.page == page]
    if not here:
        raise ValueError(f"no mark on page {page}")
    picture = _marked(path, page, here, dpi)
    scale = dpi / POINTS_PER_INCH
    top = max(0, int((min(mark.box.top for mark in here) - _MARGIN_POINTS) * scale))
    bottom = min(picture.height, int((max(mark.box.bottom for mark in here) + _MARGIN_POINTS) * scale) + 1)
    top = min(top, picture.height - 1)
    bottom = max(bottom, top + 1)
    left, right = _columns_shown(picture.crop((0, top, picture.width, bottom)), here, scale)
    return _evidence(picture, page, here, dpi, (left, top, right, bottom))


def _columns_shown(band: Image.Image, marks: Sequence[Mark], scale: float) -> tuple[int, int]:
    """The columns of ``band`` to show: what is printed there, as far as it is near the marks."""
    inked_left, inked_right = _inked_columns(band)
    first, last = min(mark.box.x0 for mark in marks) * scale, max(mark.box.x1 for mark in marks) * scale
    left = max(inked_left, int(first - _LEFT_CONTEXT_POINTS * scale))
    right = min(inked_right, int(last + _RIGHT_CONTEXT_POINTS * scale))
    least = int(_LEAST_WIDTH_POINTS * scale)
    left = min(left, int(first - _LABEL_POINTS * scale), band.width - least)
    right = max(right, int(last + _LABEL_POINTS * scale), left + least)
    return max(0, left), max(1, min(band.width, right))


def places_of(marks: Iterable[Mark]) -> tuple[tuple[Mark, ...], ...]:
    """``marks`` parted into places: one page and no wide gap between them. The place of the suspect comes first,
    then the order of the marks' numbers."""
    places: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.page, mark.box.top)):
        last = places[-1] if places else []
        if last and last[0].page == mark.page and mark.box.top - max(m.box.bottom for m in last) <= _GAP_POINTS:
            last.append(mark)
        else:
            places.append([mark])
    ordered = sorted(places, key=lambda place: (not any(m.is_suspect for m in place), min(m.number for m in place)))
    return tuple(tuple(sorted(place, key=lambda mark: mark.number)) for place in ordered)


@lru_cache(maxsize=_PAGES_KEPT)
def _rendered(path: Path, modified_ns: int, page: int, dpi: int) -> Image.Image:
    del modified_ns
    return render_page(path, page, dpi=dpi)


def _marked(path: Path, page: int, marks: Sequence[Mark], dpi: int) -> Image.Image:
    try:
        modified = path.stat().st_mtime_ns
    except OSError as error:
        raise PictureError("原件不在手边") from error
    picture = _rendered(path, modified, page, dpi).copy()
    scale = dpi / POINTS_PER_INCH
    font = ImageFont.load_default(size=max(11, int(8 * scale)))
    for mark in marks:
        _draw(picture, mark, scale, font)
    return picture


def _draw(picture: Image.Image, mark: Mark, scale: float, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> None:
    colour = SUSPECT_COLOUR if mark.is_suspect else OPERAND_COLOUR
    drawing = ImageDraw.Draw(picture, "RGBA")
    label = str(mark.number)
    x0, y0, x1, y1 = drawing.textbbox((0, 0), label, font=font)
    width, height = int(x1 - x0) + 6, int(y1 - y0) + 6
    frame = box_pixels(mark.box, scale)
    corner_x, corner_y = _free_place(picture, frame, width, height)
    drawing.rectangle(frame, outline=(*colour, 255), width=3 if mark.is_suspect else 2, fill=(*colour, 26))
    drawing.rectangle((corner_x, corner_y, corner_x + width, corner_y + height), fill=(*colour, 255))
    drawing.text((corner_x + 3 - x0, corner_y + 3 - y0), label, fill=(255, 255, 255, 255), font=font)


def _free_place(
    picture: Image.Image, frame: tuple[float, float, float, float], width: int, height: int
) -> tuple[int, int]:
    """Where a label of ``width`` × ``height`` pixels hides nothing printed: in the frame's left end, or beside it."""
    left, top, right, bottom = (int(side) for side in frame)
    middle = (top + bottom - height) // 2
    places = [(left + 3, middle)] if right - left > width + 6 else []
    places += [(left - width - 1, middle), (right + 2, middle), (left, top - height - 1), (left, bottom + 2)]
    inside = [
        (x, y) for x, y in places if x >= 0 and y >= 0 and x + width <= picture.width and y + height <= picture.height
    ]
    return min(
        inside or [(max(0, left), max(0, top))], key=lambda place: _ink(picture, place[0], place[1], width, height)
    )


def _ink(picture: Image.Image, x: int, y: int, width: int, height: int) -> int:
    """How many pixels of a part of the picture are printed on."""
    return sum(picture.crop((x, y, x + width, y + height)).convert("L").histogram()[:_INK_BELOW])


def box_pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    """Where the frame around ``box`` is drawn, in pixels (left, top, right, bottom)."""
    return (box.x0 * scale - 1, box.top * scale - 1, box.x1 * scale + 1, box.bottom * scale + 1)


def _inked_columns(band: Image.Image) -> tuple[int, int]:
    """The first and last column of ``band`` that is not white, a little widened."""
    grey = band.convert("L").point(lambda value: 255 if value < _INK_BELOW else 0)
    found = grey.getbbox()
    return (0, band.width) if found is None else (found[0] - 6, found[2] + 6)


def _evidence(
    picture: Image.Image, page: int, marks: Sequence[Mark], dpi: int, part: tuple[int, int, int, int]
) -> Evidence:
    cut = picture.crop(part)
    image, media_type = _encoded(cut)
    to_points = POINTS_PER_INCH / dpi
    return Evidence(
        page=page,
        numbers=tuple(mark.number for mark in marks),
        image=image,
        media_type=media_type,
        width=cut.width,
        height=cut.height,
        crop=Box(part[0] * to_points, part[1] * to_points, part[2] * to_points, part[3] * to_points),
    )


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    """PNG of few colours for printed pages, JPEG where that is smaller (scans)."""
    png = io.BytesIO()
    picture.quantize(_PNG_COLOURS, dither=Image.Dither.NONE).save(png, format="PNG", optimize=True)
    if not _looks_scanned(picture):
        return png.getvalue(), "image/png"
    jpeg = io.BytesIO()
    picture.save(jpeg, format="JPEG", quality=72, optimize=True)
    if jpeg.tell() < png.tell():
        return jpeg.getvalue(), "image/jpeg"
    return png.getvalue(), "image/png"


def _looks_scanned(picture: Image.Image) -> bool:
    """Whether hardly any of the picture is pure white, as paper never is."""
    white = Image.new("RGB", picture.size, (255, 255, 255))
    histogram = ImageChops.difference(picture, white).convert("L").histogram()
    return histogram[0] < sum(histogram) / 2


__all__ = ["Evidence", "Mark", "PictureError", "box_pixels", "page_evidence", "places_of", "zoomed_evidence"]

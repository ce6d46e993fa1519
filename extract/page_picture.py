"""Pictures of published pages, rendered on demand."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72.0
MAX_PIXELS = 60_000_000
"""A hostile page may claim to be metres wide; A3 at 200 dpi has 7.7 million pixels."""


class PictureError(Exception):
    """The page cannot be shown; the message names the page and the reason."""


def render_page(path: Path, page_number: int, *, dpi: int = 110) -> Image.Image:
    """The page as displayed (its /Rotate applied), as an RGB picture of ``dpi``.

    A point (x, y) of a cell's box lies at pixel ``x * dpi / 72``, ``y * dpi / 72``. Raises :class:`PictureError` where
    the file is missing or no PDF, the page does not exist, or the picture would be larger than :data:`MAX_PIXELS`.
    """
    if not path.is_file():
        raise PictureError("原件不在手边")
    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise PictureError("原件不是可以出示页面的 PDF") from error
    scale = dpi / POINTS_PER_INCH
    try:
        if not 1 <= page_number <= len(document):
            raise PictureError(f"没有第 {page_number} 页（共 {len(document)} 页）")
        page = document[page_number - 1]
        width, height = page.get_size()
        if width * height * scale * scale > MAX_PIXELS:
            raise PictureError(f"第 {page_number} 页过大（{width:.0f}×{height:.0f} 点）")
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return picture
    except pypdfium2.PdfiumError as error:
        raise PictureError(f"第 {page_number} 页无法出示：{error}") from error
    finally:
        document.close()

"""Pictures of published pages, rendered on demand."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

POINTS_PER_INCH = 72.0


class PictureError(Exception):
    """The page cannot be shown; the message names the file, the page and the reason."""


def render_page(path: Path, page_number: int, *, dpi: int = 110) -> Image.Image:
    """The page as displayed (its /Rotate applied), as an RGB picture of ``dpi``.

    A point (x, y) of a cell's box lies at pixel ``x * dpi / 72``, ``y * dpi / 72``. Raises :class:`PictureError`.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise PictureError(f"{path.name}: {error}") from error
    try:
        if not 1 <= page_number <= len(document):
            raise PictureError(f"{path.name}: page {page_number} of {len(document)}")
        picture: Image.Image = document[page_number - 1].render(scale=dpi / POINTS_PER_INCH).to_pil().convert("RGB")
        return picture
    except pypdfium2.PdfiumError as error:
        raise PictureError(f"{path.name}: page {page_number}: {error}") from error
    finally:
        document.close()

"""A PDF opened through PDFium, page by page into :class:`~extract.reading.page.Page`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from extract.model import UnreadableDocument
from extract.reading import pdfium_calls as pdfium
from extract.reading.geometry import Frame
from extract.reading.limits import ReadLimits
from extract.reading.page import Page
from extract.reading.pdfium_paths import walk_page
from extract.reading.pdfium_text import read_chars
from extract.reading.pdfium_visibility import hidden_text

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NOT_LOADED = "page could not be loaded"
_MAX_PIXELS = 60_000_000
_ERROR_PASSWORD = 4
_ERROR_SECURITY = 5
_initialised = False


def _initialise() -> None:
    global _initialised  # noqa: PLW0603 - the C library must be initialised once a process
    if not _initialised:
        import pypdfium2  # noqa: F401 - importing the package initialises the library

        _initialised = True


class PdfDocument:
    """An open PDF. Use as a context manager; PDFium is not thread-safe, one document at a time a process.

    Raises :class:`UnreadableDocument` (encrypted, truncated, corrupt, too_many_pages) on opening.
    """

    def __init__(self, data: bytes, limits: ReadLimits) -> None:
        _initialise()
        self._data = data  # PDFium reads from this memory until the document is closed
        self._limits = limits
        self._handle: Any = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
            raise _refusal(data, raw.FPDF_GetLastError())
        if _cut_off(data, self._handle):
            self.close()
            raise UnreadableDocument("truncated", "the file ends before its end mark")
        self.page_count = int(raw.FPDF_GetPageCount(self._handle))
        if self.page_count <= 0:
            self.close()
            raise UnreadableDocument("corrupt", "no pages")
        if self.page_count > limits.max_pages:
            count = self.page_count
            self.close()
            raise UnreadableDocument("too_many_pages", f"{count} pages, at most {limits.max_pages} are read")

    def __enter__(self) -> PdfDocument:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the document."""
        if self._handle:
            raw.FPDF_CloseDocument(self._handle)
            self._handle = None

    def pages(self) -> Iterator[Page]:
        """Yield every page in order; one that cannot be loaded comes empty, with a warning."""
        for number in range(1, self.page_count + 1):
            yield self.page(number)

    def page(self, number: int) -> Page:
        """Read page ``number``, counted from 1."""
        handle = raw.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            return Page(number, 0.0, 0.0, 0, (), (), (), 0, "pdfium", (NOT_LOADED,))
        try:
            return self._read(handle, number)
        finally:
            raw.FPDF_ClosePage(handle)

    def render(self, number: int, dpi: float) -> npt.NDArray[np.uint8]:
        """Return page ``number`` as displayed, as gray levels, rows by columns."""
        import numpy as np

        handle = raw.FPDF_LoadPage(self._handle, number - 1)
        bitmap = None
        try:
            width = round(raw.FPDF_GetPageWidthF(handle) * dpi / 72)
            height = round(raw.FPDF_GetPageHeightF(handle) * dpi / 72)
            if not 0 < width * height <= _MAX_PIXELS:
                raise UnreadableDocument("too_large", f"an image of {width} by {height} pixels", page=number)
            levels = np.full((height, width), 255, dtype=np.uint8)
            address = levels.ctypes.data_as(ctypes.c_void_p)
            bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, address, width)
            raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, raw.FPDF_GRAYSCALE)
            return levels
        finally:
            if bitmap:
                raw.FPDFBitmap_Destroy(bitmap)
            raw.FPDF_ClosePage(handle)

    def _read(self, handle: Any, number: int) -> Page:
        limits = self._limits
        frame = _frame(handle)
        objects = walk_page(
            pdfium.address_of(handle), frame, max_objects=limits.max_objects_per_page, max_depth=limits.max_form_depth
        )
        text_page = raw.FPDFText_LoadPage(handle)
        try:
            text = read_chars(
                pdfium.address_of(text_page), frame, limits.max_characters_per_page, hidden_text(objects, frame)
            )
        finally:
            raw.FPDFText_ClosePage(text_page)
        warnings = [f"{len(left)} characters left out, {reason}: {left[:40]}" for reason, left in text.left_out]
        if objects.truncated:
            warnings.append("too many drawing objects: rulings may be missing")
        if text.n_chars >= limits.max_characters_per_page:
            warnings.append("too many characters: text may be missing")
        if text.n_unmapped:
            warnings.append(f"{text.n_unmapped} glyphs whose font maps them to no character")
        return Page(
            number,
            frame.width,
            frame.height,
            frame.rotation,
            text.chars,
            tuple(objects.horizontals),
            tuple(objects.verticals),
            objects.n_images,
            "pdfium",
            tuple(warnings),
            image_share=min(1.0, objects.image_area / max(1.0, frame.width * frame.height)),
            n_unmapped=text.n_unmapped,
        )


def _frame(handle: Any) -> Frame:
    box = raw.FS_RECTF()
    rotation = int(raw.FPDFPage_GetRotation(handle)) % 4 * 90
    if raw.FPDF_GetPageBoundingBox(handle, ctypes.byref(box)) and box.right > box.left and box.top > box.bottom:
        return Frame(box.left, box.bottom, box.right, box.top, rotation)
    width, height = float(raw.FPDF_GetPageWidthF(handle)), float(raw.FPDF_GetPageHeightF(handle))
    if rotation in (90, 270):
        width, height = height, width
    return Frame(0.0, 0.0, width, height, rotation)


def _cut_off(data: bytes, handle: Any) -> bool:
    """Say whether the end is missing and PDFium only opened the file by searching it for objects: pages are lost."""
    return not _has_end(data) and not raw.FPDF_DocumentHasValidCrossReferenceTable(handle)


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-4096:] or b"%%EOF" in data[-65536:].rstrip(b"\0\r\n ")[-4096:]


def _refusal(data: bytes, error: int) -> UnreadableDocument:
    if error in (_ERROR_PASSWORD, _ERROR_SECURITY):
        return UnreadableDocument("encrypted", "needs a password")
    if not _has_end(data):
        return UnreadableDocument("truncated", "the file ends before its end mark")
    return UnreadableDocument("corrupt", "PDFium cannot open it")

"""Any supported file to :class:`~extract.model.DocumentContent`."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extract.model import DocumentContent, PageInfo, UnreadableDocument
from extract.reading.continuation import join_tables
from extract.reading.html import read_html
from extract.reading.limits import ReadLimits
from extract.reading.ocr import CLOSE_DPI, DPI, LARGEST_IMAGE, read_image
from extract.reading.page import Page
from extract.reading.page_layout import PageLayout, lay_out, without_marks
from extract.reading.pdfium_document import NOT_LOADED, PdfDocument
from extract.reading.plumber import settle
from extract.reading.sheet import Sheet
from extract.reading.sheet_layout import lay_out_sheet
from extract.reading.sniff import HTML, PDF, XLSX, load_bytes, media_type
from extract.reading.usable_text import needs_ocr
from extract.reading.workbooks import check_sheets, read_xls, read_xlsx

_DEFAULT_LIMITS = ReadLimits()


def read_document(path: Path, *, limits: ReadLimits = _DEFAULT_LIMITS) -> DocumentContent:
    """Read a PDF, a workbook or a web page's article: every printed string with its page and box.

    Raises :class:`~extract.model.UnreadableDocument` with a code saying why nothing could be read.
    """
    data = load_bytes(path, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    kind = media_type(data)
    if kind == PDF:
        return _read_pdf(data, sha256, limits)
    if kind == HTML:
        return read_html(data, sha256, limits)
    sheets = check_sheets(read_xlsx(data, limits) if kind == XLSX else read_xls(data, limits), limits)
    return _read_sheets(sheets, sha256, kind, "openpyxl" if kind == XLSX else "xlrd")


def _read_sheets(sheets: Sequence[Sheet], sha256: str, kind: str, engine: str) -> DocumentContent:
    layouts = [lay_out_sheet(sheet, engine) for sheet in sheets]
    tables = [table for layout in layouts for table in layout.tables]
    return DocumentContent(
        sha256,
        kind,
        tuple(layout.page for layout in layouts),
        tuple(replace(table, index=index) for index, table in enumerate(tables)),
        tuple(line for layout in layouts for line in layout.lines),
        tuple(
            f"{sheet.name}: {w}" for sheet, layout in zip(sheets, layouts, strict=True) for w in layout.page.warnings
        ),
    )


def _read_pdf(data: bytes, sha256: str, limits: ReadLimits) -> DocumentContent:
    with PdfDocument(data, limits) as document:
        laid_out = map(lay_out, _pages(document, limits))
        layouts = [layout if layout.ragged else without_marks(layout) for layout in laid_out]
    if all(NOT_LOADED in layout.page.warnings for layout in layouts):
        raise UnreadableDocument("corrupt", f"none of its {len(layouts)} pages could be loaded")
    if all(NOT_LOADED not in layout.page.warnings for layout in layouts):
        layouts = [settle(layout, data) for layout in layouts]
    return _assemble(sha256, PDF, layouts)


def _pages(document: PdfDocument, limits: ReadLimits) -> Iterator[Page]:
    """Yield the pages, those without usable text from their image."""
    recognised = 0
    for page in document.pages():
        if limits.ocr == "never" or not needs_ocr(page):
            yield page
        elif recognised >= limits.max_ocr_pages:
            yield replace(page, warnings=(*page.warnings, "image only: too many such pages, not recognised"))
        else:
            recognised += 1
            yield recognised_page(document, page)


def recognised_page(document: PdfDocument, page: Page) -> Page:
    """Return ``page`` as read from its image, rendered as large as memory allows."""
    dpi = min(DPI, 72 * math.sqrt(LARGEST_IMAGE / max(1.0, page.width * page.height)))
    zoom = CLOSE_DPI / DPI
    return read_image(
        page, document.render(page.number, dpi), closer=lambda: document.render(page.number, dpi * zoom), dpi=dpi
    )


def _assemble(sha256: str, kind: str, layouts: list[PageLayout]) -> DocumentContent:
    joined = join_tables(layouts)
    warnings = [f"p{layout.page.number}: {warning}" for layout in layouts for warning in layout.warnings]
    warnings += [f"p{page}: a grid without any text was left out" for page in joined.empty_grids]
    return DocumentContent(
        sha256,
        kind,
        tuple(_page_info(layout) for layout in layouts),
        joined.tables,
        tuple(line for layout in layouts for line in layout.lines),
        tuple(warnings),
    )


def _page_info(layout: PageLayout) -> PageInfo:
    page = layout.page
    return PageInfo(
        page.number,
        round(page.width, 2),
        round(page.height, 2),
        page.rotation,
        page.engine,
        layout.n_chars,
        layout.n_rules,
        page.n_images,
        layout.warnings,
    )

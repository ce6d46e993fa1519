"""Any supported file to :class:`~extract.model.DocumentContent`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.model import DocumentContent, PageInfo
from extract.reading.continuation import join_tables
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument
from extract.reading.sniff import PDF, load_bytes, media_type

_DEFAULT_LIMITS = ReadLimits()


def read_document(path: Path, *, limits: ReadLimits = _DEFAULT_LIMITS) -> DocumentContent:
    """Read a PDF or a workbook: every printed string with its page and box.

    Raises :class:`~extract.model.UnreadableDocument` with a code saying why nothing could be read.
    """
    data = load_bytes(path, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    kind = media_type(data)
    if kind == PDF:
        return _read_pdf(data, sha256, limits)
    raise NotImplementedError(kind)


def _read_pdf(data: bytes, sha256: str, limits: ReadLimits) -> DocumentContent:
    with PdfDocument(data, limits) as document:
        layouts = [lay_out(page) for page in document.pages()]
    return _assemble(sha256, PDF, layouts)


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
        len(page.chars),
        layout.n_rules,
        page.n_images,
        layout.warnings,
    )

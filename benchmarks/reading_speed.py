"""Our reading against pdfplumber's tables and the raw PDFium read, interleaved page by page in one process.

``python benchmarks/reading_speed.py FILE...`` prints CPU milliseconds a page of each engine and the ratios. Pages are
taken from each document at even steps; every engine reads the same page right after the other, so that the machine's
mood is shared.
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from pypdfium2 import raw

from extract.reading import pdfium_calls as pdfium
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import lay_out
from extract.reading.pdfium_document import PdfDocument

PAGES_PER_DOCUMENT = 8
LIMITS = ReadLimits(ocr="never")


def raw_read(document: PdfDocument, number: int) -> None:
    """Load a page and ask for every character's box and every object's kind: what any reader must pay."""
    page = raw.FPDF_LoadPage(document._handle, number - 1)
    text = raw.FPDFText_LoadPage(page)
    address, page_address = pdfium.address_of(text), pdfium.address_of(page)
    box = raw.FS_RECTF()
    place = ctypes.addressof(box)
    for index in range(pdfium.text_count(address)):
        pdfium.loose_char_box(address, index, place)
    for index in range(pdfium.page_count_objects(page_address)):
        pdfium.object_type(pdfium.page_object(page_address, index))
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(page)


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main(names: list[str]) -> None:
    totals = {"pdfplumber tables": 0.0, "gouji": 0.0, "pdfium raw": 0.0}
    pages = 0
    for name in names:
        data = Path(name).read_bytes()
        with PdfDocument(data, LIMITS) as document, pdfplumber.open(name) as plumber:
            step = max(1, document.page_count // PAGES_PER_DOCUMENT)
            for number in range(1, document.page_count + 1, step):
                page = plumber.pages[number - 1]
                totals["gouji"] += timed(lambda n=number, d=document: lay_out(d.page(n)))  # type: ignore[misc]
                totals["pdfplumber tables"] += timed(page.extract_tables)
                totals["pdfium raw"] += timed(lambda n=number, d=document: raw_read(d, n))  # type: ignore[misc]
                page.close()
                pages += 1
    for engine, seconds in totals.items():
        ratio = totals["pdfplumber tables"] / seconds
        print(f"{engine:20} {1000 * seconds / pages:8.2f} ms/page {ratio:6.1f} x pdfplumber")
    print(f"{pages} pages of {len(names)} documents")


if __name__ == "__main__":
    main(sys.argv[1:])

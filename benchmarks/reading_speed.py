"""Readers compared, interleaved page by page in one process: ``python -m benchmarks.reading_speed [FILE...]``.

Without files: every PDF of the corpus. Prints CPU milliseconds a page of each engine and the ratio to pdfplumber's
tables: our reading with grids, pdfplumber ``extract_tables``, the raw PDFium read (what any reader over it must pay),
pdf_oxide behind our page model, camelot (on every tenth page). The last two only where they are installed. Pages are
taken from each document at even steps; every engine reads the same page right after the other, so that the machine's
mood is shared. For pdf_oxide also the filled cells that it reads like PDFium.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pdfplumber
from pypdfium2 import raw

from benchmarks import reading_oxide
from benchmarks.reading_reference import corpus_documents
from extract.reading import pdfium_calls as pdfium
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument

LIMITS = ReadLimits(ocr="never")
REFERENCE, OURS, RAW, OXIDE, CAMELOT = "pdfplumber tables", "gouji", "pdfium raw", "pdf_oxide", "camelot"
_CAMELOT_STEP = 10


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


class Clock:
    """CPU seconds and pages by engine."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.reference: Counter[str] = Counter()

    def time(self, engine: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = work()
        self.seconds[engine] += time.process_time() - started  # type: ignore[assignment]
        self.pages[engine] += 1
        return result


def cells_of(layout: PageLayout) -> Counter[tuple[int, int, str]]:
    """Return the filled cells of a page, by rounded place."""
    cells = (cell for fragment in layout.fragments for cell in fragment.cells)
    return Counter((round(c.box.x0 / 5), round(c.box.top / 5), "".join(c.text.split())) for c in cells if c.text)


def compare(path: Path, clock: Clock, agreement: Counter[str], per_document: int) -> None:
    """Read some pages of one document with every engine."""
    data = path.read_bytes()
    oxide = _opened(data) if find_spec("pdf_oxide") else None
    with PdfDocument(data, LIMITS) as document, pdfplumber.open(path) as plumber:
        step = max(1, document.page_count // per_document)
        for number in range(1, document.page_count + 1, step):
            page = plumber.pages[number - 1]
            layout = clock.time(OURS, lambda n=number, d=document: lay_out(d.page(n)))
            before = clock.seconds[REFERENCE]
            clock.time(REFERENCE, page.extract_tables)
            spent = clock.seconds[REFERENCE] - before
            clock.time(RAW, lambda n=number, d=document: raw_read(d, n))
            page.close()
            if oxide is not None:
                agreement.update(_by_oxide(oxide, number, layout, clock))
            if find_spec("camelot") and clock.pages[OURS] % _CAMELOT_STEP == 1:
                clock.time(CAMELOT, lambda n=number: _by_camelot(path, n))
                clock.reference[CAMELOT] += spent  # type: ignore[assignment]


def _opened(data: bytes) -> Any:
    try:
        return reading_oxide.open_document(data)
    except Exception as error:  # a young library: any document may break it, and the comparison goes on
        print(f"pdf_oxide cannot open: {error}", file=sys.stderr)
        return None


def _by_oxide(oxide: Any, number: int, layout: PageLayout, clock: Clock) -> Counter[str]:
    wanted = cells_of(layout)
    try:
        got = cells_of(clock.time(OXIDE, lambda: lay_out(reading_oxide.read_page(oxide, number))))
    except Exception as error:  # as above
        print(f"pdf_oxide fails: {type(error).__name__}: {error}", file=sys.stderr)
        return Counter(failed=1, cells=wanted.total())
    return Counter(cells=wanted.total(), equal=(wanted & got).total(), other_pages=int(wanted != got), pages=1)


def _by_camelot(path: Path, number: int) -> None:
    import camelot

    camelot.read_pdf(str(path), pages=str(number), flavor="lattice", suppress_stdout=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--pages", type=int, default=4, help="pages of each document, about")
    chosen = parser.parse_args(arguments)
    clock, agreement = Clock(), Counter[str]()
    files = chosen.files or corpus_documents(chosen.corpus)
    for path in files:
        compare(path, clock, agreement, chosen.pages)
    per_page = clock.seconds[REFERENCE] / clock.pages[REFERENCE]
    for engine in (REFERENCE, OURS, RAW, OXIDE, CAMELOT):
        if not clock.pages[engine]:
            print(f"{engine:20} not installed")
            continue
        mean = clock.seconds[engine] / clock.pages[engine]
        same_pages = clock.reference[engine] / clock.pages[engine] if clock.reference[engine] else per_page
        print(
            f"{engine:20} {1000 * mean:8.2f} ms/page {same_pages / mean:6.1f} x pdfplumber, {clock.pages[engine]} pages"
        )
    if agreement["cells"]:
        share = agreement["equal"] / agreement["cells"]
        print(f"pdf_oxide reads {share:.3%} of {agreement['cells']} filled cells as PDFium does, ", end="")
        print(f"{agreement['other_pages']} pages otherwise, fails on {agreement['failed']}")
    print(f"{clock.pages[OURS]} pages of {len(files)} documents, load {os.getloadavg()[0]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

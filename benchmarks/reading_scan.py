"""The seed's scan against its text edition, page by page: seconds, and digits that recognition got wrong.

``python benchmarks/reading_scan.py CORPUS PAGE...``
"""

from __future__ import annotations

import difflib
import re
import sys
import time
from pathlib import Path

from extract.reading.limits import ReadLimits
from extract.reading.ocr import DPI, read_image
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument


def numbers(layout: PageLayout) -> list[str]:
    cells = [cell.text for fragment in layout.fragments for cell in fragment.cells]
    return [n for text in [*cells, *(line.text for line in layout.lines)] for n in re.findall(r"\d[\d,.]*", text)]


def main(corpus: Path, pages: list[int]) -> None:
    total = wrong = 0
    limits = ReadLimits()
    with (
        PdfDocument((corpus / "seed" / "seed_scan.pdf").read_bytes(), limits) as scan,
        PdfDocument((corpus / "seed" / "seed_office.pdf").read_bytes(), limits) as office,
    ):
        for number in pages:
            started, used = time.perf_counter(), time.process_time()
            read = lay_out(read_image(scan.page(number), scan.render(number, DPI)))
            seconds, cpu = time.perf_counter() - started, time.process_time() - used
            truth = lay_out(office.page(number))
            wanted, got = numbers(truth), numbers(read)
            matcher = difflib.SequenceMatcher(a=wanted, b=got, autojunk=False)
            missed = [(wanted[a0:a1], got[b0:b1]) for tag, a0, a1, b0, b1 in matcher.get_opcodes() if tag != "equal"]
            wrong_here = sum(max(len(a), len(b)) for a, b in missed)
            total, wrong = total + len(wanted), wrong + wrong_here
            shapes = [[(f.n_rows, f.n_cols) for f in layout.fragments] for layout in (truth, read)]
            print(f"p{number}: {seconds:.1f} s ({cpu:.1f} CPU), {len(wanted)} numbers, {wrong_here} wrong {missed[:6]}")
            if shapes[0] != shapes[1]:
                print(f"    tables {shapes[0]} read as {shapes[1]}")
            sys.stdout.flush()
    print(f"{total - wrong} of {total} numbers right")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(page) for page in sys.argv[2:]])

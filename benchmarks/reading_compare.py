"""Our grids against pdfplumber's, cell by cell, on any PDFs.

``python benchmarks/reading_compare.py CACHE_FOLDER SHOWN FILE...`` prints, per document and in all: cells that
pdfplumber gives text, the share that our reading gives the same text at the same place, and up to SHOWN that differ.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from reading_oracle import cached_oracle

from extract.model import Cell
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument

LIMITS = ReadLimits(ocr="never")


@dataclass
class Tally:
    """Counts of one document; ``differences`` are (page, oracle text, our text)."""

    cells: int = 0
    equal: int = 0
    missing: int = 0
    differences: list[tuple[int, str, str]] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def digits(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*", plain(text))


def index_cells(layout: PageLayout) -> dict[int, list[Cell]]:
    buckets: dict[int, list[Cell]] = defaultdict(list)
    for cell in (cell for fragment in layout.fragments for cell in fragment.cells):
        for key in range(int(cell.box.top) // 20, int(cell.box.bottom) // 20 + 1):
            buckets[key].append(cell)
    return buckets


def cell_at(buckets: dict[int, list[Cell]], x: float, y: float) -> Cell | None:
    candidates = buckets.get(int(y) // 20, ())
    return next((c for c in candidates if c.box.x0 <= x <= c.box.x1 and c.box.top <= y <= c.box.bottom), None)


def compare(path: Path, folder: Path) -> Tally:
    tally = Tally()
    with PdfDocument(path.read_bytes(), LIMITS) as document:
        for page, tables in zip(document.pages(), cached_oracle(path, folder), strict=True):
            buckets = index_cells(lay_out(page))
            for x0, top, x1, bottom, text in (cell for table in tables if len(table) > 1 for cell in table):
                if text.strip():
                    ours = cell_at(buckets, (x0 + x1) / 2, (top + bottom) / 2)
                    judge(tally, page.number, text, ours.text if ours else None)
    return tally


def judge(tally: Tally, page: int, theirs: str, ours: str | None) -> None:
    tally.cells += 1
    if ours is not None and plain(ours) == plain(theirs):
        tally.equal += 1
        return
    tally.missing += ours is None
    difference = (page, plain(theirs), "(no cell)" if ours is None else plain(ours))
    tally.differences.append(difference)
    if sorted(digits(theirs)) != sorted(digits(ours or "")):
        tally.numbers.append(difference)


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0])
    verbose = int(arguments[1])
    cells = equal = numbers = 0
    for name in arguments[2:]:
        tally = compare(Path(name), folder)
        cells, equal, numbers = cells + tally.cells, equal + tally.equal, numbers + len(tally.numbers)
        share = tally.equal / tally.cells if tally.cells else 1.0
        counts = f"{tally.cells:7d} cells, {len(tally.numbers):4d} numbers differ, {tally.missing} missing"
        print(f"{share:8.4%} {counts}  {Path(name).name}")
        for page, theirs, mine in tally.numbers[:verbose]:
            print(f"      # p{page}: {theirs[:70]!r} -> {mine[:70]!r}")
        for page, theirs, mine in tally.differences[:verbose]:
            print(f"      - p{page}: {theirs[:70]!r} -> {mine[:70]!r}")
    print(f"all: {equal}/{cells} = {equal / max(cells, 1):.4%}, {numbers} cells with differing numbers")


if __name__ == "__main__":
    main(sys.argv[1:])

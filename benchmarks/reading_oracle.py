"""Our grids against pdfplumber's, cell by cell, and why they differ: ``python -m benchmarks.reading_oracle [FILE...]``.

Without files: every PDF of the corpus. Per document: pages, pdfplumber's tables and filled cells, equal, different by
cause, numbers that differ with us wrong. A cell is equal where the same text (NFKC, without white space) is read at
its middle. pdfplumber's reading is kept in ``--cache``; ``--csv`` writes every difference with its place, both texts
and its cause, ``--show N`` prints the first N of each document that are ours. Ends with status 1 where a number of
ours is wrong.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pypdfium2 import raw

from benchmarks.reading_causes import CAUSES, Evidence, cause_of, numbers, plain
from benchmarks.reading_reference import Placed, ReferencePage, cached_reference, corpus_documents
from extract.model import Cell
from extract.reading import pdfium_calls as pdfium
from extract.reading.limits import ReadLimits
from extract.reading.page import Char
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument, _frame
from extract.reading.pdfium_text import read_chars
from extract.reading.plumber import ENGINE, settle

LIMITS = ReadLimits(ocr="never")
_BUCKET = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One filled cell of pdfplumber's that is read differently at its middle."""

    page: int
    cell: Placed
    ours: str | None
    cause: str

    @property
    def wrong_number(self) -> bool:
        """Whether digits differ and nothing shows that pdfplumber is wrong."""
        return self.cause == "ours" and numbers(self.cell[4]) != numbers(self.ours or "")


@dataclass
class Tally:
    """One document's counts."""

    name: str
    pages: int = 0
    fallback_pages: int = 0
    moved_pages: int = 0
    tables: int = 0
    cells: int = 0
    equal: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def causes(self) -> Counter[str]:
        return Counter(difference.cause for difference in self.differences)

    @property
    def wrong_numbers(self) -> int:
        return sum(difference.wrong_number for difference in self.differences)


def compare(path: Path, cache: Path, *, pages: Collection[int] | None = None) -> Tally:
    """Compare one document, or only some of its ``pages``."""
    tally = Tally(path.name)
    data = path.read_bytes()
    with PdfDocument(data, LIMITS) as document:
        for reference in cached_reference(path, cache):
            if pages is not None and reference.number not in pages:
                continue
            page = document.page(reference.number)
            layout = settle(lay_out(page), data)
            tally.pages += 1
            tally.fallback_pages += layout.page.engine == ENGINE
            tally.tables += sum(len(table) > 1 for table in reference.tables)
            cells = [cell for fragment in layout.fragments for cell in fragment.cells]
            moved = shift_of(page.width, page.height, cells, reference)
            if moved != (0.0, 0.0):
                tally.moved_pages += 1
                reference = shifted(reference, moved)  # noqa: PLW2901 - the same reading, put where it belongs
            evidence = Evidence(path, page, (), reference, moved)
            for cell, ours in _pairs(layout, reference):
                tally.cells += 1
                if ours is not None and plain(ours.text) == plain(cell[4]):
                    tally.equal += 1
                    continue
                if not evidence.everything:
                    evidence = Evidence(path, page, every_char(document, page.number), reference, moved)
                cause = cause_of(cell, ours, evidence)
                tally.differences.append(Difference(page.number, cell, ours.text if ours else None, cause))
    return tally


def _pairs(layout: PageLayout, reference: ReferencePage) -> Iterator[tuple[Placed, Cell | None]]:
    """Yield each filled cell of a table of more than one cell, with ours at its middle."""
    buckets: dict[int, list[Cell]] = defaultdict(list)
    for cell in (cell for fragment in layout.fragments for cell in fragment.cells):
        for key in range(int(cell.box.top) // _BUCKET, int(cell.box.bottom) // _BUCKET + 1):
            buckets[key].append(cell)
    for table in reference.tables:
        for placed in table if len(table) > 1 else ():
            if placed[4].strip():
                x, y = (placed[0] + placed[2]) / 2, (placed[1] + placed[3]) / 2
                near = buckets.get(int(y) // _BUCKET, ())
                ours = (c for c in near if c.box.x0 <= x <= c.box.x1 and c.box.top <= y <= c.box.bottom)
                yield placed, next(ours, None)


def shift_of(width: float, height: float, found: Sequence[Cell], reference: ReferencePage) -> tuple[float, float]:
    """Return by how far pdfplumber misplaces a page's tables: most of their cells lie off the page as displayed.

    (0, 0) where they do not, or where no one shift brings most of the distinct texts to the cells ``found``.
    """
    cells = [cell for table in reference.tables if len(table) > 1 for cell in table if cell[4].strip()]
    off = [c for c in cells if not (0 <= (c[0] + c[2]) / 2 <= width and 0 <= (c[1] + c[3]) / 2 <= height)]
    if 2 * len(off) <= len(cells):
        return 0.0, 0.0
    ours: dict[str, list[Cell]] = defaultdict(list)
    for cell in found:
        ours[plain(cell.text)].append(cell)
    votes = Counter(
        (round(mine[0].box.x0 - placed[0]), round(mine[0].box.top - placed[1]))
        for placed in cells
        if len(mine := ours.get(plain(placed[4]), [])) == 1
    )
    (dx, dy), count = votes.most_common(1)[0] if votes else ((0, 0), 0)
    return (float(dx), float(dy)) if 2 * count > sum(votes.values()) else (0.0, 0.0)


def shifted(reference: ReferencePage, by: tuple[float, float]) -> ReferencePage:
    """Return pdfplumber's reading moved by ``by`` points."""
    dx, dy = by

    def move(placed: Placed) -> Placed:
        return placed[0] + dx, placed[1] + dy, placed[2] + dx, placed[3] + dy, placed[4]

    return ReferencePage(
        reference.number,
        tuple(tuple(map(move, table)) for table in reference.tables),
        tuple(map(move, reference.words)),
    )


def every_char(document: PdfDocument, number: int) -> Sequence[Char]:
    """Return the characters of a page, those that a reader would not see included."""
    handle = raw.FPDF_LoadPage(document._handle, number - 1)
    text_page = raw.FPDFText_LoadPage(handle)
    try:
        return read_chars(pdfium.address_of(text_page), _frame(handle), 10**6, None).chars
    finally:
        raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(handle)


def describe(tally: Tally, show: int) -> Iterator[str]:
    """Yield a document's line, and some of the differences that are ours."""
    share = tally.equal / tally.cells if tally.cells else 1.0
    causes = ", ".join(f"{name} {count}" for name, count in tally.causes.most_common())
    notes = [f"{tally.tables} tables", f"{tally.pages} pages"]
    if tally.fallback_pages:
        notes.append(f"{tally.fallback_pages} pages by {ENGINE}")
    if tally.moved_pages:
        notes.append(f"{tally.moved_pages} pages that pdfplumber misplaces")
    notes.append(f"{tally.wrong_numbers} wrong numbers")
    cells = f"{share:8.3%} {tally.equal:6d}/{tally.cells:6d} cells"
    yield f"{cells}, {', '.join(notes)}  {tally.name}" + (f"  [{causes}]" if causes else "")
    for difference in [d for d in tally.differences if d.cause == "ours"][:show]:
        mark = "#" if difference.wrong_number else "-"
        mine = "(no cell)" if difference.ours is None else plain(difference.ours)
        place = tuple(round(value) for value in difference.cell[:4])
        yield f"      {mark} p{difference.page} {place}: {plain(difference.cell[4])[:70]!r} -> {mine[:70]!r}"


def summary(tallies: Sequence[Tally]) -> Iterator[str]:
    """Yield the figures over all documents."""
    cells, equal = sum(t.cells for t in tallies), sum(t.equal for t in tallies)
    causes = sum((t.causes for t in tallies), Counter[str]())
    right = cells - sum(causes.values()) + causes["ours"]
    share = equal / max(cells, 1)
    yield f"{equal}/{cells} = {share:.3%} of pdfplumber's filled cells are equal in {len(tallies)} documents"
    yield f"{equal}/{right} = {equal / max(right, 1):.4%} of those where nothing shows that pdfplumber is wrong"
    for name, text in CAUSES.items():
        if causes[name]:
            yield f"{causes[name]:7d}  {name}: {text}"
    yield f"{sum(t.fallback_pages for t in tallies)} of {sum(t.pages for t in tallies)} pages fell back on {ENGINE}"
    yield f"{sum(t.wrong_numbers for t in tallies)} numbers differ with us wrong"


def write_differences(tallies: Sequence[Tally], target: Path) -> None:
    """Write every difference as CSV."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["document", "page", "x0", "top", "x1", "bottom", "cause", "pdfplumber", "ours"])
        for tally in tallies:
            for d in tally.differences:
                writer.writerow([tally.name, d.page, *d.cell[:4], d.cause, d.cell[4], d.ours])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gouji-reference")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--show", type=int, default=5)
    chosen = parser.parse_args(arguments)
    tallies = []
    for path in chosen.files or corpus_documents(chosen.corpus):
        tallies.append(compare(path, chosen.cache))
        print(*describe(tallies[-1], chosen.show), sep="\n", flush=True)
    print(*summary(tallies), sep="\n")
    if chosen.csv:
        write_differences(tallies, chosen.csv)
    return 1 if any(tally.wrong_numbers for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())

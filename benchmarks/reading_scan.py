"""The seed's scan against its text edition: seconds, numbers page by page, and what differs in the records.

``python -m benchmarks.reading_scan CORPUS [PAGE...]``: of the pages given the numbers only, of all pages the line
items, claims and form fields as well.
"""

from __future__ import annotations

import difflib
import re
import resource
import sys
import time
from pathlib import Path

from benchmarks.scan_compare import compare_documents
from extract.model import DocumentContent
from extract.reading import read_document
from extract.reading.document import recognised_page
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument
from transform.documents import parse_document

_NUMBER = re.compile(r"\d[\d,.]*")
_SHOWN = 60


def numbers_of(layout: PageLayout) -> list[str]:
    """Return what a page prints in digits, tables first."""
    cells = [cell.text for fragment in layout.fragments for cell in fragment.cells]
    return [n for text in [*cells, *(line.text for line in layout.lines)] for n in _NUMBER.findall(text)]


def numbers_on(content: DocumentContent, page: int) -> list[str]:
    """Return what a page of a document as read prints in digits, tables first."""
    cells = [cell.text for table in content.tables for cell in table.cells if cell.page == page]
    return [n for text in [*cells, *(r.text for r in content.lines if r.page == page)] for n in _NUMBER.findall(text)]


def misread(wanted: list[str], got: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return the runs of numbers that differ, as (printed, read)."""
    matcher = difflib.SequenceMatcher(a=wanted, b=got, autojunk=False)
    return [(wanted[a0:a1], got[b0:b1]) for tag, a0, a1, b0, b1 in matcher.get_opcodes() if tag != "equal"]


def compare_pages(scan_file: Path, office_file: Path, pages: list[int]) -> None:
    """Print the numbers of single pages that recognition got wrong."""
    limits = ReadLimits()
    total = wrong = 0
    with PdfDocument(scan_file.read_bytes(), limits) as scan, PdfDocument(office_file.read_bytes(), limits) as office:
        for number in pages:
            used = time.process_time()
            read = lay_out(recognised_page(scan, scan.page(number)))
            cpu = time.process_time() - used
            truth = lay_out(office.page(number))
            runs = misread(numbers_of(truth), numbers_of(read))
            here = sum(max(len(a), len(b)) for a, b in runs)
            total, wrong = total + len(numbers_of(truth)), wrong + here
            shapes = [[(f.n_rows, f.n_cols) for f in layout.fragments] for layout in (truth, read)]
            print(f"p{number}: {cpu:.1f} s CPU, {len(numbers_of(truth))} numbers, {here} wrong {runs[:6]}")
            if shapes[0] != shapes[1]:
                print(f"    tables {shapes[0]} read as {shapes[1]}")
            sys.stdout.flush()
    print(f"{total - wrong} of {total} numbers right")


def compare_whole(scan_file: Path, office_file: Path) -> None:
    """Print what differs between the whole scan and its text edition, in numbers and in records."""
    truth = read_document(office_file)
    used = time.process_time()
    read = read_document(scan_file)
    cpu = time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{len(read.pages)} pages, {cpu / len(read.pages):.1f} s CPU a page, {peak} MB at most")
    total = wrong = 0
    for page in read.pages:
        wanted, got = numbers_on(truth, page.number), numbers_on(read, page.number)
        runs = misread(wanted, got)
        # numbers in pictures (charts) are printed, too, but the text edition has no text for them
        wrong += sum(len(a) for a, _ in runs)
        total += len(wanted)
        for printed, seen in runs:
            print(f"p{page.number}: {printed} read as {seen}")
    print(f"{total - wrong} of {total} numbers right ({1 - wrong / total:.2%})")
    for comparison in compare_documents(parse_document(truth), parse_document(read)):
        print(comparison)
        for note in comparison.notes[:_SHOWN]:
            print("   ", *note, sep=" | ")


def main(corpus: Path, pages: list[int]) -> None:
    """Compare single pages, or all."""
    scan, office = (corpus / "seed" / name for name in ("seed_scan.pdf", "seed_office.pdf"))
    if pages:
        compare_pages(scan, office, pages)
    else:
        compare_whole(scan, office)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(page) for page in sys.argv[2:]])

"""What became of every document: ``python -m benchmarks.corpus_accounting [--csv PATH] [--warehouse W] [FILE...]``.

Without files: every PDF of the corpus. Per document: statements found, rows printed, parsed, ignored and unread, number
cells by pdfplumber's own count and the share that reached a record (:mod:`benchmarks.reading_accounting`). Documents
below 98 % are listed with what was missed, by page. With ``--warehouse`` (made by ``gouji run`` over the same files)
also, by region, the share of the statements' own sums that close. Ends with status 1 below 99.5 % overall.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.reading_accounting import Account, account
from benchmarks.reading_causes import plain
from benchmarks.reading_oracle import shift_of, shifted
from benchmarks.reading_reference import cached_reference, corpus_documents
from extract.model import UnreadableDocument
from extract.pool import run_bounded
from extract.reading import ReadLimits, read_document
from transform.documents import parse_document

_COUNTS = re.compile(r"数量|人数|个数")
ENOUGH, OVERALL = 0.98, 0.995
LIMITS = ReadLimits(ocr="never")
_COLUMNS = [
    *("document", "pages", "statements", "rows_printed", "rows_parsed", "rows_ignored", "rows_unread", "unread_places"),
    *("numbers", "reached", "share", "counters", "keys", "read_otherwise", "missed_pages"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """One document's account; the row counts are over its statements."""

    name: str
    pages: int
    statements: int
    printed: int
    parsed: int
    ignored: int
    unread: int
    unread_places: int
    account: Account


def examine(path: Path, cache: Path) -> Row:
    """Read and parse one document and follow its numbers."""
    content = read_document(path, limits=LIMITS)
    sizes = {page.number: (page.width, page.height) for page in content.pages}
    reference = []
    for page in cached_reference(path, cache):
        ours = [cell for table in content.tables for cell in table.cells if cell.page == page.number]
        reference.append(shifted(page, shift_of(*sizes[page.number], ours, page)))
    parsed = parse_document(content)
    found = parsed.statements
    return Row(
        path.name,
        len(content.pages),
        len(found),
        sum(s.rows_printed for s in found),
        sum(s.rows_parsed for s in found),
        sum(s.rows_ignored for s in found),
        sum(s.rows_unread for s in found),
        len(parsed.unread),
        account(content, parsed, reference),
    )


def describe(row: Row) -> Iterator[str]:
    """Yield a document's line, and what was missed where that is too much."""
    numbers = row.account
    counts = f"{numbers.reached:6d}/{numbers.numbers:6d} numbers ({numbers.counters} counters, {numbers.keys} keys"
    rows = f"rows {row.printed} = {row.parsed} + {row.ignored} ignored + {row.unread} unread"
    yield (
        f"{numbers.share:8.3%} {counts}, {numbers.read_otherwise} read otherwise), "
        f"{row.statements:3d} statements, {rows}, {row.unread_places} reported unread, {row.pages} pages  {row.name}"
    )
    if numbers.share < ENOUGH:
        pages = Counter(missed.page for missed in numbers.missed)
        for page, count in sorted(pages.items()):
            texts = [missed.text for missed in numbers.missed if missed.page == page]
            headings = Counter(missed.heading for missed in numbers.missed if missed.page == page).most_common(4)
            under = ", ".join(f"{heading or '-'} {n}" for heading, n in headings)
            yield f"      p{page}: {count} missed: {' '.join(plain(text) for text in texts[:12])}  [{under}]"


def closing_sums(warehouse: Path, regions: dict[str, str]) -> Iterator[str]:
    """Yield by region how many of the statements' own sums and ties close, exactly or within rounding.

    A document that fails many of them is suspected of being misread; those that fail any are named.
    """
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        results = connection.execute(
            "SELECT f.document_sha256, f.document_name, c.status FROM check_results c JOIN filings f USING (filing_id)"
            " WHERE c.scope IN ('within_statement', 'budget', 'three_public')"
            " AND c.status IN ('pass', 'within_rounding', 'fail')"
        ).fetchall()
    closing: Counter[str] = Counter()
    all_sums: Counter[str] = Counter()
    failing: Counter[str] = Counter()
    for sha256, name, status in results:
        region = regions.get(sha256, "?")
        all_sums[region] += 1
        closing[region] += status != "fail"
        if status == "fail":
            failing[name] += 1
    for region, count in sorted(all_sums.items()):
        yield f"{closing[region] / count:8.3%} {closing[region]:6d}/{count:6d} sums of statements close  {region}"
    total = sum(all_sums.values())
    yield f"{sum(closing.values()) / max(total, 1):8.3%} of {total} in all"
    yield from (f"      {count} do not close in {name}" for name, count in failing.most_common())


def regions_of(corpus: Path) -> dict[str, str]:
    """Return region by document sha256, as the corpus's manifest says."""
    manifest = corpus / "MANIFEST.csv"
    if not manifest.exists():
        return {}
    with manifest.open(encoding="utf-8-sig", newline="") as stream:
        return {row["sha256"]: row["region"] for row in csv.DictReader(stream)}


def write_rows(rows: Sequence[Row], target: Path) -> None:
    """Write one line a document."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for row in rows:
            numbers = row.account
            rows_counted = (row.printed, row.parsed, row.ignored, row.unread, row.unread_places)
            missed = " ".join(map(str, sorted({missed.page for missed in numbers.missed})))
            counts = (
                numbers.numbers,
                numbers.reached,
                f"{numbers.share:.5f}",
                numbers.counters,
                numbers.read_otherwise,
            )
            writer.writerow(
                [row.name, row.pages, row.statements, *rows_counted, *counts, numbers.read_otherwise, missed]
            )


def write_missed(rows: Sequence[Row], target: Path) -> None:
    """Write every number that reached no record."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["document", "page", "x0", "top", "text", "heading"])
        writer.writerows([row.name, m.page, m.x0, m.top, m.text, m.heading] for row in rows for m in row.account.missed)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "gouji-reference")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--missed", type=Path, help="write every missed number, with its place, as CSV")
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    failed = 0
    files = chosen.files or corpus_documents(chosen.corpus)
    work = partial(examine, cache=chosen.cache)
    for path, row in run_bounded(work, files, workers=chosen.workers, timeout_seconds=900, memory_mb=4000):
        if isinstance(row, UnreadableDocument):
            failed += 1
            print(f"         {row}  {path.name}", flush=True)
            continue
        rows.append(row)
        print(*describe(row), sep="\n", flush=True)
    numbers, reached = sum(r.account.numbers for r in rows), sum(r.account.reached for r in rows)
    share = reached / max(numbers, 1)
    short = [row for row in rows if row.account.share < ENOUGH]
    print(f"{reached}/{numbers} = {share:.3%} of the number cells of {len(rows)} documents reached a record")
    print(f"{failed} documents could not be read")
    counts = sum(bool(_COUNTS.search(missed.heading)) for row in rows for missed in row.account.missed)
    print(f"{reached / max(numbers - counts, 1):.3%} without {counts} under headings of counts of things (数量, 人数)")
    headings = Counter(missed.heading for row in rows for missed in row.account.missed)
    print("missed by heading:", ", ".join(f"{heading or '-'} {count}" for heading, count in headings.most_common(25)))
    print(f"{sum(r.unread for r in rows)} of {sum(r.printed for r in rows)} printed rows are unread")
    print(f"{len(short)} documents are below {ENOUGH:.0%}: {', '.join(row.name for row in short) or '-'}")
    if chosen.warehouse:
        print(*closing_sums(chosen.warehouse, regions_of(chosen.corpus)), sep="\n")
    if chosen.csv:
        write_rows(rows, chosen.csv)
    if chosen.missed:
        write_missed(rows, chosen.missed)
    return 0 if share >= OVERALL else 1


if __name__ == "__main__":
    sys.exit(main())

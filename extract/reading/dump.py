"""Print what was read: ``python -m extract.reading.dump FILE [PAGE]``. An aid for developers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from extract.model import DocumentContent, RawTable, UnreadableDocument
from extract.reading.document import read_document


def describe(content: DocumentContent, page: int | None = None) -> Iterator[str]:
    """Yield readable lines for the tables and text lines of ``content``, all or one page's."""
    for warning in content.warnings:
        yield f"! {warning}"
    for table in content.tables:
        if page is None or page in table.pages:
            yield from describe_table(table)
    for line in content.lines:
        if page is None or line.page == page:
            yield f"p{line.page} y{line.box.top:.0f} x{line.box.x0:.0f} {line.size:.0f}pt | {line.text}"


def describe_table(table: RawTable) -> Iterator[str]:
    """Yield a table row by row; a merged cell shows its spans as ``[rows x cols]``."""
    pages = ",".join(map(str, table.pages))
    yield (
        f"== table {table.index}: pages {pages}, {table.n_rows} x {table.n_cols}, {table.engine}, "
        f"{table.repeated_header_rows} header rows repeated"
    )
    for line in table.above:
        yield f"   above | {line.text}"
    for row in range(table.n_rows):
        parts = []
        for cell in table.cells:
            if cell.row == row:
                span = f"[{cell.row_span}x{cell.col_span}]" if (cell.row_span, cell.col_span) != (1, 1) else ""
                parts.append(
                    f"{cell.col}:{span}{cell.text!r}" if "\n" in cell.text else f"{cell.col}:{span}{cell.text}"
                )
        yield f"   r{row:<3}| " + " | ".join(parts)
    for line in table.below:
        yield f"   below | {line.text}"


def main(arguments: list[str]) -> int:
    """Print the file named first, or only the page named second."""
    if not arguments:
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    page = int(arguments[1]) if len(arguments) > 1 else None
    try:
        content = read_document(Path(arguments[0]))
    except UnreadableDocument as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for line in describe(content, page):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

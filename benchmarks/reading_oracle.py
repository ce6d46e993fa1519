"""What pdfplumber reads, cell by cell: the reference that our grids are compared with.

``python benchmarks/reading_oracle.py OUT_FOLDER FILE...`` writes one JSON file per PDF; files already there are kept.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pdfplumber

OraclePage = list[list[tuple[float, float, float, float, str]]]


def read_oracle(path: Path) -> list[OraclePage]:
    """Return, per page, per table, every cell's box (as displayed) and text."""
    pages: list[OraclePage] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            tables: OraclePage = []
            left, top = page.bbox[0], page.bbox[1]
            for table in page.find_tables():
                cells = []
                for row, texts in zip(table.rows, table.extract(), strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        if cell is not None:
                            x0, y0, x1, y1 = cell
                            cells.append((x0 - left, y0 - top, x1 - left, y1 - top, text or ""))
                tables.append(cells)
            pages.append(tables)
            page.close()
    return pages


def cached_oracle(path: Path, folder: Path) -> list[OraclePage]:
    """Read through a folder of JSON files named by the document's hash."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (hashlib.sha256(path.read_bytes()).hexdigest()[:24] + ".json")
    if target.exists():
        stored: list[OraclePage] = json.loads(target.read_text(encoding="utf-8"))
        return stored
    pages = read_oracle(path)
    target.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    return pages


if __name__ == "__main__":
    for name in sys.argv[2:]:
        print(name, len(cached_oracle(Path(name), Path(sys.argv[1]))), flush=True)

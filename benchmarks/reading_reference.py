"""What pdfplumber reads of a document, cell by cell: the reference that our grids are compared with.

``python -m benchmarks.reading_reference CACHE_FOLDER FILE...`` fills the cache: one JSON file a document, named by its
hash. Places are in points as displayed, origin at the top left of the visible page.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pdfplumber

Placed = tuple[float, float, float, float, str]
"""x0, top, x1, bottom and text."""


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """One page as pdfplumber reads it: the cells of each table, and the words with a digit, wherever they stand."""

    number: int
    tables: tuple[tuple[Placed, ...], ...]
    words: tuple[Placed, ...]


def read_reference(path: Path) -> list[ReferencePage]:
    """Read a whole document with pdfplumber's default settings."""
    pages: list[ReferencePage] = []
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            pages.append(ReferencePage(number, _tables(page), _words(page)))
            page.close()
    return pages


def _tables(page: Any) -> tuple[tuple[Placed, ...], ...]:
    left, top = page.bbox[0], page.bbox[1]
    tables = []
    for table in page.find_tables():
        cells = []
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                if cell is not None:
                    x0, y0, x1, y1 = cell
                    cells.append(_placed(x0 - left, y0 - top, x1 - left, y1 - top, text or ""))
        tables.append(tuple(cells))
    return tuple(tables)


def _words(page: Any) -> tuple[Placed, ...]:
    left, top = page.bbox[0], page.bbox[1]
    return tuple(
        _placed(word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top, word["text"])
        for word in page.extract_words()
        if any(character.isdigit() for character in word["text"])
    )


def _placed(x0: float, top: float, x1: float, bottom: float, text: str) -> Placed:
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2), text


def cached_reference(path: Path, folder: Path) -> list[ReferencePage]:
    """Read through a folder of JSON files named by the document's hash."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (hashlib.sha256(path.read_bytes()).hexdigest()[:24] + ".json")
    if target.exists():
        return [_page(stored) for stored in json.loads(target.read_text(encoding="utf-8"))]
    pages = read_reference(path)
    target.write_text(json.dumps([asdict(page) for page in pages], ensure_ascii=False), encoding="utf-8")
    return pages


def _page(stored: dict[str, Any]) -> ReferencePage:
    tables = tuple(tuple(tuple(cell) for cell in table) for table in stored["tables"])
    return ReferencePage(stored["number"], tables, tuple(tuple(word) for word in stored["words"]))


def corpus_documents(folder: Path) -> list[Path]:
    """Return every PDF of the corpus, in order."""
    return sorted(folder.glob("*/*.pdf"))


if __name__ == "__main__":
    for name in sys.argv[2:]:
        print(name, len(cached_reference(Path(name), Path(sys.argv[1]))), flush=True)

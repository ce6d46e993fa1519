"""Our cells against pdfplumber's on real pages: the same text at the same place, no number different."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pdfplumber
import pytest

from extract.reading.limits import ReadLimits
from extract.reading.page_layout import PageLayout, lay_out
from extract.reading.pdfium_document import PdfDocument

pytestmark = pytest.mark.corpus
LIMITS = ReadLimits(ocr="never")
DOCUMENTS = [
    "seed/seed_office.pdf",
    "final_accounts/022_*.pdf",
    "final_accounts/上海市普陀区财政局2024年度部门决算.pdf",
    "budgets/003_*审计局*.pdf",
    "budgets/014_*商务局*.pdf",
    "budgets/020_*司法局*.pdf",
    "budgets/001_*信访局*.pdf",
    "budgets/004_*水利局*.pdf",
]
PAGES_EACH = 5


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def our_text(layout: PageLayout, x: float, y: float) -> str | None:
    for fragment in layout.fragments:
        for cell in fragment.cells:
            if cell.box.x0 <= x <= cell.box.x1 and cell.box.top <= y <= cell.box.bottom:
                return cell.text
    return None


def oracle_cells(page: pdfplumber.page.Page) -> list[tuple[float, float, str]]:
    """Return the middle (as displayed) and text of every filled cell that pdfplumber finds."""
    left, top = page.bbox[0], page.bbox[1]
    found = []
    for table in page.find_tables():
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                if cell is not None and text and len(table.cells) > 1:
                    found.append(((cell[0] + cell[2]) / 2 - left, (cell[1] + cell[3]) / 2 - top, text))
    return found


@pytest.mark.parametrize("pattern", DOCUMENTS)
def test_cells_are_those_of_pdfplumber(corpus: Path, pattern: str) -> None:
    path = sorted(corpus.glob(pattern))[0]
    compared, different = 0, []
    with PdfDocument(path.read_bytes(), LIMITS) as document, pdfplumber.open(path) as plumber:
        numbers = range(document.page_count // 3, document.page_count + 1, max(1, document.page_count // PAGES_EACH))
        for number in numbers:
            if number < 1:
                continue
            layout = lay_out(document.page(number))
            for x, y, text in oracle_cells(plumber.pages[number - 1]):
                compared += 1
                ours = our_text(layout, x, y)
                if ours is None or plain(ours) != plain(text):
                    different.append((number, text, ours))
    assert compared > 0
    assert different == []

"""The oracle excuses nothing of ours: on a plain page every wrong reading is ``ours``; each excuse needs its fact."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_pdf import TinyPage, write_pdf

from benchmarks import reading_witness
from benchmarks.reading_causes import Evidence, cause_of
from benchmarks.reading_oracle import compare, every_char
from benchmarks.reading_reference import Placed, read_reference
from extract.model import Box, Cell
from extract.reading.limits import ReadLimits
from extract.reading.page_layout import lay_out
from extract.reading.pdfium_document import PdfDocument

pytestmark = pytest.mark.skipif(not reading_witness.available(), reason="Poppler is not installed")
XS = [60.0, 140.0, 340.0, 440.0]
TOPS = [100.0, 130.0, 160.0]
ROWS = [["2080505", "机关事业单位养老保险", "17.35"], ["2101102", "事业单位医疗", "1,234.56"]]


def plain_page() -> TinyPage:
    page = TinyPage()
    page.grid(XS, TOPS)
    page.cells(XS, TOPS, ROWS)
    return page


def read(page: TinyPage, tmp_path: Path) -> tuple[Evidence, list[Cell]]:
    path = write_pdf([page], tmp_path / "page.pdf")
    with PdfDocument(path.read_bytes(), ReadLimits(ocr="never")) as document:
        source = document.page(1)
        evidence = Evidence(path, source, every_char(document, 1), read_reference(path)[0])
    return evidence, [cell for fragment in lay_out(source).fragments for cell in fragment.cells]


def theirs(evidence: Evidence, text: str) -> Placed:
    return next(cell for table in evidence.reference.tables for cell in table if text in cell[4])


WRONG = {
    "a digit": lambda cell: replace(cell, text="1,234.58"),
    "a lost digit": lambda cell: replace(cell, text="1,234.5"),
    "another order": lambda cell: replace(cell, text="1,243.56"),
    "a doubled digit": lambda cell: replace(cell, text="11,234.56"),
    "nothing": lambda cell: replace(cell, text=""),
    "no cell": lambda cell: None,
    "two rows as one": lambda cell: replace(
        cell, text="17.35\n1,234.56", box=Box(cell.box.x0, 100.0, cell.box.x1, cell.box.bottom)
    ),
    "two columns as one": lambda cell: replace(
        cell, text="事业单位医疗1,234.56", box=Box(140.0, cell.box.top, cell.box.x1, cell.box.bottom)
    ),
    "half a cell": lambda cell: replace(cell, text="1,23", box=Box(cell.box.x0, cell.box.top, 465.0, cell.box.bottom)),
}


@pytest.mark.parametrize("how", sorted(WRONG))
def test_what_we_read_wrong_is_ours(tmp_path: Path, how: str) -> None:
    evidence, cells = read(plain_page(), tmp_path)
    right = next(cell for cell in cells if cell.text == "1,234.56")
    assert cause_of(theirs(evidence, "1,234.56"), WRONG[how](right), evidence) == "ours"


def test_white_fills_are_no_cells(tmp_path: Path) -> None:
    page = plain_page()
    for top in (300.0, 330.0):
        page.fill(60, top, 440, top + 30, color="1 g")
    page.text(65, 305, "收支总表")
    page.text(65, 335, "单位：万元")
    evidence, _ = read(page, tmp_path)
    assert cause_of(theirs(evidence, "收支总表"), None, evidence) == "not_a_cell"


def test_characters_printed_again_and_characters_not_shown(tmp_path: Path) -> None:
    page = plain_page()
    page.text(143.3, 134, "事业单位医疗")
    page.text(70, 142, "888.88", mode=3)
    evidence, cells = read(page, tmp_path)
    twice, hidden = theirs(evidence, "单单"), theirs(evidence, "888.88")
    assert cause_of(twice, next(c for c in cells if c.text == "事业单位医疗"), evidence) == "printed_twice"
    assert cause_of(hidden, next(c for c in cells if c.text == "2101102"), evidence) == "not_seen"
    shown = replace(next(c for c in cells if c.text == "2101102"), text="210110")
    assert cause_of(hidden, shown, evidence) == "ours"


@pytest.mark.corpus
def test_where_the_reference_is_wrong_we_are_right(corpus: Path, tmp_path: Path) -> None:
    """The fonts of this page misstate their height: pdfplumber puts most of its numbers into the row below."""
    tally = compare(corpus / "budgets" / "004_重庆__2026年重庆市气象局部门预算.pdf", tmp_path, pages={14})
    assert tally.cells - tally.equal > 30
    assert tally.causes["ours"] == 0
    assert tally.wrong_numbers == 0

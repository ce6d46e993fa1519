"""The seed's statements against its truth: every printed value in its table, in its row, under its heading."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from extract.model import DocumentContent, RawTable
from extract.reading import ReadLimits, read_document

pytestmark = pytest.mark.corpus
STATEMENTS = ("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9")


@cache
def content_of(path: Path) -> DocumentContent:
    return read_document(path, limits=ReadLimits(ocr="never"))


def plain(text: str) -> str:
    return re.sub(r"[\s()（）]", "", text)


def headings(table: RawTable, col: int, row: int) -> str:
    return "".join(
        plain(c.text) for c in table.cells if c.row < row and c.col <= col < c.col + c.col_span and len(c.text) < 40
    )


@pytest.mark.parametrize("key", STATEMENTS)
def test_every_value_of_the_truth_is_in_its_row_under_its_heading(corpus: Path, key: str) -> None:
    content = content_of(corpus / "seed" / "seed_office.pdf")
    truth = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))["tables"][key]
    table = content.tables[STATEMENTS.index(key)]
    missed = []
    for record in truth:
        if not record["value_text"]:
            continue
        wanted = {plain(record[name]) for name in ("row_label", "code", "line_no") if record.get(name)}
        rows = {c.row for c in table.cells if plain(c.text) in wanted}
        heading = plain(record["column"].split("/")[-1])
        found = [
            c
            for c in table.cells
            if c.row in rows
            and plain(c.text) == plain(record["value_text"])
            and heading in headings(table, c.col, c.row)
        ]
        if not found:
            missed.append((record["row_label"], record["column"], record["value_text"]))
    assert missed == []


def test_numbers_of_the_tables_are_those_of_the_truth_and_no_others(corpus: Path) -> None:
    content = content_of(corpus / "seed" / "seed_office.pdf")
    truth = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))["tables"]
    for index, key in enumerate(STATEMENTS):
        printed = sorted(c.text for c in content.tables[index].cells if re.fullmatch(r"-?[\d,]+\.\d+", c.text))
        wanted = sorted(r["value_text"] for r in truth[key] if re.fullmatch(r"-?[\d,]+\.\d+", r["value_text"] or ""))
        assert printed == wanted, key


def test_nothing_of_the_page_is_lost(corpus: Path) -> None:
    content = content_of(corpus / "seed" / "seed_office.pdf")
    for page in content.pages:
        cells = sum(len(re.sub(r"\s", "", c.text)) for t in content.tables for c in t.cells if c.page == page.number)
        lines = sum(len(re.sub(r"\s", "", line.text)) for line in content.lines if line.page == page.number)
        dropped = 0 if all(not t.repeated_header_rows or page.number not in t.pages for t in content.tables) else 200
        assert page.n_chars - dropped <= cells + lines <= page.n_chars


def test_forms_and_checklist_are_tables_with_their_titles(corpus: Path) -> None:
    titles = [
        "".join(line.text for line in table.above) for table in content_of(corpus / "seed" / "seed_office.pdf").tables
    ]
    assert sum("自评表" in title for title in titles) == 3
    assert sum("自查表" in title for title in titles) == 1

"""The seed document: every table value of the truth file is a line item with its label, code, column and page."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extract.reading import read_document
from transform.records import LineItem
from transform.statements import StatementsResult, parse_statements
from transform.text import squeeze

pytestmark = pytest.mark.corpus

STATEMENT_OF = {
    "t1": "income_expenditure_summary",
    "t2": "income",
    "t3": "expenditure",
    "t4": "appropriation_summary",
    "t5": "general_budget_expenditure",
    "t6": "general_budget_basic_expenditure",
    "t7": "government_fund",
    "t8": "state_capital",
    "t9": "three_public_expenses",
}


@pytest.fixture(scope="module")
def seed(corpus: Path) -> StatementsResult:
    content = read_document(corpus / "seed" / "seed_office.pdf")
    return parse_statements(content, kind="final_account", fiscal_year=2024)


@pytest.fixture(scope="module")
def truth(corpus: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))
    return found


def _column(label: str) -> str:
    """The last word of a column path, without the side and 决算数 in front of it."""
    return squeeze(label).split("/")[-1]


def _key_of_item(item: LineItem, table: str) -> tuple[str, ...]:
    code = item.functional_code if table in {"t2", "t3", "t5", "t7", "t8"} else item.economic_code
    code = None if table in {"t1", "t4"} else code
    label = "" if table == "t9" else squeeze(item.row_label)
    side = {"income": "收入", "expenditure": "支出"}[item.side or "expenditure"] if table in {"t1", "t4"} else ""
    row_no = item.row_no or "" if table in {"t1", "t4"} else ""
    column = squeeze(item.measure_label) if table == "t9" else _column(item.measure_label)
    return table, side, row_no, label, code or "", column, item.printed_text


def _key_of_truth(cell: dict[str, Any], table: str) -> tuple[str, ...]:
    label = squeeze(cell["row_label"] or "")
    side = cell.get("side", "") if table in {"t1", "t4"} else ""
    row_no = cell["line_no"] or "" if table in {"t1", "t4"} else ""
    column = squeeze(cell["column"]) if table == "t9" else _column(cell["column"])
    return table, side or "", row_no, label, cell["code"] or "", column, cell["value_text"]


@pytest.mark.parametrize("table", sorted(STATEMENT_OF))
def test_every_value_of_the_truth_is_a_line_item(seed: StatementsResult, truth: dict[str, Any], table: str) -> None:
    items = [item for item in seed.line_items if item.statement == STATEMENT_OF[table]]
    read = Counter(_key_of_item(item, table) for item in items)
    wanted = Counter(_key_of_truth(cell, table) for cell in truth["tables"][table])

    missing = wanted - read

    assert not missing, f"{sum(missing.values())} of {sum(wanted.values())} values missing: {list(missing)[:8]}"
    assert items


def test_nothing_is_read_that_the_truth_does_not_hold(seed: StatementsResult, truth: dict[str, Any]) -> None:
    numbers = Counter(
        (STATEMENT_OF[table], cell["value_text"]) for table, cells in truth["tables"].items() for cell in cells
    )
    read = Counter((item.statement, item.printed_text) for item in seed.line_items if item.state == "number")

    assert not {key: count for key, count in read.items() if count > numbers[key]}


def test_every_row_is_accounted_for(seed: StatementsResult) -> None:
    for record in seed.statements:
        assert record.rows_printed == record.rows_parsed + record.rows_ignored + record.rows_unread
        assert record.rows_unread == 0
    assert not seed.unread


def test_pages_and_boxes_are_those_of_the_cells(seed: StatementsResult) -> None:
    for item in seed.line_items:
        assert item.place.box is not None
        assert item.place.box.x1 > item.place.box.x0
    pages = {record.statement: record.pages for record in seed.statements}
    assert pages["income_expenditure_summary"] == (5,)
    assert pages["expenditure"] == (6, 7)
    assert pages["general_budget_basic_expenditure"] == (9, 10)

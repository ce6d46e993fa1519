"""Real documents of four regions: every number that pdfplumber counts in their tables reaches a record, and every row
is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus_accounting import examine
from benchmarks.reading_accounting import _counters
from benchmarks.reading_reference import Placed

LEAST = {
    "budgets/014_无锡__信访局_2026年部门预算.pdf": (0.995, 400),
    "budgets/001_上海__2026年上海市司法局_部门预算.pdf": (0.995, 400),
    "budgets/004_重庆__2026年重庆市气象局部门预算.pdf": (0.995, 390),
    "budgets/江苏省政协办公厅__江苏省政协办公厅2018度部门预算公开表.pdf": (0.99, 200),
}
"""The least share that must be reached, and the least number of number cells that it must be a share of."""


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(LEAST))
def test_numbers_reach_records(corpus: Path, tmp_path: Path, name: str) -> None:
    share, numbers = LEAST[name]
    row = examine(corpus / name, tmp_path)
    assert row.account.numbers >= numbers
    assert row.account.share >= share, row.account.missed[:10]
    assert row.statements >= 8
    assert row.printed == row.parsed + row.ignored + row.unread
    assert row.unread == 0


def test_counters_are_told_from_amounts() -> None:
    def cell(x: float, top: float, text: str) -> Placed:
        return x, top, x + 20, top + 10, text

    ordinals = [cell(10, 20 * n, str(n)) for n in range(1, 6)]
    columns = [cell(40 * n, 0, str(n)) for n in range(2, 6)]
    amounts = [cell(200, 20 * n, text) for n, text in enumerate(("3", "12", "12", "13", "360"), start=1)]
    assert _counters([*ordinals, *columns, *amounts]) == frozenset([*ordinals, *columns])

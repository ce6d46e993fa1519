"""The committed truth, read back for tests: needs neither the font nor a PDF library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.generator.build import SAMPLES, TRUTH

WAN = 10_000

INDEX: dict[str, dict[str, Any]] = json.loads((TRUTH / "index.json").read_text(encoding="utf-8"))
"""Filing id → path below ``pipelines/samples``, entity, year, scope, sha256 and the kinds of planted errors."""

FILINGS = tuple(INDEX)
CLEAN = tuple(filing for filing, entry in INDEX.items() if not entry["planted"])
STYLES = ("minzheng_2023", "minzheng_own_2024", "shuiwu_2022", "shuiwu_2024_corrected")
"""One filing of each way of printing, for tests that cannot take the time for all."""

Key = tuple[str | None, ...]
_TWO_SIDED = {"income_expenditure_summary", "appropriation_summary"}
_ALL_MONEY = {"income_expenditure_summary", "income", "expenditure"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One filing: its truth as committed, and where its PDF lies."""

    filing: str
    truth: dict[str, Any]
    pdf: Path

    @property
    def step(self) -> Decimal:
        """The step of its tables in yuan."""
        return Decimal("0.01") if self.truth["unit"] == "元" else Decimal(100)

    def cells(self) -> list[dict[str, Any]]:
        """Every amount cell of the nine statements, as printed."""
        return [dict(zip(self.truth["cell_columns"], row, strict=True)) for row in self.truth["cells"]]

    def claims(self) -> list[dict[str, Any]]:
        """Every number of the narrative with what it states."""
        return [dict(zip(self.truth["claim_columns"], row, strict=True)) for row in self.truth["claims"]]

    def amounts(self) -> dict[Key, Decimal]:
        """Printed amounts in yuan by (statement, side, code or item, fund, measure, basis); blank cells are 0.

        The side is None where a statement has one only, the fund where the statement covers all money.
        """
        scale = 1 if self.truth["unit"] == "元" else WAN
        return {
            (
                cell["statement"],
                cell["side"] if cell["statement"] in _TWO_SIDED else None,
                cell["functional_code"] or cell["economic_code"] or cell["item"],
                None if cell["statement"] in _ALL_MONEY else cell["fund"],
                cell["measure"],
                cell["basis"],
            ): Decimal(cell["printed_text"].replace(",", "") or 0) * scale
            for cell in self.cells()
        }


def load(filing: str) -> Sample:
    """Read a filing's truth. Raises ``KeyError`` for an unknown id."""
    path = SAMPLES / str(INDEX[filing]["path"])
    return Sample(filing, json.loads((TRUTH / f"{filing}.json").read_text(encoding="utf-8")), path)

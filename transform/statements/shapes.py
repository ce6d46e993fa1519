"""The fallback where no title names a statement: what its columns measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transform.records import FilingKind
from transform.statements.blocks import Block
from transform.statements.columns import Column


@dataclass(frozen=True, slots=True)
class _Shape:
    measures: frozenset[str]
    final: str
    budget: str


_SHAPES: tuple[_Shape, ...] = (
    _Shape(
        frozenset(("opening_balance", "income", "basic", "project", "closing_balance")),
        "government_fund",
        "budget_government_fund",
    ),
    _Shape(
        frozenset(("to_superior", "operating", "affiliated_subsidy", "basic", "project")),
        "expenditure",
        "budget_expenditure",
    ),
    _Shape(
        frozenset(("appropriation", "superior_subsidy", "business", "affiliated", "other")), "income", "budget_income"
    ),
    _Shape(
        frozenset(("overseas_travel", "vehicle_purchase", "vehicle_operation", "reception")),
        "three_public_expenses",
        "budget_three_public",
    ),
)
_OPERATING = _Shape(frozenset(("operating_funds",)), "other_operating_funds", "budget_operating_funds")


def statement_by_shape(columns: Sequence[Column], block: Block, kind: FilingKind) -> str | None:
    """Return the statement whose measures the columns hold, or None where they could be several."""
    if not block.body_rows or kind not in {"final_account", "budget"}:
        return None
    measures = {column.measure for column in columns if column.role == "amount" and column.measure}
    shape = next((shape for shape in _SHAPES if shape.measures <= measures), None)
    if shape is None and measures == _OPERATING.measures:
        shape = _OPERATING
    if shape is None:
        return None
    return shape.final if kind == "final_account" else shape.budget


def corrected_by_shape(statement: str, columns: Sequence[Column]) -> str:
    """Return the statement a titled table really is: a wrapped title can lose its 三公, its columns do not."""
    measures = {column.measure for column in columns if column.role == "amount" and column.measure}
    if {"overseas_travel", "reception"} <= measures and "three_public" not in statement:
        return "budget_three_public" if statement.startswith("budget_") else "three_public_expenses"
    return statement

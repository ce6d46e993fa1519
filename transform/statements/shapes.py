"""The fallback where no title names a statement: what its columns measure."""

from __future__ import annotations

from collections.abc import Sequence

from transform.records import FilingKind
from transform.statements.blocks import Block
from transform.statements.columns import Column

_SHAPES: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset(("opening_balance", "income", "basic", "project", "closing_balance")),
        "government_fund",
        "budget_government_fund",
    ),
    (
        frozenset(("to_superior", "operating", "affiliated_subsidy", "basic", "project")),
        "expenditure",
        "budget_expenditure",
    ),
    (frozenset(("appropriation", "superior_subsidy", "business", "affiliated", "other")), "income", "budget_income"),
    (
        frozenset(("overseas_travel", "vehicle_purchase", "vehicle_operation", "reception")),
        "three_public_expenses",
        "budget_three_public",
    ),
)


def statement_by_shape(columns: Sequence[Column], block: Block, kind: FilingKind) -> str | None:
    """Return the statement whose measures the columns hold, or None where they could be several."""
    if not block.body_rows or kind not in {"final_account", "budget"}:
        return None
    measures = {column.measure for column in columns if column.role == "amount" and column.measure}
    for needed, final, budget in _SHAPES:
        if needed <= measures:
            return final if kind == "final_account" else budget
    return None

"""The fallback where no title names a statement: what its columns measure and what its header says.

The shapes are data (``lookups/statement_shapes.csv``), tried in order. The last of them takes every table of amounts
that states its unit as ``other_table``: without a unit its numbers could be people, percentages or anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from transform.amounts import parse_amount
from transform.records import FilingKind
from transform.statements.blocks import Block
from transform.statements.columns import Column
from transform.statements.lexicon import statement_shapes
from transform.text import squeeze


def statement_by_shape(columns: Sequence[Column], block: Block, kind: FilingKind, unit: str | None) -> str | None:
    """Return the statement that the columns of an untitled table make it, or None where they could be several.

    ``unit`` is the money unit stated above the table or in it, None where it states none.
    """
    if not block.body_rows or kind not in {"final_account", "budget"}:
        return None
    measures = {column.measure for column in columns if column.role == "amount" and column.measure}
    labels = "|".join(squeeze(column.label) for column in columns)
    stated = unit is not None or any(column.unit for column in columns if column.role == "amount")
    for shape in statement_shapes():
        statement = shape.final if kind == "final_account" else shape.budget
        fits = shape.measures == measures if shape.exact else shape.measures <= measures
        if statement is None or not fits or (shape.needs_unit and not stated):
            continue
        if shape.header is not None and not shape.header.search(labels):
            continue
        if shape.needs_unit and not _is_list_of_amounts(columns, block):
            continue
        return statement
    return None


def _is_list_of_amounts(columns: Sequence[Column], block: Block) -> bool:
    """Whether a table names things beside amounts: a heading that says so, and no words where amounts should be."""
    amounts = [column for column in columns if column.role == "amount" and column.measure not in {None, "unknown"}]
    cells = [cell for column in amounts for row in block.body_rows if (cell := block.grid.own(row, column.index))]
    states = [parse_amount(cell.text).state for cell in cells]
    labelled = any(column.role in {"name", "project", "entity", "code", "level"} for column in columns)
    return (
        labelled and bool(amounts) and states.count("number") >= max(1, states.count("text") + states.count("unread"))
    )


def corrected_by_shape(statement: str, columns: Sequence[Column]) -> str:
    """Return the statement a titled table really is: a wrapped title can lose its 三公, its columns do not."""
    measures = {column.measure for column in columns if column.role == "amount" and column.measure}
    if {"overseas_travel", "reception"} <= measures and "three_public" not in statement:
        return "budget_three_public" if statement.startswith("budget_") else "three_public_expenses"
    return statement

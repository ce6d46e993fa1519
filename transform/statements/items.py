"""Statements gathered to line items: one for every amount cell, blank ones included, with the row accounting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.model import Cell
from transform.amounts import UNIT_YUAN, parse_amount, to_yuan
from transform.records import Basis, FilingKind, LineItem, Place, StatementRecord, Unread
from transform.statements.account import Account, unread_of
from transform.statements.columns import Column, sections
from transform.statements.drafts import Draft, Part
from transform.statements.lexicon import Family, families
from transform.statements.statement_rows import StatementRow, StatementRows, read_all_rows
from transform.statements.three_public import budget_basis
from transform.text import display, squeeze

#: As many digits a spreadsheet's general format shows of a number with decimals.
_KINDS_OF_SPENDING = frozenset(("basic", "project", "personnel", "public"))
_GENERAL_FORMAT_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says about all its statements."""

    kind: FilingKind
    fiscal_year: int | None
    dominant_unit: str | None
    three_public_budget: Basis | None = None


@dataclass(frozen=True, slots=True)
class StatementRead:
    """One statement read: its record, its line items, and what was not understood."""

    record: StatementRecord
    items: tuple[LineItem, ...]
    unread: tuple[Unread, ...]


def read_statement(draft: Draft, instance: int, context: Context) -> StatementRead:
    """Read one gathered statement."""
    family = families()[draft.statement]
    unit = draft.unit or context.dominant_unit or "元"
    rows = read_all_rows(draft, family)
    notes = _notes_of(draft)
    measured = _with_context(draft, family, notes, context)
    items = _with_steps(
        [
            _item(draft, instance, family, row, measured[id(row.part)][column.index], cell, unit, notes, context)
            for row in rows.rows
            for column in row.section.amounts
            if (cell := row.part.block.grid.own(row.facts.row, column.index)) is not None
            and row.key not in rows.wrapped
            and column.heading_row != row.facts.row
        ]
        + [
            _item(draft, instance, family, row, column, cell, unit, notes, context)
            for row, column, cell in _counts(rows)
        ]
    )
    account = Account(draft, rows, items)
    record = StatementRecord(
        statement=draft.statement,
        instance=instance,
        printed_title=display(draft.title),
        unit=unit,
        step_yuan=min((item.step_yuan for item in items if item.step_yuan is not None), default=None),
        pages=tuple(sorted({page for part in draft.parts for page in _pages(part)})),
        rows_printed=account.printed,
        rows_parsed=account.parsed,
        rows_ignored=account.ignored.total(),
        rows_unread=len(account.unread_rows),
        ignored_reasons=account.reasons,
        engine=draft.parts[0].block.grid.table.engine,
        layout_id=_layout_id(draft),
        notes=_notes(draft),
    )
    return StatementRead(record, items, (*account.unread_rows, *unread_of(draft, rows, items)))


def _counts(rows: StatementRows) -> Iterator[tuple[StatementRow, Column, Cell]]:
    """Yield the numbers beside the money that count things (数量, 人数): kept with their place, never summed."""
    seen: set[int] = set()
    for row in rows.rows:
        if row.key in rows.wrapped:
            continue
        for column in row.part.columns:
            cell = row.part.block.grid.own(row.facts.row, column.index) if column.role == "count" else None
            if cell is not None and id(cell) not in seen and parse_amount(cell.text).state == "number":
                seen.add(id(cell))
                yield row, replace(column, measure="count", of_which=True), cell


def _notes(draft: Draft) -> tuple[str, ...]:
    notes = [] if draft.unit else ["unit_assumed"]
    if draft.unit_told:
        notes.append("unit_told_by_text")
    if draft.recognised_by != "title":
        notes.append(f"recognised_by_{draft.recognised_by}")
    return tuple(notes)


def _pages(part: Part) -> set[int]:
    rows = part.block.classes
    return {cell.page for cell in part.block.grid.table.cells if cell.row in rows}


def _layout_id(draft: Draft) -> str:
    """A readable shape: row family, then the amount columns of each section."""
    cut = sections(draft.parts[0].columns)
    return families()[draft.statement].rows + ":" + "+".join(str(len(section.amounts)) for section in cut)


def _notes_of(draft: Draft) -> str:
    return squeeze("".join(note for part in draft.parts for note in [*part.block.notes, *_below(part)]))


def _with_context(draft: Draft, family: Family, notes: str, context: Context) -> dict[int, dict[int, Column]]:
    """Give columns what only the whole statement knows: the basis of a 三公 budget column, the fund of a summary."""
    result: dict[int, dict[int, Column]] = {}
    for part in draft.parts:
        amounts = [column for column in part.columns if column.role in {"amount", "ratio"}]
        outer = (
            family.rows == "three_public"
            and any(column.of_three_public for column in amounts)
            and any(column.measure in {"meetings", "training"} for column in amounts)
        )
        alone = {section.amounts[0].index for section in sections(part.columns) if len(section.amounts) == 1}
        has_total = any(column.measure == "total" for column in amounts)
        fixed: dict[int, Column] = {}
        for column in amounts:
            measure = column.measure or "unknown"
            if family.rows == "summary" and measure == "unknown" and column.index in alone:
                measure = "total"
            basis = column.basis
            if family.rows == "summary" and (measure == "income" or (measure == "appropriation" and column.fund)):
                measure = "total"
            if family.rows == "three_public" and measure == "appropriation" and column.fund:
                measure = "total"
            if family.rows == "economic" and (
                measure == "basic" or (measure in {"personnel", "public"} and column.index in alone)
            ):
                # 人员经费 over 编码, 名称, 决算数 names a group of rows; beside other amounts it is a part of each row.
                measure = "total"
            if family.rows == "project" and measure == "project" and not has_total:
                measure = "total"  # a list of projects calls its amounts 项目支出
            if outer and measure == "total" and not column.of_three_public and column.generic:
                measure = "total_with_meetings_training"
            if family.statement == "three_public_expenses" and basis == "initial_budget":
                basis = budget_basis(column.label, notes, context.three_public_budget)
            of_book = family.fund is None and _is_part_of_book(part, family, column, measure)
            fixed[column.index] = replace(column, measure=measure, basis=basis, of_which=column.of_which or of_book)
        result[id(part)] = fixed
    return result


def _is_part_of_book(part: Part, family: Family, column: Column, measure: str) -> bool:
    """Whether a column of a table of all money holds a part of another: 基本支出 of one book (云南), or in a summary
    the book itself beside the total of its side (河南)."""
    if column.fund is None:
        return False
    if measure in _KINDS_OF_SPENDING:
        return True
    beside = next(section.amounts for section in sections(part.columns) if column in section.amounts)
    return family.rows == "summary" and any(other.fund is None and other.measure == "total" for other in beside)


def _below(part: Part) -> list[str]:
    return [line.text for line in part.block.grid.table.below]


def _item(
    draft: Draft,
    instance: int,
    family: Family,
    row: StatementRow,
    column: Column,
    cell: Cell,
    unit: str,
    notes: str,
    context: Context,
) -> LineItem:
    facts = row.facts
    printed = parse_amount(cell.text.strip().removeprefix(facts.spill))
    cell_unit = printed.unit or column.unit or unit
    is_money = column.role == "amount" and facts.item != "count"
    amount = to_yuan(printed.value, cell_unit) if printed.value is not None and is_money else None
    state = "text" if not is_money and printed.state in {"number", "unread"} else printed.state
    final = context.kind == "final_account" or (not draft.statement.startswith("budget_") and context.kind != "budget")
    row_basis = facts.basis
    if row_basis == "initial_budget" and family.statement == "three_public_expenses":
        row_basis = budget_basis(facts.label, notes, context.three_public_budget)
    basis: Basis = row_basis or column.basis or ("final" if final else "initial_budget")
    row_measure = facts.measure if column.measure in {None, "total", "unknown"} or facts.measure == "change" else None
    return LineItem(
        statement=draft.statement,
        instance=instance,
        side=row.side or facts.side,
        row_no=facts.row_no,
        row_label=facts.label,
        item=facts.item,
        row_kind="of_which" if column.of_which and family.rows != "three_public" else facts.row_kind,
        functional_code=facts.functional_code,
        economic_code=facts.economic_code,
        government_economic_code=facts.government_code,
        project_name=facts.project_name,
        subject_entity=facts.entity,
        fund=column.fund or facts.fund or family.fund,
        measure=row_measure or column.measure or "unknown",
        measure_label=column.label,
        basis=basis,
        amount_year=facts.year or _year(column, context.fiscal_year),
        printed_text=printed.text,
        state=state,
        amount_yuan=amount,
        unit=cell_unit,
        step_yuan=printed.step * UNIT_YUAN[cell_unit] if printed.step is not None and amount is not None else None,
        place=Place.of(cell),
        table_index=row.part.block.grid.table.index,
        table_row=cell.row,
        table_col=cell.col,
        ocr_confidence=cell.confidence,
    )


def _year(column: Column, fiscal_year: int | None) -> int | None:
    if column.year is not None:
        return column.year
    return fiscal_year + column.year_offset if fiscal_year is not None else None


def _with_steps(items: Sequence[LineItem]) -> tuple[LineItem, ...]:
    """Give every line item the finest step printed in its statement among amounts of its unit.

    A number of ten digits or more with fewer decimals keeps its own: a spreadsheet's general format cuts there
    (936647884.3 beside 3601018.22), which is no trailing zero left out.
    """
    finest: dict[str, Decimal] = {}
    for item in items:
        if item.step_yuan is not None:
            finest[item.unit] = min(finest.get(item.unit, item.step_yuan), item.step_yuan)
    return tuple(
        item if item.step_yuan is not None and _is_cut(item) else replace(item, step_yuan=finest.get(item.unit))
        for item in items
    )


def _is_cut(item: LineItem) -> bool:
    return "." in item.printed_text and sum(char.isdigit() for char in item.printed_text) >= _GENERAL_FORMAT_DIGITS

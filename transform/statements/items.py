"""Statements gathered to line items: one for every amount cell, blank ones included, with the row accounting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.model import Cell
from transform.amounts import UNIT_YUAN, parse_amount, to_yuan
from transform.records import Basis, FilingKind, LineItem, Place, Side, StatementRecord, Unread
from transform.statements.columns import Column, Section, sections
from transform.statements.drafts import Draft, Part
from transform.statements.lexicon import Family, families
from transform.statements.rows import RowFacts, SectionContext, SectionState, read_rows
from transform.statements.subtotals import mark_subtotals, without_partial_hierarchies
from transform.text import display, squeeze

_ADJUSTED = re.compile(r"预算数.{0,60}(调整后|全年预算|调整预算)")
_INITIAL = re.compile(r"预算数.{0,40}(年初预算|年初批复|年初部门预算)")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says about all its statements."""

    kind: FilingKind
    fiscal_year: int | None
    dominant_unit: str | None


@dataclass(frozen=True, slots=True)
class StatementRead:
    """One statement read: its record, its line items, and what was not understood."""

    record: StatementRecord
    items: tuple[LineItem, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    facts: RowFacts
    part: Part
    section_no: int
    section: Section
    side: Side | None


def read_statement(draft: Draft, instance: int, context: Context) -> StatementRead:
    """Read one gathered statement."""
    family = families()[draft.statement]
    unit = draft.unit or context.dominant_unit or "元"
    notes = [] if draft.unit else ["unit_assumed"]
    if draft.recognised_by != "title":
        notes.append(f"recognised_by_{draft.recognised_by}")
    repeated = _repeated_totals(draft)
    rows = tuple(_rows(draft, family, repeated))
    measured = _with_context(draft, family)
    items: list[LineItem] = []
    for row in rows:
        for column in row.section.amounts:
            cell = _amount_cell(row, column)
            if cell is not None:
                items.append(
                    _item(draft, instance, family, row, measured[id(row.part)][column.index], cell, unit, context)
                )
    stepped = _with_steps(items)
    record, unread = _account(draft, instance, rows, stepped, repeated, unit, notes)
    return StatementRead(record, stepped, unread)


def _repeated_totals(draft: Draft) -> set[tuple[int, int]]:
    """Total rows that a continuation page prints again, word for word: (part, row)."""
    first = draft.parts[0].block
    if not first.body_rows:
        return set()
    words = tuple(squeeze(cell.text) for cell in first.grid.printed(first.body_rows[0]))
    if not any(word in {"合计", "总计"} for word in words):
        return set()
    return {
        (number, part.block.body_rows[0])
        for number, part in enumerate(draft.parts[1:], start=1)
        if part.block.body_rows
        and tuple(squeeze(cell.text) for cell in part.block.grid.printed(part.block.body_rows[0])) == words
    }


def _rows(draft: Draft, family: Family, repeated: set[tuple[int, int]]) -> Iterator[_Row]:
    """Read the rows of all parts, section by section, so that subtotals and balances see the whole statement."""
    by_section: dict[int, list[tuple[RowFacts, Part, Section, Side | None]]] = {}
    states: dict[int, SectionState] = {}
    for number, part in enumerate(draft.parts):
        cut = sections(part.columns)
        body = [row for row in part.block.body_rows if (number, row) not in repeated]
        for section_no, section in enumerate(cut):
            side = _side(section, section_no, len(cut), family)
            used = [row for row in sorted(body) if _row_is_printed(part, section, row) or not section.labels]
            state = states.setdefault(section_no, SectionState())
            for facts in read_rows(part.block.grid, SectionContext(section, family, side), used, state):
                by_section.setdefault(section_no, []).append((facts, part, section, side))
    for section_no, entries in sorted(by_section.items()):
        marked = mark_subtotals(without_partial_hierarchies([facts for facts, *_ in entries]))
        for facts, (_, part, section, side) in zip(marked, entries, strict=True):
            yield _Row(facts, part, section_no, section, side)


def _side(section: Section, number: int, count: int, family: Family) -> Side | None:
    if section.side is not None:
        return section.side
    if family.rows == "summary" and count >= 2:
        return "income" if number == 0 else "expenditure"
    return family.side


def _row_is_printed(part: Part, section: Section, row: int) -> bool:
    grid = part.block.grid
    labels = [column for column in section.labels if column.role != "sequence"]
    labelled = any((cell := grid.covering(row, column.index)) and cell.text.strip() for column in labels)
    return labelled or any((cell := grid.own(row, column.index)) and cell.text.strip() for column in section.amounts)


def _amount_cell(row: _Row, column: Column) -> Cell | None:
    return row.part.block.grid.own(row.facts.row, column.index)


def _with_context(draft: Draft, family: Family) -> dict[int, dict[int, Column]]:
    """Give columns what only the whole statement knows: the basis of a 三公 budget column, the fund of a summary."""
    notes = squeeze("".join(note for part in draft.parts for note in [*part.block.notes, *_below(part)]))
    result: dict[int, dict[int, Column]] = {}
    for part in draft.parts:
        amounts = [column for column in part.columns if column.role in {"amount", "ratio"}]
        outer = (
            family.rows == "three_public"
            and any(column.of_three_public for column in amounts)
            and any(column.measure in {"meetings", "training"} for column in amounts)
        )
        fixed: dict[int, Column] = {}
        for column in amounts:
            measure = column.measure or "unknown"
            basis = column.basis
            if family.rows == "summary" and (measure == "income" or (measure == "appropriation" and column.fund)):
                measure = "total"
            if family.rows == "economic" and measure == "basic":
                measure = "total"
            if outer and measure == "total" and not column.of_three_public and column.generic:
                measure = "total_with_meetings_training"
            if family.statement == "three_public_expenses" and basis == "initial_budget":
                basis = _budget_basis(column, notes)
            fixed[column.index] = replace(column, measure=measure, basis=basis)
        result[id(part)] = fixed
    return result


def _below(part: Part) -> list[str]:
    return [line.text for line in part.block.grid.table.below]


def _budget_basis(column: Column, notes: str) -> Basis:
    """What 预算数 of a final account's 三公 means: its header or its note says; the ministry's own form means the
    adjusted full-year budget."""
    if "年初" in column.label:
        return "initial_budget"
    if _ADJUSTED.search(notes):
        return "adjusted_budget"
    return "initial_budget" if _INITIAL.search(notes) else "adjusted_budget"


def _item(
    draft: Draft, instance: int, family: Family, row: _Row, column: Column, cell: Cell, unit: str, context: Context
) -> LineItem:
    facts = row.facts
    printed = parse_amount(cell.text)
    cell_unit = printed.unit or column.unit or unit
    amount = to_yuan(printed.value, cell_unit) if printed.value is not None and column.role == "amount" else None
    state = "text" if column.role == "ratio" and printed.state in {"number", "unread"} else printed.state
    final = context.kind == "final_account" or (not draft.statement.startswith("budget_") and context.kind != "budget")
    basis: Basis = facts.basis or column.basis or ("final" if final else "initial_budget")
    row_measure = (
        facts.measure if facts.measure and (column.generic or column.measure in {None, "total", "unknown"}) else None
    )
    return LineItem(
        statement=draft.statement,
        instance=instance,
        side=_item_side(row, column, family),
        row_no=facts.row_no,
        row_label=facts.label,
        item=facts.item,
        row_kind="of_which" if column.of_which and family.rows != "three_public" else facts.row_kind,
        functional_code=facts.functional_code,
        economic_code=facts.economic_code,
        government_economic_code=facts.government_code,
        project_name=facts.project_name,
        subject_entity=facts.entity,
        fund=facts.fund or column.fund or family.fund,
        measure=row_measure or column.measure or "unknown",
        measure_label=column.label,
        basis=basis,
        amount_year=facts.year or _year(column, context.fiscal_year),
        printed_text=printed.text,
        state=state,
        amount_yuan=amount,
        unit=cell_unit,
        step_yuan=printed.step * UNIT_YUAN[cell_unit] if printed.step is not None and amount is not None else None,
        place=Place(cell.page, cell.box, cell.locator),
        table_index=row.part.block.grid.table.index,
        table_row=cell.row,
        table_col=cell.col,
        ocr_confidence=cell.confidence,
    )


def _item_side(row: _Row, column: Column, family: Family) -> Side | None:
    if column.side is not None:
        return column.side
    if row.side is None:
        return row.facts.side
    if family.rows == "functional" and family.side == "expenditure" and column.measure in {"income", "opening_balance"}:
        return "income"
    return row.side


def _year(column: Column, fiscal_year: int | None) -> int | None:
    if column.year is not None:
        return column.year
    return fiscal_year + column.year_offset if fiscal_year is not None else None


def _with_steps(items: Sequence[LineItem]) -> tuple[LineItem, ...]:
    """Give every line item the finest step printed in its statement among amounts of its unit (DOMAIN §4, Rounding)."""
    finest: dict[str, Decimal] = {}
    for item in items:
        if item.step_yuan is not None:
            finest[item.unit] = min(finest.get(item.unit, item.step_yuan), item.step_yuan)
    return tuple(replace(item, step_yuan=finest.get(item.unit)) for item in items)


def _account(
    draft: Draft,
    instance: int,
    rows: Sequence[_Row],
    items: Sequence[LineItem],
    repeated: set[tuple[int, int]],
    unit: str,
    notes: list[str],
) -> tuple[StatementRecord, tuple[Unread, ...]]:
    read_at = {(item.table_index, item.table_row) for item in items}
    parsed = ignored = 0
    reasons: list[str] = []
    unread: list[Unread] = []
    for number, part in enumerate(draft.parts):
        table = part.block.grid.table
        for row, row_class in part.block.classes.items():
            if (table.index, row) in read_at:
                parsed += 1
            elif row_class != "body":
                ignored += 1
                reasons.append(row_class)
            elif (number, row) in repeated:
                ignored += 1
                reasons.append("repeated_total")
            else:
                unread.append(_unread_row(draft, part, row))
        repeats = table.repeated_header_rows if part.block is _first_block_of(draft, table.index) else 0
        ignored += repeats
        reasons += ["repeated_header"] * repeats
    rows_unread = len(unread)
    unread += [_unread_cell(draft, item) for item in items if item.state == "unread"]
    unread += _unknown_rows(draft, rows, items)
    unread += _unknown_columns(draft)
    pages = sorted({page for part in draft.parts for page in _pages(part)})
    counted = tuple(f"{reason}:{reasons.count(reason)}" for reason in dict.fromkeys(reasons))
    record = StatementRecord(
        statement=draft.statement,
        instance=instance,
        printed_title=display(draft.title),
        unit=unit,
        step_yuan=min((item.step_yuan for item in items if item.step_yuan is not None), default=None),
        pages=tuple(pages),
        rows_printed=parsed + ignored + rows_unread,
        rows_parsed=parsed,
        rows_ignored=ignored,
        rows_unread=rows_unread,
        ignored_reasons=counted,
        engine=draft.parts[0].block.grid.table.engine,
        layout_id=_layout_id(draft),
        notes=tuple(notes),
    )
    return record, tuple(unread)


def _first_block_of(draft: Draft, table_index: int) -> object:
    return next(part.block for part in draft.parts if part.block.grid.table.index == table_index)


def _pages(part: Part) -> set[int]:
    rows = part.block.classes
    return {cell.page for cell in part.block.grid.table.cells if cell.row in rows}


def _layout_id(draft: Draft) -> str:
    """A readable shape: row family, then the amount columns of each section."""
    cut = sections(draft.parts[0].columns)
    return families()[draft.statement].rows + ":" + "+".join(str(len(section.amounts)) for section in cut)


def _unread_row(draft: Draft, part: Part, row: int) -> Unread:
    cells = part.block.grid.printed(row)
    text = " | ".join(display(cell.text) for cell in cells)
    return Unread(
        "row", "no_amount_cell", f"{draft.statement}: {text}", Place(cells[0].page, cells[0].box, cells[0].locator)
    )


def _unread_cell(draft: Draft, item: LineItem) -> Unread:
    return Unread("amount", "not_one_number", f"{draft.statement}: {item.row_label}: {item.printed_text}", item.place)


def _unknown_rows(draft: Draft, rows: Sequence[_Row], items: Sequence[LineItem]) -> list[Unread]:
    places = {(item.table_index, item.table_row): item.place for item in reversed(items)}
    found = []
    for row in rows:
        place = places.get((row.part.block.grid.table.index, row.facts.row))
        if not row.facts.known and place is not None:
            found.append(
                Unread("label", "unknown_label_loaded_as_other", f"{draft.statement}: {row.facts.label}", place)
            )
    return found


def _unknown_columns(draft: Draft) -> list[Unread]:
    part = draft.parts[0]
    grid = part.block.grid
    found = []
    for column in part.columns:
        if column.role == "amount" and column.measure == "unknown":
            cell = next((c for row in part.block.header_rows if (c := grid.covering(row, column.index))), None)
            cell = cell or next((c for row in grid if (c := grid.own(row, column.index))), None)
            if cell is not None:
                place = Place(cell.page, cell.box, cell.locator)
                found.append(Unread("column", "unknown_header", f"{draft.statement}: {column.label}", place))
    return found

"""The rows of a gathered statement, section by section over all its pages, with what only the whole shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from transform.amounts import parse_amount
from transform.records import Side
from transform.statements.by_name import system_by_names
from transform.statements.columns import Section, sections
from transform.statements.drafts import Draft, Part
from transform.statements.lexicon import Family
from transform.statements.rows import RowFacts, SectionContext, SectionState, read_rows, relabelled
from transform.statements.subtotals import mark_nested, mark_outline, mark_subtotals, without_partial_hierarchies
from transform.text import squeeze


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of one section; ``table`` and ``row`` are its place in the grid that printed it."""

    facts: RowFacts
    part: Part
    section: Section
    side: Side | None

    @property
    def key(self) -> tuple[int, int]:
        """The table's index and the row in it."""
        return self.part.block.grid.table.index, self.facts.row


@dataclass(frozen=True, slots=True)
class StatementRows:
    """All rows of a statement. ``wrapped`` are rows that hold nothing but the rest of the label above them, as
    (table index, row)."""

    rows: tuple[StatementRow, ...]
    wrapped: frozenset[tuple[int, int]]


def read_all_rows(draft: Draft, family: Family) -> StatementRows:
    """Read the rows of all parts, section by section, so that subtotals and balances see the whole statement."""
    by_section: dict[int, list[StatementRow]] = {}
    states: dict[int, SectionState] = {}
    for part in draft.parts:
        cut = sections(part.columns)
        body = sorted(part.block.body_rows)
        for section_no, cut_section in enumerate(cut):
            side = _side(cut_section, section_no, len(cut), family)
            used = [row for row in body if _row_is_printed(part, cut_section, row)]
            section = (
                _with_system(part, cut_section, used) if family.rows == "summary" and side != "income" else cut_section
            )
            context = SectionContext(section, family, side)
            state = states.setdefault(section_no, SectionState())
            by_section.setdefault(section_no, []).extend(
                StatementRow(facts, part, section, context.side)
                for facts in read_rows(part.block.grid, context, used, state)
            )
    wrapped: set[tuple[int, int]] = set()
    rows: list[StatementRow] = []
    for _, entries in sorted(by_section.items()):
        joined = _join_wrapped(entries, family, wrapped)
        marked = mark_subtotals(without_partial_hierarchies([entry.facts for entry in joined]))
        if family.rows == "project":
            marked = mark_nested(marked, [_amount(entry) for entry in joined])
        if family.rows == "procurement":
            marked = mark_outline(marked, [_label_extent(entry) for entry in joined])
        rows += _repeats_marked([replace(entry, facts=facts) for facts, entry in zip(marked, joined, strict=True)])
    return StatementRows(_without_only_unit(rows), frozenset(wrapped))


def _without_only_unit(rows: Sequence[StatementRow]) -> tuple[StatementRow, ...]:
    """Take the unit off the classified rows where all of them are one unit's: they are the statement's own rows."""
    classified = [entry.facts.entity for entry in rows if entry.facts.item in {"functional", "economic"}]
    if not classified or len(set(classified)) > 1:
        return tuple(rows)
    return tuple(
        replace(entry, facts=replace(entry.facts, entity=None))
        if entry.facts.item in {"functional", "economic"}
        else entry
        for entry in rows
    )


def _with_system(part: Part, section: Section, rows: Sequence[int]) -> Section:
    if section.system is not None:
        return section
    return replace(section, system=system_by_names(_names(part, section, rows)))


def _names(part: Part, section: Section, rows: Sequence[int]) -> list[str]:
    cells = (part.block.grid.covering(row, column.index) for row in rows for column in section.labels)
    return [cell.text for cell in cells if cell is not None and cell.text.strip()]


def _repeats_marked(entries: Sequence[StatementRow]) -> list[StatementRow]:
    """Mark total rows that a page prints again at its top as ``of_which``: kept as printed, never summed twice.

    Most of its cells must say the same as the total before it, so that one wrong cell is still a repetition.
    """
    marked: list[StatementRow] = []
    totals: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        key = (entry.facts.item, squeeze(entry.facts.label))
        words = _amount_words(entry)
        first = totals.get(key)
        on_top = bool(marked) and _page(entry) > _page(marked[-1])
        if entry.facts.row_kind == "total" and first is not None and on_top and _mostly_same(first, words):
            marked.append(replace(entry, facts=replace(entry.facts, row_kind="of_which")))
            continue
        if entry.facts.row_kind == "total":
            totals.setdefault(key, words)
        marked.append(entry)
    return marked


def _mostly_same(first: Sequence[str], again: Sequence[str]) -> bool:
    same = [one for one, other in zip(first, again, strict=False) if one == other]
    telling = any(char in "123456789" for word in same for char in word)
    return telling and len(first) == len(again) and len(same) * 2 > len(first)


def _amount_words(entry: StatementRow) -> list[str]:
    grid = entry.part.block.grid
    return [grid.text(entry.facts.row, column.index) for column in entry.section.amounts]


def _page(entry: StatementRow) -> int:
    return max((cell.page for cell in entry.part.block.grid.row_cells(entry.facts.row)), default=0)


def _join_wrapped(entries: Sequence[StatementRow], family: Family, wrapped: set[tuple[int, int]]) -> list[StatementRow]:
    """Join a label cut by a page end (八、社会保障和就 | 业支出): two unknown labels that are a known one together, the
    second without amounts."""
    joined: list[StatementRow] = []
    for entry in entries:
        before = joined[-1] if joined else None
        if before is not None and not before.facts.known and not entry.facts.known and _has_no_amount(entry):
            context = SectionContext(before.section, family, before.side)
            whole = relabelled(before.facts, before.facts.label + entry.facts.label, context)
            if whole is not None:
                joined[-1] = replace(before, facts=whole)
                wrapped.add(entry.key)
                continue
        joined.append(entry)
    return joined


def _label_extent(entry: StatementRow) -> tuple[int, int] | None:
    """The first and the last label column that a row prints words in, None where it prints none."""
    grid = entry.part.block.grid
    columns = [column.index for column in entry.section.labels if grid.text(entry.facts.row, column.index).strip()]
    return (columns[0], columns[-1]) if columns else None


def _amount(entry: StatementRow) -> Decimal | None:
    """The first number of a row, the total of its amounts."""
    cells = (entry.part.block.grid.own(entry.facts.row, column.index) for column in entry.section.amounts)
    values = (parse_amount(cell.text).value for cell in cells if cell is not None)
    return next((value for value in values if value is not None), None)


def _has_no_amount(entry: StatementRow) -> bool:
    grid = entry.part.block.grid
    cells = (grid.own(entry.facts.row, column.index) for column in entry.section.amounts)
    return bool(entry.facts.label) and not any(cell is not None and cell.text.strip() for cell in cells)


def _side(section: Section, number: int, count: int, family: Family) -> Side | None:
    if section.side is not None:
        return section.side
    if family.rows == "summary" and count >= 2:
        return "income" if number == 0 else "expenditure"
    return family.side


def _row_is_printed(part: Part, section: Section, row: int) -> bool:
    """Whether a section prints anything in a row; the row of a table without label columns counts blank, too."""
    if not section.labels:
        return True
    grid = part.block.grid
    labels = [column for column in section.labels if column.role != "sequence"]
    labelled = any((cell := grid.covering(row, column.index)) and cell.text.strip() for column in labels)
    return labelled or any((cell := grid.own(row, column.index)) and cell.text.strip() for column in section.amounts)

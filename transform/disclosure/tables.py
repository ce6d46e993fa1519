"""Tables without amounts: the self-checklist, key work, the list of statements, the list of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.model import Cell, RawTable
from transform.amounts import find_unit
from transform.disclosure.patterns import DisclosurePatterns, TableRule
from transform.disclosure.text import comparable_title, item_of
from transform.records import DisclosureItem, FilingIdentity, Place, Unread
from transform.statements.grid import Grid
from transform.text import display, squeeze

_CHINESE_NAME = re.compile(r"[㐀-鿿]{3}")


@dataclass(frozen=True, slots=True)
class TableItems:
    """What one known table gave."""

    rule: str
    items: tuple[DisclosureItem, ...]
    unread: tuple[Unread, ...]


def read_known_table(
    table: RawTable, patterns: DisclosurePatterns, identity: FilingIdentity, before: RawTable | None
) -> TableItems | None:
    """Read a table whose header is one of the declared kinds; None where it is none of them.

    ``before`` is the list of units on the page before, which a table without a header may go on with.
    """
    for rule in patterns.tables:
        header = _header(table, rule)
        if header is not None:
            row, columns = header
            return _read(table, rule, row, columns, patterns, identity)
    if before is not None and table.n_cols == before.n_cols and 0 <= table.pages[0] - before.pages[-1] <= 1:
        rule = next(rule for rule in patterns.tables if rule.id == "units")
        header = _header(before, rule)
        if header is not None:
            return _read(table, rule, -1, header[1], patterns, identity)
    return None


def _header(table: RawTable, rule: TableRule) -> tuple[int, Mapping[str, Cell]] | None:
    if table.n_cols > rule.max_columns:
        return None
    grid = Grid(table)
    for row in range(min(2, table.n_rows)):
        found: dict[str, Cell] = {}
        for cell in grid.printed(row):
            role = next((r for r, pattern in rule.columns.items() if pattern.search(squeeze(cell.text))), None)
            if role is not None:
                found.setdefault(role, cell)
        if set(rule.required) <= set(found):
            return row, found
    return None


def _read(
    table: RawTable,
    rule: TableRule,
    header: int,
    columns: Mapping[str, Cell],
    patterns: DisclosurePatterns,
    identity: FilingIdentity,
) -> TableItems:
    grid = Grid(table)
    items: list[DisclosureItem] = []
    unread: list[Unread] = []
    title = display(table.above[0].text) if table.above else ""
    if rule.id == "checklist":
        items += _units_over(table)
    groups: dict[int, str] = {}
    for row in range(header + 1, table.n_rows):
        cells = {role: grid.covering(row, cell.col + cell.col_span - 1) for role, cell in columns.items()}
        if rule.id == "checklist":
            title = _groups(grid, row, cells, groups)
        made = list(_row_items(rule, row, cells, title, patterns, identity))
        items += made
        printed = grid.printed(row)
        if not made and printed:
            text = " | ".join(display(cell.text) for cell in printed)
            unread.append(Unread("table_row", f"no {rule.id} row", text, _place(printed[0])))
    return TableItems(rule.id, tuple(items), tuple(unread))


def _units_over(table: RawTable) -> Iterator[DisclosureItem]:
    """Yield the money unit that a line over a table without amounts states."""
    for line in table.above:
        unit = find_unit(line.text)
        if unit is not None:
            yield item_of("checklist_unit", "", unit, "", Place.of(line))


def _place(cell: Cell) -> Place:
    return Place.of(cell)


def _row_items(
    rule: TableRule,
    row: int,
    cells: Mapping[str, Cell | None],
    title: str,
    patterns: DisclosurePatterns,
    identity: FilingIdentity,
) -> Iterator[DisclosureItem]:
    texts = {role: display(cell.text) for role, cell in cells.items() if cell is not None}
    main = cells.get(rule.required[0] if rule.id != "units" else "unit")
    if main is None or not main.text.strip() or main.row != row:
        return
    place = _place(main)
    number = texts.get("number", "")
    if rule.id == "checklist":
        yield item_of("checklist", number, texts["question"], title, place)
        if (answer := cells.get("answer")) is not None:
            code = next(
                (code for code, pattern in patterns.answers.items() if pattern.search(squeeze(answer.text))), None
            )
            yield item_of("checklist_answer", number, texts["answer"], title, _place(answer), code)
        if (note := cells.get("note")) is not None and texts["note"]:
            yield item_of("checklist_note", number, texts["note"], title, _place(note))
    elif rule.id == "key_work":
        yield item_of("key_work", number, texts["item"], title, place)
        for role in ("content", "status"):
            if (cell := cells.get(role)) is not None:
                yield item_of(f"key_work_{role}", number, texts[role], title, _place(cell))
    elif rule.id == "statement_list":
        key = comparable_title(texts["name"], identity.names)
        empty = texts.get("empty", "")
        code = next((code for code, pattern in patterns.answers.items() if pattern.search(squeeze(empty))), None)
        yield item_of("listed_statement", key, empty, number, place, code)
        if (reason := cells.get("reason")) is not None and texts["reason"]:
            yield item_of("listed_statement_reason", key, texts["reason"], number, _place(reason))
    elif rule.id == "units" and _CHINESE_NAME.search(texts["unit"]):
        own = "self" if patterns.units.own.search(texts["unit"]) else "listed"
        yield item_of("unit", own, texts["unit"], title, place)


def _groups(grid: Grid, row: int, cells: Mapping[str, Cell | None], held: dict[int, str]) -> str:
    """Return the merged cells between number and question, outermost first: 一、公开格式/文档格式.

    ``held`` carries them over page breaks, where a merged cell begins again without its text.
    """
    number, question = cells.get("number"), cells.get("question")
    if question is None:
        return ""
    first = number.col + number.col_span if number else 0
    for col in range(first, question.col):
        text = display(cell.text) if (cell := grid.covering(row, col)) else ""
        if text and text != held.get(col):
            held[col] = text
            for inner in [other for other in held if other > col]:
                del held[inner]
    return "/".join(dict.fromkeys(held[col] for col in sorted(held) if col < question.col))


def read_tables(
    tables: Sequence[RawTable], patterns: DisclosurePatterns, identity: FilingIdentity
) -> tuple[list[DisclosureItem], list[Unread], frozenset[int]]:
    """Read all known tables among ``tables``; the third value are their indexes."""
    items: list[DisclosureItem] = []
    unread: list[Unread] = []
    used: set[int] = set()
    before: RawTable | None = None
    for table in tables:
        made = read_known_table(table, patterns, identity, before)
        if made is None:
            continue
        items += made.items
        unread += made.unread
        used.add(table.index)
        before = table if made.rule == "units" else None
    return items, unread, frozenset(used)

"""Row accounting: every printed row of a statement is parsed, ignored by name, or reported as unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from transform.records import LineItem, Place, Unread
from transform.statements.columns import sections
from transform.statements.drafts import Draft, Part
from transform.statements.lexicon import families
from transform.statements.statement_rows import StatementRows
from transform.text import display


class Account:
    """The count of a statement's rows. ``ignored`` counts rows by the reason they hold no amount."""

    def __init__(self, draft: Draft, rows: StatementRows, items: Sequence[LineItem]) -> None:
        self.parsed = 0
        self.ignored: Counter[str] = Counter()
        self.unread_rows: list[Unread] = []
        read_at = {(item.table_index, item.table_row) for item in items}
        for part in draft.parts:
            for row in part.block.classes:
                self._count(draft, part, row, read_at, rows)
        tables = {part.block.grid.table.index: part.block.grid.table for part in draft.parts}
        first_seen = {table.index for table in tables.values() if table.repeated_header_rows}
        for index in first_seen:
            self.ignored["repeated_header"] += tables[index].repeated_header_rows

    @property
    def printed(self) -> int:
        """All rows that the statement prints."""
        return self.parsed + self.ignored.total() + len(self.unread_rows)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons rows were ignored for, each with its count: ``header:2``."""
        return tuple(f"{reason}:{count}" for reason, count in self.ignored.items())

    def _count(self, draft: Draft, part: Part, row: int, read_at: set[tuple[int, int]], rows: StatementRows) -> None:
        key = (part.block.grid.table.index, row)
        row_class = part.block.classes[row]
        if key in read_at:
            self.parsed += 1
        elif row_class != "body":
            self.ignored[row_class] += 1
        elif key in rows.wrapped:
            self.ignored["wrapped_label"] += 1
        elif _only_numbered(part, row):
            self.ignored["blank"] += 1
        else:
            self.unread_rows.append(_unread_row(draft, part, row))


def unread_of(draft: Draft, rows: StatementRows, items: Sequence[LineItem]) -> Iterator[Unread]:
    """Yield what was loaded without being understood: doubtful amounts, unknown labels and headings, false codes."""
    for item in items:
        if item.state == "unread":
            text = f"{draft.statement}: {item.row_label}: {item.printed_text}"
            yield Unread("amount", "not_one_number", text, item.place)
    places = {(item.table_index, item.table_row): item.place for item in reversed(items)}
    for row in rows.rows:
        place = places.get(row.key)
        if place is None:
            continue
        if not row.facts.known:
            yield Unread("label", "unknown_label_loaded_as_other", f"{draft.statement}: {row.facts.label}", place)
        if row.facts.misprinted:
            text = f"{draft.statement}: {row.facts.misprinted} {row.facts.label}"
            yield Unread("code", "digits_make_no_code", text, place)
    yield from _unknown_columns(draft)


def _only_numbered(part: Part, row: int) -> bool:
    numbered = {column.index for column in part.columns if column.role == "sequence"}
    return all(cell.col in numbered for cell in part.block.grid.printed(row))


def _unread_row(draft: Draft, part: Part, row: int) -> Unread:
    cells = part.block.grid.printed(row)
    text = " | ".join(display(cell.text) for cell in cells)
    return Unread("row", "no_amount_cell", f"{draft.statement}: {text}", Place.of(cells[0]))


def _unknown_columns(draft: Draft) -> Iterator[Unread]:
    part = draft.parts[0]
    grid = part.block.grid
    alone = {section.amounts[0].index for section in sections(part.columns) if len(section.amounts) == 1}
    for column in part.columns:
        if column.index in alone and families()[draft.statement].rows == "summary":
            continue  # the one amount column beside its labels can only be the amount
        if column.role != "amount" or column.measure != "unknown":
            continue
        rows = [*reversed(part.block.header_rows), *grid]
        cell = next((cell for row in rows if (cell := grid.covering(row, column.index))), None)
        if cell is not None:
            place = Place.of(cell)
            yield Unread("column", "unknown_header", f"{draft.statement}: {column.label}", place)

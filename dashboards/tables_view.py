"""Statements as read: the printed grid of labels and amounts, rebuilt from line items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.wording import heading_words
from warehouse.printed_rows import distinct

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column: its heading, and whether it holds amounts (set right) or words."""

    heading: str
    is_amount: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """One statement: its title, unit and pages, its columns, and rows of printed texts.

    ``low_confidence`` counts the amounts an OCR was less than 90 % sure of; None where nothing was recognised by OCR.
    """

    statement: str
    title: str
    unit: str
    pages: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_unread: int
    low_confidence: int | None


@dataclass(frozen=True, slots=True)
class _Cell:
    row_no: str
    code: str
    label: str
    heading: str
    text: str
    confidence: float | None

    @property
    def words(self) -> tuple[str, str, str]:
        return (self.row_no, self.code, self.label)


def load_tables(connection: DuckDBPyConnection, filing_id: str) -> tuple[TableView, ...]:
    """The statements of a filing in the order they are printed."""
    statements = connection.execute(_STATEMENTS, [filing_id]).fetchall()
    cells: dict[tuple[str, int, str], dict[_Key, dict[int, _Cell]]] = {}
    for statement, instance, sha256, table, row, column, *values in connection.execute(_CELLS, [filing_id]).fetchall():
        rows = cells.setdefault((statement, instance, sha256), {})
        rows.setdefault((table, row), {})[column] = _Cell(*values)
    printed = sorted(
        statements, key=lambda row: (row[6], row[4][:1], min(cells.get((row[0], row[1], row[6])) or [(-1, 0)]))
    )
    return tuple(
        _table(cells.get((statement, instance, sha256), {}), statement, title, unit, pages, rows_unread)
        for statement, instance, title, unit, pages, rows_unread, sha256 in printed
    )


def _table(
    rows: dict[_Key, dict[int, _Cell]], statement: str, title: str, unit: str, pages: list[int], rows_unread: int
) -> TableView:
    groups = _groups(rows)
    headings = _headings(rows, groups)
    columns: list[Column] = []
    printed: dict[_Key, list[str]] = {key: [] for key in sorted(rows)}
    for group in groups:
        for index, heading in enumerate(("行次", "编码", "项目")):
            words = {key: _words(cells, group, index) for key, cells in rows.items()}
            if not any(words.values()) and heading != "项目":
                continue
            columns.append(Column(heading, is_amount=False))
            for key, listed in printed.items():
                listed.append(words[key])
        for position in group:
            columns.append(Column(headings[position], is_amount=True))
            for key, listed in printed.items():
                listed.append(rows[key][position].text if position in rows[key] else "")
    confidences = [cell.confidence for cells in rows.values() for cell in cells.values() if cell.confidence is not None]
    return TableView(
        statement=statement,
        title=title,
        unit=unit,
        pages=tuple(pages),
        columns=tuple(columns),
        rows=tuple(tuple(printed[key]) for key in sorted(printed)),
        rows_unread=rows_unread,
        low_confidence=sum(value < 0.9 for value in confidences) if confidences else None,
    )


def _headings(rows: dict[_Key, dict[int, _Cell]], groups: list[list[int]]) -> dict[int, str]:
    """The heading of each amount column in words; columns of one group are told apart."""
    found: dict[int, str] = {}
    for group in groups:
        printed = [
            next(cells[position].heading for cells in rows.values() if position in cells).replace("\n", "")
            for position in group
        ]
        found |= dict(zip(group, distinct([heading_words(path) for path in printed], printed), strict=True))
    return found


def _groups(rows: dict[_Key, dict[int, _Cell]]) -> list[list[int]]:
    """Amount columns that share their row labels: one side of a two-sided statement is one group."""
    groups: list[list[int]] = []
    for position in sorted({column for cells in rows.values() for column in cells}):
        if groups and all(
            cells[groups[-1][-1]].words == cells[position].words
            for cells in rows.values()
            if position in cells and groups[-1][-1] in cells
        ):
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _words(cells: dict[int, _Cell], group: list[int], index: int) -> str:
    return next((cells[column].words[index] for column in group if column in cells), "")


_STATEMENTS = """
SELECT statement, instance, printed_title, unit, pages, rows_unread, document_sha256 FROM statements
WHERE filing_id = ? ORDER BY statement, instance
"""
_CELLS = """
SELECT statement, instance, document_sha256, table_index, table_row, table_col, coalesce(row_no, ''),
    coalesce(functional_code, economic_code, government_economic_code, ''), coalesce(row_label, ''),
    coalesce(measure_label, ''), coalesce(printed_text, ''), ocr_confidence
FROM line_items WHERE filing_id = ? ORDER BY ALL
"""

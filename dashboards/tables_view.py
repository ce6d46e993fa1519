"""Statements as read: the printed grid of labels and amounts, rebuilt from line items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class TableView:
    """One statement: its title, unit and pages, a header of measures, and rows of printed texts."""

    title: str
    unit: str
    pages: tuple[int, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_unread: int


def load_tables(connection: DuckDBPyConnection, filing_id: str) -> tuple[TableView, ...]:
    """The statements of a filing in the order they are printed."""
    statements = connection.execute(
        "SELECT statement, instance, printed_title, unit, pages, rows_unread, document_sha256 FROM statements"
        " WHERE filing_id = ? ORDER BY pages[1], instance, statement",
        [filing_id],
    ).fetchall()
    return tuple(_table(connection, filing_id, *statement) for statement in statements)


def _table(
    connection: DuckDBPyConnection,
    filing_id: str,
    statement: str,
    instance: int,
    title: str,
    unit: str,
    pages: list[int],
    rows_unread: int,
    document_sha256: str,
) -> TableView:
    cells = connection.execute(
        "SELECT table_index, table_row, table_col, row_no, coalesce(functional_code, economic_code, ''), row_label,"
        " measure_label, printed_text FROM line_items"
        " WHERE filing_id = ? AND statement = ? AND instance = ? AND document_sha256 = ?"
        " ORDER BY table_index, table_row, table_col",
        [filing_id, statement, instance, document_sha256],
    ).fetchall()
    labels: dict[tuple[int, int], list[str]] = {}
    amounts: dict[tuple[int, int], dict[int, str]] = {}
    headers: dict[int, str] = {}
    for table, row, column, _, code, label, measure, text in cells:
        words = " ".join(part for part in (code, label) if part)
        known = labels.setdefault((table, row), [])
        if words and words not in known:
            known.append(words)
        amounts.setdefault((table, row), {})[column] = text
        headers.setdefault(column, measure)
    columns = sorted(headers)
    return TableView(
        title=title,
        unit=unit,
        pages=tuple(pages),
        header=("项目", *(headers[column].replace("\n", "") for column in columns)),
        rows=tuple(
            (" ｜ ".join(labels[key]), *(amounts[key].get(column, "") for column in columns)) for key in sorted(amounts)
        ),
        rows_unread=rows_unread,
    )

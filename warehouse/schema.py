"""The star schema: every table declared once.

The declarations (``tables_*.py``) render the DDL, the polars schemas of the Parquet hand-off and the data dictionary
(``warehouse.dictionary``); the views over them are in ``warehouse.views``.
"""

from __future__ import annotations

from warehouse.as_of import MACROS
from warehouse.columns import Column, ColumnType, Table
from warehouse.tables_checks import CHECKS
from warehouse.tables_dimensions import DIMENSIONS
from warehouse.tables_documents import DOCUMENTS
from warehouse.tables_facts import FACTS
from warehouse.views import CONTRACT, View, contract_views, mart_views

__all__ = [
    "CONTRACT",
    "FRAMES",
    "TABLES",
    "Column",
    "ColumnType",
    "Table",
    "View",
    "contract_views",
    "create_statements",
    "mart_views",
    "table",
]

TABLES: tuple[Table, ...] = (*DIMENSIONS, *DOCUMENTS, *FACTS, *CHECKS)
"""Every physical table, dimensions first."""

FRAMES: dict[str, Table] = {entry.frame: entry for entry in TABLES if entry.frame is not None}
"""The frames of one parsed document (``warehouse.frames.to_frames``), by name."""


def table(name: str) -> Table:
    """Return the declared table; KeyError if there is none of that name."""
    for entry in TABLES:
        if entry.name == name:
            return entry
    raise KeyError(f"no table {name}")


def create_statements() -> tuple[str, ...]:
    """Return the statements that make an empty warehouse: tables, contract views, marts, macros."""
    return (
        *(entry.ddl() for entry in TABLES),
        *(view.ddl() for view in contract_views()),
        *(view.ddl() for view in mart_views()),
        *MACROS,
    )

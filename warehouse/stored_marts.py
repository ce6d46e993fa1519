"""Marts that are slow to compute, kept as tables: computed once when a warehouse is built, read under the same names.

A mart whose file says ``-- stored: COLUMNS`` scans every line item. Its rows are stored sorted by those columns, so
that a reader who asks for one entity touches few row groups, and the view of its name shows the stored rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.schema import mart_views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def store_marts(connection: DuckDBPyConnection) -> None:
    """Store the marts that ask for it and let their views show the stored rows.

    Call it once, when the facts are loaded: they never change afterwards in the same file.
    """
    for view in mart_views():
        if view.stored is not None:
            table = f"stored_{view.name}"
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {view.name} ORDER BY {view.stored}")  # noqa: S608
            connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS SELECT * FROM {table}")  # noqa: S608

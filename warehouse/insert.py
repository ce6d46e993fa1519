"""Rows and frames into declared tables, set-based and by column name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import polars as pl

from warehouse.schema import table


def insert_frame(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> int:
    """Insert a frame that has all columns of the declared table; return the number of rows."""
    declared = table(name)
    ordered = frame.select(declared.names())
    if ordered.height:
        connection.register("insert_source", ordered.to_arrow())
        try:
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM insert_source")  # noqa: S608  # declared names
        finally:
            connection.unregister("insert_source")
    return ordered.height


def insert_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Insert rows given as mappings; a missing column is NULL, an unknown one a KeyError. Return their number.

    Values must be of the column's type (``strict``): an amount given as a float is refused, not rounded.
    """
    declared = table(name)
    known = set(declared.names())
    for row in rows:
        unknown = row.keys() - known
        if unknown:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    columns = {column.name: [row.get(column.name) for row in rows] for column in declared.columns}
    frame = pl.DataFrame(columns, schema=declared.polars_schema(), strict=True)
    return insert_frame(connection, name, frame)

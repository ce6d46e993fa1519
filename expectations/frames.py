"""Rows of Python values into DuckDB through one polars frame (executemany is a thousand times slower)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_POLARS: Mapping[type, pl.DataType] = {int: pl.Int64(), str: pl.String(), bool: pl.Boolean()}


def fill(
    connection: DuckDBPyConnection, table: str, columns: Mapping[str, type], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Create or replace the working table ``table`` with ``rows``; ``columns`` are its names and types (int, str,
    bool) in order."""
    schema = {name: _POLARS[kind] for name, kind in columns.items()}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    connection.register("new_rows", frame.to_arrow())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM new_rows")  # noqa: S608
    connection.unregister("new_rows")


def insert_rows(connection: DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows into a table of the schema; ``columns`` are the names of their values, joined by commas."""
    if not rows:
        return
    from warehouse.schema import table as declared

    names = [name.strip() for name in columns.split(",")]
    schema = {name: declared(table).column(name).type.polars for name in names}
    frame = pl.DataFrame(rows, schema=schema, orient="row", strict=False)
    connection.register("new_rows", frame.to_arrow())
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM new_rows")  # noqa: S608
    connection.unregister("new_rows")

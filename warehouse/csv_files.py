"""CSV files written by DuckDB, text cells escaped for spreadsheets."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from warehouse.safe_text import escaped_sql

_BOM = b"\xef\xbb\xbf"


def sql_literal(path: Path) -> str:
    """Return the path as an SQL string (COPY takes no parameter for it)."""
    return "'" + str(path).replace("'", "''") + "'"


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, path: Path, *, bom: bool) -> None:
    """Write a query as UTF-8 CSV, text cells escaped. ``bom`` marks the encoding for spreadsheet programs."""
    described = connection.execute(f"DESCRIBE {query}").fetchall()
    selected = ", ".join(escaped_sql(str(row[0])) if row[1] == "VARCHAR" else f'"{row[0]}"' for row in described)
    aside = path.with_name(f".{path.name}.part")
    connection.execute(f"COPY (SELECT {selected} FROM ({query})) TO {sql_literal(aside)} (FORMAT csv, HEADER true)")  # noqa: S608
    if bom:
        with path.open("wb") as target, aside.open("rb") as source:
            target.write(_BOM)
            shutil.copyfileobj(source, target)
        aside.unlink()
    else:
        aside.replace(path)

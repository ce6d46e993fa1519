"""What a declared table is: columns with a type, a meaning in two languages and, where they have one, a unit.

One declaration renders to the DuckDB DDL, to the polars schema of the Parquet hand-off and to the data dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars.datatypes import DataType


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A logical type, with its spelling in DuckDB and in polars."""

    name: str
    duckdb: str
    polars: DataType


TEXT = ColumnType("text", "VARCHAR", pl.String())
INTEGER = ColumnType("integer", "INTEGER", pl.Int32())
BIGINT = ColumnType("bigint", "BIGINT", pl.Int64())
BOOLEAN = ColumnType("boolean", "BOOLEAN", pl.Boolean())
DATE = ColumnType("date", "DATE", pl.Date())
MONEY = ColumnType("money", "DECIMAL(20,2)", pl.Decimal(20, 2))
"""Yuan, exact."""
STEP = ColumnType("step", "DECIMAL(20,6)", pl.Decimal(20, 6))
"""The last printed place of a number."""
VALUE = ColumnType("value", "DECIMAL(28,8)", pl.Decimal(28, 8))
"""Ratios, scores, counts, amounts in the unit that the row names."""
POINT = ColumnType("point", "DOUBLE", pl.Float64())
"""A coordinate in PDF points. Never an amount."""
SHARE = ColumnType("share", "DOUBLE", pl.Float64())
"""A measurement of our own between 0 and 1 (recognition confidence). Never a printed number."""
TIME = ColumnType("time", "VARCHAR", pl.String())
"""An instant as ``2026-03-01T09:30:00+08:00``: fixed width, always +08:00, so that it sorts as text and means the same
in every reader's session (a TIMESTAMPTZ is shown, and compared with dates, in whatever zone the session has)."""
JSON = ColumnType("json", "VARCHAR", pl.String())
INTEGERS = ColumnType("integers", "INTEGER[]", pl.List(pl.Int32()))
TEXTS = ColumnType("texts", "VARCHAR[]", pl.List(pl.String()))


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``zh`` and ``en`` say what it means; ``values`` closes its vocabulary (a CHECK in the file).

    ``on_load`` marks what is only known when the warehouse is assembled (the filing of a document) and is therefore not
    in the per-document Parquet.
    """

    name: str
    type: ColumnType
    zh: str
    en: str
    unit: str | None = None
    nullable: bool = True
    values: tuple[str, ...] = ()
    on_load: bool = False
    references: str | None = None

    def ddl(self) -> str:
        """Return the column's line of a CREATE TABLE."""
        parts = [f'"{self.name}"', self.type.duckdb]
        if not self.nullable:
            parts.append("NOT NULL")
        if self.values:
            listed = ", ".join(f"'{value}'" for value in self.values)
            parts.append(f'CHECK ("{self.name}" IN ({listed}))')
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Table:
    """One physical table.

    ``key`` is unique (checked set-based after loading: an index on every fact table would cost more memory than the
    facts). ``derived_by`` names who fills it: ``parse`` (Parquet), ``load``, ``evaluate`` or ``run``.
    """

    name: str
    title: str
    grain: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    derived_by: str
    frame: str | None = None

    def column(self, name: str) -> Column:
        """Return the named column; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def names(self) -> tuple[str, ...]:
        """Return the column names in order."""
        return tuple(column.name for column in self.columns)

    def ddl(self) -> str:
        """Return the CREATE TABLE statement."""
        lines = ",\n  ".join(column.ddl() for column in self.columns)
        return f"CREATE TABLE {self.name} (\n  {lines}\n)"

    def polars_schema(self) -> pl.Schema:
        """Return the schema of the whole table."""
        return pl.Schema({column.name: column.type.polars for column in self.columns})

    def parquet_columns(self) -> tuple[Column, ...]:
        """Return the columns that one document's Parquet holds."""
        return tuple(column for column in self.columns if not column.on_load)

    def parquet_schema(self) -> pl.Schema:
        """Return the schema of one document's Parquet."""
        return pl.Schema({column.name: column.type.polars for column in self.parquet_columns()})

"""A DuckDB dialect for SQLAlchemy that Great Expectations can use.

duckdb-engine gives one connection's result as every cursor's; Great Expectations fetches from a cursor after the next
statement has run,
which fails ("list index out of range") or reads the wrong rows. Here every cursor fetches its rows at once and keeps
them. Files open
read-only: a validation never changes what it validates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb_engine
from sqlalchemy.dialects import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "duckdb.buffered"


class BufferedCursor:
    """A DB-API cursor that holds its own rows."""

    arraysize = 1

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        """Run the statement and fetch what it gives."""
        self._cursor.execute(statement, parameters, context)
        self.description = self._cursor.description
        self._rows = list(self._cursor.fetchall()) if self.description else []
        self.rowcount = len(self._rows)

    def executemany(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        """Run the statement for each set of parameters."""
        self._cursor.executemany(statement, parameters, context)
        self.description, self._rows = None, []

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row or None."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Return the next rows."""
        count = size or self.arraysize
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class BufferedConnection:
    """A DB-API connection whose cursors hold their own rows."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def cursor(self) -> BufferedCursor:
        """Return a new cursor."""
        return BufferedCursor(self._connection.cursor())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class BufferedDialect(duckdb_engine.Dialect):  # type: ignore[misc]
    """duckdb-engine's dialect over buffered cursors."""

    supports_statement_cache = False

    def connect(self, *arguments: Any, **keywords: Any) -> Any:
        """Open the file read-only."""
        keywords["read_only"] = True
        return BufferedConnection(super().connect(*arguments, **keywords))


def register() -> None:
    """Make ``duckdb+buffered:///PATH`` known to SQLAlchemy."""
    registry.register(NAME, __name__, "BufferedDialect")

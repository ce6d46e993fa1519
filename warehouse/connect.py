"""The only module that opens DuckDB files: limits set, temporary files beside the database, nothing downloaded.

Readers open a published version read-only. One process writes one candidate, which nobody else opens before it is
published under its final name (``warehouse.publish``).
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

MEMORY_LIMIT = "2GB"
"""Enough to build thousands of filings; more spills beside the file. ``GOUJI_MEMORY_LIMIT`` overrides it."""

THREADS = 2


def _settings(path: Path | None) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get("GOUJI_MEMORY_LIMIT", MEMORY_LIMIT),
        "threads": int(os.environ.get("GOUJI_THREADS", THREADS)),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if path is not None:
        settings["temp_directory"] = str(path.with_name(f"{path.name}.tmp"))
    return settings


def open_memory() -> duckdb.DuckDBPyConnection:
    """Open a database in memory, for reading Parquet and for tests."""
    return duckdb.connect(":memory:", config=_settings(None))


def open_candidate(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a candidate for writing; it is created where it is missing.

    Raises WarehouseError where the folder is missing or the file is no database.
    """
    return _open(path, read_only=False)


def open_readonly(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published warehouse (the symlink or a version) for reading.

    The symlink is resolved once: the connection keeps reading one whole version, whatever is published meanwhile.
    Raises WarehouseError where there is none or it is no database.
    """
    real = path.resolve()
    if not real.is_file():
        raise WarehouseError(f"没有数据仓库文件：{path}（先运行 gouji run）")
    return _open(real, read_only=True)


def _open(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only, config=_settings(path))
    except duckdb.Error as error:
        raise WarehouseError(f"无法打开数据库文件 {path}：{error}") from error

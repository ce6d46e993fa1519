"""The published warehouse as the dashboard reads it: one whole version, read-only, answers cached by version."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboards.originals import archived_file
from warehouse.connect import open_readonly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAREHOUSE_VARIABLE = "GOUJI_WAREHOUSE"


def warehouse_path() -> Path:
    """The warehouse to show (the symlink that a publish swaps)."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, "warehouse.duckdb")).absolute()


def state_folder() -> Path:
    """The folder of everything that is not the published file."""
    return Path(f"{warehouse_path()}.d")


def version() -> str:
    """The version being served now: a new one makes every cached answer stale."""
    return warehouse_path().resolve().name


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(version_name: str) -> DuckDBPyConnection:
    """One read-only connection per version; each use takes a cursor of its own."""
    del version_name
    return open_readonly(warehouse_path())


def cursor() -> DuckDBPyConnection:
    """A read-only cursor over the current version, for one use in one thread."""
    return _connection(version()).cursor()


@st.cache_data(max_entries=500, show_spinner=False)
def _answer(version_name: str, sql: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    connection = _connection(version_name).cursor()
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return connection.execute(sql, given).df() if given else connection.execute(sql).df()


def query(sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The rows of ``sql`` over the current version; lists among ``parameters`` are given as tuples."""
    return _answer(version(), sql, tuple(sorted((parameters or {}).items())))


def document_file(document_sha256: str) -> Path:
    """Where the archive keeps a document.

    Raises ValueError for anything but a sha256 in hexadecimal: nothing outside the archive can be asked for.
    """
    return archived_file(state_folder() / "archive", document_sha256)

"""The published warehouse as the dashboard reads it: one whole version, read-only, queries cached by version."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from warehouse.connect import open_readonly

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


@st.cache_data(max_entries=400, show_spinner=False)
def _answer(version_name: str, sql: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    del version_name
    with open_readonly(warehouse_path()) as connection:
        return connection.execute(sql, dict(parameters)).df() if parameters else connection.execute(sql).df()


def query(sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The rows of ``sql`` over the current version; lists among ``parameters`` are given as tuples."""
    return _answer(version(), sql, tuple(sorted((parameters or {}).items())))


def document_file(document_sha256: str) -> Path:
    """Where the archive keeps a document. The name is checked: nothing outside the archive can be asked for."""
    if len(document_sha256) != 64 or not all(character in "0123456789abcdef" for character in document_sha256):
        raise ValueError(f"not a sha256: {document_sha256!r}")
    return state_folder() / "archive" / "objects" / document_sha256[:2] / document_sha256

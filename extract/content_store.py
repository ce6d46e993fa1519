"""What a document's reading gave, kept as one Parquet file a document, and the hash that says which code read it.

A file holds one row; pages, tables (with their cells) and lines are nested lists, so a document is written and replaced
whole. Reading it back gives an equal :class:`~extract.model.DocumentContent`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import polars as pl

from extract.model import Box, Cell, DocumentContent, PageInfo, RawTable, TextLine
from extract.stage_hash import stage_hash

__all__ = ["SCHEMA", "read_content", "stage_hash", "write_content"]

_BOX = pl.Struct({"x0": pl.Float64, "top": pl.Float64, "x1": pl.Float64, "bottom": pl.Float64})
_CELL = pl.Struct(
    {
        "row": pl.Int32,
        "col": pl.Int32,
        "row_span": pl.Int32,
        "col_span": pl.Int32,
        "text": pl.String,
        "page": pl.Int32,
        "box": _BOX,
        "locator": pl.String,
        "confidence": pl.Float64,
    }
)
_LINE = pl.Struct(
    {
        "page": pl.Int32,
        "text": pl.String,
        "box": _BOX,
        "edges": pl.List(pl.List(pl.Float64)),
        "size": pl.Float64,
        "locator": pl.String,
        "confidence": pl.Float64,
    }
)
_TABLE = pl.Struct(
    {
        "index": pl.Int32,
        "cells": pl.List(_CELL),
        "n_rows": pl.Int32,
        "n_cols": pl.Int32,
        "above": pl.List(_LINE),
        "below": pl.List(_LINE),
        "pages": pl.List(pl.Int32),
        "repeated_header_rows": pl.Int32,
        "engine": pl.String,
    }
)
_PAGE = pl.Struct(
    {
        "number": pl.Int32,
        "width": pl.Float64,
        "height": pl.Float64,
        "rotation": pl.Int32,
        "engine": pl.String,
        "n_chars": pl.Int32,
        "n_rules": pl.Int32,
        "n_images": pl.Int32,
        "warnings": pl.List(pl.String),
    }
)
SCHEMA: Mapping[str, pl.DataType] = {
    "document_sha256": pl.String(),
    "media_type": pl.String(),
    "stage_hash": pl.String(),
    "pages": pl.List(_PAGE),
    "tables": pl.List(_TABLE),
    "lines": pl.List(_LINE),
    "warnings": pl.List(pl.String),
}


def write_content(content: DocumentContent, path: Path) -> Path:
    """Write ``content`` to the Parquet file ``path`` (its folder is made), whole or not at all; return ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {name: _plain(getattr(content, name)) for name in SCHEMA if name != "stage_hash"}
    frame = pl.DataFrame([{**row, "stage_hash": stage_hash()}], schema=dict(SCHEMA))
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        frame.write_parquet(aside, compression="zstd", compression_level=3, statistics=False)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return path


def read_content(path: Path) -> DocumentContent:
    """Read what :func:`write_content` wrote.

    Raises ``FileNotFoundError``, ``ValueError`` where it holds something else, a polars error where it is damaged.
    """
    frame = pl.read_parquet(path)
    if frame.height != 1 or set(frame.columns) != set(SCHEMA):
        raise ValueError(f"{path.name} does not hold one document's content")
    row = frame.row(0, named=True)
    return DocumentContent(
        row["document_sha256"],
        row["media_type"],
        tuple(PageInfo(**{**page, "warnings": tuple(page["warnings"])}) for page in row["pages"]),
        tuple(_table(table) for table in row["tables"]),
        tuple(_line(line) for line in row["lines"]),
        tuple(row["warnings"]),
    )


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _table(row: dict[str, Any]) -> RawTable:
    return RawTable(
        row["index"],
        tuple(Cell(**{**cell, "box": Box(**cell["box"])}) for cell in row["cells"]),
        row["n_rows"],
        row["n_cols"],
        tuple(_line(line) for line in row["above"]),
        tuple(_line(line) for line in row["below"]),
        tuple(row["pages"]),
        row["repeated_header_rows"],
        row["engine"],
    )


def _line(row: dict[str, Any]) -> TextLine:
    edges = tuple((low, high) for low, high in row["edges"])
    return TextLine(**{**row, "box": Box(**row["box"]), "edges": edges})

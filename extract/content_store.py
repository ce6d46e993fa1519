"""What a document's reading gave, kept as one Parquet file a document, and the hash that says which code read it.

A file holds one row; pages, tables (with their cells) and lines are nested lists, so a document is written and replaced
whole. Reading it back gives an equal :class:`~extract.model.DocumentContent`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

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
        "levels": pl.List(pl.Float64),
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
_PAGE_FIELDS = tuple(field.name for field in _PAGE.fields)


@cache
def _arrow_schema() -> Any:
    """The schema in Arrow, which takes nested Python values twice as fast as Polars does.

    Made when first needed, never on import: Polars would start its threads in the process that workers are forked
    from, and the workers would wait for them for ever.
    """
    return pl.DataFrame(schema=dict(SCHEMA)).to_arrow().schema


def write_content(content: DocumentContent, path: Path) -> Path:
    """Write ``content`` to the Parquet file ``path`` (its folder is made), whole or not at all; return ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pl.from_arrow(pa.Table.from_pylist([_row(content)], schema=_arrow_schema()))
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("a table gives a frame")
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


def _row(content: DocumentContent) -> dict[str, object]:
    """The one row of a document's file. By hand: reflection over every field takes as long as parsing a page."""
    return {
        "document_sha256": content.document_sha256,
        "media_type": content.media_type,
        "stage_hash": stage_hash(),
        "pages": [{name: getattr(page, name) for name in _PAGE_FIELDS} for page in content.pages],
        "tables": [_table_row(table) for table in content.tables],
        "lines": [_line_row(line) for line in content.lines],
        "warnings": content.warnings,
    }


def _table_row(table: RawTable) -> dict[str, object]:
    return {
        "index": table.index,
        "cells": [_cell_row(cell) for cell in table.cells],
        "n_rows": table.n_rows,
        "n_cols": table.n_cols,
        "above": [_line_row(line) for line in table.above],
        "below": [_line_row(line) for line in table.below],
        "pages": table.pages,
        "repeated_header_rows": table.repeated_header_rows,
        "engine": table.engine,
    }


def _cell_row(cell: Cell) -> dict[str, object]:
    return {
        "row": cell.row,
        "col": cell.col,
        "row_span": cell.row_span,
        "col_span": cell.col_span,
        "text": cell.text,
        "page": cell.page,
        "box": _box_row(cell.box),
        "locator": cell.locator,
        "confidence": cell.confidence,
    }


def _line_row(line: TextLine) -> dict[str, object]:
    return {
        "page": line.page,
        "text": line.text,
        "box": _box_row(line.box),
        "edges": line.edges,
        "size": line.size,
        "locator": line.locator,
        "confidence": line.confidence,
        "levels": line.levels,
    }


def _box_row(box: Box) -> dict[str, float]:
    return {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom}


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
    return TextLine(**{**row, "box": Box(**row["box"]), "edges": edges, "levels": tuple(row["levels"])})

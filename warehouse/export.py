"""Exports of a published warehouse: Parquet, CSV, working papers (xlsx), Fiscal Data Package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from warehouse.connect import open_readonly
from warehouse.csv_files import sql_literal, write_csv
from warehouse.errors import ExportError, WarehouseError
from warehouse.fiscal_package import write_fiscal_package
from warehouse.safe_text import escape_text
from warehouse.schema import CONTRACT, mart_views
from warehouse.workbooks import write_filing_workbooks, write_findings_book

__all__ = ["FORMATS", "ExportError", "escape_text", "export_warehouse", "write_findings_workbook"]

FORMATS = ("parquet", "csv", "xlsx", "fdp")


def export_warehouse(
    warehouse: Path, folder: Path, *, export_format: str, say: Callable[[str], str] = str
) -> list[Path]:
    """Write the warehouse into the folder (files of the same name are replaced) and return what was written.

    ``parquet`` and ``csv`` hold the contract views and the marts, one file each; ``xlsx`` the findings and one working
    paper per current filing; ``fdp`` a Fiscal Data Package of the current line items.
    ``say`` puts the printed headings of statements in words. Raises ExportError.
    """
    if export_format not in FORMATS:
        raise ExportError(f"未知的导出格式：{export_format}（可用：{', '.join(FORMATS)}）")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = open_readonly(warehouse)
        try:
            if export_format == "parquet":
                return [_parquet(connection, name, folder) for name in exported_views()]
            if export_format == "csv":
                return [_csv(connection, name, folder) for name in exported_views()]
            if export_format == "fdp":
                return write_fiscal_package(connection, folder)
            return write_filing_workbooks(connection, folder, say)
        finally:
            connection.close()
    except (OSError, duckdb.Error, WarehouseError) as error:
        raise ExportError(f"导出失败：{error}") from error


def write_findings_workbook(warehouse: Path, finding_ids: Sequence[str], output: Path) -> None:
    """Write the working paper (底稿) of these findings, in this order, to ``output``. Raises ExportError."""
    try:
        connection = open_readonly(warehouse)
        try:
            write_findings_book(connection, output, finding_ids)
        finally:
            connection.close()
    except (OSError, duckdb.Error, WarehouseError) as error:
        raise ExportError(f"导出失败：{error}") from error


def exported_views() -> tuple[str, ...]:
    """Return the names of the exported views: the contract, then the marts."""
    return (*CONTRACT, *(view.name for view in mart_views()))


def _parquet(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> Path:
    path = folder / f"{name}.parquet"
    copy = f"COPY (SELECT * FROM {name}) TO {sql_literal(path)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
    connection.execute(copy)
    return path


def _csv(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> Path:
    path = folder / f"{name}.csv"
    write_csv(connection, f"SELECT * FROM {name}", path, bom=True)  # noqa: S608  # declared names
    return path

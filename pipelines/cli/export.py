"""``gouji export``: the warehouse as open data or working papers."""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.console import fail, out

FORMATS = ("parquet", "xlsx", "csv", "fdp")


def export_command(folder: Path, *, export_format: str, warehouse: Path) -> None:
    """Write the published warehouse to ``folder``."""
    if export_format not in FORMATS:
        fail(f"--format 应为 {' | '.join(FORMATS)}，不是 {export_format}")
    if not warehouse.exists():
        fail(f"没有仓库 {warehouse}；先运行 gouji run")
    from expectations.wording import heading_words
    from warehouse.errors import ExportError
    from warehouse.export import export_warehouse

    try:
        written = export_warehouse(warehouse, folder, export_format=export_format, say=heading_words)
    except ExportError as error:
        fail(str(error))
    for path in written:
        out.print(str(path), highlight=False, soft_wrap=True)

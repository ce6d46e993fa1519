"""``gouji inspect``: what was recognised in one document and what was not, for the person adding a layout."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from pipelines.cli.console import EXIT_NOTHING_READ, RichProgress, err, fail, out
from pipelines.cli.findings import Query, select_findings
from pipelines.cli.findings_table import print_table
from pipelines.cli.refusal_words import refusal_in_chinese
from pipelines.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from extract.model import DocumentContent

_UNREAD_SHOWN = 40


def inspect_command(file: Path) -> None:
    """Print pages, tables, statements, claims, forms, unread things and findings of one document."""
    if not file.is_file():
        fail(f"文件不存在：{file}")
    from pipelines.precheck import check_files
    from warehouse.connect import open_readonly

    with tempfile.TemporaryDirectory(prefix="gouji-inspect-") as folder:
        workspace = Workspace(Path(folder) / "inspect.duckdb", workers=1, progress=RichProgress())
        workspace.prepare()
        checked = check_files([file], workspace)
        for name, error in checked.unreadable:
            err.print(f"[yellow]读不了[/] {name}：{refusal_in_chinese(error)}", highlight=False)
        if not checked.outcomes:
            raise typer.Exit(EXIT_NOTHING_READ)
        for content in checked.contents.values():
            _show_pages(content)
        with open_readonly(checked.warehouse) as connection:
            _show(connection, "文件", _FILING)
            _show(connection, "报表", _STATEMENTS)
            _show(connection, "文字中的数", _CLAIMS)
            _show(connection, "绩效表", _FORMS)
            _show(connection, "披露事项", _DISCLOSURE)
            _show(connection, "没有读懂的", _UNREAD)
        print_table(select_findings(checked.warehouse, Query()), everything=False)


def _show_pages(content: DocumentContent) -> None:
    table = Table(title="页", show_edge=False)
    for title in ("页", "引擎", "字符", "线", "图", "表格（行×列）", "文字行", "注意"):
        table.add_column(title)
    grids: dict[int, list[str]] = {}
    for raw in content.tables:
        grids.setdefault(raw.pages[0], []).append(f"{raw.n_rows}×{raw.n_cols}")
    lines = Counter(line.page for line in content.lines)
    for page in content.pages:
        table.add_row(
            str(page.number),
            page.engine,
            str(page.n_chars),
            str(page.n_rules),
            str(page.n_images),
            "，".join(grids.get(page.number, [])),
            str(lines[page.number]),
            "；".join(page.warnings),
        )
    out.print(table)


def _show(connection: DuckDBPyConnection, title: str, sql: str) -> None:
    cursor = connection.execute(sql)
    rows = cursor.fetchall()
    table = Table(title=f"{title}（{len(rows)}）", show_edge=False)
    for column in cursor.description or []:
        table.add_column(column[0], overflow="fold")
    for row in rows[:_UNREAD_SHOWN]:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(table)
    if len(rows) > _UNREAD_SHOWN:
        out.print(f"…… 另有 {len(rows) - _UNREAD_SHOWN} 行")


_FILING = """
SELECT entity_name AS 单位, fiscal_year AS 年度, kind AS 种类, scope AS 口径, entity_level AS 级次,
       page_count AS 页数
FROM filings
"""
_STATEMENTS = """
SELECT statement AS 报表, instance AS 序, printed_title AS 印出的标题, unit AS 单位, pages AS 页,
       rows_printed AS 印出行, rows_parsed AS 读懂, rows_ignored AS 略过, rows_unread AS 未读懂,
       layout_id AS 版式, engine AS 引擎
FROM statements ORDER BY pages[1], instance
"""
_CLAIMS = """
SELECT state AS 状态, metric AS 指标, count(*) AS 数 FROM claims GROUP BY 1, 2 ORDER BY 1, 3 DESC
"""
_FORMS = """
SELECT form_id AS 表, any_value(project_name) AS 项目, count(*) AS 行, min(page) AS 页
FROM performance GROUP BY 1 ORDER BY 4
"""
_DISCLOSURE = "SELECT kind AS 种类, count(*) AS 数 FROM disclosure_items GROUP BY 1 ORDER BY 2 DESC"
_UNREAD = "SELECT page AS 页, what AS 什么, reason AS 原因, left(text, 80) AS 文字 FROM unread ORDER BY 1"

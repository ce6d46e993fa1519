"""``gouji check``: a bureau's own document before it is published; offline, nothing kept."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from pipelines.cli.console import EXIT_FAIL_ON, EXIT_NOTHING_READ, SEVERITIES, RichProgress, err, fail, out
from pipelines.cli.findings import Query, select_findings
from pipelines.cli.findings_table import print_table
from pipelines.cli.refusal_words import refusal_in_chinese
from pipelines.given_files import expand
from pipelines.workspace import Workspace, default_workers


def check_command(files: Sequence[Path], *, report: Path | None, fail_on: str, everything: bool) -> None:
    """Check ``files`` and print what an inspector would find."""
    if fail_on not in SEVERITIES:
        fail(f"--fail-on 应为 {' | '.join(SEVERITIES)}，不是 {fail_on}")
    started = time.monotonic()
    found, refused = expand(files)
    for path, reason in refused:
        err.print(f"[yellow]跳过[/] {path}：{reason}", highlight=False)
    if not found:
        raise typer.Exit(EXIT_NOTHING_READ)
    from pipelines.precheck import check_files

    with tempfile.TemporaryDirectory(prefix="gouji-check-") as folder:
        workspace = Workspace(
            Path(folder) / "check.duckdb", workers=min(len(found), default_workers()), progress=RichProgress()
        )
        workspace.prepare()
        checked = check_files(found, workspace)
        for name, error in checked.unreadable:
            err.print(f"[yellow]读不了[/] {name}：{refusal_in_chinese(error)}", highlight=False)
        if not checked.outcomes:
            raise typer.Exit(EXIT_NOTHING_READ)
        rows = select_findings(checked.warehouse, Query())
        print_table(rows, everything=everything)
        for sha, outcome in checked.outcomes.items():
            out.print(
                f"{checked.names[sha]}：{outcome.entity_name} {outcome.fiscal_year or '年度未识别'}，"
                f"{outcome.pages} 页，{outcome.statements} 张报表，未读懂的行 {outcome.rows_unread}",
                highlight=False,
            )
        if report is not None:
            from dashboards.report import write_report

            write_report(checked.warehouse, report, files=_by_sha256(found))
            out.print(f"报告：{report}", highlight=False)
        out.print(f"用时 {time.monotonic() - started:.1f} 秒", highlight=False)
        order = list(SEVERITIES)
        if any(order.index(row["severity"]) <= order.index(fail_on) for row in rows):
            raise typer.Exit(EXIT_FAIL_ON)


def _by_sha256(files: Sequence[Path]) -> dict[str, Path]:
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}

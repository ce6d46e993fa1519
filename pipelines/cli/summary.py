"""The summary that ``gouji run`` ends with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.panel import Panel
from rich.table import Table

from extract.ledger import Ledger
from pipelines.cli.console import SEVERITIES, out
from pipelines.cli.refusal_words import refusal_in_chinese
from pipelines.workspace import Workspace
from warehouse.connect import open_readonly


@dataclass(frozen=True)
class Summary:
    """What a run came to. ``this_run`` counts are of the partitions (or files) that it touched."""

    changed: bool
    documents_this_run: int
    readable_this_run: int
    unreadable: tuple[tuple[str, str], ...]
    filings: int
    current_filings: int
    statements: int
    rows_printed: int
    rows_unread: int
    line_items: int
    claims: int
    findings: dict[str, int]
    current_findings: dict[str, int]
    root_causes: int
    examples: tuple[tuple[str, str, str], ...]

    def count_from(self, severity: str) -> int:
        """How many findings are at least as grave as ``severity``."""
        order = list(SEVERITIES)
        return sum(self.findings.get(name, 0) for name in order[: order.index(severity) + 1])


def summarise(
    workspace: Workspace, touched: Sequence[tuple[str, int]], *, files: Sequence[Path], changed: bool
) -> Summary:
    """Count what the run touched and what the published warehouse holds."""
    with Ledger(workspace.ledger) as ledger:
        rows = {row.document_sha256: row for pair in touched for row in ledger.documents(*pair)}
    if files:
        given = _contents(files)
        rows = {sha: row for sha, row in rows.items() if sha in given}
    unreadable = tuple(
        (row.document_name, row.reason or row.state) for row in rows.values() if row.state in {"quarantined", "unread"}
    )
    with open_readonly(workspace.warehouse) as connection:
        totals = connection.execute(
            "SELECT (SELECT count(*) FROM filings WHERE status = 'loaded'),"
            " (SELECT count(*) FROM filings WHERE status = 'loaded' AND is_current), count(*),"
            " coalesce(sum(rows_printed), 0),"
            " coalesce(sum(rows_unread), 0), (SELECT count(*) FROM line_items), (SELECT count(*) FROM claims),"
            " (SELECT count(*) FROM root_causes) FROM statements"
        ).fetchall()[0]
        counted = connection.execute(
            "SELECT severity, count(*), count(*) FILTER (is_current) FROM findings GROUP BY 1"
        ).fetchall()
        examples = connection.execute(
            "SELECT severity, entity_name || ' ' || coalesce(fiscal_year::VARCHAR, ''), message"
            " FROM findings WHERE severity IN ('material', 'minor') AND verdict = 'open'"
            " ORDER BY severity, abs(coalesce(difference_yuan, 0)) DESC, finding_id LIMIT 5"
        ).fetchall()
    by_severity = {severity: n for severity, n, _ in counted}
    current = {severity: n for severity, _, n in counted}
    return Summary(
        changed=changed,
        documents_this_run=len(rows),
        readable_this_run=len(rows) - len(unreadable),
        unreadable=unreadable,
        filings=totals[0],
        current_filings=totals[1],
        statements=totals[2],
        rows_printed=int(totals[3]),
        rows_unread=int(totals[4]),
        line_items=totals[5],
        claims=totals[6],
        findings={name: by_severity[name] for name in SEVERITIES if name in by_severity},
        current_findings={name: current[name] for name in SEVERITIES if current.get(name)},
        root_causes=totals[7],
        examples=tuple((row[0], row[1], row[2]) for row in examples),
    )


def _contents(files: Sequence[Path]) -> frozenset[str]:
    """The sha256 of each file that can be opened: the same file may be given by many paths."""
    found = set()
    for file in files:
        try:
            with file.open("rb") as stream:
                found.add(hashlib.file_digest(stream, "sha256").hexdigest())
        except OSError:
            continue
    return frozenset(found)


def _counts(findings: Mapping[str, int]) -> str:
    return "，".join(f"[{SEVERITIES[name][1]}]{SEVERITIES[name][0]} {count}[/]" for name, count in findings.items())


def print_summary(
    summary: Summary, workspace: Workspace, *, refused: Sequence[tuple[str, str]], seconds: float
) -> None:
    """Print the summary for a person."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("本次文件", f"{summary.documents_this_run}，其中读不了 {len(summary.unreadable) + len(refused)}")
    table.add_row("仓库中", f"{summary.filings} 份报告，{summary.statements} 张报表，{summary.line_items} 个表内数")
    table.add_row("", f"{summary.claims} 个文字中的数；表行 {summary.rows_printed}，未读懂 {summary.rows_unread}")
    table.add_row("发现问题", _counts(summary.findings) or "无")
    if summary.current_findings != summary.findings:
        replaced = summary.filings - summary.current_filings
        table.add_row("", f"其中现行版 {_counts(summary.current_findings) or '无'}（另 {replaced} 份已被替换）")
    table.add_row("归因", f"{summary.root_causes} 个根源")
    table.add_row("用时", f"{seconds:.1f} 秒" + ("" if summary.changed else "（没有新内容，仓库未变）"))
    out.print(Panel(table, title="勾稽", expand=False))
    for name, reason in [*refused, *summary.unreadable]:
        out.print(f"[yellow]读不了[/] {name}：{refusal_in_chinese(reason)}", highlight=False)
    for severity, where, message in summary.examples:
        out.print(f"[{SEVERITIES[severity][1]}]{SEVERITIES[severity][0]}[/] {where}：{message}", highlight=False)
    out.print(f"\n仓库：{workspace.warehouse}", highlight=False, soft_wrap=True)
    out.print("下一步：gouji findings · gouji dashboard · gouji report <部门> --output 报告.html", highlight=False)

"""Findings as a table for the terminal: the gravest first, what is only rounding folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from dashboards.rounding import page_ranges
from pipelines.cli.console import SEVERITIES, VERDICTS, out


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: ``first`` stands for all ``findings``; ``is_tail`` where they are only rounding."""

    findings: tuple[dict[str, Any], ...]
    is_tail: bool

    @property
    def first(self) -> dict[str, Any]:
        """The gravest finding of the line."""
        return self.findings[0]


def fold(rows: Sequence[dict[str, Any]]) -> tuple[Line, ...]:
    """Findings as lines, in the order of ``rows``: rounding findings of one root cause are one line, and those that
    name no wrong number one line for each filing, after all others."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["severity"] != "rounding":
            key = ("finding", row["finding_id"])
        elif row["only_rounding"]:
            key = ("filing", row["filing_id"])
        else:
            key = ("cause", row["root_cause_id"])
        groups.setdefault(key, []).append(row)
    lines = [Line(tuple(members), kind == "filing") for (kind, _), members in groups.items()]
    return tuple(sorted(lines, key=lambda line: line.is_tail))


def print_table(rows: Sequence[dict[str, Any]], *, everything: bool) -> None:
    """Print findings in Chinese, with a line of totals; ``everything``: rounding findings one by one."""
    if not rows:
        out.print("没有符合条件的问题")
        return
    lines = tuple(Line((row,), is_tail=False) for row in rows) if everything else fold(rows)
    table = Table(show_lines=True, expand=True)
    table.add_column("级别", no_wrap=True)
    for title, share in (("部门 年度", 3), ("检查", 3), ("问题", 9), ("页", 2)):
        table.add_column(title, overflow="fold", ratio=share)
    for line in lines:
        row = line.first
        name, style = SEVERITIES[row["severity"]]
        where = f"{row['entity_name'] or row['document_name']} {row['fiscal_year'] or ''}"
        if not row["is_current"]:
            where += "（旧版）"
        verdict = "" if row["verdict"] == "open" else f"\n{VERDICTS[row['verdict']]}"
        table.add_row(f"[{style}]{name}[/]{verdict}", *(escape(cell) for cell in (where, *_what(line))))
    out.print(table)
    for words in _totals(rows, lines):
        out.print(words, soft_wrap=True)


def pages_of(row: dict[str, Any]) -> str:
    """The pages of a finding's numbers in their order."""
    return "、".join(str(page) for page in dict.fromkeys(page for page in row["pages"] or [] if page is not None))


def _what(line: Line) -> tuple[str, str, str]:
    """Check, words and pages of a line."""
    row = line.first
    if line.is_tail and len(line.findings) > 1:
        checks = len({one["check_id"] for one in line.findings})
        causes = len({one["root_cause_id"] for one in line.findings})
        words = f"尾差 {len(line.findings)} 条（{causes} 处根源），都在四舍五入允许的范围之内，看不出哪个数有误"
        pages = {page for one in line.findings for page in one["pages"] or [] if page is not None}
        return f"{checks} 项检查", f"{words}；--all 逐条列出", page_ranges(sorted(pages))
    words = f"{row['title']}\n{row['message']}"
    if len(line.findings) > 1:
        words += f"\n同一根源另有尾差 {len(line.findings) - 1} 条：{row['root_cause']}"
    return f"{row['check_id']}\n{row['finding_id'][:8]}", words, pages_of(row)


def _totals(rows: Sequence[dict[str, Any]], lines: Sequence[Line]) -> Iterator[str]:
    counts = {name: sum(row["severity"] == name for row in rows) for name in SEVERITIES}
    yield "合计：" + "，".join(f"{SEVERITIES[name][0]} {count}" for name, count in counts.items() if count)
    if len(lines) < len(rows):
        yield f"{len(rows)} 条问题并成 {len(lines)} 行：尾差按根源或文件合并，--all 逐条列出。"
    replaced = sum(not row["is_current"] for row in rows)
    if replaced:
        yield (
            f"其中 {replaced} 条属于已被后来的版本替换的旧版："
            "手工给出的文件各版都列，来自网站的只列现行版；看板只计现行版。"
        )

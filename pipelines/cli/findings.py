"""``gouji findings``: what does not add up, for the terminal, a script or a working paper."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.markup import escape

from dashboards.rounding import ONLY_ROUNDING
from pipelines.cli.console import SEVERITIES, fail, out
from pipelines.cli.findings_table import pages_of, print_table
from pipelines.workspace import Workspace
from warehouse.as_of import known_on, published_on

FORMATS = ("table", "json", "csv", "xlsx")
AXES = ("known", "published")
"""Of --as-of: what this warehouse knew on that day, or what was in force at the publishers."""

_SQL = f"""
WITH only_rounding AS ({ONLY_ROUNDING})
SELECT f.finding_id, f.filing_id, f.severity, f.consistency, f.fiscal_year, f.entity_name, f.document_name,
       f.check_id, f.family, f.title, f.message, f.difference, f.tolerance, f.unit, f.difference_yuan,
       f.root_cause_id, f.verdict, g.is_current, r.title AS root_cause,
       f.severity = 'rounding' AND (f.root_cause_id IS NULL OR o.root_cause_id IS NOT NULL) AS only_rounding,
       (SELECT list(n.page ORDER BY n.ordinal) FROM finding_operands AS n WHERE n.finding_id = f.finding_id) AS pages
FROM findings AS f JOIN filings AS g ON g.filing_id = f.filing_id
LEFT JOIN root_causes AS r ON r.root_cause_id = f.root_cause_id
LEFT JOIN only_rounding AS o ON o.root_cause_id = f.root_cause_id
WHERE ($severities IS NULL OR list_contains($severities, f.severity))
  AND ($entity IS NULL OR contains(f.entity_name, $entity))
  AND ($year IS NULL OR f.fiscal_year = $year)
  AND CASE WHEN $as_of IS NULL THEN g.is_current OR g.source_id = 'adhoc'
           WHEN $published THEN {published_on("$as_of", "g")} ELSE {known_on("$as_of", "g")} END
ORDER BY list_position($order, f.severity), abs(coalesce(f.difference_yuan, 0)) DESC, f.entity_name, f.fiscal_year,
         f.finding_id
"""  # noqa: S608  (conditions declared in warehouse.as_of)


@dataclass(frozen=True)
class Query:
    """Which findings are asked for."""

    severities: tuple[str, ...] | None = None
    entity: str | None = None
    year: int | None = None
    as_of: date | None = None
    published: bool = False


def select_findings(warehouse: Path, query: Query) -> list[dict[str, Any]]:
    """The findings of the published warehouse, gravest and largest first, as plain records.

    Verdicts recorded since it was published are shown already.
    """
    from expectations.decided import decided
    from expectations.verdicts import VerdictError, VerdictStore
    from warehouse.connect import open_readonly

    try:
        verdicts = VerdictStore(Workspace(warehouse).verdicts).read()
    except VerdictError as error:
        fail(escape(str(error)))

    with open_readonly(warehouse) as connection:
        cursor = connection.execute(
            _SQL,
            {
                "severities": None if query.severities is None else list(query.severities),
                "entity": query.entity,
                "year": query.year,
                "as_of": query.as_of,
                "published": query.published,
                "order": list(SEVERITIES),
            },
        )
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        latest = decided(connection, verdicts)
    for row in rows:
        if row["finding_id"] in latest:
            row["verdict"] = latest[row["finding_id"]].verdict
    return rows


def findings_command(
    warehouse: Path,
    *,
    severity: str | None,
    entity: str | None,
    year: int | None,
    as_of: str | None,
    axis: str,
    output_format: str,
    output: Path | None,
    everything: bool,
) -> None:
    """Print or write the findings that match; ``everything``: the table lists rounding findings one by one."""
    if axis not in AXES:
        fail(f"--axis 应为 {' | '.join(AXES)}，不是 {axis}")
    query = Query(_severities(severity), entity, year, _day(as_of), published=axis == "published")
    if output_format not in FORMATS:
        fail(f"--format 应为 {' | '.join(FORMATS)}，不是 {output_format}")
    if not warehouse.exists():
        fail(f"没有仓库 {warehouse}；先运行 gouji run")
    if output_format == "xlsx":
        _write_workbook(warehouse, query, output)
        return
    rows = select_findings(warehouse, query)
    if output_format == "table" and output is None:
        print_table(rows, everything=everything)
        return
    text = _json(rows) if output_format == "json" else _csv(rows) if output_format == "csv" else _plain(rows)
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8-sig" if output_format == "csv" else "utf-8")


def _severities(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    wrong = [name for name in names if name not in SEVERITIES]
    if wrong or not names:
        fail(f"--severity 应为 {' | '.join(SEVERITIES)}，不是 {', '.join(wrong) or '空'}")
    return names


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--as-of 应为 YYYY-MM-DD，不是 {text}")


def _plain(rows: list[dict[str, Any]]) -> str:
    return "".join(
        f"{SEVERITIES[row['severity']][0]}\t{row['entity_name']}\t{row['fiscal_year']}\t{row['message']}\t{pages_of(row)}\n"
        for row in rows
    )


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"


def _csv(rows: list[dict[str, Any]]) -> str:
    from warehouse.export import escape_text

    buffer = io.StringIO()
    columns = [column for column in (rows[0] if rows else {"finding_id": ""}) if column != "pages"]
    writer = csv.writer(buffer)
    writer.writerow([*columns, "pages"])
    for row in rows:
        cells = [escape_text(row[column]) if isinstance(row[column], str) else row[column] for column in columns]
        writer.writerow([*cells, pages_of(row)])
    return buffer.getvalue()


def _write_workbook(warehouse: Path, query: Query, output: Path | None) -> None:
    from warehouse.export import write_findings_workbook

    if output is None:
        fail("--format xlsx 需要 --output 文件")
    rows = select_findings(warehouse, query)
    write_findings_workbook(warehouse, [row["finding_id"] for row in rows], output)
    out.print(f"已写入 {output}（{len(rows)} 个问题）", highlight=False)

"""The static report: one self-contained HTML file, no outside host, readable on paper."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from dashboards.evidence import Evidence, PictureError, zoomed_evidence
from dashboards.findings_view import SEVERITY_NAMES, CauseView, FindingView, group_by_cause, load_findings
from dashboards.tables_view import TableView, load_tables
from extract.clock import timestamp
from warehouse.connect import open_readonly

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PICTURED = frozenset({"material", "minor", "rounding", "unusual"})
"""Severities whose findings are shown with pictures of their places."""

Locate = Callable[[str], Path]
"""A document's sha256 to the file that holds it."""


class ReportError(Exception):
    """There is nothing to report on; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding with its evidence pictures (base64 PNG) and what could not be pictured."""

    finding: FindingView
    pictures: tuple[tuple[Evidence, str], ...]
    not_pictured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Filing:
    """Everything the template shows of one filing."""

    about: dict[str, Any]
    counts: tuple[tuple[str, int], ...]
    causes: tuple[tuple[CauseView, tuple[_Shown, ...]], ...]
    tables: tuple[TableView, ...]
    coverage: tuple[tuple[str, int, int, int, int, int], ...]
    unread: tuple[tuple[Any, ...], ...]


def write_report(
    warehouse: Path,
    output: Path,
    *,
    subject: str | None = None,
    archive: Path | None = None,
    files: Mapping[str, Path] | None = None,
) -> Path:
    """Write the report of an entity or document (``subject``; None: of everything in ``warehouse``) to ``output``.

    Pictures come from ``files`` (by document sha256) or from the content-addressed ``archive``; where the file is
    missing the report says so. Raises :class:`ReportError` where ``subject`` names nothing.
    """

    def locate(document_sha256: str) -> Path:
        if files is not None and document_sha256 in files:
            return files[document_sha256]
        if archive is not None:
            return archive / "objects" / document_sha256[:2] / document_sha256
        raise PictureError("原件不在手边")

    with open_readonly(warehouse) as connection:
        chosen = _choose(connection, subject)
        filings = [_filing(connection, about, locate) for about in chosen]
    output.write_text(_render(filings), encoding="utf-8")
    return output


def _choose(connection: DuckDBPyConnection, subject: str | None) -> list[dict[str, Any]]:
    cursor = connection.execute(
        "SELECT * FROM filings WHERE status = 'loaded' AND is_current AND ($s IS NULL OR document_name = $s"
        " OR entity_name = $s OR entity_id = $s) ORDER BY entity_name, fiscal_year DESC, kind",
        {"s": subject},
    )
    names = [column[0] for column in cursor.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if rows or subject is None:
        return rows
    similar = connection.execute(
        "SELECT DISTINCT entity_name FROM filings WHERE contains(entity_name, ?) OR contains(document_name, ?) LIMIT 8",
        [subject, subject],
    ).fetchall()
    hint = "；近似的有：" + "、".join(str(row[0]) for row in similar) if similar else ""
    raise ReportError(f"仓库中没有名为“{subject}”的部门或文件{hint}")


def _filing(connection: DuckDBPyConnection, about: dict[str, Any], locate: Locate) -> _Filing:
    filing_id = about["filing_id"]
    found = load_findings(connection, [filing_id])
    causes = group_by_cause(connection, found)
    coverage = connection.execute(
        "SELECT c.family, count(*) FILTER (r.status = 'pass'), count(*) FILTER (r.status = 'within_rounding'),"
        " count(*) FILTER (r.status = 'fail'), count(*) FILTER (r.status = 'missing_term'),"
        " count(*) FILTER (r.status = 'not_applicable')"
        " FROM check_results AS r JOIN dim_check AS c USING (check_id) WHERE r.filing_id = ? GROUP BY 1 ORDER BY 1",
        [filing_id],
    ).fetchall()
    unread = connection.execute(
        "SELECT page, what, reason, left(text, 60) FROM unread WHERE filing_id = ? ORDER BY page LIMIT 200", [filing_id]
    ).fetchall()
    return _Filing(
        about=about,
        counts=tuple((name, sum(f.severity == severity for f in found)) for severity, name in SEVERITY_NAMES.items()),
        causes=tuple((cause, tuple(_shown(finding, locate) for finding in cause.findings)) for cause in causes),
        tables=load_tables(connection, filing_id),
        coverage=tuple(coverage),
        unread=tuple(unread),
    )


def _shown(finding: FindingView, locate: Locate) -> _Shown:
    if finding.severity not in PICTURED:
        return _Shown(finding, (), ())
    places: dict[tuple[str, int], list[Any]] = {}
    for operand in finding.operands:
        if operand.mark is not None and operand.document_sha256 is not None:
            places.setdefault((operand.document_sha256, operand.mark.page), []).append(operand.mark)
    pictures: list[tuple[Evidence, str]] = []
    missing: list[str] = []
    for (sha256, page), marks in sorted(places.items(), key=lambda place: min(m.number for m in place[1])):
        try:
            evidence = zoomed_evidence(locate(sha256), page, marks)
        except PictureError as error:
            missing.append(f"第 {page} 页：{error}")
            continue
        pictures.append((evidence, base64.b64encode(evidence.png).decode("ascii")))
    return _Shown(finding, tuple(pictures), tuple(missing))


def _render(filings: Sequence[_Filing]) -> str:
    source = resources.files("dashboards").joinpath("templates/report.html.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return environment.from_string(source).render(filings=filings, made_at=timestamp())

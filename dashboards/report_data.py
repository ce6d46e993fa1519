"""What the static report shows of one filing, gathered before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.axes import load_axes
from dashboards.evidence import Evidence, PictureError, zoomed_evidence
from dashboards.findings_view import SEVERITY_NAMES, CauseView, FindingView, group_by_cause, load_findings, rows_of
from dashboards.rounding import RoundingOfCheck, by_check
from dashboards.tables_view import TableView, load_tables
from dashboards.unread_words import text_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Locate = Callable[[str], Path]
"""A document's sha256 to the file that holds it. Raises ``PictureError`` where there is none."""

KIND_NAMES = {"final_account": "决算", "budget": "预算", "performance": "绩效", "other": "文件"}
PICTURED = frozenset({"material", "minor", "unusual", "rounding"})
"""Severities whose findings are shown with pictures of their places."""

_PLACES_PICTURED = 4
_PICTURES_OF_A_FILING = 120
"""A filing with hundreds of findings would make a report that cannot be mailed: the gravest come first."""
_UNREAD_SHOWN = 200
_DPI = 108


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with pictures of its places, and in words what could not be pictured."""

    finding: FindingView
    pictures: tuple[Evidence, ...]
    not_pictured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A root cause with its findings. ``is_tail`` where all are rounding and nothing says which number is wrong."""

    cause: CauseView
    findings: tuple[Shown, ...]
    is_tail: bool


@dataclass(frozen=True, slots=True)
class CheckCoverage:
    """How one check came out on the filing."""

    family: str
    title: str
    counts: tuple[int, int, int, int, int, int]
    """pass, within_rounding, fail, missing_term, not_applicable, error"""


@dataclass(frozen=True, slots=True)
class FilingReport:
    """Everything the template shows of one filing."""

    about: dict[str, Any]
    documents: tuple[dict[str, Any], ...]
    counts: tuple[tuple[str, str, int], ...]
    causes: tuple[ShownCause, ...]
    tables: tuple[TableView, ...]
    coverage: tuple[CheckCoverage, ...]
    never: tuple[CheckCoverage, ...]
    unread: tuple[dict[str, Any], ...]
    n_unread: int
    n_line_items: int
    n_claims: int

    @property
    def graver(self) -> tuple[ShownCause, ...]:
        """The causes that are shown in full."""
        return tuple(shown for shown in self.causes if not shown.is_tail)

    @property
    def tails(self) -> tuple[ShownCause, ...]:
        """The causes that are only rounding: listed, and folded."""
        return tuple(shown for shown in self.causes if shown.is_tail)

    @property
    def rounding(self) -> tuple[RoundingOfCheck, ...]:
        """The tails counted by check."""
        return by_check(one.finding for shown in self.tails for one in shown.findings)


def load_filing_report(
    connection: DuckDBPyConnection, about: dict[str, Any], locate: Locate, verdicts: Mapping[str, str]
) -> FilingReport:
    """Gather a filing's report; ``about`` is its row of ``filings``, ``verdicts`` hold by finding id."""
    filing_id = about["filing_id"]
    found = [
        replace(finding, verdict=verdicts.get(finding.finding_id, finding.verdict))
        for finding in load_findings(connection, [filing_id])
    ]
    budget = _PICTURES_OF_A_FILING
    causes: list[ShownCause] = []
    for cause in group_by_cause(connection, found):
        is_tail = all(finding.only_rounding for finding in cause.findings)
        shown: list[Shown] = []
        for finding in cause.findings:
            drawn = _shown(finding, locate, budget=0 if is_tail else budget)
            budget -= len(drawn.pictures)
            shown.append(drawn)
        causes.append(ShownCause(cause, tuple(shown), is_tail))
    coverage = _coverage(connection, filing_id)
    names = dict(connection.execute("SELECT statement, name FROM dim_statement").fetchall())
    unread = [
        {**row, "text": text_words(row["text"] or "", names)}
        for row in rows_of(connection, _UNREAD, {"filing": filing_id})
    ]
    totals = connection.execute(_TOTALS, {"filing": filing_id}).fetchall()[0]
    return FilingReport(
        about=about,
        documents=tuple(rows_of(connection, _DOCUMENTS, {"filing": filing_id})),
        counts=tuple(
            (severity, name, sum(f.severity == severity for f in found)) for severity, name in SEVERITY_NAMES.items()
        ),
        causes=tuple(causes),
        tables=load_tables(connection, filing_id),
        coverage=tuple(check for check in coverage if any((*check.counts[:4], check.counts[5]))),
        never=tuple(check for check in coverage if not any((*check.counts[:4], check.counts[5]))),
        unread=tuple(unread[:_UNREAD_SHOWN]),
        n_unread=len(unread),
        n_line_items=int(totals[0]),
        n_claims=int(totals[1]),
    )


def _shown(finding: FindingView, locate: Locate, *, budget: int) -> Shown:
    if finding.severity not in PICTURED or budget <= 0:
        return Shown(finding, (), ())
    pictures: list[Evidence] = []
    missing: list[str] = []
    places = finding.places()
    for sha256, marks in places[:_PLACES_PICTURED]:
        try:
            pictures.append(zoomed_evidence(locate(sha256), marks[0].page, marks, dpi=_DPI))
        except PictureError as error:
            missing.append(f"第 {marks[0].page} 页：{error}")
    if len(places) > _PLACES_PICTURED:
        pages = "、".join(str(marks[0].page) for _, marks in places[_PLACES_PICTURED:])
        missing.append(f"另有 {len(places) - _PLACES_PICTURED} 处（第 {pages} 页）见上表")
    return Shown(finding, tuple(pictures), tuple(missing))


def _coverage(connection: DuckDBPyConnection, filing_id: str) -> list[CheckCoverage]:
    order = list(load_axes().families)
    rows = [
        CheckCoverage(family, title, tuple(counts))
        for family, title, *counts in connection.execute(_COVERAGE, {"filing": filing_id}).fetchall()
    ]
    return sorted(rows, key=lambda row: (order.index(row.family) if row.family in order else len(order), row.title))


_COVERAGE = """
SELECT c.family, c.title, count(*) FILTER (r.status = 'pass'), count(*) FILTER (r.status = 'within_rounding'),
    count(*) FILTER (r.status = 'fail'), count(*) FILTER (r.status = 'missing_term'),
    count(*) FILTER (r.status = 'not_applicable'), count(*) FILTER (r.status = 'error')
FROM dim_check AS c
LEFT JOIN check_results AS r ON r.check_id = c.check_id AND $filing IN (r.filing_id, coalesce(r.filing_id_2, ''))
GROUP BY c.check_id, c.family, c.title
"""
_UNREAD = (
    "SELECT page, what, reason, left(text, 60) AS text FROM unread WHERE filing_id = $filing ORDER BY page, unread_id"
)
_DOCUMENTS = """
SELECT d.document_name, d.document_sha256, d.page_count, d.source_url, d.published_on, b.part
FROM filing_documents AS b JOIN documents AS d USING (document_sha256) WHERE b.filing_id = $filing ORDER BY b.ordinal
"""
_TOTALS = """
SELECT (SELECT count(*) FROM fact_line_item WHERE filing_id = $filing AND state = 'number'),
       (SELECT count(*) FROM fact_claim WHERE filing_id = $filing)
"""

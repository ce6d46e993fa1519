"""Findings with their operands as plain records, for the report and the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboards.evidence import Mark, places_of
from dashboards.rounding import ONLY_ROUNDING
from extract.model import Box

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SEVERITY_NAMES = {
    "material": "重大",
    "minor": "轻微",
    "rounding": "尾差",
    "unusual": "异常",
    "disclosure": "披露",
    "format": "格式",
}
"""Severity id to Chinese name, gravest first."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One number (or words) of a finding, with its place. ``confidence`` is the OCR's, where the page was a scan."""

    ordinal: int
    role: str
    label: str
    place: str
    document_sha256: str | None
    document_name: str
    source_url: str | None
    page: int | None
    box: Box | None
    locator: str
    printed_text: str
    is_suspect: bool
    confidence: float | None
    weight: Decimal

    @property
    def mark(self) -> Mark | None:
        """The box to draw, where the place is known. A blank term of a sum gets none: there is nothing to see."""
        if self.page is None or self.box is None or (self.is_blank and not self.is_suspect):
            return None
        return Mark(number=self.ordinal, page=self.page, box=self.box, is_suspect=self.is_suspect)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed there (a blank cell counts as zero in sums)."""
        return not self.printed_text.strip()

    @property
    def where(self) -> str:
        """The page, or the cell of a sheet, as a person says it."""
        plain_page = self.locator in ("", f"p{self.page}")
        return f"第 {self.page} 页" if self.page is not None and plain_page else self.locator


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as a person reads it. ``only_rounding``: rounding may explain it, and no number is the suspect."""

    finding_id: str
    filing_id: str
    entity_name: str
    fiscal_year: int | None
    kind: str
    severity: str
    check_id: str
    check_title: str
    family: str
    title: str
    message: str
    difference: Decimal | None
    computed: Decimal | None
    tolerance: Decimal | None
    consistency: str
    unit: str | None
    root_cause_id: str | None
    verdict: str
    only_rounding: bool
    operands: tuple[Operand, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages of its numbers, ascending."""
        return tuple(sorted({operand.page for operand in self.operands if operand.page is not None}))

    @property
    def severity_name(self) -> str:
        """The severity in Chinese."""
        return SEVERITY_NAMES[self.severity]

    @property
    def difference_text(self) -> str:
        """The size of the difference with its unit; empty where there is none."""
        if self.difference is None:
            return ""
        number = f"{abs(self.difference):,.6f}".rstrip("0").rstrip(".")
        return f"{number} {self.unit or ''}".strip()

    def places(self) -> tuple[tuple[str, tuple[Mark, ...]], ...]:
        """Where its numbers are printed: document sha256 and the marks of one place; the suspect's place first."""
        marks: dict[str, list[Mark]] = {}
        for operand in self.operands:
            if operand.mark is not None and operand.document_sha256 is not None:
                marks.setdefault(operand.document_sha256, []).append(operand.mark)
        found = [(sha256, place) for sha256, listed in marks.items() for place in places_of(listed)]
        found.sort(key=lambda place: (not any(m.is_suspect for m in place[1]), place[1][0].number))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class CauseView:
    """A root cause with the findings it explains; ``title`` is empty for findings without one.

    ``proposed`` is what the suspect, ``printed``, should be (None where there is no suspect); ``n_equal`` other changes
    explain as much; ``n_findings`` counts all findings it explains, those not in ``findings`` too.
    """

    root_cause_id: str
    title: str
    message: str
    findings: tuple[FindingView, ...]
    printed: str
    proposed: Decimal | None
    n_equal: int
    n_findings: int

    @property
    def is_rounding(self) -> bool:
        """Whether rounding may explain all of it."""
        return all(finding.only_rounding for finding in self.findings)

    @property
    def severity(self) -> str:
        """The gravest severity among its findings."""
        return min((finding.severity for finding in self.findings), key=list(SEVERITY_NAMES).index)


def load_findings(connection: DuckDBPyConnection, filing_ids: Sequence[str]) -> tuple[FindingView, ...]:
    """The findings of ``filing_ids``, gravest and largest first, each with its operands in order."""
    return _load(connection, "list_contains($ids::VARCHAR[], f.filing_id)", filing_ids)


def load_findings_by_id(connection: DuckDBPyConnection, finding_ids: Sequence[str]) -> tuple[FindingView, ...]:
    """The findings named by ``finding_ids``, gravest and largest first; unknown ids are left out."""
    return _load(connection, "list_contains($ids::VARCHAR[], f.finding_id)", finding_ids)


def group_by_cause(connection: DuckDBPyConnection, found: Sequence[FindingView]) -> tuple[CauseView, ...]:
    """``found`` grouped by root cause, in the order of each group's gravest finding."""
    ids = [finding.root_cause_id for finding in found if finding.root_cause_id is not None]
    titles = {row["root_cause_id"]: row for row in rows_of(connection, _CAUSES, {"ids": ids})}
    groups: dict[str, list[FindingView]] = {}
    for finding in found:
        groups.setdefault(finding.root_cause_id or finding.finding_id, []).append(finding)
    return tuple(
        CauseView(
            root_cause_id=key,
            title=titles[key]["title"] if key in titles else "",
            message=titles[key]["message"] if key in titles else "",
            findings=tuple(members),
            printed=(titles[key]["printed_text"] or "") if key in titles else "",
            proposed=titles[key]["proposed_value"] if key in titles else None,
            n_equal=titles[key]["n_equal_explanations"] if key in titles else 0,
            n_findings=titles[key]["n_findings"] if key in titles else len(members),
        )
        for key, members in groups.items()
    )


def rows_of(connection: DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of ``sql`` as records by column name."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _load(connection: DuckDBPyConnection, condition: str, ids: Sequence[str]) -> tuple[FindingView, ...]:
    operands: dict[str, list[Operand]] = {}
    for row in rows_of(connection, _OPERANDS.format(condition=condition), {"ids": list(ids)}):
        operands.setdefault(row["finding_id"], []).append(_operand(row))
    parameters = {"ids": list(ids), "order": list(SEVERITY_NAMES)}
    return tuple(
        FindingView(
            finding_id=row["finding_id"],
            filing_id=row["filing_id"],
            entity_name=row["entity_name"] or "",
            fiscal_year=row["fiscal_year"],
            kind=row["kind"] or "other",
            severity=row["severity"],
            check_id=row["check_id"],
            check_title=row["check_title"] or row["check_id"],
            family=row["family"],
            title=row["title"],
            message=row["message"],
            difference=row["difference"],
            computed=row["computed"],
            tolerance=row["tolerance"],
            consistency=row["consistency"],
            unit=row["unit"],
            root_cause_id=row["root_cause_id"],
            verdict=row["verdict"],
            only_rounding=row["only_rounding"],
            operands=tuple(operands.get(row["finding_id"], ())),
        )
        for row in rows_of(connection, _FINDINGS.format(condition=condition, only_rounding=ONLY_ROUNDING), parameters)
    )


def _operand(row: dict[str, Any]) -> Operand:
    corners = (row["x0"], row["top"], row["x1"], row["bottom"])
    box = None if any(corner is None for corner in corners) else Box(*corners)
    return Operand(
        ordinal=row["ordinal"],
        role=row["role"],
        label=row["label"] or "",
        place=row["place"] or "",
        document_sha256=row["document_sha256"],
        document_name=row["document_name"] or "",
        source_url=row["source_url"],
        page=row["page"],
        box=box,
        locator=row["locator"] or "",
        printed_text=row["printed_text"] or "",
        is_suspect=bool(row["is_suspect"]),
        confidence=row["ocr_confidence"],
        weight=Decimal(1) if row["weight"] is None else row["weight"],
    )


_FINDINGS = """
WITH only_rounding AS ({only_rounding})
SELECT f.*, g.entity_name, g.fiscal_year, g.kind, c.title AS check_title, k.computed,
    f.severity = 'rounding' AND (f.root_cause_id IS NULL OR r.root_cause_id IS NOT NULL) AS only_rounding
FROM fact_finding AS f
LEFT JOIN only_rounding AS r ON r.root_cause_id = f.root_cause_id
LEFT JOIN fact_check_result AS k ON k.check_result_id = f.check_result_id
LEFT JOIN dim_filing AS g ON g.filing_id = f.filing_id
LEFT JOIN dim_check AS c ON c.check_id = f.check_id
WHERE {condition}
ORDER BY list_position($order, f.severity), abs(coalesce(f.difference_yuan, 0)) DESC, f.check_id, f.finding_id
"""
_OPERANDS = """
SELECT o.*, d.document_name, d.source_url, l.ocr_confidence
FROM fact_finding_operand AS o
SEMI JOIN (SELECT f.finding_id FROM fact_finding AS f WHERE {condition}) AS asked ON asked.finding_id = o.finding_id
LEFT JOIN dim_document AS d ON d.document_sha256 = o.document_sha256
LEFT JOIN (
    SELECT line_item_id, ocr_confidence FROM fact_line_item WHERE ocr_confidence IS NOT NULL
) AS l ON l.line_item_id = o.line_item_id
ORDER BY o.finding_id, o.ordinal
"""
_CAUSES = "SELECT * FROM root_causes WHERE list_contains($ids::VARCHAR[], root_cause_id)"

"""Findings with their operands as plain records, for the report and the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboards.evidence import Mark
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
    """One number (or words) of a finding, with its place."""

    ordinal: int
    role: str
    label: str
    place: str
    document_sha256: str | None
    page: int | None
    box: Box | None
    locator: str
    printed_text: str
    is_suspect: bool

    @property
    def mark(self) -> Mark | None:
        """The box to draw, where the place is known."""
        if self.page is None or self.box is None:
            return None
        return Mark(number=self.ordinal, page=self.page, box=self.box, is_suspect=self.is_suspect)


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as a person reads it."""

    finding_id: str
    filing_id: str
    severity: str
    check_id: str
    family: str
    title: str
    message: str
    difference: Decimal | None
    unit: str | None
    root_cause_id: str | None
    verdict: str
    operands: tuple[Operand, ...]

    @property
    def severity_name(self) -> str:
        """The severity in Chinese."""
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True, slots=True)
class CauseView:
    """A root cause with the findings it explains; ``title`` is empty for findings without one."""

    root_cause_id: str
    title: str
    message: str
    findings: tuple[FindingView, ...]


def load_findings(connection: DuckDBPyConnection, filing_ids: Sequence[str]) -> tuple[FindingView, ...]:
    """The findings of ``filing_ids``, gravest and largest first, each with its operands in order."""
    operands: dict[str, list[Operand]] = {}
    for row in _rows(connection, _OPERANDS, filing_ids):
        operands.setdefault(row["finding_id"], []).append(_operand(row))
    return tuple(
        FindingView(
            finding_id=row["finding_id"],
            filing_id=row["filing_id"],
            severity=row["severity"],
            check_id=row["check_id"],
            family=row["family"],
            title=row["title"],
            message=row["message"],
            difference=row["difference"],
            unit=row["unit"],
            root_cause_id=row["root_cause_id"],
            verdict=row["verdict"],
            operands=tuple(operands.get(row["finding_id"], ())),
        )
        for row in _rows(connection, _FINDINGS, filing_ids)
    )


def group_by_cause(connection: DuckDBPyConnection, found: Sequence[FindingView]) -> tuple[CauseView, ...]:
    """``found`` grouped by root cause, in the order of each group's gravest finding."""
    ids = [finding.root_cause_id for finding in found if finding.root_cause_id is not None]
    titles = {row["root_cause_id"]: row for row in _rows(connection, _CAUSES, ids)}
    groups: dict[str, list[FindingView]] = {}
    for finding in found:
        groups.setdefault(finding.root_cause_id or finding.finding_id, []).append(finding)
    return tuple(
        CauseView(
            root_cause_id=key,
            title=titles[key]["title"] if key in titles else "",
            message=titles[key]["message"] if key in titles else "",
            findings=tuple(members),
        )
        for key, members in groups.items()
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
        page=row["page"],
        box=box,
        locator=row["locator"] or "",
        printed_text=row["printed_text"] or "",
        is_suspect=bool(row["is_suspect"]),
    )


def _rows(connection: DuckDBPyConnection, sql: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    cursor = connection.execute(
        sql, {"ids": list(ids), "order": list(SEVERITY_NAMES)} if "$order" in sql else {"ids": list(ids)}
    )
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_FINDINGS = """
SELECT * FROM findings WHERE list_contains($ids::VARCHAR[], filing_id)
ORDER BY list_position($order, severity), abs(coalesce(difference_yuan, 0)) DESC, check_id, finding_id
"""
_OPERANDS = """
SELECT o.* FROM finding_operands AS o JOIN findings AS f USING (finding_id)
WHERE list_contains($ids::VARCHAR[], f.filing_id) ORDER BY finding_id, ordinal
"""
_CAUSES = "SELECT * FROM root_causes WHERE list_contains($ids::VARCHAR[], root_cause_id)"

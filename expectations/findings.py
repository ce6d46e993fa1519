"""From failed check results to findings with operands: ids, words, places. A handful of rows per filing, so plain
Python."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations import messages
from expectations.declared import AnyRule
from expectations.frames import insert_rows
from expectations.messages import Operand, Result
from expectations.scripts import run_script

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROLE_ORDER = {"stated": 0, "term": 1, "numerator": 1, "denominator": 2}

_FAILED = """
SELECT check_result_id, check_id, r.filing_id, filing_id_2, filing_key, instance_key, status, stated, computed,
difference, tolerance, unit,
    difference_yuan, severity, consistency, detail
FROM failed AS r JOIN scope_filing AS f USING (filing_id)
ORDER BY r.filing_id, check_id, instance_key
"""
_OPERANDS = """
SELECT check_result_id, fact_id, role, weight, src, src_id, filing_id, document_sha256, statement, heading, label,
measure_label, row_no, fund,
    value, state, page, x0, top, x1, bottom, locator, printed_text, line_item_id, claim_id,
    ocr_confidence, coalesce(e.is_scan, false)
FROM operand_place
LEFT JOIN (SELECT document_sha256, bool_and(engine = 'ocr') AS is_scan FROM fact_statement GROUP BY 1) AS e
    USING (document_sha256)
ORDER BY check_result_id, sort_1, sort_2, page, top, x0, fact_id
"""


def write_findings(connection: DuckDBPyConnection, rules: Mapping[str, AnyRule]) -> None:
    """Fill ``fact_finding`` and ``fact_finding_operand`` from the working tables of the evaluation."""
    run_script(connection, "operand_places.sql")
    results = [Result(*row) for row in connection.execute(_FAILED).fetchall()]
    operands: dict[str, list[Operand]] = defaultdict(list)
    for row in connection.execute(_OPERANDS).fetchall():
        operands[row[0]].append(_operand(row[1:]))
    filings = _filings(connection)
    findings: list[tuple[Any, ...]] = []
    listed: list[tuple[Any, ...]] = []
    for result in results:
        rule = rules[result.check_id]
        found = sorted(operands[result.check_result_id], key=lambda one: _ROLE_ORDER.get(one.role, 3))
        mine = [_with_filing(one, result, filings) for one in found]
        identity = finding_id(result, mine)
        findings.append(_finding_row(identity, rule, result, mine))
        listed.extend(_operand_row(identity, position, result, one) for position, one in enumerate(mine, start=1))
    insert_rows(connection, "fact_finding", _FINDING_COLUMNS, findings)
    insert_rows(connection, "fact_finding_operand", _OPERAND_COLUMNS, listed)


def finding_id(result: Result, operands: Sequence[Operand]) -> str:
    """Return the id that survives re-runs: the edition (its key and documents), the check, the instance,
    and what is printed where."""
    parts = [result.filing_id, result.check_id, result.instance_key]
    for one in sorted(
        operands, key=lambda operand: (operand.page or 0, operand.box[1] or 0, operand.box[0] or 0, operand.role)
    ):
        parts.append(f"{one.role}@{one.page}:{round(one.box[0] or 0)}:{round(one.box[1] or 0)}={one.printed_text}")
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _filings(connection: DuckDBPyConnection) -> dict[str, tuple[str, str, int]]:
    """Return per filing its key, whose account of which year it is, and its edition."""
    rows = connection.execute(
        "SELECT filing_id, filing_key, entity_name, fiscal_year, kind, revision FROM scope_filing"
    )
    kinds = {"final_account": "决算", "budget": "预算"}
    return {
        filing_id: (key, f"{name or ''}{f'{year}年' if year else ''}{kinds.get(kind, '')}", revision or 1)
        for filing_id, key, name, year, kind, revision in rows.fetchall()
    }


def _with_filing(operand: Operand, result: Result, filings: Mapping[str, tuple[str, str, int]]) -> Operand:
    if operand.filing_id == result.filing_id or not {operand.filing_id, result.filing_id} <= filings.keys():
        return operand
    key, words, revision = filings[operand.filing_id]
    edition = f"第{revision}版" if key == filings[result.filing_id][0] else ""
    if edition and "!" in operand.locator:
        edition = "电子表格"
    return replace(operand, filing=f"{words}{edition}")


def _operand(row: Sequence[Any]) -> Operand:
    (
        fact_id,
        role,
        weight,
        src,
        src_id,
        filing_id,
        sha,
        statement,
        heading,
        label,
        measure_label,
        row_no,
        fund,
        value,
        state,
    ) = row[:15]
    page, x0, top, x1, bottom, locator, printed_text, line_item_id, claim_id, confidence, is_scan = row[15:]
    return Operand(
        fact_id=fact_id,
        role=role,
        weight=Decimal(weight),
        src=src,
        src_id=src_id,
        filing_id=filing_id,
        document_sha256=sha,
        statement=statement,
        heading=heading or "",
        label=label or "",
        measure_label=measure_label or "",
        row_no=row_no,
        fund=fund,
        value_yuan=value,
        state=state or "",
        page=page,
        box=(x0, top, x1, bottom),
        locator=locator or "",
        printed_text=printed_text or "",
        line_item_id=line_item_id,
        claim_id=claim_id,
        ocr_confidence=confidence,
        is_scan=is_scan,
    )


_FINDING_COLUMNS = (
    "finding_id, filing_id, filing_id_2, check_id, check_result_id, family, severity, consistency, title, message, "
    "difference, tolerance, unit, difference_yuan, verdict"
)
_OPERAND_COLUMNS = (
    "finding_id, ordinal, role, is_suspect, place, label, filing_id, document_sha256, line_item_id, claim_id, weight, "
    "page, x0, top, x1, bottom, locator, printed_text, value"
)


def _finding_row(identity: str, rule: AnyRule, result: Result, operands: Sequence[Operand]) -> tuple[Any, ...]:
    return (
        identity,
        result.filing_id,
        result.filing_id_2,
        result.check_id,
        result.check_result_id,
        rule.family,
        "unusual" if result.severity == "material" and messages.is_doubtful(operands) else result.severity,
        result.consistency,
        messages.title_of(rule, operands),
        messages.message_of(rule, result, operands),
        result.difference,
        result.tolerance,
        result.unit,
        result.difference_yuan,
        "open",
    )


def _operand_row(identity: str, position: int, result: Result, one: Operand) -> tuple[Any, ...]:
    return (
        identity,
        position,
        one.role,
        False,
        messages.place_of(one),
        messages.label_of(one),
        one.filing_id,
        one.document_sha256,
        one.line_item_id,
        one.claim_id,
        one.weight,
        one.page,
        *one.box,
        one.locator,
        one.printed_text,
        messages.in_unit(one.value_yuan, result.unit),
    )

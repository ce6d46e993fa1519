"""What a new version of the warehouse holds that the one before did not, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connect import open_readonly
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Changes:
    """Filings that came or were superseded, findings that came or went, by name."""

    new_filings: tuple[str, ...] = ()
    gone_filings: tuple[str, ...] = ()
    new_findings: int = 0
    gone_findings: int = 0


def changes(before: Path, after: Path) -> Changes:
    """Compare two warehouses; a missing or older-format ``before`` makes everything in ``after`` new."""
    now_filings, now_findings = _held(after)
    try:
        then_filings, then_findings = _held(before)
    except WarehouseError:
        then_filings, then_findings = {}, set()
    return Changes(
        new_filings=tuple(sorted(name for key, name in now_filings.items() if key not in then_filings)),
        gone_filings=tuple(sorted(name for key, name in then_filings.items() if key not in now_filings)),
        new_findings=len(now_findings - then_findings),
        gone_findings=len(then_findings - now_findings),
    )


def _held(path: Path) -> tuple[dict[str, str], set[str]]:
    with open_readonly(path) as connection:
        return _filings(connection), _findings(connection)


def _filings(connection: DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT filing_id, concat_ws(' ', entity_name, fiscal_year, kind, document_name) FROM filings WHERE is_current"
    ).fetchall()
    return {str(key): str(name) for key, name in rows}


def _findings(connection: DuckDBPyConnection) -> set[str]:
    return {str(row[0]) for row in connection.execute("SELECT finding_id FROM findings WHERE is_current").fetchall()}

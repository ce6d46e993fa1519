"""Evaluate the whole catalogue over a candidate warehouse: facts in, check results, findings and root causes out.

Everything up to a finding's text is set-based SQL over all current filings at once (``sql/*.sql`` and what
:mod:`expectations.compile` makes of the catalogue). A rule whose SQL breaks gives status ``error`` for every filing
it is for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from expectations.batches import BATCH_FILINGS, only, plan
from expectations.compile import rule_sql
from expectations.decided import apply_verdicts
from expectations.declared import AnyRule, Found, Query, Rollup, Tie, load_catalogue
from expectations.findings import write_findings
from expectations.frames import fill, insert_rows
from expectations.joint_check import write_joint_results
from expectations.projects import write_project_keys
from expectations.root_causes import write_root_causes
from expectations.scripts import run_script
from expectations.tie_pass import run_ties
from expectations.verdicts import Verdict

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


Broken = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What an evaluation did: counts, the rules that broke, the rules that applied nowhere, and seconds by stage."""

    filings: int
    checks: int
    results_by_status: dict[str, int]
    findings_by_severity: dict[str, int]
    root_causes: int
    broken: tuple[tuple[str, str], ...]
    never_applied: tuple[str, ...]
    seconds: dict[str, float]


def evaluate(
    connection: DuckDBPyConnection,
    *,
    rules: Sequence[AnyRule] | None = None,
    verdicts: Iterable[Verdict] = (),
    batch_filings: int = BATCH_FILINGS,
) -> EvaluationReport:
    """Replace the check results, findings, operands and root causes of the warehouse behind ``connection``.

    Every loaded edition is evaluated by itself; only current ones are compared with other filings. The facts are
    never changed. At most ``batch_filings`` are evaluated at once, which bounds the memory that it takes.

    Raises:
        duckdb.Error: the warehouse lacks the schema's tables (a broken rule never raises).
    """
    chosen = tuple(load_catalogue() if rules is None else rules)
    laps = _Laps()
    for table in ("fact_finding_operand", "fact_finding", "fact_root_cause", "fact_check_result", "dim_check"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    _declare(connection, chosen)
    batches = plan(connection, batch_filings)
    broken: dict[str, str] = {}
    laps.end("plan")
    for batch in batches:
        with only(connection, batch) if len(batches) > 1 else nullcontext():
            broken |= dict(_evaluate_scope(connection, chosen, laps))
        laps.end("stored")
    apply_verdicts(connection, verdicts)
    return EvaluationReport(
        filings=sum(len(batch) for batch in batches),
        checks=len(chosen),
        results_by_status=_counts(connection, "SELECT status, count(*) FROM fact_check_result GROUP BY 1 ORDER BY 1"),
        findings_by_severity=_counts(connection, "SELECT severity, count(*) FROM fact_finding GROUP BY 1 ORDER BY 1"),
        root_causes=_count(connection, "SELECT count(*) FROM fact_root_cause"),
        broken=tuple(broken.items()),
        never_applied=_never_applied(connection),
        seconds=laps.seconds,
    )


class _Laps:
    """Seconds by stage, summed over the batches."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def end(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._started, 3)
        self._started = now


def _evaluate_scope(connection: DuckDBPyConnection, rules: Sequence[AnyRule], laps: _Laps) -> Broken:
    """Evaluate the filings that the connection sees; return the rules that broke."""
    run_script(connection, "facts.sql")
    run_script(connection, "guards.sql")
    run_script(connection, "claims.sql")
    write_project_keys(connection)
    run_script(connection, "forms.sql")
    run_script(connection, "working.sql")
    laps.end("facts")
    # what a self-checklist claims is held against what the other rules found
    later = [rule for rule in rules if rule.family == "checklist" or (isinstance(rule, Query) and rule.after_ties)]
    others = [rule for rule in rules if rule not in later]
    broken = _run_ties(connection, [rule for rule in others if isinstance(rule, Tie | Rollup)])
    laps.end("ties")
    broken += _run_rules(connection, [rule for rule in others if isinstance(rule, Found | Query)])
    laps.end("rules")
    run_script(connection, "ties.sql")
    if any(isinstance(rule, Query) and rule.after_ties for rule in rules):
        write_joint_results(connection)
    laps.end("joint")
    run_script(connection, "checklist.sql")
    broken += _run_rules(connection, [rule for rule in later if isinstance(rule, Found | Query)])
    run_script(connection, "results.sql")
    _write_results(connection)
    laps.end("results")
    write_findings(connection, {rule.id: rule for rule in rules})
    laps.end("findings")
    write_root_causes(connection, frozenset(rule.id for rule in rules if rule.explains))
    laps.end("root_causes")
    return broken


def _declare(connection: DuckDBPyConnection, rules: Sequence[AnyRule]) -> None:
    """Say of each rule what the results need to know."""
    fill(
        connection,
        "rule_info",
        {"check_id": str, "relation": str, "severity": str, "complete": bool, "repeats": bool},
        [
            (
                rule.id,
                None if isinstance(rule, Query) else rule.relation,
                rule.severity,
                rule.complete if isinstance(rule, Tie | Found) else True,
                rule.repeats if isinstance(rule, Tie | Found) else False,
            )
            for rule in rules
        ],
    )
    fill(
        connection,
        "rule_kind",
        {"check_id": str, "kind": str},
        [(rule.id, kind) for rule in rules for kind in rule.kinds],
    )
    insert_rows(
        connection,
        "dim_check",
        "check_id, title, family, scope, description, source",
        [(rule.id, rule.title, rule.family, rule.shape, rule.note, rule.source) for rule in rules],
    )


def _run_ties(connection: DuckDBPyConnection, rules: Sequence[Tie | Rollup]) -> Broken:
    try:
        broken = run_ties(connection, rules)
    except duckdb.Error as error:
        broken = tuple((rule.id, str(error).splitlines()[0]) for rule in rules)
    _note_broken(connection, broken)
    return broken


def _run_rules(connection: DuckDBPyConnection, rules: Sequence[Found | Query]) -> Broken:
    broken: list[tuple[str, str]] = []
    scope = [str(row[0]) for row in connection.execute("SELECT kind FROM scope_filing").fetchall()]
    for rule in rules:
        if not set(scope) & set(rule.kinds) or (rule.family == "across_filings" and len(scope) == 1):
            continue  # nothing to find: planning the query is all that it would cost
        try:
            connection.execute(rule_sql(rule))
        except duckdb.Error as error:
            broken.append((rule.id, str(error).splitlines()[0]))
    _note_broken(connection, broken)
    return tuple(broken)


def _note_broken(connection: DuckDBPyConnection, broken: Sequence[tuple[str, str]]) -> None:
    for rule_id, detail in broken:
        connection.execute("DELETE FROM operands WHERE check_id = ?", [rule_id])
        connection.execute("INSERT INTO broken_rule VALUES (?, ?)", [rule_id, detail])


def _write_results(connection: DuckDBPyConnection) -> None:
    connection.execute("""
        INSERT INTO fact_check_result BY NAME
        SELECT check_result_id, filing_id, filing_id_2, r.check_id, c.family AS scope, instance_key, status,
            stated, computed, difference, tolerance, unit, detail
        FROM results AS r
        JOIN dim_check AS c USING (check_id)
    """)


def _never_applied(connection: DuckDBPyConnection) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT check_id FROM dim_check WHERE check_id NOT IN "
        "(SELECT check_id FROM fact_check_result WHERE status NOT IN ('not_applicable', 'error')) ORDER BY 1"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def _count(connection: DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _counts(connection: DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in connection.execute(sql).fetchall()}


def report_as_json(report: EvaluationReport) -> str:
    """Return the report as JSON text, for run metadata."""
    return json.dumps({name: getattr(report, name) for name in report.__slots__}, ensure_ascii=False, default=list)

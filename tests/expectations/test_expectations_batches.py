"""Evaluating filings in batches gives what evaluating them at once gives: what a rule compares stays together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import yaml
from expectation_rows import warehouse_of_all

from expectations.batches import plan
from expectations.declared import vocabulary
from expectations.evaluate import evaluate

STATEMENTS = set(vocabulary()["statements"])
FIXTURES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "fixtures" / "across_filings.yaml").read_text("utf-8")
)


def _warehouse() -> duckdb.DuckDBPyConnection:
    specs: dict[str, dict[str, Any]] = {}
    for rule_id, fixture in FIXTURES.items():
        kept = ("filings", "claims", "performance", "disclosure", "unread")
        specs[rule_id] = {key: fixture[key] for key in kept if key in fixture} | {
            "statements": {
                key: value.strip().splitlines()
                for key, value in fixture.items()
                if key.rpartition("/")[2] in STATEMENTS
            }
        }
    return warehouse_of_all(specs)


def test_a_batch_holds_whole_entities_and_a_department_with_the_units_it_names() -> None:
    connection = _warehouse()
    batches = plan(connection, 1)
    assert sorted(filing for batch in batches for filing in batch) == sorted(
        row[0] for row in connection.execute("SELECT filing_id FROM dim_filing").fetchall()
    )
    for batch in batches:
        assert len({filing.partition(":")[0] for filing in batch}) == 1
    units = next(batch for batch in batches if batch[0].startswith("units.department_total"))
    assert len(units) == len(FIXTURES["units.department_total"]["filings"])


def test_batches_change_no_result() -> None:
    found = []
    for size in (6, 1000):
        connection = _warehouse()
        report = evaluate(connection, batch_filings=size)
        assert not report.broken
        rows = connection.execute(
            "SELECT check_result_id, filing_id_2, status, stated, computed FROM check_results"
        ).fetchall()
        findings = connection.execute("SELECT finding_id, message, root_cause_id FROM findings").fetchall()
        operands = connection.execute("SELECT finding_id, ordinal, printed_text, is_suspect FROM finding_operands")
        found.append((report.filings, report.never_applied, set(rows), set(findings), set(operands.fetchall())))
    assert found[0] == found[1]

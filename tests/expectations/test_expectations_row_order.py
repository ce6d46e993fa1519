"""What is found does not depend on the order in which the warehouse happens to hold its rows."""

from __future__ import annotations

import duckdb

from expectations.evaluate import evaluate
from tests.conftest import SampleRun
from warehouse.schema import TABLES, create_statements
from warehouse.tables_checks import CHECKS

ANSWERS = ("check_results", "findings", "finding_operands", "root_causes")


def answers(warehouse: str, *, stored: str, threads: int) -> dict[str, set[tuple[object, ...]]]:
    """The filings of ``warehouse`` judged anew, with the rows of each table put down in the order ``stored``."""
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute(f"ATTACH '{warehouse}' AS kept (READ_ONLY)")
        for statement in create_statements():
            connection.execute(statement)
        for table in (entry for entry in TABLES if entry not in CHECKS):
            connection.execute(f"INSERT INTO {table.name} SELECT * FROM kept.{table.name} ORDER BY {stored}")
        evaluate(connection)
        return {
            view: {tuple(map(str, row)) for row in connection.execute(f"SELECT * FROM {view}").fetchall()}
            for view in ANSWERS
        }


def test_findings_and_causes_are_the_same_whatever_the_order_of_the_rows(sample_run: SampleRun) -> None:
    warehouse = str(sample_run.warehouse.resolve())
    as_loaded = answers(warehouse, stored="rowid", threads=2)
    shuffled = answers(warehouse, stored="hash(rowid)", threads=1)
    assert len(as_loaded["findings"]) > 100
    for view in ANSWERS:
        assert as_loaded[view] == shuffled[view], view

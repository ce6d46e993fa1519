"""The cookbook, the marts and the data dictionary: every documented query runs and answers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import warehouse_builders as made

from warehouse.connect import open_candidate
from warehouse.dictionary import render, undescribed_columns
from warehouse.insert import insert_rows
from warehouse.schema import mart_views

DOCS = Path(__file__).resolve().parents[2] / "docs"
WAN = 10000


def cookbook() -> list[tuple[str, str]]:
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    return re.findall(r"^### (\d+\. .*?)$\n+```sql\n(.*?)```", text, flags=re.M | re.S)


def variables() -> str:
    text = (DOCS / "query.md").read_text(encoding="utf-8")
    found = re.search(r"```sql\n(SET VARIABLE.*?)```", text, flags=re.S)
    assert found is not None
    return found.group(1)


def add_finding(connection: duckdb.DuckDBPyConnection) -> None:
    """What the expectations write for the form that executes less than the statement says."""
    row = connection.execute(
        "SELECT filing_id, document_sha256, line_item_id, page FROM line_items WHERE document_name = 'labour-2024.pdf' "
        "AND statement = 'expenditure' AND item = 'total' AND measure = 'total'"
    ).fetchone()
    current = connection.execute(
        "SELECT filing_id FROM filings WHERE document_name = 'labour-2024-corrected.pdf'"
    ).fetchone()
    assert row is not None
    assert current is not None
    insert_rows(
        connection,
        "fact_check_result",
        [
            {
                "check_result_id": "c1",
                "filing_id": current[0],
                "check_id": "form_equals_statement",
                "instance_key": "社保扶贫项目",
                "status": "fail",
                "difference": Decimal("85000"),
                "unit": "元",
            }
        ],
    )
    insert_rows(
        connection,
        "fact_finding",
        [
            {
                "finding_id": "f1",
                "filing_id": current[0],
                "check_id": "form_equals_statement",
                "check_result_id": "c1",
                "family": "projects",
                "severity": "material",
                "consistency": "impossible",
                "title": "自评表执行数与决算不符",
                "message": "81.50 ≠ 90.00",
                "difference": Decimal("85000"),
                "difference_yuan": Decimal("85000.00"),
                "unit": "元",
                "root_cause_id": "r1",
                "verdict": "open",
            }
        ],
    )
    insert_rows(
        connection,
        "fact_finding_operand",
        [
            {
                "finding_id": "f1",
                "ordinal": 1,
                "role": "stated",
                "is_suspect": True,
                "label": "执行数",
                "filing_id": row[0],
                "document_sha256": row[1],
                "line_item_id": row[2],
                "page": row[3],
                "value": Decimal("815000"),
            }
        ],
    )
    insert_rows(
        connection,
        "fact_root_cause",
        [
            {
                "root_cause_id": "r1",
                "filing_id": current[0],
                "title": "执行数",
                "message": "改为 90.00",
                "n_findings": 1,
                "n_equal_explanations": 0,
            }
        ],
    )


@pytest.fixture(scope="module")
def asked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = tmp_path_factory.mktemp("asked") / "warehouse.duckdb"
    shutil.copyfile(built, copy)
    connection = open_candidate(copy)
    add_finding(connection)
    connection.execute(variables())
    yield connection
    connection.close()


def test_there_are_at_least_twenty_questions() -> None:
    assert len(cookbook()) >= 20
    assert [int(title.split(".")[0]) for title, _ in cookbook()] == list(range(1, len(cookbook()) + 1))


@pytest.mark.parametrize(("title", "sql"), cookbook(), ids=[title.split(".")[0] for title, _ in cookbook()])
def test_every_question_is_answered(asked: duckdb.DuckDBPyConnection, title: str, sql: str) -> None:
    rows = asked.execute(sql).fetchall()
    assert rows, title


def test_class_totals_are_the_printed_ones_or_their_sum(asked: duckdb.DuckDBPyConnection) -> None:
    rows = asked.execute(
        "SELECT statement, taken_from, total_yuan, basic_yuan, project_yuan, n_rows FROM mart_functional_class "
        "WHERE entity_name = ? AND year = 2023 AND class_code = '208' ORDER BY statement",
        [made.LABOUR],
    ).fetchall()
    million = Decimal(650 * WAN)
    assert rows == [
        ("expenditure", "类", million, Decimal(520 * WAN), Decimal(130 * WAN), 1),
        ("general_budget_expenditure", "项", million, Decimal(520 * WAN), Decimal(130 * WAN), 2),
        ("income_expenditure_summary", "类", million, None, None, 1),
    ]


def test_a_superseded_edition_is_in_no_mart(asked: duckdb.DuckDBPyConnection) -> None:
    old = asked.execute("SELECT filing_id FROM filings WHERE document_name = 'labour-2024.pdf'").fetchone()
    assert old is not None
    for view in mart_views():
        if view.name == "mart_filing_quality":
            continue
        columns = [row[0] for row in asked.execute(f"DESCRIBE {view.name}").fetchall()]
        for column in columns:
            if column.endswith("filing_id"):
                found = asked.execute(f"SELECT count(*) FROM {view.name} WHERE {column} = ?", list(old)).fetchone()
                assert found == (0,), (view.name, column)


def test_year_over_year_and_budget_against_account(asked: duckdb.DuckDBPyConnection) -> None:
    assert asked.execute(
        "SELECT previous_yuan, change_yuan, growth_rate FROM mart_year_over_year WHERE entity_name = ? AND year = 2023 "
        "AND figure = 'expenditure'",
        [made.LABOUR],
    ).fetchall() == [(Decimal(600 * WAN), Decimal(50 * WAN), Decimal("0.083333"))]
    assert asked.execute(
        "SELECT budget_yuan, final_yuan, completion_rate FROM mart_budget_against_account WHERE entity_name = ? AND "
        "figure = 'project_expenditure'",
        [made.LABOUR],
    ).fetchall() == [(Decimal(110 * WAN), Decimal(90 * WAN), Decimal("0.818182"))]


def test_every_form_is_shown_and_a_budget_once(asked: duckdb.DuckDBPyConnection) -> None:
    n_forms = asked.execute(
        "SELECT count(DISTINCT form_id) FROM performance JOIN filings USING (filing_id) WHERE is_current"
    ).fetchone()
    assert n_forms is not None
    shown = asked.execute("SELECT count(form_id), count(DISTINCT form_id) FROM mart_project_execution").fetchone()
    assert shown == n_forms * 2
    assert asked.execute(
        "SELECT project_name, budget_filing_yuan, form_budget_yuan, form_executed_yuan, computed_rate "
        "FROM mart_project_execution WHERE entity_name = ? AND year = 2024",
        [made.LABOUR],
    ).fetchall() == [("社保扶贫项目", Decimal(110 * WAN), Decimal(90 * WAN), Decimal("815000.00"), Decimal("0.905556"))]


def test_three_public_has_a_row_per_basis(asked: duckdb.DuckDBPyConnection) -> None:
    rows = asked.execute(
        "SELECT basis, total_yuan, overseas_travel_yuan, vehicles_yuan FROM mart_three_public "
        "WHERE entity_name = ? AND year = 2024 ORDER BY basis",
        [made.HEALTH],
    ).fetchall()
    assert rows == [
        ("final", Decimal(50000), Decimal(0), Decimal(45000)),
        ("initial_budget", Decimal(60000), None, Decimal(40000)),
    ]


def test_coverage_names_who_has_not_published(asked: duckdb.DuckDBPyConnection) -> None:
    rows = asked.execute(
        "SELECT entity_name, year FROM mart_coverage WHERE coverage = 'missing' AND kind = 'final_account'"
    )
    assert set(rows.fetchall()) == {(made.HEALTH, 2022), (made.OFFICE, 2022), (made.OFFICE, 2023)}
    row = asked.execute("SELECT entity_name FROM mart_coverage WHERE coverage = 'quarantined'").fetchall()
    assert row == [("示例市财政局",)]


def test_peers_are_of_the_same_level(asked: duckdb.DuckDBPyConnection) -> None:
    rows = asked.execute(
        "SELECT entity_name, n_peers, rank_in_peers FROM mart_peers WHERE figure = 'expenditure' AND year = 2024 "
        "AND kind = 'final_account' ORDER BY n_peers DESC, rank_in_peers"
    ).fetchall()
    assert rows == [(made.HEALTH, 2, 1), (made.LABOUR, 2, 2), (made.OFFICE, 1, 1)]


def test_the_dictionary_is_current_and_complete() -> None:
    assert undescribed_columns() == []
    written = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == render(), "run: python -m warehouse.dictionary > docs/data-dictionary.md"


@pytest.mark.parametrize("view", mart_views(), ids=lambda view: view.name)
def test_a_mart_says_its_grain(view) -> None:  # type: ignore[no-untyped-def]
    assert "一行" in view.grain

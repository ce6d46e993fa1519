"""Rounding as closed intervals: nothing that hidden true values could print is called impossible, everything beyond
is."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
from expectation_rows import Rows, add_filing, add_statement, warehouse_of

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate

RULES = {rule.id: rule for rule in load_catalogue()}
ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def _results(statements: dict[str, list[str]], rule_id: str) -> list[tuple[Any, ...]]:
    connection = warehouse_of({"statements": statements})
    evaluate(connection, rules=[RULES[rule_id]])
    return connection.execute(
        "SELECT status, difference, tolerance FROM check_results ORDER BY instance_key"
    ).fetchall()


def _sum(*printed: str, stated: str) -> list[tuple[Any, ...]]:
    cells = [f"expenditure functional:{201 + index} {text}" for index, text in enumerate(printed)]
    return _results(
        {"income_expenditure_summary": [*cells, f"expenditure expenditure_this_year {stated}"]},
        "summary.expenditure_total",
    )


@pytest.mark.parametrize(
    ("printed", "stated", "status", "tolerance"),
    [
        (("202.14", "5.41", "360", "16"), "583.56", "within_rounding", "0.025"),
        (("202.14", "5.41", "360", "16"), "583.55", "pass", "0.025"),
        # taken cell by cell, 360 and 16 would allow 1.015
        (("202.14", "5.41", "360", "16"), "584.45", "fail", "0.025"),
        # touching ends: 4 terms and a total allow exactly 2.5 last places
        (("1.00", "1.00"), "2.01", "within_rounding", "0.015"),
        (("1.00", "1.00"), "2.02", "fail", "0.015"),
        # a blank and a — are exactly nothing and allow nothing
        (("1.00", "blank", "—"), "1.01", "within_rounding", "0.01"),
        (("1.00", "blank", "—"), "1.02", "fail", "0.01"),
        # a printed 0.00 stands for up to half a last place
        (("1.00", "0.00", "0.00"), "1.02", "within_rounding", "0.02"),
    ],
)
def test_sum_of_printed_numbers(printed: tuple[str, ...], stated: str, status: str, tolerance: str) -> None:
    ((found, _, allowed),) = _sum(*printed, stated=stated)
    assert found == status
    assert allowed == Decimal(tolerance)


def test_an_unread_cell_leaves_the_sum_undecided() -> None:
    assert [row[0] for row in _sum("1.00", "??", stated="9.00")] == ["missing_term"]


def test_a_statement_with_unread_rows_leaves_a_broken_sum_undecided() -> None:
    rows = Rows()
    add_filing(rows)
    cells = ["expenditure functional:201 1.00", "expenditure expenditure_this_year 9.00"]
    add_statement(rows, "income_expenditure_summary", cells, unread=1)
    connection = rows.load()
    evaluate(connection, rules=[RULES["summary.expenditure_total"]])
    assert connection.execute("SELECT status FROM check_results").fetchall() == [("missing_term",)]


@pytest.mark.parametrize(
    ("left", "right", "severity"),
    [
        ("202.14", "202.15", "rounding"),
        ("202.14", "202.16", "material"),
        # a total left blank beside the numbers that it should hold is not filled in, and no zero
        ("0.01", "blank", None),
        ("202.1", "202.14", None),
        ("202.2", "202.14", "minor"),
    ],
)
def test_one_concept_printed_twice(left: str, right: str, severity: str | None) -> None:
    # each statement has its own step, so 202.1 and 202.14 agree at the coarser one
    filler = {
        "expenditure": "- functional:2080505 " + left,
        "income_expenditure_summary": "expenditure functional:201 " + right,
    }
    connection = warehouse_of(
        {
            "statements": {
                "expenditure": [f"- total {left}", filler["expenditure"].replace("blank", "1.00")],
                "income_expenditure_summary": [
                    f"expenditure expenditure_this_year {right}",
                    filler["income_expenditure_summary"].replace("blank", "1.00"),
                ],
            }
        }
    )
    evaluate(connection, rules=[RULES["expenditure.total_in_summary"]])
    assert [row[0] for row in connection.execute("SELECT severity FROM findings").fetchall()] == (
        [severity] if severity else []
    )


def _random_tables(seed: int, count: int) -> list[list[str]]:
    """Tables of hidden true values, printed under some rounding rule: nothing in them is inconsistent."""
    random = Random(seed)
    tables = []
    for _ in range(count):
        true = [Decimal(random.randrange(0, 10**9)) / 10**5 for _ in range(random.randrange(1, 9))]
        step = random.choice([Decimal("0.01"), Decimal("0.1"), Decimal(1)])
        rounding = random.choice(ROUNDINGS)
        shown = [
            f"expenditure functional:{201 + index} {value.quantize(step, rounding)}" for index, value in enumerate(true)
        ]
        tables.append([*shown, f"expenditure expenditure_this_year {sum(true, Decimal(0)).quantize(step, rounding)}"])
    return tables


def _evaluate_tables(tables: list[list[str]]) -> list[tuple[Any, ...]]:
    rows = Rows()
    for index, cells in enumerate(tables):
        add_filing(rows, f"F{index}", entity=f"E{index}")
        add_statement(rows, "income_expenditure_summary", cells, f"F{index}")
    connection = rows.load()
    evaluate(connection, rules=[RULES["summary.expenditure_total"]])
    return connection.execute(
        "SELECT filing_id, status, difference, tolerance FROM check_results ORDER BY filing_id"
    ).fetchall()


def test_no_printed_table_of_true_values_is_called_impossible() -> None:
    results = _evaluate_tables(_random_tables(7, 400))
    assert len(results) == 400
    assert {row[1] for row in results} <= {"pass", "within_rounding"}


# One filing per table: hidden true values in 1e-5 万元, printed to a place under a rounding rule; in one table of ten
# one amount is moved by more places than rounding allows. Vectorised, so that a million are no matter.
RANDOM_TABLES = """
CREATE TEMP TABLE random_table AS
SELECT i, i % 10 = 1 AS is_wrong, (1 + hash(i, 'n', {seed}) % 8)::BIGINT AS n,
    (hash(i, 's', {seed}) % 3)::INTEGER AS coarse,
    (10 ** (3 + hash(i, 's', {seed}) % 3))::BIGINT AS place, (hash(i, 'r', {seed}) % 3)::INTEGER AS rounding
FROM range({count}) AS r(i);
CREATE TEMP TABLE true_cell AS
SELECT i, k, (hash(i, k, {seed}) % 1000000000)::BIGINT AS value FROM random_table, range(n) AS c(k)
UNION ALL
SELECT i, -1, sum(value)::BIGINT FROM (
    SELECT i, (hash(i, k, {seed}) % 1000000000)::BIGINT AS value FROM random_table, range(n) AS c(k)
) GROUP BY i;
CREATE TEMP TABLE printed_cell AS
SELECT i, k, coarse,
    CASE rounding
        WHEN 0 THEN (value + place // 2) // place
        WHEN 1 THEN (value + place // 2 - 1) // place
        ELSE (value + place // 2) // place
            - CASE WHEN (value + place // 2) % place = 0 AND (value + place // 2) // place % 2 = 1 THEN 1 ELSE 0 END
    END + CASE WHEN is_wrong AND k = 0 THEN (n + 2 + hash(i, 'e', {seed}) % 5000)::BIGINT ELSE 0 END AS units
FROM true_cell JOIN random_table USING (i);
INSERT INTO dim_filing BY NAME
SELECT 'F' || i AS filing_id, 'F' || i AS filing_key, 's' || i AS document_sha256, 'final_account' AS kind,
    2024 AS fiscal_year, 'E' || i AS entity_id, 'E' || i AS entity_name, 'unit' AS entity_level, 'own' AS scope,
    true AS is_current, 1 AS revision, 'loaded' AS status
FROM random_table;
INSERT INTO fact_statement BY NAME
SELECT 's' || i AS document_sha256, 'F' || i AS filing_id, 'income_expenditure_summary' AS statement, 0 AS instance,
    '' AS printed_title, '万元' AS unit, [1] AS pages, n + 1 AS rows_printed, n + 1 AS rows_parsed, 0 AS rows_ignored,
    0 AS rows_unread, [] AS ignored_reasons, 'sql' AS engine, 'sql' AS layout_id, [] AS notes
FROM random_table;
INSERT INTO fact_line_item BY NAME
SELECT 'L' || i || '.' || k AS line_item_id, 's' || i AS document_sha256, 'F' || i AS filing_id,
    'income_expenditure_summary' AS statement, 0 AS instance, 'expenditure' AS side, (k + 2)::VARCHAR AS row_no,
    'r' || k AS row_label, CASE WHEN k < 0 THEN 'expenditure_this_year' ELSE 'functional' END AS item,
    'detail' AS row_kind, CASE WHEN k >= 0 THEN (201 + k)::VARCHAR END AS functional_code, 'total' AS measure,
    '' AS measure_label, 'final' AS basis, 2024 AS amount_year, 'number' AS state,
    CASE coarse WHEN 0 THEN (units::DECIMAL(18, 2) / 100)::DECIMAL(18, 2)::VARCHAR
        WHEN 1 THEN (units::DECIMAL(18, 1) / 10)::DECIMAL(18, 1)::VARCHAR ELSE units::VARCHAR END AS printed_text,
    (units * 10 ** (2 + coarse))::DECIMAL(20, 2) AS amount_yuan, '万元' AS unit,
    (10 ** (2 + coarse))::DECIMAL(20, 6) AS step_yuan, 1 AS page, 'p1' AS locator, 0 AS table_index,
    k + 1 AS table_row, 0 AS table_col
FROM printed_cell;
"""


def _judge_random_tables(seed: int, count: int) -> dict[tuple[bool, str], int]:
    """Return how many random tables, wrong or not, have which status."""
    connection = Rows().load()
    connection.execute(RANDOM_TABLES.format(seed=seed, count=count))
    report = evaluate(connection, rules=[RULES["summary.expenditure_total"]], batch_filings=count)
    assert report.filings == count
    rows = connection.execute(
        "SELECT t.is_wrong, r.status, count(*) FROM fact_check_result AS r "
        "JOIN random_table AS t ON r.filing_id = 'F' || t.i GROUP BY ALL"
    ).fetchall()
    return {(is_wrong, status): n for is_wrong, status, n in rows}


def _assert_sound_and_complete(found: dict[tuple[bool, str], int], count: int) -> None:
    assert {status for is_wrong, status in found if not is_wrong} == {"pass", "within_rounding"}
    assert sum(n for (is_wrong, _), n in found.items() if not is_wrong) == count - count // 10
    assert found[True, "fail"] == count // 10


def test_true_values_are_never_impossible_and_errors_beyond_rounding_always_are() -> None:
    _assert_sound_and_complete(_judge_random_tables(1, 20_000), 20_000)


@pytest.mark.slow
def test_true_values_are_never_impossible_and_errors_beyond_rounding_always_are_among_a_million() -> None:
    for seed in range(20):
        _assert_sound_and_complete(_judge_random_tables(100 + seed, 50_000), 50_000)


def test_every_error_beyond_the_tolerance_is_found() -> None:
    random = Random(11)
    tables = []
    for cells in _random_tables(11, 300):
        head, _, printed = cells[0].rpartition(" ")
        places = len(printed.partition(".")[2])
        error = Decimal(random.randrange(len(cells) + 2, 5000)).scaleb(-places)
        tables.append([f"{head} {Decimal(printed) + error}", *cells[1:]])
    assert {row[1] for row in _evaluate_tables(tables)} == {"fail"}

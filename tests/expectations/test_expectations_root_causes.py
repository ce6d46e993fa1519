"""One mistake is one root cause, however many ties it breaks."""

from __future__ import annotations

import duckdb
from expectation_rows import warehouse_of

from expectations.evaluate import evaluate

Cause = tuple[str, str | None, int]


def _causes(statements: dict[str, list[str]]) -> tuple[list[Cause], duckdb.DuckDBPyConnection]:
    """Return the causes of hard findings as (title, printed number, number of findings)."""
    connection = warehouse_of({"statements": statements})
    assert not evaluate(connection).broken
    rows = connection.execute("""
        SELECT DISTINCT c.title, c.printed_text, c.n_findings
        FROM fact_root_cause AS c JOIN fact_finding AS f USING (root_cause_id)
        WHERE f.severity IN ('material', 'minor')
        ORDER BY 3 DESC, 1
    """).fetchall()
    return rows, connection


def _rows(mark: str, amounts: dict[str, tuple[str, str, str]]) -> list[str]:
    return [
        f"- {'total' if code == 'total' else f'functional:{code}'} row={mark} measure={measure} {printed}"
        for code, three in amounts.items()
        for measure, printed in zip(("total", "basic", "project"), three, strict=True)
    ]


RIGHT = {
    "total": ("12030.15", "10662.51", "1367.64"),
    "212": ("12029.15", "10661.51", "1367.64"),
    "21201": ("12029.15", "10661.51", "1367.64"),
    "2120101": ("1690.05", "1690.05", "0"),
    "2120104": ("2656.99", "1289.35", "1367.64"),
    "2120199": ("7682.11", "7682.11", "0"),
    "221": ("1.00", "1.00", "0"),
}


def test_one_number_copied_wrong_to_four_places_is_one_cause_with_its_exact_value() -> None:
    wrong = RIGHT | dict.fromkeys(("212", "21201"), ("12029.15", "1066.51", "1367.64"))
    causes, _ = _causes({"expenditure": _rows("e", wrong), "general_budget_expenditure": _rows("g", wrong)})

    assert [(printed, title.rpartition(" ")[2]) for title, printed, _ in causes] == [("1066.51", "10661.51")]
    assert causes[0][2] >= 6


def test_the_same_without_the_mistake_has_no_cause() -> None:
    causes, _ = _causes({"expenditure": _rows("e", RIGHT), "general_budget_expenditure": _rows("g", RIGHT)})
    assert causes == []


def test_what_rows_beside_the_wrong_classes_break_hangs_under_that() -> None:
    codes = [
        "205",
        "20502",
        "2050201",
        "2050202",
        "207",
        "20701",
        "208",
        "20805",
        "2080505",
        "2080506",
        "20808",
        "2080801",
    ]
    amounts = ["10.00", "10.00", "4.00", "6.00", "3.00", "3.00", "21.00", "12.00", "8.00", "4.00", "9.00", "9.00"]
    shifted = [*amounts[:4], *amounts[6:], "blank", "blank"]
    causes, connection = _causes(
        {
            "expenditure": [f"- functional:{code} {amount}" for code, amount in zip(codes, amounts, strict=True)],
            "general_budget_expenditure": [
                f"- functional:{code} row=g {amount}" for code, amount in zip(codes, shifted, strict=True)
            ],
        }
    )
    n_hard = connection.execute("SELECT count(*) FROM fact_finding WHERE severity = 'material'").fetchone()

    assert len(causes) == 1
    assert "错行" in causes[0][0]
    assert n_hard is not None
    assert causes[0][2] >= n_hard[0] > 3

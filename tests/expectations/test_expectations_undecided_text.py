"""Comparisons of sentences that are not decided are results of their own, with the reason."""

from __future__ import annotations

from typing import Any

from expectation_rows import warehouse_of

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate


def _results(spec: dict[str, Any], check_id: str) -> list[tuple[str, str | None]]:
    with warehouse_of(spec) as connection:
        report = evaluate(connection, rules=[rule for rule in load_catalogue() if rule.id == check_id])
        assert not report.broken
        return connection.execute(
            "SELECT status, detail FROM fact_check_result WHERE check_id = ? AND instance_key <> '' ORDER BY ALL",
            [check_id],
        ).fetchall()


def _appropriation_of_the_year(printed: str) -> dict[str, Any]:
    return {
        "filings": {"F1": {"kind": "budget"}},
        "statements": {
            "budget_general_expenditure": ["- total basis=initial_budget kind=total 12.00"],
            "budget_appropriation_summary": ["income opening_balance basis=initial_budget kind=opening 2.00"],
        },
        "claims": [
            {
                "metric": "initial_budget",
                "printed": printed,
                "subject": "一般公共预算当年拨款",
                "section": "一般公共预算当年拨款规模变化情况",
                "concept": "general_budget_expenditure",
                "statement": "budget_general_expenditure",
                "item": "total",
                "measure": "total",
                "group_key": "g1",
                "basis": "initial_budget",
            }
        ],
    }


def test_this_years_money_beside_a_table_that_holds_last_years_too_is_not_decided() -> None:
    [(status, detail)] = _results(_appropriation_of_the_year("10.00"), "text.amount")
    assert status == "missing_term"
    assert detail is not None
    assert "上年结转" in detail


def test_this_years_money_that_is_the_tables_passes() -> None:
    assert _results(_appropriation_of_the_year("12.00"), "text.amount") == [("pass", None)]


def test_three_amounts_of_one_name_are_not_decided() -> None:
    claims = [
        {"metric": "final", "printed": printed, "concept": "operating_funds", "group_key": f"g{number}"}
        for number, printed in enumerate(("10.00", "11.00", "12.00"))
    ]
    results = _results({"claims": claims}, "text.same_amount")
    assert [status for status, _ in results] == ["missing_term", "missing_term"]
    assert all(detail is not None and "三个以上" in detail for _, detail in results)


def test_two_amounts_of_one_name_contradict_each_other() -> None:
    claims = [
        {"metric": "final", "printed": printed, "concept": "operating_funds", "group_key": f"g{number}"}
        for number, printed in enumerate(("10.00", "11.00"))
    ]
    assert [status for status, _ in _results({"claims": claims}, "text.same_amount")] == ["fail"]


def test_a_list_that_leaves_much_out_is_not_decided_and_a_slip_of_one_digit_is_to_be_verified() -> None:
    def listed(first: str) -> list[tuple[str, str | None]]:
        whole = {"metric": "final", "printed": "10737.69", "subject": "某局", "group_key": "g0"}
        parts = [
            {"metric": "final", "printed": printed, "subject": subject, "group_key": f"g{number}", "parent_key": "g0"}
            for number, (subject, printed) in enumerate(
                [("在职人员经费", first), ("公用经费", "2689.74"), ("项目支出", "1531.45")], start=1
            )
        ]
        return _results({"claims": [whole, *parts]}, "text.list_sum")

    assert [status for status, _ in listed("6516.50")] == ["pass"]
    assert [status for status, _ in listed("6546.50")] == ["fail"]
    [(status, detail)] = listed("5293.88")
    assert status == "missing_term"
    assert detail is not None
    assert "不是全部" in detail

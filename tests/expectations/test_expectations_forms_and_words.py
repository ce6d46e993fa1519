"""What counts once in a form's score, and what words and lists of shares may not be held to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from expectation_rows import warehouse_of

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate

RULES = {rule.id: rule for rule in load_catalogue()}


def _status(rule_id: str, **spec: Any) -> list[str]:
    connection = warehouse_of(spec)
    report = evaluate(connection, rules=[RULES[rule_id]])
    assert not report.broken
    return [row[0] for row in connection.execute("SELECT status FROM check_results ORDER BY instance_key").fetchall()]


def _form(*funding: tuple[str, str], indicators: str, total: str) -> list[dict[str, Any]]:
    rows = [("funding", label, score) for label, score in funding]
    return [
        {"row_kind": kind, "label": label, "score": Decimal(score), "printed": f'{{"score": "{score}"}}'}
        for kind, label, score in [*rows, ("indicator", "产出", indicators), ("total", "总分", total)]
    ]


@pytest.mark.parametrize(
    ("funding", "status"),
    [
        ([("年度资金总额：", "10"), ("其中：当年财政拨款", "10"), ("上年结转资金", "0")], "pass"),
        ([("其中：当年财政拨款", "10"), ("年度资金总额：", "10")], "pass"),
        ([("任务一", "0.6"), ("任务二", "9.4"), ("金额合计", "10")], "pass"),
        ([("任务一", "0.6"), ("任务二", "9.4")], "pass"),
        ([("财政拨款", "10"), ("其他资金", "0")], "pass"),
        ([("任务一", "0.6"), ("金额合计", "9")], "fail"),
    ],
)
def test_a_forms_execution_score_counts_once(funding: list[tuple[str, str]], status: str) -> None:
    assert _status("project.total_score", performance=_form(*funding, indicators="89.5", total="99.5")) == [status]


def test_of_several_funding_rows_the_one_called_total_is_the_forms_money() -> None:
    task = {"label": "任务一", "budget_yuan": 100000, "executed_yuan": 50000, "rate": 1}
    whole = {"label": "金额合计", "budget_yuan": 100000, "executed_yuan": 90000, "rate": 1}
    printed = '{"budget": "10.00", "executed": "9.00", "rate": "100%"}'
    rows = [task | {"printed": printed.replace("9.00", "5.00")}, whole | {"printed": printed}]
    connection = warehouse_of({"performance": rows})
    evaluate(connection, rules=[RULES["project.rate"]])
    assert connection.execute("SELECT status, computed FROM check_results").fetchall() == [("fail", 90)]


@pytest.mark.parametrize(
    ("word", "change", "status"),
    [("基本持平", "0.11", "pass"), ("基本持平", "60.00", "fail"), ("持平", "0.11", "fail")],
)
def test_nearly_level_means_near(word: str, change: str, status: str) -> None:
    same: dict[str, Any] = {"concept": "training", "group_key": "g1", "base_year": 2023, "sentence_no": 1}
    claims = [
        {**same, "metric": "final", "printed": "192.08", "base_year": None},
        {**same, "metric": "change", "printed": change, "direction": 1},
        {**same, "metric": "comparison", "printed": word, "unit": "", "value_kind": "ratio", "direction": 0},
    ]
    assert _status("text.direction", claims=claims) == [status]


def test_what_two_books_carry_over_is_not_one_amount() -> None:
    common = {"metric": "final", "concept": "closing_balance", "topic": "overall", "subject": "年末结转和结余"}
    fund = {**common, "printed": "5.00", "group_key": "g1", "section": "政府性基金预算"}
    capital = {**common, "printed": "7.00", "group_key": "g2", "section": "国有资本经营预算"}
    assert "fail" not in _status("text.same_amount", claims=[fund, capital])
    assert "fail" in _status("text.same_amount", claims=[fund, capital | {"section": "政府性基金预算"}])


def test_a_share_one_last_place_off_fails_even_where_all_shares_add_up() -> None:
    claims: list[dict[str, Any]] = [
        {"kind": "budget", "metric": "initial_budget", "printed": "1000.00", "concept": "total", "group_key": "g0"}
    ]
    for key, amount, share in (("g1", "999.30", "99.94"), ("g2", "0.70", "0.06")):
        claims += [
            {"metric": "initial_budget", "printed": amount, "concept": key, "group_key": key},
            {"metric": "share", "printed": share, "unit": "%", "concept": key, "group_key": key, "whole_key": "g0"},
        ]
    claims = [{k: v for k, v in claim.items() if k != "kind"} for claim in claims]
    assert _status("text.share", filings={"F1": {"kind": "budget"}}, claims=claims) == ["fail", "fail"]


@pytest.mark.parametrize(("listed", "statuses"), [("单位U", ["fail"]), ("单位V", ["not_applicable"])])
def test_a_department_is_held_to_the_units_that_it_names(listed: str, statuses: list[str]) -> None:
    found = _status(
        "units.department_total",
        filings={
            "F1": {"entity": "D", "level": "department", "scope": "consolidated"},
            "U1": {"entity": "D", "level": "department", "scope": "own"},
            "U2": {"entity": "U"},  # names no department itself
        },
        disclosure=[
            {"kind": "unit", "key": "self", "value": "本级"},
            {"kind": "unit", "key": "listed", "value": listed},
        ],
        statements={
            "F1/income_expenditure_summary": ["income income_this_year 16.00"],
            "U1/income_expenditure_summary": ["income income_this_year 10.00"],
            "U2/income_expenditure_summary": ["income income_this_year 5.00"],
        },
    )
    assert [status for status in found if status != "not_applicable"] == [s for s in statuses if s != "not_applicable"]


def test_a_number_of_another_edition_says_whose_it_is() -> None:
    connection = warehouse_of(
        {
            "filings": {"F1": {"revision": 2}, "F0": {"revision": 1, "current": False}},
            "statements": {"F1/expenditure": ["- total 10.00"], "F0/expenditure": ["- total 12.00"]},
        }
    )
    evaluate(connection, rules=[RULES["revisions.changed_amount"]])
    ((filing, message),) = connection.execute("SELECT filing_id, message FROM findings").fetchall()
    assert filing == "F1"
    assert "印 10.00" in message
    assert "2024年决算第1版" in message
    assert "印 12.00" in message


@pytest.mark.parametrize(
    ("first", "severity"), [("任务一", "unusual"), ("年度资金总额", "material"), ("上年结转资金", "material")]
)
def test_points_over_tasks_may_be_for_the_tasks(first: str, severity: str) -> None:
    def row(label: str) -> dict[str, Any]:
        money = {"budget_yuan": 100000, "executed_yuan": 80000, "rate": Decimal("0.8"), "weight": 10, "score": 10}
        printed = '{"budget": "10.00", "executed": "8.00", "rate": "80%", "score": "10", "weight": "10"}'
        return {"label": label, **money, "printed": printed}

    connection = warehouse_of({"performance": [row(first), row("金额合计")]})
    evaluate(connection, rules=[RULES["project.execution_score"]])
    assert connection.execute("SELECT severity FROM findings").fetchall() == [(severity,)]


def test_a_score_without_a_printed_rate_is_held_to_the_amounts() -> None:
    printed = '{"budget": "10.00", "executed": "8.00", "score": "10", "weight": "10"}'
    row = {"label": "年度资金总额", "budget_yuan": 100000, "executed_yuan": 80000, "weight": 10, "score": 10}
    assert _status("project.execution_score", performance=[row | {"printed": printed}]) == ["fail"]


@pytest.mark.parametrize(("used", "found"), [("2089999", []), ("2080505", ["其他社会保障和就业支出"])])
def test_a_subject_whose_name_several_codes_bear_is_unused_where_none_is_used(used: str, found: list[str]) -> None:
    spec = {
        "statements": {"expenditure": [f"expenditure functional:{used} 10.00"]},
        "disclosure": [{"kind": "glossary_subject", "key": "其他社会保障和就业支出", "value": "人员经费"}],
    }
    connection = warehouse_of(spec)
    for code in ("2089901", "2089999"):
        connection.execute(
            "INSERT INTO dim_functional (functional_code, name, level, evidence, n_line_items)"
            " VALUES (?, '其他社会保障和就业支出', '项', 'observed', 1)",
            [code],
        )
    evaluate(connection, rules=[rule for rule in load_catalogue() if rule.id == "disclosure.glossary_unused"])
    details = connection.execute("SELECT detail FROM fact_check_result WHERE status = 'fail'").fetchall()
    connection.close()
    assert [detail for (detail,) in details] == found

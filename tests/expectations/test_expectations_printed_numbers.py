"""What a printed number can bear: blank totals, numbers cut to their column, rates between two printed amounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from expectation_rows import warehouse_of

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate

RULES = {rule.id: rule for rule in load_catalogue()}
BUDGET = {"filings": {"F1": {"kind": "budget"}}}
Found = list[tuple[str, str]]


def _judged(spec: Mapping[str, Any], *rules: str) -> tuple[Found, set[str], list[str]]:
    """Return the findings as (check, severity), the statuses met, and the messages."""
    connection = warehouse_of(spec)
    assert not evaluate(connection, rules=[RULES[rule] for rule in rules]).broken
    rows = connection.execute("SELECT check_id, severity, message FROM findings ORDER BY 1, 2").fetchall()
    statuses = {row[0] for row in connection.execute("SELECT DISTINCT status FROM check_results").fetchall()}
    return [row[:2] for row in rows], statuses, [row[2] for row in rows]


def _table(statement: str, *cells: str) -> dict[str, Any]:
    return {"statements": {statement: list(cells)}}


SUMMARY_RULES = (
    "summary.income_total",
    "summary.income_grand_total",
    "summary.grand_totals_agree",
    "disclosure.blank_total",
)


def test_a_blank_total_is_one_disclosure_and_no_number() -> None:
    lines = ["income general_budget_income fund=general_budget 90.00", "income other_income 10.00"]
    spec = _table(
        "income_expenditure_summary",
        *lines,
        "income income_this_year kind=total blank",
        "income grand_total kind=total blank",
        "expenditure grand_total kind=total 100.00",
    )
    found, _, _ = _judged(spec, *SUMMARY_RULES)
    assert found == [("disclosure.blank_total", "disclosure")]


def test_a_blank_line_is_still_nothing() -> None:
    spec = _table(
        "income_expenditure_summary",
        "income general_budget_income fund=general_budget 90.00",
        "income other_income blank",
        "income income_this_year kind=total 100.00",
    )
    found, _, _ = _judged(spec, *SUMMARY_RULES)
    assert found == [("summary.income_total", "material")]


def test_a_total_of_nothing_may_be_blank() -> None:
    spec = _table("income_expenditure_summary", "income other_income blank", "income income_this_year kind=total blank")
    found, statuses, _ = _judged(spec, *SUMMARY_RULES)
    assert found == []
    assert "pass" in statuses


@pytest.mark.parametrize(
    ("subtotal", "expected"),
    [
        ("blank", [("disclosure.blank_total", "disclosure")]),
        ("23.52", []),
        ("22.52", [("budget.three_public_total", "material"), ("budget.three_public_vehicles", "material")]),
    ],
)
def test_a_blank_subtotal_leaves_the_sum_above_it_open(subtotal: str, expected: Found) -> None:
    measures = {"total": "40.77", "overseas_travel": "17.10", "reception": "0.15", "vehicles": subtotal}
    measures |= {"vehicle_purchase": "18.69", "vehicle_operation": "4.83"}
    cells = [f"- three_public basis=initial_budget measure={name} {text}" for name, text in measures.items()]
    spec = BUDGET | _table("budget_three_public", *cells)
    found, _, _ = _judged(spec, "budget.three_public_total", "budget.three_public_vehicles", "disclosure.blank_total")
    assert found == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        # Excel's General format cut a digit: possible by rounding
        ("480544221.6", "rounding"),
        ("480544221.62", None),
        # one more than its last place can hide
        ("480544221.8", "material"),
    ],
)
def test_a_number_cut_to_its_column_keeps_its_own_last_place(total: str, expected: str | None) -> None:
    rows = [
        "functional:201 480544000.11",
        "functional:203 100.22",
        "functional:204 121.29",
        f"expenditure_this_year {total}",
    ]
    spec = _table("income_expenditure_summary", *(f"expenditure {row}" for row in rows))
    found, _, _ = _judged(spec, "summary.expenditure_total")
    assert [severity for _, severity in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("22,118,861", "22,118,861.34", "minor"),
        ("22,118,862", "22,118,861.34", "minor"),
        ("22,118,863", "22,118,861.34", "material"),
        # few digits: the column's step holds
        ("360", "360.34", "material"),
    ],
)
def test_a_long_number_without_decimals_is_never_material_within_its_last_place(
    left: str, right: str, expected: str
) -> None:
    spec = _table(
        "income_expenditure_summary",
        f"income grand_total {left}",
        f"expenditure grand_total {right}",
        "expenditure functional:201 1.11",
        "expenditure functional:203 1.12",
    )
    found, _, _ = _judged(spec, "summary.grand_totals_agree")
    assert [severity for _, severity in found] == [expected]


@pytest.mark.parametrize(("public", "expected"), [("2.00", []), ("3.00", [("budget.basic_table_row", "material")])])
def test_a_code_printed_twice_does_not_silence_the_sum_inside_a_row(public: str, expected: Found) -> None:
    # 30101 of two government classes: two rows, each of which must add up
    row = "- economic:30101 row={} gov={} basis=initial_budget measure={} {}"
    cells = [
        *(
            row.format("a", "50101", name, text)
            for name, text in (("total", "8.00"), ("personnel", "6.00"), ("public", public))
        ),
        *(
            row.format("b", "50501", name, text)
            for name, text in (("total", "4.00"), ("personnel", "3.00"), ("public", "1.00"))
        ),
    ]
    found, statuses, _ = _judged(BUDGET | _table("budget_general_basic_expenditure", *cells), "budget.basic_table_row")
    assert found == expected
    assert "missing_term" not in statuses


def _entry(kind: str, value: str, section: str, ordinal: int) -> dict[str, Any]:
    return {"kind": kind, "key": value.partition("、")[2], "value": value, "section": section, "ordinal": ordinal}


@pytest.mark.parametrize(
    ("heading", "part", "expected"),
    [
        # the part that explains the tables has the same numbers
        ("五、财政拨款支出预算情况说明", "第三部分 情况说明", []),
        ("五、财政拨款支出预算情况说明", "第二部分 预算表", []),
        ("五、财政拨款支出决算表", "第二部分 预算表", ["disclosure"]),
        ("五、财政拨款支出预算表", "第二部分 预算表", []),
    ],
)
def test_contents_are_held_against_the_same_part(heading: str, part: str, expected: list[str]) -> None:
    items = [_entry("toc", "五、财政拨款支出预算表", "第二部分 预算表", 0), _entry("heading", heading, part, 1)]
    found, _, _ = _judged({"disclosure": items}, "disclosure.contents")
    assert [severity for _, severity in found] == expected


def test_another_wording_of_a_title_is_format() -> None:
    items = [
        _entry("toc", "二、机构设置和预算单位构成情况", "第一部分 概况", 0),
        _entry("heading", "二、机构设置及预算单位构成情况", "第一部分 概况", 1),
    ]
    found, _, _ = _judged({"disclosure": items}, "disclosure.contents")
    assert found == [("disclosure.contents", "format")]


def _against_last_year(base: str, this: str, rate: str, direction: int) -> dict[str, Any]:
    common = {"concept": "functional", "functional_code": "2040601", "group_key": "g1"}
    return BUDGET | {
        "claims": [
            {"metric": "final", "printed": base, "period": 2023, "basis": "final"} | common,
            {"metric": "initial_budget", "printed": this, "basis": "initial_budget"} | common,
            {"metric": "growth_rate", "printed": rate, "unit": "%", "base_year": 2023, "basis": "initial_budget"}
            | {"base_basis": "final", "direction": direction}
            | common,
        ]
    }


@pytest.mark.parametrize(
    ("base", "this", "rate", "direction", "expected"),
    [
        ("198.34", "201.50", "1.59", 1, []),
        ("198.34", "201.50", "5.27", 1, [("text.growth", "material")]),
        # as rounded amounts may give
        ("198.34", "201.50", "1.60", 1, []),
        ("57.80", "57.43", "0.64", -1, []),
        ("57.43", "57.80", "0.64", -1, [("text.direction", "material")]),
        ("0.00", "60.13", "100.00", 1, [("text.rate_on_zero_base", "material")]),
        # printed alike, a change below the last place
        ("57.80", "57.80", "0.01", 1, []),
    ],
)
def test_growth_between_two_printed_amounts(base: str, this: str, rate: str, direction: int, expected: Found) -> None:
    spec = _against_last_year(base, this, rate, direction)
    found, _, _ = _judged(spec, "text.growth", "text.direction", "text.rate_on_zero_base")
    assert found == expected


def _three_public(shares: tuple[str, str, str], *, bound: bool) -> dict[str, Any]:
    claims: list[dict[str, Any]] = []
    parts = zip(("overseas_travel", "vehicles", "reception"), ("110.00", "317.80", "156.55"), shares, strict=True)
    for measure, amount, share in parts:
        common: dict[str, Any] = {"group_key": measure, "topic": "three_public", "basis": "initial_budget"}
        if bound:
            common |= {
                "concept": measure,
                "statement": "budget_three_public",
                "item": "three_public",
                "measure": measure,
            }
        claims.append({"metric": "initial_budget", "printed": amount} | common)
        whole = {"whole": "三公经费", "whole_concept": "three_public"}
        claims.append({"metric": "share", "printed": share, "unit": "%"} | whole | common)
    cells = ["- three_public basis=initial_budget measure=total 584.35"] if bound else []
    return BUDGET | _table("budget_three_public", *cells) | {"claims": claims}


@pytest.mark.parametrize("bound", [True, False])
@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("18.82", "54.39", "26.79"), []),
        (("18.85", "54.43", "26.72"), ["minor", "minor", "minor"]),
        (("28.82", "44.39", "26.79"), ["material", "material"]),
        (("18.81", "54.39", "26.80"), ["minor", "minor"]),
    ],
)
def test_shares_of_a_whole_that_only_the_table_prints_or_the_parts_make_up(
    bound: bool, shares: tuple[str, str, str], expected: list[str]
) -> None:
    found, _, _ = _judged(_three_public(shares, bound=bound), "text.share")
    assert [severity for _, severity in found] == expected


def test_shares_of_a_list_that_is_not_complete_are_not_judged() -> None:
    found, _, _ = _judged(_three_public(("18.85", "54.43", "16.72"), bound=False), "text.share")
    assert found == []


def _said(times: int, printed: str) -> dict[str, Any]:
    concept = {"concept": "general_budget_expenditure", "statement": "general_budget_expenditure", "item": "total"}
    claims = [{"metric": "final", "printed": printed, "measure": "total"} | concept for _ in range(times)]
    return _table("general_budget_expenditure", "- total fund=general_budget 583.56") | {"claims": claims}


def test_one_wrong_number_said_three_times_is_one_finding_with_three_places() -> None:
    found, _, messages = _judged(_said(3, "583.65"), "text.amount")
    assert found == [("text.amount", "material")]
    assert messages[0].count("第2页") == 3
    assert _judged(_said(3, "583.56"), "text.amount")[0] == []


def test_two_wrong_numbers_are_two_findings() -> None:
    spec = _said(1, "583.65")
    spec["claims"] += _said(1, "583.75")["claims"]
    assert len(_judged(spec, "text.amount")[0]) == 2


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("43.79", "单位E1", []),
        ("47.39", "单位E1", [("text.amount", "material")]),
        # the fund that holds nothing is not what the words speak of
        ("0.00", "单位E1", [("text.amount", "material")]),
        # another unit's row is not the filer's total
        ("47.39", "下属单位", []),
    ],
)
def test_a_table_of_units_that_lists_the_filer_alone_is_its_own(printed: str, unit: str, expected: Found) -> None:
    row = f"- three_public subject={unit} basis=initial_budget measure=total"
    cells = [f"{row} fund=general_budget 43.79", f"{row} fund=government_fund 0.00"]
    claim = {"metric": "initial_budget", "printed": printed, "concept": "three_public", "basis": "initial_budget"}
    claim |= {"statement": "budget_three_public", "item": "three_public", "measure": "total"}
    spec = BUDGET | _table("budget_three_public", *cells) | {"claims": [claim]}
    assert _judged(spec, "text.amount")[0] == expected


@pytest.mark.parametrize(
    ("subject", "carried", "fires"), [("当年拨款", "20.00", False), ("当年拨款", "0", True), ("拨款", "20.00", True)]
)
def test_what_is_of_this_year_only_is_not_held_to_a_table_with_what_was_carried_over(
    subject: str, carried: str, fires: bool
) -> None:
    claim = {
        "metric": "initial_budget",
        "printed": "80.00",
        "concept": "general_budget_expenditure",
        "subject": subject,
    }
    cell = {"statement": "budget_general_expenditure", "item": "total", "measure": "total"}
    spec = BUDGET | {
        "statements": {
            "budget_general_expenditure": ["- total kind=total basis=initial_budget fund=general_budget 100.00"],
            "budget_income_expenditure_summary": [f"income opening_balance basis=initial_budget {carried}"],
        },
        "claims": [claim | cell],
    }
    found, _, _ = _judged(spec, "text.amount")
    assert found == ([("text.amount", "material")] if fires else [])


@pytest.mark.parametrize(("change", "fires"), [("0.40", True), ("0.20", False)])
def test_a_change_is_measured_by_the_amount_that_another_passage_prints(change: str, fires: bool) -> None:
    moved = {"concept": "reception", "group_key": "g2", "base_year": 2023, "direction": 1}
    claims = [
        {"metric": "final", "printed": "0.40", "concept": "reception", "group_key": "g1"},
        {"metric": "change", "printed": change} | moved,
        {"metric": "growth_rate", "printed": "100", "unit": "%"} | moved,
    ]
    found, _, _ = _judged({"claims": claims}, "text.rate_on_zero_base")
    assert found == ([("text.rate_on_zero_base", "material")] if fires else [])


@pytest.mark.parametrize(("topic", "fires"), [("income", True), ("expenditure", False)])
def test_what_was_carried_over_is_one_amount_only_where_all_money_is_spoken_of(topic: str, fires: bool) -> None:
    said = {"metric": "initial_budget", "concept": "opening_balance", "subject": "上年结转", "topic": topic}
    claims = [said | {"printed": "122.31", "group_key": "g1"}, said | {"printed": "564.09", "group_key": "g2"}]
    found, _, _ = _judged(BUDGET | {"claims": claims}, "text.same_amount")
    assert found == ([("text.same_amount", "material")] if fires else [])


@pytest.mark.parametrize(
    ("amounts", "n_findings"), [(("10.00", "10.00"), 0), (("10.00", "12.00"), 1), (("10.00", "12.00", "15.00"), 0)]
)
def test_three_amounts_of_one_name_are_several_things(amounts: tuple[str, ...], n_findings: int) -> None:
    said = {"metric": "initial_budget", "concept": "reception", "topic": "three_public"}
    claims = [said | {"printed": one, "group_key": f"g{n}"} for n, one in enumerate(amounts)]
    found, _, _ = _judged(BUDGET | {"claims": claims}, "text.same_amount")
    assert len(found) == n_findings


@pytest.mark.parametrize(("amount", "expected"), [("8.00", []), ("blank", [("expenditure.row_total", "material")])])
def test_a_column_with_an_unknown_heading_leaves_its_rows_open(amount: str, expected: Found) -> None:
    spec = _table(
        "expenditure",
        "expenditure total row=1 10.00",
        "expenditure total measure=basic row=1 2.00",
        "expenditure total measure=project row=1 blank",
        f"expenditure total measure=unknown row=1 {amount}",
    )
    found, statuses, _ = _judged(spec, "expenditure.row_total")
    assert found == expected
    assert statuses == {"fail" if expected else "missing_term"}

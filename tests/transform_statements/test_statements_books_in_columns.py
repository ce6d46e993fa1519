"""Tables whose columns split what others print whole: books with their own 基本支出, headings that a page without
vertical rules runs together, words that head or total a list of projects under a heading nobody knows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from statement_tables import parse, table

from transform.statements.lexicon import match_header, match_row


def test_kinds_of_spending_under_one_book_are_parts_of_its_column() -> None:
    result = parse(
        table(
            """
            科目编码 | 科目名称 | 合计 | 一般公共预算 | < | < | 政府性基金预算 | 财政专户管理的支出
            ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^ | ^
            212 | 城乡社区支出 | 30.00 | 20.00 | 15.00 | 5.00 | 10.00 |
            合计 | < | 30.00 | 20.00 | 15.00 | 5.00 | 10.00 |
            """,
            ["部门支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    total = {
        (item.measure, item.fund): item.row_kind
        for item in result.line_items
        if item.item == "total" and item.amount_yuan
    }

    assert result.unread == ()
    assert total == {
        ("total", None): "total",
        ("appropriation", "general_budget"): "total",
        ("basic", "general_budget"): "of_which",
        ("project", "general_budget"): "of_which",
        ("appropriation", "government_fund"): "total",
    }


def test_a_summary_with_books_beside_its_expenditure_has_one_total() -> None:
    result = parse(
        table(
            """
            收入 | < | 支出 | < | < | < | <
            项目 | 金额 | 项目 | 合计 | 一般公共预算 | < | 政府性基金
            ^ | ^ | ^ | ^ | 小计 | 其中：财政拨款 | ^
            一、财政拨款 | 30.00 | 一、基本支出 | 20.00 | 20.00 | 20.00 |
            二、专户资金 | 5.00 | 二、项目支出 | 15.00 | 10.00 | 10.00 |
            收入总计 | 35.00 | 支出总计 | 35.00 | 30.00 | 30.00 |
            """,
            ["部门收支总体情况表", "单位：万元"],
        ),
        kind="budget",
    )
    whole = [
        (item.item, item.amount_yuan)
        for item in result.line_items
        if item.side == "expenditure" and item.row_kind != "of_which" and item.amount_yuan
    ]

    assert result.unread == ()
    assert whole == [
        ("basic_total", Decimal(200000)),
        ("project_total", Decimal(150000)),
        ("grand_total", Decimal(350000)),
    ]
    assert [item.item for item in result.line_items if item.row_label == "二、专户资金"] == ["fiscal_account_income"]


def test_a_side_printed_above_one_of_its_columns_is_no_part_of_that_heading() -> None:
    result = parse(
        table(
            """
            收入\\n项目 | 决算数 | 项目 | 合计 | 支出\\n一般公共预算财政拨款 | 政府性基金预算财政拨款
            一、一般公共预算财政拨款 | 9.00 | 一、一般公共服务支出 | 9.00 | 9.00 |
            总计 | 9.00 | 总计 | 9.00 | 9.00 |
            """,
            ["财政拨款收入支出决算总表", "单位：万元"],
        ),
        kind="final_account",
    )

    assert result.unread == ()
    funds = {item.fund for item in result.line_items if item.functional_code == "201"}
    assert funds == {"appropriation", "general_budget", "government_fund"}
    assert all(item.measure == "total" for item in result.line_items)


def test_words_under_an_unknown_heading_label_the_rows() -> None:
    result = parse(
        table(
            """
            支出事由（使用处室） | 总计 | 财政拨款 | 其他资金
            合计 | 12.00 | 12.00 |
            防汛抢险经费 | 7.00 | 7.00 |
            水质监测经费 | 5.00 | 5.00 |
            """,
            ["部门预算项目支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    totals = [(item.item, item.project_name) for item in result.line_items if item.measure == "total"]

    assert totals == [("total", None), ("project", "防汛抢险经费"), ("project", "水质监测经费")]


def test_the_total_of_a_list_may_stand_in_a_column_of_words() -> None:
    result = parse(
        table(
            """
            类型 | 项目名称 | 项目单位 | 项目支出合计 | 商品和服务支出
            合计 |  |  | 12.00 | 12.00
            特定目标类 | 防汛抢险经费 | 甲县水利局 | 7.00 | 7.00
            其他运转类 | 水质监测经费 | 甲县水利局 | 5.00 | 5.00
            """,
            ["项目支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    totals = [(item.item, item.row_kind, item.project_name) for item in result.line_items if item.measure == "total"]

    assert result.unread == ()
    assert totals == [
        ("total", "total", None),
        ("project", "detail", "防汛抢险经费"),
        ("project", "detail", "水质监测经费"),
    ]


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("基金预算拨款收入", "government_fund_income"),
        ("财政拨款(补助)", "appropriation_income"),
        ("教育收费(财政专户)", "fiscal_account_income"),
        ("上级财政补助收入", "superior_subsidy_income"),
        ("经费拨款", "general_budget_income"),
        ("纳入一般公共预算管理的非税收入拨款", "non_tax_income"),
        ("公务用车购置及运维费", "three_public"),
    ],
)
def test_row_labels_of_other_publishers(label: str, item: str) -> None:
    assert match_row(label)[0].item == item


@pytest.mark.parametrize(
    ("label", "measure"),
    [
        ("财政专户管理的支出", "fiscal_account"),
        ("教育收费(财政专户)", "fiscal_account"),
        ("上级财政补助", "superior_subsidy"),
        ("资金性质合计", "total"),
        ("本年拨款", "total"),
        ("项目支出合计", "project"),
        ("公务用车购置及运维费", "vehicles"),
    ],
)
def test_header_labels_of_other_publishers(label: str, measure: str) -> None:
    found = match_header(label)

    assert found is not None
    assert found.measure == measure

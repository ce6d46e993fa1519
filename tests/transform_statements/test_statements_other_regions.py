# ruff: noqa: E501  (tables are typed one printed row to a line)
"""Titles and tables as other publishers print them: central departments, 广东, 河南, 湖北, 湖南, 四川, 云南, 北京, 江苏."""

from __future__ import annotations

from decimal import Decimal

import pytest
from statement_tables import cell_of, parse, table

from transform.records import FilingKind
from transform.statements.titles import recognise


@pytest.mark.parametrize(
    ("kind", "title", "statement"),
    [
        ("budget", "部门公开表1 部门收支总表", "budget_income_expenditure_summary"),
        ("budget", "部门收支总体情况表", "budget_income_expenditure_summary"),
        ("budget", "部门财务收支预算总表", "budget_income_expenditure_summary"),
        ("budget", "表1-1 部门收入总表", "budget_income"),
        ("budget", "支出预算分类汇总表（按政府预算经济分类）", "budget_expenditure"),
        ("budget", "综合预算支出表", "budget_expenditure"),
        ("budget", "部门预算财政拨款收支总表", "budget_appropriation_summary"),
        ("budget", "一般公共预算支出情况表（按功能分类科目）", "budget_general_expenditure"),
        ("budget", "一般公共预算基本支出表--公用经费", "budget_general_basic_expenditure"),
        (
            "budget",
            "一般公共预算基本支出表--人员经费(工资福利支出)(按部门预算经济分类)",
            "budget_general_basic_expenditure",
        ),
        ("budget", "部门项目支出预算表（其他运转类、特定目标类项目）", "budget_projects"),
        ("budget", "部门预算政府基金预算财政拨款支出表", "budget_government_fund"),
        ("budget", "政府性基金预算“三公”经费支出预算表", "other_government_fund_three_public"),
        ("budget", "一般公共预算安排的行政经费及“三公”经费预算表", "budget_three_public"),
        ("budget", "项目支出绩效目标表", None),
        ("final_account", "财决01表 收入支出决算总表", "income_expenditure_summary"),
        ("final_account", "部门决算收支总表", "income_expenditure_summary"),
        ("final_account", "一般公共预算财政拨款基本支出决算明细表", "general_budget_basic_expenditure"),
        ("final_account", "“三公”经费、行政参公单位机关运行经费情况表", "three_public_expenses"),
        ("final_account", "机构运行信息表", "other_operating_information"),
    ],
)
def test_titles_of_other_publishers(kind: FilingKind, title: str, statement: str | None) -> None:
    found = recognise(title, kind)

    assert found is not None
    assert found.statement == statement


def test_a_summary_with_a_third_block_by_nature_and_economic_class() -> None:
    result = parse(
        table(
            """
            收入 | < | < | 支出 | < | < | < | < | <
            项目 | 行次 | 决算数 | 项目（按功能分类） | 行次 | 决算数 | 项目（按支出性质和经济分类） | 行次 | 决算数
            一、财政拨款收入 | 1 | 100.50 | 一、一般公共服务支出 | 31 | 60.50 | 一、基本支出 | 61 | 70.50
            二、上级补助收入 | 2 |  | 二、外交支出 | 32 |  | 人员经费 | 62 | 50.50
            三、事业收入 | 3 |  | 八、社会保障和就业支出 | 38 | 40.00 | 二、项目支出 | 64 | 30.00
             | 4 |  |  | 39 |  | 行政事业类项目 | 66 | 30.00
             | 5 |  |  | 40 |  | 基本支出和项目支出合计 | 71 | 100.50
             | 6 |  |  | 41 |  | 工资福利支出 | 72 | 50.50
            本年收入合计 | 27 | 100.50 | 本年支出合计 | < | < | < | 77 | 100.50
            年初结转和结余 | 29 | 1.00 | 年末结转和结余 | < | < | < | 79 | 1.00
            合计 | 30 | 101.50 | 合计 | < | < | < | 80 | 101.50
            """,
            ["收入支出决算总表", "公开01表", "单位：万元"],
        ),
        year=2016,
    )
    wages = cell_of(result, "income_expenditure_summary", "工资福利支出", "total")
    projects = cell_of(result, "income_expenditure_summary", "行政事业类项目", "total")
    total = cell_of(result, "income_expenditure_summary", "本年支出合计", "total")

    assert result.unread == ()
    assert (wages.economic_code, wages.side) == ("301", "expenditure")
    assert (projects.item, projects.row_kind) == ("administrative_projects", "of_which")
    assert (total.item, total.printed_text) == ("expenditure_this_year", "100.50")


def test_counts_beside_amounts_are_no_money() -> None:
    result = parse(
        table(
            """
            项目 | 行次 | 预算数 | 统计数 | 项目 | 行次 | 统计数
            栏次 |  | 1 | 2 | 栏次 |  | 3
            （一）支出合计 | 2 | 10.00 | 8.00 | 四、机关运行经费 | 24 | 99.00
            3．公务接待费 | 7 | 2.00 | 1.00 | （二）单价100万元（含）以上设备（不含车辆）（台，套） | 29 | 3
            1．因公出国（境）团组数（个） | 10 | — | 1 | 1．副部（省）级及以上领导用车 | 32 | 20
            """,
            ["机构运行信息表", "公开09表", "单位：万元"],
        )
    )
    cars = cell_of(result, "other_operating_information", "1．副部（省）级及以上领导用车", "total")
    guests = cell_of(result, "other_operating_information", "3．公务接待费", "reception", basis="final")

    assert (cars.item, cars.state, cars.amount_yuan) == ("count", "text", None)
    assert guests.amount_yuan == Decimal(10000)


def test_economic_classes_as_columns_are_parts_of_the_row() -> None:
    result = parse(
        table(
            """
            科目 | < | < | 科目名称 | 总计 | 工资福利支出 | 商品和服务支出 | 对个人和家庭的补助
            类 | 款 | 项 | ^ | ^ | ^ | ^ | ^
            合计 | < | < | < | 100 | 50 | 40 | 10
            201 | 03 | 01 | 行政运行 | 100 | 50 | 40 | 10
            """,
            ["支出预算分类汇总表（按部门预算经济分类）", "金额单位：万元"],
        ),
        kind="budget",
    )
    classes = [item for item in result.line_items if item.measure == "economic_class"]

    assert result.unread == ()
    assert {item.row_kind for item in classes} == {"of_which"}
    assert [item.printed_text for item in classes if item.functional_code == "2010301"] == ["50", "40", "10"]


def test_units_of_a_three_public_table_keep_their_name() -> None:
    result = parse(
        table(
            """
            单位编码 | 单位名称（科目） | 当年财政拨款预算安排 | < | < | < | < | <
            ^ | ^ | 合计 | 因公出国（境）费用 | 公务用车购置及运行费 | < | < | 公务接待费
            ^ | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
             | 合计 | 20.00 |  | 15.00 |  | 15.00 | 5.00
            301001 | 某某局机关 | 20.00 |  | 15.00 |  | 15.00 | 5.00
            """,
            ["表3-3", "一般公共预算“三公”经费支出预算表", "金额单位：万元"],
        ),
        kind="budget",
    )

    assert cell_of(result, "budget_three_public", "合计", "total").subject_entity is None
    assert cell_of(result, "budget_three_public", "某某局机关", "total").subject_entity == "某某局机关"


def test_administrative_funds_are_not_the_three_public_expenses() -> None:
    result = parse(
        table(
            """
            项目 | 2025年预算
            行政经费 | 1000.00
            “三公”经费 | 50.00
            其中：（一）因公出国（境）支出 | 10.00
            """,
            ["一般公共预算安排的行政经费及“三公”经费预算表", "单位：万元"],
        ),
        kind="budget",
        year=2025,
    )
    totals = [item.row_label for item in result.line_items if item.measure == "total"]

    assert totals == ["“三公”经费"]


def test_a_project_table_names_the_unit_of_each_project() -> None:
    result = parse(
        table(
            """
            类型 | 项目名称 | 项目单位 | 合计 | 本年拨款 | < | 财政拨款结转结余 | < | 单位资金
            ^ | ^ | ^ | ^ | 一般公共预算 | 政府性基金预算 | 一般公共预算 | 政府性基金预算 | ^
             | 合计 |  | 100 | 90 |  | 10 |  |
            特定目标类 | 信息化运维 | 某某局本级 | 60 | 60 |  |  |  |
            特定目标类 | 专项检查 | 某某中心 | 40 | 30 |  | 10 |  |
            """,
            ["项目支出表", "部门：某某局", "单位：万元"],
        ),
        kind="budget",
    )
    carried = cell_of(result, "budget_projects", "专项检查", "opening_balance", fund="general_budget")

    assert (carried.project_name, carried.subject_entity, carried.printed_text) == ("专项检查", "某某中心", "10")
    assert {item.row_kind for item in result.line_items if item.item == "project"} == {"detail"}


def test_a_list_in_brackets_does_not_head_the_ordinal_after_it() -> None:
    result = parse(
        table(
            """
            收入 | < | 支出 | <
            项目 | 预算数 | 项目 | 预算数
            一、本年收入 | 130 | 一、本年支出 | 140
            （一）一般公共预算拨款 | 100 | （一）一般公共服务支出 | 140
            （二）国有资本经营预算拨款 | 30 |  |
            二、上年结转 | 10 | 二、结转下年 |
            （一）一般公共预算拨款 | 10 |  |
            收入总计 | 140 | 支出总计 | 140
            """,
            ["财政拨款收支总表", "部门公开表4", "单位：万元"],
        ),
        kind="budget",
    )
    capital = cell_of(result, "budget_appropriation_summary", "（二）国有资本经营预算拨款", "total")

    assert (capital.item, capital.row_kind) == ("state_capital_income", "detail")


def test_units_named_by_their_code_alone() -> None:
    result = parse(
        table(
            """
            单位编码 | 合计 | 本年收入 | < | 上年结转结余
            ^ | ^ | 小计 | 一般公共预算资金 | ^
            015 | 9.5 | 9.0 | 9.0 | 0.5
            015001 | 8.0 | 8.0 | 8.0 |
            015002 | 1.5 | 1.0 | 1.0 | 0.5
             | 9.5 | 9.0 | 9.0 | 0.5
            """,
            ["预算02表 收入总表", "金额单位：万元"],
        ),
        kind="budget",
    )
    rows = [(item.item, item.row_kind, item.subject_entity) for item in result.line_items if item.measure == "total"]

    assert result.unread == ()
    assert rows == [
        ("entity", "subtotal", "015"),
        ("entity", "detail", "015001"),
        ("entity", "detail", "015002"),
        ("total", "total", None),
    ]


def test_purchases_in_an_outline_of_columns() -> None:
    result = parse(
        table(
            """
            采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计
            合计 |  |  |  |  | 30.00
            一、货物A |  |  |  |  | 30.00
             | 信息网络建设维护费 | 信息网络及软件购置更新 |  |  | 20.00
             |  |  | 其他计算机设备及软件 | 政府集中采购 | 20.00
             | 办公设备购置 | 办公设备购置 |  |  | 10.00
             |  |  | 其他办公设备 | 分散自行组织 | 10.00
            """,
            ["政府采购预算表", "单位：万元"],
        ),
        kind="budget",
    )
    kinds = [(item.row_label, item.row_kind) for item in result.line_items]

    assert result.unread == ()
    assert kinds == [
        ("合计", "total"),
        ("一、货物A", "subtotal"),
        ("信息网络及软件购置更新", "subtotal"),
        ("其他计算机设备及软件", "detail"),
        ("办公设备购置", "subtotal"),
        ("其他办公设备", "detail"),
    ]


def test_a_form_line_without_words_states_nothing_unless_it_prints_an_amount() -> None:
    text = """
        收入 | < | 支出 | <
        项目 | 预算数 | 支出功能分类科目 | 预算数
        一、政府性基金拨款 | 30.00 | 一、科学技术支出 | 0.00
         | {amount} | 五、城乡社区支出 | 30.00
        收入总计 | 30.00 | 支出总计 | 30.00
        """
    above = ["政府性基金收支表", "单位：万元"]
    empty = parse(table(text.format(amount="0.00"), above), kind="budget")
    stray = parse(table(text.format(amount="7.00"), above), kind="budget")

    assert [item.item for item in empty.line_items if not item.row_label] == ["unnumbered"]
    assert empty.unread == ()
    assert [unread.what for unread in stray.unread] == ["label"]

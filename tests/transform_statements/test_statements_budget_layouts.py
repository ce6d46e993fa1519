# ruff: noqa: E501  (tables are typed one printed row to a line)
"""Budget tables in the layouts of several regions, typed by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from statement_tables import cell_of, parse, table


def test_title_unit_and_number_inside_the_grid() -> None:
    result = parse(
        table(
            """
            预算05表 一般公共预算支出表 | < | < | < | <
             |  |  |  | 金额单位：万元
            功能分类科目 | < | 预算数 | < | <
            科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
            2010801 | 行政运行 | 4,952.850016 | 4,697.043616 | 255.806400
             | 合 计 | 4,952.850016 | 4,697.043616 | 255.806400
            """
        ),
        kind="budget",
        year=2026,
    )
    record = result.statements[0]
    item = cell_of(result, "budget_general_expenditure", "行政运行", "basic")

    assert (record.printed_title, record.unit, record.step_yuan) == (
        "预算05表 一般公共预算支出表",
        "万元",
        Decimal("0.010000"),
    )
    assert record.ignored_reasons == ("title:1", "unit_line:1", "header:2")
    assert (item.amount_yuan, item.basis, item.amount_year) == (Decimal("46970436.160000"), "initial_budget", 2026)
    assert (item.functional_code, item.fund, item.side) == ("2010801", "general_budget", "expenditure")


def test_codes_printed_with_their_names_in_three_systems() -> None:
    result = parse(
        table(
            """
            支出功能分类科目 | 政府支出经济分类科目 | 部门支出经济分类科目 | 合计 | 基本支出 | 项目支出 | 其中 | <
            ^ | ^ | ^ | ^ | ^ | ^ | 事业单位经营支出 | 上缴上级支出
            2010801-行政运行 | 50101-工资奖金津补贴 | 30101-基本工资 | 10 | 10 |  |  |
            合计 | < | < | 10 | 10 |  |  |
            """,
            ["预算03表支出总表", "金额单位：万元"],
        ),
        kind="budget",
    )
    item = cell_of(result, "budget_expenditure", "行政运行 / 工资奖金津补贴 / 基本工资", "total")

    assert (item.functional_code, item.economic_code, item.government_economic_code) == ("2010801", "30101", "50101")
    assert item.item == "functional"
    assert {i.row_kind for i in result.line_items if i.measure in {"operating", "to_superior"}} == {"of_which"}
    assert cell_of(result, "budget_expenditure", "合计", "total").item == "total"


def test_department_and_government_economic_codes_beside_each_other() -> None:
    result = parse(
        table(
            """
            部门经济科目编码 | 部门经济科目名称 | 政府经济科目编码 | 政府经济科目名称 | 合计 | 人员经费支出 | 公用经费支出 | 备注
            合计 | < | < | < | 300.00 | 200.00 | 100.00 |
            301 | 工资福利支出 |  |  | 200.00 | 200.00 |  |
            30108 | 机关事业单位基本养老保险缴费 | 50102 | 社会保障缴费 | 200.00 | 200.00 |  | 见附注
            302 | 商品和服务支出 |  |  | 100.00 |  | 100.00 |
            """,
            ["部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）", "单位：元"],
        ),
        kind="budget",
    )
    item = cell_of(
        result, "budget_general_basic_expenditure", "机关事业单位基本养老保险缴费 / 社会保障缴费", "personnel"
    )

    assert (item.economic_code, item.government_economic_code, item.item) == ("30108", "50102", "economic")
    assert {i.measure for i in result.line_items} == {"total", "personnel", "public"}
    assert cell_of(result, "budget_general_basic_expenditure", "工资福利支出", "total").row_kind == "subtotal"
    assert cell_of(result, "budget_general_basic_expenditure", "商品和服务支出", "total").row_kind == "detail"


def test_four_halves_by_three_classifications_named_without_codes() -> None:
    result = parse(
        table(
            """
            收入 | < | 支出 | < | < | < | < | <
            项目 | 预算数 | 支出功能分类科目（按大类） | 预算数 | 部门预算支出经济分类科目（按大类） | 预算数 | 政府预算支出经济分类科目（按大类） | 预算数
            一、部门预算 | 30.00 | 一、部门预算 | 30.00 | 一、部门预算 | 30.00 | 一、部门预算 | 30.00
            1、财政拨款 | 30.00 | 1、一般公共服务支出 | 30.00 | 1、人员经费和公用经费支出 | 20.00 | 1、机关工资福利支出 | 20.00
            (1)一般公共预算拨款 | 30.00 | 2、外交支出 |  | (1)工资福利支出 | 20.00 | 2、机关商品和服务支出 | 10.00
            其中：专项资金列入部门预算的项目 | 5.00 | 3、国防支出 |  | 2、专项业务经费支出 | 10.00 |  |
            2、上级补助收入 |  |  |  | (1)工资福利支出 | 10.00 |  |
            本年收入合计 | 30.00 | 本年支出合计 | 30.00 | 本年支出合计 | 30.00 | 本年支出合计 | 30.00
            """,
            ["部门综合预算收支总表", "单位：元"],
        ),
        kind="budget",
    )
    wages = [item for item in result.line_items if item.row_label == "(1)工资福利支出"]

    assert [(item.economic_code, item.measure) for item in wages] == [("301", "basic"), ("301", "project")]
    government = [item.government_economic_code for item in result.line_items if item.government_economic_code]
    assert government == ["501", "502"]
    appropriation = cell_of(result, "budget_income_expenditure_summary", "1、财政拨款", "total")
    assert (appropriation.item, appropriation.row_kind) == ("appropriation_income", "subtotal")
    part = cell_of(result, "budget_income_expenditure_summary", "其中：专项资金列入部门预算的项目", "total")
    assert part.row_kind == "of_which"
    assert not result.unread


def test_names_in_a_hierarchy_get_codes_only_where_every_part_is_known() -> None:
    rows = """
        收入 | < | 支出 | <
        项目 | 2026年预算数 | 项目 | 2026年预算数
        一、财政拨款 | 30 | 一、一般公共服务支出 | 20
        1.一般公共预算拨款 | 30 | 信访事务 | 20
         |  | 行政运行 | 12
         |  | {name} | 8
         |  | 二、其他支出 | 10
         |  | 其他支出 | 10
        上年结余、结转 | 0 | 结转下年 | 0
        收入总计 | 30 | 支出总计 | 30
    """
    known = parse(table(rows.format(name="信访业务"), ["收支总表", "单位：万元"]), kind="budget", year=2026)
    codes = {item.row_label: item.functional_code for item in known.line_items if item.side == "expenditure"}
    assert (codes["信访事务"], codes["行政运行"], codes["信访业务"]) == ("20140", "2014001", "2014004")
    assert not known.unread

    unknown = parse(table(rows.format(name="没有这个科目"), ["收支总表", "单位：万元"]), kind="budget", year=2026)
    codes = {item.row_label: item.functional_code for item in unknown.line_items if item.side == "expenditure"}
    assert (codes["一、一般公共服务支出"], codes["信访事务"], codes["行政运行"]) == ("201", None, None)
    assert [(one.what, one.text.split(": ")[1]) for one in unknown.unread] == [("label", "没有这个科目")]


def test_rows_of_units_and_their_columns_by_source() -> None:
    result = parse(
        table(
            """
            部门代码 | 部门名称 | 合计 | 本年收入 | < | < | 上年结转结余 | <
            ^ | ^ | ^ | 小计 | 一般公共预算 | 事业收入 | 小计 | 一般公共预算
            合计 | < | 30.00 | 25.00 | 20.00 | 5.00 | 5.00 | 5.00
            113 | 某市信访局 | 30.00 | 25.00 | 20.00 | 5.00 | 5.00 | 5.00
            113001 | 某市信访局（本级） | 30.00 | 25.00 | 20.00 | 5.00 | 5.00 | 5.00
            """,
            ["收入总表", "部门：某市信访局 单位：万元"],
        ),
        kind="budget",
    )
    row = [item for item in result.line_items if item.row_label == "某市信访局（本级）"]

    assert [(item.measure, item.fund) for item in row] == [
        ("total", None),
        ("income", None),
        ("appropriation", "general_budget"),
        ("business", None),
        ("opening_balance", None),
        ("opening_balance", "general_budget"),
    ]
    assert {(item.item, item.subject_entity) for item in row} == {("entity", "某市信访局（本级）")}
    assert cell_of(result, "budget_income", "某市信访局", "total").row_kind == "subtotal"
    assert cell_of(result, "budget_income", "合计", "total").row_kind == "total"


def test_years_in_columns_and_in_rows() -> None:
    columns = parse(
        table(
            """
            科目编码 | 科目名称 | 2025年执行数 | 2026年预算数 | 2026年预算数比2025年执行数增减 | 增减%
            201 | 一般公共服务支出 | 10.00 | 12.00 | 2.00 | 20.00
            """,
            ["一般公共预算支出表", "单位：万元"],
        ),
        kind="budget",
        year=2026,
    )
    assert [(i.measure, i.basis, i.amount_year, i.state) for i in columns.line_items] == [
        ("total", "final", 2025, "number"),
        ("total", "initial_budget", 2026, "number"),
        ("change", "initial_budget", 2026, "number"),
        ("growth_rate", "initial_budget", 2026, "text"),
    ]

    rows = parse(
        table(
            """
            预算单位 | 年度 | 总计 | 因公出国(境)费 | 公务接待费
            某局 | 2025年 | 5.58 | 0.00 | 5.58
             | 2026年 | 4.00 | 0.00 | 4.00
            """,
            ["财政拨款“三公”经费支出表", "单位：万元"],
        ),
        kind="budget",
        year=2026,
    )
    assert [(i.measure, i.amount_year) for i in rows.line_items if i.measure == "total"] == [
        ("total", 2025),
        ("total", 2026),
    ]


def test_projects_and_units_in_one_column() -> None:
    result = parse(
        table(
            """
            单位编码 | 单位（项目）名称 | 项目金额 | 项目简介
            合计 | < | 9,056,120.00 |
            121001 | 西安市信访局 | 9,056,120.00 |
             | 通用项目 | 9,056,120.00 |
             | 食堂包厨服务 | 1,310,300.00 | 食堂
            """,
            ["部门综合预算专项业务经费支出表", "单位：元"],
        ),
        kind="budget",
    )

    assert [(item.item, item.project_name) for item in result.line_items] == [
        ("total", None),
        ("entity", None),
        ("project", "通用项目"),
        ("project", "食堂包厨服务"),
    ]


NESTED = """
    单位编码 | 单位（项目）名称 | 项目金额 | 项目简介
     | 合计 | {total} |
    121 | 西安市信访局 | {total} |
    121001 | 西安市信访局 | {total} |
     | 通用项目 | 2,797,300.00 |
     | 办公用房物业管理服务项目 | 2,207,300.00 |
     | 食堂包厨服务 | {canteen} | 食堂
     | 物业管理服务 | 897,000.00 |
     | 委托咨询业务 | 590,000.00 |
     | 法律顾问服务 | 90,000.00 |
     | 接待中心安保服务 | 500,000.00 |
     | 专用项目 | 1,000,000.00 |
     | 其他履职尽责专项业务费 | 1,000,000.00 |
     | 专项资金市信访局 | 1,000,000.00 |
    """


def _projects(canteen: str) -> dict[str, str]:
    text = NESTED.format(total="3,797,300.00", canteen=canteen)
    result = parse(table(text, ["部门综合预算专项业务经费支出表", "单位：元"]), kind="budget")
    assert result.unread == ()
    return {item.row_label: f"{item.item} {item.row_kind}" for item in result.line_items}


def test_projects_nest_by_their_amounts_so_that_details_add_up() -> None:
    kinds = _projects("1,310,300.00")

    assert kinds == {
        "合计": "total total",
        "西安市信访局": "entity subtotal",
        "通用项目": "project subtotal",
        "办公用房物业管理服务项目": "project subtotal",
        "食堂包厨服务": "project detail",
        "物业管理服务": "project detail",
        "委托咨询业务": "project subtotal",
        "法律顾问服务": "project detail",
        "接待中心安保服务": "project detail",
        "专用项目": "project subtotal",
        "其他履职尽责专项业务费": "project subtotal",
        "专项资金市信访局": "project detail",  # units carry codes here: a name that ends in 局 is no unit
    }


def test_one_wrong_amount_does_not_flatten_a_block_of_projects() -> None:
    assert _projects("1,310,900.00") == _projects("1,310,300.00")


def test_a_flat_list_of_projects_stays_flat() -> None:
    text = """
        单位编码 | 单位（项目）名称 | 项目金额
        121001 | 西安市信访局 | 6.00
         | 通用项目 | 6.00
         | 信访业务 | 3.00
         | 驻京信访工作 | 2.00
         | 法律顾问 | 1.00
        """
    result = parse(table(text, ["专项业务经费支出表", "单位：万元"]), kind="budget")

    assert [item.row_kind for item in result.line_items] == ["subtotal", "subtotal", "detail", "detail", "detail"]


def test_a_project_name_that_runs_over_into_its_amount() -> None:
    text = "单位编码 | 单位（项目）名称 | 项目金额\n121001 | 西安市气象局 | 6.00\n | 气象预报业务 | 维6.00"
    result = parse(table(text, ["专项业务经费支出表", "单位：万元"]), kind="budget")

    assert cell_of(result, "budget_projects", "气象预报业务维", "total").amount_yuan == Decimal("60000.00")


@pytest.mark.parametrize(("printed", "state"), [("支2.00", "number"), ("约2.00", "text")])
def test_a_code_name_that_runs_over_into_its_amount_is_known_by_its_code(printed: str, state: str) -> None:
    text = f"科目编码 | 科目名称 | 合计 | 基本支出\n2080506 | 机关事业单位职业年金缴费 | {printed} | 2.00"
    result = parse(table(text, ["一般公共预算支出表", "单位：万元"]), kind="budget")

    assert [item.state for item in result.line_items] == [state, "number"]


def test_units_as_rows_of_an_economic_table_own_the_rows_below_them() -> None:
    text = """
        科目名称 | 总计
        深圳市水务局 | 9.00
        深圳市水务局（本级） | 4.00
        工资福利支出 | 4.00
        基本工资 | 4.00
        深圳市河湾流域管理中心（深圳市治理河办公室） | 5.00
        工资福利支出 | 5.00
        基本工资 | 5.00
        """
    result = parse(table(text, ["基本支出总表", "单位：万元"]), kind="budget")

    assert {record.statement for record in result.statements} == {"budget_basic_expenditure"}
    assert [(item.item, item.row_kind) for item in result.line_items if item.item == "entity"] == [
        ("entity", "subtotal")
    ] * 3
    assert [(item.subject_entity, item.economic_code) for item in result.line_items if item.item == "economic"] == [
        ("深圳市水务局（本级）", "301"),
        ("深圳市水务局（本级）", "30101"),
        ("深圳市河湾流域管理中心（深圳市治理河办公室）", "301"),
        ("深圳市河湾流域管理中心（深圳市治理河办公室）", "30101"),
    ]


def test_the_only_unit_of_a_table_is_no_part_of_it() -> None:
    text = "科目名称 | 总计\n深圳市信访局 | 4.00\n工资福利支出 | 4.00\n基本工资 | 4.00"
    result = parse(table(text, ["基本支出总表", "单位：万元"]), kind="budget")

    assert [(item.item, item.subject_entity) for item in result.line_items] == [
        ("entity", "深圳市信访局"),
        ("economic", None),
        ("economic", None),
    ]


def test_a_column_with_its_own_unit() -> None:
    result = parse(
        table(
            """
            项目名称 | 数量 | 采购金额（元） | 项目预算（万元）
            合计 |  | 120,000 | 12.00
            办公设备 | 3 | 120,000 | 12.00
            """,
            ["项目支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    amounts = [item for item in result.line_items if item.row_label == "办公设备" and item.measure != "count"]

    assert [(item.unit, item.amount_yuan, item.step_yuan) for item in amounts] == [
        ("元", Decimal(120000), Decimal(1)),
        ("万元", Decimal("120000.00"), Decimal("100.00")),
    ]


def test_the_total_row_of_a_unit_table_names_no_item_of_its_columns() -> None:
    result = parse(
        table(
            """
            单位编码 | 单位名称 | 上年 | < | < | < | < | 当年 | < | < | < | < | 增减变化情况 | <
            ^ | ^ | 合计 | “三公”经费预算 | < | < | 会议费 | 合计 | “三公”经费预算 | < | < | 会议费 | 合计 | 会议费
            ^ | ^ | ^ | 小计 | 公务接待费 | 公务用车购置及运行维护费 | ^ | ^ | 小计 | 公务接待费 | 公务用车购置及运行维护费 | ^ | ^ | ^
            合计 | < | 9 | 5 | 2 | 3 | 4 | 10 | 6 | 2 | 4 | 4 | 1 | 0
            121 | 某市信访局 | 9 | 5 | 2 | 3 | 4 | 10 | 6 | 2 | 4 | 4 | 1 | 0
            """,
            ["“三公”经费及会议费支出预算表", "单位：元"],
        ),
        kind="budget",
        year=2026,
    )
    rows = {
        label: [(item.measure, item.amount_year) for item in result.line_items if item.row_label == label]
        for label in ("合计", "某市信访局")
    }

    assert rows["合计"] == rows["某市信访局"]
    assert rows["合计"][:5] == [
        ("total_with_meetings_training", 2025),
        ("total", 2025),
        ("reception", 2025),
        ("vehicles", 2025),
        ("meetings", 2025),
    ]
    assert rows["合计"][-2:] == [("change", 2026), ("change", 2026)]


def test_three_public_items_by_fund() -> None:
    result = parse(
        table(
            """
            预算单位 | 总计 | < | 公务接待费 | <
            ^ | 一般公共预算 | 政府性基金预算 | 一般公共预算 | 政府性基金预算
            某局 | 5.58 | 0.00 | 2.98 | 0.00
            """,
            ["财政拨款“三公”经费支出表", "单位：万元"],
        ),
        kind="budget",
    )

    assert [(item.measure, item.fund) for item in result.line_items] == [
        ("total", "general_budget"),
        ("total", "government_fund"),
        ("reception", "general_budget"),
        ("reception", "government_fund"),
    ]


def test_a_heading_nobody_knows_takes_no_measure_from_the_one_above_it() -> None:
    result = parse(
        table(
            """
            科目编码 | 科目名称 | 预算数 | < | < | <
            ^ | ^ | 合计 | 项目支出 | < | 没见过的
            ^ | ^ | ^ | 项目支出总数 | 扣除基建项目后预算数 | ^
            201 | 一般公共服务支出 | 9 | 9 | 7 | 1
            """,
            ["一般公共预算支出表", "单位：万元"],
        ),
        kind="budget",
    )

    assert [(item.measure, item.row_kind) for item in result.line_items] == [
        ("total", "detail"),
        ("project", "detail"),
        ("project_net", "of_which"),
        ("unknown", "detail"),
    ]


def test_a_balance_split_by_kind_of_money_is_not_counted_twice() -> None:
    result = parse(
        table(
            """
            项目 | 预算数 | 项目 | 预算数
            一、财政拨款 | 30.00 | 一、一般公共服务支出 | 37.34
            1.一般公共预算拨款 | 30.00 |  |
            本年收入合计 | 30.00 | 本年支出合计 | 37.34
            上年结余、结转 | 7.34 | 结转下年 | 0.00
            1.一般公共预算拨款结余、结转 | 5.00 |  |
            2.非财政拨款结余、结转 | 2.34 |  |
            收入总计 | 37.34 | 支出总计 | 37.34
            """,
            ["收支总表", "单位：万元"],
        ),
        kind="budget",
    )
    balances = [(item.row_kind, item.fund) for item in result.line_items if item.item == "opening_balance"]

    assert balances == [("opening", None), ("of_which", "general_budget"), ("of_which", None)]
    assert cell_of(result, "budget_income_expenditure_summary", "1.一般公共预算拨款", "total").row_kind == "detail"


def test_units_and_classes_share_a_column_and_a_last_heading_is_of_which() -> None:
    result = parse(
        table(
            """
            科目编码 | < | < | 单位代码 | 单位名称（科目） | 合计 | 基本支出 | 项目支出 | 其中：当年财政拨款
            类 | 款 | 项 | ^ | ^ | ^ | ^ | ^ | ^
             |  |  |  | 合 计 | 480.00 | 80.00 | 400.00 | 460.00
            213 | 03 | 05 | 301001 | 水利工程建设 | 400.00 |  | 400.00 | 380.00
            221 | 02 | 01 | 301001 | 住房公积金 | 80.00 | 80.00 |  | 80.00
            """,
            ["表3", "一般公共预算支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    item = cell_of(result, "budget_general_expenditure", "水利工程建设", "project")

    assert (item.functional_code, item.amount_yuan) == ("2130305", Decimal("4000000.00"))
    assert not result.unread
    assert {i.row_kind for i in result.line_items if i.measure == "appropriation"} == {"of_which"}


def test_three_public_by_unit_under_one_heading_for_all() -> None:
    result = parse(
        table(
            """
            单位编码 | 单位名称（科目） | 当年财政拨款预算安排 | < | < | < | < | <
            ^ | ^ | 合计 | 因公出国（境）费用 | 公务用车购置及运行费 | < | < | 公务接待费
            ^ | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
             | 合 计 | 12.00 |  | 8.00 |  | 8.00 | 4.00
            301001 | 某县水务局 | 12.00 |  | 8.00 |  | 8.00 | 4.00
            """,
            ["表3-3", "一般公共预算“三公”经费支出预算表", "单位：万元"],
        ),
        kind="budget",
    )
    total = {i.measure: i.printed_text for i in result.line_items if i.row_label == "合 计"}

    assert total["total"] == "12.00"
    assert (total["vehicles"], total["vehicle_operation"], total["reception"]) == ("8.00", "8.00", "4.00")
    assert not result.unread


def test_numbers_of_things_beside_money_are_kept_and_never_summed() -> None:
    result = parse(
        table(
            """
            项目名称 | 数量 | 计量单位 | 预算金额
            办公电脑 | 12 | 台 | 6.00
            打印机 | 2 | 台 | 0.80
            合计 |  |  | 6.80
            """,
            ["政府采购预算表", "单位：万元"],
        ),
        kind="budget",
    )
    counts = [i for i in result.line_items if i.measure == "count"]

    assert [(i.printed_text, i.state, i.amount_yuan, i.row_kind) for i in counts] == [
        ("12", "text", None, "of_which"),
        ("2", "text", None, "of_which"),
    ]

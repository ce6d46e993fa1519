# ruff: noqa: E501  (tables are typed one printed row to a line)
"""Final account statements in the layouts that regions print them in, typed by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from statement_tables import cell_of, content, line, parse, table

from extract.model import DocumentContent
from transform.statements import parse_statements

S1 = """
收入 | < | < | 支出 | < | <
项目 | 行次 | 决算数 | 项目 | 行次 | 决算数
栏次 |  | 1 | 栏次 |  | 2
一、一般公共预算财政拨款收入 | 1 | 100.50 | 一、一般公共服务支出 | 32 | 60
二、政府性基金预算财政拨款收入 | 2 |  | 八、社会保障和就业支出 | 39 | 40.5
八、其他收入 | 8 | 0.00 | 二十六、抗疫特别国债安排的支出 | 57 | —
 | 9 | 5.00 |  | 58 |
本年收入合计 | 27 | 105.50 | 本年支出合计 | 58 | 100.50
年初结转和结余 | 29 |  | 年末结转和结余 | 60 | 5
总计 | 31 | 105.50 | 总计 | 62 | 105.50
"""


def test_the_two_halves_of_a_summary_keep_their_own_labels_and_line_numbers() -> None:
    result = parse(table(S1, ["一、2024年度收入支出决算总表(表1)", "编制单位：某局 金额单位：万元"]))
    record = result.statements[0]

    assert (record.statement, record.unit, record.rows_unread) == ("income_expenditure_summary", "万元", 0)
    assert record.rows_printed == record.rows_parsed + record.rows_ignored == 10
    assert set(record.ignored_reasons) == {"header:2", "column_numbers:1"}
    income = cell_of(result, record.statement, "一、一般公共预算财政拨款收入", "total")
    assert (income.side, income.row_no, income.item, income.fund) == (
        "income",
        "1",
        "general_budget_income",
        "general_budget",
    )
    assert (income.amount_yuan, income.basis, income.amount_year) == (Decimal("1005000.00"), "final", 2024)
    social = cell_of(result, record.statement, "八、社会保障和就业支出", "total")
    assert (social.side, social.item, social.functional_code) == ("expenditure", "functional", "208")
    closing = cell_of(result, record.statement, "年末结转和结余", "total")
    assert (closing.item, closing.row_kind) == ("closing_balance", "closing")


def test_blank_zero_and_dash_are_different_facts() -> None:
    result = parse(table(S1, ["收入支出决算总表", "单位：万元"]))
    states = {item.row_label: (item.state, item.amount_yuan) for item in result.line_items}

    assert states["二、政府性基金预算财政拨款收入"] == ("blank", None)
    assert states["八、其他收入"] == ("number", Decimal("0.00"))
    assert states["二十六、抗疫特别国债安排的支出"] == ("dash", None)


def test_a_line_number_without_a_label_keeps_its_amount() -> None:
    result = parse(table(S1, ["收入支出决算总表", "单位：万元"]))
    items = {item.row_no: item for item in result.line_items if item.item == "unnumbered"}

    assert set(items) == {"9", "58"}
    assert items["9"].amount_yuan == Decimal("50000.00")


def test_the_step_is_the_finest_of_the_statement_not_of_the_cell() -> None:
    result = parse(table(S1, ["收入支出决算总表", "单位：万元"]))

    assert {item.step_yuan for item in result.line_items} == {Decimal("100.00")}
    assert cell_of(result, "income_expenditure_summary", "一、一般公共服务支出", "total").printed_text == "60"


def test_budget_and_final_columns_side_by_side_keep_their_basis() -> None:
    result = parse(
        table(
            """
            收入 | < | < | < | < | 支出 | < | < | < | <
            项目 | 行次 | 年初预算数 | 全年预算数 | 决算数 | 项目 | 行次 | 年初预算数 | 全年预算数 | 决算数
            栏次 |  | 1 | 2 | 3 | 栏次 |  | 4 | 5 | 6
            一、一般公共预算财政拨款收入 | 1 | 90 | 95 | 100 | 一、一般公共服务支出 | 31 | 90 | 95 | 100
            总计 | 30 | 90 | 95 | 100 | 总计 | 60 | 90 | 95 | 100
            """,
            ["收入支出决算总表", "公开01表", "金额单位：万元"],
        )
    )
    items = [item for item in result.line_items if item.row_label == "一、一般公共服务支出"]

    assert [(item.basis, item.amount_yuan) for item in items] == [
        ("initial_budget", Decimal(900000)),
        ("adjusted_budget", Decimal(950000)),
        ("final", Decimal(1000000)),
    ]


def test_split_codes_with_the_total_in_the_last_header_row() -> None:
    result = parse(
        table(
            """
            项目 | < | < | < | 本年收入合计 | 财政拨款收入 | 其他收入
            支出功能分类 | < | < | 科目名称 | ^ | ^ | ^
            科目编码 | < | < | ^ | ^ | ^ | ^
            类 | 款 | 项 | 合计 | 2,946.25 | 2,940.05 | 6.20
            201 |  |  | 一般公共服务支出 | 2,946.25 | 2,940.05 | 6.20
            201 | 06 |  | 财政事务 | 2,946.25 | 2,940.05 | 6.20
            201 | 06 | 01 | 行政运行 | 2,946.25 | 2,940.05 | 6.20
            """,
            ["收入决算表", "单位：万元"],
        )
    )
    rows = {item.row_label: item for item in result.line_items if item.measure == "total"}

    assert result.statements[0].statement == "income"
    assert not result.unread
    assert (rows["合计"].item, rows["合计"].row_kind) == ("total", "total")
    assert [rows[name].functional_code for name in ("一般公共服务支出", "财政事务", "行政运行")] == [
        "201",
        "20106",
        "2010601",
    ]
    assert [rows[name].row_kind for name in ("一般公共服务支出", "财政事务", "行政运行")] == [
        "subtotal",
        "subtotal",
        "detail",
    ]


def test_headings_printed_in_the_total_row_belong_to_their_columns() -> None:
    result = parse(
        table(
            """
            项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余
            功能分类科目编码 | 科目名称 | ^ | ^ | ^ | ^ | ^ | ^
            合计 | < | 0 | 2002.80 | 合计 | 基本支出 | 项目支出 | 0
            229 | 其他支出 | 0 | 2002.80 | 2002.80 |  | 2002.80 | 0
            """.replace("本年支出 | < | <", "本年支出 | < | <").replace(
                "^ | ^ | ^ | ^ | ^ | ^", "^ | ^ | ^ | < | < | ^"
            ),
            ["政府性基金预算财政拨款收入支出决算表", "单位：万元"],
        )
    )
    measures = [item.measure for item in result.line_items if item.row_label == "其他支出"]

    assert result.statements[0].statement == "government_fund"
    assert measures == ["opening_balance", "income", "total", "basic", "project", "closing_balance"]
    assert cell_of(result, "government_fund", "其他支出", "project").fund == "government_fund"
    assert {item.side for item in result.line_items} == {None}, "its rows run from balance and income to expenditure"
    assert cell_of(result, "government_fund", "合计", "income").amount_yuan == Decimal("20028000.00")


S4 = """
收入 | < | < | 支出 | < | < | < | <
项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
一、一般公共预算财政拨款 | 1 | 100 | 一、一般公共服务支出 | 28 | 110 | 110 | 0
二、政府性基金预算财政拨款 | 2 | 0 | 十三、交通运输支出 | 40 | 0 | 0 | 0
本年收入合计 | 23 | 100 | 本年支出合计 | 50 | 110 | 110 | 0
年初财政拨款结转和结余 | 24 | 20 | 年末财政拨款结转和结余 | 51 | 10 | 10 | 0
一般公共预算财政拨款 | 25 | 20 |  | 52 |  |  |
政府性基金预算财政拨款 | 26 | 0 |  | 53 |  |  |
总计 | 27 | 120 | 总计 | 54 | 120 | 120 | 0
"""


def test_funds_under_an_opening_balance_are_its_parts_and_no_income() -> None:
    result = parse(table(S4, ["财政拨款收入支出决算总表", "单位：万元"]))
    statement = "appropriation_summary"
    income = cell_of(result, statement, "一、一般公共预算财政拨款", "total")
    opening = cell_of(result, statement, "一般公共预算财政拨款", "total")

    assert (income.item, income.row_kind, income.fund) == ("general_budget_income", "detail", "general_budget")
    with_ordinals = parse(
        table(S4.replace("\n一般公共预算财政拨款", "\n一、一般公共预算"), ["财政拨款收入支出决算总表"])
    )
    part = cell_of(with_ordinals, statement, "一、一般公共预算", "total")
    assert (part.item, part.row_kind) == ("opening_balance", "opening")
    assert (opening.item, opening.row_kind, opening.fund) == ("opening_balance", "opening", "general_budget")
    assert cell_of(result, statement, "年初财政拨款结转和结余", "total").fund == "appropriation"


def test_the_fund_columns_of_a_summary_carry_the_fund_and_measure_the_total() -> None:
    result = parse(table(S4, ["财政拨款收入支出决算总表", "单位：万元"]))
    row = [item for item in result.line_items if item.row_label == "一、一般公共服务支出"]

    assert [(item.measure, item.fund) for item in row] == [
        ("total", "appropriation"),
        ("total", "general_budget"),
        ("total", "government_fund"),
    ]


def test_three_economic_groups_side_by_side() -> None:
    result = parse(
        table(
            """
            人员经费 | < | < | 公用经费 | < | < | < | < | <
            经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数
            301 | 工资福利支出 | 33.48 | 302 | 商品和服务支出 | 2.48 | 310 | 资本性支出 |
            30101 | 基本工资 | 33.48 | 30201 | 办公费 | 2.48 | 31002 | 办公设备购置 |
            人员经费合计 | < | 33.48 | 公用经费合计 | < | < | < | < | 2.48
            """,
            ["一般公共预算财政拨款基本支出决算明细表", "金额单位：万元"],
        )
    )
    statement = "general_budget_basic_expenditure"

    assert result.statements[0].layout_id == "economic:1+1+1"
    assert cell_of(result, statement, "工资福利支出", "total").row_kind == "subtotal"
    assert cell_of(result, statement, "办公费", "total").economic_code == "30201"
    assert cell_of(result, statement, "人员经费合计", "total").item == "personnel_total"
    assert cell_of(result, statement, "公用经费合计", "total").amount_yuan == Decimal("24800.00")
    assert not result.unread


def test_groups_headed_by_personnel_without_merged_cells_measure_the_whole_row() -> None:
    text = """
        人员经费 |  |  | 公用经费 |  |
        科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
        301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 3.00
        """
    result = parse(table(text, ["一般公共预算财政拨款基本支出决算表", "单位：万元"]))

    assert [(item.economic_code, item.measure) for item in result.line_items] == [("301", "total"), ("302", "total")]


def test_an_empty_three_public_table_is_twelve_blank_amounts() -> None:
    result = parse(
        table(
            """
            预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
            合计 | 因公出国(境)费 | 公务用车购置及运行维护费 | < | < | 公务接待费 | 合计 | 因公出国(境)费 | 公务用车购置及运行维护费 | < | < | 公务接待费
            ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^
            1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
             |  |  |  |  |  |  |  |  |  |  |
            """,
            ["财政拨款“三公”经费支出决算表", "金额单位：万元"],
            below=["注：预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数。"],
        )
    )
    items = result.line_items

    assert [item.measure for item in items[:6]] == [
        "total",
        "overseas_travel",
        "vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "reception",
    ]
    assert [item.basis for item in items] == ["adjusted_budget"] * 6 + ["final"] * 6
    assert {(item.state, item.item) for item in items} == {("blank", "three_public")}


def test_three_public_items_over_budget_and_final() -> None:
    result = parse(
        table(
            """
            财政拨款“三公”经费 | < | < | < | < | <
            合计 | < | 因公出国（境）费 | < | 公务接待费 | <
            预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数
            1.95 | 0.40 | 0 |  | 1.95 | 0.40
            """,
            ["财政拨款“三公”经费支出决算表", "单位：万元"],
        )
    )

    assert [(item.measure, item.basis) for item in result.line_items] == [
        ("total", "adjusted_budget"),
        ("total", "final"),
        ("overseas_travel", "adjusted_budget"),
        ("overseas_travel", "final"),
        ("reception", "adjusted_budget"),
        ("reception", "final"),
    ]


def test_three_public_with_budget_and_final_in_rows_and_meetings_beside() -> None:
    result = parse(
        table(
            """
            项目 | 财政拨款安排的“三公”经费 | < | < | < | < | < | 会议费 | 培训费
            ^ | 小计 | 因公出国（境）费用 | 公务用车购置及运行维护费 | < | < | 公务接待费 | ^ | ^
            ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^ | ^ | ^
            栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
            预算数 | 593.46 |  | 591.60 | 136.48 | 455.12 | 1.86 | 86.81 | 2,795.78
            决算数 | 587.55 |  | 587.44 | 136.48 | 450.96 | 0.11 | 86.81 | 2,795.78
            """,
            ["财政拨款“三公”经费及会议费、培训费支出决算表", "公开09表", "金额单位：万元"],
            below=["注：预算数为年初预算数。"],
        )
    )
    statement = "three_public_expenses"

    assert cell_of(result, statement, "决算数", "total").amount_yuan == Decimal("5875500.00")
    assert cell_of(result, statement, "预算数", "meetings").basis == "initial_budget"
    assert cell_of(result, statement, "决算数", "training").basis == "final"


def test_three_public_items_in_rows() -> None:
    result = parse(
        table(
            """
            项目 | 年初预算数 | 全年预算数 | 决算数
            合计 | 30.00 | 25.00 | 20.50
            1.因公出国（境）费 | 0 | 0 | 0
            2.公务用车购置及运行维护费 | 20.00 | 20.00 | 18.50
            其中：（1）公务用车购置费 | 0 | 0 | 0
            （2）公务用车运行维护费 | 20.00 | 20.00 | 18.50
            3.公务接待费 | 10.00 | 5.00 | 2.00
            """,
            ["一般公共预算财政拨款“三公”经费支出决算表", "单位：万元"],
        )
    )
    final = {item.measure: item.amount_yuan for item in result.line_items if item.basis == "final"}

    assert final["total"] == final["overseas_travel"] + final["vehicles"] + final["reception"]  # type: ignore[operator]
    assert final["vehicle_operation"] == Decimal("185000.00")
    assert {item.basis for item in result.line_items} == {"initial_budget", "adjusted_budget", "final"}
    assert {item.item for item in result.line_items} == {"three_public"}


def test_the_narrative_says_which_budget_three_public_is_compared_with() -> None:
    text = """
        合计 | < | 公务接待费 | <
        预算数 | 决算数 | 预算数 | 决算数
        1.95 | 0.40 | 1.95 | 0.40
        """
    document = content(table(text, ["财政拨款“三公”经费支出决算表", "单位：万元"]))
    said = replace(document, lines=(line("“三公”经费财政拨款支出年初预算为1.95万元，支出决算为0.40万元。"),))

    def bases(one: DocumentContent) -> list[str]:
        result = parse_statements(one, kind="final_account", fiscal_year=2024)
        return [item.basis for item in result.line_items]

    assert bases(document) == ["adjusted_budget", "final", "adjusted_budget", "final"]
    assert bases(said) == ["initial_budget", "final", "initial_budget", "final"]


def test_a_number_cut_by_a_general_format_keeps_its_own_step() -> None:
    result = parse(
        table(
            """
            科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
            206 | 科学技术支出 | 936647884.3 | 47137884.33 | 889510000
            """,
            ["支出决算表", "单位：元"],
        )
    )

    assert [item.step_yuan for item in result.line_items] == [Decimal("0.1"), Decimal("0.01"), Decimal("0.01")]

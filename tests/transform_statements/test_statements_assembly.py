"""From tables to statements: which table begins one, which continues one, which is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from statement_tables import cell_of, parse, table

HEAD = """
项目 | < | < | < | 本年支出合计 | 基本支出 | 项目支出
功能分类科目编码 | < | < | 科目名称 | ^ | ^ | ^
类 | 款 | 项 | ^ | 1 | 2 | 3
"""
EXPENDITURE = (
    HEAD
    + """
合计 | < | < | < | 30.00 | 10.00 | 20.00
2080109 | < | < | 社会保险经办机构 | 10.00 | 10.00 |
"""
)
ABOVE = ["支出决算表", "编制单位：某局 金额单位：万元"]


def test_a_continuation_with_other_column_edges_is_read_by_the_header_before_it() -> None:
    first = table(EXPENDITURE, ABOVE, edges=[0, 20, 40, 60, 200, 300, 400, 500])
    rest = table("2130599 | 其他支出 | 20.00 |  | 20.00", index=1, page=2, edges=[0, 60, 200, 300, 400, 500])
    result = parse(first, rest)

    assert len(result.statements) == 1
    assert result.used_tables == {0, 1}
    item = cell_of(result, "expenditure", "其他支出", "project")
    assert (item.functional_code, item.amount_yuan, item.place.page) == ("2130599", Decimal("200000.00"), 2)
    assert result.statements[0].pages == (1, 2)


def test_a_table_that_does_not_meet_the_columns_before_it_is_left_alone() -> None:
    first = table(EXPENDITURE, ABOVE, edges=[0, 20, 40, 60, 200, 300, 400, 500])
    other = table("甲 | 1\n乙 | 2", index=1, page=2, edges=[0, 250, 500])
    result = parse(first, other)

    assert result.used_tables == {0}


def test_a_title_repeated_on_every_page_goes_on_and_its_repeated_total_counts_once() -> None:
    second = (
        HEAD
        + """
        合计 | < | < | < | 30.00 | 10.00 | 20.00
        213 | < | < | 农林水支出 | 20.00 |  | 20.00
        """
    )
    result = parse(table(EXPENDITURE, ABOVE), table(second, ABOVE, index=1, page=2))
    record = result.statements[0]

    assert len(result.statements) == 1
    kinds = [item.row_kind for item in result.line_items if item.item == "total"]
    assert kinds == ["total"] * 3 + ["of_which"] * 3
    assert record.rows_printed == record.rows_parsed + record.rows_ignored == 10


def test_a_repeated_total_with_one_wrong_cell_is_still_a_repetition_and_another_total_is_none() -> None:
    def kinds(again: str) -> list[str]:
        second = f"{HEAD}\n合计 | < | < | < | {again}\n213 | < | < | 农林水支出 | 20.00 |  | 20.00"
        result = parse(table(EXPENDITURE, ABOVE), table(second, ABOVE, index=1, page=2))
        return [item.row_kind for item in result.line_items if item.item == "total"][3:]

    assert kinds("30.00 | 10.00 | 20.90") == ["of_which"] * 3
    assert kinds("20.00 |  | 20.90") == ["total"] * 3


def test_the_same_statement_of_another_unit_is_a_further_instance() -> None:
    other = EXPENDITURE.replace("30.00", "5.00")
    result = parse(
        table(EXPENDITURE, ABOVE), table(other, ["支出决算表", "编制单位：另一单位 金额单位：万元"], index=1, page=2)
    )

    assert [(record.statement, record.instance) for record in result.statements] == [
        ("expenditure", 1),
        ("expenditure", 2),
    ]
    assert cell_of(result, "expenditure", "合计", "total", instance=2).amount_yuan == Decimal("50000.00")


def test_two_statements_glued_into_one_grid_are_parted() -> None:
    glued = """
        收入决算表 | < | <
        单位：元 | < | <
        科目编码 | 科目名称 | 本年收入合计
        201 | 一般公共服务支出 | 7
        支出决算表 | < | <
        单位：万元 | < | <
        科目编码 | 科目名称 | 本年支出合计
        201 | 一般公共服务支出 | 9
        """
    result = parse(table(glued))

    assert [(record.statement, record.unit, record.rows_printed) for record in result.statements] == [
        ("income", "元", 4),
        ("expenditure", "万元", 4),
    ]
    assert cell_of(result, "income", "一般公共服务支出", "total").amount_yuan == Decimal(7)
    assert cell_of(result, "expenditure", "一般公共服务支出", "total").amount_yuan == Decimal(90000)


def test_a_title_wrapped_over_two_lines_and_letter_spaced() -> None:
    result = parse(
        table(EXPENDITURE, ["第二部分", "2024年度某市某局一般公共预算财政拨款", "支 出 决 算 表", "单位：万元"])
    )

    assert result.statements[0].statement == "general_budget_expenditure"


def test_a_title_of_the_contents_page_names_no_later_table() -> None:
    contents = [
        "一、收入支出决算总表",
        "二、收入决算表",
        "三、支出决算表",
        "纳入编制范围的单位共2个，包括：",
        "如下表所示。",
    ]
    result = parse(table("序号 | 单位名称\n1 | 某局本级\n2 | 某中心", contents))

    assert result.statements == ()
    assert result.used_tables == frozenset()


def test_forms_and_lists_are_left_to_others() -> None:
    form = """
        项目名称 | 某项目 | < | <
        一级指标 | 二级指标 | 年度指标值 | 得分
        产出指标 | 数量指标 | 100 | 10
        """
    result = parse(
        table(form, ["2024年度项目支出绩效自评表"]), table("序号 | 内容 | 是或否\n1 | 公开 | 是", ["自查表"], index=1)
    )

    assert result.used_tables == frozenset()


def test_without_a_unit_line_the_documents_own_unit_is_assumed_and_marked() -> None:
    silent = table(EXPENDITURE, ["一般公共预算财政拨款支出决算表"], index=1, page=3)
    result = parse(table(EXPENDITURE, ABOVE), silent)

    assert [record.notes for record in result.statements] == [(), ("unit_assumed",)]
    assert {item.unit for item in result.line_items} == {"万元"}


def test_without_a_title_the_columns_can_name_the_statement() -> None:
    text = """
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
        201 | 一般公共服务支出 | 9.00 | 9.00 |  |  |  |
        """
    result = parse(table(text, ["单位：万元"]))

    assert result.statements[0].statement == "expenditure"
    assert result.statements[0].notes == ("recognised_by_shape",)


def test_a_table_of_amounts_that_nothing_names_is_loaded_as_printed() -> None:
    text = "科目编码 | 科目名称 | 合计\n201 | 一般公共服务支出 | 9.00"
    result = parse(table(text, ["单位：万元"]))

    assert [record.statement for record in result.statements] == ["other_table"]
    assert cell_of(result, "other_table", "一般公共服务支出", "total").amount_yuan == Decimal("90000.00")
    assert parse(table(text)).statements == ()  # without a unit they could be anything


def test_a_form_of_goals_is_no_table_of_amounts() -> None:
    text = "项目名称 | 预算数（万元） | 绩效目标\n社工服务 | 498.82 | 提供心理疏导"

    assert parse(table(text), kind="budget").statements == ()


def test_lists_of_meetings_and_courses_are_statements_of_their_own() -> None:
    heading = "序号 | {}名称 | 时间 | 人数 | 金额 | 备注"
    meetings = table(heading.format("会议") + "\n1 | 审计业务会 | 5月 | 30 | 4.20 |", ["会议费明细表", "单位：万元"])
    courses = table(heading.format("培训") + "\n1 | 业务培训 | 6月 | 75 | 6.80 |", ["单位：万元"], index=1)
    result = parse(meetings, courses, kind="budget")

    assert [record.statement for record in result.statements] == ["other_meetings", "other_training"]
    assert cell_of(result, "other_meetings", "审计业务会", "total").amount_yuan == Decimal("42000.00")
    assert cell_of(result, "other_training", "业务培训", "total").amount_yuan == Decimal("68000.00")
    people = [(item.printed_text, item.amount_yuan) for item in result.line_items if item.measure == "count"]
    assert people == [("30", None), ("75", None)]  # no amounts
    assert result.unread == ()


XIAN = """
    功能科目编码 | 功能科目名称 | 合计 | 人员经费支出 | 公用经费支出 | 专项业务经费支出
     | 合计 | 9.00 | 5.00 | 1.00 | 3.00
    201 | 一般公共服务支出 | 9.00 | 5.00 | 1.00 | 3.00
    """
XIAN_ECONOMIC = """
    序号 | 部门经济科目编码 | 部门经济科目名称 | 合计 | 人员经费支出 | 公用经费支出 | 专项业务经费支出
    1 |  | 合计 | 9.00 | 5.00 | 1.00 | 3.00
    2 | 301 | 工资福利支出 | 9.00 | 5.00 | 1.00 | 3.00
    """


def test_a_remark_in_brackets_that_wraps_belongs_to_the_title() -> None:
    title = ["2021年一般公共预算支出明细表（按支出经济分类科目-不", "含上年结转）", "单位：元"]
    result = parse(table(XIAN_ECONOMIC, title), kind="budget")

    assert result.statements[0].statement == "budget_general_expenditure"
    assert result.statements[0].printed_title == "2021年一般公共预算支出明细表（按支出经济分类科目-不含上年结转）"
    assert result.statements[0].notes == ()


def test_the_same_title_over_other_columns_begins_a_further_instance() -> None:
    first = table(XIAN, ["一般公共预算支出明细表", "（按支出功能分类科目-不含上年结转）", "单位：元"])
    second = table(
        XIAN_ECONOMIC, ["一般公共预算支出明细表", "（按支出经济分类科目-不含上年结转）", "单位：元"], index=1, page=2
    )
    result = parse(first, second, kind="budget")

    assert [(record.statement, record.instance) for record in result.statements] == [
        ("budget_general_expenditure", 1),
        ("budget_general_expenditure", 2),
    ]
    assert cell_of(result, "budget_general_expenditure", "工资福利支出", "total").economic_code == "301"


@pytest.mark.parametrize(
    ("columns", "statement"),
    [("", "budget_general_expenditure"), (" | 专项业务经费支出", "budget_general_basic_expenditure")],
)
def test_a_title_cut_off_leaves_the_header_to_decide(columns: str, statement: str) -> None:
    lines = [line for line in XIAN.splitlines() if line.strip()]
    if columns:
        lines = [line.rsplit("|", 1)[0] for line in lines]
    result = parse(table("\n".join(lines), ["金位：元"]), kind="budget")

    assert [(record.statement, record.unit) for record in result.statements] == [(statement, "元")]
    assert result.statements[0].notes == ("recognised_by_shape",)


def test_project_expenditure_after_deductions_is_a_part_of_it() -> None:
    text = """
        科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | <
        ^ | ^ | ^ | ^ | 项目支出总数 | 扣除基建项目后预算数
        201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00 | 3.00
        """
    result = parse(table(text, ["一般公共预算支出表", "单位：万元"]), kind="budget")

    assert cell_of(result, "budget_general_expenditure", "一般公共服务支出", "project").printed_text == "4.00"
    net = cell_of(result, "budget_general_expenditure", "一般公共服务支出", "project_net")
    assert (net.printed_text, net.row_kind) == ("3.00", "of_which")


def test_what_is_not_understood_is_loaded_and_reported() -> None:
    text = """
        科目编码 | 科目名称 | 合计 | 从未见过的列
        201 | 一般公共服务支出 | 9.00 | 1.00
         | 从未见过的行 | 3.00 |
        7 | 行政运行 | 1.00 2.00 |
        """
    result = parse(table(text, ["支出决算表", "单位：万元"]))

    assert cell_of(result, "expenditure", "从未见过的行", "total").item == "other"
    assert cell_of(result, "expenditure", "一般公共服务支出", "unknown").amount_yuan == Decimal("10000.00")
    doubtful = cell_of(result, "expenditure", "行政运行", "total")
    assert (doubtful.state, doubtful.amount_yuan, doubtful.printed_text) == ("unread", None, "1.00 2.00")
    assert {(one.what, one.reason) for one in result.unread} == {
        ("amount", "not_one_number"),
        ("label", "unknown_label_loaded_as_other"),
        ("code", "digits_make_no_code"),
        ("column", "unknown_header"),
    }


def test_a_label_cut_by_the_page_end_is_one_label() -> None:
    text = """
        项目 | 金额 | 项目 | 金额
        一、财政拨款 | 9.00 | 八、社会保障和就 | 9.00
         |  | 业支出 |
        收入总计 | 9.00 | 支出总计 | 9.00
        """
    result = parse(table(text, ["收支预算总表", "单位：万元"]), kind="budget")
    item = cell_of(result, "budget_income_expenditure_summary", "八、社会保障和就业支出", "total")

    assert (item.functional_code, item.amount_yuan) == ("208", Decimal("90000.00"))
    assert "wrapped_label:1" in result.statements[0].ignored_reasons
    assert not result.unread


def test_a_label_that_runs_over_into_the_amount_cell_is_put_together_again() -> None:
    text = """
        项目 | 预算数 | 部门预算支出经济分类科目（按大类） | 预算数
        财政拨款 | 9.00 | (1)工资福利支 | 出9.00
         |  | (2)资本性支出（基本建设 | ）
        收入总计 | 9.00 | 支出总计 | 9.00
        """
    result = parse(table(text, ["收支总表", "单位：万元"]), kind="budget")
    item = cell_of(result, "budget_income_expenditure_summary", "(1)工资福利支出", "total")

    assert (item.economic_code, item.printed_text, item.amount_yuan) == ("301", "9.00", Decimal("90000.00"))
    assert cell_of(result, "budget_income_expenditure_summary", "(2)资本性支出（基本建设）", "total").state == "blank"


def test_a_garbled_heading_does_not_put_amounts_under_the_labels_of_another_half() -> None:
    text = """
        项目 | 预算数 | 支出功能分类科目 | 部门预算算数 | 出经济分科（按类） | 预算数
        财政拨款 | 9.00 | 1、外交支出 |  | 1、工资福利支出 | 9.00
         |  | 2、国防支出 | 9.00 | 2、商品和服务支出 |
        收入总计 | 9.00 | 支出总计 | 9.00 | 支出总计 | 9.00
        """
    result = parse(table(text, ["收支总表", "单位：万元"]), kind="budget")
    foreign = [item.printed_text for item in result.line_items if item.functional_code == "202"]

    assert foreign == [""]
    assert cell_of(result, "budget_income_expenditure_summary", "1、工资福利支出", "total").economic_code == "301"


def test_every_row_of_a_statement_is_parsed_ignored_by_name_or_unread() -> None:
    text = (
        EXPENDITURE
        + """
         |  |  |  |  |  |
        注：本表反映部门本年度各项支出情况。 | < | < | < | < | < | <
        """
    )
    record = parse(table(text, ABOVE)).statements[0]

    assert record.rows_printed == 7
    assert (record.rows_parsed, record.rows_ignored, record.rows_unread) == (2, 5, 0)
    assert set(record.ignored_reasons) == {"header:2", "column_numbers:1", "blank:1", "note:1"}


def test_a_wrapped_title_that_lost_its_three_public_is_put_right_by_the_columns() -> None:
    text = """
        单位编码 | 单位名称 | 因公出国（境）费用 | 公务接待费 | 会议费
        121 | 某市信访局 | 1.00 | 2.00 | 3.00
        """
    result = parse(table(text, ["会议费、培训费支出预算表", "单位：元"]), kind="budget")

    assert result.statements[0].statement == "budget_three_public"

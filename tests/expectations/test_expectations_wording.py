"""How a number is named to a person: headings in one breath, forms and sentences by what their number is."""

from __future__ import annotations

import pytest

from expectations.wording import claim_metric, column_words, form_field, form_subject, section_words


@pytest.mark.parametrize(
    ("path", "row", "said"),
    [
        ("支出/决算数/小计", "社会保障和就业支出", "决算数（小计）"),
        ("支出/决算数/一般公共预算\n财政拨款", "教育支出", "一般公共预算财政拨款决算数"),
        ("本年支出/项目支出", "合计", "项目支出"),
        ("本年支出/小计", "合计", "本年支出（小计）"),
        ("支出/金额", "卫生健康支出", ""),
        ("支出/金额", "总计", "支出"),
        ("支出/合计", "总计", "支出（合计）"),
        ("收入/决算数", "", "收入决算数"),
        ("支出/功能分类/金额", "四、公共安全支出", ""),
        ("“三公”经费/公务用车购置及运行维护费/购置费", "", "公务用车购置及运行维护费·购置费"),
        ("财政拨款“三公”经费/公务用车购置及运行费/小计/决算数", "", "公务用车购置及运行费（小计）决算数"),
        ("没见过的标题", "合计", "没见过的标题"),
    ],
)
def test_a_path_of_headings_is_said_in_one_breath(path: str, row: str, said: str) -> None:
    assert column_words(path, row) == said


def test_numbers_of_forms_and_sentences_say_what_they_are_unless_their_row_does() -> None:
    assert form_field("executed", "年度资金总额") == "执行数"
    assert form_field("score", "总分") == ""
    assert claim_metric("growth_rate", "预留机动经费") == "增减幅度"
    assert claim_metric("initial_budget", "基本支出预算数") == ""
    assert claim_metric("final", "基本支出") == ""


def test_a_section_is_named_by_its_innermost_heading_that_says_something() -> None:
    assert section_words("第三部分说明 / 一、收支预算总表情况说明 / （二） / 1．") == "一、收支预算总表情况说明"
    assert section_words("1.") == ""


def test_a_form_is_about_its_project() -> None:
    assert form_subject("2024年度社保扶贫代缴资金项目自评表") == "2024年度社保扶贫代缴资金"
    assert form_subject("项目支出绩效自评表") == "项目支出绩效自评表"

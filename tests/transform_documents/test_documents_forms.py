"""Performance forms: money rows, indicators, totals, by the roles of printed headers."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from documents_builder import document, lines, table

from extract.reading import read_document
from transform.documents import parse_document
from transform.forms import parse_forms
from transform.forms.vocabulary import FormDataError, parse_vocabulary
from transform.text import squeeze

HUBEI = [
    ["项目名称", "社保扶贫代缴资金>6"],
    ["主管部门", "某区人社局>2", "项目实施单位>2", "某区办公室>2"],
    ["预算执行情况(万元)(20分)^2", "", "预算数(A)", "执行数(B)", "执行率(B/A)>2", "得分(20分*执行率)"],
    ["年度财政资金总额", "360", "319.05", "88.63%>2", "17.73"],
    ["年度绩效目标1(80分)^3", "一级指标", "二级指标", "三级指标", "年初目标值(A)", "实际完成值(B)", "得分"],
    ["产出指标^2", "数量指标^2", "正常代缴人数", "≥5800人", "5290", "9.12"],
    ["非正常参保人员", "≥30人", "18", "6"],
    ["总分", "92.85>6"],
    ["偏差大或目标未完成原因分析", "政策变化>6"],
]

XIAN = [
    ["项目名称>2", "病媒生物防制>6"],
    ["项目资金（万元）>2^3", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）"],
    ["年度资金总额", "240", "229.19", "229.19", "10", "100.00%"],
    ["其中：当年财政拨款", "240", "229.19", "229.19", "—", ""],
    ["绩效指标^3", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标（50分）", "数量指标", "指标1：消杀数量", "16个", "16个", "12.5", "12.5"],
    ["满意度指标（10分）", "服务对象满意度指标", "指标1：群众满意率", "≥90%", "≥90%", "10", "10"],
    ["总分>6", "100", "98.5"],
]

TARGETS = [
    ["项目名称>3", "审计事务>3"],
    ["资金金额(万元)>3^3", "实施期资金总额：", "285.87", "执行率分值（10分）^3"],
    ["其中：财政拨款", "285.87"],
    ["其他资金", ""],
    ["总体目标", "维护国家财经秩序。>5"],
    ["年度绩效指标^3", "一级指标", "二级指标", "三级指标", "指标值", "分值权重（90分）"],
    ["产出指标^2", "数量指标", "提交审计报告（篇）", "≥150", "6"],
    ["时效指标", "审计项目工作日", "≤44天", "8"],
]

LISTED = [
    [
        "序号",
        "项目名称",
        "当年财政拨款预算金额",
        "当年绩效目标",
        "指标名称",
        "指标性质",
        "指标值",
        "计量单位",
        "指标权重%",
    ],
    ["1^2", "商务发展项目^2", "8,071.45^2", "办好展会^2", "培训人数", "≥", "1066", "人次", "5"],
    ["展会数量", "＝", "30", "场", "10"],
]


def forms(*tables):
    return parse_forms(document(tables=tables), tables, kind="final_account", fiscal_year=2024)


def test_self_evaluation_with_points_in_the_label():
    result = forms(
        table(HUBEI, above=["2024年度社保扶贫代缴资金项目自评表", "单位名称：某区办公室 填报日期：2025/4/1"])
    )
    funding, first, second, total = result.performance
    assert funding.form_title == "2024年度社保扶贫代缴资金项目自评表"
    assert (funding.label, funding.project_name) == ("年度财政资金总额", "社保扶贫代缴资金")
    assert (funding.budget_yuan, funding.executed_yuan) == (Decimal(3600000), Decimal("3190500.00"))
    assert (funding.rate, funding.score, funding.weight) == (Decimal("0.8863"), Decimal("17.73"), Decimal(20))
    assert funding.weight_source == "score_header"
    assert dict(funding.printed)["executed"] == "319.05"
    assert dict(funding.boxes)["executed"].page == 1
    assert (first.indicator_level1, first.indicator_level2, first.indicator) == ("产出指标", "数量指标", "正常代缴人数")
    assert (first.target_text, first.actual_text, first.score, first.weight) == (
        "≥5800人",
        "5290",
        Decimal("9.12"),
        None,
    )
    assert (second.indicator_level1, second.score) == ("产出指标", Decimal(6))
    assert (total.row_kind, total.score, total.weight) == ("total", Decimal("92.85"), None)
    assert result.unread == ()


def test_self_evaluation_with_columns_for_points():
    result = forms(table(XIAN, above=["西安市级病媒生物防制项目绩效自评表", "（2022年度）"]))
    kinds = [row.row_kind for row in result.performance]
    assert kinds == ["funding", "funding", "indicator", "indicator", "total"]
    whole, part, first, _, total = result.performance
    assert (whole.initial_budget_yuan, whole.budget_yuan) == (Decimal(2400000), Decimal("2291900.00"))
    assert (whole.weight, whole.weight_source, whole.rate) == (Decimal(10), "printed", Decimal("1.0000"))
    assert (part.label, part.weight, part.weight_source) == ("其中：当年财政拨款", None, None)
    assert (first.indicator_level1, first.weight, first.weight_source) == ("产出指标", Decimal("12.5"), "printed")
    assert (total.weight, total.score) == (Decimal(100), Decimal("98.5"))


def test_target_form_takes_amounts_beside_their_labels():
    result = forms(table(TARGETS, above=["部门专项业务经费绩效目标表", "（2026年度）"]))
    whole, part, first, second = result.performance
    assert (whole.label, whole.budget_yuan, whole.weight) == ("实施期资金总额：", Decimal("2858700.00"), Decimal(10))
    assert (part.budget_yuan, part.weight) == (Decimal("2858700.00"), None)
    assert (first.target_text, first.weight) == ("≥150", Decimal(6))
    assert (second.indicator_level1, second.indicator_level2) == ("产出指标", "时效指标")


def test_list_of_projects_with_indicators_joins_sign_value_and_unit():
    result = forms(table(LISTED, above=["2026年一般性项目绩效目标表", "单位：万元"]))
    money, first, second = result.performance
    assert (money.project_name, money.budget_yuan) == ("商务发展项目", Decimal("80714500.00"))
    assert (first.target_text, second.target_text) == ("≥1066人次", "＝30场")
    assert second.project_name == "商务发展项目"


def test_amounts_without_a_stated_unit_stay_printed_only():
    rows = [[cell.replace("(万元)", "") for cell in row] for row in HUBEI]
    funding = forms(table(rows, above=["社保扶贫项目自评表"])).performance[0]
    assert (funding.budget_yuan, dict(funding.printed)["budget"]) == (None, "360")


def test_a_rate_without_per_cent_is_not_guessed():
    rows = [[cell.replace("88.63%", "0.8863") for cell in row] for row in HUBEI]
    funding = forms(table(rows, above=["社保扶贫项目自评表"])).performance[0]
    assert (funding.rate, dict(funding.printed)["rate"]) == (None, "0.8863")


def test_a_form_goes_on_over_the_page_without_its_header():
    rest = table([["", "效益指标", "社会效益指标", "群众知晓率", "≥90%", "5"]], index=1, page=2)
    first, *_, last = forms(table(TARGETS, above=["绩效目标表"]), rest).performance
    assert (last.indicator, last.target_text, last.weight) == ("群众知晓率", "≥90%", Decimal(5))
    assert last.form_no == first.form_no
    assert last.project_name == "审计事务"


def test_a_titled_table_does_not_go_on_with_the_form_before():
    rows = [["序号", "项目", "考核内容>2", "是或否", "备注"], ["1", "公开", "格式>2", "是", ""]]
    checklist = table(rows, index=1, page=2, above=["2024年度部门决算公开工作情况自查表"])
    assert forms(table(TARGETS, above=["绩效目标表"]), checklist).used_tables == (0,)


def test_stacked_forms_are_counted_apart():
    result = forms(table([*TARGETS, *TARGETS], above=["绩效目标表"]))
    assert {row.form_no for row in result.performance} == {1, 2}


def test_tables_of_amounts_are_left_alone_and_unknown_cells_reported():
    amounts = table([["科目编码", "科目名称", "合计"], ["208", "社会保障", "1.00"]], above=["支出决算表"])
    assert forms(amounts).used_tables == ()
    odd = table([*TARGETS, ["莫名其妙>2", "1234>4"]], above=["绩效目标表"])
    assert [unread.text for unread in forms(odd).unread] == []  # a row under an open header is an indicator row
    loose = table([["莫名其妙>3", "1234>3"], *TARGETS], above=["绩效目标表"])
    assert [unread.text for unread in forms(loose).unread] == ["莫名其妙", "1234"]


def test_vocabulary_is_validated():
    with pytest.raises(FormDataError, match="funding_columns"):
        parse_vocabulary("{}")


@pytest.mark.corpus
def test_seed_forms_equal_the_truth(corpus):
    truth = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))["self_evaluation"]
    parsed = parse_document(read_document(corpus / "seed" / "seed_office.pdf"))
    for number, form in enumerate(truth, start=1):
        rows = [row for row in parsed.performance if row.form_no == number]
        funding, *indicators, total = rows
        assert squeeze(funding.form_title) == squeeze(form["title"])
        assert squeeze(funding.project_name) == squeeze(form["project"])
        assert funding.budget_yuan == Decimal(form["budget"]) * 10000
        assert funding.executed_yuan == Decimal(form["executed"]) * 10000
        assert funding.rate == Decimal(form["rate"].rstrip("%")) / 100
        assert (funding.score, funding.weight) == (Decimal(form["exec_score"]), Decimal(form["exec_score_max"]))
        assert dict(funding.printed)["rate"] == form["rate"]
        assert total.score == Decimal(form["total_score"])
        assert len(indicators) == len(form["indicators"])
        for row, expected in zip(indicators, form["indicators"], strict=True):
            assert row.row_kind == "indicator"
            fields = [row.indicator_level1, row.indicator_level2, row.indicator, row.target_text, row.actual_text]
            keys = ["level1", "level2", "level3", "target_text", "actual_text"]
            assert [squeeze(text or "") for text in fields] == [squeeze(expected[key]) for key in keys]
            assert row.score == Decimal(expected["score"])
            assert all(place.page >= 26 for _, place in row.boxes)
    assert not [unread for unread in parsed.unread if unread.what == "form_cell"]


@pytest.mark.corpus
def test_every_self_evaluation_form_of_a_large_department_is_read(corpus):
    path = corpus / "final_accounts" / "020_西安__卫生健康委员会_2026年部门预算.pdf"
    parsed = parse_document(read_document(path))
    forms_read = {row.form_no: row for row in parsed.performance}
    totals = [row for row in parsed.performance if row.row_kind == "total"]
    assert len(totals) == len(forms_read) == 89  # 88 projects and the department's own
    wholes = [row for row in parsed.performance if row.row_kind == "funding" and row.label.startswith("年度资金总额")]
    assert len(wholes) == 88
    assert all(row.budget_yuan is not None and row.executed_yuan is not None for row in wholes)
    # One form prints 91.05 without a per cent sign: kept as printed, not guessed.
    assert [dict(row.printed)["rate"] for row in wholes if row.rate is None] == ["91.05"]


def test_the_sources_of_a_tasks_money_are_kept_as_printed():
    tasks = [
        ["年度主要任务^4", "任务名称^2", "主要内容^2", "预算金额（万元）>3"],
        ["总额", "财政拨款", "其他资金"],
        ["审计事务", "差旅费等", "285.87", "285.87", ""],
        ["审计专项补助", "专项用于审计署", "198.18", "0", "198.18"],
    ]
    result = forms(table(tasks, above=["部门整体支出绩效目标表", "（2026年度）"]))
    first, second = result.performance
    assert (second.label, second.budget_yuan) == ("审计专项补助", Decimal("1981800.00"))
    assert (dict(second.printed)["appropriation"], dict(second.printed)["other_funds"]) == ("0", "198.18")
    assert {"appropriation", "other_funds"} <= {name for name, _ in second.boxes}
    assert "other_funds" not in dict(first.printed)


def test_a_form_says_why_targets_were_missed_and_how_it_scores():
    notes = lines("备注：定量指标计分原则：正向指标(即目标值为≥X，得分=权重", "×B/A)，得分不得突破权重总额。", top=700)
    empty = [*HUBEI[:-1], ["偏差大或目标未完成原因分析", ">6"]]
    first = replace(table(HUBEI, above=["甲项目自评表"]), below=notes)
    result = forms(first, table(empty, index=1, page=2, above=["乙项目自评表"]))
    said = [(note.kind, note.key, note.value, note.section, note.ordinal, note.code) for note in result.notes]
    assert said == [
        ("form_reason", "1", "政策变化", "甲项目自评表", 0, None),
        ("form_rule", "1", "得分=权重×B/A", "甲项目自评表", 0, "proportional"),
        ("form_reason", "2", "", "乙项目自评表", 1, None),
    ]


def test_tasks_under_one_amount_heading_in_two_rows_and_an_amount_of_two_rows():
    rows = [
        ["年度主要任务^6", "任务名称^2", "主要内容^2", "预算金额（万元）>2"],
        ["总额", "财政拨款其他资金"],
        ["基本履职", "人员经费", "508.61", "508.61"],
        ["预警发布", "平台维持^2", "94.25^2", "94.25^2"],
        ["服务保障"],
        ["金额合计>2", "602.86", "602.86"],
        ["产出指标", "数量指标", "指标1：", "指标2："],
    ]
    result = forms(table(rows, above=["部门整体支出绩效目标表"]))
    money = [(row.label, row.budget_yuan) for row in result.performance]
    assert money == [
        ("基本履职", Decimal("5086100.00")),
        ("预警发布", Decimal("942500.00")),
        ("金额合计", Decimal("6028600.00")),
    ]
    # the column of two headings is kept as printed, whose it is not guessed
    assert [dict(row.printed).get("parts") for row in result.performance] == ["508.61", "94.25", "602.86"]
    assert not any("appropriation" in dict(row.printed) for row in result.performance)
    assert "服务保障" in [unread.text for unread in result.unread]
    assert not [unread.text for unread in result.unread if "指标" in unread.text]


def test_words_over_the_rows_that_print_points_are_kept_with_them():
    rows = forms(table(TARGETS, above=["绩效目标表"])).performance
    assert [dict(row.printed).get("weight_header") for row in rows] == [None, None, "分值权重(90分)", "分值权重(90分)"]


def test_fields_of_a_recognised_form_keep_how_sure_they_are():
    made = table(HUBEI, above=["社保扶贫项目自评表"])
    cells = tuple(replace(cell, confidence=0.5 if cell.text == "319.05" else 0.99) for cell in made.cells)
    funding = forms(replace(made, cells=cells)).performance[0]
    boxes = dict(funding.boxes)
    assert (boxes["executed"].ocr_confidence, boxes["budget"].ocr_confidence) == (0.5, 0.99)

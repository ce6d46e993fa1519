"""Sentence in, claims out: one test per family of sentences, and the sentences that must not be bound."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from narrative_pages import brief, claims, document, line_item, one

from transform.narrative import parse_narrative
from transform.records import Claim

OVERALL = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
EXPENDITURE = "三、支出决算情况说明"
APPROPRIATION = "四、财政拨款收入支出决算总体情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
PERFORMANCE = "十、预算绩效情况说明"
PROCUREMENT = "（二）政府采购支出情况"
ASSETS = "（三）国有资产占用情况"


def test_total_with_change_growth_and_listed_drivers() -> None:
    found = claims(
        OVERALL,
        "2024年度收、支总计583.56万元。与2023年度相比，收、支总计增加82.21万元，增长16.4%，主要原因是标准由每人每年400元提高到每人每年600元，"
        "增加财政拨款110.08万元；事业运行收支减少5.26万元；基本支出减少22.61万元。",
    )
    assert [brief(claim) for claim in found] == [
        ("final", "583.56万元", "overall_total"),
        ("change", "+82.21万元", "overall_total"),
        ("growth_rate", "+16.4%", "overall_total"),
        ("?unit_price", "400元", "标准由每人每年"),
        ("?unit_price", "600元", "提高到每人每年"),
        ("component", "+110.08万元", "财政拨款"),
        ("component", "-5.26万元", "事业运行收支"),
        ("component", "-22.61万元", "基本支出"),
    ]
    total, change, growth = found[:3]
    assert line_item(total) == ("income_expenditure_summary", "grand_total", "total", "final", 2024)
    assert (change.base_year, growth.base_year) == (2023, 2023)
    assert {claim.group_key for claim in found if claim.state == "bound"} == {total.group_key}


def test_parts_and_their_shares_name_part_and_whole() -> None:
    found = claims(
        INCOME,
        "2024年度收入合计583.56万元。其中：财政拨款收入580.56万元，占本年收入99.49%；事业收入3万元，占本年收入0.51%。",
    )
    total = one(found, "final", "583.56")
    part, share = one(found, "final", "580.56"), one(found, "share", "99.49")
    assert line_item(total) == ("income", "total", "total", "final", 2024)
    assert line_item(part) == ("income", "total", "appropriation", "final", 2024)
    assert line_item(one(found, "final", "3"))[2] == "business"
    assert (part.parent_key, share.group_key) == (total.group_key, part.group_key)
    assert (share.whole, share.whole_concept, share.whole_key) == ("本年收入", "income_total", total.group_key)


def test_a_share_without_a_named_whole_is_of_the_whole_it_is_listed_under() -> None:
    found = claims(
        EXPENDITURE, "本年支出合计2940.05万元，其中：基本支出2336.91万元，占79.49%；项目支出603.14万元，占20.51%；"
    )
    total = one(found, "final", "2940.05")
    assert [claim.whole_key for claim in found if claim.metric == "share"] == [total.group_key] * 2
    assert [line_item(c)[:3] for c in found if c.metric == "final"] == [
        ("expenditure", "total", "total"),
        ("expenditure", "total", "basic"),
        ("expenditure", "total", "project"),
    ]


def test_classes_listed_in_paragraphs_of_their_own() -> None:
    found = claims(
        GENERAL,
        "（二）一般公共预算财政拨款支出决算结构情况",
        "2024年度一般公共预算财政拨款支出583.56万元，主要用于以下方面：",
        "社会保障和就业（类）支出202.15万元，占34.64%；",
        "农林水支出360万元，占61.7%。",
    )
    total = one(found, "final", "583.56")
    assert [brief(claim)[2] for claim in found[1:]] == ["functional 208"] * 2 + ["functional 213"] * 2
    assert {claim.parent_key for claim in found[1:]} == {total.group_key}
    assert {claim.whole_key for claim in found if claim.metric == "share"} == {total.group_key}
    assert line_item(found[1])[:3] == ("general_budget_expenditure", "functional", "total")


def test_item_with_budget_final_completion_and_direction() -> None:
    found = claims(
        GENERAL,
        "（三）一般公共预算财政拨款支出决算具体情况",
        "1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）。主要用于：职业年金。"
        "年初预算为80.81万元，支出决算为80.38万元，完成年初预算的99.47%。决算数小于预算数的主要原因：人员减少。",
    )
    assert [brief(claim) for claim in found] == [
        ("initial_budget", "80.81万元", "functional 2080506"),
        ("final", "80.38万元", "functional 2080506"),
        ("completion_rate", "99.47%", "functional 2080506"),
        ("comparison", "-小于", "functional 2080506"),
    ]
    assert len({claim.group_key for claim in found}) == 1
    assert found[2].base_basis == "initial_budget"
    assert (found[3].base_year, found[3].base_basis, found[3].value) == (2024, None, None)
    assert line_item(found[1]) == ("general_budget_expenditure", "functional", "total", "final", 2024)


def test_an_amount_restated_with_its_metric_keeps_one_final_per_group() -> None:
    found = claims(
        GENERAL,
        "（三）一般公共预算财政拨款支出决算具体情况",
        "“公共安全支出（类）司法（款）公共法律服务（项）”27.09万元，主要用于：社区矫正。年初预算为30万元，支出决算为27.10万元，"
        "完成年初预算的90.33%。",
    )
    finals = [claim for claim in found if claim.metric == "final"]
    assert [claim.printed_text for claim in finals] == ["27.09", "27.10"]
    assert finals[0].group_key != finals[1].group_key
    assert one(found, "completion_rate", "90.33").group_key == finals[1].group_key
    assert {claim.functional_code for claim in finals} == {"2040607"}


def test_items_under_a_class_heading_take_its_class() -> None:
    found = claims(
        "五、一般公共预算支出预算情况说明",
        "（一）一般公共服务支出（类）",
        "1．财政事务（款）行政运行（项）支出8072.29万元，与上年相比增加1965.30万元，增长32.18%。",
        kind="budget",
    )
    assert [brief(claim) for claim in found] == [
        ("initial_budget", "8072.29万元", "functional 2010601"),
        ("change", "+1965.30万元", "functional 2010601"),
        ("growth_rate", "+32.18%", "functional 2010601"),
    ]


def test_printed_codes_bind_functional_and_economic_rows() -> None:
    found = claims(
        "七、一般公共预算拨款支出明细情况说明",
        "（二）支出按功能科目分类的明细情况",
        "1.审计业务（2010804）635.87万元，较上年减少181.13万元，下降22.17%。",
        "（三）支出按经济科目分类的明细情况",
        "（1）工资福利支出（301）2,981.28万元，较上年增加117.32万元。",
        kind="budget",
    )
    bound = [brief(claim) for claim in found if claim.state == "bound"]
    assert bound == [
        ("initial_budget", "635.87万元", "functional 2010804"),
        ("change", "-181.13万元", "functional 2010804"),
        ("growth_rate", "-22.17%", "functional 2010804"),
        ("initial_budget", "2,981.28万元", "economic 301"),
        ("change", "+117.32万元", "economic 301"),
    ]


def test_bare_names_of_classes_are_functional_and_no_totals() -> None:
    found = claims(
        "二、部门收支总体情况",
        "（二）支出预算：2024年年初预算数56,000.11万元，其中：教育支出54.94万元，城乡社区支出49,055.17万元，其他支出6,890万元。",
        kind="budget",
    )
    assert [brief(claim)[2] for claim in found] == [
        "overall_expenditure_total",
        "functional 205",
        "functional 212",
        "functional 229",
    ]


def test_an_organisation_in_front_of_a_subject_is_no_part_of_it() -> None:
    found = claims(
        THREE,
        "2024年度某市某区养老保险办公室执行公务和开展业务活动开支公务接待费3万元。",
        "其他单位公务接待费1万元。",
    )
    assert [(claim.printed_text, claim.concept) for claim in found] == [("3", "reception"), ("1", None)]


def test_codes_in_the_level_marks() -> None:
    found = claims(
        "五、一般公共预算支出情况说明",
        "1、公共安全支出（204类）司法（06款）行政运行（01项）1672.67万元。",
        kind="budget",
    )
    assert brief(found[-1]) == ("initial_budget", "1672.67万元", "functional 2040601")


def test_basic_expenditure_personnel_and_public() -> None:
    found = claims(
        BASIC,
        "2024年度一般公共预算财政拨款基本支出192.60万元，其中：人员经费177.78万元，主要包括：基本工资、津贴补贴；"
        "公用经费14.82万元，主要包括：办公费、印刷费。",
    )
    assert [line_item(claim)[:3] for claim in found] == [
        ("general_budget_expenditure", "total", "basic"),
        ("general_budget_basic_expenditure", "personnel_total", "total"),
        ("general_budget_basic_expenditure", "public_total", "total"),
    ]
    assert [claim.parent_key for claim in found[1:]] == [found[0].group_key] * 2


def test_three_public_expenses_by_item() -> None:
    found = claims(
        THREE,
        "“三公”经费财政拨款支出年初预算为53.93万元，支出决算为37.35万元，完成预算的69.26%，其中：因公出国（境）费决算为0万元，完成预算的0%；"
        "公务用车购置及运行维护费支出决算为37.35万元，完成预算的71.28%。",
    )
    assert [(claim.measure, claim.metric, claim.printed_text) for claim in found] == [
        ("total", "initial_budget", "53.93"),
        ("total", "final", "37.35"),
        ("total", "completion_rate", "69.26"),
        ("overseas_travel", "final", "0"),
        ("overseas_travel", "completion_rate", "0"),
        ("vehicles", "final", "37.35"),
        ("vehicles", "completion_rate", "71.28"),
    ]
    assert {claim.statement for claim in found} == {"three_public_expenses"}


def test_a_budget_inside_the_completion_rate() -> None:
    found = claims(THREE, "2024年度公务接待费支出决算为0.16万元，完成预算0万元的0%。")
    assert [brief(claim) for claim in found] == [
        ("final", "0.16万元", "reception"),
        ("budget", "0万元", "reception"),
        ("completion_rate", "0%", "reception"),
    ]
    assert len({claim.group_key for claim in found}) == 1


def test_counts_of_three_public_and_assets() -> None:
    found = claims(
        THREE,
        "1.因公出国（境）费支出0万元。全年安排因公出国（境）团组0个、累计0人次。",
        "2.公务用车购置及运行维护费支出12.35万元。2024年，公务用车购置数1辆，公务用车保有量为8辆。",
        "3.公务接待费支出0.16万元。国内公务接待3批次，接待人数共13人。",
        ASSETS,
        "截至2024年12月31日，本部门共有车辆10辆，其中：机要通信用车2辆、其他用车8辆。单价100万元（含）以上设备2台（套）。",
    )
    counts = [(c.metric, c.concept, c.printed_text, c.state) for c in found if c.value_kind == "count"]
    assert counts == [
        ("trips", "overseas_trips", "0", "bound"),
        ("people", "overseas_people", "0", "bound"),
        ("vehicles", "vehicles_purchased", "1", "bound"),
        ("vehicles", "vehicles_held", "8", "bound"),
        ("batches", "reception_batches", "3", "bound"),
        ("people", "reception_people", "13", "bound"),
        ("vehicles", "vehicles_total", "10", "bound"),
        ("vehicles", "vehicle_kind", "2", "bound"),
        ("vehicles", "vehicle_kind", "8", "bound"),
        ("equipment", "equipment", "2", "bound"),
    ]
    date = one(found, "date", "2024年12月31日")
    assert (date.concept, date.period, date.value) == ("as_of", 2024, Decimal(20241231))


def test_procurement_and_small_enterprises() -> None:
    found = claims(
        PROCUREMENT,
        "2024年度本部门政府采购支出总额251.25万元，其中：政府采购货物支出4.79万元、政府采购工程支出0万元、政府采购服务支出246.46万元。"
        "授予中小企业合同金额200万元，占政府采购支出总额的79.6%，其中：授予小微企业合同金额100万元，占授予中小企业合同金额的50%。",
    )
    amounts = {claim.concept: claim for claim in found if claim.metric == "final"}
    assert {concept: claim.printed_text for concept, claim in amounts.items()} == {
        "procurement_total": "251.25",
        "procurement_goods": "4.79",
        "procurement_works": "0",
        "procurement_services": "246.46",
        "procurement_sme": "200",
        "procurement_small": "100",
    }
    shares = [claim for claim in found if claim.metric == "share"]
    assert [share.whole_key for share in shares] == [
        amounts["procurement_total"].group_key,
        amounts["procurement_sme"].group_key,
    ]


def test_purchases_reserved_for_small_enterprises() -> None:
    found = claims(
        PROCUREMENT,
        "2025年本部门面向中小企业预留政府采购项目预算金额1928.48万元，其中，预留给小型和微型企业的政府采购项目预算为1349.94万元。"
        "面向小微企业预留政府采购项目预算金额293.72万元。",
        kind="budget",
    )
    assert [(claim.concept, claim.printed_text) for claim in found if claim.metric == "initial_budget"] == [
        ("procurement_sme", "1928.48"),
        ("procurement_small", "1349.94"),
        ("procurement_small", "293.72"),
    ]


def test_projects_of_the_self_evaluation() -> None:
    found = claims(
        PERFORMANCE,
        "（三）项目支出自评结果",
        "1.社保扶贫资金项目绩效自评综述：项目全年预算数为360万元，执行数为319.05万元，完成预算的88.63%。主要产出是：受益人数5103人。",
        "2.养老保险管理经费项目绩效自评综述：项目全年预算数为10万元，执行数为9.97万元，完成预算的99.7%。",
    )
    assert [brief(claim) for claim in found] == [
        ("adjusted_budget", "360万元", "project 社保扶贫资金"),
        ("final", "319.05万元", "project 社保扶贫资金"),
        ("completion_rate", "88.63%", "project 社保扶贫资金"),
        ("?people", "5103人", "受益人数"),
        ("adjusted_budget", "10万元", "project 养老保险管理经费"),
        ("final", "9.97万元", "project 养老保险管理经费"),
        ("completion_rate", "99.7%", "project 养老保险管理经费"),
    ]
    assert len({claim.group_key for claim in found if claim.state == "bound"}) == 2


def test_projects_that_project_expenditure_was_used_for() -> None:
    found = claims(
        GENERAL,
        "2024年度一般公共预算财政拨款支出583.56万元。其中：基本支出192.60万元，项目支出390.96万元。"
        "项目支出主要用于管理经费9.97万元，主要成效为保障生活；社保扶贫资金360万元，主要成效为代缴保险费。",
    )
    assert [brief(claim) for claim in found[3:]] == [
        ("final", "9.97万元", "project 管理经费"),
        ("final", "360万元", "project 社保扶贫资金"),
    ]
    assert [line_item(claim)[:3] for claim in found[1:3]] == [
        ("general_budget_expenditure", "total", "basic"),
        ("general_budget_expenditure", "total", "project"),
    ]


def test_budget_against_last_years_budget_with_the_base_printed() -> None:
    found = claims(
        "二、收入预算情况说明",
        "2024年度收入预算33112.47万元，比2023年年初预算数35201.58万元减少2089.11万元，降低5.93%。",
        kind="budget",
    )
    assert [(brief(claim), claim.period, claim.base_year, claim.base_basis) for claim in found] == [
        (("initial_budget", "33112.47万元", "overall_income_total"), 2024, None, None),
        (("initial_budget", "35201.58万元", "overall_income_total"), 2023, None, None),
        (("change", "-2089.11万元", "overall_income_total"), 2024, 2023, "initial_budget"),
        (("growth_rate", "-5.93%", "overall_income_total"), 2024, 2023, "initial_budget"),
    ]
    assert len({claim.group_key for claim in found}) == 1


def test_change_after_a_side_by_side_list_is_said_of_the_whole() -> None:
    found = claims(
        "五、收支预算总体情况说明",
        "本部门当年预算收入4,203.47万元，其中：一般公共预算拨款4,005.29万元、上年实户资金余额98.18万元、其他收入100.00万元，"
        "较上年增加142.30万元，增长3.50%。",
        kind="budget",
    )
    total = one(found, "initial_budget", "4,203.47")
    assert one(found, "change", "142.30").group_key == total.group_key
    assert [line_item(claim)[1] for claim in found if claim.metric == "initial_budget"] == [
        "grand_total",
        "general_budget_income",
        None,
        "other_income",
    ]


def test_change_after_a_part_of_its_own_clause_is_said_of_that_part() -> None:
    found = claims(
        "六、财政拨款收支情况说明",
        "本部门当年财政拨款收入4,105.29万元，其中：一般公共预算拨款收入4,005.29万元，较上年减少28.10万元，下降0.70%。",
        kind="budget",
    )
    assert one(found, "change", "28.10").concept == "general_budget_income"


def test_words_without_numbers_compare() -> None:
    found = claims(
        THREE,
        "2024年度“三公”经费财政拨款支出决算数与2023年度持平。其中：因公出国（境）费支出决算持平。",
        "公务接待费决算数等于预算数。",
    )
    assert [(brief(claim), claim.base_year) for claim in found] == [
        (("comparison", "=持平", "three_public"), 2023),
        (("comparison", "=持平", "overseas_travel"), 2023),
        (("comparison", "=等于", "reception"), 2024),
    ]


def test_step_of_amounts_is_the_finest_of_the_filing_and_of_ratios_their_own() -> None:
    found = claims(EXPENDITURE, "本年支出合计360万元，其中：基本支出192.60万元，占53.5%；项目支出167.4万元，占46.5%。")
    assert {claim.step for claim in found if claim.value_kind == "amount"} == {Decimal("0.01")}
    assert {claim.step for claim in found if claim.metric == "share"} == {Decimal("0.1")}
    assert one(found, "final", "360").amount_yuan == Decimal(3600000)


# --- what must not be bound, or not to that


def test_last_years_numbers_keep_their_year() -> None:
    found = claims(OVERALL, "2023年度收入支出总计501.35万元。2024年度收入支出总计583.56万元。")
    assert [(claim.printed_text, claim.period) for claim in found] == [("501.35", 2023), ("583.56", 2024)]


def test_unfilled_template_words_have_no_direction() -> None:
    found = claims(THREE, "公务接待费预算为0万元，较上年增加（减少）0万元，增长（下降）0%。")
    relations = [claim for claim in found if claim.metric in {"change", "growth_rate"}]
    assert [claim.direction for claim in relations] == [None, None]
    found = claims(THREE, "公务接待费预算为3万元，较上年增加（减少）2万元，增长（下降）200%。")
    assert [c.state for c in found if c.metric in {"change", "growth_rate"}] == ["unbound", "unbound"]


def test_contradicting_direction_words_are_not_bound() -> None:
    found = claims(THREE, "2024年度“三公”经费财政拨款支出决算数比2023年度减增加21.90万元，增长141.75%。")
    assert [brief(claim)[0] for claim in found] == ["?change", "growth_rate"]
    found = claims(GENERAL, "一般公共预算财政拨款支出决算数大小于预算数。")
    assert [claim.state for claim in found if claim.metric == "comparison"] == ["unbound"]


def test_a_sentence_that_may_mean_the_whole_or_the_last_part_is_not_bound() -> None:
    found = claims(
        EXPENDITURE,
        "本年支出合计360万元，其中：基本支出200万元；项目支出160万元。较上年增加20万元，增长5.88%。",
    )
    assert [brief(claim)[0] for claim in found[3:]] == ["?change", "?growth_rate"]


def test_details_of_a_journey_are_not_the_departments_training_expense() -> None:
    found = claims(THREE, "1.因公出国（境）费支出8万元。其中：住宿费5万元、培训费3万元。")
    assert [(claim.printed_text, claim.statement) for claim in found] == [
        ("8", "three_public_expenses"),
        ("5", None),
        ("3", None),
    ]


def test_goods_bought_with_one_fund_are_not_all_goods() -> None:
    found = claims(
        "（二）政府采购情况",
        "政府采购预算总额6,546.82万元：政府采购货物预算1,267.79万元、政府采购服务预算5,279.03万元；"
        "其中一般公共预算拨款政府采购5,499.84万元：政府采购货物预算564.79万元、政府采购服务预算4,935.05万元。",
        kind="budget",
    )
    assert [claim.printed_text for claim in found if claim.concept == "procurement_goods"] == ["1,267.79"]


def test_reasons_are_not_amounts_of_the_statement() -> None:
    found = claims(
        GENERAL,
        "一般公共预算财政拨款支出年初预算为10万元，支出决算为12万元。决算数大于预算数的主要原因：追加项目经费50万元，退休人员2人，完成率90%。",
    )
    assert [brief(claim)[0] for claim in found[3:]] == ["?component", "?people", "?indicator"]
    assert all(claim.statement is None for claim in found[3:])


def test_usage_is_not_a_statement_amount() -> None:
    found = claims(
        GENERAL,
        "1.教育支出（类）普通教育（款）学前教育（项）。主要用于：购置图书20万元。年初预算为30万元，支出决算为30万元。",
    )
    assert brief(found[0])[0].startswith("?")
    assert [claim.functional_code for claim in found[1:]] == ["2050201", "2050201"]


def test_unknown_names_keep_their_words_without_a_code() -> None:
    found = claims(
        GENERAL,
        "1.一般公共服务支出（类）统计信息事务（款）统计信息事务（项）。年初预算为77.59万元，支出决算为20.04万元。",
    )
    assert {(claim.concept, claim.functional_code, claim.statement) for claim in found} == {("functional", None, None)}


def test_fund_totals_in_performance_sections_are_not_statement_totals() -> None:
    found = claims(
        PERFORMANCE, "共组织对0个项目开展了重点绩效评价，涉及一般公共预算支出0万元，政府性基金预算支出0万元。"
    )
    assert all(claim.statement is None for claim in found)


def test_income_listed_under_expenditure_is_not_the_income_line() -> None:
    found = claims(
        "五、收支预算总体情况说明",
        "本部门当年预算支出4,203.47万元，其中：一般公共预算拨款4,103.47万元、其他收入100.00万元。",
        kind="budget",
    )
    assert one(found, "initial_budget", "100.00").statement is None


def test_sections_of_one_unit_do_not_speak_for_the_department() -> None:
    found = claims("三、部门预算支出具体情况", "（一）深圳市水务局本级", "1.项目支出2,150.38万元。", kind="budget")
    assert [(claim.printed_text, claim.statement, claim.concept) for claim in found] == [("2,150.38", None, None)]


def test_codes_under_personnel_are_parts_of_rows_and_not_rows() -> None:
    found = claims(
        "五、一般公共预算支出情况说明",
        "（2）公用经费：①行政运行（2010401）2万元；②培训支出（2050803）3万元。",
        kind="budget",
    )
    assert all(claim.functional_code is None for claim in found if claim.metric == "initial_budget")


def test_duties_and_glossary_are_counted_but_never_bound() -> None:
    found = claims(
        "一、主要职能",
        "负责全区48861人的养老保险，管理资金360万元，占比16.4%。",
        "第五部分 名词解释",
        "一、项目支出：指10万元以上的支出。",
    )
    assert len(found) == 4
    assert {claim.state for claim in found} == {"unbound"}


def test_nested_lists_leave_the_whole_unknown() -> None:
    found = claims(
        THREE,
        "公务用车购置及运行维护费支出30万元，其中：公务用车运行维护费20万元，其中：燃料费5万元；公务用车购置费10万元。",
    )
    by_amount = {claim.printed_text: claim for claim in found}
    assert by_amount["20"].parent_key == by_amount["30"].group_key
    assert by_amount["5"].parent_key == by_amount["20"].group_key
    assert by_amount["10"].parent_key is None


def changed(found: list[Claim], printed: str) -> tuple[str, str]:
    """Return what a change is said of, and whether that is certain."""
    claim = next(claim for claim in found if claim.printed_text == printed)
    return claim.state, claim.concept or claim.subject


def test_a_change_after_something_unknown_is_not_said_of_what_stood_before_it() -> None:
    found = claims(
        THREE,
        "2024年“三公”经费决算6.51万元，其中：因公出国（境）费0万元，较上年无变化，原因是未安排；公务招待费6.51万元，较上年减少1.49万元。",
    )
    assert changed(found, "无变化") == ("bound", "overseas_travel")
    assert changed(found, "1.49") == ("bound", "公务招待费")


def test_a_misprinted_number_ends_what_was_spoken_of() -> None:
    found = claims(
        GENERAL,
        "1.民政管理事务（20802）支出3,386.08万元，较上年减少20.10万元，具体为：人员经费1,541.50.00万元，较上年增加493.27万元。",
    )
    assert changed(found, "20.10") == ("bound", "functional")
    assert changed(found, "493.27")[0] == "unbound"


def test_bare_expenditure_after_a_list_is_the_whole() -> None:
    found = claims(
        EXPENDITURE,
        "2024年度支出合计600万元，其中：教育支出100万元，住房保障支出500万元；支出比2023年增加80万元，主要是教育支出增加80万元。",
    )
    change = one([claim for claim in found if claim.metric == "change"], "change", "80")
    assert change.group_key == one(found, "final", "600").group_key


def test_growth_of_work_done_is_not_growth_of_the_projects_money() -> None:
    found = claims(
        PERFORMANCE,
        "1.采供血材料费项目绩效自评综述：全年预算数8859万元，执行数8858.95万元，完成预算的100%。血液采集总量比去年同期增加0.91%。其中，采集全血372228单位，比去年同期增加0.17%。",
    )
    assert changed(found, "100") == ("bound", "project")
    assert not [claim for claim in found if claim.printed_text in {"0.91", "0.17"} and claim.project_name]


def test_a_wrapped_part_heading_that_names_the_office_hides_nothing() -> None:
    item = "因公出国（境）费支出222.5万元，公务接待费支出427.5万元。"
    found = claims("第三部分 某省人大常委会办公厅", "2024年度部门决算情况说明", THREE, item)
    assert line_item(one(found, "final", "222.5"))[0] == "three_public_expenses"
    of_a_unit = claims("第三部分 某省人大常委会培训中心", THREE, item)
    assert one(of_a_unit, "final", "222.5").statement is None


def test_the_offices_own_name_as_a_heading_hides_nothing() -> None:
    pages = document(["（一）某省统计局", THREE, "公务接待费支出427.5万元。"])
    own = parse_narrative(pages, kind="final_account", fiscal_year=2024, own_names=("某省统计局",))
    other = parse_narrative(pages, kind="final_account", fiscal_year=2024)
    assert [claim.statement for claim in own.claims if claim.printed_text == "427.5"] == ["three_public_expenses"]
    assert [len(other.claims), len(own.claims)] == [1, 1]


def test_a_line_that_names_a_group_leads_the_numbered_items_after_it() -> None:
    found = claims(
        GENERAL,
        "检察（款）：2024年支出合计164万元。其中：",
        "1.行政运行（项）支出100万元，与上年相比增加29.15万元。",
        "住房改革支出（款）：2024年支出合计36万元。其中：",
        "1.住房公积金（项）支出36万元。",
    )
    assert one(found, "final", "100").functional_code == "2040401"
    assert [c.functional_code for c in found if c.printed_text == "36" and c.functional_code] == ["2210201"]


def test_a_full_heading_ends_where_the_indented_sentence_begins() -> None:
    heading = "十、一般公共预算财政拨款机关运行经费支出情况表情况说明"
    found = claims(heading, "2024年本部门机关运行经费支出6032.55万元，比2023年增加3401.59万元，增长129.97%。")
    assert changed(found, "6032.55") == ("bound", "operating_funds")


def test_a_bare_ratio_behind_a_change_is_its_rate() -> None:
    found = claims(
        THREE,
        "2024年公务接待费支出18.60万元，较上年减少24.5万元（43%）。公务用车运行维护费0万元，较上年减少8万元，100%。",
    )
    rates = [claim for claim in found if claim.metric == "growth_rate"]
    assert [brief(claim) for claim in rates] == [
        ("growth_rate", "-43%", "reception"),
        ("growth_rate", "-100%", "vehicle_operation"),
    ]
    assert [claim.base_year for claim in rates] == [2023, 2023]


def test_a_list_that_begins_after_the_reasons_is_a_list() -> None:
    found = claims(
        THREE,
        "2024年“三公”经费、会议费、培训费支出60万元，其中：",
        "1.“三公”经费支出18.60万元，较上年减少24.50万元，主要原因是加强管理；其中：因公出国（境）费0万元，未安排；公务接待费8.60万元，较上年增加1.50万元。",
    )
    assert line_item(one(found, "final", "8.60"))[2] == "reception"
    assert changed(found, "1.50") == ("bound", "reception")


def test_a_project_keeps_the_digits_of_its_name() -> None:
    found = claims(
        PERFORMANCE, "1.2024年群众文化（2070109）补助项目绩效自评综述：全年预算数20万元，执行数19万元，完成预算的95%。"
    )
    assert one(found, "final", "19").project_name == "2024年群众文化(2070109)补助"


def test_times_of_a_growth_are_a_ratio_and_of_anything_else_a_count() -> None:
    found = claims(
        OVERALL,
        "2024年度收、支总计238万元。与2023年度相比，收、支总计增加224万元（上年仅安排预留经费14万元），增长16倍，是2022年的2倍。",
    )
    growth = next(claim for claim in found if claim.printed_text == "16")

    assert (growth.metric, growth.concept, growth.state) == ("growth_rate", "overall_total", "bound")
    assert (growth.value, growth.unit, growth.step) == (Decimal(1600), "%", Decimal(100))
    assert growth.group_key == one(found, "change", "224").group_key
    assert next(claim for claim in found if claim.printed_text == "2").value_kind == "count"


def test_times_and_more_are_no_exact_ratio() -> None:
    found = claims(OVERALL, "与2023年度相比，收、支总计增加224万元，增长16倍多。")

    assert next(claim for claim in found if claim.printed_text == "16").state == "unbound"


def test_a_list_behind_reasons_goes_on_with_its_next_item() -> None:
    found = claims(
        GENERAL,
        "1.民政管理事务（20802）支出300万元，较上年减少20万元，主要原因是：人员减少；公用经费105.58万元，较上年减少22.86万元，原因是节约；"
        "公务接待费较上年增加1.50万元。",
    )

    assert one(found, "change", "22.86").group_key == one(found, "final", "105.58").group_key
    assert changed(found, "22.86") == ("bound", "公用经费")
    assert changed(found, "20")[1] == "functional"


def test_codes_by_their_names_with_dashes() -> None:
    found = claims(
        GENERAL, "一般公共服务支出-审计事务-行政运行60.44万元，住房保障支出-住房改革支出-住房公积金7.41万元。"
    )

    assert [claim.functional_code for claim in found] == ["2010801", "2210201"]


def test_an_item_named_by_a_sentence_of_its_own_is_what_the_next_one_is_about() -> None:
    found = claims(
        GENERAL,
        "2024年度一般公共预算财政拨款支出决算为850万元。其中：1.一般公共服务支出（类）审计事务（款）行政运行（项）。年初预算为300万元，"
        "支出决算为310万元，完成年初预算的103.33%。",
    )

    assert one(found, "final", "850").concept == "general_budget_expenditure"
    assert {claim.functional_code for claim in found[1:]} == {"2010801"}


def test_what_a_fund_had_took_in_spent_and_has_left() -> None:
    found = claims(
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        "2024年度政府性基金预算财政拨款年初结转和结余58.98万元，收入决算509.66万元，支出决算568.64万元，年末结转和结余0万元。",
    )

    assert [line_item(claim)[:3] for claim in found] == [
        ("government_fund", "total", measure) for measure in ("opening_balance", "income", "total", "closing_balance")
    ]


def test_a_final_account_keeps_the_side_in_its_subject() -> None:
    found = claims(GENERAL, "2024年度一般公共预算财政拨款支出决算为850万元，完成年初预算的106.25%。")

    assert {claim.concept for claim in found} == {"general_budget_expenditure"}


def test_what_a_rows_money_is_used_for() -> None:
    """A sentence without a number that calls a functional row's money basic expenditure."""
    found = claims(
        GENERAL,
        "（三）一般公共预算财政拨款支出决算具体情况",
        "2、一般公共服务支出（类）财政事务（款）一般行政管理事务（项）。主要用于：局财政业务指导与宣传等基本支出。年初预算为10.00万元。",
        "3、一般公共服务支出（类）财政事务（款）信息化建设（项）。主要用于：基本支出和项目支出。年初预算为9.00万元。",
    )
    uses = [(claim.functional_code, claim.printed_text, claim.value) for claim in found if claim.metric == "use"]
    assert uses == [("2010602", "基本支出", None)]


def test_what_follows_a_lists_semicolon_is_said_of_the_whole() -> None:
    """其中：A x，B y；比上年增加 z: neither part was said to have changed, so the whole did."""
    found = claims(
        "一、收支预算总体情况",
        "2024年本部门预算收入943.86万元，其中：一般公共预算拨款收入900.00万元，上年实户资金余额43.86万元；比2023年增加337.52万元。",
        kind="budget",
    )
    assert one(found, "change", "337.52").group_key == one(found, "initial_budget", "943.86").group_key


def test_a_list_whose_parts_have_changed_keeps_what_follows_to_the_last_part() -> None:
    found = claims(
        "一、收支预算总体情况",
        "2024年本部门预算收入943.86万元，其中：一般公共预算拨款收入900.00万元，比2023年减少2.00万元；事业收入43.86万元，比2023年增加7.52万元。",
        kind="budget",
    )
    assert one(found, "change", "7.52").group_key == one(found, "initial_budget", "43.86").group_key


def test_a_number_is_as_sure_as_its_own_characters_not_as_its_line():
    pages = document(["一、收入支出决算总体情况", "2024年收入总计583.56万元，支出总计502.41万元。"])
    doubted = [replace(line, levels=_doubt(line.text, "502.41")) for line in pages.lines]
    read = parse_narrative(replace(pages, lines=tuple(doubted)), kind="final_account", fiscal_year=2024).claims
    sure = {claim.printed_text: claim.place.ocr_confidence for claim in read}
    assert (sure["583.56"], sure["502.41"]) == (0.99, 0.5)


def _doubt(text: str, doubted: str) -> tuple[float, ...]:
    start = text.find(doubted)
    inside = range(start, start + len(doubted)) if start >= 0 else range(0)
    return tuple(0.5 if at in inside else 0.99 for at in range(len(text)))


def test_parts_of_an_item_that_is_itself_a_part_are_its_own() -> None:
    """（五）项目支出…具体包括：/ 1.甲…，主要包括：A…；B…: A and B are parts of 甲, 乙 is one of 项目支出."""
    found = claims(
        "三、部门预算支出具体情况",
        "（五）项目支出300.00万元，具体包括：",
        "1.民政业务管理200.00万元，主要包括：社会事务工作150.00万元，用于行政区划管理；养老工作50.00万元，用于监管。",
        "2.综合管理100.00万元，主要用于党建工作。",
        kind="budget",
    )
    amounts = {claim.printed_text: claim for claim in found if claim.metric == "initial_budget"}
    assert amounts["150.00"].parent_key == amounts["50.00"].parent_key == amounts["200.00"].group_key
    assert amounts["200.00"].parent_key == amounts["100.00"].parent_key == amounts["300.00"].group_key


def test_what_a_row_consists_of_in_a_sentence_of_its_own() -> None:
    found = claims(
        GENERAL,
        "（1）行政运行（2080201）102.32万元，较上年增加2.32万元。具体为：人员经费28.32万元，较上年无变化；专项业务经费74.00万元，较上年增加2.32万元。",
        kind="budget",
    )
    amounts = {claim.printed_text: claim for claim in found if claim.metric == "initial_budget"}
    assert amounts["28.32"].parent_key == amounts["74.00"].parent_key == amounts["102.32"].group_key

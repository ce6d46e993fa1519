"""What a filing prints besides numbers."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from documents_builder import document, line, lines, table

from extract.reading import read_document
from transform.disclosure import parse_disclosure
from transform.disclosure.patterns import DisclosureDataError, parse_patterns
from transform.disclosure.text import comparable_title
from transform.documents import parse_document
from transform.records import FilingIdentity
from transform.text import squeeze

NAME = "某市某某局"
IDENTITY = FilingIdentity(
    NAME, (NAME,), 2024, "final_account", "consolidated", "department", "all", None, "2025-09-01", ()
)


def disclosed(*texts, tables=(), page=3):
    full = "这一行写满了版心使得短行看得出是短行而不是写满之后折行的段落也就不会与下一行相连。"  # shows the margin
    content = document((*lines(*texts, page=page), line(full, page=page, top=800)), tables)
    return parse_disclosure(content, identity=IDENTITY, unused_tables=content.tables)


def of(result, kind):
    return [item for item in result.items if item.kind == kind]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("第二部分 某市某某局 2024 年度部门决算表", "部门决算表"),
        ("一、2024年度收入支出决算总表(表 1)", "收入支出决算总表"),
        ("（三）支出决算表（公开03表）", "支出决算表"),
        ("第一部分：部门概况", "部门概况"),
        ("九、财政拨款“三公”经费支出决算情况说明", "财政拨款“三公”经费支出决算情况说明"),
    ],
)
def test_titles_that_mean_the_same_have_one_key(printed, key):
    assert comparable_title(printed, [NAME]) == key


def test_titles_that_differ_keep_different_keys():
    assert comparable_title("十、机关运行经费支出说明", []) != comparable_title("十、机关运行经费支出情况", [])


def test_contents_and_headings_in_order():
    result = disclosed(
        "目 录", "第一部分 概况", "一、主要职能 ……… 3", "第二部分 2024年度部门决算情况说明", "一、机关运行经费支出说明",
        "第一部分 概况", "一、主要职能", "负责有关工作。", "第二部分 2024年度部门决算情况说明",
        "一、机关运行经费支出情况", "无。",
    )  # fmt: skip
    assert [(i.key, i.code) for i in of(result, "toc")] == [
        ("概况", "1"), ("主要职能", "2"), ("部门决算情况说明", "1"), ("机关运行经费支出说明", "2"),
    ]  # fmt: skip
    assert [i.key for i in of(result, "heading")] == ["概况", "主要职能", "部门决算情况说明", "机关运行经费支出情况"]
    assert [i.section for i in of(result, "toc")][1] == "第一部分 概况"
    assert {"duties", "operating_funds"} <= {i.key for i in of(result, "section")}
    assert [(i.key, i.value) for i in of(result, "empty_section")] == [("机关运行经费支出情况", "无。")]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("较上年增加（减少）0万元。", "undecided_change"),
        ("较上年增长(下降)0%。", "undecided_change"),
        ("第二部分 上海市XX局2024年度部门决算表", "placeholder_x"),
        ("国际访问0万元，主要用于 的接待工作0批次。", "missing_object"),
        ("其他填写具体项目等0万元。", "to_fill_in"),
        ("一、重点工作事项标题", "title_to_write"),
        ("政府性基金支出预算支出万元。", "missing_number"),
        ("我部门（单位）组织开展自评。", "undecided_entity"),
    ],
)
def test_template_leftovers(text, pattern):
    assert [item.key for item in of(disclosed(text), "leftover")] == [pattern]


@pytest.mark.parametrize(
    "text",
    [
        "收入总计增加82.21万元，增长16.4%，主要原因是标准提高。",
        "使用XBRL格式；采用XML文件，支出为583.56万元，占100%。",
        "增减变动情况：支出减少，主要用于公务接待工作。",
        "部门（单位）整体支出自评结果",
        "因公出国（境）费用0万元，与上年持平，原因是无此项支出。",
    ],
)
def test_plain_sentences_are_no_leftovers(text):
    result = disclosed(text)
    assert of(result, "leftover") == []
    assert of(result, "punctuation") == []


def test_punctuation_errors_have_the_place_of_the_words():
    (item,) = of(disclosed("附属单位上缴收入0万元，占0%；。"), "punctuation")
    assert item.key == "clash"
    assert item.place.box is not None
    assert item.place.box.x0 > 250  # the last two characters, not the line


@pytest.mark.parametrize(
    ("end", "following", "keys"),
    [
        ("；", "三、支出决算情况说明", ["open_section"]),
        ("。", "三、支出决算情况说明", []),
        ("；", "事业收入0万元，占0%。", []),
    ],
)
def test_a_section_that_stops_at_a_semicolon(end, following, keys):
    result = disclosed(f"其他收入6.2万元，占0.21%{end}", following)
    assert [item.key for item in of(result, "punctuation")] == keys


def test_emptiness_names_its_statement_and_where_it_stands():
    made = table([["项目", "合计"]], above=["七、政府性基金预算财政拨款收入支出决算表"], page=3)
    result = disclosed(
        "本部门2024年无国有资本经营预算财政拨款支出。", "2024年度没有政府性基金收入，故本表无数据。", tables=[made]
    )
    found = [(item.key, item.code) for item in of(result, "empty_statement")]
    assert found == [("state_capital", "narrative"), ("government_fund", "narrative")]
    assert of(disclosed("公务接待费支出1.2万元，无变化。"), "empty_statement") == []


def test_dates_say_what_they_are_for():
    result = disclosed(
        "截至2023年12月31日，共有车辆1辆。", "填报日期：2025/4/1", "会议于2024年5月1日召开。", "2025年13月40日"
    )
    assert [(i.key, i.code) for i in of(result, "date")] == [
        ("as_of", "2023-12-31"), ("filled_in", "2025-04-01"), ("other", "2024-05-01"),
    ]  # fmt: skip


def test_listed_subjects_with_codes():
    text = (
        "基本支出192.60万元，其中：人员经费177.78万元，主要包括：基本工资、津贴补贴、退休费。"
        "公用经费14.82万元，主要包括：办公费、印刷费等。"
    )
    found = [(i.key, i.value, i.code) for i in of(disclosed("一、基本支出决算情况说明", text), "listed_subject")]
    assert found == [
        ("personnel", "基本工资", "30101"), ("personnel", "津贴补贴", "30102"), ("personnel", "退休费", "30302"),
        ("public", "办公费", "30201"), ("public", "印刷费", "30202"), ("public", "等", None),
    ]  # fmt: skip


def test_units_in_a_list_a_sentence_and_a_table():
    units = table(
        [["序号", "单位名称", "拟变动情况"], ["1", "某某市某局（本级）", ""], ["2", "某某市某局执法支队", "无"]], page=4
    )
    result = disclosed(
        "二、部门决算单位构成", "纳入编制范围的二级预算单位共2个，包括：", "1.武汉市某某局（本级）",
        "2.武汉市某某局服务中心", tables=[units],
    )  # fmt: skip
    assert [(i.key, i.value) for i in of(result, "unit")] == [
        ("self", "武汉市某某局（本级）"), ("listed", "武汉市某某局服务中心"),
        ("self", "某某市某局（本级）"), ("listed", "某某市某局执法支队"),
    ]  # fmt: skip
    assert [(i.key, i.code) for i in of(result, "unit_count")] == [("in_scope", "2")]
    assert result.used_tables == {0}


def test_units_in_a_sentence_and_what_their_number_counts():
    result = disclosed(
        "二、部门机构设置及预算单位构成情况",
        "1.内设机构包括办公室、人事处。本部门下属单位包括无锡市价格中心、无锡市项目中心（市服务站、市测站）。",
        "2.从预算单位构成看，纳入编制范围的预算单位共计三家，具体包括：无锡市某某局（本级）、无锡市价格中心、无锡市项目中心。",
        "下属12个二级预算单位，分别是重庆市农村水利中心、重庆市水文监测总站（市水质监测",
    )  # fmt: skip
    assert [(i.key, i.value) for i in of(result, "unit")] == [
        ("subordinate", "无锡市价格中心"), ("subordinate", "无锡市项目中心（市服务站、市测站）"),
        ("self", "无锡市某某局（本级）"), ("listed", "无锡市价格中心"), ("listed", "无锡市项目中心"),
    ]  # fmt: skip
    assert [(i.key, i.code) for i in of(result, "unit_count")] == [("in_scope", "3"), ("stated", "12")]


def test_glossary_terms_and_functional_subjects():
    result = disclosed(
        "第五部分 名词解释", "(一)事业收入：指事业单位取得的收入。", "(二)本部门使用的支出功能分类科目(到项级)",
        "1.住房公积金：住房公积金缴费支出；", "(三)其他专用名词。", "第六部分 附件", "(一)无关内容：不是名词。",
    )  # fmt: skip
    assert [(i.key, i.value) for i in of(result, "glossary")] == [
        ("事业收入", "指事业单位取得的收入。"), ("本部门使用的支出功能分类科目(到项级)", ""), ("其他专用名词", ""),
    ]  # fmt: skip
    (subject,) = of(result, "glossary_subject")
    assert (subject.key, subject.value, subject.code) == ("住房公积金", "住房公积金缴费支出", "2210201")


def test_checklist_carries_groups_over_merged_cells():
    rows = [
        ["序号", "项目", "考核内容>2", "是或否", "备注"],
        ["1", "一、公开格式^2", "文档格式", "是否按顺序公开。", "是", ""],
        ["2", "表格格式", "是否一致。", "否", "无网站"],
        ["3", "", "", "报表是否规范。", "是", ""],
    ]
    result = disclosed(tables=[table(rows, above=["2024年度部门决算公开工作情况自查表", "金额单位：元"])])
    assert [i.value for i in of(result, "checklist_unit")] == ["元"]
    assert [(i.key, i.section) for i in of(result, "checklist")] == [
        ("1", "一、公开格式/文档格式"), ("2", "一、公开格式/表格格式"), ("3", "一、公开格式/表格格式"),
    ]  # fmt: skip
    assert [i.code for i in of(result, "checklist_answer")] == ["yes", "no", "yes"]
    assert [(i.key, i.value) for i in of(result, "checklist_note")] == [("2", "无网站")]
    assert result.unread == ()


def test_list_of_statements():
    rows = [["报表", "报表名称", "是否空表", "表格为空的理由"], ["表9", "部门综合预算政府性基金收支表", "是", "不涉及"]]
    result = disclosed(tables=[table(rows)])
    (listed,) = of(result, "listed_statement")
    assert (listed.key, listed.code, listed.section) == ("部门综合预算政府性基金收支表", "yes", "表9")


def test_ordinals_count_within_a_kind():
    result = disclosed("较上年增加（减少）0万元。", "第二部分 上海市XX局概况")
    for kind, count in Counter(item.kind for item in result.items).items():
        assert [item.ordinal for item in of(result, kind)] == list(range(count))


def test_patterns_are_validated():
    with pytest.raises(DisclosureDataError, match="leftovers"):
        parse_patterns("{}")
    assert line("x").page == 1


@pytest.fixture(scope="module")
def seed(corpus):
    truth = json.loads((corpus / "seed" / "seed_truth.json").read_text(encoding="utf-8"))
    return truth, parse_document(read_document(corpus / "seed" / "seed_office.pdf"))


@pytest.mark.corpus
def test_seed_checklist_equals_the_truth(seed):
    truth, parsed = seed
    kinds = ("checklist", "checklist_answer", "checklist_note")
    questions, answers, notes = ({i.key: i for i in parsed.disclosure if i.kind == kind} for kind in kinds)
    rows = truth["self_check"]["rows"]
    assert len(rows) == len(questions) == len(answers) == 54
    for row in rows:
        number = row["no"]
        assert squeeze(questions[number].value) == squeeze(row["text"])
        assert squeeze(questions[number].section) == squeeze("/".join(dict.fromkeys([row["item"], row["group"]])))
        assert answers[number].value == row["answer"]
        assert (notes[number].value if number in notes else "") == row["note"]


@pytest.mark.corpus
def test_seed_contents_glossary_dates_and_figures_equal_the_truth(seed):
    truth, parsed = seed

    def values(kind):
        return [squeeze(item.value) for item in parsed.disclosure if item.kind == kind]

    assert values("toc") == [squeeze(title) for _, title in truth["toc"]]
    assert values("figure") == [squeeze(figure["caption"]).split(":", 1)[1] for figure in truth["figures"]]
    terms = {squeeze(i.key): squeeze(i.value) for i in parsed.disclosure if i.kind == "glossary"}
    assert terms == {squeeze(t["term"]): squeeze(t["definition"] or "") for t in truth["glossary"]}
    subjects = [squeeze(i.key) for i in parsed.disclosure if i.kind == "glossary_subject"]
    listed = next(term["subjects"] for term in truth["glossary"] if "subjects" in term)
    assert subjects == [squeeze(subject["subject"]) for subject in listed]
    dates = {item.code for item in parsed.disclosure if item.kind == "date"}
    assert dates == {date["iso"] for date in truth["dates"] if date["iso"]}


@pytest.mark.corpus
def test_seed_body_departs_from_its_contents_in_three_titles(seed):
    _, parsed = seed
    keys = {kind: [i.key for i in parsed.disclosure if i.kind == kind] for kind in ("toc", "heading")}
    missing = [key for key in keys["toc"] if key not in keys["heading"]]
    assert missing == ["机关运行经费支出说明", "政府采购支出说明", "国有资产占用情况说明"]


@pytest.mark.corpus
def test_seed_leaves_no_table_unread(seed):
    _, parsed = seed
    assert [unread for unread in parsed.unread if unread.what in {"table", "table_row", "form_cell"}] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一般公共预算财政拨款收入：指市级财政当年拨付的资金。", ["市级财政"]),
        ("其中区级支持总部经济1106万元，市级支持总部经济1262万元。", []),
    ],
)
def test_a_citys_own_money_is_a_municipal_term_what_the_city_supports_is_not(text, words):
    municipal = [item for item in of(disclosed(text), "level_term") if item.key == "municipal"]
    assert [item.value for item in municipal] == words


def test_a_document_without_a_single_line_discloses_nothing():
    result = disclosed(tables=[table([["1.00", "2.00"], ["3.00", "4.00"]])])
    assert of(result, "punctuation") == of(result, "leftover") == []

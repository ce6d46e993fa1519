"""Who filed what for which year, from the text alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from documents_builder import document, line, lines, table

from extract.reading import read_document
from transform.identity import identify, same_entity_spelling
from transform.identity_hint import DocumentHint
from transform.identity_rules import IdentityDataError, parse_rules

FINAL = ("final_account", "consolidated", "department")
BUDGET = ("budget", "consolidated", "department")
UNIT_BUDGET = ("budget", "own", "unit")
PERFORMANCE = ("performance", "unknown", "department")


def said(*cover, tables=(), body=(), hint=None):
    return identify(document([*lines(*cover), *body], tables), hint=hint)


@pytest.mark.parametrize(
    ("cover", "name", "year", "kind", "scope", "level"),
    [
        (["上海市普陀区财政局", "2024年度部门决算"], "上海市普陀区财政局", 2024, *FINAL),
        (["2024 年度武汉市城乡居民养老", "保险办公室部门决算公开"], "武汉市城乡居民养老保险办公室", 2024, *FINAL),
        (["西安市审计局（汇总）", "2026年部门预算公开说明"], "西安市审计局", 2026, *BUDGET),
        (["2026 年深圳市民政局（本级）部门预", "算"], "深圳市民政局", 2026, "budget", "own", "department"),
        (["上海市2026年市级单位预算", "预算单位：上海市文献馆", "2026年1月"], "上海市文献馆", 2026, *UNIT_BUDGET),
        (["北京市信访办公室部门 2026 年度部门预算", "信息公开"], "北京市信访办公室", 2026, *BUDGET),
        (["江苏省２０１８年度", "省级部门预算公开报表", "部  门:江苏省委办公厅"], "江苏省委办公厅", 2018, *BUDGET),
        (["某某县第一中学二〇二三年度单位决算"], "某某县第一中学", 2023, "final_account", "own", "unit"),
        (["生态环境部", "2024年度部门决算"], "生态环境部", 2024, *FINAL),
        (["2024年度", "河南省商城县人民法院", "部门决算"], "河南省商城县人民法院", 2024, *FINAL),
        (["（2024年度）", "某某县水利局部门决算"], "某某县水利局", 2024, *FINAL),
        (["某某县水利局", "关于2024年度部门决算公开的说明"], "某某县水利局", 2024, *FINAL),
        (["某某区望月湖街道办事处", "2023年度部门决算"], "某某区望月湖街道办事处", 2023, *FINAL),
        (["某某区黄花镇人民政府", "2024年度部门决算", "2025年9月"], "某某区黄花镇人民政府", 2024, *FINAL),
        (["中国共产主义青年团四川省委员会", "2024年度部门决算"], "中国共产主义青年团四川省委员会", 2024, *FINAL),
        (["附件1", "某某县水利局2025年单位预算公开表"], "某某县水利局", 2025, *UNIT_BUDGET),
        (["内蒙古某某旗林业和草原局", "二○二五年部门预算公开报告"], "内蒙古某某旗林业和草原局", 2025, *BUDGET),
        (
            ["某某市天心区2023年度部门整体支出", "绩效评价自评报告", "单位名称（盖章）：某某市天心区城市管理局"],
            "某某市天心区城市管理局",
            2023,
            "performance",
            "consolidated",
            "department",
        ),
        (["长沙县自然资源局2021年度整体支出绩效自评报告"], "长沙县自然资源局", 2021, *PERFORMANCE),
    ],
)  # fmt: skip
def test_covers(cover, name, year, kind, scope, level):
    identity = said(*cover)
    assert (identity.entity_name, identity.fiscal_year, identity.kind) == (name, year, kind)
    assert (identity.scope, identity.entity_level) == (scope, level)


def test_the_file_name_never_overrules_the_text():
    hint = DocumentHint(document_name="022_佛山__2026年佛山市交通运输局部门预算.pdf", listing_year=2026)
    identity = said("2019年佛山市轨道交通局 部门决算", hint=hint)
    assert (identity.entity_name, identity.fiscal_year, identity.kind) == ("佛山市轨道交通局", 2019, "final_account")


def test_the_hint_is_used_only_where_the_text_is_silent_and_says_so():
    silent = table([["收入>2"], ["项目", "预算数"], ["一、一般公共预算拨款收入", "9.55"]], above=["预算01表 收支总表"])
    hint = DocumentHint(document_name="政府办公厅_附件2：北京市信访办公室2026年度部门预算报表.pdf")
    identity = said(tables=[silent], hint=hint)
    assert (identity.entity_name, identity.fiscal_year) == ("北京市信访办公室", 2026)
    assert dict(identity.evidence)["entity_name"].startswith("hint")
    assert said(tables=[silent]).entity_name == ""


def test_years_in_comparisons_and_dates_do_not_count():
    body = lines("2024年度收入合计100万元。与2023年度相比增加1万元。截至2023年12月31日，共有车辆1辆。", page=3)
    assert said("某市某局", "2024年度部门决算", body=body).fiscal_year == 2024


def test_tables_outvote_a_title_that_no_table_repeats():
    made = [table([["项目", "金额"]], index=i, page=2 + i, above=["收入决算表", "2023年度"]) for i in range(4)]
    identity = said("某市某局2024年度部门决算", tables=made)
    assert identity.fiscal_year == 2023
    assert "fiscal_year_conflict" in dict(identity.evidence)


def test_both_spellings_are_kept_the_cover_first():
    made = table(
        [["项目", "金额"]], page=2, above=["编制单位：武汉市蔡甸区城乡居民社会养老保险办公室 2024年度 金额单位：万元"]
    )
    identity = said("2024年度武汉市蔡甸区城乡居民养老保险办公室部门决算公开", tables=[made])
    assert identity.names == ("武汉市蔡甸区城乡居民养老保险办公室", "武汉市蔡甸区城乡居民社会养老保险办公室")


def test_a_money_unit_is_no_name_and_a_code_is_kept_apart():
    made = table([["项目", "金额"]], above=["部门：[127]某省教育厅 单位：万元"])
    identity = said(tables=[made])
    assert (identity.entity_name, identity.entity_code) == ("某省教育厅", "127")


def test_placeholders_are_no_spelling():
    body = lines("第二部分 上海市普陀区XX局 2024年度部门决算表", page=7)
    identity = said("上海市普陀区财政局", "2024年度部门决算", body=body)
    assert identity.names == ("上海市普陀区财政局",)


def test_department_in_charge_comes_from_forms_that_agree():
    form = table([["项目名称", "经费"], ["主管部门", "武汉市蔡甸区人力资源和社会保障局"]], page=9)
    identity = said("武汉市蔡甸区城乡居民养老保险办公室2024年度部门决算", tables=[form])
    assert identity.parent_name == "武汉市蔡甸区人力资源和社会保障局"
    other = table([["项目名称", "经费"], ["主管部门", "武汉市财政局"]], index=1, page=10)
    assert said("武汉市蔡甸区某办公室2024年度部门决算", tables=[form, other]).parent_name is None


def test_date_on_the_cover():
    assert said("某市某局2024年度部门决算", "2025 年 11 月 10 日").printed_on == "2025-11-10"
    assert said("某市某局2024年度部门决算", "二〇二五年九月").printed_on == "2025-09"
    assert said("某市某局2024年度部门决算").printed_on is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("城乡居民养老保险办公室", "城乡居民社会养老保险办公室", True),
        ("江苏省委办公厅", "中共江苏省委办公厅", True),
        ("西安市财政局", "西安市财政局国库支付中心", False),
        ("北京市财政局", "北京市门头沟区财政局", False),
        ("武汉市医院", "武汉市第二医院", False),
        ("本表反映江苏省高级人民法院", "江苏省高级人民法院", False),
    ],
)
def test_what_can_be_a_spelling_of_one_name(one, other, same):
    assert same_entity_spelling(one, other) is same


def test_part_tables_or_text():
    amounts = [["项目", "金额"], *([f"项目{i}", f"{i},000.10"] for i in range(8))]
    made = [table(amounts, index=i, page=i + 1, above=["部门：某省教育厅 单位：万元"]) for i in range(3)]
    assert said(tables=made).part == "tables"
    text = lines("一、部门概况", *["本部门认真履职。" for _ in range(25)], page=2)
    assert said("某省教育厅2024年部门预算", body=text).part == "text"
    assert said("某省教育厅2024年部门预算", body=text, tables=made).part == "all"


def test_broken_rules_are_refused():
    with pytest.raises(IdentityDataError, match="macros"):
        parse_rules("titles: []")
    assert line("x").edges


def seen_by_eye():
    """The manifest was read by program; where a look at the document shows otherwise, this is what it says."""
    with (Path(__file__).parent / "identities_seen.csv").open(encoding="utf-8") as seen:
        return {row["document"]: (row["entity_name"], int(row["fiscal_year"])) for row in csv.DictReader(seen)}


@pytest.mark.corpus
@pytest.mark.slow
def test_every_corpus_document_says_who_it_is(corpus):
    wrong, seen = [], seen_by_eye()
    with (corpus / "MANIFEST.csv").open(encoding="utf-8") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["is_scanned"] != "yes"]
    for row in rows:
        path = corpus / row["path"]
        name = row["department"].removesuffix("（汇总）").removesuffix("（本级）").removesuffix("(本级)")
        expected = seen[path.name] if path.name in seen else (name, int(row["year"]))
        identity = identify(read_document(path), hint=DocumentHint(document_name=path.name))
        if (identity.entity_name, identity.fiscal_year) != expected:
            wrong.append((path.name, identity.entity_name, identity.fiscal_year, expected))
        if (identity.kind == "final_account") != (row["kind"] == "决算"):
            wrong.append((path.name, identity.kind, row["kind"]))
    assert wrong == []

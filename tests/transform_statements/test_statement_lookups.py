"""The lookup data: valid on load, in step with the reference lists, and broken rows are refused by file and line."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from transform.statements import lexicon
from transform.statements.lexicon import LookupDataError, codes_named, families, header_labels, match_header, match_row
from transform.statements.titles import bare_title, recognise

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = {
    "functional": "functional.csv",
    "economic": "economic_department.csv",
    "government": "economic_government.csv",
}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_code_names_agree_with_the_reference_lists() -> None:
    ours = {(row["system"], row["code"], row["name"]) for row in _rows(ROOT / "transform/lookups/code_names.csv")}
    reference = {
        (system, row["code"], row["name"])
        for system, name in REFERENCE.items()
        for row in _rows(ROOT / "warehouse/reference" / name)
    }

    assert ours == reference


def test_aliases_name_codes_that_the_reference_lists_hold() -> None:
    known = {(row["system"], row["code"]) for row in _rows(ROOT / "transform/lookups/code_names.csv")}
    aliases = {(row["system"], row["code"]) for row in _rows(ROOT / "transform/lookups/code_aliases.csv")}

    assert aliases <= known


def test_all_lookups_load() -> None:
    assert len(header_labels()) > 50
    assert {"income", "three_public_expenses", "budget_projects"} <= set(families())


def test_printed_lines_of_the_national_forms_are_known() -> None:
    """Every line label of the reference statement forms has a meaning of its own."""
    unknown = []
    for row in _rows(ROOT / "warehouse/reference/statement_lines.csv"):
        if row["side"] not in {"收入", "支出"} or "仅列有数" in row["label"]:
            continue
        words = (
            re.sub(r"^([一二三四五六七八九十]+、|\d+[.．]\s*)", "", row["label"]).replace("（", "(").replace("）", ")")
        )
        words = words.replace("　", "").replace(" ", "")
        if not match_row(words) and not codes_named("functional", words):
            unknown.append(row["label"])

    assert unknown == []


@pytest.mark.parametrize("bad", ["pattern,final,budget,note\n(,a,b,\n", "pattern,final,budget,note\na,b\n"])
def test_a_broken_row_is_refused_with_its_file_and_line(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lookups"
    folder.mkdir()
    (folder / "statement_titles.csv").write_text(bad, encoding="utf-8")
    monkeypatch.setattr(lexicon, "files", lambda _package: tmp_path)
    lexicon.title_families.cache_clear()
    try:
        with pytest.raises(LookupDataError, match=r"statement_titles\.csv:2"):
            lexicon.title_families()
    finally:
        lexicon.title_families.cache_clear()


@pytest.mark.parametrize(
    ("title", "kind", "statement"),
    [
        ("一、2024 年度收入支出决算总表(表 1)", "final_account", "income_expenditure_summary"),
        ("收 入 决 算 表", "final_account", "income"),
        ("公开03表 支出决算表", "final_account", "expenditure"),
        ("财政拨款收入支出决算总表", "final_account", "appropriation_summary"),
        ("一般公共预算财政拨款支出决算表", "final_account", "general_budget_expenditure"),
        ("一般公共预算财政拨款基本支出决算明细表(表6)", "final_account", "general_budget_basic_expenditure"),
        ("政府性基金预算财政拨款收入支出决算表", "final_account", "government_fund"),
        ("国有资本经营预算财政拨款支出决算表", "final_account", "state_capital"),
        ("财政拨款“三公”经费及会议费、培训费支出决算表", "final_account", "three_public_expenses"),
        ("预算01表 收支总表", "budget", "budget_income_expenditure_summary"),
        ("2026 年单位收入总体情况表", "budget", "budget_income"),
        ("部门综合预算支出总表", "budget", "budget_expenditure"),
        ("2026年预算单位财政拨款收支预算总表", "budget", "budget_appropriation_summary"),
        ("一般公共预算支出表（按功能分类）", "budget", "budget_general_expenditure"),
        ("2026年预算单位一般公共预算基本支出部门预算经济分类预算表", "budget", "budget_general_basic_expenditure"),
        ("财政拨款支出表（功能科目）", "budget", "budget_appropriation_expenditure"),
        ("财政拨款基本支出表（经济科目）", "budget", "budget_appropriation_basic_expenditure"),
        ("政府性基金预算支出表", "budget", "budget_government_fund"),
        ("国有资本经营预算支出预算表", "budget", "budget_state_capital"),
        ("2026年单位“三公”经费和机关运行经费预算表", "budget", "budget_three_public"),
        ("一般公共预算机关运行经费支出预算表", "budget", "budget_operating_funds"),
        ("部门综合预算政府采购（资产配置、购买服务）预算表", "budget", "budget_procurement"),
        ("部门综合预算政府采购预算表（不含上年结转）", "budget", "budget_procurement"),
        ("预算11表 财政拨款政府购买服务明细表", "budget", "budget_purchased_services"),
        ("项目支出总表", "budget", "budget_projects"),
        ("一般公共预算支出明细表（按支出经济分类科目-不含上年结转）", "budget", "budget_general_expenditure"),
        ("部门综合预算财政拨款结转资金支出表", "budget", "other_carryover"),
        ("收入支出决算总表", "budget", "income_expenditure_summary"),
        ("收入支出决算总表 公开01表", "final_account", "income_expenditure_summary"),
        ("公开02表 收入决算表 金额单位：万元", "final_account", "income"),
        ("《支出决算表》", "final_account", "expenditure"),
    ],
)
def test_titles_by_their_words(title: str, kind: str, statement: str) -> None:
    found = recognise(title, kind)  # type: ignore[arg-type]

    assert found is not None
    assert found.statement == statement


@pytest.mark.parametrize("form", ["部门整体支出绩效自评表", "2026年项目绩效目标表", "部门决算公开工作情况自查表"])
def test_forms_are_recognised_as_no_statements(form: str) -> None:
    found = recognise(form, "final_account")

    assert found is not None
    assert found.statement is None


@pytest.mark.parametrize(
    "text",
    [
        "表1",
        "公开01表",
        "（一）收入支出情况。",
        "注：本表反映部门本年度各项支出情况。",
        "2024年度",
        "支出情况说明如下表",
    ],
)
def test_lines_that_are_no_titles(text: str) -> None:
    assert recognise(text, "final_account") is None


def test_a_title_loses_year_number_and_ordinal() -> None:
    assert bare_title("四、2024年度财政拨款收入支出决算总表(表4)") == "财政拨款收入支出决算总表"


@pytest.mark.parametrize(
    ("label", "role", "measure", "fund"),
    [
        ("本年支出合计", "amount", "total", None),
        ("附属单位上缴收入", "amount", "affiliated", None),
        ("一般公共预算财政拨款", "amount", "appropriation", "general_budget"),
        ("公务用车购置及运行维护费", "amount", "vehicles", None),
        ("财政专户管理资金", "amount", "fiscal_account", "fiscal_account"),
        ("功能分类科目编码", "code", None, None),
        ("支出功能分类科目", "name", None, None),
    ],
)
def test_header_labels(label: str, role: str, measure: str | None, fund: str | None) -> None:
    entry = match_header(label)

    assert entry is not None
    assert (entry.role, entry.measure, entry.fund) == (role, measure, fund)

"""The Hubei family (公开01–09表): line numbers, one code column, three groups of economic rows, 三公 last."""

from __future__ import annotations

from tests.generator.codes import CAPITAL, GOODS_AND_SERVICES, PERSONNEL, ordinal
from tests.generator.grid import Block, Entry, Fact, Grid, GridBuilder, PageBreak, Paragraph, TableBlock
from tests.generator.model import Fund
from tests.generator.numbered import appropriation_summary, summary
from tests.generator.printing import Press
from tests.generator.statements import (
    EXPENDITURE_COLUMNS,
    FUND_FLOW_COLUMNS,
    INCOME_COLUMNS,
    S1,
    S2,
    S3,
    S4,
    S5,
    S6,
    S7,
    S8,
    S9,
    SIDE,
    Column,
    amount,
    functional_rows,
    has,
    spending_columns,
    three_public_facts,
    total_row,
)

TITLES = (
    (S1, "收入支出决算总表"),
    (S2, "收入决算表"),
    (S3, "支出决算表"),
    (S4, "财政拨款收入支出决算总表"),
    (S5, "一般公共预算财政拨款支出决算表"),
    (S6, "一般公共预算财政拨款基本支出决算明细表"),
    (S7, "政府性基金预算财政拨款收入支出决算表"),
    (S8, "国有资本经营预算财政拨款支出决算表"),
    (S9, "财政拨款“三公”经费支出决算表"),
)

_NOTES = {
    S1: "本表反映部门本年度的总收支和年末结转结余情况。",
    S2: "本表反映部门本年度取得的各项收入情况。",
    S3: "本表反映部门本年度各项支出情况。",
    S4: "本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支"
    "和年末结转结余情况。",
    S5: "本表反映部门本年度一般公共预算财政拨款支出情况。",
    S6: "本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
    S7: "本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
    S8: "本表反映部门本年度国有资本经营预算财政拨款支出情况。",
    S9: "本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，"
    "反映按规定程序调整后的预算数；决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",
}


def blocks(press: Press) -> list[Block]:
    """The nine statements, one after another as a word processor flows them."""
    grids = {
        S1: summary(press),
        S2: _functional(press, S2, INCOME_COLUMNS),
        S3: _functional(press, S3, EXPENDITURE_COLUMNS),
        S4: appropriation_summary(press),
        S5: _functional(press, S5, spending_columns("小计"), "general_budget"),
        S6: _basic(press),
        S7: _fund_flow(press),
        S8: _state_capital(press),
        S9: _three_public(press),
    }
    year = press.this.year
    empty = {
        S7: "政府性基金预算财政拨款收入支出" if not has(press.this, "government_fund") else "",
        S8: "国有资本经营预算财政拨款支出" if not has(press.this, "state_capital") else "",
        S9: "财政拨款“三公”经费支出" if press.this.three_public.total == 0 else "",
    }
    result: list[Block] = []
    for number, (statement, name) in enumerate(TITLES, start=1):
        title = f"{ordinal(number)}、{year}年度{name}（表{number}）"
        above = (f"编制单位：{press.this.entity.name}", f"{year}年度", f"金额单位：{press.style.unit}")
        result.append(TableBlock(statement, title, above, grids[statement], press.style.repeat_header))
        result.append(Paragraph(f"注：{_NOTES[statement]}", note=True))
        if empty.get(statement):
            result.append(Paragraph(f"本单位{year}年度无{empty[statement]}。", note=True))
        if statement == S1:
            result.append(PageBreak())
    return result


def _code_header(press: Press) -> tuple[list[Entry], list[Entry]]:
    """The 类 款 项 cells, and what stands before 合计 in the next row: nothing where the former reach into it."""
    reach = 1 if press.style.repeat_header else 2
    return [Entry(part, rows=reach) for part in "类款项"], [Entry("", cols=3)] if reach == 1 else []


def _functional(press: Press, statement: str, columns: tuple[Column, ...], *funds: Fund) -> Grid:
    spending = statement == S5
    grid = GridBuilder((6, 6, 6, 36, *(100 / (len(columns) + 2) for _ in columns)), 3)
    codes, before_total = _code_header(press)
    numbers = [str(number) for number in range(1, len(columns) + 1)]
    if spending:
        grid.row(Entry("项目", cols=4), Entry("本年支出", cols=len(columns)))
        grid.row(Entry("功能分类科目编码", cols=3), "科目名称", *(column.label for column in columns))
        grid.row(*codes, "栏次", *numbers)
    else:
        grid.row(Entry("项目", cols=4), *(Entry(column.label, rows=2) for column in columns))
        grid.row(Entry("功能分类科目编码", cols=3), Entry("科目名称", rows=2))
        grid.row(*codes, *numbers)
    grid.row(*before_total, "合计", *total_row(press, statement, columns, *funds))
    _code_rows(press, grid, statement, columns, *funds)
    return grid.build()


def _code_rows(press: Press, grid: GridBuilder, statement: str, columns: tuple[Column, ...], *funds: Fund) -> None:
    for code, name, amounts in functional_rows(press, statement, columns, *funds):
        grid.row(Entry(code, cols=3), Entry(name, align="left"), *amounts)


def _basic(press: Press) -> Grid:
    grid = GridBuilder((12, 30, 15, 12, 30, 15, 12, 30, 15), 2)
    grid.row(Entry("人员经费", cols=3), Entry("公用经费", cols=6))
    grid.row(*("经济分类科目编码", "科目名称", "决算数") * 3)
    groups = (PERSONNEL, GOODS_AND_SERVICES, CAPITAL)
    for index in range(max(map(len, groups))):
        entries: list[Entry] = []
        for group in groups:
            if index >= len(group):
                entries += [Entry(""), Entry(""), Entry("")]
                continue
            code, name = group[index]
            kind = "subtotal" if len(code) == 3 else "detail"
            yuan = press.this.economic_total(code) or None
            fact = Fact(
                S6,
                "economic",
                "total",
                name,
                "决算数",
                yuan,
                kind,
                side=SIDE[S6],
                economic_code=code,
                fund="general_budget",
            )
            entries += [Entry(code), Entry(name, align="left"), amount(press, fact)]
        grid.row(*entries)
    sums = (
        ("personnel_total", "人员经费合计", press.this.personnel),
        ("public_total", "公用经费合计", press.this.public),
    )
    cells: list[Entry] = []
    for (item, label, yuan), cols in zip(sums, (2, 5), strict=True):
        fact = Fact(S6, item, "total", label, "决算数", yuan or None, "subtotal", SIDE[S6], fund="general_budget")
        cells += [Entry(label, cols=cols), amount(press, fact)]
    grid.row(*cells)
    return grid.build()


def _fund_flow(press: Press) -> Grid:
    grid = GridBuilder((6, 6, 6, 36, 16, 16, 16, 16, 16, 16), 3)
    codes, before_total = _code_header(press)
    first, second, *spent, last = FUND_FLOW_COLUMNS
    grid.row(
        Entry("项目", cols=4),
        Entry(first.label, rows=2),
        Entry(second.label, rows=2),
        Entry("本年支出", cols=3),
        Entry(last.label, rows=2),
    )
    grid.row(Entry("功能分类科目编码", cols=3), "科目名称", *(column.label for column in spent))
    grid.row(*codes, "栏次", *(str(number) for number in range(1, 7)))
    grid.row(*before_total, "合计", *total_row(press, S7, FUND_FLOW_COLUMNS, "government_fund"))
    _code_rows(press, grid, S7, FUND_FLOW_COLUMNS, "government_fund")
    return grid.build()


def _state_capital(press: Press) -> Grid:
    columns = spending_columns("合计")
    grid = GridBuilder((6, 6, 6, 40, 26, 26, 26), 3)
    codes, before_total = _code_header(press)
    grid.row(Entry("项目", cols=4), Entry("本年支出", cols=3))
    grid.row(Entry("功能分类科目编码", cols=3), "科目名称", *(column.label for column in columns))
    grid.row(*codes, "栏次", "1", "2", "3")
    grid.row(*before_total, "合计", *total_row(press, S8, columns, "state_capital"))
    _code_rows(press, grid, S8, columns, "state_capital")
    return grid.build()


def _three_public(press: Press) -> Grid:
    grid = GridBuilder((1,) * 12, 4)
    grid.row(Entry("预算数", cols=6), Entry("决算数", cols=6))
    head = [
        Entry("合计", rows=2),
        Entry("因公出国（境）费", rows=2),
        Entry("公务用车购置及运行维护费", cols=3),
        Entry("公务接待费", rows=2),
    ]
    grid.row(*head, *head)
    grid.row(*("小计", "公务用车购置费", "公务用车运行维护费") * 2)
    grid.row(*(str(number) for number in range(1, 13)))
    facts = three_public_facts(press.this, "adjusted_budget")
    grid.row(*(amount(press, fact) for _, fact, _ in facts), *(amount(press, fact) for _, _, fact in facts))
    return grid.build()

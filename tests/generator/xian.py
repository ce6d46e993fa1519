"""The 公开01表 family (as in 西安): one code column, wide pages, 三公 by rows with 会议费 and 培训费."""

from __future__ import annotations

from dataclasses import replace

from tests.generator.codes import CAPITAL, GOODS_AND_SERVICES, PERSONNEL
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
    (S6, "一般公共预算财政拨款基本支出决算表"),
    (S7, "政府性基金预算财政拨款收入支出决算表"),
    (S8, "国有资本经营预算财政拨款支出决算表"),
    (S9, "财政拨款“三公”经费及会议费、培训费支出决算表"),
)


def blocks(press: Press) -> list[Block]:
    """The nine statements, each on wide pages of its own with its number 公开0n表."""
    grids = {
        S1: summary(press, label="决算数", spare_row=False),
        S2: _functional(press, S2, INCOME_COLUMNS),
        S3: _functional(press, S3, EXPENDITURE_COLUMNS),
        S4: appropriation_summary(press, label="金额", total="合计", two_lines=False),
        S5: _spending(press, S5, "general_budget"),
        S6: _basic(press),
        S7: _fund_flow(press),
        S8: _spending(press, S8, "state_capital"),
        S9: _three_public(press),
    }
    empty = {
        S7: "政府性基金预算财政拨款收入支出" if not has(press.this, "government_fund") else "",
        S8: "国有资本经营预算财政拨款支出" if not has(press.this, "state_capital") else "",
    }
    result: list[Block] = []
    for number, (statement, title) in enumerate(TITLES, start=1):
        result.append(PageBreak(landscape=True))
        above = (f"编制部门：{press.this.entity.name}", f"公开0{number}表", f"金额单位：{press.style.unit}")
        result.append(TableBlock(statement, title, above, grids[statement], press.style.repeat_header))
        if empty.get(statement):
            result.append(Paragraph(f"注：本部门{press.this.year}年度无{empty[statement]}，故本表为空表。", note=True))
    return result


def _rows(press: Press, grid: GridBuilder, statement: str, columns: tuple[Column, ...], *funds: Fund) -> Grid:
    """The line of column numbers, 合计, and a row per code."""
    grid.row("", "栏次", *(str(number) for number in range(1, len(columns) + 1)))
    grid.row("", "合计", *total_row(press, statement, columns, *funds))
    for code, name, amounts in functional_rows(press, statement, columns, *funds):
        grid.row(Entry(code, align="left"), Entry(name, align="left"), *amounts)
    return grid.build()


def _functional(press: Press, statement: str, columns: tuple[Column, ...]) -> Grid:
    grid = GridBuilder((12, 38, *(130 / len(columns) for _ in columns)), 3)
    grid.row(Entry("项目", cols=2), *(Entry(column.label, rows=2) for column in columns))
    grid.row("科目代码", "科目名称")
    return _rows(press, grid, statement, columns)


def _spending(press: Press, statement: str, fund: Fund) -> Grid:
    columns = spending_columns("小计")
    grid = GridBuilder((14, 50, 30, 30, 30), 3)
    grid.row(Entry("项目", cols=2), Entry("本年支出", cols=3))
    grid.row("科目代码", "科目名称", *(column.label for column in columns))
    return _rows(press, grid, statement, columns, fund)


def _fund_flow(press: Press) -> Grid:
    columns = FUND_FLOW_COLUMNS
    first, second, *spent, last = columns
    grid = GridBuilder((14, 50, 22, 22, 22, 22, 22, 22), 3)
    grid.row(
        Entry("项目", cols=2),
        Entry(first.label, rows=2),
        Entry(second.label, rows=2),
        Entry("本年支出", cols=3),
        Entry(last.label, rows=2),
    )
    grid.row("科目代码", "科目名称", *(column.label for column in spent))
    return _rows(press, grid, S7, columns, "government_fund")


def _basic(press: Press) -> Grid:
    grid = GridBuilder((12, 36, 18, 12, 36, 18, 12, 36, 18), 1)
    grid.row(*("科目代码", "科目名称", "决算数") * 3)
    fact = Fact(S6, "economic", "total", "", "决算数", None, side=SIDE[S6], fund="general_budget")
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
            one = replace(fact, row_label=name, yuan=yuan, row_kind=kind, economic_code=code)
            entries += [Entry(code, align="left"), Entry(name, align="left"), amount(press, one)]
        grid.row(*entries)
    cells: list[Entry] = []
    for item, label, yuan, cols in (
        ("personnel_total", "人员经费合计", press.this.personnel, 2),
        ("public_total", "公用经费合计", press.this.public, 5),
    ):
        one = replace(fact, item=item, row_label=label, yuan=yuan or None, row_kind="subtotal")
        cells += [Entry(label, cols=cols), amount(press, one)]
    grid.row(*cells)
    return grid.build()


def _three_public(press: Press) -> Grid:
    grid = GridBuilder((12, *(15,) * 8), 4)
    grid.row(
        Entry("项目", rows=3),
        Entry("财政拨款安排的“三公”经费", cols=6),
        Entry("会议费", rows=3),
        Entry("培训费", rows=3),
    )
    grid.row(
        Entry("小计", rows=2),
        Entry("因公出国（境）费用", rows=2),
        Entry("公务用车购置及运行维护费", cols=3),
        Entry("公务接待费", rows=2),
    )
    grid.row("小计", "公务用车购置费", "公务用车运行维护费")
    grid.row("栏次", *(str(number) for number in range(1, 9)))
    facts = [(budget, final) for _, budget, final in three_public_facts(press.this, "adjusted_budget")]
    for measure, label, code in (("meetings", "会议费", "30215"), ("training", "培训费", "30216")):
        spent = press.this.economic_total(code)
        budget = -(-spent * 11 // 10 // 1_000) * 1_000
        fact = Fact(S9, "three_public", measure, "", label, spent or None, side=SIDE[S9], fund="appropriation")
        facts.append((replace(fact, yuan=budget or None, basis="adjusted_budget"), fact))
    for index, label in enumerate(("预算数", "决算数")):
        grid.row(label, *(amount(press, replace(pair[index], row_label=label)) for pair in facts))
    return grid.build()

"""The two summaries with line numbers (行次): common to the families of 公开01表 and 公开04表."""

from __future__ import annotations

from tests.generator.codes import CLASS_LINES, ordinal
from tests.generator.grid import Entry, Fact, Grid, GridBuilder
from tests.generator.model import APPROPRIATED
from tests.generator.printing import Press
from tests.generator.statements import (
    EXPENDITURE,
    FUND_COLUMNS,
    INCOME,
    INCOME_FUNDS,
    S1,
    S4,
    amount,
    class_amounts,
    summary_income,
)

Line = tuple[str, str, str, int, str | None]
"""Printed label, item, row kind, amount, functional code or fund."""


def summary(press: Press, *, label: str = "金额", spare_row: bool = True) -> Grid:
    """收入支出决算总表 with 行次. ``label`` heads the amounts; ``spare_row`` is the empty line before 总计."""
    this = press.this
    grid = GridBuilder((40, 8, 17, 40, 8, 17), 3)
    grid.row(Entry("收入", cols=3), Entry("支出", cols=3))
    grid.row("项目", "行次", label, "项目", "行次", label)
    grid.row("栏次", "", "1", "栏次", "", "2")
    used = "使用非财政拨款结余（含专用结余）" if this.year >= 2024 else "使用非财政拨款结余"
    spare: list[Line] = [("", "unnumbered", "detail", 0, None)] if spare_row else []
    left: list[Line] = [
        (f"{ordinal(number)}、{name}", item, "detail", yuan, None)
        for number, (item, name, yuan) in enumerate(summary_income(this), start=1)
    ]
    left += [("", "unnumbered", "detail", 0, None)] * 18
    left += [
        ("本年收入合计", "income_this_year", "total", this.total(lambda row: row.income), None),
        (used, "non_appropriation_balance_used", "detail", 0, None),
        ("年初结转和结余", "opening_balance", "opening", this.total(lambda row: row.opening), None),
        *spare,
        ("总计", "grand_total", "total", this.grand_total, None),
    ]
    right = _class_lines(class_amounts(this))
    right += [
        ("本年支出合计", "expenditure_this_year", "total", this.total(lambda row: row.expenditure), None),
        ("结余分配", "surplus_distribution", "detail", this.total(lambda row: row.distributed), None),
        ("年末结转和结余", "closing_balance", "closing", this.total(lambda row: row.closing), None),
        *spare,
        ("总计", "grand_total", "total", this.grand_total, None),
    ]
    for number, (one, other) in enumerate(zip(left, right, strict=True), start=1):
        grid.row(
            *_numbered(press, S1, INCOME, one, str(number), label),
            *_numbered(press, S1, EXPENDITURE, other, str(number + len(left)), label),
        )
    return grid.build()


def _class_lines(amounts: dict[str, int]) -> list[Line]:
    return [
        (f"{ordinal(number)}、{name}", "functional", "detail", amounts[code], code)
        for number, (code, name) in enumerate(CLASS_LINES, start=1)
    ]


def _numbered(press: Press, statement: str, side: str, line: Line, number: str, column: str) -> list[Entry]:
    label, item, kind, yuan, code = line
    fund = INCOME_FUNDS.get(item)
    fact = Fact(statement, item, "total", label, column, yuan or None, kind, side, number, code, fund=fund)
    align = "center" if kind == "total" else "left"
    return [Entry(label, align=align), Entry(number), amount(press, fact)]


def appropriation_summary(press: Press, *, label: str = "决算数", total: str = "小计", two_lines: bool = True) -> Grid:
    """财政拨款收入支出决算总表 with 行次. ``two_lines``: the funds stand below a common 决算数."""
    this = press.this
    grid = GridBuilder((30, 7, 15, 30, 7, 15, 15, 15, 15), 4 if two_lines else 3)
    grid.row(Entry("收入", cols=3), Entry("支出", cols=6))
    funds = (total, *(column for _, column, _ in FUND_COLUMNS[1:]))
    if two_lines:
        head = [Entry(text, rows=2) for text in ("项目", "行次", label, "项目", "行次")]
        grid.row(*head, Entry(label, cols=4))
        grid.row(*funds)
    else:
        grid.row("项目", "行次", label, "项目", "行次", *funds)
    grid.row("栏次", "", "1", "栏次", "", "2", "3", "4", "5")
    names = dict(zip(APPROPRIATED, (label for _, label, _ in FUND_COLUMNS[1:]), strict=True))
    left: list[Line] = [
        (
            f"{ordinal(number)}、{names[fund]}",
            f"{fund}_income",
            "detail",
            this.total(lambda row: row.income, fund),
            fund,
        )
        for number, fund in enumerate(APPROPRIATED, start=1)
    ]
    left += [("", "unnumbered", "detail", 0, "appropriation")] * 23
    income, opening = (this.total(value, *APPROPRIATED) for value in (lambda row: row.income, lambda row: row.opening))
    left += [
        ("本年收入合计", "income_this_year", "total", income, "appropriation"),
        ("年初财政拨款结转和结余", "opening_balance", "opening", opening, "appropriation"),
    ]
    left += [
        (names[fund], "opening_balance", "opening", this.total(lambda row: row.opening, fund), fund)
        for fund in APPROPRIATED
    ]
    left += [("总计", "grand_total", "total", this.appropriation_total, "appropriation")]
    for number, line in enumerate(left, start=1):
        name, item, kind, yuan, fund = line
        fact = Fact(S4, item, "total", name, label, yuan or None, kind, INCOME, str(number), fund=fund)
        align = "center" if kind == "total" else "left"
        entries = [Entry(name, align=align), Entry(str(number)), amount(press, fact)]
        grid.row(*entries, *_fund_cells(press, number - 1, str(number + len(left)), total))
    return grid.build()


def _fund_cells(press: Press, index: int, number: str, total: str) -> list[Entry]:
    """The expenditure side of the appropriation summary's row: label, line number, four amounts."""
    this = press.this
    lines = len(CLASS_LINES)
    label, item, kind, code = "", "unnumbered", "detail", None
    if index < lines:
        code, name = CLASS_LINES[index]
        label, item = f"{ordinal(index + 1)}、{name}", "functional"
    elif index == lines:
        label, item, kind = "本年支出合计", "expenditure_this_year", "total"
    elif index == lines + 1:
        label, item, kind = "年末财政拨款结转和结余", "closing_balance", "closing"
    elif index == lines + 5:
        label, item, kind = "总计", "grand_total", "total"
    entries = [Entry(label, align="center" if kind == "total" else "left"), Entry(number)]
    for fund, column, books in FUND_COLUMNS:
        spent = this.total(lambda row: row.expenditure, *books, code=code or "")
        left = this.total(lambda row: row.closing, *books)
        yuan = {
            "functional": spent,
            "expenditure_this_year": spent,
            "closing_balance": left,
            "grand_total": spent + left,
        }.get(item, 0)
        printed = total if fund == "appropriation" else column
        fact = Fact(S4, item, "total", label, printed, yuan or None, kind, EXPENDITURE, number, code, fund=fund)
        entries.append(amount(press, fact))
    return entries

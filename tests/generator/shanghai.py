"""The Shanghai family: no line numbers, codes split over 类 款 项, 类 and 款 rows, 三公 seventh with paired columns."""

from __future__ import annotations

from tests.generator.codes import CAPITAL, CLASS_LINES, GOODS_AND_SERVICES, PERSONNEL, ordinal
from tests.generator.grid import Block, Entry, Fact, Grid, GridBuilder, PageBreak, Paragraph, TableBlock
from tests.generator.model import APPROPRIATED, Fund
from tests.generator.printing import Press
from tests.generator.statements import (
    EXPENDITURE,
    EXPENDITURE_COLUMNS,
    FUND_COLUMNS,
    FUND_FLOW_COLUMNS,
    INCOME,
    INCOME_COLUMNS,
    INCOME_FUNDS,
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
    class_amounts,
    functional_rows,
    has,
    spending_columns,
    summary_income,
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
    (S9, "财政拨款“三公”经费支出决算表"),
    (S7, "政府性基金预算财政拨款收入支出决算表"),
    (S8, "国有资本经营预算财政拨款收入支出决算表"),
)
LANDSCAPE = {S2, S3, S4, S7, S8, S9}


def blocks(press: Press) -> list[Block]:
    """The nine statements, each on pages of its own, wide ones in landscape."""
    this = press.this
    grids = {
        S1: _summary(press),
        S2: _functional(press, S2, INCOME_COLUMNS),
        S3: _functional(press, S3, EXPENDITURE_COLUMNS),
        S4: _appropriation_summary(press),
        S5: _general(press),
        S6: _basic(press),
        S7: _fund_flow(press, S7, "government_fund"),
        S8: _fund_flow(press, S8, "state_capital"),
        S9: _three_public(press),
    }
    funds: dict[str, tuple[Fund, str]] = {
        S7: ("government_fund", "政府性基金预算"),
        S8: ("state_capital", "国有资本经营预算"),
    }
    result: list[Block] = []
    for statement, title in TITLES:
        if statement != S1:
            result.append(PageBreak(landscape=statement in LANDSCAPE))
        above = ("", "", f"单位：{press.style.unit}")
        result.append(TableBlock(statement, title, above, grids[statement], press.style.repeat_header))
        if statement in funds and not has(this, funds[statement][0]):
            text = f"注：{this.entity.name}无{funds[statement][1]}财政拨款收入和支出，故本表无数据。"
            result.append(Paragraph(text, note=True))
    return result


def _line(press: Press, fact: Fact) -> list[Entry]:
    align = "center" if fact.row_kind == "total" else "left"
    return [Entry(fact.row_label, align=align), amount(press, fact)]


def _summary(press: Press) -> Grid:
    this = press.this
    grid = GridBuilder((38, 16, 38, 16), 2)
    grid.row(Entry("收入", cols=2), Entry("支出", cols=2))
    grid.row("项目", "决算数", "项目", "决算数")
    incomes = summary_income(this)
    amounts = class_amounts(this)
    for index, (code, name) in enumerate(CLASS_LINES):
        left: list[Entry] = [Entry(""), Entry("")]
        if index < len(incomes):
            item, label, yuan = incomes[index]
            printed = f"{ordinal(index + 1)}、{label}"
            fund = INCOME_FUNDS.get(item)
            left = _line(press, Fact(S1, item, "total", printed, "决算数", yuan or None, side=INCOME, fund=fund))
        printed = f"{ordinal(index + 1)}、{name}"
        spent = amounts[code] or None
        right = Fact(S1, "functional", "total", printed, "决算数", spent, side=EXPENDITURE, functional_code=code)
        grid.row(*left, *_line(press, right))
    used = "使用非财政拨款结余（含专用结余）" if this.year >= 2024 else "使用非财政拨款结余"
    rows = (
        (
            ("本年收入合计", "income_this_year", "total", this.total(lambda row: row.income)),
            ("本年支出合计", "expenditure_this_year", "total", this.total(lambda row: row.expenditure)),
        ),
        (
            (used, "non_appropriation_balance_used", "detail", 0),
            ("结余分配", "surplus_distribution", "detail", this.total(lambda row: row.distributed)),
        ),
        (
            ("年初结转和结余", "opening_balance", "opening", this.total(lambda row: row.opening)),
            ("年末结转和结余", "closing_balance", "closing", this.total(lambda row: row.closing)),
        ),
        (
            ("总计", "grand_total", "total", this.grand_total),
            ("总计", "grand_total", "total", this.grand_total),
        ),
    )
    for pair in rows:
        entries: list[Entry] = []
        for side, (label, item, kind, yuan) in zip((INCOME, EXPENDITURE), pair, strict=True):
            entries += _line(press, Fact(S1, item, "total", label, "决算数", yuan or None, kind, side))
        grid.row(*entries)
    return grid.build()


def _head(labels: list[Entry | str], *, rows: int = 3) -> list[list[Entry | str]]:
    """The header rows over 类 款 项: printed in three lines as the finance bureau's template has them."""
    return [
        [Entry("项目", cols=4), *labels],
        [Entry("支出功能分类科目编码", cols=3), Entry("科目名称", rows=rows - 1)],
    ]


def _split(code: str) -> list[Entry]:
    return [Entry(code[:3]), Entry(code[3:5]), Entry(code[5:7])]


def _code_rows(press: Press, grid: GridBuilder, statement: str, columns: tuple[Column, ...], *funds: Fund) -> None:
    for code, name, amounts in functional_rows(press, statement, columns, *funds):
        grid.row(*_split(code), Entry(name, align="left"), *amounts)


def _functional(press: Press, statement: str, columns: tuple[Column, ...]) -> Grid:
    grid = GridBuilder((8, 7, 7, 44, *(150 / (len(columns) + 1) for _ in columns)), 2)
    head = _head([Entry(column.label, rows=2) for column in columns], rows=2)
    grid.row(*head[0])
    grid.row(*head[1])
    grid.row("类", "款", "项", "合计", *total_row(press, statement, columns))
    _code_rows(press, grid, statement, columns)
    return grid.build()


def _general(press: Press) -> Grid:
    columns = spending_columns("合计")
    grid = GridBuilder((8, 7, 7, 46, 20, 20, 20), 3)
    head = _head([Entry(column.label, rows=3) for column in columns])
    grid.row(*head[0])
    grid.row(*head[1])
    grid.row("类", "款", "项")
    _code_rows(press, grid, S5, columns, "general_budget")
    grid.row(Entry("合计", cols=4), *total_row(press, S5, columns, "general_budget"))
    return grid.build()


def _appropriation_summary(press: Press) -> Grid:
    this = press.this
    grid = GridBuilder((42, 20, 42, 20, 20, 20, 20), 2)
    grid.row(Entry("收入", cols=2), Entry("支出", cols=5))
    labels = ["合计", *(label for _, label, _ in FUND_COLUMNS[1:])]
    grid.row("项目", "决算数", "项目", *labels)
    names = dict(zip(APPROPRIATED, labels[1:], strict=True))
    for index, (code, name) in enumerate(CLASS_LINES):
        left: list[Entry] = [Entry(""), Entry("")]
        if index < len(APPROPRIATED):
            fund = APPROPRIATED[index]
            yuan = this.total(lambda row: row.income, fund) or None
            label = f"{ordinal(index + 1)}、{names[fund]}"
            left = _line(press, Fact(S4, f"{fund}_income", "total", label, "决算数", yuan, side=INCOME, fund=fund))
        printed = f"{ordinal(index + 1)}、{name}"
        grid.row(*left, *_fund_cells(press, printed, "functional", "detail", code))
    income, opening = (this.total(value, *APPROPRIATED) for value in (lambda row: row.income, lambda row: row.opening))
    grid.row(
        *_line(press, _income_total("本年收入合计", "income_this_year", "total", income)),
        *_fund_cells(press, "本年支出合计", "expenditure_this_year", "total"),
    )
    grid.row(
        *_line(press, _income_total("年初财政拨款结转和结余", "opening_balance", "opening", opening)),
        *_fund_cells(press, "年末财政拨款结转和结余", "closing_balance", "closing"),
    )
    for number, fund in enumerate(APPROPRIATED, start=1):
        yuan = this.total(lambda row: row.opening, fund) or None
        label = f"{ordinal(number)}、{names[fund]}"
        fact = Fact(S4, "opening_balance", "total", label, "决算数", yuan, "opening", INCOME, fund=fund)
        grid.row(*_line(press, fact), *([""] * 5))
    grid.row(
        *_line(press, _income_total("总计", "grand_total", "total", this.appropriation_total)),
        *_fund_cells(press, "总计", "grand_total", "total"),
    )
    return grid.build()


def _income_total(label: str, item: str, kind: str, yuan: int) -> Fact:
    return Fact(S4, item, "total", label, "决算数", yuan or None, kind, INCOME, fund="appropriation")


def _fund_cells(press: Press, label: str, item: str, kind: str, code: str | None = None) -> list[Entry]:
    """Label and four amounts of the appropriation summary's expenditure side."""
    this = press.this
    entries = [Entry(label, align="center" if kind == "total" else "left")]
    for fund, column, books in FUND_COLUMNS:
        spent = this.total(lambda row: row.expenditure, *books, code=code or "")
        left = this.total(lambda row: row.closing, *books)
        yuan = {"closing_balance": left, "grand_total": spent + left}.get(item, spent)
        printed = "合计" if fund == "appropriation" else column
        fact = Fact(S4, item, "total", label, printed, yuan or None, kind, EXPENDITURE, functional_code=code, fund=fund)
        entries.append(amount(press, fact))
    return entries


def _basic(press: Press) -> Grid:
    grid = GridBuilder((9, 7, 34, 18, 9, 7, 34, 18), 2)
    head = [Entry("经济分类科目编码", cols=2), Entry("科目名称", rows=2), Entry("决算数", rows=2)]
    grid.row(*head, *head)
    grid.row("类", "款", "类", "款")
    groups = (PERSONNEL, GOODS_AND_SERVICES + CAPITAL)
    for index in range(max(map(len, groups))):
        entries: list[Entry] = []
        for group in groups:
            if index >= len(group):
                entries += [Entry("")] * 4
                continue
            code, name = group[index]
            fact = Fact(
                S6,
                "economic",
                "total",
                name,
                "决算数",
                press.this.economic_total(code) or None,
                "subtotal" if len(code) == 3 else "detail",
                side=SIDE[S6],
                economic_code=code,
                fund="general_budget",
            )
            entries += [Entry(code[:3]), Entry(code[3:]), Entry(name, align="left"), amount(press, fact)]
        grid.row(*entries)
    cells: list[Entry] = []
    for item, label, yuan in (
        ("personnel_total", "人员经费合计", press.this.personnel),
        ("public_total", "公用经费合计", press.this.public),
    ):
        fact = Fact(S6, item, "total", label, "决算数", yuan or None, "subtotal", SIDE[S6], fund="general_budget")
        cells += [Entry(label, cols=3), amount(press, fact)]
    grid.row(*cells)
    return grid.build()


def _fund_flow(press: Press, statement: str, fund: Fund) -> Grid:
    grid = GridBuilder((8, 7, 7, 46, 20, 20, 20, 20, 20, 20), 3)
    first, second, *spent, last = FUND_FLOW_COLUMNS
    grid.row(
        Entry("项目", cols=4),
        Entry(first.label, rows=3),
        Entry(second.label, rows=3),
        Entry("本年支出", cols=3),
        Entry(last.label, rows=3),
    )
    grid.row(
        Entry("支出功能分类科目编码", cols=3),
        Entry("科目名称", rows=2),
        *(Entry(column.label, rows=2) for column in spent),
    )
    grid.row("类", "款", "项")
    if has(press.this, fund):
        _code_rows(press, grid, statement, FUND_FLOW_COLUMNS, fund)
    else:
        grid.row(*([""] * 10))
    grid.row(Entry("合计", cols=4), *total_row(press, statement, FUND_FLOW_COLUMNS, fund))
    return grid.build()


def _three_public(press: Press) -> Grid:
    grid = GridBuilder((1,) * 12, 4)
    grid.row(Entry("财政拨款“三公”经费", cols=12))
    grid.row(
        Entry("合计", cols=2, rows=2),
        Entry("因公出国（境）费", cols=2, rows=2),
        Entry("公务用车购置及运行费", cols=6),
        Entry("公务接待费", cols=2, rows=2),
    )
    grid.row(*(Entry(label, cols=2) for label in ("小计", "公务用车购置费", "公务用车运行费")))
    grid.row(*("预算数", "决算数") * 6)
    cells: list[Entry] = []
    for _, budget, final in three_public_facts(press.this, "initial_budget"):
        cells += [amount(press, budget), amount(press, final)]
    grid.row(*cells)
    return grid.build()

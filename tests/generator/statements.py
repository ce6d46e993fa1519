"""What the nine statements say about a year, before any layout: facts by statement, row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.generator.codes import CLASS_LINES, FUNCTIONAL, INCOME_LINES
from tests.generator.grid import Entry, Fact
from tests.generator.model import APPROPRIATED, SOURCES, EntityYear, Fund, Row
from tests.generator.printing import Press

INCOME, EXPENDITURE = "income", "expenditure"
S1, S2, S3 = "income_expenditure_summary", "income", "expenditure"
S4, S5, S6 = "appropriation_summary", "general_budget_expenditure", "general_budget_basic_expenditure"
S7, S8, S9 = "government_fund", "state_capital", "three_public_expenses"

Value = Callable[[Row], int]


@dataclass(frozen=True, slots=True)
class Column:
    """A measure with its printed label, and how it comes from the rows."""

    measure: str
    label: str
    value: Value


def _from(source: str) -> Value:
    return lambda row: row.income if row.source == source else 0


def _income(row: Row) -> int:
    return row.income


def _expenditure(row: Row) -> int:
    return row.expenditure


def _basic(row: Row) -> int:
    return row.basic


def _project(row: Row) -> int:
    return row.project


def _nothing(_: Row) -> int:
    return 0


_SOURCE_LABELS = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")

INCOME_COLUMNS = (
    Column("total", "本年收入合计", _income),
    *(Column(source, label, _from(source)) for source, label in zip(SOURCES, _SOURCE_LABELS, strict=True)),
)
EXPENDITURE_COLUMNS = (
    Column("total", "本年支出合计", _expenditure),
    Column("basic", "基本支出", _basic),
    Column("project", "项目支出", _project),
    Column("to_superior", "上缴上级支出", _nothing),
    Column("operating", "经营支出", _nothing),
    Column("affiliated_subsidy", "对附属单位补助支出", _nothing),
)
FUND_FLOW_COLUMNS = (
    Column("opening_balance", "年初结转和结余", lambda row: row.opening),
    Column("income", "本年收入", _income),
    Column("total", "小计", _expenditure),
    Column("basic", "基本支出", _basic),
    Column("project", "项目支出", _project),
    Column("closing_balance", "年末结转和结余", lambda row: row.closing),
)


def spending_columns(total_label: str) -> tuple[Column, ...]:
    """Total, basic and project expenditure; the total's label differs by family (小计, 合计)."""
    return (
        Column("total", total_label, _expenditure),
        Column("basic", "基本支出", _basic),
        Column("project", "项目支出", _project),
    )


FUND_COLUMNS: tuple[tuple[str, str, tuple[Fund, ...]], ...] = (
    ("appropriation", "小计", APPROPRIATED),
    ("general_budget", "一般公共预算财政拨款", ("general_budget",)),
    ("government_fund", "政府性基金预算财政拨款", ("government_fund",)),
    ("state_capital", "国有资本经营预算财政拨款", ("state_capital",)),
)

THREE_PUBLIC = (
    ("total", "合计", "total"),
    ("overseas_travel", "因公出国（境）费", "overseas"),
    ("vehicles", "小计", "vehicles"),
    ("vehicle_purchase", "公务用车购置费", "purchase"),
    ("vehicle_operation", "公务用车运行维护费", "operation"),
    ("reception", "公务接待费", "reception"),
)
"""Measure, printed label, and the model's field."""


def amount(press: Press, fact: Fact) -> Entry:
    """The cell of a fact, printed as the filing prints (or misprints) it."""
    text = "" if fact.yuan is None else press.cell(fact.yuan)
    return Entry(press.text(fact.key, text), align="right", fact=fact)


def _yuan(value: int) -> int | None:
    return value or None


def total_row(press: Press, statement: str, columns: tuple[Column, ...], *funds: Fund) -> list[Entry]:
    """The amounts of the 合计 row."""
    return [
        amount(
            press,
            Fact(
                statement,
                "total",
                column.measure,
                "合计",
                column.label,
                _yuan(press.this.total(column.value, *funds)),
                row_kind="total",
                side=SIDE.get(statement),
                fund=_fund(statement, column.measure),
            ),
        )
        for column in columns
    ]


SIDE = {S2: INCOME, S3: EXPENDITURE, S5: EXPENDITURE, S6: EXPENDITURE, S9: EXPENDITURE}
"""The side of statements that have one; S1 and S4 have both, S7 and S8 flow from one to the other."""

INCOME_FUNDS = {f"{fund}_income": fund for fund in APPROPRIATED}


def _fund(statement: str, measure: str) -> str | None:
    if statement == S2:
        return "appropriation" if measure == "appropriation" else None
    return {S5: "general_budget", S6: "general_budget", S7: "government_fund", S8: "state_capital"}.get(statement)


def functional_rows(
    press: Press, statement: str, columns: tuple[Column, ...], *funds: Fund
) -> Iterator[tuple[str, str, list[Entry]]]:
    """Code, name and amounts of every printed row, with 类 and 款 rows where the style has them."""
    codes = list(press.this.codes(*funds))
    printed: list[str] = []
    for code in codes:
        parents = (code[:3], code[:5]) if press.style.subtotals else ()
        printed += [other for other in (*parents, code) if other not in printed]
    for code in printed:
        if len(code) == 7 and not any(press.this.total(column.value, *funds, code=code) for column in columns):
            continue
        entries = [
            amount(
                press,
                Fact(
                    statement,
                    "functional",
                    column.measure,
                    FUNCTIONAL[code],
                    column.label,
                    _yuan(press.this.total(column.value, *funds, code=code)),
                    row_kind="detail" if len(code) == 7 else "subtotal",
                    functional_code=code,
                    side=SIDE.get(statement),
                    fund=_fund(statement, column.measure),
                ),
            )
            for column in columns
        ]
        yield code, FUNCTIONAL[code], entries


def summary_income(this: EntityYear) -> list[tuple[str, str, int]]:
    """Item, name and amount of the eight income lines of the summary."""
    books = [this.total(_income, fund) for fund in APPROPRIATED]
    others = [this.total(_income, "unit_funds", source=source) for source in SOURCES[1:]]
    return [(item, name, yuan) for (item, name), yuan in zip(INCOME_LINES, books + others, strict=True)]


def class_amounts(this: EntityYear, *funds: Fund) -> dict[str, int]:
    """Expenditure by 类 for all lines of the summaries."""
    return {code: this.total(_expenditure, *funds, code=code) for code, _ in CLASS_LINES}


def three_public_facts(this: EntityYear, budget_basis: str) -> list[tuple[str, Fact, Fact]]:
    """Per item its label, the budget fact and the final fact."""
    amounts = this.three_public
    blank = amounts.total == 0 and amounts.total_budget == 0
    result = []
    for measure, label, attribute in THREE_PUBLIC:
        pair = [
            Fact(
                S9,
                "three_public",
                measure,
                "",
                label,
                None if blank else _yuan(getattr(amounts, attribute + suffix)),
                side=SIDE[S9],
                fund="appropriation",
                basis=basis,
            )
            for suffix, basis in (("_budget", budget_basis), ("", "final"))
        ]
        result.append((label, pair[0], pair[1]))
    return result


def has(this: EntityYear, fund: Fund) -> bool:
    """Whether the fund has any money in this year."""
    return any(row.fund == fund and (row.opening or row.income or row.expenditure) for row in this.rows)

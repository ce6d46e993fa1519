"""Hand-built parsed documents: a small world of two departments, a unit, three years, a budget and a correction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from extract.model import Box
from transform.records import (
    Basis,
    CellState,
    Claim,
    DisclosureItem,
    EntityLevel,
    FilingIdentity,
    FilingKind,
    LineItem,
    ParsedDocument,
    PerformanceRow,
    Place,
    RowKind,
    Side,
    StatementRecord,
    Unread,
)
from warehouse.documents import SourceDocument

WAN = Decimal(10000)
STEP = Decimal(100)


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def at(page: int, row: int, col: int) -> Place:
    return Place(page, Box(60.0 + 80 * col, 100.0 + 18 * row, 130.0 + 80 * col, 116.0 + 18 * row), f"p{page}")


class Statement:
    """Collects the line items of one statement; rows are laid out one under the other."""

    def __init__(self, statement: str, title: str, page: int, year: int, basis: Basis, fund: str | None = None) -> None:
        self.statement, self.title, self.page, self.year, self.basis, self.fund = (
            statement,
            title,
            page,
            year,
            basis,
            fund,
        )
        self.items: list[LineItem] = []
        self.rows = 0

    def row(
        self,
        label: str,
        item: str,
        amounts: dict[str, str],
        *,
        kind: RowKind = "detail",
        side: Side | None = "expenditure",
        functional: str | None = None,
        economic: str | None = None,
        project: str | None = None,
        fund: str | None = None,
        funds: dict[str, str] | None = None,
        basis: Basis | None = None,
        unit_name: str | None = None,
    ) -> Statement:
        """Add a row; ``amounts`` by measure (or by fund, as ``funds``), in 万元 as printed."""
        cells = [(measure, None, text) for measure, text in amounts.items()]
        cells += [("total", name, text) for name, text in (funds or {}).items()]
        for col, (measure, cell_fund, text) in enumerate(cells):
            state: CellState = "number" if text.replace(".", "").replace("-", "").isdigit() else "dash"
            if not text:
                state = "blank"
            self.items.append(
                LineItem(
                    statement=self.statement,
                    instance=1,
                    side=side,
                    row_no=str(self.rows + 1),
                    row_label=label,
                    item=item,
                    row_kind=kind,
                    functional_code=functional,
                    economic_code=economic,
                    government_economic_code=None,
                    project_name=project,
                    subject_entity=unit_name,
                    fund=cell_fund or fund or self.fund,
                    measure=measure,
                    measure_label=measure,
                    basis=basis or self.basis,
                    amount_year=self.year,
                    printed_text=text,
                    state=state,
                    amount_yuan=Decimal(text) * WAN if state == "number" else None,
                    unit="万元",
                    step_yuan=STEP,
                    place=at(self.page, self.rows, col + 1),
                    table_index=self.page,
                    table_row=self.rows,
                    table_col=col + 1,
                )
            )
        self.rows += 1
        return self

    def record(self) -> StatementRecord:
        return StatementRecord(
            statement=self.statement,
            instance=1,
            printed_title=self.title,
            unit="万元",
            step_yuan=STEP,
            pages=(self.page,),
            rows_printed=self.rows,
            rows_parsed=self.rows,
            rows_ignored=0,
            rows_unread=0,
            ignored_reasons=(),
            engine="pdfium",
            layout_id="final_account",
        )


def claim(year: int, text: str, ordinal: int = 0, metric: str = "final", kind: str = "amount") -> Claim:
    amount = Decimal(text) * WAN if kind == "amount" else None
    return Claim(
        section="决算情况说明",
        sentence=f"{year}年度支出总计{text}万元。",
        subject="支出总计",
        metric=metric,
        period=year,
        base_year=year - 1 if metric == "growth_rate" else None,
        direction=1 if metric == "growth_rate" else None,
        printed_text=text,
        value_kind="amount" if kind == "amount" else "ratio",
        value=Decimal(text),
        amount_yuan=amount,
        unit="万元" if kind == "amount" else "%",
        step=Decimal("0.01"),
        statement="income_expenditure_summary",
        item="grand_total",
        measure="total",
        fund=None,
        functional_code=None,
        economic_code=None,
        project_name=None,
        basis="final",
        state="bound",
        place=at(9, ordinal, 1),
        sentence_no=ordinal,
        clause_no=0,
        ordinal=0,
    )


def form(number: int, project: str, budget: str, executed: str) -> tuple[PerformanceRow, ...]:
    ratio = (Decimal(executed) / Decimal(budget)).quantize(Decimal("0.0001"))

    def row(
        kind: Literal["funding", "indicator", "total"], label: str, n: int, **values: Decimal | str
    ) -> PerformanceRow:
        fields: dict[str, object] = {
            "indicator_level1": None,
            "indicator_level2": None,
            "indicator": None,
            "target_text": None,
            "actual_text": None,
            "weight": None,
            "weight_source": None,
            "score": None,
            "initial_budget_yuan": None,
            "budget_yuan": None,
            "executed_yuan": None,
            "rate": None,
            **values,
        }
        return PerformanceRow(
            form_no=number,
            form_title="项目绩效自评表",
            row_kind=kind,
            project_name=project,
            label=label,
            printed=tuple((name, str(value)) for name, value in values.items()),
            boxes=(),
            place=at(10 + number, n, 1),
            **fields,  # type: ignore[arg-type]
        )

    return (
        row(
            "funding",
            "年度资金总额",
            0,
            budget_yuan=Decimal(budget) * WAN,
            executed_yuan=Decimal(executed) * WAN,
            rate=ratio,
            weight=Decimal(20),
            score=(20 * ratio).quantize(Decimal("0.01")),
        ),
        row(
            "indicator",
            "发放人数",
            1,
            indicator_level1="产出指标",
            indicator_level2="数量指标",
            indicator="发放人数",
            target_text="≥100人",
            actual_text="120人",
            weight=Decimal(80),
            score=Decimal(80),
        ),
        row("total", "总分", 2, weight=Decimal(100), score=(80 + 20 * ratio).quantize(Decimal("0.01"))),
    )


def final_account(
    name: str,
    entity: str,
    year: int,
    *,
    basic: str,
    project: str,
    carried: str = "10.00",
    level: EntityLevel = "department",
    scope: Literal["consolidated", "own"] = "consolidated",
    code: str | None = None,
    executed: str | None = None,
    corrected: str | None = None,
    claimed: str | None = None,
    names: Sequence[str] = (),
) -> ParsedDocument:
    """A final account whose sums hold; ``corrected`` replaces the total of the expenditure
    statement, ``claimed`` the total in the text."""
    b, p, c = Decimal(basic), Decimal(project), Decimal(carried)
    total, public = b + p, (b / 5).quantize(Decimal("0.01"))
    personnel = b - public
    t = lambda value: f"{value:.2f}"  # noqa: E731
    s1 = (
        Statement("income_expenditure_summary", "收入支出决算总表", 3, year, "final")
        .row("一、一般公共预算财政拨款收入", "general_budget_income", {"total": t(total)}, side="income")
        .row("本年收入合计", "income_this_year", {"total": t(total)}, kind="total", side="income")
        .row("年初结转和结余", "opening_balance", {"total": t(c)}, kind="opening", side="income")
        .row("总计", "grand_total", {"total": t(total + c)}, kind="total", side="income")
        .row("八、社会保障和就业支出", "functional", {"total": t(total)}, functional="208")
        .row("本年支出合计", "expenditure_this_year", {"total": t(total)}, kind="total")
        .row("年末结转和结余", "closing_balance", {"total": t(c)}, kind="closing")
        .row("总计", "grand_total", {"total": t(total + c)}, kind="total")
    )
    s3 = (
        Statement("expenditure", "支出决算表", 4, year, "final")
        .row("合计", "total", {"total": corrected or t(total), "basic": t(b), "project": t(p)}, kind="total")
        .row(
            "社会保障和就业支出",
            "functional",
            {"total": t(total), "basic": t(b), "project": t(p)},
            kind="subtotal",
            functional="208",
        )
        .row(
            "行政事业单位养老支出",
            "functional",
            {"total": t(total), "basic": t(b), "project": t(p)},
            kind="subtotal",
            functional="20805",
        )
        .row("行政单位离退休", "functional", {"total": t(b), "basic": t(b), "project": ""}, functional="2080501")
        .row("某项新增支出", "functional", {"total": t(p), "basic": "", "project": t(p)}, functional="2080577")
    )
    s5 = (
        Statement(
            "general_budget_expenditure", "一般公共预算财政拨款支出决算表", 5, year, "final", fund="general_budget"
        )
        .row("合计", "total", {"total": t(total), "basic": t(b), "project": t(p)}, kind="total")
        .row("行政单位离退休", "functional", {"total": t(b), "basic": t(b), "project": ""}, functional="2080501")
        .row("某项新增支出", "functional", {"total": t(p), "basic": "", "project": t(p)}, functional="2080577")
    )
    s6 = (
        Statement(
            "general_budget_basic_expenditure",
            "一般公共预算财政拨款基本支出决算表",
            6,
            year,
            "final",
            fund="general_budget",
        )
        .row("工资福利支出", "economic", {"total": t(personnel)}, kind="subtotal", economic="301")
        .row("基本工资", "economic", {"total": t(personnel)}, economic="30101")
        .row("商品和服务支出", "economic", {"total": t(public)}, kind="subtotal", economic="302")
        .row("办公费", "economic", {"total": t(public)}, economic="30201")
        .row("人员经费合计", "personnel_total", {"total": t(personnel)}, kind="total")
        .row("公用经费合计", "public_total", {"total": t(public)}, kind="total")
    )
    s9 = Statement("three_public_expenses", "财政拨款“三公”经费支出决算表", 7, year, "final", fund="appropriation")
    three: dict[Basis, dict[str, str]] = {
        "initial_budget": {"total": "6.00", "overseas_travel": "—", "vehicles": "4.00", "reception": "2.00"},
        "final": {"total": "5.00", "overseas_travel": "0.00", "vehicles": "4.50", "reception": "0.50"},
    }
    for basis, amounts in three.items():
        s9.row("“三公”经费", "three_public", amounts, basis=basis)
    statements = (s1, s3, s5, s6, s9)
    return document(
        name,
        identity(entity, year, "final_account", level=level, scope=scope, code=code, names=names),
        statements,
        claims=(claim(year, claimed or t(total + c)), claim(year, "5.25", 1, "growth_rate", "ratio")),
        performance=form(1, "社保扶贫项目", project, executed or project),
    )


def budget(name: str, entity: str, year: int, *, basic: str, project: str, code: str | None = None) -> ParsedDocument:
    b, p = Decimal(basic), Decimal(project)
    t = lambda value: f"{value:.2f}"  # noqa: E731
    summary = (
        Statement("budget_income_expenditure_summary", "收支预算总表", 2, year, "initial_budget")
        .row("收入总计", "grand_total", {"total": t(b + p)}, kind="total", side="income")
        .row("支出总计", "grand_total", {"total": t(b + p)}, kind="total")
    )
    expenditure = (
        Statement("budget_expenditure", "支出预算总表", 3, year, "initial_budget")
        .row("合计", "total", {"total": t(b + p), "basic": t(b), "project": t(p)}, kind="total")
        .row("行政单位离退休", "functional", {"total": t(b), "basic": t(b), "project": ""}, functional="2080501")
        .row("某项新增支出", "functional", {"total": t(p), "basic": "", "project": t(p)}, functional="2080577")
    )
    projects = Statement("budget_projects", "项目支出预算表", 4, year, "initial_budget").row(
        "社保扶贫项目", "project", {"total": t(p)}, project="社保扶贫项目"
    )
    return document(name, identity(entity, year, "budget", code=code), (summary, expenditure, projects))


def identity(
    entity: str,
    year: int | None,
    kind: FilingKind,
    *,
    level: EntityLevel = "department",
    scope: Literal["consolidated", "own", "unknown"] = "consolidated",
    code: str | None = None,
    names: Sequence[str] = (),
    part: Literal["all", "tables", "text", "annex"] = "all",
) -> FilingIdentity:
    return FilingIdentity(
        entity_name=entity,
        names=(entity, *names),
        fiscal_year=year,
        kind=kind,
        scope=scope,
        entity_level=level,
        part=part,
        entity_code=code,
        printed_on=None,
        evidence=(("fiscal_year", f"封面：{year}年度"),),
    )


def document(
    name: str,
    who: FilingIdentity,
    statements: Iterable[Statement] = (),
    *,
    claims: tuple[Claim, ...] = (),
    performance: tuple[PerformanceRow, ...] = (),
) -> ParsedDocument:
    statements = tuple(statements)
    return ParsedDocument(
        document_sha256=sha(name),
        identity=who,
        page_count=20,
        statements=tuple(entry.record() for entry in statements),
        line_items=tuple(item for entry in statements for item in entry.items),
        claims=claims,
        performance=performance,
        disclosure=(DisclosureItem("heading", "第一部分", "部门概况", "目录", 0, at(1, 0, 1)),),
        unread=(Unread("table_row", "没有行名", "=1+1", at(8, 0, 1)),),
    )


def source(name: str, published: date, **values: object) -> SourceDocument:
    """The ledger's row for a document of this name."""
    fields: dict[str, object] = {
        "document_sha256": sha(name),
        "document_name": f"{name}.pdf",
        "first_retrieved_at": f"{published.isoformat()}T10:00:00.000+08:00",
        "last_retrieved_at": f"{published.isoformat()}T10:00:00.000+08:00",
        "media_type": "application/pdf",
        "size_bytes": 1000,
        "source_id": "example_city",
        "listing_year": published.year,
        "source_url": f"https://example.gov.cn/{name}.pdf",
        "published_on": published,
        "region": "示例市",
        "region_code": "420100",
        **values,
    }
    return SourceDocument(**fields)  # type: ignore[arg-type]


LABOUR, HEALTH, OFFICE = "示例市人力资源和社会保障局", "示例市卫生健康委员会", "示例市社会保险中心"


def world() -> tuple[list[ParsedDocument], list[SourceDocument]]:
    """Two departments over three years, a unit, a budget, a correction, and a document that could not be read."""
    parsed = [
        final_account("labour-2022", LABOUR, 2022, basic="500.00", project="100.00"),
        final_account("labour-2023", LABOUR, 2023, basic="520.00", project="130.00", claimed="650.00"),
        final_account("labour-2024", LABOUR, 2024, basic="540.00", project="90.00", corrected="640.00"),
        final_account("labour-2024-corrected", LABOUR, 2024, basic="540.00", project="90.00", executed="81.50"),
        final_account("health-2023", HEALTH, 2023, basic="900.00", project="400.00"),
        final_account("health-2024", HEALTH, 2024, basic="930.00", project="350.00", names=("示例市卫健委",)),
        final_account("office-2024", OFFICE, 2024, basic="120.00", project="30.00", level="unit", scope="own"),
        budget("labour-budget-2024", LABOUR, 2024, basic="530.00", project="110.00"),
        budget("health-budget-2024", HEALTH, 2024, basic="910.00", project="360.00"),
    ]
    documents = [
        source("labour-2022", date(2023, 9, 1)),
        source("labour-2023", date(2024, 9, 2)),
        source("labour-2024", date(2025, 9, 1)),
        source("labour-2024-corrected", date(2025, 10, 9)),
        source("health-2023", date(2024, 9, 5)),
        source("health-2024", date(2025, 9, 4)),
        source("office-2024", date(2025, 9, 10)),
        source("labour-budget-2024", date(2024, 2, 20)),
        source("health-budget-2024", date(2024, 2, 21)),
        source(
            "broken-2024",
            date(2025, 9, 3),
            state="quarantined",
            reason="encrypted: 需要密码",
            entity_hint="示例市财政局",
        ),
    ]
    return parsed, documents

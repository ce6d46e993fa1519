"""An independent small check of printed amounts, for judging the samples themselves (not the project's checks)."""

from __future__ import annotations

from decimal import Decimal

from tests.generator.committed import WAN, Sample

S1, S2, S3 = "income_expenditure_summary", "income", "expenditure"
S4, S5, S6 = "appropriation_summary", "general_budget_expenditure", "general_budget_basic_expenditure"
S7, S8, S9 = "government_fund", "state_capital", "three_public_expenses"
FUNDS = ("general_budget", "government_fund", "state_capital")


def broken_sums(sample: Sample) -> list[str]:
    """The ties of the printed amounts that no rounding explains: |total - sum| ≤ (N + 1)·u/2."""
    amounts = sample.amounts()

    def get(
        statement: str, row: str, measure: str = "total", fund: str | None = None, side: str | None = None
    ) -> Decimal:
        return amounts.get((statement, side, row, fund, measure, "final"), Decimal(0))

    def rows(statement: str, length: int, measure: str, fund: str | None, side: str | None = None) -> list[Decimal]:
        return [
            value
            for (of, on, row, book, what, _), value in amounts.items()
            if (of, on, book, what) == (statement, side, fund, measure) and row and row.isdigit() and len(row) == length
        ]

    ties: list[tuple[str, Decimal, list[Decimal]]] = []
    incomes = [
        value
        for (of, on, row, *_), value in amounts.items()
        if of == S1 and on == "income" and row and row.endswith("_income")
    ]
    ties.append(("S1 income", get(S1, "income_this_year", side="income"), incomes))
    spent = rows(S1, 3, "total", None, "expenditure")
    ties.append(("S1 expenditure", get(S1, "expenditure_this_year", side="expenditure"), spent))
    for side, parts in (
        ("income", ("income_this_year", "opening_balance")),
        ("expenditure", ("expenditure_this_year", "surplus_distribution", "closing_balance")),
    ):
        terms = [get(S1, part, side=side) for part in parts]
        ties.append((f"S1 {side} total", get(S1, "grand_total", side=side), terms))
    for statement, measures, fund in (
        (S2, ("total", "appropriation", "business", "other"), None),
        (S3, ("total", "basic", "project"), None),
        (S5, ("total", "basic", "project"), "general_budget"),
        (S7, ("income", "total", "project", "opening_balance", "closing_balance"), "government_fund"),
    ):
        for measure in measures:
            items = rows(statement, 7, measure, fund)
            ties.append((f"{statement} {measure}", get(statement, "total", measure, fund), items))
    codes = {row for (of, _, row, *_), _ in amounts.items() if of == S3 and row}
    for code in sorted(codes):
        parts3 = [get(S3, code, measure) for measure in ("basic", "project")]
        ties.append((f"S3 {code}", get(S3, code), parts3))
        parts5 = [get(S5, code, measure, "general_budget") for measure in ("basic", "project")]
        ties.append((f"S5 {code}", get(S5, code, "total", "general_budget"), parts5))
    for row in ("expenditure_this_year", "closing_balance", "grand_total", "208", "213"):
        parts4 = [get(S4, row, fund=fund, side="expenditure") for fund in FUNDS]
        ties.append((f"S4 {row}", get(S4, row, fund="appropriation", side="expenditure"), parts4))
    for code in ("301", "302", "303", "310"):
        children = [
            value
            for (of, _, row, *_), value in amounts.items()
            if of == S6 and row and row.startswith(code) and row != code
        ]
        ties.append((f"S6 {code}", get(S6, code, fund="general_budget"), children))
    basic = [get(S6, item, fund="general_budget") for item in ("personnel_total", "public_total")]
    ties.append(("S5 basic = S6", get(S5, "total", "basic", "general_budget"), basic))
    vehicles = [
        get(S9, "three_public", measure, "appropriation") for measure in ("vehicle_purchase", "vehicle_operation")
    ]
    ties.append(("S9 vehicles", get(S9, "three_public", "vehicles", "appropriation"), vehicles))
    half = sample.step / 2
    return [name for name, total, terms in ties if abs(total - sum(terms)) > (len(terms) + 1) * half]


def printed_twice(sample: Sample) -> list[str]:
    """Concepts that two statements print with different digits."""
    amounts = sample.amounts()

    def get(*key: str | None) -> Decimal:
        return amounts.get(key, Decimal(0))

    pairs = [
        (
            "income",
            get(S1, "income", "income_this_year", None, "total", "final"),
            get(S2, None, "total", None, "total", "final"),
        ),
        (
            "expenditure",
            get(S1, "expenditure", "expenditure_this_year", None, "total", "final"),
            get(S3, None, "total", None, "total", "final"),
        ),
        (
            "appropriation",
            get(S4, "income", "income_this_year", "appropriation", "total", "final"),
            get(S2, None, "total", None, "appropriation", "final"),
        ),
        (
            "government fund",
            get(S4, "expenditure", "expenditure_this_year", "government_fund", "total", "final"),
            get(S7, None, "total", "government_fund", "total", "final"),
        ),
        (
            "state capital",
            get(S4, "expenditure", "expenditure_this_year", "state_capital", "total", "final"),
            get(S8, None, "total", "state_capital", "total", "final"),
        ),
        (
            "general budget",
            get(S4, "expenditure", "expenditure_this_year", "general_budget", "total", "final"),
            get(S5, None, "total", "general_budget", "total", "final"),
        ),
    ]
    # A row whose money is the general budget's alone is the same in both statements.
    for (statement, _, row, fund, measure, basis), value in amounts.items():
        if statement == S5 and row and len(row) == 7 and fund:
            whole = get(S3, None, row, None, measure, basis)
            total5, total3 = get(S5, None, row, fund, "total", basis), get(S3, None, row, None, "total", basis)
            if total5 == total3:
                pairs.append((f"{row} {measure}", value, whole))
    return [name for name, one, other in pairs if one != other]


def differing_claims(sample: Sample) -> list[str]:
    """Amounts of the narrative that differ from the table cell that they are bound to."""
    amounts = sample.amounts()
    different = []
    for claim in sample.claims():
        bound = claim["binding"]
        if "statement" not in bound or claim["unit"] != "万元" or claim["metric"] not in {"final", "adjusted_budget"}:
            continue
        row = bound.get("functional_code") or bound["item"]
        sides = (None, "income", "expenditure")
        keys = [
            (bound["statement"], side, row, bound.get("fund"), bound["measure"], bound.get("basis", "final"))
            for side in sides
        ]
        cells = [amounts[key] for key in keys if key in amounts]
        if not cells and row.isdigit():
            # A filing without 类 rows states their amounts in its narrative only.
            continue
        printed = Decimal(claim["printed_text"]) * WAN
        if (
            not cells
            or any(abs(printed - cell) > Decimal(50) for cell in cells)
            or (sample.truth["unit"] == "万元" and any(printed != cell for cell in cells))
        ):
            different.append(claim["sentence"])
    return different

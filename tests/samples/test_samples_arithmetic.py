"""Clean filings tie within rounding, print one concept one way, and each planted error breaks a tie."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.generator.committed import CLEAN, FILINGS, INDEX, WAN, Sample, load

S1, S2, S3 = "income_expenditure_summary", "income", "expenditure"
S4, S5, S6 = "appropriation_summary", "general_budget_expenditure", "general_budget_basic_expenditure"
S7, S8, S9 = "government_fund", "state_capital", "three_public_expenses"
FUNDS = ("general_budget", "government_fund", "state_capital")


def _broken_sums(sample: Sample) -> list[str]:
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


def _printed_twice(sample: Sample) -> list[str]:
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


def _differing_claims(sample: Sample) -> list[str]:
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


@pytest.mark.parametrize("filing", CLEAN)
def test_clean_filings_tie(filing: str) -> None:
    sample = load(filing)
    assert _broken_sums(sample) == []
    assert _printed_twice(sample) == []
    assert _differing_claims(sample) == []


def test_honest_rounding_differences_occur() -> None:
    sample = load("minzheng_own_2024")
    amounts = sample.amounts()
    rows = [
        value
        for (of, _, row, _, what, _), value in amounts.items()
        if of == S3 and what == "total" and row and row.isdigit()
    ]
    assert sum(rows) != amounts[S3, None, "total", None, "total", "final"]


def _plants(filing: str) -> dict[str, dict]:
    return {plant["kind"]: plant for plant in load(filing).truth["planted"]}


def test_every_kind_of_error_is_planted_once() -> None:
    kinds = [kind for filing in FILINGS for kind in INDEX[filing]["planted"]]
    assert sorted(kinds) == [
        "digit_swap",
        "form_differs_from_statement",
        "growth_wrong_base",
        "narrative_amount",
        "opening_differs_from_closing",
        "parent_differs_from_units",
        "wrong_direction",
    ]


def test_digit_swap_breaks_the_row_and_the_column() -> None:
    assert _broken_sums(load("shuiwu_2024")) == ["expenditure project", "S3 2130306"]
    assert _printed_twice(load("shuiwu_2024")) == ["2130306 project"]
    assert _broken_sums(load("shuiwu_2024_corrected")) == []


def test_narrative_amount_differs_from_its_table() -> None:
    sentences = _differing_claims(load("minzheng_own_2023"))
    assert len(sentences) == 1
    assert _plants("minzheng_own_2023")["narrative_amount"]["printed"] in sentences[0]


@pytest.mark.parametrize("filing", FILINGS)
def test_stated_growth_follows_from_the_change(filing: str) -> None:
    """growth = change / (this ∓ change): some true values within the printed steps must give it."""
    sample = load(filing)
    digits = Fraction(1, 10) if sample.truth["family"] == "hubei" else Fraction(1, 100)
    half = Fraction(1, 200)
    wrong = []
    claims = sample.claims()
    for index, claim in enumerate(claims):
        if claim["metric"] != "growth_rate":
            continue
        change = next(c for c in reversed(claims[:index]) if c["metric"] == "change")
        whole = next(c for c in reversed(claims[:index]) if c["metric"] == "final" and c["binding"] == _whole(claim))
        sign = int(claim["binding"]["direction"])
        moved, total = Fraction(change["printed_text"]), Fraction(whole["printed_text"])
        low = (moved - half) / (total - sign * moved + 2 * half) * 100 - digits / 2
        high = (moved + half) / (total - sign * moved - 2 * half) * 100 + digits / 2
        if not low <= Fraction(claim["printed_text"]) <= high:
            wrong.append(claim["sentence"])
    planted = _plants(filing)
    expected = 1 if "growth_wrong_base" in planted else 0
    assert len(wrong) == expected, wrong


def _whole(claim: dict) -> dict[str, str]:
    return {name: value for name, value in claim["binding"].items() if name not in {"base_year", "direction"}}


@pytest.mark.parametrize(
    ("earlier", "later", "ties"),
    [
        ("minzheng_2022", "minzheng_2023", True),
        ("minzheng_2023", "minzheng_2024", True),
        ("minzheng_own_2023", "minzheng_own_2024", True),
        ("fuliyuan_2023", "fuliyuan_2024", True),
        ("shuiwu_2022", "shuiwu_2023", False),
        ("shuiwu_2023", "shuiwu_2024", True),
        ("shuiwu_2023", "shuiwu_2024_corrected", True),
    ],
)
def test_opening_balances_are_last_years_closing_balances(earlier: str, later: str, ties: bool) -> None:
    before, after = load(earlier), load(later)
    closing = before.amounts()[S1, "expenditure", "closing_balance", None, "total", "final"]
    opening = after.amounts()[S1, "income", "opening_balance", None, "total", "final"]
    assert (abs(opening - closing) <= (before.step + after.step) / 2) is ties
    if not ties:
        difference = _plants(later)["opening_differs_from_closing"]["difference_yuan"]
        assert abs(opening - closing - difference) <= after.step


@pytest.mark.parametrize(("year", "ties"), [(2023, False), (2024, True)])
def test_department_is_its_units_added_up(year: int, ties: bool) -> None:
    department, *parts = (load(f"{name}_{year}").amounts() for name in ("minzheng", "minzheng_own", "fuliyuan"))
    off = [
        key
        for key, value in department.items()
        if key[2] not in {"unnumbered"} and abs(value - sum(part.get(key, Decimal(0)) for part in parts)) > 150
    ]
    # 2023 prints 类 and 款 rows in the department's filing only: compare what the units print too.
    known = [key for key in off if any(key in part for part in parts)]
    assert (known == []) is ties
    if not ties:
        assert {key[0] for key in known} <= {S1, S2, S3, S4, S5}
        assert (S5, None, "2081005", "general_budget", "project", "final") in known


def test_form_differs_from_statement_and_narrative() -> None:
    sample = load("minzheng_2024")
    place = _plants("minzheng_2024")["form_differs_from_statement"]["places"][0]
    form = next(form for form in sample.truth["performance"] if form["executed"] == place["printed"])
    amounts = sample.amounts()
    statement = amounts[S5, None, "2081006", "general_budget", "project", "final"] / WAN
    assert statement - Decimal(form["executed"]) == Decimal("40.95")
    others = [form for form in sample.truth["performance"] if form["executed"] != place["printed"]]
    stated = {
        Decimal(c["printed_text"]) for c in sample.claims() if "project_name" in c["binding"] and c["metric"] == "final"
    }
    assert all(Decimal(form["executed"]) in stated for form in others)


@pytest.mark.parametrize("filing", FILINGS)
def test_forms_add_up_by_their_own_rules(filing: str) -> None:
    for form in load(filing).truth["performance"]:
        scores = [Decimal(form[name]) for name in form if name.endswith("score")]
        assert sum(scores) == Decimal(form["total"])
        rate = Decimal(form["executed"]) / Decimal(form["budget"]) * 100
        assert abs(rate - Decimal(form["rate"].rstrip("%"))) < Decimal("0.03")
        assert abs(rate / 5 - Decimal(form["execution_score"])) < Decimal("0.02")


def test_wrong_direction_contradicts_its_own_growth() -> None:
    sentence = _plants("fuliyuan_2024")["wrong_direction"]["places"][0]["sentence"]
    assert "减少" in sentence
    assert "增长" in sentence

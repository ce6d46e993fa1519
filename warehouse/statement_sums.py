"""What is the sum of what in a printed statement, for the live formulas of the working papers.

Only what codes and row kinds say for certain: a wrong formula in a working paper is worse than none. The findings come
from ``expectations``, not from here.
"""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.printed_rows import ColumnKey, PrintedRow

_EXPENDITURE = ("basic", "project", "reserve", "to_superior", "operating", "affiliated_subsidy")
_SOURCES = ("appropriation", "superior_subsidy", "business", "operating", "affiliated", "other")
_THREE_PUBLIC = ("overseas_travel", "vehicles", "reception")

_FUND_LINES = {"general_budget_income", "government_fund_income", "state_capital_income"}
_SUMS = {
    "total",
    "income_this_year",
    "expenditure_this_year",
    "grand_total",
    "personnel_total",
    "public_total",
    "basic_total",
    "project_total",
}
_BALANCES = {
    "income": {"opening_balance", "non_appropriation_balance_used", "business_fund_used"},
    "expenditure": {"closing_balance", "surplus_distribution"},
}


def row_parts(rows: Sequence[PrintedRow]) -> dict[int, list[int]]:
    """Return for each row that is a sum the rows it is the sum of, by index; left out where that is not certain.

    A code is the sum of the nearest printed codes below it; 合计 and 本年…合计 of the highest printed ones; 总计 of its
    side's total and balances; 人员经费合计 of 301 and 303, 公用经费合计 of the other classes. Of-which rows are never
    summed, rows of units or projects never together with the statement's own.
    """
    own = [index for index, row in enumerate(rows) if row.kind != "of_which" and row.owner == (None, None)]
    coded = _classified(own, rows)
    parts: dict[int, list[int]] = {}
    for index in own:
        made_of = [part for part in _parts_of(index, own, coded, rows) if part != index]
        codes = [rows[part].code for part in made_of if rows[part].code]
        # A code printed twice: rows by something else than the code.
        if made_of and len(set(codes)) == len(codes):
            parts[index] = made_of
    return parts


def _classified(own: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    """The rows by one classification: functional where both are printed side by side."""
    functional = [index for index in own if rows[index].code and not rows[index].is_economic]
    return functional or [index for index in own if rows[index].code]


def _parts_of(index: int, own: Sequence[int], coded: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    row = rows[index]
    if row.code:
        return _nearest_below(index, coded, rows) if index in coded else []
    if row.item in {"total", "expenditure_this_year"} and row.side != "income":
        side = [i for i in own if rows[i].side == row.side and rows[i].kind in {"detail", "subtotal"}]
        # A row without a code, or of a unit or project, would be missing from the sum.
        mixed = any(one.owner != (None, None) and one.kind == "detail" for one in rows)
        whole = not mixed and all(rows[i].code or rows[i].item in _SUMS for i in side)
        return _highest([i for i in coded if rows[i].side == row.side], rows) if whole else []
    if row.item == "income_this_year":
        return _income_lines(own, rows)
    if row.item == "grand_total" and row.side is not None:
        return _grand_total_parts(own, rows, row.side)
    if row.item in {"personnel_total", "public_total"}:
        classes = [i for i in _highest(coded, rows) if rows[i].is_economic]
        personnel = row.item == "personnel_total"
        return [i for i in classes if ((rows[i].code or "")[:3] in {"301", "303"}) is personnel]
    return []


def _nearest_below(index: int, coded: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    side, code = rows[index].side, rows[index].code or ""
    return _highest([i for i in coded if rows[i].side == side and _is_below(rows[i].code, code)], rows)


def _highest(indices: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    codes = {rows[i].code or "" for i in indices}
    return [i for i in indices if not any(_is_below(rows[i].code, code) for code in codes)]


def _is_below(code: str | None, above: str) -> bool:
    return bool(code) and code != above and str(code).startswith(above)


def _income_lines(own: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    lines = [
        i for i in own if rows[i].side == "income" and rows[i].item.endswith("_income") and rows[i].kind == "detail"
    ]
    items = [rows[i].item for i in lines]
    # 财政拨款 with its funds below it, or an item printed twice: which lines add up is not certain.
    if len(set(items)) < len(items) or ("appropriation_income" in items and _FUND_LINES & set(items)):
        return []
    return lines


def _grand_total_parts(own: Sequence[int], rows: Sequence[PrintedRow], side: str) -> list[int]:
    this_year = [i for i in own if rows[i].side == side and rows[i].item == f"{side}_this_year"]
    balances = [i for i in own if rows[i].side == side and rows[i].item in _BALANCES[side]]
    of_all_money = [i for i in balances if rows[i].fund in {None, "appropriation"}]
    items = [rows[i].item for i in of_all_money or balances]
    if len(this_year) != 1 or len(set(items)) < len(of_all_money):
        return []
    return [*this_year, *(of_all_money or balances)]


def column_parts(statement: str, keys: Sequence[ColumnKey]) -> dict[int, list[int]]:
    """Return for each column that is a sum the columns it is the sum of, by index (same basis and year)."""
    found: dict[int, list[int]] = {}
    for whole, measures in _column_rules(statement, {key.measure for key in keys}):
        for index, key in enumerate(keys):
            if key.measure != whole or index in found:
                continue
            # The sources of income differ in fund; all other parts are of the money their sum is of.
            parts = [
                i
                for i, other in enumerate(keys)
                if other.measure in measures
                and (other.basis, other.amount_year) == (key.basis, key.amount_year)
                and (statement == "income" or other.fund == key.fund)
            ]
            if len(parts) >= 2 and len(parts) == len({keys[i].measure for i in parts}):
                found[index] = parts
    return found


def _column_rules(statement: str, printed: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    rules: list[tuple[str, tuple[str, ...]]] = []
    if "three_public" in statement:
        rules.append(("vehicles", ("vehicle_purchase", "vehicle_operation")))
        if printed.isdisjoint({"meetings", "training"}):
            rules.append(("total", _THREE_PUBLIC))
    elif statement == "income":
        if "appropriation" in printed:
            rules.append(("total", _SOURCES))
    elif "summary" in statement:
        pass
    elif {"basic", "project"} <= printed:
        rules += [("total", _EXPENDITURE), ("basic", ("personnel", "public"))]
    elif {"personnel", "public", "project"} <= printed:
        rules.append(("total", ("personnel", "public", "project")))
    elif "basic_expenditure" in statement:
        rules.append(("total", ("personnel", "public")))
    return rules

"""Numbers: what is printed, what it is, and that nothing printed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.narrative.numbers import numbers_in
from transform.narrative.text import fold_text

CASES = [
    ("收、支总计583.56万元", [("amount", "583.56", "万元")]),
    ("收入总计2,480,372.7万元", [("amount", "2480372.7", "万元")]),
    ("预算１０，２００．５万元", [("amount", "10200.5", "万元")]),
    ("减少-5.2万元", [("amount", "-5.2", "万元")]),
    ("支出0万（含外宾接待支出0万元）", [("amount", "0", "万元"), ("amount", "0", "万元")]),
    ("资金1.5亿元", [("amount", "1.5", "亿元")]),
    ("占16.4％", [("ratio", "16.4", "%")]),
    ("提高2.5个百分点", [("points", "2.5", "个百分点")]),
    ("0批次0人次", [("count", "0", "批次"), ("count", "0", "人次")]),
    ("设备2台（套）", [("count", "2", "台(套)")]),
    ("平均得分99.43分（其中", [("score", "99.43", "分")]),
    ("标准≥60000元/年", [("unit_price", "60000", "元/年")]),
    ("单价100万元（含）以上设备0台", [("threshold", "100", "万元"), ("count", "0", "台")]),
    ("完成率80%-90%", [("range", "90", "%")]),
    ("截至2024年12月31日", [("date", "20241231", "")]),
    ("截至2025年10月，", [("date", "202510", "")]),
    ("2024年度", [("year", "2024", "")]),
    ("“十四五”2021-2025年规划", [("years", None, "")]),
    ("财预〔2024〕5号", [("document_no", None, "")]),
    ("行政运行（2010801）2,338.24万元", [("code", None, ""), ("amount", "2338.24", "万元")]),
    ("年初预算为0，支出决算为150万元", [("bare", "0", ""), ("amount", "150", "万元")]),
    ("管弄路252弄4号", [("bare", "252", ""), ("bare", "4", "")]),
    ("联系电话023-62661253", [("phone", None, "")]),
    ("2025年15分钟生活圈", [("year", "2025", ""), ("count", "15", "分钟")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_kind_value_and_unit(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = numbers_in(fold_text(text))
    assert [(n.kind, None if n.value is None else str(n.value), n.unit) for n in found] == expected


@pytest.mark.parametrize("text", ["1,23.4.5万元", "12.34.56", "476,.32万元", "12,34.5万元", "1..5万元"])
def test_digits_that_make_no_number_are_malformed_not_guessed(text: str) -> None:
    found = numbers_in(text)
    assert [number.kind for number in found if number.value is None] == ["malformed"]
    assert not any(number.kind == "amount" for number in found)


@given(st.text(alphabet="0123456789.,，%万元年月日个人()（）预算为、。-至", max_size=40))
def test_every_digit_lies_in_exactly_one_number(text: str) -> None:
    folded = fold_text(text)
    covered = [0] * len(folded)
    for number in numbers_in(folded):
        for index in range(number.start, number.end):
            covered[index] += 1
    assert all(count == 1 for count, character in zip(covered, folded, strict=True) if character.isdigit())


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.booleans())
def test_printed_amounts_come_back_exactly(value: Decimal, grouped: bool) -> None:
    printed = f"{value:,}" if grouped else f"{value}"
    (found,) = numbers_in(f"支出{printed}万元")
    assert (found.kind, found.value, found.step) == ("amount", value, Decimal("0.01"))

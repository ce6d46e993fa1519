"""Printed amounts: every form that print gives a number, and every print that must not become one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.amounts import clean_print, find_unit, parse_amount, parse_number, to_yuan


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [
        ("583.56", "583.56", "0.01"),
        ("360", "360", "1"),
        ("360.00", "360.00", "0.01"),
        ("0", "0", "1"),
        ("0.00", "0.00", "0.01"),
        ("2,480,372.70", "2480372.70", "0.01"),
        ("１，２３４．５０", "1234.50", "0.01"),
        ("32,365.090089", "32365.090089", "0.000001"),
        ("-19,000.00", "-19000.00", "0.01"),
        ("－1.2", "-1.2", "0.1"),
        ("−5", "-5", "1"),
        ("▲3", "-3", "1"),
        ("(1,234.00)", "-1234.00", "0.01"),
        ("（5）", "-5", "1"),
        (" 583.56\n", "583.56", "0.01"),
        ("2,480,\n372.70", "2480372.70", "0.01"),
        ("1,110,97\n2.11", "1110972.11", "0.01"),
        ("811,669.9\n7", "811669.97", "0.01"),
        ("360.\n00", "360.00", "0.01"),
        ("3 6 0 . 0 0", "360.00", "0.01"),
        ("1 , 234.50", "1234.50", "0.01"),
    ],
)
def test_a_number_is_read_exactly_with_its_step(printed: str, value: str, step: str) -> None:
    amount = parse_amount(printed)

    assert amount.state == "number"
    assert amount.value == Decimal(value)
    assert amount.step == Decimal(step)


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("", "blank"),
        (" \n\u3000", "blank"),
        ("—", "dash"),
        ("--", "dash"),
        ("－", "dash"),
        ("/", "dash"),
        ("无", "text"),
        ("不涉及", "text"),
        ("…", "text"),
        ("**", "text"),
        ("12 34", "unread"),
        ("583.56 583.56", "unread"),
        ("583.56\n12", "unread"),
        ("1,2345.00", "unread"),
        ("1,234 567.00", "unread"),
        ("1 6.00", "unread"),
        ("85%", "unread"),
        ("1.2.3", "unread"),
    ],
)
def test_what_is_no_single_number_keeps_its_own_state(printed: str, state: str) -> None:
    amount = parse_amount(printed)

    assert amount.state == state
    assert amount.value is None


def test_a_unit_in_the_cell_is_kept_with_the_number() -> None:
    amount = parse_amount("583.56万元")

    assert (amount.value, amount.unit) == (Decimal("583.56"), "万元")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.booleans())
def test_every_printed_number_is_read_back(value: Decimal, grouped: bool) -> None:
    printed = f"{value:,.2f}" if grouped else f"{value:.2f}"

    assert parse_number(printed) == value


@given(st.integers(1, 999), st.integers(1, 999))
def test_two_numbers_in_a_cell_never_become_one(left: int, right: int) -> None:
    assert parse_number(f"{left}.00 {right}.00") is None
    if left > 9 or right > 9:
        assert parse_number(f"{left} {right}") is None


def test_printed_text_loses_only_outer_white_space_and_breaks_inside_a_number() -> None:
    assert clean_print(" 2,480,\n372.70 ") == "2,480,372.70"
    assert clean_print("12 34") == "12 34"
    assert clean_print("不 涉及\n") == "不 涉及"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("编制单位：武汉市蔡甸区 2024 年度 金额单位：万元", "万元"),
        ("单 位 ： 元", "元"),
        ("金额（万元）", "万元"),
        ("单位：亿元", "亿元"),
        ("单位:万元公开01表", "万元"),
        ("编制单位：元谋县财政局", None),
        ("编制单位：上海市信访办公室", None),
        ("部门：无锡市信访局", None),
    ],
)
def test_the_unit_of_a_caption(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


def test_yuan_are_exact() -> None:
    assert to_yuan(Decimal("202.14"), "万元") == Decimal("2021400.00")
    with pytest.raises(KeyError):
        to_yuan(Decimal(1), "美元")

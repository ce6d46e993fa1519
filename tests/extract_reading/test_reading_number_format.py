"""A number prints as its format says: what an auditor sees in the sheet is what is read."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.number_format import printed_value

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (202.14499999999998, "0.00", "202.14"),
        (202.145, "0.00", "202.15"),
        (1.005, "0.00", "1.01"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (0, "#,##0.00", "0.00"),
        (0, "#,##0.00;-#,##0.00;", ""),
        (0, "#,##0.00;-#,##0.00;;@", ""),
        (0, "0.00;-0.00;—", "—"),
        (12, "#,##0.00;-#,##0.00;", "12.00"),
        (0, ACCOUNTING, "-"),
        (583.56, ACCOUNTING, "583.56"),
        (-583.56, ACCOUNTING, "-583.56"),
        (0.9985, "0.00%", "99.85%"),
        (1, "0%", "100%"),
        (360, "General", "360"),
        (360.5, "General", "360.5"),
        (0.1 + 0.2, "General", "0.3"),
        (2080505, "General", "2080505"),
        (2080505, "@", "2080505"),
        (5, "000", "005"),
        (12345.6, "0!.0,", "1.2"),
        (1234567, "#,##0,", "1,235"),
        (12.5, '0.00"万元"', "12.50万元"),
        (12.5, "[Red]0.00", "12.50"),
        (12.5, "[$￥-804]#,##0.00", "￥12.50"),
        (0.5, "#.##", ".5"),
        (12, "0.##", "12."),
        (-0.001, "0.00", "0.00"),
        ("合计", "0.00", "合计"),
        (None, "0.00", ""),
        (True, "General", "TRUE"),
        (150, "[>100]0.0;0.00", "150.0"),
        (50, "[>100]0.0;0.00", "50.00"),
        (datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),  # noqa: DTZ001
        (datetime(2024, 3, 5), 'yyyy"年"m"月"d"日"', "2024年3月5日"),  # noqa: DTZ001
        (datetime(2024, 3, 5, 9, 7), "yyyy/m/d h:mm", "2024/3/5 9:07"),  # noqa: DTZ001
        (45356, "yyyy-mm-dd", "2024-03-05"),
        (date(2024, 3, 5), "General", "2024-03-05"),
    ],
)
def test_printed_value(value: object, code: str, text: str) -> None:
    assert printed_value(value, code) == text


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_two_places_print_an_amount_as_it_is(amount: object) -> None:
    printed = printed_value(amount, "#,##0.00")
    assert printed.replace(",", "") == f"{amount:.2f}" or (amount == 0 and printed == "0.00")

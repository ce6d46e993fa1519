"""Columns of statements are headed in words; two that would be called the same keep what is printed."""

from __future__ import annotations

import pytest

from expectations.wording import heading_words
from warehouse.printed_rows import distinct


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("支出/决算数/小计", "决算数（小计）"),
        ("收入/决算数", "决算数"),
        ("基本支出/人员经费", "人员经费"),
        ("年初预算数", "年初预算数"),
        ("金额", "金额"),
        ("项目/金额", "金额"),
        ("收入/金额", "金额"),
    ],
)
def test_a_path_of_headings_is_said_in_one_breath(printed: str, said: str) -> None:
    assert heading_words(printed) == said


def test_columns_are_told_apart() -> None:
    printed = ["2021年/三公经费/公务接待费", "2022年/三公经费/公务接待费", "2022年/三公经费/出国费"]
    assert distinct([heading_words(path) for path in printed], printed) == [*printed[:2], "三公经费·出国费"]

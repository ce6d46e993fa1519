"""Codes joined from their columns, and labels brought to one spelling."""

from __future__ import annotations

import pytest

from transform.codes import join_parts, parent, split_code_name, system_of
from transform.text import display, ordinal_style, squeeze, strip_label


@pytest.mark.parametrize(
    ("parts", "above", "code"),
    [
        (("2080109", "", ""), None, "2080109"),
        (("", "2080109", ""), None, "2080109"),
        (("201", "06", "01"), None, "2010601"),
        (("201", "06", ""), None, "20106"),
        (("201", "", ""), None, "201"),
        (("201", "20106", "2010601"), None, "2010601"),
        (("208", "5", "5"), None, "2080505"),
        (("301", "01"), None, "30101"),
        (("", "", "01"), "2010604", "2010601"),
        (("", "06", ""), "201", "20106"),
        (("", "06", "01"), "2010601", "2010601"),
        (("3021101\n3021101",), None, "3021101"),
        (("2010620106", "", ""), None, "20106"),
    ],
)
def test_a_code_is_joined_from_the_columns_it_is_printed_in(
    parts: tuple[str, ...], above: str | None, code: str
) -> None:
    assert join_parts(parts, above)[0] == code


@pytest.mark.parametrize(
    ("parts", "above"),
    [
        (("", "", ""), "201"),
        (("类", "款", "项"), None),
        (("7", "11", "02"), "21011"),
        (("", "06", "01"), None),
        (("208", "", "01"), "20805"),
        (("12345",), None),
    ],
)
def test_digits_that_make_no_code_give_none(parts: tuple[str, ...], above: str | None) -> None:
    assert join_parts(parts, above)[0] is None


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2010801-行政运行", "2010801", "行政运行"),
        ("50101-工资奖金津补贴", "50101", "工资奖金津补贴"),
        ("301 工资福利支出", "301", "工资福利支出"),
        ("[301]工资福利支出", "301", "工资福利支出"),
        ("2024年度预算", None, "2024年度预算"),
        ("C-服务", None, "C-服务"),
        ("583.56", None, "583.56"),
    ],
)
def test_a_code_printed_with_its_name_is_taken_apart(text: str, code: str | None, name: str) -> None:
    assert split_code_name(text) == (code, name)


def test_the_system_of_a_code_follows_its_first_digit_and_length() -> None:
    assert [system_of(code) for code in ("208", "30101", "501", "121", "20801", "2080", "")] == [
        "functional",
        "economic",
        "government",
        None,
        "functional",
        None,
        None,
    ]
    assert (parent("2080505"), parent("20805"), parent("208")) == ("20805", "208", None)


@pytest.mark.parametrize(
    ("printed", "words", "of_which"),
    [
        ("一、一般公共服务支出", "一般公共服务支出", False),
        ("二十六、抗疫特别国债安排的支出", "抗疫特别国债安排的支出", False),
        ("（一）一般公共预算资金", "一般公共预算资金", False),
        ("1.一般公共预算拨款", "一般公共预算拨款", False),
        ("(1)工资福利支出", "工资福利支出", False),
        ("1（一）一般公共预算资金", "一般公共预算资金", False),
        ("三 、机关资本性\n支出", "机关资本性支出", False),
        ("其中：1.专项资金", "专项资金", True),
        ("① 基本支出", "基本支出", False),
        ("合  计", "合计", False),
        ("因公出国（境）费", "因公出国(境)费", False),
    ],
)
def test_a_label_without_its_ordinal(printed: str, words: str, of_which: bool) -> None:
    assert strip_label(printed) == (words, of_which)


def test_one_spelling_for_what_print_varies() -> None:
    assert squeeze("财 政 拨 款\u3000“三公”经费（万元）") == squeeze('财政拨款"三公"经费(万元)')
    assert display(" 机关事业单位基本养老\n保险缴费支出 ") == "机关事业单位基本养老保险缴费支出"
    assert [ordinal_style(text) for text in ("一、收入", "（一）", "1.收入", "(1)收入", "①收入", "收入")] == [
        "chinese",
        None,
        "digit",
        "bracketed_digit",
        "circled",
        None,
    ]


def test_a_unit_code_that_repeats_itself_is_no_code_printed_twice() -> None:
    assert join_parts(("208208",), None)[0] is None

"""Tables inside the narrative: no title, no unit, but sentences around them that print the same amounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.transform_statements.statement_tables import content, line, table
from transform.statements import StatementsResult, parse_statements

YEARS = """
    功能科目 | 年度 | 合计 | 基本支出 | < | 项目支出 | 主要原因
    ^ | ^ | ^ | 人员经费 | 公用经费 | 业务经费 | ^
    培训支出 | 2022 | 29.44 | 0 | 21.44 | 8 | 压缩培训
    ^ | 2021 | 32.06 | 0 | 27.06 | 5 | ^
    ^ | 2022比2021 | -2.62 | 0 | -5.62 | 3 | ^
    行政运行 | 2022 | 1187.6 | 1086.45 | 101.15 | 0 | 人员减少
    ^ | 2021 | 1304.65 | 1225.96 | 78.69 | 0 | ^
    ^ | 2022比2021 | -117.05 | -139.51 | 22.46 | 0 | ^
"""


def read(*sentences: str) -> StatementsResult:
    document = replace(content(table(YEARS)), lines=tuple(line(text) for text in sentences))
    return parse_statements(document, kind="budget", fiscal_year=2022)


def test_the_text_tells_the_unit_and_a_row_its_year() -> None:
    result = read(
        "（1）培训支出29.44万元，比上年减少2.62万元；", "（2）行政运行1187.60万元，其中人员经费1,086.45万元。"
    )

    record = result.statements[0]
    assert (record.statement, record.unit, record.rows_unread) == ("other_table", "万元", 0)
    assert "unit_told_by_text" in record.notes
    rows = [
        (item.row_label, item.measure, item.row_kind, item.amount_year, item.amount_yuan)
        for item in result.line_items
        if item.table_col == 2
    ]
    assert rows[:3] == [
        ("培训支出", "total", "detail", 2022, Decimal("294400")),
        ("培训支出", "total", "detail", 2021, Decimal("320600")),
        ("培训支出", "change", "of_which", 2022, Decimal("-26200")),
    ]


def test_too_few_amounts_or_two_units_tell_nothing() -> None:
    assert read("培训支出29.44万元，比上年减少2.62万元。").statements == ()
    assert read("培训支出29.44万元，比上年减少2.62万元；行政运行1187.60万元。", "另付1304.65元。").statements == ()
    assert read("培训29.44，行政运行1187.60，人员经费1086.45。").statements == ()

"""Old workbooks: the same records as from new ones, through xlrd with its formatting."""

from __future__ import annotations

import pytest
from tiny_xls import write_xls

from extract.model import UnreadableDocument
from extract.reading.limits import ReadLimits
from extract.reading.sheet_layout import lay_out_sheet
from extract.reading.workbooks import check_sheets, read_xls


def test_a_statement_sheet() -> None:
    data = write_xls(
        "支出决算表",
        [
            ["支出决算表", None, None],
            ["编制单位：某局", None, "金额单位：万元"],
            ["科目", None, "合计"],
            ["2080505", "养老保险", 1234.5],
            [2101102.0, "医疗", 0.0],
        ],
        [(0, 0, 0, 2), (2, 2, 0, 1)],
        first_bordered=2,
    )
    (sheet,) = check_sheets(read_xls(data, ReadLimits()), ReadLimits())
    (table,) = lay_out_sheet(sheet, "xlrd").tables
    cells = {(c.row, c.col): c for c in table.cells}
    assert [line.text for line in table.above] == ["支出决算表", "编制单位：某局 金额单位：万元"]
    assert (cells[0, 0].text, cells[0, 0].col_span) == ("科目", 2)
    assert (cells[1, 2].text, cells[1, 2].locator) == ("1,234.50", "支出决算表!C4")
    assert cells[2, 2].text == ""
    assert table.engine == "xlrd"


def test_rubbish_is_corrupt() -> None:
    with pytest.raises(UnreadableDocument, match="corrupt"):
        read_xls(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rubbish" * 300, ReadLimits())

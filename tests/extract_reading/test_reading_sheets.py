"""Worksheets in the shared model: titles above, merged cells with spans, printed text, cell addresses."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from extract.model import UnreadableDocument
from extract.reading import ReadLimits, read_document

THIN = Side(style="thin")
ALL = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def workbook(path: Path, *, borders: bool = True) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "收入支出决算总表"
    sheet["A1"] = "收入支出决算总表"
    sheet.merge_cells("A1:D1")
    sheet["A2"], sheet["D2"] = "编制单位：某局", "金额单位：万元"
    rows = [
        ["项目", None, "合    计", "基本支出"],
        ["科目编码", "科目名称", None, None],
        ["2080505", "机关事业单位\n养老保险", 17.345, 0],
        [2101102, "事业单位医疗", 1234.5, -3],
    ]
    for r, row in enumerate(rows, start=3):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c, value)
            if c > 2 and r > 4:
                cell.number_format = "#,##0.00;-#,##0.00;"
            if borders:
                cell.border = ALL
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("C3:C4")
    sheet.merge_cells("D3:D4")
    sheet["A7"] = "注：本表反映部门本年度收支情况。"
    hidden = book.create_sheet("底稿")
    hidden["A1"] = 999
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


@pytest.mark.parametrize("borders", [True, False])
def test_a_statement_sheet(tmp_path: Path, borders: bool) -> None:
    content = read_document(workbook(tmp_path / "book.xlsx", borders=borders))
    (table,) = content.tables
    assert [page.engine for page in content.pages] == ["openpyxl"]
    assert [line.text for line in table.above] == ["收入支出决算总表", "编制单位：某局 金额单位：万元"]
    assert [line.text for line in table.below] == ["注：本表反映部门本年度收支情况。"]
    cells = {(c.row, c.col): c for c in table.cells}
    assert (table.n_rows, table.n_cols) == (4, 4)
    assert (cells[0, 0].text, cells[0, 0].col_span) == ("项目", 2)
    assert (cells[0, 2].text, cells[0, 2].row_span) == ("合计", 2)
    assert (1, 2) not in cells
    assert cells[2, 1].text == "机关事业单位\n养老保险"
    assert [cells[r, c].text for r in (2, 3) for c in (2, 3)] == ["17.35", "", "1,234.50", "-3.00"]
    assert cells[3, 0].text == "2101102"
    assert cells[3, 2].locator == "收入支出决算总表!C6"
    assert cells[3, 2].box.x0 < cells[3, 3].box.x0
    assert all(len(line.edges) == len(line.text) for line in content.lines)


def test_hidden_rows_are_left_out_and_reported(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[5].hidden = True
    book.save(path)
    content = read_document(path)
    assert "2080505" not in [c.text for c in content.tables[0].cells]
    assert any("hidden" in warning for warning in content.warnings)


def test_two_bordered_blocks_are_two_tables(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["A9"] = "支出决算表"
    for r in (10, 11):
        for c in (1, 2, 3):
            sheet.cell(r, c, f"{r}.{c}").border = ALL
    book.save(path)
    content = read_document(path)
    assert [table.n_rows for table in content.tables] == [4, 2]
    assert [line.text for line in content.tables[1].above] == ["支出决算表"]
    assert [table.index for table in content.tables] == [0, 1]


def test_bomb_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    with pytest.raises(UnreadableDocument, match="too_large"):
        read_document(path, limits=ReadLimits(max_unpacked_bytes=1000))


def test_cut_workbook_is_refused(tmp_path: Path) -> None:
    data = workbook(tmp_path / "book.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableDocument) as caught:
        read_document(tmp_path / "cut.xlsx")
    assert caught.value.code in ("truncated", "not_supported")

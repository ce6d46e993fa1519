"""Worksheets in the shared model: titles above, merged cells with spans, printed text, cell addresses."""

from __future__ import annotations

import zipfile
from datetime import date
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
    assert content.warnings == ("收入支出决算总表: 1 hidden sheets left out: 底稿",)
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


FORMATS: list[tuple[object, str, str]] = [
    (1234500, "#,##0.00,", "1,234.50"),
    (1234567, "0!.0,", "123.5"),
    (0.5, "0.00%", "50.00%"),
    (-12.5, "#,##0.00;(#,##0.00)", "(12.50)"),
    (-5, "#,##0.00_);[Red]\\(#,##0.00\\)", "(5.00)"),
    (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    ("1,234.50", "@", "1,234.50"),
    (date(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"),
    (44561, 'yyyy"年"m"月"d"日"', "2021年12月31日"),
    ("#REF!", "0.00", "#REF!"),
    (1.005, "0.00", "1.01"),
    (1234567.891, "General", "1234567.891"),
]


def test_cells_read_as_they_are_printed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    for row, (value, number_format, _) in enumerate(FORMATS, start=7):
        for col, content in enumerate(("2080599", "其他", value, None), start=1):
            cell = book.active.cell(row, col, content)
            cell.border = ALL
            if col == 3:
                cell.number_format = number_format
    book.save(path)
    (table,) = read_document(path).tables
    assert [c.text for c in table.cells if c.col == 2 and c.row >= 4] == [printed for *_, printed in FORMATS]


def test_formulas_count_by_their_stored_results_and_are_reported_without(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book.active["C5"] = "=C6*2"
    book.save(path)
    content = read_document(path)
    assert [c.text for c in content.tables[0].cells if c.locator.endswith("!C5")] == [""]
    assert any("formulas without a stored result" in warning for warning in content.warnings)
    stored = edited(path, b"<f>C6*2</f><v></v>", b"<f>C6*2</f><v>2469</v>")
    assert [c.text for c in read_document(stored).tables[0].cells if c.locator.endswith("!C5")] == ["2,469.00"]


def edited(path: Path, old: bytes, new: bytes) -> Path:
    """Return a copy of a workbook with the XML of its first sheet changed."""
    target = path.with_name("edited.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in data, data[-3000:]
                data = data.replace(old, new)
            out.writestr(name, data)
    return target


def test_a_sheet_formatted_to_its_last_row_is_read_without_its_empty_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (r, r, r) for r in range(8, 90_000))
    wide = edited(path, b"</sheetData>", empty + b"</sheetData>")
    limits = ReadLimits(max_sheet_cells=1000)
    assert read_document(wide, limits=limits).tables == read_document(path).tables


def test_too_many_cells_are_refused_before_any_is_built(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    full = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (r, r) for r in range(8, 3000))
    with pytest.raises(UnreadableDocument, match=r"too_large: xl/worksheets/sheet1\.xml"):
        read_document(edited(path, b"</sheetData>", full + b"</sheetData>"), limits=ReadLimits(max_sheet_cells=1000))


def test_a_merge_over_the_whole_sheet_is_refused_before_its_cells_are_built(tmp_path: Path) -> None:
    merges = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    path = edited(workbook(tmp_path / "book.xlsx", borders=False), b"</worksheet>", merges)
    with pytest.raises(UnreadableDocument, match=r"too_large: .* merged over 171798\d+ cells"):
        read_document(path)


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

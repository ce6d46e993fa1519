"""Tables as they are drawn in the wild: each case a page whose truth is known by construction."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tiny_pdf import TinyPage, write_pdf

from extract.model import DocumentContent, RawTable
from extract.reading import ReadLimits, read_document

XS = [60.0, 140.0, 340.0, 440.0, 540.0]
TOPS = [100.0, 130.0, 160.0, 190.0, 220.0]
ROWS = [
    ["编码", "名称", "预算数", "决算数"],
    ["2080505", "机关事业单位养老保险", "17.35", "1,234.56"],
    ["2101102", "事业单位医疗", "", "5.41"],
    ["2210201", "住房公积金", "14.61", "-0.20"],
]


def read(tmp_path: Path, *pages: TinyPage) -> DocumentContent:
    return read_document(write_pdf(list(pages), tmp_path / "page.pdf"), limits=ReadLimits(ocr="never"))


def matrix(table: RawTable) -> list[list[str]]:
    rows = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


def only_table(content: DocumentContent) -> RawTable:
    assert len(content.tables) == 1, [t.pages for t in content.tables]
    return content.tables[0]


def page_with_grid(**sides: bool) -> TinyPage:
    page = TinyPage()
    page.grid(XS, TOPS, **sides)
    page.cells(XS, TOPS, ROWS)
    return page


def test_full_grid(tmp_path: Path) -> None:
    table = only_table(read(tmp_path, page_with_grid()))
    assert matrix(table) == ROWS
    cell = next(c for c in table.cells if c.text == "1,234.56")
    assert (cell.row, cell.col, cell.page, cell.locator) == (1, 3, 1, "p1")
    assert (cell.box.x0, cell.box.top, cell.box.x1, cell.box.bottom) == pytest.approx((440, 130, 540, 160), abs=0.6)


@pytest.mark.parametrize("missing", ["left", "right", "top", "bottom"])
def test_a_missing_outer_rule_is_inferred(tmp_path: Path, missing: str) -> None:
    assert matrix(only_table(read(tmp_path, page_with_grid(**{missing: False})))) == ROWS


def test_both_sides_open(tmp_path: Path) -> None:
    assert matrix(only_table(read(tmp_path, page_with_grid(left=False, right=False)))) == ROWS


def test_everything_outside_open(tmp_path: Path) -> None:
    page = page_with_grid(left=False, right=False, top=False, bottom=False)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_thin_rectangles_and_doubled_rules(tmp_path: Path) -> None:
    page = TinyPage()
    for x in XS:
        page.fill(x - 0.25, TOPS[0], x + 0.25, TOPS[-1])
    for y in TOPS:
        page.fill(XS[0], y - 0.3, XS[-1], y + 0.3)
        page.line(XS[0], y + 1.5, XS[-1], y + 1.5)
    page.cells(XS, TOPS, ROWS)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_cell_boxes_stroked_one_by_one(tmp_path: Path) -> None:
    page = TinyPage()
    for top, bottom in pairwise(TOPS):
        for x0, x1 in pairwise(XS):
            page.stroke_rect(x0, top, x1, bottom)
    page.cells(XS, TOPS, ROWS)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_dotted_rules(tmp_path: Path) -> None:
    page = TinyPage()
    for y in TOPS:
        for step in range(int((XS[-1] - XS[0]) / 2)):
            page.fill(XS[0] + 2 * step, y - 0.25, XS[0] + 2 * step + 1, y + 0.25)
    for x in XS:
        for step in range(int((TOPS[-1] - TOPS[0]) / 2)):
            page.fill(x - 0.25, TOPS[0] + 2 * step, x + 0.25, TOPS[0] + 2 * step + 1)
    page.cells(XS, TOPS, ROWS)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_white_rules_are_not_seen(tmp_path: Path) -> None:
    page = page_with_grid()
    page.line(390, 100, 390, 220, color="1 G")
    page.line(60, 145, 540, 145, color="1 G")
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_page_frame_is_no_table(tmp_path: Path) -> None:
    page = page_with_grid()
    page.stroke_rect(20, 20, 575, 822)
    page.text(60, 60, "收入支出决算总表", size=14)
    content = read(tmp_path, page)
    assert matrix(only_table(content)) == ROWS
    assert [line.text for line in content.tables[0].above] == ["收入支出决算总表"]


def test_text_without_rules_gives_lines_only(tmp_path: Path) -> None:
    page = TinyPage()
    page.cells(XS, TOPS, ROWS)
    content = read(tmp_path, page)
    assert content.tables == ()
    assert content.lines[0].text == "编码 名称 预算数 决算数"


def test_merged_cells_carry_their_spans(tmp_path: Path) -> None:
    page = TinyPage()
    xs, tops = [60.0, 140.0, 240.0, 340.0], [100.0, 130.0, 160.0, 190.0]
    page.stroke_rect(xs[0], tops[0], xs[-1], tops[-1])
    page.line(xs[0], tops[2], xs[-1], tops[2])
    page.line(xs[1], tops[1], xs[-1], tops[1])
    page.line(xs[1], tops[0], xs[1], tops[-1])
    page.line(xs[2], tops[1], xs[2], tops[-1])
    page.text(70, 125, "项目")
    page.text(200, 105, "本年支出")
    page.text(150, 135, "基本支出")
    page.text(250, 135, "项目支出")
    page.cells(xs, [160.0], [["合计", "1.00", "2.00"]])
    table = only_table(read(tmp_path, page))
    spans = {c.text: (c.row, c.col, c.row_span, c.col_span) for c in table.cells}
    assert spans["项目"] == (0, 0, 2, 1)
    assert spans["本年支出"] == (0, 1, 1, 2)
    assert spans["项目支出"] == (1, 2, 1, 1)
    assert spans["2.00"] == (2, 2, 1, 1)


def test_three_line_table(tmp_path: Path) -> None:
    page = TinyPage()
    for y, width in ((100, 1.5), (130, 0.7), (220, 1.5)):
        page.line(60, y, 540, y, width=width)
    page.cells(XS, TOPS, ROWS)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_three_line_table_with_a_spanning_heading_and_an_empty_column(tmp_path: Path) -> None:
    page = TinyPage()
    for y in (100, 160, 250):
        page.line(60, y, 540, y)
    page.line(340, 130, 540, 130)
    page.text(415, 110, "本年支出")
    page.cells(XS, [135.0], [["编码", "名称", "基本支出", "项目支出"]])
    page.cells(
        XS, [165.0, 190.0], [["2080505", "机关事业单位养老保险", "17.35", ""], ["2101102", "事业单位医疗", "5.41", ""]]
    )
    table = only_table(read(tmp_path, page))
    assert matrix(table) == [
        ["", "", "本年支出", ""],
        ["编码", "名称", "基本支出", "项目支出"],
        ["2080505", "机关事业单位养老保险", "17.35", ""],
        ["2101102", "事业单位医疗", "5.41", ""],
    ]
    assert next(c for c in table.cells if c.text == "本年支出").col_span == 2


def test_rows_ruled_but_columns_not(tmp_path: Path) -> None:
    page = TinyPage()
    for y in TOPS:
        page.line(60, y, 540, y)
    page.cells(XS, TOPS, ROWS)
    assert matrix(only_table(read(tmp_path, page))) == ROWS


def test_running_head_rules_around_prose_are_no_table(tmp_path: Path) -> None:
    page = TinyPage()
    for y in (60, 64, 780):
        page.line(60, y, 540, y)
    for index in range(12):
        page.text(60, 80 + 20 * index, "本部门收入总计一千二百三十四万元与上年相比增加主要原因是人员增加。", size=14)
    assert read(tmp_path, page).tables == ()


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_read_as_displayed(tmp_path: Path, rotate: int) -> None:
    """The content is turned the other way, so that the page displays upright."""
    shown = TinyPage(width=842, height=595) if rotate != 180 else TinyPage()
    shown.grid(XS, TOPS)
    shown.cells(XS, TOPS, ROWS)
    w, h = shown.width, shown.height
    # displayed (x right, y up) to user space
    matrix_of = {90: f"0 1 -1 0 {h} 0", 180: f"-1 0 0 -1 {w} {h}", 270: f"0 -1 1 0 0 {w}"}
    page = TinyPage(width=w if rotate == 180 else h, height=h if rotate == 180 else w, rotate=rotate)
    page.raw(f"q {matrix_of[rotate]} cm")
    page.parts += shown.parts
    page.raw("Q")
    table = only_table(read(tmp_path, page))
    assert matrix(table) == ROWS
    box = next(c for c in table.cells if c.text == "1,234.56").box
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((440, 130, 540, 160), abs=0.6)


def test_media_box_offset(tmp_path: Path) -> None:
    page = TinyPage(origin=(-120.0, 300.0))
    page.grid(XS, TOPS)
    page.cells(XS, TOPS, ROWS)
    table = only_table(read(tmp_path, page))
    assert matrix(table) == ROWS
    assert next(c for c in table.cells if c.text == "编码").box.top == pytest.approx(100, abs=0.6)


def test_places_are_those_of_the_visible_page(tmp_path: Path) -> None:
    """A crop box hides a margin: places count from its corner, and what lies outside is not read."""
    page = TinyPage(origin=(-50.0, 70.0), crop=(20.0, 30.0, 10.0, 40.0))
    page.grid(XS, TOPS)
    page.cells(XS, TOPS, ROWS)
    page.text(300, 10, "页眉")
    content = read(tmp_path, page)
    table = only_table(content)
    assert matrix(table) == ROWS
    assert (content.pages[0].width, content.pages[0].height) == (565, 772)
    box = next(c for c in table.cells if c.text == "编码").box
    assert (box.x0, box.top) == pytest.approx((40, 60), abs=0.6)
    assert content.lines == ()
    assert any("off the page" in warning for warning in content.warnings)


def test_a_rotated_page_with_an_offset(tmp_path: Path) -> None:
    shown = TinyPage(width=842, height=595)
    shown.grid(XS, TOPS)
    shown.cells(XS, TOPS, ROWS)
    page = TinyPage(width=595, height=842, rotate=90, origin=(300.0, -400.0))
    page.raw(f"q 0 1 -1 0 {300 + 595} -400 cm")
    page.parts += shown.parts
    page.raw("Q")
    table = only_table(read(tmp_path, page))
    assert matrix(table) == ROWS
    box = next(c for c in table.cells if c.text == "1,234.56").box
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((440, 130, 540, 160), abs=0.6)


def test_a_page_of_contents_is_lines(tmp_path: Path) -> None:
    """Dot leaders, white cell fills and an underlined title make no table."""
    page = TinyPage()
    page.text(270, 60, "目 录", size=16)
    page.line(60, 90, 540, 90)
    for index, title in enumerate(("一、部门概况", "二、收入总表", "三、支出总表", "四、名词解释")):
        top = 110.0 + 25 * index
        page.fill(60, top - 5, 540, top + 19, color="1 g")
        page.text(65, top, title + "…" * 30)
        page.text(520, top, str(index + 3))
    content = read(tmp_path, page)
    assert content.tables == ()
    assert [line.text.replace("…", "") for line in content.lines][1:] == [
        "一、部门概况 3", "二、收入总表 4", "三、支出总表 5", "四、名词解释 6",
    ]  # fmt: skip


def test_form_xobjects_are_entered_with_their_matrix(tmp_path: Path) -> None:
    inner = TinyPage(height=400)
    xs, tops = [x / 2 for x in XS], [y / 2 for y in TOPS]
    inner.grid(xs, tops)
    inner.cells(xs, tops, ROWS, size=5)
    page = TinyPage()
    page.form("2 0 0 2 0 42", "\n".join(inner.parts))
    table = only_table(read(tmp_path, page))
    assert matrix(table) == ROWS
    assert next(c for c in table.cells if c.text == "编码").box.x0 == pytest.approx(60, abs=0.6)


def test_tall_cells_cut_by_the_page_break_stay_columns(tmp_path: Path) -> None:
    """Project, amount and goal go on over the page: only the indicator columns have rules on it."""
    page = TinyPage()
    xs, tops = [60.0, 160.0, 260.0, 400.0, 540.0], [100.0, 130.0, 160.0, 190.0]
    for x in xs:
        page.line(x, tops[0], x, tops[-1])
    for y in tops:
        page.line(xs[2], y, xs[-1], y)
    page.text(65, 140, "养老保险")
    page.text(165, 140, "360.00")
    page.cells(xs[2:], tops, [["产出指标", "98%"], ["效益指标", "100%"], ["满意度指标", "95%"]])
    table = only_table(read(tmp_path, page))
    assert table.n_cols == 4
    tall = next(c for c in table.cells if c.text == "360.00")
    assert (tall.row, tall.col, tall.row_span) == (0, 1, 3)


def test_bar_chart_is_no_table(tmp_path: Path) -> None:
    page = TinyPage()
    page.stroke_rect(60, 100, 400, 300)
    for y in (140, 180, 220, 260):
        page.line(60, y, 400, y)
    page.fill(120, 150, 160, 300, color="0.2 0.4 0.8 rg")
    page.fill(240, 120, 280, 300, color="0.2 0.4 0.8 rg")
    page.text(125, 145, "501.35")
    page.text(245, 110, "583.56")
    content = read(tmp_path, page)
    assert content.tables == ()
    assert {line.text for line in content.lines} == {"501.35", "583.56"}


def test_ragged_cell_keeps_its_text(tmp_path: Path) -> None:
    """An inner wall is half missing: nothing printed may be lost."""
    page = TinyPage()
    page.stroke_rect(60, 100, 360, 190)
    page.line(60, 130, 360, 130)
    page.line(60, 160, 210, 160)
    page.line(210, 100, 210, 160)
    for x, y, text in ((65, 105, "a1"), (215, 105, "b1"), (65, 135, "a2"), (215, 140, "b2"), (65, 165, "a3")):
        page.text(x, y, text)
    content = read(tmp_path, page)
    assert content.pages[0].engine in ("pdfium", "pdfplumber")
    texts = [cell.text for table in content.tables for cell in table.cells]
    assert sorted(text for text in texts if text) == ["a1", "a2", "a3", "b1", "b2"]


def test_a_page_that_falls_back_on_pdfplumber_is_told_and_counted(tmp_path: Path) -> None:
    """The region that is no rectangle is empty: pdfplumber's rectangles hold all the text, and are taken."""
    page = TinyPage()
    page.stroke_rect(60, 100, 360, 190)
    page.line(60, 130, 360, 130)
    page.line(60, 160, 210, 160)
    page.line(210, 100, 210, 160)
    for x, y, text in ((65, 105, "a1"), (215, 105, "b1"), (65, 135, "a2")):
        page.text(x, y, text)
    content = read(tmp_path, page_with_grid(), page)
    assert [info.engine for info in content.pages] == ["pdfium", "pdfplumber"]
    assert [table.engine for table in content.tables] == ["pdfium", "pdfplumber"]
    assert "p2: tables taken from pdfplumber" in content.warnings
    assert [cell.text for cell in content.tables[1].cells if cell.text] == ["a1", "b1", "a2"]


def test_pdfplumber_cells_make_the_same_lattice() -> None:
    from extract.reading.page import Rect
    from extract.reading.plumber import lattice_of

    lattice = lattice_of([Rect(0, 0, 100, 20), Rect(0, 20, 50, 40), Rect(50, 20.5, 100, 40)])
    assert lattice is not None
    assert [(s.row, s.col, s.row_span, s.col_span) for s in lattice.spans] == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert lattice_of([Rect(0, 0, 100, 20), Rect(0, 0, 100, 20)]) is None

"""Tables cut by page breaks, in every way seen: joined into one, or kept apart where something new begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_pdf import TinyPage, write_pdf

from extract.model import RawTable
from extract.reading import ReadLimits, read_document

XS = [60.0, 140.0, 340.0, 440.0, 540.0]
HEADER = ["编码", "名称", "预算数", "决算数"]
FIRST = [["2080505", "养老保险", "17.35", "17.35"], ["2101102", "事业单位医疗", "5.41", "5.41"]]
MORE = [["2210201", "住房公积金", "14.61", "14.61"], ["2210202", "提租补贴", "1.39", "1.39"]]


def page(
    rows: list[list[str]],
    *,
    lines: tuple[str, ...] = (),
    number: int = 0,
    xs: list[float] = XS,
    top: float = 100.0,
    notes: tuple[str, ...] = (),
) -> TinyPage:
    drawn = TinyPage()
    for index, text in enumerate(lines):
        drawn.text(60, 50 + 16 * index, text)
    tops = [top + 30 * index for index in range(len(rows) + 1)]
    drawn.grid(xs, tops)
    drawn.cells(xs, tops, rows)
    for index, text in enumerate(notes):
        drawn.text(60, tops[-1] + 10 + 16 * index, text)
    if number:
        drawn.text(290, 800, f"- {number} -")
    return drawn


def tables(tmp_path: Path, *pages: TinyPage) -> tuple[RawTable, ...]:
    return read_document(write_pdf(list(pages), tmp_path / "doc.pdf"), limits=ReadLimits(ocr="never")).tables


def matrix(table: RawTable) -> list[list[str]]:
    rows = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


TITLE = ("支出决算表", "编制单位：某局 金额单位：万元")


def test_without_a_repeated_header_and_with_page_numbers_between(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=TITLE, number=1), page(MORE, number=2))
    assert matrix(table) == [HEADER, *FIRST, *MORE]
    assert table.pages == (1, 2)
    assert table.repeated_header_rows == 0
    assert next(c for c in table.cells if c.text == "住房公积金").page == 2


def test_with_a_repeated_header(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=TITLE), page([HEADER, *MORE]))
    assert matrix(table) == [HEADER, *FIRST, *MORE]
    assert table.repeated_header_rows == 1


def test_with_title_and_header_repeated_on_every_page(tmp_path: Path) -> None:
    parts = [page([HEADER, *FIRST], lines=TITLE), page([HEADER, *MORE], lines=("支出决算表（续）", TITLE[1]))]
    (table,) = tables(tmp_path, *parts)
    assert matrix(table) == [HEADER, *FIRST, *MORE]


def test_a_new_title_begins_a_new_table(tmp_path: Path) -> None:
    first, second = tables(
        tmp_path,
        page([HEADER, *FIRST], lines=TITLE, notes=("注：本表反映部门本年度支出情况。",)),
        page([HEADER, *MORE], lines=("收入决算表", "金额单位：元")),
    )
    assert matrix(first) == [HEADER, *FIRST]
    assert [line.text for line in first.below] == ["注：本表反映部门本年度支出情况。"]
    assert [line.text for line in second.above] == ["收入决算表", "金额单位：元"]


def test_the_same_form_for_the_next_project_is_a_new_table(tmp_path: Path) -> None:
    title = ("项目支出绩效自评表",)
    xs = [60.0, 200.0, 540.0]
    forms = [
        page([["项目名称", name], ["预算数", amount], ["执行数", amount], ["得分", "98.00"]], lines=title, xs=xs)
        for name, amount in (("养老保险管理经费", "10.00"), ("社保扶贫", "360.00"))
    ]
    assert [table.pages for table in tables(tmp_path, *forms)] == [(1,), (2,)]


def test_one_row_and_blank_continuations(tmp_path: Path) -> None:
    blank = [[""] * 4, [""] * 4]
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=TITLE), page(MORE[:1]), page(blank))
    assert matrix(table) == [HEADER, *FIRST, MORE[0], *blank]


def test_columns_a_little_off_are_the_same(tmp_path: Path) -> None:
    moved = [x + shift for x, shift in zip(XS, (6, 9, -8, 5, 3), strict=True)]
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=TITLE), page(MORE, xs=moved))
    assert matrix(table) == [HEADER, *FIRST, *MORE]


def test_header_cut_by_the_page_break(tmp_path: Path) -> None:
    """The upper header row spans what the lower one, on the next page, divides."""
    upper, lower = TinyPage(), TinyPage()
    upper.text(60, 60, "国有资本经营预算财政拨款支出决算表")
    upper.grid([60.0, 340.0, 540.0], [100.0, 130.0])
    upper.cells([60.0, 340.0], [100.0], [["项目", "本年支出"]])
    tops = [60.0, 90.0, 120.0]
    lower.grid(XS, tops)
    lower.cells(XS, tops, [["编码", "名称", "基本支出", "项目支出"], ["合计", "", "1.00", "2.00"]])
    (table,) = tables(tmp_path, upper, lower)
    assert table.n_cols == 4
    spans = {c.text: (c.row, c.col, c.col_span) for c in table.cells if c.text}
    assert spans["项目"] == (0, 0, 2)
    assert spans["本年支出"] == (0, 2, 2)
    assert spans["项目支出"] == (1, 3, 1)


def test_subtotal_columns_missing_on_the_next_page_are_spanned(tmp_path: Path) -> None:
    """Codes split over 类/款/项 in the header, one wide cell in the rows that follow."""
    first = TinyPage()
    xs = [60.0, 90.0, 115.0, 140.0, 340.0, 540.0]
    tops = [100.0, 130.0, 160.0]
    first.grid(xs, tops)
    first.cells(xs, tops, [["类", "款", "项", "科目名称", "决算数"], ["208", "05", "05", "养老保险", "17.35"]])
    second = page([["2101102", "事业单位医疗", "5.41"]], xs=[60.0, 140.0, 340.0, 540.0], top=60)
    (table,) = tables(tmp_path, first, second)
    code = next(c for c in table.cells if c.text == "2101102")
    assert (code.row, code.col, code.col_span) == (2, 0, 3)
    assert next(c for c in table.cells if c.text == "5.41").col == 4


def test_the_rest_of_a_wrapped_name_joins_its_row(tmp_path: Path) -> None:
    cut = [["2080505", "机关事业单位基本养老", "17.35", "17.35"]]
    rest = [["", "保险缴费支出", "", ""]]
    (table,) = tables(tmp_path, page([HEADER, *FIRST, *cut], lines=TITLE), page([*rest, *MORE]))
    assert matrix(table) == [
        HEADER,
        *FIRST,
        ["2080505", "机关事业单位基本养老\n保险缴费支出", "17.35", "17.35"],
        *MORE,
    ]


@pytest.mark.parametrize("label", ["其中：人员经费", "合计", "一、其他支出"])
def test_a_row_without_code_is_not_swallowed(tmp_path: Path, label: str) -> None:
    rows = [["", label, "", ""]]
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=TITLE), page([*rows, *MORE]))
    assert matrix(table) == [HEADER, *FIRST, *rows, *MORE]


def test_text_between_keeps_tables_apart(tmp_path: Path) -> None:
    parts = tables(tmp_path, page([HEADER, *FIRST], notes=("本部门无其他支出。",)), page(MORE))
    assert [table.pages for table in parts] == [(1,), (2,)]


def test_an_empty_grid_of_its_own_is_reported(tmp_path: Path) -> None:
    drawn = page([[""] * 4, [""] * 4], lines=("说明。",))
    content = read_document(write_pdf([drawn], tmp_path / "doc.pdf"), limits=ReadLimits(ocr="never"))
    assert content.tables == ()
    assert any("without any text" in warning for warning in content.warnings)


@pytest.mark.parametrize("text", ["12", "- 12 -", "—12—", "第 3 页 共 20 页", "第3页", "3/20", "· 7 ·"])
def test_page_numbers_do_not_part_a_table(tmp_path: Path, text: str) -> None:
    first, second = page([HEADER, *FIRST], lines=TITLE), page(MORE)
    first.text(290, 790, text)
    second.text(290, 790, text.replace("12", "13"))
    assert len(tables(tmp_path, first, second)) == 1


def test_the_table_number_again_does_not_part_a_table(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, page([HEADER, *FIRST], lines=("表14", *TITLE)), page(MORE, lines=("表14",)))
    assert matrix(table) == [HEADER, *FIRST, *MORE]


def test_captions_at_the_top_of_many_pages_are_no_running_heads(tmp_path: Path) -> None:
    titles = ("收入", "支出", "收支", "项目")
    parts = []
    for number, title in enumerate(titles, start=1):
        drawn = page([HEADER, *FIRST], top=90)
        for index, text in enumerate((f"公开0{number}表", f"{title}总表", "部门：某局单位：万元")):
            drawn.text(60, 20 + 20 * index, text)
        parts.append(drawn)
    read = tables(tmp_path, *parts)
    assert [[line.text for line in table.above] for table in read] == [
        [f"公开0{number}表", f"{title}总表", "部门：某局单位：万元"] for number, title in enumerate(titles, start=1)
    ]


def test_running_heads_do_not_part_a_table(tmp_path: Path) -> None:
    parts = [page([HEADER, *FIRST], lines=TITLE), page(MORE), page(MORE), page(MORE)]
    for drawn in parts:
        drawn.text(220, 25, "某市某局2024年度部门决算")
    (table,) = tables(tmp_path, *parts)
    assert table.pages == (1, 2, 3, 4)

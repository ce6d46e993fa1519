"""What counts as printed text, and how characters become the text of a cell or a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_pdf import TinyPage, write_pdf

from extract.model import DocumentContent, TextLine
from extract.reading import ReadLimits, read_document
from extract.reading.page import Char
from extract.reading.text_lines import make_line
from extract.reading.unicode_forms import normalise_text


def read(tmp_path: Path, page: TinyPage) -> DocumentContent:
    return read_document(write_pdf([page], tmp_path / "page.pdf"), limits=ReadLimits(ocr="never"))


def texts(content: DocumentContent) -> list[str]:
    return [line.text for line in content.lines]


def in_cell(tmp_path: Path, draw: TinyPage) -> str:
    """Read the left cell of a ruled page that ``draw`` has printed into (60..200 by 100..160)."""
    draw.grid([60.0, 200.0, 340.0], [100.0, 160.0, 220.0])
    content = read(tmp_path, draw)
    return next(cell.text for cell in content.tables[0].cells if (cell.row, cell.col) == (0, 0))


def test_double_printed_bold_is_read_once(tmp_path: Path) -> None:
    page = TinyPage()
    for shift in (0.0, 0.3, 0.6):
        page.text(65 + shift, 110, "合计")
        page.text(100 + shift, 110, "1122.33")
    assert in_cell(tmp_path, page).replace(" ", "") == "合计1122.33"


def test_repeated_digits_are_not_taken_for_bold(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "1111111.11", size=6)
    assert in_cell(tmp_path, page) == "1111111.11"


def test_invisible_and_white_text_is_left_out_and_reported(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "583.56")
    page.text(65, 130, "999.99", mode=3)
    page.text(130, 110, "888.88", color="1 g")
    content_text = in_cell(tmp_path, page)
    assert content_text == "583.56"
    warnings = read_document(tmp_path / "page.pdf").pages[0].warnings
    assert any("invisible" in w and "999.99" in w for w in warnings)
    assert any("white" in w and "888.88" in w for w in warnings)


def test_white_text_on_a_dark_fill_stays(tmp_path: Path) -> None:
    page = TinyPage()
    page.fill(60, 100, 200, 160, color="0.1 0.2 0.5 rg")
    page.text(65, 110, "决算数", color="1 1 1 rg")
    assert in_cell(tmp_path, page) == "决算数"


def test_text_in_a_form_object_is_read(tmp_path: Path) -> None:
    page = TinyPage()
    page.form("1 0 0 1 10 20", "BT /F1 12 Tf 1 0 0 1 50 700 Tm (12.50) Tj ET")
    assert texts(read(tmp_path, page)) == ["12.50"]


def test_a_watermark_aslant_is_left_out_and_reported(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "收入总计")
    page.turned("0.7 0.7 -0.7 0.7 100 600", "内部资料", size=40, color="0.8 g")
    content = read(tmp_path, page)
    assert texts(content) == ["收入总计"]
    assert any("内部资料" in warning for warning in content.warnings)


@pytest.mark.parametrize("color", ["0.8 g", "0.95 0.7 0.7 rg"])
def test_a_level_watermark_is_left_out_but_pale_small_print_is_not(tmp_path: Path, color: str) -> None:
    page = TinyPage()
    page.text(65, 110, "583.56")
    page.text(65, 125, "注释", color="0.7 g")
    page.text(70, 105, "内部", size=48, color=color)
    assert in_cell(tmp_path, page) == "583.56\n注释"


def test_a_large_dark_title_is_no_watermark(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "部门决算", size=40)
    page.text(60, 200, "某局")
    assert texts(read(tmp_path, page)) == ["部门决算", "某局"]


def test_slanted_digits_are_ordinary_text(tmp_path: Path) -> None:
    page = TinyPage()
    page.turned("1 0 0.33 1 60 700", "8.85", size=14)
    assert texts(read(tmp_path, page)) == ["8.85"]


def test_text_off_the_page_is_left_out_and_reported(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "收入总计")
    page.text(60, 900, "1.00")
    content = read(tmp_path, page)
    assert texts(content) == ["收入总计"]
    assert any("off the page" in warning for warning in content.warnings)


def test_clipped_text_is_left_out_and_reported(tmp_path: Path) -> None:
    page = TinyPage()
    page.raw("q 50 300 500 500 re W n")
    page.text(60, 100, "收入总计")
    page.text(60, 700, "1.00")
    page.raw("Q")
    content = read(tmp_path, page)
    assert texts(content) == ["收入总计"]
    assert any("clipped" in warning for warning in content.warnings)


def test_digits_on_their_own_baseline_share_the_line(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "表", size=11)
    page.text(77, 114, "12", size=11)
    page.text(90, 110, "项", size=11)
    assert in_cell(tmp_path, page) == "表12项"


def test_letter_spaced_name_is_closed_up(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "合", size=10)
    page.text(120, 110, "计", size=10)
    assert in_cell(tmp_path, page) == "合计"


def test_gaps_inside_a_number_are_closed(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "1,234.56", size=10, spacing=3)
    assert in_cell(tmp_path, page) == "1,234.56"


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("583.", "56"), "583.56"),
        (("1,234", ".56"), "1,234.56"),
        (("208", "05", "05"), "2080505"),
        (("1", "234.56"), "1234.56"),
    ],
)
def test_a_gap_that_no_number_has_is_closed_in_a_cell(tmp_path: Path, parts: tuple[str, ...], whole: str) -> None:
    page = TinyPage()
    x = 65.0
    for part in parts:
        page.text(x, 110, part)
        x += sum(2.78 if ch in ".," else 5.56 for ch in part) + 4
    assert in_cell(tmp_path, page) == whole


def test_a_complete_amount_takes_no_more_digits(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "583.56 0")
    assert in_cell(tmp_path, page) == "583.56 0"


def test_two_numbers_of_a_sentence_stay_two(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "2024 583")
    assert texts(read(tmp_path, page)) == ["2024 583"]


def test_two_numbers_in_one_cell_stay_two(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 110, "12.00")
    page.text(130, 110, "34.50")
    assert in_cell(tmp_path, page) == "12.00 34.50"


def test_wrapped_name_keeps_its_lines(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(65, 104, "机关事业单位基本养老")
    page.text(65, 118, "保险缴费支出")
    assert in_cell(tmp_path, page) == "机关事业单位基本养老\n保险缴费支出"


@pytest.mark.parametrize(("matrix_of", "step"), [("0 1 -1 0 {x} {y}", 1), ("0 -1 1 0 {x} {y}", -1)])
def test_text_turned_in_a_cell_is_read_along_its_baseline(tmp_path: Path, matrix_of: str, step: int) -> None:
    page = TinyPage()
    y = 690 if step > 0 else 735
    page.turned(matrix_of.format(x=100, y=y), "年初数", size=12)
    assert in_cell(tmp_path, page) == "年初数"


def test_characters_under_one_another_are_lines(tmp_path: Path) -> None:
    page = TinyPage()
    for index, character in enumerate("单位"):
        page.text(100, 105 + 14 * index, character)
    assert in_cell(tmp_path, page) == "单\n位"


def test_kangxi_radicals_and_compatibility_forms_become_ordinary() -> None:
    assert normalise_text("⼈员⽀出⻚⻓ 金⾦") == "人员支出页长 金金"
    assert normalise_text("︵注︶") == "（注）"


def test_full_width_digits_stay_as_printed() -> None:
    assert normalise_text("５８３．５６ⅢＡ①") == "５８３．５６ⅢＡ①"


def line(content: DocumentContent) -> TextLine:
    assert len(content.lines) == 1
    return content.lines[0]


def test_a_line_keeps_the_place_of_each_character(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "收入总计", size=10)
    page.text(102, 100, "583.56", size=10)
    page.text(136, 100, "万元", size=10)
    read_line = line(read(tmp_path, page))
    assert read_line.text == "收入总计583.56万元"
    assert len(read_line.edges) == len(read_line.text)
    at = read_line.text.index("583.56")
    assert read_line.edges[at][0] == pytest.approx(102, abs=0.5)
    assert read_line.edges[at + 5][1] <= 136.5
    assert all(x0 <= x1 for x0, x1 in read_line.edges)


def test_spaces_stand_only_where_words_part(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "GB 2024", size=10)
    page.text(120, 100, "年度", size=10)
    assert line(read(tmp_path, page)).text == "GB 2024年度"


def test_texts_far_apart_on_one_line_are_separated(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "编制单位：某局", size=10)
    page.text(260, 100, "2024年度", size=10)
    page.text(450, 100, "金额单位：万元", size=10)
    assert line(read(tmp_path, page)).text == "编制单位：某局 2024年度 金额单位：万元"


def test_percent_sign_joins_its_number(tmp_path: Path) -> None:
    page = TinyPage()
    page.text(60, 100, "8.85", size=10)
    page.text(100, 100, "%", size=10)
    assert line(read(tmp_path, page)).text == "8.85%"


def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    page = TinyPage()
    page.raw("BT /F1 10 Tf 1 0 0 1 65 725 Tm 12 TL (Jan-) Tj T* (Dec) Tj ET")
    assert in_cell(tmp_path, page) == "Jan-\nDec"


def test_a_font_that_misstates_its_height_does_not_move_text_to_other_rows(tmp_path: Path) -> None:
    """Its boxes are 2.4 sizes tall, as of one producer seen: by their middle, digits would go to the row below."""
    page = TinyPage()
    page.grid([60.0, 200.0, 340.0], [100.0, 118.0, 136.0])
    page.raw("BT /F3 14 Tf 1 0 0 1 65 725 Tm 18 TL (301) Tj T* (30101) Tj ET")
    table = read(tmp_path, page).tables[0]
    assert [cell.text for cell in table.cells if cell.col == 0] == ["301", "30101"]


def test_a_recognised_line_keeps_how_sure_each_character_is() -> None:
    printed = [("支", 0.98), ("出", 0.97), ("5", 0.6), ("0", 0.99)]
    chars = [
        Char(text, 10.0 * at, 0.0, 10.0 * at + 9, 10.0, confidence=sure) for at, (text, sure) in enumerate(printed)
    ]
    line = make_line(chars)
    assert (line.confidence, line.levels) == (0.6, tuple(sure for _, sure in printed))
    assert make_line([char._replace(confidence=None) for char in chars]).levels == ()

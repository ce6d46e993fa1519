"""The report is one file that fetches nothing, and what documents say stays text in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import dashboard_warehouses as made
import pytest

from dashboards.report import ReportError, write_report
from warehouse.connect import open_candidate


class Reader(HTMLParser):
    """Collects elements with their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> made.Made:
    return made.make(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def report(world: made.Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("out") / "report.html"
    return write_report(world.warehouse, output, archive=world.archive)


def test_it_fetches_nothing_and_runs_nothing(report: Path) -> None:
    reader = read(report)
    names = {tag for tag, _ in reader.elements}
    assert not names & {"script", "iframe", "object", "embed", "link", "form", "base", "video", "audio", "svg"}
    for tag, attributes in reader.elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert "srcset" not in attributes
        if "src" in attributes:
            assert str(attributes["src"]).startswith("data:image/"), attributes["src"]
        if "href" in attributes:
            assert tag == "a"
            assert str(attributes["href"]).partition("#page=")[0] == "https://example.org/a.pdf"
    style = report.read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(attributes for tag, attributes in reader.elements if attributes.get("http-equiv"))
    assert policy["content"].startswith("default-src 'none'")  # type: ignore[union-attr]


def test_what_the_document_says_is_text(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert made.HOSTILE in read(report).text


def test_the_pictures_are_inside_and_the_suspect_is_first(report: Path) -> None:
    images = [attributes for tag, attributes in read(report).elements if tag == "img"]
    assert [image["alt"] for image in images] == ["第 2 页", "第 1 页"]


def test_rounding_is_folded_and_blank_terms_are_counted(report: Path) -> None:
    html = report.read_text(encoding="utf-8")
    counted, singly = html.split('<div class="tails">')[1].split("</div>\n\n")[0].split('<details class="singly')
    assert "尾差 1 条" in counted
    assert '<td>合计应等于各科目之和</td><td class="n">1</td><td>1</td>' in counted
    assert "合计与各项之和差一个末位" not in counted
    assert "合计与各项之和差一个末位" in singly
    assert "另有 1 个空白格" in html


def test_coverage_of_checks_is_in_chinese(report: Path) -> None:
    text = read(report).text
    assert "表间关系" in text
    assert "收入应相等" in text
    assert "另有 1 项检查对本件不适用" in text
    assert "income.by_source" not in text


@pytest.mark.parametrize("url", ["file:///home/someone/a.pdf", "javascript:alert(1)", "https://", None])
def test_only_web_addresses_become_links(tmp_path: Path, url: str | None) -> None:
    world = made.make(tmp_path, source_url=url, name="某局")
    output = write_report(world.warehouse, tmp_path / "r.html", archive=world.archive)
    assert not [attributes for tag, attributes in read(output).elements if tag == "a"]
    assert url is None or url not in output.read_text(encoding="utf-8")


def test_a_missing_original_is_said(world: made.Made, tmp_path: Path) -> None:
    output = write_report(world.warehouse, tmp_path / "r.html", archive=tmp_path / "nowhere")
    assert "原件不在手边" in read(output).text
    assert not [tag for tag, _ in read(output).elements if tag == "img"]


def test_a_stored_path_cannot_lead_out_of_the_archive(tmp_path: Path) -> None:
    made.draw_pdf(tmp_path / "secret.pdf")
    world = made.make(tmp_path, name="某局")
    with open_candidate(world.warehouse) as connection:
        connection.execute("UPDATE fact_finding_operand SET document_sha256 = '../../secret.pdf'")
    assert (world.archive / "objects" / ".." / "../../secret.pdf").is_file()
    output = write_report(world.warehouse, tmp_path / "r.html", archive=world.archive)
    assert not [tag for tag, _ in read(output).elements if tag == "img"]


def test_an_unknown_subject_names_what_is_near(tmp_path: Path) -> None:
    world = made.make(tmp_path, name="澄湖市民政局")
    with pytest.raises(ReportError, match="近似的有：澄湖市民政局"):
        write_report(world.warehouse, tmp_path / "r.html", subject="民政局")


def test_a_filing_is_found_by_entity_and_by_document(tmp_path: Path) -> None:
    world = made.make(tmp_path, name="澄湖市民政局")
    for subject in ("澄湖市民政局", "e1"):
        output = write_report(world.warehouse, tmp_path / "r.html", subject=subject, files={world.sha256: world.pdf})
        assert re.search(r"<h1>澄湖市民政局 2024 年度决算核对报告</h1>", output.read_text(encoding="utf-8"))


def test_cells_of_sheets_and_ocr_confidence_are_said(tmp_path: Path) -> None:
    """A spreadsheet has no picture of a page; a scan says how sure the recognition was."""
    world = made.make(tmp_path, name="某局")
    sheet = tmp_path / "table.xlsx"
    sheet.write_bytes(b"PK\x03\x04 a spreadsheet")
    with open_candidate(world.warehouse) as connection:
        connection.execute("UPDATE fact_finding_operand SET locator = 'Z01 收支总表!C14', line_item_id = 'l1'")
        connection.execute(
            "INSERT INTO fact_line_item BY NAME SELECT 'l1' AS line_item_id, 'f1' AS filing_id, ? AS document_sha256,"
            " 'income' AS statement, 1 AS instance, '合计' AS row_label, 'total' AS item, 'total' AS row_kind,"
            " 'total' AS measure, '金额' AS measure_label, 'final' AS basis, '202.15' AS printed_text,"
            " 'number' AS state, '万元' AS unit, 0 AS table_index, 0 AS table_row, 0 AS table_col,"
            " 0.83 AS ocr_confidence",
            [world.sha256],
        )
    output = write_report(world.warehouse, tmp_path / "r.html", files={world.sha256: sheet})
    text = read(output).text
    assert "Z01 收支总表!C14" in text
    assert "83%" in text
    assert "原件不是可以出示页面的 PDF" in text

"""One account as a PDF and as a spreadsheet: both kept, judged once, compared cell by cell; numbers of scans say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from expectation_rows import warehouse_of
from openpyxl.styles import Border, Side

from expectations.declared import load_catalogue
from expectations.evaluate import evaluate
from extract.documents import PDF, XLSX
from extract.model import DocumentContent
from extract.reading import read_document
from transform.documents import parse_document
from warehouse.build import build_candidate
from warehouse.documents import SourceDocument
from warehouse.frames import to_frames
from warehouse.store import write_frames

SIDE = Side(style="thin")
RULED = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
STATEMENTS = 9


def as_workbook(content: DocumentContent, path: Path, changed: Callable[[str], str]) -> Path:
    """Print the statements of a document into a workbook, a sheet each, their numbers as numbers."""
    book = openpyxl.Workbook()
    for table in content.tables[:STATEMENTS]:
        sheet = book.create_sheet(f"表{table.index + 1}")
        for row, line in enumerate(table.above, start=1):
            sheet.cell(row, 1, line.text)
        first = len(table.above) + 1
        for cell in table.cells:
            text = changed(cell.text)
            row, col = first + cell.row, 1 + cell.col
            if re.fullmatch(r"-?[\d,]+\.\d+", text):
                sheet.cell(row, col, float(text.replace(",", ""))).number_format = "#,##0.00"
            else:
                sheet.cell(row, col, text)
            last_row, last_col = row + cell.row_span - 1, col + cell.col_span - 1
            for r in range(row, last_row + 1):
                for c in range(col, last_col + 1):
                    sheet.cell(r, c).border = RULED
            sheet.merge_cells(start_row=row, start_column=col, end_row=last_row, end_column=last_col)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def warehouse_of_files(folder: Path, files: dict[Path, str]) -> duckdb.DuckDBPyConnection:
    documents = []
    for path, media_type in files.items():
        content = read_document(path)
        write_frames(to_frames(parse_document(content)), folder / "stage")
        at = "2026-01-05T08:00:00+08:00"
        documents.append(SourceDocument(content.document_sha256, path.name, at, at, media_type))
    build_candidate(parsed_parquet=folder / "stage", documents=documents, target=folder / "w.duckdb")
    connection = duckdb.connect(str(folder / "w.duckdb"))
    evaluate(connection)
    return connection


@pytest.mark.corpus
def test_the_same_filing_as_pdf_and_spreadsheet(corpus: Path, tmp_path: Path) -> None:
    pdf = corpus / "seed" / "seed_office.pdf"
    done: list[str] = []

    def one_digit(text: str) -> str:
        if text == "202.14" and not done:
            done.append(text)
            return "202.41"
        return text

    sheet = as_workbook(read_document(pdf), tmp_path / "tables.xlsx", one_digit)
    connection = warehouse_of_files(tmp_path, {pdf: PDF, sheet: XLSX})
    filings = connection.execute("SELECT revision, is_current FROM dim_filing ORDER BY revision").fetchall()
    assert filings == [(1, True), (2, False)]
    items = connection.execute("SELECT filing_id, count(*) FROM fact_line_item GROUP BY 1").fetchall()
    assert len({count for _, count in items}) == 1
    assert connection.execute("SELECT count(*) FROM current_line_items").fetchone() == (items[0][1],)
    assert connection.execute(
        "SELECT count(*) FROM fact_finding JOIN dim_filing USING (filing_id) WHERE NOT is_current"
    ).fetchone() == (0,)
    ((message, severity, places),) = connection.execute(
        "SELECT message, severity, (SELECT list(locator ORDER BY ordinal) FROM fact_finding_operand AS o "
        "WHERE o.finding_id = f.finding_id) FROM fact_finding AS f WHERE check_id = 'spreadsheet.same_amount'"
    ).fetchall()
    assert places == ["p5", "表1!F15"]
    assert severity == "material"
    for words in ("202.14", "202.41", "第5页", "电子表格", "单元格 表1!F15"):
        assert words in message


SUM = {
    "statements": {
        "income": [
            "income functional:2080505 measure=total 10.00",
            "income functional:2080505 measure=appropriation fund=appropriation 8.00",
            "income functional:2080505 measure=other 1.00",
        ]
    }
}


@pytest.mark.parametrize(
    ("confidence", "severity", "words"),
    [(None, "material", ""), (0.97, "material", "最低把握 97%"), (0.62, "unusual", "请先对照原页")],
)
def test_a_finding_says_how_surely_its_numbers_were_recognised(
    confidence: float | None, severity: str, words: str
) -> None:
    connection = warehouse_of(SUM)
    connection.execute(
        "UPDATE fact_line_item SET ocr_confidence = CASE WHEN measure = 'other' THEN ? END", [confidence]
    )
    evaluate(connection, rules=[rule for rule in load_catalogue() if rule.id == "income.row_total"])
    ((found, message),) = connection.execute("SELECT severity, message FROM fact_finding").fetchall()
    assert found == severity
    assert words in message
    assert ("识别" in message) is (confidence is not None)


def test_a_number_of_the_text_of_a_scan_is_said_to_be_recognised() -> None:
    connection = warehouse_of(SUM)
    connection.execute("UPDATE fact_statement SET engine = 'ocr'")
    evaluate(connection, rules=[rule for rule in load_catalogue() if rule.id == "income.row_total"])
    assert "扫描件" in connection.execute("SELECT message FROM fact_finding").fetchall()[0][0]


RATE = {
    "claims": [
        {
            "metric": "completion_rate",
            "printed": "97.9",
            "unit": "%",
            "concept": "project",
            "project_name": "甲项目工作",
        }
    ],
    "performance": [
        {
            "project_name": "甲项目工作",
            "budget_yuan": 100000,
            "executed_yuan": 99700,
            "rate": 0.997,
            "printed": '{"budget": "10", "executed": "9.97", "rate": "99.7%"}',
        }
    ],
}


@pytest.mark.parametrize(
    ("line", "cell", "severity", "words"),
    [(None, None, "material", ""), (0.97, 0.95, "material", "最低把握 95%"), (0.97, 0.62, "unusual", "请先对照原页")],
)
def test_a_finding_says_how_surely_the_text_and_the_form_were_recognised(
    line: float | None, cell: float | None, severity: str, words: str
) -> None:
    connection = warehouse_of(RATE)
    connection.execute("UPDATE fact_claim SET ocr_confidence = ?", [line])
    boxes = "{}" if cell is None else f'{{"rate": {{"page": 3, "confidence": {cell}}}}}'
    connection.execute("UPDATE fact_performance SET boxes = ?", [boxes])
    evaluate(connection, rules=[rule for rule in load_catalogue() if rule.id == "project.rate_in_text"])
    ((found, message),) = connection.execute("SELECT severity, message FROM fact_finding").fetchall()
    connection.close()
    assert found == severity
    assert words in message
    assert ("识别" in message) is (line is not None)

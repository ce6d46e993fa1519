"""Exports: complete, exact, and harmless to open."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
import warehouse_builders as made
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.build import build_candidate
from warehouse.connect import open_candidate, open_readonly
from warehouse.errors import ExportError
from warehouse.export import export_warehouse, exported_views, write_findings_workbook
from warehouse.fiscal_package import LINE_ITEMS, validate_package
from warehouse.frames import to_frames
from warehouse.insert import insert_rows
from warehouse.printed_rows import printed_rows
from warehouse.safe_text import DANGEROUS, escape_text, escaped_sql
from warehouse.statement_sums import column_parts, row_parts
from warehouse.store import write_frames

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    "-5.26",
    "—",
    "正常",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose documents print formulas where names should be, and one finding."""
    home = tmp_path_factory.mktemp("hostile")
    parsed = made.final_account("hostile", "=单位()", 2024, basic="100.00", project="-5.26")
    items = tuple(
        replace(item, row_label=HOSTILE[n % len(HOSTILE)]) if item.statement == "expenditure" else item
        for n, item in enumerate(parsed.line_items)
    )
    write_frames(to_frames(replace(parsed, line_items=items)), home / "stage")
    target = home / "w.duckdb"
    build_candidate(
        parsed_parquet=home / "stage",
        documents=[made.source("hostile", date(2025, 1, 1), document_name="=cmd.pdf")],
        target=target,
    )
    connection = open_candidate(target)
    filing = connection.execute("SELECT filing_id FROM filings").fetchone()
    assert filing is not None
    insert_rows(
        connection,
        "fact_finding",
        [
            {
                "finding_id": f"f{n}",
                "filing_id": filing[0],
                "check_id": "sum",
                "family": "within",
                "severity": severity,
                "consistency": "impossible",
                "title": "=合计不符",
                "message": "@202.14 ≠ 202.15",
                "difference": Decimal("-0.01"),
                "difference_yuan": Decimal("-100.00"),
                "unit": "万元",
                "verdict": "open",
            }
            for n, severity in enumerate(["minor", "material"])
        ],
    )
    connection.close()
    return target


def text_cells(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def grid(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@given(st.text())
def test_escaped_text_never_starts_a_formula_and_can_be_undone(text: str) -> None:
    safe = escape_text(text)
    assert safe in {text, f"'{text}"}
    if safe[:1] and safe[0] in DANGEROUS:
        assert float(safe.rstrip("%").replace(",", "")) is not None


def test_sql_escapes_as_python_does() -> None:
    connection = duckdb.connect()
    for text in [*HOSTILE, "", "-", "+3%", "-1,234.50", "-1-1", "''", "\r=1"]:
        row = connection.execute(f"SELECT {escaped_sql('t')} FROM (SELECT ? AS t)", [text]).fetchone()
        assert row == (escape_text(text),), text


def test_parquet_holds_every_view_exactly(built: Path, tmp_path: Path) -> None:
    written = export_warehouse(built, tmp_path, export_format="parquet")
    assert [path.stem for path in written] == list(exported_views())
    items = pl.read_parquet(tmp_path / "line_items.parquet")
    row = open_readonly(built).execute("SELECT count(*), sum(amount_yuan) FROM line_items").fetchone()
    assert row == (items.height, items["amount_yuan"].sum())
    assert items.schema["amount_yuan"] == pl.Decimal(20, 2)


def test_csv_is_utf8_for_spreadsheets_and_escaped(hostile: Path, tmp_path: Path) -> None:
    export_warehouse(hostile, tmp_path, export_format="csv")
    raw = (tmp_path / "line_items.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    labels = {row["row_label"] for row in rows}
    assert {escape_text(text) for text in HOSTILE} <= labels
    assert "-52600.00" in {row["amount_yuan"] for row in rows}
    for row in rows:
        for value in row.values():
            assert not value or value[0] not in DANGEROUS or Decimal(value.replace(",", "")) < 0


def test_xlsx_is_a_summary_and_a_working_paper_per_filing(built: Path, tmp_path: Path) -> None:
    written = export_warehouse(built, tmp_path, export_format="xlsx")
    assert written[0].name == "问题汇总.xlsx"
    row = open_readonly(built).execute("SELECT count(*) FROM filings WHERE is_current AND status = 'loaded'").fetchone()
    assert row == (len(written) - 1,)
    book = load_workbook(next(path for path in written if made.HEALTH in path.name and "2024-决算" in path.name))
    assert book.sheetnames == [
        "封面",
        "问题",
        "收入支出决算总表",
        "支出决算表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算表",
        "财政拨款“三公”经费支出决算表",
    ]


def test_nothing_in_a_workbook_runs_but_our_own_sums(hostile: Path, tmp_path: Path) -> None:
    for path in export_warehouse(hostile, tmp_path, export_format="xlsx"):
        for sheet in load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert str(cell.value).startswith(("=SUM(", "=ROUND("))
                    elif isinstance(cell.value, str):
                        assert cell.value == escape_text(cell.value) or cell.value.startswith("'")
    assert {path.name for path in tmp_path.iterdir()} == {"问题汇总.xlsx", "底稿-=单位()-2024-决算.xlsx"}


def test_a_statement_sheet_shows_what_is_printed_and_sums_it_live(built: Path, tmp_path: Path) -> None:
    written = export_warehouse(built, tmp_path, export_format="xlsx")
    path = next(path for path in written if made.LABOUR in path.name and "2023-决算" in path.name)
    sheet = load_workbook(path)["支出决算表"]
    rows = grid(sheet)
    assert rows[1][0] == "单位：万元"
    assert rows[2][:7] == ["行次", "项目", "科目编码", "total", "basic", "project", "页码"]
    assert rows[3][1:6] == ["合计", None, 650, 520, 130]
    assert rows[3][7:9] == ["=SUM(D5)", "=ROUND(D4-H4,6)"]
    assert rows[4][7] == "=SUM(D6)"
    assert rows[5][1:4] == ["行政事业单位养老支出", "20805", 650]
    assert rows[5][7] == "=SUM(D7:D8)"
    assert rows[6][5] is None
    assert rows[3][13] == "=ROUND(D4-SUM(E4,F4),6)"
    totals = grid(load_workbook(path)["收入支出决算总表"])
    by_label = {(row[1], n): row for n, row in enumerate(totals)}
    assert [row[5] for (label, _), row in by_label.items() if label == "总计"] == ["=SUM(D5:D6)", "=SUM(D9:D10)"]


def test_the_sums_agree_with_what_is_printed(built: Path) -> None:
    """Evaluates the formulas' arithmetic on every sheet of the small world: clean statements have no difference."""
    connection = open_readonly(built)
    checked = 0
    for (filing,) in connection.execute("SELECT filing_id FROM filings WHERE is_current").fetchall():
        rows = connection.execute(
            "SELECT *, statement AS name FROM fact_line_item WHERE filing_id = ? "
            "ORDER BY table_index, table_row, table_col",
            [filing],
        ).pl()
        for (statement,), group in rows.group_by(["statement"], maintain_order=True):
            printed, columns = printed_rows(group.to_dicts())
            for index, parts in row_parts(printed).items():
                for key in columns:
                    whole = printed[index].cells.get(key, ("", None))[1]
                    found = [printed[part].cells.get(key, ("", None))[1] for part in parts]
                    if whole is not None and any(value is not None for value in found):
                        assert whole == sum(value or 0 for value in found), (filing, printed[index].label)
                        checked += 1
            for whole_column, summed in column_parts(str(statement), list(columns)).items():
                for row in printed:
                    keys = list(columns)
                    if row.cells.get(keys[whole_column], ("", None))[1] is not None:
                        total = row.cells[keys[whole_column]][1]
                        assert total == sum(row.cells.get(keys[part], ("", None))[1] or 0 for part in summed)
                        checked += 1
    assert checked > 100


def test_findings_are_a_working_paper_in_the_order_asked(hostile: Path, tmp_path: Path) -> None:
    output = tmp_path / "底稿.xlsx"
    write_findings_workbook(hostile, ["f0", "f1"], output)
    rows = grid(load_workbook(output)["问题"])
    head = rows[0]
    for name in ("问题", "依据", "页码", "差异金额（元）", "建议"):
        assert name in head
    assert [row[head.index("严重程度")] for row in rows[1:]] == ["轻微", "重大"]
    assert rows[1][head.index("差异金额（元）")] == -100
    assert rows[1][head.index("问题")] == "'=合计不符"
    assert rows[1][head.index("说明")] == "'@202.14 ≠ 202.15"


def test_fiscal_data_package_is_valid_and_complete(built: Path, tmp_path: Path) -> None:
    written = export_warehouse(built, tmp_path, export_format="fdp")
    assert [path.name for path in written] == ["datapackage.json", "filings.csv", "line-items.csv"]
    package = Package(str(written[0]))
    assert package.validate().valid
    row = open_readonly(built).execute("SELECT count(*), sum(amount_yuan) FROM line_items WHERE is_current").fetchone()
    items = pl.read_csv(tmp_path / "line-items.csv", infer_schema=False)
    numbers = items["amount"].cast(pl.Decimal(20, 2))
    assert row is not None
    assert numbers.sum() == row[1]
    described = json.loads(written[0].read_text(encoding="utf-8"))
    types = {field.get("columnType") for field in described["resources"][1]["schema"]["fields"]} - {None}
    assert {"value", "date:fiscal-year", "phase:id", "functional-classification:generic:code"} <= types
    assert types == {entry["name"] for entry in described["columnTypes"][0]}
    assert [field["name"] for field in described["resources"][1]["schema"]["fields"]] == [f.name for f in LINE_ITEMS]


def test_an_invalid_package_is_refused(built: Path, tmp_path: Path) -> None:
    descriptor = export_warehouse(built, tmp_path, export_format="fdp")[0]
    path = tmp_path / "line-items.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace("CNY,", "CNY,many"), *lines[2:]]), encoding="utf-8")
    with pytest.raises(ExportError, match="amount"):
        validate_package(descriptor)


def test_errors_are_clear(built: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="docx"):
        export_warehouse(built, tmp_path, export_format="docx")
    with pytest.raises(ExportError, match="gouji run"):
        export_warehouse(tmp_path / "none.duckdb", tmp_path / "out", export_format="csv")
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    with pytest.raises(ExportError):
        export_warehouse(built, blocked, export_format="csv")
    assert blocked.read_text() == "mine"


def test_exporting_again_replaces(built: Path, tmp_path: Path) -> None:
    first = export_warehouse(built, tmp_path, export_format="parquet")
    second = export_warehouse(built, tmp_path, export_format="parquet")
    assert first == second
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    shutil.rmtree(tmp_path)

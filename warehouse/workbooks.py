"""Working papers (底稿) as auditors file them: findings with evidence, statements with their sums as live formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.cell_styles import AMOUNT, CellStyles, Look
from warehouse.safe_text import cell_text
from warehouse.statement_sheets import add_statement_sheets

SEVERITY_NAMES = {
    "material": "重大",
    "minor": "轻微",
    "rounding": "尾差",
    "unusual": "异常",
    "disclosure": "公开不完整",
    "format": "格式",
}
VERDICT_NAMES = {"open": "待复核", "confirmed": "属实", "explained": "已说明", "dismissed": "不成立"}
KIND_NAMES = {"final_account": "决算", "budget": "预算", "performance": "绩效", "other": "其他"}

_HEADERS: tuple[tuple[str, int], ...] = (
    ("序号", 6),
    ("单位", 26),
    ("年度", 8),
    ("公开件", 8),
    ("严重程度", 10),
    ("问题", 30),
    ("说明", 52),
    ("依据", 40),
    ("页码", 10),
    ("印出的数", 40),
    ("差异", 14),
    ("允许误差", 12),
    ("差异单位", 9),
    ("差异金额（元）", 18),
    ("疑为错处", 30),
    ("建议", 44),
    ("复核结论", 10),
    ("文件", 30),
    ("来源网址", 30),
    ("问题标识", 18),
)
_NUMBERS = {"差异", "允许误差", "差异金额（元）"}

_FINDINGS = """
SELECT n.finding_id, n.entity_name, n.fiscal_year, n.kind, n.severity, n.title, n.message, n.check_id,
    c.title AS check_title, c.description, c.source, n.difference, n.tolerance, n.unit, n.difference_yuan, n.verdict,
    n.document_name, f.source_url, r.message AS cause, r.printed_text AS cause_printed, r.proposed_value,
    r.n_equal_explanations
FROM findings AS n
LEFT JOIN filings AS f ON f.filing_id = n.filing_id
LEFT JOIN dim_check AS c ON c.check_id = n.check_id
LEFT JOIN root_causes AS r ON r.root_cause_id = n.root_cause_id
"""
_OPERANDS = """
SELECT finding_id, label, printed_text, page, is_suspect, place
FROM finding_operands WHERE list_contains($ids, finding_id) ORDER BY finding_id, ordinal
"""
_ORDER = """
ORDER BY list_position(['material', 'minor', 'rounding', 'unusual', 'disclosure', 'format'], n.severity),
    abs(coalesce(n.difference_yuan, 0)) DESC, n.entity_name, n.fiscal_year, n.finding_id
"""
_HEADING = Look(bold=True, filled=True, bordered=True, wrapped=True)
_TEXT = Look(bordered=True, wrapped=True)
_AMOUNT = Look(bordered=True, wrapped=True, number_format=AMOUNT)
Row = dict[str, object]


def write_findings_book(connection: duckdb.DuckDBPyConnection, path: Path, finding_ids: Sequence[str]) -> None:
    """Write one workbook with the sheet 问题 of these findings, in this order."""
    book = Workbook()
    sheet = _first_sheet(book, "问题")
    found = {str(row["finding_id"]): row for row in _fetch(connection, _FINDINGS)}
    _findings_sheet(connection, sheet, [found[one] for one in finding_ids if one in found], CellStyles())
    _save(book, path)


def write_filing_workbooks(
    connection: duckdb.DuckDBPyConnection, folder: Path, say: Callable[[str], str] = str
) -> list[Path]:
    """Write 问题汇总.xlsx (findings of current filings) and one working paper per current filing; return the paths.

    ``say`` puts the printed headings of statements in words.
    """
    summary = folder / "问题汇总.xlsx"
    book = Workbook()
    rows = _fetch(connection, f"{_FINDINGS} WHERE n.is_current {_ORDER}")
    _findings_sheet(connection, _first_sheet(book, "问题"), rows, CellStyles())
    _save(book, summary)
    written = [summary]
    filings = _fetch(
        connection,
        "SELECT filing_id, entity_name, fiscal_year, kind, scope, revision, source_url, document_name, published_on "
        "FROM filings WHERE is_current AND status = 'loaded' ORDER BY entity_name, fiscal_year, kind, scope, filing_id",
    )
    taken: set[str] = set()
    for filing in filings:
        path = folder / _book_name(filing, taken)
        write_filing_book(connection, path, filing, say)
        written.append(path)
    return written


def write_filing_book(
    connection: duckdb.DuckDBPyConnection, path: Path, filing: Row, say: Callable[[str], str] = str
) -> None:
    """Write the working paper of one filing: 封面, 问题, and a sheet per statement with headings put in words by
    ``say``."""
    book = Workbook()
    styles = CellStyles()
    _cover(_first_sheet(book, "封面"), filing, styles)
    sheet = book.create_sheet("问题")
    query = f"{_FINDINGS} WHERE n.filing_id = $filing_id {_ORDER}"
    _findings_sheet(connection, sheet, _fetch(connection, query, filing_id=filing["filing_id"]), styles)
    add_statement_sheets(connection, book, str(filing["filing_id"]), styles, say)
    _save(book, path)


def _book_name(filing: Row, taken: set[str]) -> str:
    kind = KIND_NAMES.get(str(filing["kind"]), "其他")
    base = f"底稿-{filing['entity_name'] or filing['document_name']}-{filing['fiscal_year'] or '年度不详'}-{kind}"
    if filing["scope"] == "own":
        base += "-本级"
    # Names come from documents: nothing that means a path, and short enough for any file system (255 bytes).
    base = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', "_", base).strip("._")[:70] or "底稿"
    name, number = f"{base}.xlsx", 2
    while name in taken:
        name, number = f"{base}-{number}.xlsx", number + 1
    taken.add(name)
    return name


def _cover(sheet: Worksheet, filing: Row, styles: CellStyles) -> None:
    rows = (
        ("单位", filing["entity_name"]),
        ("年度", filing["fiscal_year"]),
        ("公开件", KIND_NAMES.get(str(filing["kind"]), "其他")),
        ("口径", {"consolidated": "部门汇总", "own": "单位本级"}.get(str(filing["scope"]), "未说明")),
        ("版次", filing["revision"]),
        ("公开日期", filing["published_on"]),
        ("文件", filing["document_name"]),
        ("来源网址", filing["source_url"]),
        ("说明", "报表各页的“复算”“差异”栏是公式；印出的数照录，未作改动。"),
    )
    for number, (name, value) in enumerate(rows, start=1):
        styles.dress(put(sheet.cell(number, 1), name), Look(bold=True))
        put(sheet.cell(number, 2), value)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 12, 70


def _findings_sheet(
    connection: duckdb.DuckDBPyConnection, sheet: Worksheet, rows: Sequence[Row], styles: CellStyles
) -> None:
    operands: dict[str, list[Row]] = {}
    ids = [row["finding_id"] for row in rows]
    for operand in _fetch(connection, _OPERANDS, ids=ids) if ids else []:
        operands.setdefault(str(operand["finding_id"]), []).append(operand)
    for column, (name, width) in enumerate(_HEADERS, start=1):
        styles.dress(put(sheet.cell(1, column), name), _HEADING)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=1):
        values = _finding_cells(number, row, operands.get(str(row["finding_id"]), []))
        for column, ((name, _), value) in enumerate(zip(_HEADERS, values, strict=True), start=1):
            styles.dress(put(sheet.cell(number + 1, column), value), _AMOUNT if name in _NUMBERS else _TEXT)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADERS))}{len(rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _finding_cells(number: int, row: Row, operands: Sequence[Row]) -> tuple[object, ...]:
    pages = dict.fromkeys(str(one["page"]) for one in operands if one["page"] is not None)
    printed = "\n".join(_operand_words(one) for one in operands)
    suspects = "\n".join(_operand_words(one) for one in operands if one["is_suspect"])
    basis = "\n".join(str(row[name]) for name in ("check_title", "description", "source") if row[name])
    return (
        number,
        row["entity_name"],
        row["fiscal_year"],
        KIND_NAMES.get(str(row["kind"]), "其他"),
        SEVERITY_NAMES.get(str(row["severity"]), row["severity"]),
        row["title"],
        row["message"],
        basis or row["check_id"],
        "、".join(pages),
        printed,
        row["difference"],
        row["tolerance"],
        row["unit"],
        row["difference_yuan"],
        suspects,
        _advice(row, bool(suspects)),
        VERDICT_NAMES.get(str(row["verdict"]), row["verdict"]),
        row["document_name"],
        row["source_url"],
        row["finding_id"],
    )


def _operand_words(operand: Row) -> str:
    where = f"第{operand['page']}页 " if operand["page"] is not None else ""
    return f"{where}{operand['label']}：{operand['printed_text'] or '（空）'}"


def _advice(row: Row, has_suspect: bool) -> str:
    if row["severity"] == "rounding":
        return "尾差，可由四舍五入解释；如未附“因四舍五入存在尾差”的说明，建议补充。"
    if row["cause"]:
        others = int(str(row["n_equal_explanations"] or 0))
        unsure = "" if not others else f"（另有 {others} 处改动同样能使其成立，须核对原始账表）"
        return f"{row['cause']}{unsure}"
    if row["severity"] == "disclosure":
        return "按公开要求补充或更正后重新公开。"
    if row["severity"] in {"unusual", "format"}:
        return "请单位说明原因。"
    return "核对疑为错处的原始账表，更正后重新公开。" if has_suspect else "核对所列各数的原始账表，更正后重新公开。"


def put(cell: Cell | MergedCell, value: object) -> Cell:
    """Set a cell: text escaped and never a formula, numbers as numbers."""
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is part of a merged cell")
    if isinstance(value, str):
        cell.value = cell_text(value)
        cell.data_type = "s"
    elif value is None or isinstance(value, int | Decimal | date):
        cell.value = value
    else:
        raise TypeError(f"no cell for a {type(value).__name__}")
    return cell


def _first_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def _save(book: Workbook, path: Path) -> None:
    aside = path.with_name(f".{path.name}.part")
    book.save(aside)
    aside.replace(path)


def _fetch(connection: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[Row]:
    cursor = connection.execute(query, parameters) if parameters else connection.execute(query)
    names = [str(column[0]) for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

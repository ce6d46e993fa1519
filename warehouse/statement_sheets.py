"""Statements as spreadsheet pages: what is printed, and beside it the sums as live formulas.

The printed numbers are never replaced. Each sum row (类, 款, 合计, 总计 …) gets, per column, a 复算 cell with a SUM
over the printed parts and a 差异 cell; each sum column a 栏间差异 cell. What is the sum of what is decided in
``warehouse.statement_sums``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import duckdb
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.cell_styles import AMOUNT, CellStyles, Look
from warehouse.printed_rows import ColumnKey, PrintedRow, Source, printed_rows
from warehouse.safe_text import cell_text
from warehouse.statement_sums import column_parts, row_parts

UNIT_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}

_QUERY = """
SELECT l.statement, l.instance, l.document_sha256, coalesce(d.name, s.printed_title) AS name, s.printed_title, l.side,
    l.row_no, l.row_label, l.item, l.row_kind, l.functional_code, l.economic_code, l.subject_entity, l.project_name,
    l.fund, l.measure, l.measure_label, l.basis, l.amount_year, l.printed_text, l.amount_yuan, l.unit, l.page,
    l.table_index, l.table_row, l.table_col
FROM fact_line_item AS l
JOIN bridge_filing_document AS b ON b.filing_id = l.filing_id AND b.document_sha256 = l.document_sha256
JOIN fact_statement AS s ON s.filing_id = l.filing_id AND s.document_sha256 = l.document_sha256
    AND s.statement = l.statement AND s.instance = l.instance
LEFT JOIN dim_statement AS d ON d.statement = l.statement AND d.evidence <> 'unlisted'
WHERE l.filing_id = $filing_id
ORDER BY coalesce(d.ordinal, 9999), l.statement, b.ordinal, l.instance, l.table_index, l.table_row, l.table_col
"""


def add_statement_sheets(
    connection: duckdb.DuckDBPyConnection, book: Workbook, filing_id: str, styles: CellStyles, say: Callable[[str], str]
) -> None:
    """Add a sheet per statement of the filing to the workbook; ``say`` puts printed headings in words."""
    cursor = connection.execute(_QUERY, {"filing_id": filing_id})
    names = [str(column[0]) for column in cursor.description or []]
    groups: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        groups.setdefault((row["statement"], row["document_sha256"], row["instance"]), []).append(row)
    for rows in groups.values():
        _add_sheet(book, rows, styles, say)


def _add_sheet(book: Workbook, rows: Sequence[Source], styles: CellStyles, say: Callable[[str], str]) -> None:
    first = rows[0]
    sheet = book.create_sheet(_sheet_name(book, str(first["name"])))
    unit = str(first["unit"])
    divisor = UNIT_YUAN.get(unit)
    printed, columns = printed_rows(rows, say)
    _header(sheet, first, columns, unit if divisor else "元", styles)
    top = 4
    parts = row_parts(printed)
    between = column_parts(str(first["statement"]), list(columns))
    for offset, row in enumerate(printed):
        _write_row(sheet, top + offset, row, columns, divisor or Decimal(1), styles)
    _formulas(sheet, top, printed, columns, parts, between, styles)
    sheet.freeze_panes = "D4"


def _sheet_name(book: Workbook, wanted: str) -> str:
    base = "".join("_" if character in "[]:*?/\\'" or ord(character) < 32 else character for character in wanted)[:27]
    base = base or "报表"
    name, number = base, 2
    while name in book.sheetnames:
        name, number = f"{base}({number})", number + 1
    return name


def _header(
    sheet: Worksheet, first: Mapping[str, object], columns: Mapping[ColumnKey, str], unit: str, styles: CellStyles
) -> None:
    styles.dress(sheet.cell(1, 1, cell_text(str(first["printed_title"]))), Look(bold=True, size=13))
    sheet.cell(2, 1, f"单位：{unit}")
    titles = ["行次", "项目", "科目编码", *(cell_text(label) for label in columns.values()), "页码"]
    titles += [cell_text(f"{word}·{label}") for label in columns.values() for word in ("复算", "差异")]
    titles += [cell_text(f"栏间差异·{label}") for label in columns.values()]
    for number, title in enumerate(titles, start=1):
        styles.dress(sheet.cell(3, number, title), Look(bold=True, filled=True, wrapped=True))
        sheet.column_dimensions[get_column_letter(number)].width = 44 if number == 2 else 14


def _write_row(
    sheet: Worksheet,
    at: int,
    row: PrintedRow,
    columns: Mapping[ColumnKey, str],
    divisor: Decimal,
    styles: CellStyles,
) -> None:
    bold = row.kind in {"total", "subtotal"}
    for number, text in enumerate((row.row_no, row.label, row.code), start=1):
        if text:
            cell = sheet.cell(at, number, cell_text(text))
            cell.data_type = "s"
            if bold:
                styles.dress(cell, Look(bold=True))
    for number, key in enumerate(columns, start=4):
        text, amount = row.cells.get(key, ("", None))
        if amount is not None:
            styles.dress(sheet.cell(at, number, amount / divisor), Look(bold=bold, number_format=AMOUNT))
        elif text:
            cell = sheet.cell(at, number, cell_text(text))
            cell.data_type = "s"
            if bold:
                styles.dress(cell, Look(bold=True))
    sheet.cell(at, 4 + len(columns), row.page)


def _formulas(
    sheet: Worksheet,
    top: int,
    rows: Sequence[PrintedRow],
    columns: Mapping[ColumnKey, str],
    parts: Mapping[int, list[int]],
    between: Mapping[int, list[int]],
    styles: CellStyles,
) -> None:
    first_check = 5 + len(columns)
    keys = list(columns)
    for index, made_of in parts.items():
        for nth, key in enumerate(keys):
            if key not in rows[index].cells or not any(key in rows[part].cells for part in made_of):
                continue
            letter = get_column_letter(4 + nth)
            check = sheet.cell(top + index, first_check + 2 * nth, f"=SUM({_ranges(letter, top, made_of)})")
            printed = f"{letter}{top + index}"
            gap = sheet.cell(top + index, first_check + 2 * nth + 1, f"=ROUND({printed}-{check.coordinate},6)")
            styles.dress(check, Look(number_format=AMOUNT))
            styles.dress(gap, Look(number_format=AMOUNT))
    first_between = first_check + 2 * len(columns)
    for nth, summed in between.items():
        for index, row in enumerate(rows):
            if keys[nth] not in row.cells or row.cells[keys[nth]][1] is None:
                continue
            cells = ",".join(f"{get_column_letter(4 + part)}{top + index}" for part in summed)
            whole = f"{get_column_letter(4 + nth)}{top + index}"
            cell = sheet.cell(top + index, first_between + nth, f"=ROUND({whole}-SUM({cells}),6)")
            styles.dress(cell, Look(number_format=AMOUNT))


def _ranges(letter: str, top: int, indices: Sequence[int]) -> str:
    """Return the cells as ranges: ``D5:D7,D9``."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ",".join(
        f"{letter}{top + run[0]}" if len(run) == 1 else f"{letter}{top + run[0]}:{letter}{top + run[-1]}"
        for run in runs
    )

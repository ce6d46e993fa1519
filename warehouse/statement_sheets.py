"""Statements as spreadsheet pages: what is printed, and beside it the sums as live formulas.

The printed numbers are never replaced. Each sum row (类, 款, 合计, 总计 …) gets, per column, a 复算 cell with a SUM
over the printed parts and a 差异 cell; each sum column a 栏间差异 cell. What is the sum of what: :func:`row_parts` and
:data:`COLUMN_PARTS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, cast

import duckdb
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.safe_text import cell_text

UNIT_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}

# Which columns a column is the sum of. The first whose parts are printed applies.
COLUMN_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("total", ("overseas_travel", "vehicles", "reception")),
    ("vehicles", ("vehicle_purchase", "vehicle_operation")),
    ("total", ("basic", "project", "to_superior", "operating", "affiliated_subsidy")),
    ("basic", ("personnel", "public")),
    (
        "total",
        ("appropriation", "superior_subsidy", "business", "operating", "affiliated", "other", "fiscal_account"),
    ),
    ("total", ("personnel", "public")),
)

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

Source = Mapping[str, object]


class ColumnKey(NamedTuple):
    """What a printed column is; ``nth`` tells apart columns of one row that are the same otherwise."""

    measure: str
    fund: str | None
    basis: str
    amount_year: int | None
    nth: int = 0


@dataclass(slots=True)
class PrintedRow:
    """One printed row of a statement with its printed text and amount in yuan by column."""

    side: str | None
    row_no: str | None
    label: str
    item: str
    kind: str
    code: str | None
    is_economic: bool
    owner: tuple[str | None, str | None]
    page: int
    cells: dict[ColumnKey, tuple[str, Decimal | None]] = field(default_factory=dict)


def add_statement_sheets(connection: duckdb.DuckDBPyConnection, book: Workbook, filing_id: str) -> None:
    """Add a sheet per statement of the filing to the workbook."""
    cursor = connection.execute(_QUERY, {"filing_id": filing_id})
    names = [str(column[0]) for column in cursor.description or []]
    groups: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        groups.setdefault((row["statement"], row["document_sha256"], row["instance"]), []).append(row)
    for rows in groups.values():
        _add_sheet(book, rows)


def _add_sheet(book: Workbook, rows: Sequence[Source]) -> None:
    first = rows[0]
    sheet = book.create_sheet(_sheet_name(book, str(first["name"])))
    unit = str(first["unit"])
    divisor = UNIT_YUAN.get(unit)
    printed, columns = printed_rows(rows)
    _header(sheet, first, columns, unit if divisor else "元")
    top = 4
    parts = row_parts(printed)
    for offset, row in enumerate(printed):
        _write_row(sheet, top + offset, row, columns, divisor or Decimal(1))
    _formulas(sheet, top, printed, columns, parts)
    sheet.freeze_panes = "D4"


def _sheet_name(book: Workbook, wanted: str) -> str:
    base = "".join("_" if character in "[]:*?/\\'" or ord(character) < 32 else character for character in wanted)[:27]
    base = base or "报表"
    name, number = base, 2
    while name in book.sheetnames:
        name, number = f"{base}({number})", number + 1
    return name


def _column_keys(rows: Sequence[Source]) -> dict[tuple[object, object], ColumnKey]:
    """What each printed column is: what most of its cells are (balances by fund stand in the column of the total)."""
    kinds: dict[tuple[object, object], list[ColumnKey]] = {}
    for row in rows:
        key = ColumnKey(
            str(row["measure"]),
            cast("str | None", row["fund"]),
            str(row["basis"]),
            cast("int | None", row["amount_year"]),
        )
        kinds.setdefault((row["table_index"], row["table_col"]), []).append(key)
    decided = {}
    for place, keys in kinds.items():
        fund, n = Counter(key.fund for key in keys).most_common(1)[0]
        usual = Counter(key._replace(fund=None) for key in keys).most_common(1)[0][0]
        decided[place] = usual._replace(fund=fund if 2 * n >= len(keys) else None)
    return decided


def printed_rows(rows: Sequence[Source]) -> tuple[list[PrintedRow], dict[ColumnKey, str]]:
    """Return the printed rows and the columns with their printed headers, in order.

    Groups printed side by side are set one under the other, income first, then from left to right.
    """
    keys = _column_keys(rows)
    found: dict[tuple[object, ...], PrintedRow] = {}
    first_column: dict[tuple[object, ...], tuple[object, ...]] = {}
    headers: dict[ColumnKey, tuple[int, str]] = {}
    for row in rows:
        code = row["functional_code"] or row["economic_code"]
        place = (row["table_index"], row["table_row"], row["side"], row["row_label"], row["item"], code, row["row_no"])
        if place not in found:
            found[place] = _printed_row(row)
            first_column[place] = (row["side"] == "expenditure", row["table_col"])
        cells = found[place].cells
        column = keys[row["table_index"], row["table_col"]]
        while column in cells:
            column = column._replace(nth=column.nth + 1)
        cells[column] = (str(row["printed_text"]), cast("Decimal | None", row["amount_yuan"]))
        header = (cast(int, row["table_col"]), str(row["measure_label"]))
        headers[column] = min(headers.get(column, header), header)
    ordered = [found[place] for place in sorted(found, key=lambda place: (*first_column[place], place[0], place[1]))]
    columns = {column: label for column, (_, label) in sorted(headers.items(), key=lambda entry: entry[1])}
    return ordered, columns


def _printed_row(row: Source) -> PrintedRow:
    return PrintedRow(
        side=cast("str | None", row["side"]),
        row_no=cast("str | None", row["row_no"]),
        label=str(row["row_label"]),
        item=str(row["item"]),
        kind=str(row["row_kind"]),
        code=cast("str | None", row["functional_code"] or row["economic_code"]),
        is_economic=row["functional_code"] is None and row["economic_code"] is not None,
        owner=(cast("str | None", row["subject_entity"]), cast("str | None", row["project_name"])),
        page=cast(int, row["page"]),
    )


def row_parts(rows: Sequence[PrintedRow]) -> dict[int, list[int]]:
    """Return for each row that is a sum the rows it is the sum of, by index; left out where none is printed.

    A code is the sum of the nearest printed codes below it; 合计 and 本年…合计 of the highest printed ones; 总计 of its
    side's total and balances; 人员经费合计 of 301 and 303, 公用经费合计 of the other classes. Of-which rows are never
    summed, rows of units or projects never together with the statement's own.
    """
    own = [index for index, row in enumerate(rows) if row.kind != "of_which" and row.owner == (None, None)]
    coded = [index for index in own if rows[index].code]
    parts: dict[int, list[int]] = {}
    for index in own:
        row = rows[index]
        made_of: list[int] = []
        if row.code:
            made_of = _nearest_below(row.code, index, coded, rows)
        elif row.item in {"total", "expenditure_this_year"} and row.side != "income":
            made_of = _top_codes(coded, rows, side=row.side)
        elif row.item == "income_this_year":
            made_of = [i for i in own if rows[i].side == "income" and rows[i].item.endswith("_income")]
        elif row.item == "grand_total":
            made_of = _grand_total_parts(own, rows, row)
        elif row.item in {"personnel_total", "public_total"}:
            personnel = row.item == "personnel_total"
            made_of = [
                i
                for i in _top_codes(coded, rows, side=None)
                if rows[i].is_economic and (rows[i].code in {"301", "303"}) is personnel
            ]
        made_of = [part for part in made_of if part != index]
        if made_of:
            parts[index] = made_of
    return parts


def _nearest_below(code: str, index: int, coded: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    side = rows[index].side
    below = [i for i in coded if rows[i].side == side and _is_below(rows[i].code, code)]
    return _without_ancestors(below, rows)


def _top_codes(coded: Sequence[int], rows: Sequence[PrintedRow], *, side: str | None) -> list[int]:
    return _without_ancestors([i for i in coded if side is None or rows[i].side in {side, None}], rows)


def _without_ancestors(indices: Sequence[int], rows: Sequence[PrintedRow]) -> list[int]:
    codes = {rows[i].code or "" for i in indices}
    return [i for i in indices if not any(_is_below(rows[i].code, code) for code in codes)]


def _is_below(code: str | None, above: str) -> bool:
    return bool(code) and code != above and str(code).startswith(above)


def _grand_total_parts(own: Sequence[int], rows: Sequence[PrintedRow], row: PrintedRow) -> list[int]:
    this_year = "income_this_year" if row.side == "income" else "expenditure_this_year"
    balances = {"opening_balance", "non_appropriation_balance_used", "business_fund_used"}
    if row.side != "income":
        balances = {"closing_balance", "surplus_distribution"}
    return [i for i in own if rows[i].side == row.side and rows[i].item in {this_year, *balances}]


def _header(sheet: Worksheet, first: Mapping[str, object], columns: Mapping[ColumnKey, str], unit: str) -> None:
    sheet.cell(1, 1, cell_text(str(first["printed_title"]))).font = Font(bold=True, size=13)
    sheet.cell(2, 1, f"单位：{unit}")
    titles = ["行次", "项目", "科目编码", *(cell_text(label) for label in columns.values()), "页码"]
    titles += [cell_text(f"{word}·{label}") for label in columns.values() for word in ("复算", "差异")]
    titles += [cell_text(f"栏间差异·{label}") for label in columns.values()]
    for number, title in enumerate(titles, start=1):
        cell = sheet.cell(3, number, title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF4")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = 44 if number == 2 else 14


def _write_row(sheet: Worksheet, at: int, row: PrintedRow, columns: Mapping[ColumnKey, str], divisor: Decimal) -> None:
    for number, text in enumerate((row.row_no, row.label, row.code), start=1):
        if text:
            cell = sheet.cell(at, number, cell_text(text))
            cell.data_type = "s"
    for number, key in enumerate(columns, start=4):
        text, amount = row.cells.get(key, ("", None))
        if amount is not None:
            sheet.cell(at, number, amount / divisor).number_format = "#,##0.00####"
        elif text:
            cell = sheet.cell(at, number, cell_text(text))
            cell.data_type = "s"
    sheet.cell(at, 4 + len(columns), row.page)
    if row.kind in {"total", "subtotal"}:
        for number in range(1, 4 + len(columns)):
            sheet.cell(at, number).font = Font(bold=True)


def _formulas(
    sheet: Worksheet,
    top: int,
    rows: Sequence[PrintedRow],
    columns: Mapping[ColumnKey, str],
    parts: Mapping[int, list[int]],
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
            check.number_format = gap.number_format = "#,##0.00####"
    between = first_check + 2 * len(columns)
    for nth, summed in column_parts(keys).items():
        for index, row in enumerate(rows):
            if keys[nth] not in row.cells or row.cells[keys[nth]][1] is None:
                continue
            cells = ",".join(f"{get_column_letter(4 + part)}{top + index}" for part in summed)
            whole = f"{get_column_letter(4 + nth)}{top + index}"
            cell = sheet.cell(top + index, between + nth, f"=ROUND({whole}-SUM({cells}),6)")
            cell.number_format = "#,##0.00####"


def column_parts(keys: Sequence[ColumnKey]) -> dict[int, list[int]]:
    """Return for each column that is a sum the columns it is the sum of, by index (same fund, basis and year)."""
    found: dict[int, list[int]] = {}
    for whole, measures in COLUMN_PARTS:
        for index, key in enumerate(keys):
            if key[0] != whole or index in found:
                continue
            parts = [i for i, other in enumerate(keys) if other[0] in measures and other[1:4] == key[1:4]]
            if len(parts) >= 2:
                found[index] = parts
    return found


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

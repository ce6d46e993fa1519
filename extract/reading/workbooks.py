"""Workbooks through openpyxl (.xlsx) and xlrd (.xls) into :class:`~extract.reading.sheet.Sheet`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from extract.model import UnreadableDocument
from extract.reading.limits import ReadLimits
from extract.reading.number_format import printed_value, serial_date
from extract.reading.sheet import Merge, Sheet, SheetCell
from extract.reading.sheet_parts import prepare

_POINTS_PER_PIXEL = 0.75
_XLS_DATE, _XLS_BOOLEAN, _XLS_ERROR, _XLS_NUMBER = 3, 4, 5, 2
_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def _column_points(characters: float) -> float:
    """Return the width in points of a column given in characters of the default font (7 pixels each, 5 of padding)."""
    return (characters * 7 + 5) * _POINTS_PER_PIXEL


def _is_table_cell(*, left: bool, right: bool, top: bool, bottom: bool) -> bool:
    return left or right or (top and bottom)


def read_xlsx(data: bytes, limits: ReadLimits) -> list[Sheet]:
    """Read the visible sheets of an .xlsx workbook.

    Raises :class:`UnreadableDocument` (corrupt, too_large).
    """
    import openpyxl

    parts = prepare(data, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(parts.data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(parts.data), data_only=False) if parts.has_formulas else None
    except UnreadableDocument:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableDocument("corrupt", f"openpyxl cannot open it: {error}"[:300]) from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    sheets = [
        _xlsx_sheet(number, sheet, formulas[sheet.title]._cells if formulas else {}, limits)
        for number, sheet in enumerate(visible, start=1)
    ]
    return _with_hidden(sheets, hidden)


def _xlsx_sheet(number: int, sheet: Any, formulas: Any, limits: ReadLimits) -> Sheet:
    existing = list(sheet._cells.items())  # rows and columns may be formatted to the last: only real cells count
    if len(existing) > limits.max_sheet_cells:
        raise UnreadableDocument(
            "too_large", f"sheet {sheet.title}: more than {limits.max_sheet_cells} cells", page=number
        )
    cells: dict[tuple[int, int], SheetCell] = {}
    unstored = 0
    for (row, col), cell in existing:
        text = printed_value(cell.value, cell.number_format)
        if cell.value is None and (row, col) in formulas and formulas[row, col].data_type == "f":
            unstored += 1
        border = cell.border
        bordered = _is_table_cell(
            left=bool(border.left and border.left.style),
            right=bool(border.right and border.right.style),
            top=bool(border.top and border.top.style),
            bottom=bool(border.bottom and border.bottom.style),
        )
        if text or bordered:
            cells[row - 1, col - 1] = SheetCell(text, bordered)
    widths, hidden_cols = _xlsx_columns(sheet)
    rows = sheet.row_dimensions
    return Sheet(
        number,
        sheet.title,
        cells,
        tuple(Merge(r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges),
        widths,
        {index - 1: float(item.height) for index, item in rows.items() if item.height},
        hidden_rows=frozenset(index - 1 for index, item in rows.items() if item.hidden),
        hidden_cols=hidden_cols,
        warnings=(f"{unstored} formulas without a stored result",) if unstored else (),
    )


def _xlsx_columns(sheet: Any) -> tuple[dict[int, float], frozenset[int]]:
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for item in sheet.column_dimensions.values():
        for col in range((item.min or 1) - 1, min(item.max or 0, 1000)):
            if item.width:
                widths[col] = _column_points(item.width)
            if item.hidden:
                hidden.add(col)
    return widths, frozenset(hidden)


def read_xls(data: bytes, limits: ReadLimits) -> list[Sheet]:
    """Read the visible sheets of an .xls workbook.

    Raises :class:`UnreadableDocument` (encrypted, corrupt, too_large).
    """
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        code = "encrypted" if "encrypt" in str(error).lower() else "corrupt"
        raise UnreadableDocument(code, str(error)[:300]) from error
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableDocument("corrupt", f"xlrd cannot open it: {error}"[:300]) from error
    visible = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    hidden = [sheet.name for sheet in book.sheets() if sheet.visibility != 0]
    return _with_hidden([_xls_sheet(number, sheet, book, limits) for number, sheet in enumerate(visible, 1)], hidden)


def _with_hidden(sheets: list[Sheet], hidden: list[str]) -> list[Sheet]:
    """Say on the first sheet which ones are not shown, and so not read."""
    if not sheets or not hidden:
        return sheets
    warning = f"{len(hidden)} hidden sheets left out: {', '.join(hidden)}"
    return [replace(sheets[0], warnings=(*sheets[0].warnings, warning)), *sheets[1:]]


def _xls_sheet(number: int, sheet: Any, book: Any, limits: ReadLimits) -> Sheet:
    if sum(map(sheet.row_len, range(sheet.nrows))) > limits.max_sheet_cells:
        raise UnreadableDocument(
            "too_large", f"sheet {sheet.name}: more than {limits.max_sheet_cells} cells", page=number
        )
    cells = dict(_xls_cells(sheet, book))
    heights = {row: info.height / 20 for row, info in sheet.rowinfo_map.items() if info.height}
    return Sheet(
        number,
        sheet.name,
        cells,
        tuple(Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells),
        {col: _column_points(info.width / 256) for col, info in sheet.colinfo_map.items()},
        heights,
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_cols=frozenset(col for col, info in sheet.colinfo_map.items() if info.hidden),
    )


def _xls_cells(sheet: Any, book: Any) -> Iterator[tuple[tuple[int, int], SheetCell]]:
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            cell = sheet.cell(row, col)
            style = book.xf_list[cell.xf_index]
            border = style.border
            bordered = _is_table_cell(
                left=bool(border.left_line_style),
                right=bool(border.right_line_style),
                top=bool(border.top_line_style),
                bottom=bool(border.bottom_line_style),
            )
            text = _xls_text(cell, book.format_map[style.format_key].format_str)
            if text or bordered:
                yield (row, col), SheetCell(text, bordered)


def _xls_text(cell: Any, number_format: str) -> str:
    if cell.ctype == _XLS_NUMBER:
        # every number is stored as a double: whole ones are whole
        value = int(cell.value) if float(cell.value).is_integer() and abs(cell.value) < 1e15 else cell.value
        return printed_value(value, number_format)
    if cell.ctype == _XLS_DATE:
        return printed_value(serial_date(cell.value), number_format)
    if cell.ctype == _XLS_BOOLEAN:
        return printed_value(bool(cell.value), number_format)
    if cell.ctype == _XLS_ERROR:
        return _XLS_ERRORS.get(cell.value, "#N/A")
    return str(cell.value)


def check_sheets(sheets: Iterable[Sheet], limits: ReadLimits) -> list[Sheet]:
    """Return the sheets; raises :class:`UnreadableDocument` (too_many_pages, empty)."""
    found = list(sheets)
    if len(found) > limits.max_pages:
        raise UnreadableDocument("too_many_pages", f"{len(found)} sheets, at most {limits.max_pages} are read")
    if not any(sheet.cells for sheet in found):
        raise UnreadableDocument("empty", "no visible sheet holds anything")
    return found

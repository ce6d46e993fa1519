"""The looks of spreadsheet cells, each made once a workbook: openpyxl hashes every part of a style again for every cell
that it is set on, which cost a third of writing a working paper."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

AMOUNT = "#,##0.00####"
_LINE = Side(style="thin", color="FFBFBFBF")
_THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="FFE8EEF4")
_WRAP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; ``size`` is the font's, in points."""

    bold: bool = False
    size: int | None = None
    filled: bool = False
    bordered: bool = False
    wrapped: bool = False
    number_format: str = "General"


class CellStyles:
    """The looks of one workbook."""

    def __init__(self) -> None:
        self._made: dict[Look, Any] = {}

    def dress(self, cell: Cell | MergedCell, look: Look) -> None:
        """Give ``cell`` its look."""
        made = self._made.get(look)
        styled: Any = cell  # the stubs leave out the one attribute that holds a whole style
        if made is not None:
            styled._style = copy(made)
            return
        if look.bold or look.size:
            styled.font = Font(bold=look.bold, size=look.size)
        if look.filled:
            styled.fill = _HEAD_FILL
        if look.bordered:
            styled.border = _THIN
        if look.wrapped:
            styled.alignment = _WRAP
        styled.number_format = look.number_format
        self._made[look] = styled._style

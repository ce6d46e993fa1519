"""The money unit of a table that states none, where the text around it prints the table's own amounts with theirs.

A table inside the narrative repeats what the sentences say: 培训支出29.44万元 beside a cell 29.44. Enough amounts that
stand in sentences with one unit, and none with another, decide it; anything less leaves the table without a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extract.model import TextLine
from transform.amounts import parse_amount
from transform.statements.blocks import Block
from transform.statements.columns import Column
from transform.text import squeeze

_IN_SENTENCE = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(亿元|百万元|万元|千元|元)")
#: Shorter numbers (8, 30, 0.5) stand in a text by chance.
_DIGITS = 3
_ENOUGH = 3


class ToldUnits:
    """The amounts that a document's lines print with their unit; gone through once, when first asked."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        self._units: dict[Decimal, set[str]] | None = None

    def unit_of(self, block: Block, columns: Iterable[Column]) -> str | None:
        """Return the unit in which the text tells amounts of ``block``, None where that is not certain."""
        amounts = [column for column in columns if column.role == "amount"]
        cells = (block.grid.own(row, column.index) for column in amounts for row in block.body_rows)
        values = {abs(value) for cell in cells if cell is not None and (value := _long(cell.text)) is not None}
        if len(values) < _ENOUGH:
            return None
        told = self._told()
        found = [(value, unit) for value in values for unit in told.get(value, ())]
        units = {unit for _, unit in found}
        return units.pop() if len(units) == 1 and len({value for value, _ in found}) >= _ENOUGH else None

    def _told(self) -> dict[Decimal, set[str]]:
        if self._units is None:
            self._units = {}
            for line in self._lines:
                for number, unit in _IN_SENTENCE.findall(squeeze(line.text)):
                    self._units.setdefault(Decimal(number.replace(",", "")), set()).add(unit)
        return self._units


def _long(text: str) -> Decimal | None:
    value = parse_amount(text).value
    return value if value is not None and len(value.as_tuple().digits) >= _DIGITS else None

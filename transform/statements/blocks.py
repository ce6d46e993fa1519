"""A grid cut into blocks: title, unit line, header rows, body rows, notes, each row under a name.

Most grids hold one block. A grid that glues two statements together holds two; a continuation without a header holds
one block without header rows. No row is left without a class: that is the row accounting.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from extract.model import Cell
from transform.amounts import find_unit, parse_number
from transform.codes import split_code_name, system_of
from transform.records import FilingKind
from transform.statements.grid import Grid
from transform.statements.labels import header_label
from transform.statements.titles import Title, is_table_number, recognise
from transform.text import split_ordinal, squeeze, strip_label

RowClass = Literal["blank", "title", "unit_line", "note", "column_numbers", "header", "repeated_header", "body"]

_NOTE = re.compile(
    r"^(注|备注|说明|附注|注释|说明事项|填表说明)[:、\d(]|^\*?注$|^本表反映|^本(部门|单位).{0,40}(没有|无|未|不涉及).{0,60}"
)
_MAX_LABEL = 60
_HEADING_ROLES = frozenset(("name", "code", "group", "entity", "project", "level"))
_EMPTY = re.compile(
    r"\(?(无|此表为空|本表为空|空表|本表无数据|无数据|不涉及|无此项|此表无数据|本表无内容)(内容|数据)?[。.]?\)?"
)
_FORM = re.compile(
    r"一级指标|二级指标|三级指标|数量指标|时效指标|质量指标|满意度指标|绩效目标(?!表)|年度指标值|指标值|自评得分|总体目标"
)
_COLUMN_NUMBER_WORDS = frozenset(
    ("栏次", "行次", "类", "款", "项", "目", "**", "*", "***", "甲", "乙", "丙", "科目名称", "科目编码")
)
_COLUMN_NUMBER = re.compile(r"^\(?(\d{1,2})\)?(=[\d+\-()]+)?$")
_UNIT_ROW = re.compile(
    r"^(金额)?单位[:(]|(?<![制报算送属])单位[:]|^(编制|填报|编报|预算|公开)?(单位|部门)(名称)?[:]|^部门[:(]"
)


@dataclass(slots=True)
class Block:
    """Consecutive rows of one grid that belong to one statement. ``classes`` names the class of each row."""

    grid: Grid
    title: Title | None = None
    unit: str | None = None
    captions: list[str] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    body_rows: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    classes: dict[int, RowClass] = field(default_factory=dict)

    def put(self, row: int, row_class: RowClass) -> None:
        """File a row under its class."""
        self.classes[row] = row_class
        if row_class == "header":
            self.header_rows.append(row)
        elif row_class == "body":
            self.body_rows.append(row)


def is_form(grid: Grid) -> bool:
    """Whether the grid is a performance form (indicators, targets), which other parsers read."""
    hits = {found for cell in grid.table.cells for found in _FORM.findall(squeeze(cell.text)[:40])}
    return len(hits) >= 2


def cut(grid: Grid, kind: FilingKind) -> tuple[Block, ...]:
    """Cut a grid into blocks. A title inside the grid, or a new header under other columns, begins a block."""
    blocks = [Block(grid)]
    for row in grid:
        block = blocks[-1]
        row_class = _classify(grid, row, block)
        title = _title_in(grid, row, kind) if row_class in {"title", "header", "body", "unit_line"} else None
        if title is not None:
            row_class = "title"
        if row_class == "title" and (block.body_rows or block.header_rows):
            block = Block(grid)
            blocks.append(block)
        if row_class == "header" and block.body_rows:
            if _same_header(grid, row, block):
                row_class = "repeated_header"
            else:
                block = Block(grid)
                blocks.append(block)
        if row_class == "column_numbers" and block.body_rows:
            row_class = "repeated_header"
        if title is not None:
            block.title = title
        if row_class in {"unit_line", "title"}:
            texts = [cell.text for cell in grid.printed(row)]
            block.captions += texts
            block.unit = next((unit for text in texts if (unit := find_unit(text))), block.unit)
        if row_class == "note":
            block.notes += [cell.text for cell in grid.printed(row)]
        block.put(row, row_class)
    return tuple(blocks)


def _classify(grid: Grid, row: int, block: Block) -> RowClass:
    cells = grid.printed(row)
    if not cells:
        return "blank"
    words = [squeeze(cell.text) for cell in cells]
    tests: tuple[tuple[bool, RowClass], ...] = (
        (all(is_table_number(cell.text) for cell in cells), "title"),
        (_is_note(words), "note"),
        (_is_unit_line(words), "unit_line"),
        (is_column_numbers(words), "column_numbers"),
        (_is_header(grid, row, cells, words, block), "header"),
    )
    return next((row_class for holds, row_class in tests if holds), "body")


def _is_note(words: list[str]) -> bool:
    if len(words) == 1:
        return bool(_NOTE.search(words[0]) or _EMPTY.fullmatch(words[0])) or len(words[0]) > _MAX_LABEL
    return bool(_NOTE.match(words[0])) and not any(parse_number(word) is not None for word in words[1:])


def _is_unit_line(words: list[str]) -> bool:
    if len(words) > 4 or any(len(word) > _MAX_LABEL or parse_number(word) is not None for word in words):
        return False
    if not any(_UNIT_ROW.search(word) and (find_unit(word) or ":" in word) for word in words):
        return False
    entries = (header_label(word).entry for word in words if "单位" not in word)
    return not any(entry is not None and entry.role in {"amount", "code", "group"} for entry in entries)


def is_column_numbers(words: Iterable[str]) -> bool:
    """Whether a row's words are a row of column numbers (栏次 | 1 | 2 | 3=4+5), perhaps with 类, 款, 项 beside them."""
    numbers: list[int] = []
    named = False
    for word in words:
        if word in _COLUMN_NUMBER_WORDS or set(word) == {"*"}:
            named = named or word == "栏次"
            continue
        found = _COLUMN_NUMBER.match(word)
        if not found:
            return False
        numbers.append(int(found[1]))
    consecutive = all(b - a == 1 for a, b in itertools.pairwise(numbers))
    if named:
        return bool(numbers)
    if not numbers:
        return False
    return consecutive and len(numbers) >= 3 and numbers[0] <= 3


def _is_header(grid: Grid, row: int, cells: tuple[Cell, ...], words: list[str], block: Block) -> bool:
    if any(_is_amount(word) or system_of(word) or split_code_name(word)[0] for word in words):
        return False
    roles = [label.entry.role for label in map(header_label, words) if label.entry is not None]
    if block.body_rows:
        whole = len(roles) == len(words) >= 3 and bool(_HEADING_ROLES & set(roles))
        return whole and cells[-1].col + cells[-1].col_span > grid.n_cols // 2
    if _under_spanning_header(grid, row, block):
        return True
    if len(words) == 1 and roles == ["amount"]:
        # 合计 alone in its row is a row's label, not a heading, unless it heads a merged or nested column.
        return _heads_columns(grid, row, cells[0]) and strip_label(cells[0].text)[0] not in {"合计", "总计"}
    numbered = any(split_ordinal(squeeze(cell.text))[0] for cell in cells)
    most = bool(roles) and (len(roles) * 2 >= len(words) or (len(roles) >= 2 and row < 4))
    return len(roles) == len(words) or (most and not numbered)


def _under_spanning_header(grid: Grid, row: int, block: Block) -> bool:
    """Whether a heading from above still spans this row: then the row is part of the header, whatever its words."""
    covering = (grid.covering(row, col) for col in range(grid.n_cols))
    return any(cell is not None and cell.row in block.header_rows for cell in covering)


def _is_amount(word: str) -> bool:
    number = parse_number(word)
    return number is not None and not re.fullmatch(r"(19|20)\d\d", word)


def _heads_columns(grid: Grid, row: int, cell: Cell) -> bool:
    if cell.col_span > 1 and cell.col_span * 2 >= grid.n_cols:
        return True
    above = grid.covering(row - 1, cell.col) if row else None
    return (above is not None and above.col_span > cell.col_span) or row == 0 or cell.col > 0


def _same_header(grid: Grid, row: int, block: Block) -> bool:
    words = tuple(squeeze(cell.text) for cell in grid.printed(row))
    return any(words == tuple(squeeze(cell.text) for cell in grid.printed(other)) for other in block.header_rows)


def _title_in(grid: Grid, row: int, kind: FilingKind) -> Title | None:
    cells = grid.printed(row)
    if not 1 <= len(cells) <= 3:
        return None
    for cell in cells:
        others = [squeeze(other.text) for other in cells if other is not cell]
        if all(is_table_number(word) or find_unit(word) or ":" in word for word in others):
            title = recognise(cell.text, kind)
            if title is not None and (cell.col_span * 2 >= grid.n_cols or len(cells) == 1):
                return title
    return None

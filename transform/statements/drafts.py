"""Blocks gathered into statements: a title begins one, a continuation without a title extends it.

The rows of a statement are kept with the block that printed them; nothing is read yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.model import DocumentContent, RawTable, TextLine
from transform.amounts import find_unit
from transform.records import FilingKind
from transform.statements.blocks import Block, cut, is_form
from transform.statements.columns import Column, by_geometry, read_columns, sections
from transform.statements.grid import Grid
from transform.statements.shapes import corrected_by_shape, statement_by_shape
from transform.statements.titles import Title, bare_title, find_title
from transform.statements.told_unit import ToldUnits
from transform.text import squeeze

_CAPTION_LENGTH = 70
_MAX_CAPTION_LINES = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A block and the columns it is read by (its own header's, or those of the block it continues)."""

    block: Block
    columns: tuple[Column, ...]
    continued: bool


@dataclass(slots=True)
class Draft:
    """A statement being gathered. ``recognised_by``: title, shape. ``unit_told``: by the text, not by the table."""

    statement: str
    title: str
    recognised_by: str
    unit: str | None
    owner: str | None
    parts: list[Part] = field(default_factory=list)
    unit_told: bool = False

    @property
    def last(self) -> Part:
        """The part gathered last."""
        return self.parts[-1]


def gather(content: DocumentContent, kind: FilingKind) -> tuple[Draft, ...]:
    """Gather the statements of a document from its tables, in order."""
    drafts: list[Draft] = []
    told = ToldUnits(content.lines)
    current: Draft | None = None
    for table in content.tables:
        grid = Grid(table)
        if not table.cells or is_form(grid):
            current = None
            continue
        captions = captions_above(table)
        for position, block in enumerate(cut(grid, kind)):
            own_title = block.title or (find_title([line.text for line in captions], kind) if position == 0 else None)
            texts = [line.text for line in captions] if position == 0 else []
            current = _place(drafts, current, block, own_title, texts, kind, told)
    return tuple(drafts)


def captions_above(table: RawTable) -> list[TextLine]:
    """Return the short lines right above a table: title, unit, owner; stops at a sentence and at an earlier page."""
    first_page = table.pages[0]
    found: list[TextLine] = []
    for line in reversed(table.above):
        words = squeeze(line.text)
        if not words:
            continue
        other_page = line.page != first_page
        if (
            len(words) > _CAPTION_LENGTH
            or words.endswith(("。", ";", "，", ","))
            or "。" in words
            or len(found) >= _MAX_CAPTION_LINES
        ):
            break
        if other_page and len(found) >= 4:
            break
        found.append(line)
    return found[::-1]


def _place(
    drafts: list[Draft],
    current: Draft | None,
    block: Block,
    title: Title | None,
    captions: Sequence[str],
    kind: FilingKind,
    told: ToldUnits,
) -> Draft | None:
    """Put a block into the current draft, a new one, or nowhere; return the draft that later blocks may continue."""
    if title is not None and title.statement is None:
        return None
    unit = block.unit or next((unit for text in reversed(captions) if (unit := find_unit(text))), None)
    owner = _owner([*captions, *block.captions])
    columns = read_columns(block.grid, block.header_rows, block.body_rows) if block.header_rows else None
    if columns is not None:
        _promote_blank_value_row(block, columns)
    if title is None:
        return _place_untitled(drafts, current, block, columns, unit, owner, kind, told)
    assert title.statement is not None
    if current is not None and _continues(current, block, columns, title, owner):
        extended = _extend(current, block, columns)
        if extended is not None:
            return extended
    usable = columns if columns is not None and sections(columns) else None
    if usable is None and block.body_rows and columns is None:
        usable = _headless(block)
    if usable is None:
        return None
    statement = corrected_by_shape(title.statement, usable)
    draft = Draft(statement, title.printed, "title", unit, owner, [Part(block, usable, False)])
    drafts.append(draft)
    return draft


def _promote_blank_value_row(block: Block, columns: tuple[Column, ...]) -> None:
    """Under a header without label columns (三公) the blank row is no filler: it is the row of amounts, all blank."""
    cut = sections(columns)
    if block.body_rows or not cut or any(section.labels for section in cut):
        return
    blanks = [row for row, row_class in block.classes.items() if row_class == "blank" and row > max(block.header_rows)]
    if blanks:
        block.put(blanks[-1], "body")


def _headless(block: Block) -> tuple[Column, ...] | None:
    columns = read_columns(block.grid, (), block.body_rows)
    return columns if sections(columns) else None


def _place_untitled(
    drafts: list[Draft],
    current: Draft | None,
    block: Block,
    columns: tuple[Column, ...] | None,
    unit: str | None,
    owner: str | None,
    kind: FilingKind,
    told: ToldUnits,
) -> Draft | None:
    if current is not None and _adjacent(current, block):
        extended = _extend(current, block, columns)
        if extended is not None:
            return extended
    if columns is not None and sections(columns):
        statement = statement_by_shape(columns, block, kind, unit)
        unit_told = None
        if statement is None and unit is None and (unit_told := told.unit_of(block, columns)):
            statement = statement_by_shape(columns, block, kind, unit_told)
        if statement is not None:
            part = Part(block, columns, False)
            draft = Draft(statement, "", "shape", unit or unit_told, owner, [part], unit_told is not None)
            drafts.append(draft)
            return draft
    return None


def _adjacent(current: Draft, block: Block) -> bool:
    gap = block.grid.table.pages[0] - current.last.block.grid.table.pages[-1]
    return 0 <= gap <= 1


def _extend(current: Draft, block: Block, columns: tuple[Column, ...] | None) -> Draft | None:
    previous = current.last.columns
    if columns is None:
        mapped = by_geometry(block.grid, block.body_rows, previous)
        if mapped is None or not block.classes:
            return None
        current.parts.append(Part(block, mapped, True))
        return current
    if _signature(columns) == _signature(previous) and _names(columns) == _names(previous):
        current.parts.append(Part(block, columns, True))
        return current
    return None


def _continues(
    current: Draft, block: Block, columns: tuple[Column, ...] | None, title: Title, owner: str | None
) -> bool:
    """Whether a block under the same title goes on with the current statement (the title repeated on each page)
    rather than beginning a further instance of it (the table of another unit)."""
    if bare_title(title.printed) != bare_title(current.title) or not _adjacent(current, block):
        return False
    if owner and current.owner and owner != current.owner:
        return False
    if columns is not None and _signature(columns) != _signature(current.last.columns):
        return False
    if columns is None and by_geometry(block.grid, block.body_rows, current.last.columns) is None:
        return False
    return _first_words(block) != _first_words(current.parts[0].block)


def _signature(columns: Sequence[Column]) -> tuple[tuple[str, str | None, str | None], ...]:
    return tuple(
        (column.role, column.measure, squeeze(column.label)) for column in columns if column.role in {"amount", "ratio"}
    )


def _names(columns: Sequence[Column]) -> tuple[str, ...]:
    """What every column is headed; a list of meetings does not go on with a list of courses (会议名称, 培训名称)."""
    return tuple(squeeze(column.label) if column.role in {"name", "project"} else "" for column in columns)


def _first_words(block: Block) -> tuple[str, ...]:
    """The words of the first body row that is no total row: where a continuation begins, and a repetition repeats."""
    for row in block.body_rows:
        words = tuple(squeeze(cell.text) for cell in block.grid.printed(row))
        if words and not any(word in {"合计", "总计"} for word in words):
            return words
    return ()


def _owner(texts: Sequence[str]) -> str | None:
    for text in texts:
        words = squeeze(text)
        for mark in (
            "编制单位:",
            "编制部门:",
            "填报单位:",
            "部门名称:",
            "单位名称:",
            "部门:",
            "公开单位:",
            "预算单位:",
        ):
            if mark in words:
                return words.split(mark, 1)[1].split("金额单位")[0].split("单位:")[0]
    return None

"""The label cells of one printed row: names, codes joined over their columns, project, entity, line number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.model import Cell
from transform.codes import CodeSystem, join_parts, printed_once, split_code_name, system_of
from transform.statements.columns import Column, Section
from transform.statements.grid import Grid
from transform.statements.labels import header_label
from transform.statements.lexicon import codes_named, match_row
from transform.text import display, squeeze

_CODE_LIKE = frozenset(("entity_code", "row_no", "sequence"))
_LEVEL_WORDS = frozenset(("类", "款", "项", "目", "栏次"))


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """What the label cells of a row print. ``inherited``: upper code levels were taken from the rows above;
    ``misprinted``: digits in the code columns that make no code; ``compared``: its year is a difference of years."""

    label: str
    parts: tuple[str, ...]
    codes: dict[CodeSystem, str]
    row_no: str | None
    entity: str | None
    entity_code: str | None
    project: str | None
    year: int | None
    inherited: bool
    misprinted: str
    compared: bool = False


@dataclass(slots=True)
class _Collected:
    names: list[str] = field(default_factory=list)
    codes: dict[CodeSystem, str] = field(default_factory=dict)
    singles: dict[str, str] = field(default_factory=dict)
    parts: dict[tuple[CodeSystem | None, str], list[str]] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    misprinted: list[str] = field(default_factory=list)
    level: tuple[CodeSystem | None, str] | None = None


def read_printed(
    grid: Grid, section: Section, row: int, body: frozenset[int], above: dict[CodeSystem, str]
) -> PrintedRow:
    """Collect the label cells of a row; ``above`` holds the codes of the rows before it and is brought up to date.

    A label merged over several rows counts for each of them; a heading that spans down into the body does not.
    """
    got = _Collected()
    for column in section.labels:
        cell = grid.covering(row, column.index)
        if cell is None or cell.row not in body:
            continue
        if id(cell) in got.seen:
            if column.role in {"code", "level"}:
                _part(got, column, "")
            continue
        got.seen.add(id(cell))
        _collect(got, column, cell)
    if not got.names and not got.singles:
        got.names.extend(_total_beside(grid, section, row))
    inherited = _join(got, above)
    above.update(got.codes)
    year = re.search(r"(19|20)\d\d", got.singles.get("year", ""))
    row_no, entity_code = got.singles.get("row_no"), got.singles.get("entity_code")
    return PrintedRow(
        label=" / ".join(dict.fromkeys(got.names)),
        parts=tuple(dict.fromkeys(got.names)),
        codes=got.codes,
        row_no=squeeze(row_no) if row_no else None,
        entity=got.singles.get("entity"),
        entity_code=squeeze(entity_code) if entity_code else None,
        project=got.singles.get("project"),
        year=int(year[0]) if year else None,
        compared=_compares(got.singles.get("year", "")),
        inherited=inherited,
        misprinted=" ".join(got.misprinted),
    )


def _compares(text: str) -> bool:
    """Whether the year of a row names a difference between years (2022比2021, 增减额)."""
    entry = header_label(text).entry if text else None
    return entry is not None and entry.measure == "change"


def _total_beside(grid: Grid, section: Section, row: int) -> list[str]:
    """Return the 合计 of a row without labels that is printed in a column of words (项目类型)."""
    cells = (grid.own(row, column.index) for column in section.texts)
    words = [display(cell.text) for cell in cells if cell is not None and cell.text.strip()]
    return [word for word in words if any(entry.item == "total" for entry in match_row(squeeze(word)))][:1]


def _collect(got: _Collected, column: Column, cell: Cell) -> None:
    text = display(cell.text)
    if column.role in {"code", "level"}:
        words = squeeze(text)
        if words and not words.isdigit() and words not in _LEVEL_WORDS:
            # A label merged over the code columns (合计), or a code printed together with its name.
            _name(got, text)
            text = ""
        _part(got, column, "" if words in _LEVEL_WORDS else text)
    elif not text:
        return
    elif column.role == "name" or (column.role in _CODE_LIKE and not any(char.isdigit() for char in text)):
        # 合计 merged over 单位编码 and 单位名称 is a label, no code.
        _name(got, text)
    else:
        got.singles[column.role] = text


def _part(got: _Collected, column: Column, text: str) -> None:
    # 款 and 项 go on with the code that 类 begins; columns whose printed path is the same are one code, too.
    if column.role == "level":
        if got.level is None or squeeze(column.label).endswith("类"):
            got.level = (column.system, f"level {column.index}")
        key = got.level
    else:
        key = (column.system, column.label or str(column.index))
    got.parts.setdefault(key, []).append(text)


def _name(got: _Collected, text: str) -> None:
    code, name = split_code_name(text)
    system = system_of(code) if code else None
    if code and system:
        got.codes[system] = code
        got.names.append(name)
    elif (alone := system_of(printed_once(squeeze(text)))) is not None:
        got.codes[alone] = printed_once(squeeze(text))
    else:
        got.names.append(text)


def _join(got: _Collected, above: dict[CodeSystem, str]) -> bool:
    inherited = False
    for (system, _), texts in got.parts.items():
        previous = above.get(system) if system else above.get("functional") or above.get("economic")
        joined, was_inherited = join_parts(tuple(texts), previous)
        if joined is None and len(texts) == 1:
            joined = _level_of_named(squeeze(texts[0]), previous, got.names)
            was_inherited = joined is not None
        if joined and (found := system_of(joined)):
            got.codes[found] = joined
            inherited = inherited or was_inherited
        elif any(texts):
            got.misprinted.append("|".join(texts))
    return inherited


def _level_of_named(cell: str, previous: str | None, names: list[str]) -> str | None:
    """A 款 printed by its two digits only ("10" under 201), taken only where its name says the same."""
    if previous is None or len(cell) != 2 or not cell.isdigit() or not names:
        return None
    code = previous[:3] + cell
    system = system_of(code)
    return code if system and code in codes_named(system, names[-1]) else None
